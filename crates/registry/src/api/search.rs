//! `POST /search`.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use motlan_core::Caller;
use serde_json::{Map, Value, json};

use super::body;
use super::problem::Problem;
use crate::registry::Registry;
use crate::service::Found;

/// `{field: value, …}` → `{records: [{name: value}, …], more}`: the records that hold all given values, at most 100.
pub(super) async fn search(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (caller, by) = body::open_texts(caller, body)?;
    match registry.search(&caller, &by).await {
        Ok(page) => {
            let records: Vec<Value> = page.records.into_iter().map(object).collect();
            let page = json!({ "records": records, "more": page.has_more });
            Ok(([(CACHE_CONTROL, "no-store")], axum::Json(page)).into_response())
        }
        Err(error) => Err(Problem::from_error(&error, &caller.transaction)),
    }
}

/// Given values as an object, in the order of the pack.
pub(super) fn object(found: Found) -> Value {
    let pairs = found
        .into_iter()
        .map(|(code, text)| (code.as_str().to_owned(), Value::String(text)));
    Value::Object(pairs.collect::<Map<_, _>>())
}
