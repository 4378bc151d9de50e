//! `POST /verify`.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use motlan_core::Caller;

use super::body;
use super::problem::Problem;
use crate::model::pack::Verb;
use crate::registry::Registry;

/// `{personal_number, full_name, birth_date, fields}` → `{result, fields: {name: match|mismatch|unknown}, hints?: {name:
/// day_month_swapped|word_order}}`.
pub(super) async fn verify(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (caller, asked) = body::open(caller, body, &registry, Verb::Verify)?;
    match registry.verify(&caller, &asked.question).await {
        Ok(verdict) => Ok(([(CACHE_CONTROL, "no-store")], axum::Json(verdict)).into_response()),
        Err(error) => Err(Problem::from_error(&error, &caller.transaction)),
    }
}
