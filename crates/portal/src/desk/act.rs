//! The steps: reads the form, does what it says, leads back to the dossier.
//!
//! A form that says too little comes back with its errors (422). A page that was overtaken by somebody else's step, or by
//! the first of two clicks, is answered with where the dossier stands now (409).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::model::reason::Reason;
use motlan_casework::model::status::Status;
use motlan_casework::service::view::Action;
use motlan_casework::{Casework, CaseworkError, Officer};
use motlan_core::{Code, Failure};

use super::action::find;
use super::dossier::{Facts, answer, gather, parse, path_after};
use super::reasons::{self, Filled};
use super::view::PLACE;
use super::{PATH, changed, desk, dossier_path, officer, told};
use crate::language::Choice;
use crate::portal::Portal;
use crate::problem::status;
use crate::web::{Fields, Posted, Visitor, redirect, refusal};

/// The number of the change that the page showed.
pub(super) const EXPECTED_FIELD: &str = "so";

/// How many checks the page showed: a second click does not ask the registry again.
pub(super) const CHECKS_FIELD: &str = "lan";

/// Why a step was not done.
enum Refused {
    /// The form says too little.
    Form(Filled),
    /// Another step came first.
    Overtaken,
    /// Anything else.
    Failed(Failure),
}

/// Does a step with a dossier.
pub(super) async fn act(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path((code, slug)): Path<(String, String)>,
    Posted(fields): Posted,
) -> Response {
    let Some(action) = find(&slug) else {
        return refusal(&portal, &visitor, &Code::NotFound.into(), PATH, choice);
    };
    let facts = match gather(&portal, &visitor, &code).await {
        Ok(facts) => facts,
        Err(failure) => return refusal(&portal, &visitor, &failure, PATH, choice),
    };
    match run(&portal, &visitor, &code, action, &fields, &facts).await {
        Ok(()) => redirect(choice, &path_after(&code, action)),
        Err(Refused::Form(filled)) => answer(&portal, &visitor, &facts, &filled, status(Code::ReasonRequired), choice),
        Err(Refused::Overtaken) => overtaken(&portal, &visitor, &code, choice).await,
        Err(Refused::Failed(failure)) if is_said_here(action, failure.code) => {
            let filled = Filled::refused(PLACE, failure.code);
            answer(&portal, &visitor, &facts, &filled, status_of(failure.code), choice)
        }
        Err(Refused::Failed(failure)) => refusal(&portal, &visitor, &failure, &dossier_path(&code), choice),
    }
}

async fn run(
    portal: &Portal,
    visitor: &Visitor,
    code: &str,
    action: Action,
    fields: &Fields,
    facts: &Facts,
) -> Result<(), Refused> {
    let (casework, account) = desk(portal, visitor)?;
    let code = parse(code)?;
    let officer = officer(account);
    let expected: u32 = fields
        .get(EXPECTED_FIELD)
        .parse()
        .map_err(|_| Failure::from(Code::InvalidBody))?;
    let dossier = &facts.view.dossier;
    if expected != dossier.number || !facts.view.actions.contains(&action) {
        return Err(outdated(action, facts));
    }
    if action == Action::Check && fields.get(CHECKS_FIELD) != facts.view.checks.len().to_string() {
        return Err(Refused::Overtaken);
    }
    let reasons = reasons::read(action, &dossier.components, fields).map_err(Refused::Form)?;
    let done = step(casework, &officer, &code, action, expected, reasons).await;
    done.map_err(|error| match error.code() {
        Code::DossierChanged | Code::StatusNotAllowed => Refused::Overtaken,
        _ => Refused::Failed(told(&error)),
    })
}

/// Signing is not offered to those who may not; that is said as it is. Everything else was overtaken.
fn outdated(action: Action, facts: &Facts) -> Refused {
    let could_sign = facts.view.dossier.row.status.step(Status::Done).is_ok();
    if action == Action::Sign && could_sign && facts.view.signed_result.is_none() {
        return Refused::Failed(Code::SigningNotAllowed.into());
    }
    if action == Action::Decide && could_sign && facts.view.signed_result.is_none() {
        return Refused::Failed(Code::ResultUnsigned.into());
    }
    Refused::Overtaken
}

async fn step(
    casework: &Casework,
    officer: &Officer,
    code: &DossierCode,
    action: Action,
    expected: u32,
    reasons: Vec<Reason>,
) -> Result<(), CaseworkError> {
    match action {
        Action::Receive => casework.receive(officer, code, expected).await,
        Action::Refuse => casework.refuse(officer, code, expected, &reasons).await,
        Action::Check => casework.check(officer, code).await.map(drop),
        Action::Start => casework.start(officer, code, expected).await,
        Action::AskSupplement => casework.ask_supplement(officer, code, expected, &reasons).await,
        Action::Stop => casework.stop(officer, code, expected, &reasons).await,
        Action::Resume => casework.resume(officer, code, expected).await,
        Action::Sign => casework.sign_result(officer, code).await.map(drop),
        Action::Decide => {
            casework
                .decide(officer, code, expected, reasons.into_iter().next())
                .await
        }
        Action::HandOver => casework.hand_over(officer, code, expected).await,
    }
}

async fn overtaken(portal: &Portal, visitor: &Visitor, code: &str, choice: Choice) -> Response {
    match gather(portal, visitor, code).await {
        Ok(facts) => changed::answer(portal, visitor, &facts, choice),
        Err(failure) => refusal(portal, visitor, &failure, PATH, choice),
    }
}

/// What the officer can do something about on this very page. A registry that does not answer is such a thing: the rest of
/// the page goes on working.
fn is_said_here(action: Action, code: Code) -> bool {
    action == Action::Check || code.description().status < 500
}

/// A page has a status of its own where X-Road's face has none but 500: what failed is another system behind this one, unless
/// it is a fault of this program.
fn status_of(code: Code) -> StatusCode {
    match status(code) {
        StatusCode::INTERNAL_SERVER_ERROR if code != Code::InternalError => StatusCode::BAD_GATEWAY,
        status => status,
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}
