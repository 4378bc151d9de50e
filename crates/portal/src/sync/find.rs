//! Finding a dossier by its code, by anybody: where it stands, and nothing about anybody.
//!
//! The national portal's node answers from what provinces told it. Another node only knows the way there.

mod view;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::inbox::{Held, Inbox};
use motlan_casework::model::dossier_code::DossierCode;
use motlan_core::{Code, Failure, MemberId};

use super::{FIND_PATH, line};
use crate::facts::Named;
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Visitor, page, refusal};

/// The longest text that is taken for a code; a code has at most 60 characters.
const CODE_CHARS_MAX: usize = 80;

/// What became of the question.
pub(super) enum Answer {
    /// Nothing was asked yet.
    Unasked,
    /// What was typed is no code.
    NoCode,
    /// No dossier of this code was told here.
    Nothing,
    /// What is held, and who told it.
    Held(Box<Held>, Named),
    /// The national portal's node answers; where its pages are, if this node knows.
    Elsewhere(Option<String>),
}

/// What the page is made from.
pub(super) struct Facts {
    /// What was typed.
    pub(super) typed: String,
    pub(super) answer: Answer,
}

/// The page.
pub(super) async fn show(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let typed = query
        .iter()
        .find(|(name, _)| name == "ma")
        .map_or("", |(_, value)| value.trim());
    let typed: String = typed.chars().take(CODE_CHARS_MAX).collect();
    match gather(&portal, typed).await {
        Ok(facts) => {
            let frame = portal.frame_facts(&portal.gateway.directory().current());
            page(
                status(&facts.answer),
                choice,
                view::render(&frame, &visitor, &facts, choice),
            )
        }
        Err(failure) => refusal(&portal, &visitor, &failure, FIND_PATH, choice),
    }
}

fn status(answer: &Answer) -> StatusCode {
    match answer {
        Answer::NoCode => StatusCode::UNPROCESSABLE_ENTITY,
        Answer::Nothing => StatusCode::NOT_FOUND,
        Answer::Unasked | Answer::Held(..) | Answer::Elsewhere(_) => StatusCode::OK,
    }
}

async fn gather(portal: &Portal, typed: String) -> Result<Facts, Failure> {
    let answer = match (&portal.inbox, typed.parse::<DossierCode>()) {
        (Some(_), _) if typed.is_empty() => Answer::Unasked,
        (Some(inbox), Ok(code)) => held(portal, inbox, &code).await?,
        (Some(_), Err(_)) => Answer::NoCode,
        (None, _) if portal.casework.is_some() => Answer::Elsewhere(line::find(portal).and_then(|line| line.pages)),
        (None, _) => return Err(Code::NotFound.into()),
    };
    Ok(Facts { typed, answer })
}

async fn held(portal: &Portal, inbox: &Inbox, code: &DossierCode) -> Result<Answer, Failure> {
    let found = inbox.find(code).await.map_err(|error| {
        tracing::error!(%error, "the national portal's inbox cannot be read");
        error.failure()
    })?;
    let Some(held) = found else { return Ok(Answer::Nothing) };
    let directory = portal.gateway.directory().current();
    let member: MemberId = held.member.parse().map_err(|_| Failure::from(Code::InternalError))?;
    let named = Named::of_member(&directory, &member);
    Ok(Answer::Held(Box::new(held), named))
}
