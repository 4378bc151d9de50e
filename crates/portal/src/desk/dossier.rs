//! One dossier on one screen: its facts, gathered for its page and for the steps that its page offers.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::service::view::{Action, DeskView};
use motlan_casework::{Casework, Unit};
use motlan_core::{Code, Failure};

use super::reasons::Filled;
use super::view::render;
use super::{action, desk, dossier_path, officer, told};
use crate::language::Choice;
use crate::names::Names;
use crate::portal::Portal;
use crate::web::{Visitor, page, refusal};

/// What the page is made from.
pub(super) struct Facts {
    pub(super) view: DeskView,
    /// The unit that handles it.
    pub(super) unit: Option<Unit>,
    /// What sources are called, by their identifiers.
    pub(super) names: Names,
    /// The step that was just done.
    pub(super) done: Option<Action>,
}

/// The page of one dossier.
pub(super) async fn show(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    match gather(&portal, &visitor, &code).await {
        Ok(mut facts) => {
            let done = query.iter().find(|(name, _)| name == "xong");
            facts.done = done.and_then(|(_, slug)| action::find(slug));
            answer(&portal, &visitor, &facts, &Filled::default(), StatusCode::OK, choice)
        }
        Err(failure) => refusal(&portal, &visitor, &failure, super::PATH, choice),
    }
}

/// The page with what was typed into one of its forms.
pub(super) fn answer(
    portal: &Portal,
    visitor: &Visitor,
    facts: &Facts,
    filled: &Filled,
    status: StatusCode,
    choice: Choice,
) -> Response {
    let frame = portal.frame_facts(&portal.gateway.directory().current());
    page(status, choice, render(&frame, visitor, facts, filled, choice))
}

/// A dossier of one of the account's units.
pub(super) async fn gather(portal: &Portal, visitor: &Visitor, code: &str) -> Result<Facts, Failure> {
    let (casework, account) = desk(portal, visitor)?;
    let code = parse(code)?;
    let view = casework
        .desk(&officer(account), &code)
        .await
        .map_err(|error| told(&error))?;
    Ok(facts(portal, casework, view))
}

fn facts(portal: &Portal, casework: &Casework, view: DeskView) -> Facts {
    let row = &view.dossier.row;
    let satisfied = view
        .dossier
        .components
        .iter()
        .filter_map(|component| component.state.satisfied());
    let names = Names::gather(portal, casework, satisfied.map(|it| it.from.as_str()));
    Facts {
        unit: casework.unit(&row.unit).cloned(),
        names,
        view,
        done: None,
    }
}

/// A code that cannot be one belongs to no dossier.
pub(super) fn parse(code: &str) -> Result<DossierCode, Failure> {
    code.parse().map_err(|_| Code::DossierNotFound.into())
}

/// The address of the page that the last step leads back to.
pub(super) fn path_after(code: &str, action: Action) -> String {
    format!("{}?xong={}", dossier_path(code), action::slug(action))
}
