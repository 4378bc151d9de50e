//! Answers: a page, a page that says why not, a way on.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use motlan_core::{Code, Failure};

use super::visitor::Visitor;
use crate::language::Choice;
use crate::missing;
use crate::portal::Portal;
use crate::problem::{Problem, status as status_of};

/// A rendered page. A template that fails is a fault of the program.
pub(crate) fn page(status: StatusCode, choice: Choice, html: Result<String, askama::Error>) -> Response {
    let html = match html {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(%error, "a page cannot be rendered");
            return Problem(Code::InternalError.into()).into_response();
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, choice.language.tag()),
        (header::VARY, "Accept-Language, Cookie"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (status, headers, html).into_response()
}

/// Pages that name somebody stay out of every cache, the browser's history included.
pub(crate) fn keep_out_of_caches(response: &mut Response) {
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, no_store);
}

/// The page that says why there is none; `path` is what was asked for.
pub(crate) fn fail(portal: &Portal, visitor: &Visitor, failure: &Failure, path: &str, choice: Choice) -> Response {
    let facts = portal.frame_facts(&portal.gateway.directory().current());
    let render = missing::render(&facts, visitor, failure.code, path, choice);
    let mut response = page(status_of(failure.code), choice, render);
    if visitor.account().is_some() {
        keep_out_of_caches(&mut response);
    }
    if failure.code == Code::ProofPending {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// On to another page after a form was sent (303): reloading it sends nothing again.
pub(crate) fn redirect(choice: Choice, path: &str) -> Response {
    Redirect::to(&choice.link(path)).into_response()
}
