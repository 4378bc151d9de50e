//! The confirmation by electronic identity, and the submission that follows it.
//!
//! Sending the form twice gives one dossier: a draft that became one leads there.

mod view;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::CaseworkError;
use motlan_casework::service::view::DraftId;
use motlan_core::{Code, Failure};
use motlan_identity::IdentityError;
use serde::Deserialize;

use self::view::{ConfirmFacts, render, render_level};
use super::draft::{self, Trouble};
use super::person::Citizen;
use crate::web::{Fields, Posted};

/// The field of the passphrase.
const PASSPHRASE: &str = "mat-khau";

/// What the person has reviewed, as the review page's button says.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "xem", default)]
    reviewed: String,
}

/// `GET /ho-so/nhap/{draft}/xac-nhan`.
pub(super) async fn show(citizen: Citizen, Path(id): Path<String>, Query(asked): Query<Asked>) -> Response {
    citizen.answer(page(&citizen, &id, &asked.reviewed, None).await)
}

/// `POST /ho-so/nhap/{draft}/xac-nhan`.
pub(super) async fn confirm(citizen: Citizen, Path(id): Path<String>, Posted(fields): Posted) -> Response {
    citizen.answer(submit(&citizen, &id, &fields).await)
}

/// The form for what was `reviewed`, or for the draft as it is where the address does not say; `failed` is why the last
/// attempt was refused.
async fn page(citizen: &Citizen, id: &str, reviewed: &str, failed: Option<Code>) -> Result<Response, CaseworkError> {
    let id: DraftId = id.parse()?;
    let found = citizen.casework.draft(citizen.owner.account, &id).await?;
    if found.dossier.is_some() {
        return draft::settled_draft(citizen, &id).await;
    }
    if found.missing().next().is_some() {
        return Ok(citizen.go(&draft::path(&id)));
    }
    let reviewed = if reviewed.is_empty() {
        found.digest.as_str()
    } else {
        reviewed
    };
    let reviewed = reviewed.to_owned();
    let review = draft::gather(citizen, found, None)?;
    if (review.level as u8) < review.procedure.level {
        return Ok(level_too_low(citizen, &id));
    }
    let identity = citizen.portal.identity.as_ref().ok_or(Code::NotFound)?;
    let facts = ConfirmFacts {
        review,
        by_button: identity.is_confirmed_by_button(),
        reviewed,
        failed,
    };
    let status = if failed.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(citizen.page(status, render(&facts, &citizen.visitor, citizen.choice)))
}

async fn submit(citizen: &Citizen, id: &str, fields: &Fields) -> Result<Response, CaseworkError> {
    let draft_id: DraftId = id.parse()?;
    let found = citizen.casework.draft(citizen.owner.account, &draft_id).await?;
    if let Some(code) = found.dossier {
        return Ok(citizen.go(&format!("/ho-so/{code}?moi=1")));
    }
    if let Err(error) = confirmed(citizen, fields).await {
        return match error {
            IdentityError::LogInFailed | IdentityError::LogInLocked => {
                page(citizen, id, fields.get(draft::REVIEWED), Some(error.failure().code)).await
            }
            error => Err(identity_failure(&error).into()),
        };
    }
    // A form that does not say what was reviewed fits no draft.
    let reviewed = Some(fields.get(draft::REVIEWED));
    let submitted = citizen
        .casework
        .submit_reviewed(&citizen.owner, citizen.level, &draft_id, reviewed);
    let submitted = submitted.await;
    match submitted {
        Ok(code) => Ok(citizen.go(&format!("/ho-so/{code}?moi=1"))),
        Err(error) => match error.code() {
            Code::LevelTooLow => Ok(level_too_low(citizen, &draft_id)),
            Code::DraftChanged => draft::changed(citizen, &draft_id).await,
            Code::ComponentMissing => Ok(citizen.go(&draft::path(&draft_id))),
            code @ (Code::DocumentExpired | Code::DocumentNotFound) => gone(citizen, &draft_id, code).await,
            _ => Err(error),
        },
    }
}

/// Confirms with the passphrase, or with the button where that is enough.
async fn confirmed(citizen: &Citizen, fields: &Fields) -> Result<(), IdentityError> {
    let (Some(identity), Some(token)) = (&citizen.portal.identity, &citizen.visitor.token) else {
        return Err(IdentityError::NoSession);
    };
    let passphrase = (!identity.is_confirmed_by_button()).then(|| fields.get(PASSPHRASE));
    identity.confirm(token, passphrase).await
}

fn identity_failure(error: &IdentityError) -> Failure {
    let failure = error.failure();
    if failure.code == Code::InternalError {
        tracing::error!(%error, "a confirmation cannot be checked");
    }
    failure
}

/// A document ran out between the review and the confirmation: everything that came from the vault is looked for again.
async fn gone(citizen: &Citizen, id: &DraftId, code: Code) -> Result<Response, CaseworkError> {
    let found = citizen.casework.draft(citizen.owner.account, id).await?;
    let mut first = None;
    for view in &found.components {
        if view
            .state
            .satisfied()
            .is_some_and(|satisfied| satisfied.document.is_some())
        {
            first.get_or_insert(view.component.number);
            citizen
                .casework
                .retry(&citizen.owner, id, view.component.number)
                .await?;
        }
    }
    let trouble = first.map(|component| Trouble { component, code });
    draft::review(citizen, id.as_str(), trouble).await
}

fn level_too_low(citizen: &Citizen, id: &DraftId) -> Response {
    let html = render_level(&citizen.frame(), &citizen.visitor, &draft::path(id), citizen.choice);
    citizen.page(StatusCode::FORBIDDEN, html)
}
