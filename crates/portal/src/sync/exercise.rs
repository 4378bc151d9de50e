//! An exercise: cutting the line to the national portal, and joining it again. In demonstrations only, by the operator.

use axum::extract::State;
use axum::response::Response;
use motlan_core::{Code, Failure};

use super::{PATH, line};
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Posted, Visitor, redirect, refusal};

/// Cuts the line.
pub(super) async fn cut(State(portal): State<Portal>, visitor: Visitor, choice: Choice, _: Posted) -> Response {
    answer(&portal, &visitor, choice, set(&portal, true))
}

/// Joins it again.
pub(super) async fn join(State(portal): State<Portal>, visitor: Visitor, choice: Choice, _: Posted) -> Response {
    let mut joined = set(&portal, false);
    if let (Ok(()), Some(casework)) = (&joined, &portal.casework) {
        joined = casework.send_soon().await.map_err(|error| error.failure());
    }
    answer(&portal, &visitor, choice, joined)
}

fn answer(portal: &Portal, visitor: &Visitor, choice: Choice, outcome: Result<(), Failure>) -> Response {
    match outcome {
        Ok(()) => redirect(choice, PATH),
        Err(failure) => refusal(portal, visitor, &failure, PATH, choice),
    }
}

/// The routes are the operator's; outside a demonstration they lead nowhere.
fn set(portal: &Portal, is_cut: bool) -> Result<(), Failure> {
    if !portal.is_demo || portal.casework.is_none() {
        return Err(Code::NotFound.into());
    }
    let line = line::find(portal).ok_or(Code::NotFound)?;
    for authority in &line.authorities {
        portal.gateway.pool().cut(authority, is_cut);
    }
    tracing::warn!(is_cut, "an exercise set the line to the national portal");
    Ok(())
}
