//! The one place where a failure on the raw files becomes a response: RFC 9457 with its stable `code`.
//!
//! Pages show failures as pages, see [`crate::missing`].

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use motlan_core::{Code, Failure, problem};

/// A failure as a response.
pub(crate) struct Problem(pub(crate) Failure);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (status(self.0.code), Json(problem::Problem::from(&self.0))).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(problem::MEDIA_TYPE));
        if self.0.code == Code::ProofPending {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// The HTTP status of a code.
pub(crate) fn status(code: Code) -> StatusCode {
    StatusCode::from_u16(code.description().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
