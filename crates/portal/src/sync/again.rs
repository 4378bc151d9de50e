//! Sending again what the national portal refused, after a person has put the fault right.

use axum::extract::State;
use axum::response::Response;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_core::{Code, Failure};

use super::PATH;
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Fields, Posted, Visitor, redirect, refusal};

/// The field of the dossier's code.
pub(super) const CODE_FIELD: &str = "ma";

/// Puts a dossier's refused changes back among those that wait. A second click finds nothing to put back.
pub(super) async fn send(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Posted(fields): Posted,
) -> Response {
    match unpark(&portal, &fields).await {
        Ok(()) => redirect(choice, PATH),
        Err(failure) => refusal(&portal, &visitor, &failure, PATH, choice),
    }
}

async fn unpark(portal: &Portal, fields: &Fields) -> Result<(), Failure> {
    let casework = portal.casework.as_ref().ok_or(Code::NotFound)?;
    let code: DossierCode = fields.get(CODE_FIELD).parse().map_err(|_| Code::DossierCodeForm)?;
    let changes = casework.unpark(&code).await.map_err(|error| {
        tracing::error!(%error, "refused changes cannot be sent again");
        error.failure()
    })?;
    tracing::info!(dossier = %code, changes, "refused changes are sent again");
    Ok(())
}
