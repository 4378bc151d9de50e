//! Errors on X-Road's face: type, message and detail as JSON or XML, with our own stable code beside them.
//!
//! Status and type come from the catalogue of `motlan-core`. Where X-Road 7.8 answers 500 we do too; codes that X-Road
//! does not know have the status that says what to do (429, 503, 504). A provider's own 4xx and 5xx are no errors here.
//! Source: PR-REST 1.0.4, section 4.5; ClientRestMessageHandler and RestProxyTest of X-Road 7.8.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use motlan_core::error::Level;
use motlan_core::{Code, Failure};
use serde::Serialize;
use uuid::Uuid;

use super::headers::{MOTLAN_ERROR, X_ROAD_ERROR, accepted_media_types};
use super::xml;

/// Which side found the error: the first part of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The client itself: `client.`
    Client,
    /// The consumer's gateway: `server.clientproxy.`
    ClientProxy,
    /// The provider's gateway: `server.serverproxy.`
    ServerProxy,
}

/// How error types are spelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spelling {
    /// As X-Road 7.8 does: `server.serverproxy.access_denied`.
    #[default]
    Snake78,
    /// As versions to 7.7.1 and the text of PR-REST do: `Server.ServerProxy.AccessDenied`. **Derived** from the 7.8
    /// spelling by rule, not from the older lists: two words differ from those, `IoError` (was `IOError`) and
    /// `GlobalConfOutdated` (was `OutdatedGlobalConf`), and codes of our own never had an older name.
    CamelCase,
}

/// The error type of `code`, as in the header `X-Road-Error`.
pub fn error_type(code: Code, origin: Origin, spelling: Spelling) -> String {
    let last = code.description().xroad;
    match spelling {
        Spelling::Snake78 => {
            let prefix = match origin {
                Origin::Client => "client",
                Origin::ClientProxy => "server.clientproxy",
                Origin::ServerProxy => "server.serverproxy",
            };
            format!("{prefix}.{last}")
        }
        Spelling::CamelCase => {
            let prefix = match origin {
                Origin::Client => "Client",
                Origin::ClientProxy => "Server.ClientProxy",
                Origin::ServerProxy => "Server.ServerProxy",
            };
            format!("{prefix}.{}", camel_case(last))
        }
    }
}

/// `access_denied` → `AccessDenied`; the dots of nested types stay.
fn camel_case(snake: &str) -> String {
    let mut camel = String::with_capacity(snake.len());
    let mut is_start = true;
    for character in snake.chars() {
        match character {
            '_' => is_start = true,
            '.' => {
                is_start = true;
                camel.push('.');
            }
            letter if is_start => {
                is_start = false;
                camel.push(letter.to_ascii_uppercase());
            }
            letter => camel.push(letter),
        }
    }
    camel
}

/// The answer to a request that a gateway refuses.
///
/// `headers` are the client's, for their `Accept`; `request_id` is the word under which the logs know the request.
pub fn error_response(
    failure: &Failure,
    origin: Origin,
    spelling: Spelling,
    headers: &HeaderMap,
    request_id: Uuid,
) -> Response<Bytes> {
    let kind = error_type(failure.code, origin, spelling);
    let form = Form::of(headers);
    let body = ErrorBody {
        kind: &kind,
        message: message(failure),
        detail: &request_id.to_string(),
    };
    let mut response = Response::new(body.write(form));
    *response.status_mut() = status(failure.code);
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.content_type()));
    // Unwrap safety: every part of a type is a word of the catalogue, ASCII letters, dots and underscores.
    answer.insert(
        X_ROAD_ERROR,
        HeaderValue::try_from(kind).expect("an error type is ASCII"),
    );
    answer.insert(MOTLAN_ERROR, HeaderValue::from_static(failure.code.as_str()));
    if let Some(seconds) = retry_after_s(failure.code) {
        answer.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The status that the catalogue gives to `code`.
pub fn status(code: Code) -> StatusCode {
    // Unwrap safety: a test walks the whole catalogue.
    StatusCode::from_u16(code.description().status).expect("the catalogue holds HTTP statuses")
}

/// After how many seconds it is worth trying again: 5 after a start (the window of the replay memory), 1 under load and
/// until the next checkpoint.
pub fn retry_after_s(code: Code) -> Option<u64> {
    match code {
        Code::Starting => Some(5),
        Code::Overloaded | Code::ProofPending => Some(1),
        _ => None,
    }
}

/// What the client may read. Where a person of ours must act, what failed inside is for the log alone.
fn message(failure: &Failure) -> &str {
    let description = failure.code.description();
    if description.level == Level::Error && description.status >= 500 {
        description.en
    } else {
        &failure.detail
    }
}

/// The forms of an error body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    TextXml,
    ApplicationXml,
}

impl Form {
    /// The first XML type that the client lists, in order and whatever its q; JSON where it lists none.
    fn of(headers: &HeaderMap) -> Self {
        accepted_media_types(headers)
            .find_map(|media_type| match media_type.as_str() {
                "text/xml" | "text/*" => Some(Self::TextXml),
                "application/xml" => Some(Self::ApplicationXml),
                _ => None,
            })
            .unwrap_or(Self::Json)
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::TextXml => "text/xml;charset=utf-8",
            Self::ApplicationXml => "application/xml;charset=utf-8",
        }
    }
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    message: &'a str,
    detail: &'a str,
}

impl ErrorBody<'_> {
    fn write(&self, form: Form) -> Bytes {
        if form == Form::Json {
            // Unwrap safety: three strings always serialise.
            return serde_json::to_vec(self).expect("strings serialise").into();
        }
        let mut document = format!("{}<error>", xml::DECLARATION);
        xml::push_element(&mut document, "type", self.kind);
        xml::push_element(&mut document, "message", self.message);
        xml::push_element(&mut document, "detail", self.detail);
        document.push_str("</error>");
        document.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_spelling_differs_in_case_and_underscores_only() {
        for code in Code::ALL {
            for origin in [Origin::Client, Origin::ClientProxy, Origin::ServerProxy] {
                let snake = error_type(*code, origin, Spelling::Snake78);
                let camel = error_type(*code, origin, Spelling::CamelCase);
                assert_eq!(camel.to_ascii_lowercase(), snake.replace('_', ""));
                assert!(
                    camel
                        .split('.')
                        .all(|part| part.starts_with(|c: char| c.is_ascii_uppercase()))
                );
            }
        }
    }

    #[test]
    fn every_code_has_a_status_that_exists() {
        for code in Code::ALL {
            assert!((400..600).contains(&status(*code).as_u16()), "{code}");
        }
    }

    #[test]
    fn nested_types_keep_their_dots() {
        assert_eq!(camel_case("service_failed.network_error"), "ServiceFailed.NetworkError");
    }
}
