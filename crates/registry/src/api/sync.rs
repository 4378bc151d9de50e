//! `POST /sync`.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use motlan_core::Caller;
use serde::Serialize;

use super::body;
use super::problem::Problem;
use crate::model::refusal::Refusal;
use crate::registry::Registry;
use crate::service::{Applied, SyncOutcome};

#[derive(Serialize)]
struct Answer {
    records: Vec<Outcome>,
}

/// What became of one record.
#[derive(Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
enum Outcome {
    Accepted { change: Kind, version: u64 },
    Unchanged { version: u64 },
    Superseded { version: u64 },
    Rejected { reasons: Vec<Refusal> },
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Added,
    Changed,
}

/// `{records: [{fields, known_version?}]}` → `{records: [{result, …}]}`, in the order of the records.
pub(super) async fn sync(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (caller, sent) = body::open_records(caller, body)?;
    match registry.sync(&caller, sent).await {
        Ok(outcomes) => {
            let records = outcomes.into_iter().map(Outcome::from).collect();
            Ok(([(CACHE_CONTROL, "no-store")], axum::Json(Answer { records })).into_response())
        }
        Err(error) => Err(Problem::from_error(&error, &caller.transaction)),
    }
}

impl From<SyncOutcome> for Outcome {
    fn from(outcome: SyncOutcome) -> Self {
        match outcome {
            Ok(Applied::Added) => Self::Accepted {
                change: Kind::Added,
                version: 1,
            },
            Ok(Applied::Changed { version }) => Self::Accepted {
                change: Kind::Changed,
                version,
            },
            Ok(Applied::Unchanged { version }) => Self::Unchanged { version },
            Ok(Applied::Superseded { version }) => Self::Superseded { version },
            Err(reasons) => Self::Rejected { reasons },
        }
    }
}
