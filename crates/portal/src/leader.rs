//! `/chi-dao`: the figures, for those who lead and those who check.
//!
//! Four steps down: the country, one figure, one place, the entries of its log; the next click opens a proof on the
//! owner's node. Nothing is counted here: `motlan_measure` counts from verified entries, and these pages ask it. What has
//! no figure says why; it is never shown as zero.

mod asked;
mod csv;
mod detail;
mod drawing;
mod facts;
mod figure;
mod gather;
mod overview;
mod place;
mod reach;
#[cfg(test)]
mod sample;
mod source;
mod span;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use motlan_core::{Code, Failure};
use motlan_identity::Role;

use self::asked::{Asked, RawQuery};
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Access, Routes, Visitor, page, refusal};

/// The first page.
const PATH: &str = "/chi-dao";

/// What the address of a table ends with.
const TABLE_ENDING: &str = ".csv";

/// Who may see the figures with their evidence.
const READERS: Access = Access::AnyOf(&[Role::Leader, Role::Auditor, Role::Operator]);

/// The routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get(PATH, READERS, show_overview)
        .get("/chi-dao/{indicator}", READERS, show_figure)
        .get("/chi-dao/{indicator}/{scope}", READERS, show_place)
}

async fn show_overview(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Query(query): Query<RawQuery>,
) -> Response {
    let (asking, reader) = (portal.clone(), visitor.clone());
    let answer = blocking(move || {
        let asked = Asked::parse(&query)?;
        let facts = gather::overview(&asking, &asked)?;
        Ok(if asked.is_table {
            Answer::Table(csv::overview(&facts))
        } else {
            Answer::Page(overview::render(&facts, &reader, choice))
        })
    });
    respond(&portal, &visitor, answer.await, choice)
}

async fn show_figure(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path(indicator): Path<String>,
    Query(query): Query<RawQuery>,
) -> Response {
    let (asking, reader) = (portal.clone(), visitor.clone());
    let answer = blocking(move || {
        let mut asked = Asked::parse(&query)?;
        let code = asked.take_table_ending(&indicator);
        let facts = gather::detail(&asking, code, &asked)?;
        Ok(if asked.is_table {
            Answer::Table(csv::detail(&facts))
        } else {
            Answer::Page(detail::render(&facts, &reader, choice))
        })
    });
    respond(&portal, &visitor, answer.await, choice)
}

async fn show_place(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path((indicator, scope)): Path<(String, String)>,
    Query(query): Query<RawQuery>,
) -> Response {
    let (asking, reader) = (portal.clone(), visitor.clone());
    let answer = blocking(move || {
        let mut asked = Asked::parse(&query)?;
        let scope = asked.take_table_ending(&scope);
        let facts = gather::place(&asking, &indicator, scope, &asked)?;
        Ok(if asked.is_table {
            Answer::Table(csv::place(&facts))
        } else {
            Answer::Page(place::render(&facts, &reader, choice))
        })
    });
    respond(&portal, &visitor, answer.await, choice)
}

/// What a route gives.
enum Answer {
    Page(Result<String, askama::Error>),
    Table(String),
}

/// Counting reads memory only, but at national size it takes longer than a task that serves sockets may.
async fn blocking(work: impl FnOnce() -> Result<Answer, Failure> + Send + 'static) -> Result<Answer, Failure> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a page of figures failed");
        Err(Code::InternalError.into())
    })
}

fn respond(portal: &Portal, visitor: &Visitor, answer: Result<Answer, Failure>, choice: Choice) -> Response {
    match answer {
        Ok(Answer::Page(html)) => page(StatusCode::OK, choice, html),
        Ok(Answer::Table(table)) => as_table(table),
        Err(failure) => refusal(portal, visitor, &failure, PATH, choice),
    }
}

fn as_table(table: String) -> Response {
    let mut response = table.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"chi-dao.csv\""),
    );
    response
}
