//! The HTTP face of the inbox, behind a gateway: `POST /dossiers`.
//!
//! The gateway puts the authorised [`Caller`] among the request's extensions; without it nothing is taken. Errors are RFC
//! 9457; a gap also says what is held, so that the sender knows where to begin.

use aws_lc_rs::digest;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Extension, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use motlan_core::caller::TransactionId;
use motlan_core::error::Level;
use motlan_core::problem::{MEDIA_TYPE, Problem};
use motlan_core::{Caller, Code, Failure};
use serde::Serialize;
use serde_json::json;

use super::Inbox;
use super::accept::AcceptError;
use crate::model::sync::SyncMessage;

/// The largest message: 50 reasons of 1,000 characters, four bytes each, and what stands around them.
pub const BODY_BYTES_MAX: usize = 256 * 1024;

/// The routes of the inbox.
pub fn router(inbox: Inbox) -> Router {
    Router::new()
        .route("/dossiers", post(take))
        .fallback(async || problem(&Code::NotFound.into(), None, None))
        .method_not_allowed_fallback(async || problem(&Code::MethodNotAllowed.into(), None, None))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(inbox)
}

/// A [`SyncMessage`] → `{held: number}`.
async fn take(
    State(inbox): State<Inbox>,
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(Extension(caller)) = caller else {
        return problem(&Code::CallerMissing.into(), None, None);
    };
    let id = Some(&caller.transaction);
    let message = match read(body) {
        Ok(message) => message,
        Err(failure) => return problem(&failure, id, None),
    };
    match inbox.accept(&caller.member, &message).await {
        Ok(held) => ([(CACHE_CONTROL, "no-store")], axum::Json(json!({ "held": held }))).into_response(),
        Err(AcceptError::Gap { held }) => problem(&Code::SyncGap.into(), id, Some(held)),
        Err(AcceptError::Other(error)) => {
            let failure = error.failure();
            if failure.code.description().status >= 500 {
                tracing::error!(%error, "a change of status was not taken");
            }
            problem(&failure, id, None)
        }
    }
}

fn read(body: Result<Bytes, BytesRejection>) -> Result<SyncMessage, Failure> {
    let body = body.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Failure::from(Code::BodyTooLarge)
        } else {
            Code::BodyIncomplete.into()
        }
    })?;
    serde_json::from_slice(&body).map_err(|error| {
        // The parser's own words may quote the body; line and column do not.
        let place = format!("line {} column {}: no status message", error.line(), error.column());
        Failure::new(Code::InvalidBody, place)
    })
}

/// A refusal; of a gap also the number of the last change that is held.
#[derive(Serialize)]
struct Held<'failure> {
    #[serde(flatten)]
    problem: Problem<'failure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<u32>,
}

/// The answer to what is refused, and its line in the log.
fn problem(failure: &Failure, transaction: Option<&TransactionId>, held: Option<u32>) -> Response {
    let catalogue = failure.code.description();
    let request_id = transaction.map(request_id);
    let code = catalogue.code;
    match catalogue.level {
        Level::Info => tracing::info!(code, request_id, "refused"),
        Level::Warn => tracing::warn!(code, request_id, "refused"),
        Level::Error => tracing::error!(code, request_id, "failed"),
    }
    let mut problem = Problem::from(failure);
    problem.request_id = request_id;
    let body = Held { problem, held };
    let status = StatusCode::from_u16(catalogue.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(body)).into_response();
    let content_type = HeaderValue::from_static(MEDIA_TYPE);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

/// 64 bits of a hash of the transaction id: enough to find a line in a log, and the id itself stays secret.
fn request_id(transaction: &TransactionId) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(b"motlan request id\0");
    context.update(&transaction.0);
    hex::encode(&context.finish().as_ref()[..8])
}
