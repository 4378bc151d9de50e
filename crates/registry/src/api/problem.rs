//! The one place where a failure becomes a response: RFC 9457 with `code` and `request_id`.
//!
//! A 5xx carries the catalogue's sentence and nothing from inside; what happened inside is logged here, once.

use aws_lc_rs::digest;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use motlan_core::caller::TransactionId;
use motlan_core::error::Level;
use motlan_core::{Failure, problem};

use crate::registry::RegistryError;

/// A failure and the transaction it belongs to.
#[derive(Debug)]
pub(super) struct Problem {
    failure: Failure,
    request_id: Option<String>,
}

impl Problem {
    /// A refusal. Without a caller there is no transaction, and so no `request_id`.
    pub(super) fn new(failure: Failure, transaction: Option<&TransactionId>) -> Self {
        let problem = Self {
            failure,
            request_id: transaction.map(request_id),
        };
        problem.log(None);
        problem
    }

    /// What became of a question, for its caller; the reason itself goes to the log only.
    pub(super) fn from_error(error: &RegistryError, transaction: &TransactionId) -> Self {
        let problem = Self {
            failure: error.failure(),
            request_id: Some(request_id(transaction)),
        };
        problem.log(Some(error).filter(|error| !matches!(error, RegistryError::Refused(_))));
        problem
    }

    /// The detail of a refusal stays out of the log: it may repeat a word of the request.
    fn log(&self, inner: Option<&RegistryError>) {
        let code = self.failure.code.as_str();
        let request_id = self.request_id.as_deref().unwrap_or_default();
        let inner = inner.map(tracing::field::display);
        match self.failure.code.description().level {
            Level::Info => tracing::info!(code, request_id, inner, "refused"),
            Level::Warn => tracing::warn!(code, request_id, inner, "refused"),
            Level::Error => tracing::error!(code, request_id, inner, "failed"),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = problem::Problem::from(&self.failure);
        body.request_id = self.request_id;
        let status =
            StatusCode::from_u16(self.failure.code.description().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(body)).into_response();
        let content_type = HeaderValue::from_static(problem::MEDIA_TYPE);
        response.headers_mut().insert(CONTENT_TYPE, content_type);
        response
    }
}

/// 64 bits of a hash of the transaction id: enough to find a line in a log, and the id itself stays secret.
fn request_id(transaction: &TransactionId) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(b"motlan request id\0");
    context.update(&transaction.0);
    hex::encode(&context.finish().as_ref()[..8])
}
