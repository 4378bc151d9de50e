//! Who looked at the data of the person who asks: every registry is asked, no answer is kept here. And why: a question to an
//! agency, which is kept until it is answered.
//!
//! The question goes through the exchange as any other, under the person's right to know. A registry that does not
//! answer is shown as such, and the others stay.

mod ask;
mod inquire;
mod view;

use std::collections::BTreeSet;

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::CaseworkError;
use motlan_core::Code;
use serde::Deserialize;

use self::ask::ask_all;
pub(super) use self::inquire::inquire;
use self::view::{Registry, UsageFacts, Wrong, render};
use super::person::Citizen;
use crate::names::Names;

/// The page.
const PATH: &str = "/nhat-ky-du-lieu";

/// Which registry's list goes on from where.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "nguon", default)]
    service: String,
    #[serde(rename = "truoc", default)]
    before: String,
}

/// `GET /nhat-ky-du-lieu`.
pub(super) async fn show(citizen: Citizen, Query(asked): Query<Asked>) -> Response {
    citizen.answer(page(&citizen, &asked, None).await)
}

/// The page; with what was wrong with a question that was sent from it.
async fn page(citizen: &Citizen, asked: &Asked, wrong: Option<Wrong>) -> Result<Response, CaseworkError> {
    let mut registries = ask_all(citizen, asked).await?;
    let mine = own_dossiers(citizen, &registries).await?;
    for seen in registries
        .iter_mut()
        .flat_map(|registry| registry.answer.iter_mut().flat_map(|it| &mut it.seen))
    {
        seen.is_mine = seen.dossier.as_ref().is_some_and(|code| mine.contains(code));
    }
    let inquiries = citizen.casework.inquiries_of(citizen.owner.account).await?;
    let asked_of: Vec<String> = inquiries.iter().map(|inquiry| inquiry.agency.to_string()).collect();
    let ids = registries
        .iter()
        .flat_map(Registry::ids)
        .chain(asked_of.iter().map(String::as_str));
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let facts = UsageFacts {
        frame: citizen.frame(),
        names: Names::gather(&citizen.portal, &citizen.casework, ids),
        registries,
        inquiries,
        wrong,
    };
    Ok(citizen.page(status, render(&facts, &citizen.visitor, citizen.choice)))
}

/// Which of the dossiers named in the answers are this person's own here.
async fn own_dossiers(citizen: &Citizen, registries: &[Registry]) -> Result<BTreeSet<String>, CaseworkError> {
    let named: BTreeSet<&String> = registries
        .iter()
        .flat_map(|registry| registry.answer.iter().flat_map(|it| &it.seen))
        .filter_map(|seen| seen.dossier.as_ref())
        .collect();
    let mut mine = BTreeSet::new();
    for code in named {
        let Ok(parsed) = code.parse() else { continue };
        match citizen.casework.dossier_of(citizen.owner.account, &parsed).await {
            Ok(_) => {
                mine.insert(code.clone());
            }
            Err(error) if error.code() == Code::DossierNotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(mine)
}
