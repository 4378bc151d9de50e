//! `/van-hanh/hoi-ly-do`: people's questions why an agency looked at their data, for the operator who answers.
//!
//! Who asked is not shown: a question names itself, its agency, and the moment of the look that it is about. The answer is
//! shown to the person in the person's own journal.

mod view;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use motlan_casework::service::inquire::Inquiries;
use motlan_core::{Code, Failure};
use motlan_identity::Role;

use self::view::{InquiriesFacts, Wrong};
use crate::language::Choice;
use crate::names::Names;
use crate::portal::Portal;
use crate::web::{Access, Posted, Routes, Visitor, page, redirect, refusal};

/// The list.
pub(crate) const PATH: &str = "/van-hanh/hoi-ly-do";

/// Which question is answered.
const ID_FIELD: &str = "ma";

/// What is answered.
const TEXT_FIELD: &str = "tra-loi";

/// The routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    let operator = Access::Role(Role::Operator);
    routes.get(PATH, operator, show).post(PATH, operator, answer)
}

async fn show(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    respond(&portal, &visitor, choice, None).await
}

async fn answer(State(portal): State<Portal>, visitor: Visitor, choice: Choice, Posted(fields): Posted) -> Response {
    let (id, text) = (fields.get(ID_FIELD), fields.get(TEXT_FIELD));
    let wrong = |code| Wrong {
        id: id.to_owned(),
        text: text.to_owned(),
        code,
    };
    match give(&portal, &visitor, id, text).await {
        Ok(true) => redirect(choice, PATH),
        Ok(false) => respond(&portal, &visitor, choice, Some(wrong(None))).await,
        Err(failure) if failure.code.description().status == 422 => {
            respond(&portal, &visitor, choice, Some(wrong(Some(failure.code)))).await
        }
        Err(failure) => refusal(&portal, &visitor, &failure, PATH, choice),
    }
}

/// Whether an open question was answered.
async fn give(portal: &Portal, visitor: &Visitor, id: &str, text: &str) -> Result<bool, Failure> {
    let casework = portal.casework.as_ref().ok_or(Code::NotFound)?;
    let account = visitor.account().ok_or(Code::SessionRequired)?;
    let given = casework.answer_inquiry(id, &account.user_name, text).await;
    given.map_err(|error| error.failure())
}

async fn respond(portal: &Portal, visitor: &Visitor, choice: Choice, wrong: Option<Wrong>) -> Response {
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    match gather(portal, wrong).await {
        Ok(facts) => page(status, choice, view::render(&facts, visitor, choice)).into_response(),
        Err(failure) => refusal(portal, visitor, &failure, PATH, choice),
    }
}

async fn gather(portal: &Portal, wrong: Option<Wrong>) -> Result<InquiriesFacts, Failure> {
    let casework = portal.casework.as_ref().ok_or(Code::NotFound)?;
    let inquiries = casework.inquiries().await.map_err(|error| {
        tracing::error!(%error, "people's questions cannot be read");
        error.failure()
    })?;
    let names = {
        let Inquiries { open, answered, .. } = &inquiries;
        let ids: Vec<String> = open.iter().chain(answered).map(|it| it.agency.to_string()).collect();
        Names::gather(portal, casework, ids.iter().map(String::as_str))
    };
    Ok(InquiriesFacts {
        frame: portal.frame_facts(&portal.gateway.directory().current()),
        inquiries,
        names,
        wrong,
    })
}
