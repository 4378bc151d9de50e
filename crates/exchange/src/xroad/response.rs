//! What a provider answers: the response head that its gateway signs, and the headers that the client receives.
//!
//! Bodies, lengths on the wire and trailers are the gateways'. Source: RestResponse of X-Road 7.8; RFC 9110, section 8.6
//! for `Content-Length`.

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use motlan_core::{Code, Failure};

use super::headers::{
    Header, X_ROAD_CLIENT, X_ROAD_ID, X_ROAD_REQUEST_HASH, X_ROAD_REQUEST_ID, X_ROAD_SERVICE, kept_of_provider,
};
use super::message::{MessageError, ResponseMessage, is_reason};
use super::request::RequestHead;
use super::request_hash::RequestHash;

/// The headers with which the provider's system is asked: those of the message, and `Accept: application/json` where
/// the client sent none (PR-REST, section 4.3). The default is no part of the signed message.
///
/// The gateway adds `Host`, `Content-Length` and `Motlan-Caller`.
pub fn provider_request_headers(request: &RequestHead) -> HeaderMap {
    let mut headers = to_map(request.headers());
    headers
        .entry(header::ACCEPT)
        .or_insert(HeaderValue::from_static("application/json"));
    headers
}

/// The response head that the provider's gateway signs, from what the provider's system said.
///
/// The provider's own copies of what only a gateway says are removed; then come `x-road-id`, `x-road-client`,
/// `x-road-service`, `x-road-request-id` and `x-road-request-hash`, in X-Road's order. `reason` is the phrase of the
/// status line; where it is absent or not printable ASCII the standard one stands.
///
/// Errors: `headers_too_large`; `provider_unreachable` for a status that ends no exchange.
pub fn provider_response(
    status: StatusCode,
    reason: Option<&[u8]>,
    headers: &HeaderMap,
    request: &RequestHead,
    hash: &RequestHash,
) -> Result<ResponseMessage, Failure> {
    let mut kept = kept_of_provider(headers);
    kept.extend(identity(request, hash));
    let given = reason
        .and_then(|bytes| str::from_utf8(bytes).ok())
        .filter(|text| is_reason(text));
    let reason = given.or(status.canonical_reason()).unwrap_or_default();
    ResponseMessage::new(status, reason.to_owned(), kept).map_err(|error| {
        let code = match error {
            MessageError::TooLarge => Code::HeadersTooLarge,
            _ => Code::ProviderUnreachable,
        };
        Failure::new(code, format!("the provider's response: {error}"))
    })
}

impl ResponseMessage {
    /// Whether this response names the request that it is taken for, as the consumer's gateway must check.
    ///
    /// Errors: `inconsistent_response` naming the first header that is missing, repeated or different.
    pub fn check_answers(&self, request: &RequestHead, hash: &RequestHash) -> Result<(), Failure> {
        for (name, expected) in identity(request, hash) {
            let mut found = self.headers().iter().filter(|(other, _)| *other == name);
            let is_same = matches!((found.next(), found.next()), (Some((_, value)), None) if *value == expected);
            if !is_same {
                let detail = format!("{name} of the response does not match the request");
                return Err(Failure::new(Code::InconsistentResponse, detail));
            }
        }
        Ok(())
    }
}

/// The headers that the client receives, with the status of the message.
///
/// `content_length` is the length that the provider declared, from the signed facts: for HEAD and 304 the length that
/// GET would have had. Status 204 has none. Without it the answer is chunked. A missing `Date` is hyper's to add.
pub fn client_response_headers(message: &ResponseMessage, content_length: Option<u64>) -> HeaderMap {
    let mut headers = to_map(message.headers());
    if let Some(length) = content_length
        && message.status() != StatusCode::NO_CONTENT
    {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    headers
}

/// Whether a response to `method` with `status` ends with its head (RFC 9110, sections 9.3.2, 15.3.5 and 15.4.5).
pub fn has_no_body(method: &Method, status: StatusCode) -> bool {
    *method == Method::HEAD || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// What ties a response to its request. Identifiers are escaped segment by segment, hence ASCII.
fn identity(request: &RequestHead, hash: &RequestHash) -> [Header; 5] {
    let ascii = |text: String| {
        // Unwrap safety: identifiers print percent-encoded, a UUID in hexadecimal, a hash in base64.
        HeaderValue::try_from(text).expect("printable ASCII is a header value")
    };
    [
        (X_ROAD_ID, request.message_id.clone().into()),
        (X_ROAD_CLIENT, ascii(request.client.to_string())),
        (X_ROAD_SERVICE, ascii(request.service.to_string())),
        (X_ROAD_REQUEST_ID, ascii(request.request_id.to_string())),
        (X_ROAD_REQUEST_HASH, ascii(hash.to_string())),
    ]
}

fn to_map(headers: &[Header]) -> HeaderMap {
    let mut map = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        map.append(HeaderName::clone(name), value.clone());
    }
    map
}
