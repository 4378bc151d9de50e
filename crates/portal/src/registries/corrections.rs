//! `/van-hanh/co-so-du-lieu/{registry}/de-nghi`: requests to correct a value, for the owner of the registry, who decides.
//!
//! The list says about nobody anything. To open a request is to read about a person: that person sees it, and who opened
//! it, in their own journal.

mod view;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use motlan_core::caller::Purpose;
use motlan_core::{Caller, Code, Failure};
use motlan_registry::model::correction::CorrectionId;
use motlan_registry::service::{DecideError, OpenCorrection, OpenedCorrection, Ruling, owner};
use motlan_registry::{Pack, Registry};

use super::CONSOLE_PATH;
use crate::facts::FrameFacts;
use crate::language::Choice;
use crate::named::Named;
use crate::portal::Portal;
use crate::web::{Posted, Visitor, page, redirect, refusal};

/// The list of a registry.
pub(super) const LIST: &str = "/van-hanh/co-so-du-lieu/{registry}/de-nghi";

/// One request.
pub(super) const ONE: &str = "/van-hanh/co-so-du-lieu/{registry}/de-nghi/{correction}";

/// The version that was looked at.
const VERSION_FIELD: &str = "ban";

/// Why it is decided so.
const REASON_FIELD: &str = "ly-do";

/// What is decided: [`ACCEPT`] or [`REFUSE`].
const RULING_FIELD: &str = "quyet-dinh";
const ACCEPT: &str = "chap-nhan";
const REFUSE: &str = "tu-choi";

/// People have the right to have wrong data about them corrected: Decree 13/2023/NĐ-CP, article 15, from memory.
const BASIS: &str = "ND-13-2023";

/// What the list is made from.
struct ListFacts {
    frame: FrameFacts,
    pack: Arc<Pack>,
    /// The oldest first, each with the system that sent it.
    open: Vec<(OpenCorrection, Named)>,
}

/// What the page of a request is made from.
struct OneFacts {
    frame: FrameFacts,
    pack: Arc<Pack>,
    opened: OpenedCorrection,
    wrong: Option<Wrong>,
}

/// Why a decision was not taken.
struct Wrong {
    /// The reason that was given.
    reason: String,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// No reason was given.
    ReasonMissing,
    /// The record has another version by now: it is shown.
    Changed,
    /// Another record has the value.
    NotUnique,
    /// The pack no longer has the field, or no word for the value.
    Outdated,
    /// Somebody else was faster.
    Decided,
}

/// The requests of a registry.
pub(super) fn path_of(registry: &str) -> String {
    format!("{CONSOLE_PATH}/{registry}/de-nghi")
}

pub(super) async fn list(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path(code): Path<String>,
) -> Response {
    match gather_list(&portal, &code).await {
        Ok(facts) => page(StatusCode::OK, choice, view::render_list(&facts, &visitor, choice)),
        Err(failure) => refusal(&portal, &visitor, &failure, CONSOLE_PATH, choice),
    }
}

async fn gather_list(portal: &Portal, code: &str) -> Result<ListFacts, Failure> {
    let registry = portal.registries.find(code).ok_or(Code::NotFound)?;
    let open = registry.corrections(None).await.map_err(|error| {
        tracing::error!(registry = code, %error, "requests to correct cannot be listed");
        Failure::from(Code::InternalError)
    })?;
    let directory = portal.gateway.directory().current();
    let sent = open.into_iter().filter_map(|request| {
        let system = request.sent_by.parse().ok()?;
        Some((request, Named::of_system(&directory, &system)))
    });
    Ok(ListFacts {
        frame: portal.frame_facts(&directory),
        pack: Arc::new(registry.pack().clone()),
        open: sent.collect(),
    })
}

pub(super) async fn show(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path((code, id)): Path<(String, String)>,
) -> Response {
    let desk = Desk::of(&portal, &visitor, &code, &id);
    respond(&portal, &visitor, choice, desk, None).await
}

pub(super) async fn decide(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path((code, id)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Response {
    let reason = fields.get(REASON_FIELD);
    let desk = Desk::of(&portal, &visitor, &code, &id);
    let ruling = match (fields.get(RULING_FIELD), fields.get(VERSION_FIELD).parse()) {
        (ACCEPT, Ok(known_version)) => Ok(Ruling::Accept { known_version }),
        (REFUSE, _) => Ok(Ruling::Refuse),
        _ => Err(Failure::from(Code::InvalidBody)),
    };
    let decided = match (&desk, ruling) {
        (Ok(desk), Ok(ruling)) => desk.decide(ruling, reason).await,
        (Err(failure), _) => Err(failure.clone()),
        (Ok(_), Err(failure)) => Err(failure),
    };
    let why = match decided {
        Ok(None) => return redirect(choice, &path_of(&code)),
        Ok(Some(why)) => why,
        Err(failure) => return refusal(&portal, &visitor, &failure, CONSOLE_PATH, choice),
    };
    let wrong = Wrong {
        reason: reason.to_owned(),
        why,
    };
    respond(&portal, &visitor, choice, desk, Some(wrong)).await
}

async fn respond(
    portal: &Portal,
    visitor: &Visitor,
    choice: Choice,
    desk: Result<Desk<'_>, Failure>,
    wrong: Option<Wrong>,
) -> Response {
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let opened = match desk {
        Ok(desk) => desk.open().await.map(|opened| (desk, opened)),
        Err(failure) => Err(failure),
    };
    match opened {
        Ok((desk, opened)) => {
            let facts = OneFacts {
                frame: portal.frame_facts(&portal.gateway.directory().current()),
                pack: Arc::new(desk.registry.pack().clone()),
                opened,
                wrong,
            };
            page(status, choice, view::render_one(&facts, visitor, choice)).into_response()
        }
        Err(failure) => refusal(portal, visitor, &failure, CONSOLE_PATH, choice),
    }
}

/// Who decides about which request.
struct Desk<'p> {
    registry: &'p Registry,
    id: CorrectionId,
    officer: Caller,
}

impl<'p> Desk<'p> {
    fn of(portal: &'p Portal, visitor: &Visitor, code: &str, id: &str) -> Result<Self, Failure> {
        let registry = portal.registries.find(code).ok_or(Code::NotFound)?;
        let account = visitor.account().ok_or(Code::SessionRequired)?;
        let system = format!("{}/{code}", portal.gateway.id().member());
        let purpose = Purpose {
            legal_basis: BASIS.to_owned(),
            dossier: None,
        };
        let system = system.parse().map_err(|_| Code::InternalError)?;
        Ok(Self {
            registry,
            id: id.parse().map_err(|_| Code::NotFound)?,
            officer: owner(registry.pack(), system, Some(account.user_name.clone()), purpose)?,
        })
    }

    async fn open(&self) -> Result<OpenedCorrection, Failure> {
        let opened = self.registry.correction(&self.officer, &self.id).await;
        opened.map_err(|error| self.failure(&error))
    }

    /// Why the decision was not taken, if it was not and the officer can do something about it.
    async fn decide(&self, ruling: Ruling, reason: &str) -> Result<Option<Why>, Failure> {
        let decided = self
            .registry
            .decide_correction(&self.officer, &self.id, ruling, reason.trim());
        Ok(match decided.await {
            Ok(_) => None,
            Err(DecideError::ReasonMissing) => Some(Why::ReasonMissing),
            Err(DecideError::Changed { .. }) => Some(Why::Changed),
            Err(DecideError::NotUnique(_)) => Some(Why::NotUnique),
            Err(DecideError::Outdated) => Some(Why::Outdated),
            Err(DecideError::Decided) => Some(Why::Decided),
            Err(error) => return Err(self.failure(&error)),
        })
    }

    fn failure(&self, error: &DecideError) -> Failure {
        match error {
            DecideError::NotFound => Code::NotFound.into(),
            DecideError::Registry(error) => error.failure(),
            error => {
                tracing::error!(registry = %self.registry.pack().code, %error, "a request to correct is not decided");
                Code::InternalError.into()
            }
        }
    }
}
