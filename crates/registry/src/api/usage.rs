//! `POST /usage`.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use motlan_core::Caller;
use serde::Serialize;

use super::body;
use super::problem::Problem;
use crate::journal::{Cursor, Outcome};
use crate::model::field::FieldCode;
use crate::model::pack::Verb;
use crate::registry::Registry;
use crate::service::{SeenPage, SeenUsage};

/// A page; `next` is null on the last one.
#[derive(Serialize)]
struct PageBody {
    entries: Vec<EntryBody>,
    next: Option<String>,
}

/// One entry. Moments are RFC 3339 in UTC, systems are `VN/GOV/H45/onestop`.
#[derive(Serialize)]
struct EntryBody {
    at: String,
    registry: String,
    service: Verb,
    consumer: String,
    legal_basis: String,
    dossier: Option<String>,
    fields: Vec<FieldCode>,
    outcome: Outcome,
    has_officer: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    persons: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    delayed: bool,
}

/// `{personal_number, full_name, birth_date, before?}` → `{entries: […], next}`, newest first, at most 100 a page.
pub(super) async fn usage(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (caller, asked) = body::open(caller, body, &registry, Verb::Usage)?;
    match registry.usage(&caller, &asked.question, asked.before).await {
        Ok(page) => Ok(([(CACHE_CONTROL, "no-store")], axum::Json(PageBody::from(page))).into_response()),
        Err(error) => Err(Problem::from_error(&error, &caller.transaction)),
    }
}

impl From<SeenPage> for PageBody {
    fn from(page: SeenPage) -> Self {
        Self {
            entries: page.entries.into_iter().map(EntryBody::from).collect(),
            next: page.next.as_ref().map(Cursor::to_string),
        }
    }
}

impl From<SeenUsage> for EntryBody {
    fn from(seen: SeenUsage) -> Self {
        Self {
            at: seen.at.to_string(),
            registry: seen.registry.to_string(),
            service: seen.service,
            consumer: seen.consumer.to_string(),
            legal_basis: seen.legal_basis,
            dossier: seen.dossier,
            fields: seen.fields,
            outcome: seen.outcome,
            has_officer: seen.has_officer,
            persons: seen.persons,
            delayed: seen.is_delayed,
        }
    }
}
