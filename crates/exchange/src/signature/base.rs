//! The signature base: one line per covered field, then the parameters (RFC 9421, section 2.5).

use http::HeaderMap;
use thiserror::Error;

/// About what twenty fields of our own messages take, so that the buffer grows at most once.
pub(super) const BYTES_USUAL: usize = 2048;

/// Why a field cannot be covered.
#[derive(Debug, PartialEq, Eq, Error)]
pub(super) enum FieldError {
    #[error("the component {0:?} is derived; only header fields are signed here")]
    Derived(String),
    #[error("the component {0:?} is not in lower case")]
    Case(String),
    #[error("there is no header field {0:?}")]
    Missing(String),
    #[error("the header field {0:?} is not visible ASCII")]
    NotText(String),
}

/// Appends `"name": value` and a line feed. Several lines of one field are joined by a comma and a space, each
/// stripped of white space at its ends (RFC 9421, section 2.1).
pub(super) fn push_field(base: &mut String, headers: &HeaderMap, name: &str) -> Result<(), FieldError> {
    if name.starts_with('@') {
        return Err(FieldError::Derived(name.to_owned()));
    }
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(FieldError::Case(name.to_owned()));
    }
    let mut values = headers.get_all(name).iter().peekable();
    if values.peek().is_none() {
        return Err(FieldError::Missing(name.to_owned()));
    }
    base.push('"');
    base.push_str(name);
    base.push_str("\": ");
    while let Some(value) = values.next() {
        let text = value.to_str().map_err(|_| FieldError::NotText(name.to_owned()))?;
        base.push_str(text.trim_matches([' ', '\t']));
        if values.peek().is_some() {
            base.push_str(", ");
        }
    }
    base.push('\n');
    Ok(())
}

/// Appends the last line, which has no line feed.
pub(super) fn push_parameters(base: &mut String, parameters: &str) {
    base.push_str("\"@signature-params\": ");
    base.push_str(parameters);
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn lines_of_one_field_are_joined() {
        let mut headers = HeaderMap::new();
        headers.append("cache-control", HeaderValue::from_static("  max-age=60 "));
        headers.append("cache-control", HeaderValue::from_static("   must-revalidate"));
        headers.append("empty", HeaderValue::from_static(""));
        let mut base = String::new();
        push_field(&mut base, &headers, "cache-control").unwrap();
        push_field(&mut base, &headers, "empty").unwrap();
        assert_eq!(base, "\"cache-control\": max-age=60, must-revalidate\n\"empty\": \n");
    }

    #[test]
    fn what_is_no_plain_field_is_refused() {
        let mut headers = HeaderMap::new();
        headers.insert("name", HeaderValue::from_bytes("Nguyễn".as_bytes()).unwrap());
        for (name, error) in [
            ("@method", FieldError::Derived("@method".to_owned())),
            ("Name", FieldError::Case("Name".to_owned())),
            ("absent", FieldError::Missing("absent".to_owned())),
            ("a b", FieldError::Missing("a b".to_owned())),
            ("name", FieldError::NotText("name".to_owned())),
        ] {
            assert_eq!(push_field(&mut String::new(), &headers, name), Err(error));
        }
    }
}
