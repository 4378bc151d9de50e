//! `/doi-chieu`: figures that reports printed, held against their own parts and against one another.
//!
//! The figures of the source documents, one figure with everything that rules say of it, the rules themselves, and a place
//! where anybody checks a table or a text of their own. Open to everybody, and nothing that is sent in is kept. Nothing is
//! decided here: `motlan_measure::reported` reads and checks, and these pages say what it found.

mod amount;
mod asked;
mod download;
mod facts;
mod figure;
mod finding;
mod list;
mod needs;
mod own;
mod place;
mod row;
mod rules;
mod sample;
mod set;
mod writer;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_core::{Code, Failure};

use self::asked::{Asked, Form, RawQuery};
use self::download::Download;
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Access, Routes, Visitor, page, refusal};

/// The first page.
pub(crate) const PATH: &str = "/doi-chieu";

/// The page of a figure, before its name.
const FIGURE_PATH: &str = "/doi-chieu/so-lieu";

/// The page of the rules.
const RULES_PATH: &str = "/doi-chieu/quy-tac";

/// The page for figures of one's own.
const OWN_PATH: &str = "/doi-chieu/cua-toi";

/// The routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get(PATH, Access::Anyone, show_list)
        .get("/doi-chieu/so-lieu/{figure}", Access::Anyone, show_figure)
        .get(RULES_PATH, Access::Anyone, show_rules)
        .group(own::routes)
}

async fn show_list(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Query(query): Query<RawQuery>,
) -> Response {
    let answer = || -> Result<Response, Failure> {
        let asked = Asked::parse(&query)?;
        let documents = sample::documents();
        let facts = facts::listed(documents, &asked)?;
        let Form::File(kind) = asked.form else {
            let frame = portal.frame_facts(&portal.gateway.directory().current());
            return Ok(page(
                StatusCode::OK,
                choice,
                list::render(&facts, &frame, &visitor, choice),
            ));
        };
        Download::new(kind, facts.chosen.iter().copied(), portal.gateway.now()).answer()
    };
    answer().unwrap_or_else(|failure| refusal(&portal, &visitor, &failure, PATH, choice))
}

async fn show_figure(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path(name): Path<String>,
) -> Response {
    let answer = || -> Result<Response, Failure> {
        let documents = sample::documents();
        let (id, form) = Form::of_ending(&name);
        let line = documents.set.find(id).ok_or(Code::NotFound)?;
        match form {
            Form::File(kind) => Download::new(kind, [line].into_iter(), portal.gateway.now()).answer(),
            Form::Page => {
                let frame = portal.frame_facts(&portal.gateway.directory().current());
                let html = figure::render(documents, line, &frame, &visitor, choice);
                Ok(page(StatusCode::OK, choice, html))
            }
        }
    };
    answer().unwrap_or_else(|failure| refusal(&portal, &visitor, &failure, PATH, choice))
}

async fn show_rules(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    let frame = portal.frame_facts(&portal.gateway.directory().current());
    page(StatusCode::OK, choice, rules::render(&frame, &visitor, choice))
}
