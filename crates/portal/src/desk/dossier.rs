//! One dossier on one screen: its facts, gathered for its page and for the steps that its page offers.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::service::view::{Action, DeskView};
use motlan_casework::{Casework, Officer, Unit};
use motlan_core::{Code, Failure, MemberId, SystemId};
use motlan_exchange::directory::Directory;
use motlan_identity::{Account, Role};

use super::reasons::Filled;
use super::view::render;
use super::{action, desk, dossier_path, officer, told};
use crate::facts::Words;
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Visitor, page, refusal};

/// What the page is made from.
pub(super) struct Facts {
    pub(super) view: DeskView,
    /// The unit that handles it.
    pub(super) unit: Option<Unit>,
    /// What sources are called, by their identifiers.
    pub(super) names: BTreeMap<String, Words>,
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
    let officer = officer_of(casework, account, &code).await?;
    let view = casework.desk(&officer, &code).await.map_err(|error| told(&error))?;
    Ok(facts(portal, casework, view))
}

fn facts(portal: &Portal, casework: &Casework, view: DeskView) -> Facts {
    let row = &view.dossier.row;
    let directory = portal.gateway.directory().current();
    let satisfied = view
        .dossier
        .components
        .iter()
        .filter_map(|component| component.state.satisfied());
    let known = satisfied.filter_map(|it| Some((it.from.clone(), name_of(&directory, casework, &it.from)?)));
    Facts {
        unit: casework.unit(&row.unit).cloned(),
        names: known.collect(),
        view,
        done: None,
    }
}

/// A code that cannot be one belongs to no dossier.
pub(super) fn parse(code: &str) -> Result<DossierCode, Failure> {
    code.parse().map_err(|_| Code::DossierNotFound.into())
}

/// The account as an officer of the unit that handles this dossier. Whether it may sign is asked for that unit alone.
pub(super) async fn officer_of(casework: &Casework, account: &Account, code: &DossierCode) -> Result<Officer, Failure> {
    let units = account.units_of(Role::Officer);
    let signs = units.iter().filter(|unit| account.has_in(Role::Signer, unit)).count();
    let all = officer(account, units);
    if signs == 0 || signs == all.units.len() {
        return Ok(all);
    }
    let view = casework.desk(&all, code).await.map_err(|error| told(&error))?;
    Ok(officer(account, vec![view.dossier.row.unit]))
}

/// What the directory or this member calls a source.
fn name_of(directory: &Directory, casework: &Casework, id: &str) -> Option<Words> {
    let words = |vi: &str, en: &str| Words {
        vi: vi.to_owned(),
        en: en.to_owned(),
    };
    if let Some(unit) = casework.unit(id) {
        return Some(words(&unit.name_vi, &unit.name_en));
    }
    if let Ok(system) = id.parse::<SystemId>() {
        return directory
            .system(&system)
            .map(|found| words(&found.name_vi, &found.name_en));
    }
    let member = directory.member(&id.parse::<MemberId>().ok()?)?;
    Some(words(&member.name_vi, &member.name_en))
}

/// The address of the page that the last step leads back to.
pub(super) fn path_after(code: &str, action: Action) -> String {
    format!("{}?xong={}", dossier_path(code), action::slug(action))
}
