//! `/doi-chieu/cua-toi`: anybody's own figures, as a table or as the text of a report.
//!
//! A table is checked at once. A text is read first: what was found is shown as proposals, a person confirms or mends them,
//! and then they are checked. Nothing is stored: what the next step needs travels in the page's own form.

mod draft;
mod form;
mod mend;
mod proposals;
mod reading;
mod result;
mod results;
mod sent;
mod table;
mod text;
mod typed;

use axum::extract::{DefaultBodyLimit, State};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::response::Response;
use motlan_core::{Code, Failure};

use self::form::Asked;
use self::results::Results;
use self::sent::{FORM_BYTES_MAX, Sent};
use super::OWN_PATH;
use super::asked::FileKind;
use super::download::Download;
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Access, Routes, Visitor, page, redirect, refusal};

/// A table to be checked.
const TABLE_PATH: &str = "/doi-chieu/cua-toi/bang";

/// A text to be read.
const TEXT_PATH: &str = "/doi-chieu/cua-toi/van-ban";

/// Proposals that a person has gone through.
const CONFIRM_PATH: &str = "/doi-chieu/cua-toi/xac-nhan";

/// Checked figures as a file.
const FILE_PATH: &str = "/doi-chieu/cua-toi/tai-ve";

/// The routes. What a form answers has no address of its own: whoever opens one comes to the forms.
pub(super) fn routes(routes: Routes) -> Routes {
    let limit = DefaultBodyLimit::max(FORM_BYTES_MAX);
    routes
        .get(OWN_PATH, Access::Anyone, show)
        .post(TABLE_PATH, Access::Anyone, check_table.layer(limit))
        .post(TEXT_PATH, Access::Anyone, read_text.layer(limit))
        .post(CONFIRM_PATH, Access::Anyone, confirm.layer(limit))
        .post(FILE_PATH, Access::Anyone, save.layer(limit))
        .get(TABLE_PATH, Access::Anyone, to_the_forms)
        .get(TEXT_PATH, Access::Anyone, to_the_forms)
        .get(CONFIRM_PATH, Access::Anyone, to_the_forms)
        .get(FILE_PATH, Access::Anyone, to_the_forms)
}

async fn show(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    Answer::Forms(Box::default()).respond(&portal, &visitor, choice, StatusCode::OK)
}

async fn to_the_forms(choice: Choice) -> Response {
    redirect(choice, OWN_PATH)
}

async fn check_table(State(portal): State<Portal>, visitor: Visitor, choice: Choice, sent: Sent) -> Response {
    answer(&portal, &visitor, choice, move || table::check(&sent)).await
}

async fn read_text(State(portal): State<Portal>, visitor: Visitor, choice: Choice, sent: Sent) -> Response {
    answer(&portal, &visitor, choice, move || text::read(&sent)).await
}

async fn confirm(State(portal): State<Portal>, visitor: Visitor, choice: Choice, sent: Sent) -> Response {
    answer(&portal, &visitor, choice, move || text::confirm(&sent, choice)).await
}

async fn save(State(portal): State<Portal>, visitor: Visitor, choice: Choice, sent: Sent) -> Response {
    let at = portal.gateway.now();
    let work = move || -> Result<Response, Failure> {
        let kind = FileKind::find(sent.fields.get("dang")).ok_or(Code::InvalidBody)?;
        match table::check(&sent) {
            Answer::Results(results) => Download::new(kind, results.lines().into_iter(), at).answer(),
            // The page sends what it has checked; anything else was made elsewhere.
            Answer::Forms(_) | Answer::Proposals(_) => Err(Code::InvalidBody.into()),
        }
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(response)) => response,
        Ok(Err(failure)) => refusal(&portal, &visitor, &failure, OWN_PATH, choice),
        Err(error) => failed(&portal, &visitor, choice, &error),
    }
}

/// What a form leads to.
enum Answer {
    /// The forms again, with what is wrong.
    Forms(Box<Asked>),
    /// What was found in a text.
    Proposals(Box<draft::Facts>),
    /// What the rules say.
    Results(Box<Results>),
}

impl Answer {
    fn respond(&self, portal: &Portal, visitor: &Visitor, choice: Choice, status: StatusCode) -> Response {
        let frame = portal.frame_facts(&portal.gateway.directory().current());
        let html = match self {
            Self::Forms(asked) => form::render(asked, &frame, visitor, choice),
            Self::Proposals(facts) => proposals::render(facts, &frame, visitor, choice),
            Self::Results(results) => result::render(results, &frame, visitor, choice),
        };
        page(status, choice, html)
    }

    /// A refused form answers 422 with the same form.
    fn status(&self) -> StatusCode {
        let is_refused = match self {
            Self::Forms(_) => true,
            Self::Proposals(facts) => !facts.errors.is_empty(),
            Self::Results(_) => false,
        };
        if is_refused {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }
}

/// Checking a thousand rows takes longer than a task that serves sockets may.
async fn answer(
    portal: &Portal,
    visitor: &Visitor,
    choice: Choice,
    work: impl FnOnce() -> Answer + Send + 'static,
) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer.respond(portal, visitor, choice, answer.status()),
        Err(error) => failed(portal, visitor, choice, &error),
    }
}

fn failed(portal: &Portal, visitor: &Visitor, choice: Choice, error: &tokio::task::JoinError) -> Response {
    tracing::error!(%error, "figures cannot be checked");
    refusal(portal, visitor, &Code::InternalError.into(), OWN_PATH, choice)
}
