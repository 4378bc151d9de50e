//! The canonical bytes M of a request or response head: what is signed, logged, hashed and sent between gateways.
//!
//! Request: `VERB CRLF path[?query] CRLF` and `name:value CRLF` for each header; response: `status CRLF reason CRLF`
//! and the same. Names are lower case, in order of arrival; there is no space after the colon and no closing empty line.
//! This is X-Road's own form (RestRequest, RestResponse) but for the case of names, which hyper does not keep.
//! Decoding is strict: what no gateway would have written is refused. What the headers mean is [`super::request`]'s.

use std::fmt;

use http::uri::PathAndQuery;
use http::{Method, StatusCode};
use motlan_core::limits::HEAD_BYTES_MAX;
use motlan_core::{Code, Failure};
use thiserror::Error;

use self::lines::{check_headers, decode_headers, encode, next_line, within_limit};
use super::headers::{Header, may_stand_in_request, may_stand_in_response};

mod lines;

/// Headers of one message: half of the 256 lines that the listener reads, so that one too many gets our answer and code.
pub const HEADERS_MAX: usize = 128;

/// The verbs of X-Road's REST protocol.
const VERBS: [Method; 8] = [
    Method::DELETE,
    Method::GET,
    Method::HEAD,
    Method::OPTIONS,
    Method::PATCH,
    Method::POST,
    Method::PUT,
    Method::TRACE,
];

/// Why bytes or parts are no message head. Says where, never what stood there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MessageError {
    /// The head is longer than [`HEAD_BYTES_MAX`] or has more than [`HEADERS_MAX`] headers.
    #[error("the head exceeds {HEAD_BYTES_MAX} bytes or {HEADERS_MAX} headers")]
    TooLarge,
    /// A line is missing or does not end in CRLF.
    #[error("the head ends inside a line")]
    Truncated,
    /// The verb is none of X-Road's eight.
    #[error("the verb is not one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE")]
    Verb,
    /// The target is not a path with an optional query.
    #[error("the target is not an absolute path with an optional query")]
    Target,
    /// The status is not a final one of three digits.
    #[error("the status is not three digits from 200")]
    Status,
    /// The reason holds something else than printable ASCII.
    #[error("the reason phrase is not printable ASCII")]
    Reason,
    /// A header is malformed, not in lower case, or one that never passes between gateways.
    #[error("header {position} is malformed or may not stand in this message")]
    Header {
        /// Counted from 1.
        position: usize,
    },
}

/// What a peer gateway sent was malformed.
impl From<MessageError> for Failure {
    fn from(error: MessageError) -> Self {
        Self::new(Code::MalformedMessage, error.to_string())
    }
}

/// The head of a request.
#[derive(Clone, PartialEq, Eq)]
pub struct RequestMessage {
    method: Method,
    target: PathAndQuery,
    headers: Vec<Header>,
}

impl RequestMessage {
    /// A request head of these parts, if a gateway may send it.
    pub fn new(method: Method, target: PathAndQuery, headers: Vec<Header>) -> Result<Self, MessageError> {
        if !VERBS.contains(&method) {
            return Err(MessageError::Verb);
        }
        if !target.as_str().starts_with('/') {
            return Err(MessageError::Target);
        }
        let line_bytes = method.as_str().len() + target.as_str().len() + 4;
        check_headers(&headers, line_bytes, may_stand_in_request)?;
        Ok(Self {
            method,
            target,
            headers,
        })
    }

    /// Reads M.
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        let mut rest = within_limit(bytes)?;
        let method = Method::from_bytes(next_line(&mut rest)?).map_err(|_| MessageError::Verb)?;
        let line = next_line(&mut rest)?;
        let target = PathAndQuery::try_from(line).map_err(|_| MessageError::Target)?;
        // The parser drops a fragment silently; here every byte counts.
        if target.as_str().as_bytes() != line {
            return Err(MessageError::Target);
        }
        Self::new(method, target, decode_headers(rest)?)
    }

    /// M.
    pub fn encode(&self) -> Vec<u8> {
        encode(self.method.as_str(), self.target.as_str(), &self.headers)
    }

    /// The verb.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The whole path from `/r1/` on with its query, as it was received.
    pub fn target(&self) -> &PathAndQuery {
        &self.target
    }

    /// The headers in order.
    pub fn headers(&self) -> &[Header] {
        &self.headers
    }
}

/// The head of a response.
#[derive(Clone, PartialEq, Eq)]
pub struct ResponseMessage {
    status: StatusCode,
    reason: String,
    headers: Vec<Header>,
}

impl ResponseMessage {
    /// A response head of these parts, if a gateway may send it. `reason` may be empty.
    pub fn new(status: StatusCode, reason: String, headers: Vec<Header>) -> Result<Self, MessageError> {
        // An interim answer (1xx) never leaves the provider's own connection.
        if status.is_informational() {
            return Err(MessageError::Status);
        }
        if !is_reason(&reason) {
            return Err(MessageError::Reason);
        }
        check_headers(
            &headers,
            status.as_str().len() + reason.len() + 4,
            may_stand_in_response,
        )?;
        Ok(Self {
            status,
            reason,
            headers,
        })
    }

    /// Reads M.
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        let mut rest = within_limit(bytes)?;
        let status = StatusCode::from_bytes(next_line(&mut rest)?).map_err(|_| MessageError::Status)?;
        let reason = String::from_utf8(next_line(&mut rest)?.to_vec()).map_err(|_| MessageError::Reason)?;
        Self::new(status, reason, decode_headers(rest)?)
    }

    /// M.
    pub fn encode(&self) -> Vec<u8> {
        encode(self.status.as_str(), &self.reason, &self.headers)
    }

    /// The provider's status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The provider's reason phrase, maybe empty.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The headers in order.
    pub fn headers(&self) -> &[Header] {
        &self.headers
    }
}

/// Verb and header names only: path, query and values may speak of a person.
impl fmt::Debug for RequestMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("RequestMessage")
            .field("method", &self.method)
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

/// Status and header names only.
impl fmt::Debug for ResponseMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("ResponseMessage")
            .field("status", &self.status)
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

/// Whether `reason` is printable ASCII, space or tab: what stays the same in every HTTP library.
pub(super) fn is_reason(reason: &str) -> bool {
    reason.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~'))
}

#[cfg(test)]
mod tests;
