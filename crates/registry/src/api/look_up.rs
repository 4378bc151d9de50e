//! `POST /look-up`.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use motlan_core::Caller;
use serde_json::json;

use super::body;
use super::problem::Problem;
use super::search::object;
use crate::model::pack::Verb;
use crate::registry::Registry;

/// `{personal_number, full_name, birth_date, as_of?}` → `{fields: {name: value}}`, in the order of the pack. `as_of` is a day
/// or a moment of RFC 3339.
pub(super) async fn look_up(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (caller, asked) = body::open(caller, body, &registry, Verb::LookUp)?;
    let found = match asked.as_of {
        None => registry.look_up(&caller, &asked.question).await,
        Some(at) => registry.look_up_as_of(&caller, &asked.question, at).await,
    };
    match found {
        Ok(found) => {
            let fields = json!({ "fields": object(found) });
            Ok(([(CACHE_CONTROL, "no-store")], axum::Json(fields)).into_response())
        }
        Err(error) => Err(Problem::from_error(&error, &caller.transaction)),
    }
}
