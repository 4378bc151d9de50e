//! A failure as registries, the national portal's inbox and the raw files answer it: problem details (RFC 9457) with the
//! stable code.

use serde::Serialize;

use crate::Failure;

/// The `Content-Type` of it.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The members of the problem, in their order. A 5xx carries the catalogue's sentence and nothing from inside.
#[derive(Debug, Serialize)]
pub struct Problem<'failure> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: &'failure str,
    code: &'static str,
    /// Finds the lines of the log, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl<'failure> From<&'failure Failure> for Problem<'failure> {
    fn from(failure: &'failure Failure) -> Self {
        let catalogue = failure.code.description();
        let is_inside = catalogue.status >= 500;
        Self {
            r#type: format!("https://motlan.example/errors#{}", catalogue.code),
            title: catalogue.en,
            status: catalogue.status,
            detail: if is_inside { catalogue.en } else { &failure.detail },
            code: catalogue.code,
            request_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Code;

    #[test]
    fn what_is_wrong_inside_stays_inside() {
        let shown = |failure: &Failure| serde_json::to_value(Problem::from(failure)).unwrap();
        let refused = shown(&Failure::new(Code::InvalidBody, "line 3"));
        assert_eq!(
            refused,
            json!({
                "type": "https://motlan.example/errors#invalid_body", "title": Code::InvalidBody.description().en,
                "status": 400, "detail": "line 3", "code": "invalid_body",
            })
        );
        let failure = Failure::from(Code::InvalidBody);
        let mut named = Problem::from(&failure);
        named.request_id = Some("0123".to_owned());
        assert_eq!(serde_json::to_value(named).unwrap()["request_id"], "0123");
        let failed = shown(&Failure::new(Code::InternalError, "the disk at /srv"));
        assert_eq!(failed["detail"], failed["title"]);
    }
}
