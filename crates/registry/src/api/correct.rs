//! `POST /correct`.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use motlan_core::Caller;
use serde::Serialize;

use super::body;
use super::problem::Problem;
use crate::model::correction::CorrectionState;
use crate::model::pack::Verb;
use crate::registry::Registry;

/// Where a request stands.
#[derive(Serialize)]
struct Answer {
    id: String,
    state: CorrectionState,
    /// Why it was decided so; null while it is open.
    decision: Option<String>,
}

/// `{personal_number, full_name, birth_date, field, value, reason, evidence}`, or the keys and the `id` of an earlier answer
/// → `{id, state, decision}`.
pub(super) async fn correct(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (caller, asked) = body::open(caller, body, &registry, Verb::Correct)?;
    let status = if let Some(id) = &asked.correction.id {
        registry.correction_status(&caller, &asked.question, id).await
    } else {
        let raw = &asked.correction.raw;
        registry.correct(&caller, &asked.question, raw).await
    };
    match status {
        Ok(status) => {
            let answer = Answer {
                id: status.id.to_string(),
                state: status.state,
                decision: Some(status.decision).filter(|decision| !decision.is_empty()),
            };
            Ok(([(CACHE_CONTROL, "no-store")], axum::Json(answer)).into_response())
        }
        Err(error) => Err(Problem::from_error(&error, &caller.transaction)),
    }
}
