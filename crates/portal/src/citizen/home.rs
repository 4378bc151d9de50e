//! Where a citizen lands after log-in: what can be done at once, then the dossiers.

mod view;

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::CaseworkError;
use motlan_casework::service::view::Page;
use serde::Deserialize;

pub(super) use self::view::HomeFacts;
use self::view::render;
use super::person::Citizen;
use crate::names::Names;

/// Which page of the list.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "trang", default)]
    page: String,
}

/// `GET /ho-so`.
pub(super) async fn show(citizen: Citizen, Query(asked): Query<Asked>) -> Response {
    let number = asked.page.parse().unwrap_or(1).clamp(1, 100_000);
    citizen.answer(page(&citizen, number).await)
}

async fn page(citizen: &Citizen, number: u32) -> Result<Response, CaseworkError> {
    let casework = &citizen.casework;
    let dossiers = casework.dossiers_of(citizen.owner.account, Page { number }).await?;
    let unit = |code: &str| casework.unit_of(code).map(|unit| unit.code.clone()).unwrap_or_default();
    let procedures: Vec<_> = casework
        .procedures()
        .into_iter()
        .map(|it| (it.clone(), unit(&it.code)))
        .collect();
    let units = procedures.iter().map(|(_, unit)| unit.as_str());
    let units = units.chain(dossiers.rows.iter().map(|row| row.unit.as_str()));
    let facts = HomeFacts {
        frame: citizen.frame(),
        names: Names::gather(&citizen.portal, casework, units),
        procedures,
        dossiers,
        page: number,
    };
    Ok(citizen.page(StatusCode::OK, render(&facts, &citizen.visitor, citizen.choice)))
}
