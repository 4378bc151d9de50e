//! Where the sync stands, gathered from the one-stop system and its line.

mod view;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::service::send::SyncState;
use motlan_core::{Code, Failure, Timestamp};
use motlan_identity::Role;

use super::PATH;
use super::line::{self, Line};
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Visitor, page, refusal};

/// What the page is made from.
pub(super) struct Facts {
    pub(super) state: SyncState,
    /// None while the directory knows no national portal.
    pub(super) line: Option<Line>,
    pub(super) now: Timestamp,
    /// Whether this visitor may send again what was refused.
    pub(super) may_send: bool,
    /// Whether this visitor may cut the line for an exercise.
    pub(super) may_cut: bool,
}

/// What waits for the national portal.
pub(super) async fn show(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    match gather(&portal, &visitor).await {
        Ok(facts) => {
            let frame = portal.frame_facts(&portal.gateway.directory().current());
            page(StatusCode::OK, choice, view::render(&frame, &visitor, &facts, choice))
        }
        Err(failure) => refusal(&portal, &visitor, &failure, PATH, choice),
    }
}

async fn gather(portal: &Portal, visitor: &Visitor) -> Result<Facts, Failure> {
    let casework = portal.casework.as_ref().ok_or(Code::NotFound)?;
    let state = casework.sync_state().await.map_err(|error| {
        tracing::error!(%error, "the state of the sync cannot be read");
        error.failure()
    })?;
    let line = line::find(portal);
    let is_operator = visitor.account().is_some_and(|account| account.has(Role::Operator));
    Ok(Facts {
        may_send: is_operator,
        may_cut: portal.is_demo && is_operator && line.is_some(),
        state,
        line,
        now: portal.gateway.now(),
    })
}
