//! `GET /changes`.

use std::time::Duration;

use axum::extract::{Extension, RawQuery, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use motlan_core::{Caller, Code, Failure};
use serde::Serialize;
use serde_json::{Map, Value};

use super::problem::Problem;
use super::query::{numbers, within};
use crate::registry::Registry;
use crate::service::{ChangePage, Identity, Since, TOLD_MAX, Told};

/// The longest wait that may be asked for; it ends after 25 s even so.
const WAIT_S_MAX: u64 = 30;

/// A page.
#[derive(Serialize)]
struct PageBody {
    changes: Vec<ChangeBody>,
    next: u64,
    last: u64,
}

/// One change: `key` or `pairwise`; `at` is RFC 3339 in UTC.
#[derive(Serialize)]
struct ChangeBody {
    position: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pairwise: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    at: String,
    fields: Map<String, Value>,
}

/// `?after=<position>&wait_s=<0..30>&limit=<1..100>` → `{changes: […], next, last}`.
pub(super) async fn changes(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let Some(Extension(caller)) = caller else {
        return Err(Problem::new(Code::CallerMissing.into(), None));
    };
    let since = since(query.as_deref()).map_err(|failure| Problem::new(failure, Some(&caller.transaction)))?;
    match registry.changes(&caller, since).await {
        Ok(page) => Ok(([(CACHE_CONTROL, "no-store")], axum::Json(PageBody::from(page))).into_response()),
        Err(error) => Err(Problem::from_error(&error, &caller.transaction)),
    }
}

fn since(query: Option<&str>) -> Result<Since, Failure> {
    let [after, wait_s, limit] = numbers(query, ["after", "wait_s", "limit"])?;
    let most = TOLD_MAX as u64;
    Ok(Since {
        after: after.unwrap_or(0),
        wait: Duration::from_secs(within("wait_s", wait_s, 0, 0, WAIT_S_MAX)?),
        limit: usize::try_from(within("limit", limit, most, 1, most)?).unwrap_or(TOLD_MAX),
    })
}

impl From<ChangePage> for PageBody {
    fn from(page: ChangePage) -> Self {
        Self {
            changes: page.changes.into_iter().map(ChangeBody::from).collect(),
            next: page.next,
            last: page.last,
        }
    }
}

impl From<Told> for ChangeBody {
    fn from(told: Told) -> Self {
        let (key, pairwise) = match told.identity {
            Identity::Key(key) => (Some(key), None),
            Identity::Pairwise(identifier) => (None, Some(identifier)),
        };
        let pairs = told.fields.into_iter();
        Self {
            position: told.position,
            key,
            pairwise,
            version: told.version,
            at: told.at.to_string(),
            fields: pairs
                .map(|(code, text)| (code.as_str().to_owned(), Value::String(text)))
                .collect(),
        }
    }
}
