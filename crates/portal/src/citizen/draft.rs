//! A draft and its review page: the state says what it knows and from where, the person agrees with one button.
//!
//! What is missing is handed in as a file, what did not answer is asked again. A draft that became a dossier answers with
//! that dossier.

mod view;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::CaseworkError;
use motlan_casework::service::view::{Draft, DraftId};
use motlan_core::Code;

use self::view::render;
pub(super) use self::view::{ReviewFacts, Trouble, upload_field};
use super::person::Citizen;
use super::settled;
use super::sources;
use super::upload::Sent;
use crate::names::Names;
use crate::web::{Disposition, Fields, Posted, file};

/// The hidden field, and the word in the confirmation's address, that says what was reviewed.
pub(super) const REVIEWED: &str = "xem";

/// `POST /ho-so/moi/{code}`.
pub(super) async fn begin(citizen: Citizen, Path(code): Path<String>, Posted(_): Posted) -> Response {
    let begun = citizen.casework.begin_draft(&citizen.owner, &code).await;
    citizen.answer(begun.map(|id| citizen.go(&path(&id))))
}

/// `GET /ho-so/nhap/{draft}`.
pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Response {
    citizen.answer(review(&citizen, &id, None).await)
}

/// `POST /ho-so/nhap/{draft}/thu-lai/{component}`.
pub(super) async fn retry(citizen: Citizen, Path((id, component)): Path<(String, u32)>, Posted(_): Posted) -> Response {
    citizen.answer(ask_again(&citizen, &id, component).await)
}

async fn ask_again(citizen: &Citizen, id: &str, component: u32) -> Result<Response, CaseworkError> {
    let id: DraftId = id.parse()?;
    match citizen.casework.retry(&citizen.owner, &id, component).await {
        Ok(()) => Ok(citizen.go(&format!("{}#giay-{component}", path(&id)))),
        Err(error) if error.code() == Code::DraftSubmitted => settled_draft(citizen, &id).await,
        Err(error) => Err(error),
    }
}

/// `POST /ho-so/nhap/{draft}/nop-tep/{component}`.
pub(super) async fn attach(citizen: Citizen, Path((id, component)): Path<(String, u32)>, sent: Sent) -> Response {
    citizen.answer(hand_in(&citizen, &id, component, sent).await)
}

async fn hand_in(citizen: &Citizen, id: &str, component: u32, sent: Sent) -> Result<Response, CaseworkError> {
    let draft: DraftId = id.parse()?;
    let about = |code| Some(Trouble { component, code });
    let file = sent.files.into_iter().find(|(number, _)| *number == component);
    let (Some((_, file)), None) = (file, sent.trouble) else {
        return review(citizen, id, about(sent.trouble.unwrap_or(Code::ComponentMissing))).await;
    };
    match citizen.casework.attach(&citizen.owner, &draft, component, file).await {
        Ok(()) => Ok(citizen.go(&format!("{}#giay-{component}", path(&draft)))),
        Err(error) => match error.code() {
            code @ (Code::UploadType | Code::UploadSize) => review(citizen, id, about(code)).await,
            Code::DraftSubmitted => settled_draft(citizen, &draft).await,
            _ => Err(error),
        },
    }
}

/// `GET /ho-so/nhap/{draft}/tep/{file}`.
pub(super) async fn open_file(citizen: Citizen, Path((id, upload)): Path<(String, String)>) -> Response {
    citizen.answer(content(&citizen, &id, &upload).await)
}

async fn content(citizen: &Citizen, id: &str, upload: &str) -> Result<Response, CaseworkError> {
    let account = citizen.owner.account;
    let content = citizen.casework.draft_upload(account, &id.parse()?, upload).await?;
    Ok(file(content, Disposition::Download))
}

/// `POST /ho-so/nhap/{draft}/nop`: the person agrees; what follows is the confirmation by eID.
pub(super) async fn agree(citizen: Citizen, Path(id): Path<String>, Posted(fields): Posted) -> Response {
    citizen.answer(on_to_confirmation(&citizen, &id, &fields).await)
}

async fn on_to_confirmation(citizen: &Citizen, id: &str, fields: &Fields) -> Result<Response, CaseworkError> {
    let id: DraftId = id.parse()?;
    let draft = citizen.casework.draft(citizen.owner.account, &id).await?;
    if draft.dossier.is_some() {
        return settled_draft(citizen, &id).await;
    }
    // A form that does not say what was reviewed leads to a confirmation that lists what the draft holds now.
    let reviewed = fields.get(REVIEWED);
    if !reviewed.is_empty() && reviewed != draft.digest {
        return changed(citizen, &id).await;
    }
    let missing = draft.missing().next().map(|view| view.component.number);
    if let Some(component) = missing {
        let trouble = Trouble {
            component,
            code: Code::ComponentMissing,
        };
        return review(citizen, id.as_str(), Some(trouble)).await;
    }
    Ok(citizen.go(&format!("{}/xac-nhan?{REVIEWED}={}", path(&id), draft.digest)))
}

/// The review page once more, after the draft changed behind the person's back.
pub(super) async fn changed(citizen: &Citizen, id: &DraftId) -> Result<Response, CaseworkError> {
    let trouble = Trouble {
        component: 0,
        code: Code::DraftChanged,
    };
    review(citizen, id.as_str(), Some(trouble)).await
}

/// The review page; with a trouble it is a form that was refused.
pub(super) async fn review(citizen: &Citizen, id: &str, trouble: Option<Trouble>) -> Result<Response, CaseworkError> {
    let id: DraftId = id.parse()?;
    let draft = citizen.casework.draft(citizen.owner.account, &id).await?;
    if draft.dossier.is_some() {
        return settled_draft(citizen, &id).await;
    }
    let status = match trouble {
        None => StatusCode::OK,
        Some(trouble) if trouble.code == Code::DraftChanged => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let facts = gather(citizen, draft, trouble)?;
    Ok(citizen.page(status, render(&facts, &citizen.visitor, citizen.choice)))
}

/// What the review page and the confirmation are made from.
pub(super) fn gather(citizen: &Citizen, draft: Draft, trouble: Option<Trouble>) -> Result<ReviewFacts, CaseworkError> {
    let casework = &citizen.casework;
    let procedure = casework
        .procedure_version(&draft.procedure, draft.version)
        .ok_or(Code::ProcedureNotFound)?
        .clone();
    let unit = casework
        .unit_of(&procedure.code)
        .ok_or(Code::ProcedureNotFound)?
        .code
        .clone();
    let ids = sources::ids(&draft.components).chain([unit.as_str()]);
    Ok(ReviewFacts {
        frame: citizen.frame(),
        names: Names::gather(&citizen.portal, casework, ids),
        owner: citizen.owner.clone(),
        level: citizen.level,
        procedure,
        unit,
        draft,
        trouble,
    })
}

/// What a draft that was submitted answers with: its dossier.
pub(super) async fn settled_draft(citizen: &Citizen, id: &DraftId) -> Result<Response, CaseworkError> {
    let draft = citizen.casework.draft(citizen.owner.account, id).await?;
    let code = draft.dossier.ok_or(Code::DraftNotFound)?;
    settled::page(citizen, &code, settled::Why::Submitted).await
}

/// The review page's address.
pub(super) fn path(id: &DraftId) -> String {
    format!("/ho-so/nhap/{id}")
}
