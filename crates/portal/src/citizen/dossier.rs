//! One dossier of a citizen: where it stands, what happened, what it holds, what the national portal knows; taking it
//! back.

mod view;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::CaseworkError;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::model::reason::Reason;
use motlan_core::Code;
use serde::Deserialize;

pub(super) use self::view::DossierFacts;
use self::view::render;
pub(super) use self::view::{FormTrouble, STEP_FIELD};
use super::person::Citizen;
use super::{settled, sources};
use crate::names::Names;
use crate::web::{Disposition, Fields, Posted, file};

/// Whether the dossier has just been submitted.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "moi", default)]
    is_new: String,
}

/// `GET /ho-so/{dossier}`.
pub(super) async fn show(citizen: Citizen, Path(code): Path<String>, Query(asked): Query<Asked>) -> Response {
    let is_new = !asked.is_new.is_empty();
    citizen.answer(page(&citizen, &code, is_new, None).await)
}

/// `GET /ho-so/{dossier}/tep/{file}`.
pub(super) async fn open_file(citizen: Citizen, Path((code, upload)): Path<(String, String)>) -> Response {
    citizen.answer(content(&citizen, &code, &upload).await)
}

async fn content(citizen: &Citizen, code: &str, upload: &str) -> Result<Response, CaseworkError> {
    let content = citizen
        .casework
        .dossier_upload(citizen.owner.account, &read(code)?, upload)
        .await?;
    Ok(file(content, Disposition::Download))
}

/// `POST /ho-so/{dossier}/rut`.
pub(super) async fn withdraw(citizen: Citizen, Path(code): Path<String>, Posted(fields): Posted) -> Response {
    citizen.answer(take_back(&citizen, &code, &fields).await)
}

async fn take_back(citizen: &Citizen, text: &str, fields: &Fields) -> Result<Response, CaseworkError> {
    let code = read(text)?;
    let reason = fields.get("ly-do");
    let reason = match Reason::new(None, reason) {
        Ok(reason) => Some(reason),
        Err(failure) if failure.code == Code::ReasonRequired => None,
        Err(failure) => {
            let trouble = FormTrouble::Withdrawal {
                code: failure.code,
                typed: reason.to_owned(),
            };
            return page(citizen, text, false, Some(trouble)).await;
        }
    };
    match citizen
        .casework
        .withdraw(&citizen.owner, &code, expected(fields), reason)
        .await
    {
        Ok(()) => Ok(citizen.go(&format!("/ho-so/{code}"))),
        Err(error) => late(citizen, &code, error).await,
    }
}

/// The page; with a trouble it is one of its forms that was refused.
pub(super) async fn page(
    citizen: &Citizen,
    code: &str,
    is_new: bool,
    trouble: Option<FormTrouble>,
) -> Result<Response, CaseworkError> {
    let casework = &citizen.casework;
    let dossier = casework.dossier_of(citizen.owner.account, &read(code)?).await?;
    let status = if trouble.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let ids = sources::ids(&dossier.components).chain([dossier.row.unit.as_str()]);
    let facts = DossierFacts {
        frame: citizen.frame(),
        names: Names::gather(&citizen.portal, casework, ids),
        dossier,
        is_new,
        trouble,
    };
    Ok(citizen.page(status, render(&facts, &citizen.visitor, citizen.choice)))
}

/// A form that was made for another state of the dossier is told what the state is now.
pub(super) async fn late(
    citizen: &Citizen,
    code: &DossierCode,
    error: CaseworkError,
) -> Result<Response, CaseworkError> {
    match error.code() {
        Code::DossierChanged | Code::StatusNotAllowed => settled::page(citizen, code, settled::Why::Changed).await,
        _ => Err(error),
    }
}

/// A text that is no code names no dossier.
pub(super) fn read(code: &str) -> Result<DossierCode, CaseworkError> {
    code.parse().map_err(|_| Code::DossierNotFound.into())
}

/// The number of changes that the form was made for; a form without one is stale.
pub(super) fn expected(fields: &Fields) -> u32 {
    fields.get(STEP_FIELD).parse().unwrap_or(0)
}
