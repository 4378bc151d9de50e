//! The procedures: what each takes, who handles it, and where its papers come from. For everybody; whoever has logged in
//! as a citizen begins with one button.

mod view;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::Casework;
use motlan_casework::model::procedure::Procedure;
use motlan_core::{Code, Failure};
use motlan_identity::Role;

pub(super) use self::view::{Offer, ProcedureFacts, offer};
use self::view::{render_list, render_one};
use super::{person, sources};
use crate::language::Choice;
use crate::names::Names;
use crate::portal::Portal;
use crate::web::{self, Visitor};

/// `GET /thu-tuc`.
pub(super) async fn list(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    let Some(casework) = &portal.casework else {
        return no_page(&portal, &visitor, Code::NotFound, "/thu-tuc", choice);
    };
    let facts = gather(&portal, casework, &casework.procedures());
    let html = render_list(&facts, &visitor, may_begin(&visitor), choice);
    web::page(StatusCode::OK, choice, html)
}

/// `GET /thu-tuc/{code}`.
pub(super) async fn show(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path(code): Path<String>,
) -> Response {
    let found = portal
        .casework
        .as_ref()
        .and_then(|casework| Some((casework, casework.procedure(&code)?)));
    let Some((casework, procedure)) = found else {
        return no_page(&portal, &visitor, Code::NotFound, "/thu-tuc", choice);
    };
    let facts = gather(&portal, casework, &[procedure]);
    let [of] = &facts.procedures[..] else {
        return no_page(&portal, &visitor, Code::NotFound, "/thu-tuc", choice);
    };
    let html = render_one(&facts, of, &visitor, may_begin(&visitor), choice);
    web::page(StatusCode::OK, choice, html)
}

fn gather(portal: &Portal, casework: &Casework, procedures: &[&Procedure]) -> ProcedureFacts {
    let unit = |procedure: &Procedure| {
        casework
            .unit_of(&procedure.code)
            .map(|unit| unit.code.clone())
            .unwrap_or_default()
    };
    let procedures: Vec<(Procedure, String)> = procedures.iter().map(|it| ((*it).clone(), unit(it))).collect();
    let systems = procedures.iter().flat_map(|(procedure, unit)| {
        let systems = procedure.components.iter().flat_map(sources::systems);
        systems.chain([unit.as_str()])
    });
    let names = Names::gather(portal, casework, systems);
    ProcedureFacts {
        frame: portal.frame_facts(&portal.gateway.directory().current()),
        procedures,
        names,
    }
}

/// Whether this visitor is a citizen, behind whose account a person stands.
fn may_begin(visitor: &Visitor) -> bool {
    visitor
        .account()
        .is_some_and(|account| account.has(Role::Citizen) && person::owner(account).is_some())
}

fn no_page(portal: &Portal, visitor: &Visitor, code: Code, path: &str, choice: Choice) -> Response {
    web::refusal(portal, visitor, &Failure::from(code), path, choice)
}
