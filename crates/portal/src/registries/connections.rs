//! `/ket-noi`: which agency may ask which registry, since when, and how much it does; `/ket-noi/{registry}`: each right on one.
//!
//! Who may ask is the directory's: grants on services of systems that are registries. How much is the centre's: transactions
//! that stand in both logs, of the last thirty days; a node without the book says where it is.

mod gather;
mod matrix;
mod rights;
#[cfg(test)]
mod sample;
mod words;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_core::{Code, Day, Name, Timestamp};
use serde::Deserialize;

use crate::facts::{FrameFacts, Named};
use crate::language::Choice;
use crate::portal::Portal;
use crate::squeeze::repeats_nothing;
use crate::web::{Visitor, page, refusal};

/// The page of all.
pub(crate) const PATH: &str = "/ket-noi";

/// The page of a registry.
pub(super) const ONE: &str = "/ket-noi/{registry}";

/// Days that are counted, today included.
const DAYS: u32 = 30;

/// Everything that the pages say.
#[derive(Clone, Debug)]
struct ConnectionsFacts {
    frame: FrameFacts,
    registries: Vec<RegistryName>,
    rights: Vec<RightFacts>,
    /// The days that are counted; none on a node that has no book.
    span: Option<(Day, Day)>,
    /// The page of the centre, where this node has no book and knows the address.
    centre: Option<String>,
}

/// A system that is a registry.
#[derive(Clone, Debug)]
struct RegistryName {
    /// The code of its pack.
    code: String,
    name: Name,
    system: Named,
}

/// What one system, or every system of a member, may ask of one service.
#[derive(Clone, Debug)]
struct RightFacts {
    /// The place of its registry.
    registry: usize,
    /// The agency that asks.
    agency: Named,
    /// Its system; the agency itself where each of its systems may ask.
    consumer: Named,
    /// The service's code, as in `verify`.
    service: String,
    since: Timestamp,
    until: Timestamp,
    /// Codes of the legal bases that may be named.
    purposes: Vec<String>,
    use_of: Option<UseFacts>,
}

/// What the book says of a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct UseFacts {
    /// Transactions of the counted days that stand in both logs and agree.
    matched: u64,
    /// Whether there ever was one, on whatever side.
    is_used: bool,
    trust: Trust,
}

/// How far the logs of both sides are read and believed; the worst comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    Whole,
    Incomplete,
    Broken,
}

/// Which page of the rights.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "trang", default)]
    page: String,
}

/// The page of a registry.
fn path_of(code: &str) -> String {
    format!("{PATH}/{code}")
}

pub(super) async fn show(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    let facts = gather::gather(&portal, choice);
    repeats_nothing(page(StatusCode::OK, choice, matrix::render(&facts, &visitor, choice)))
}

pub(super) async fn show_one(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(pack) = crate::packs::find(&portal, &code) else {
        return refusal(&portal, &visitor, &Code::NotFound.into(), PATH, choice);
    };
    let facts = gather::gather(&portal, choice);
    let number = asked.page.parse().unwrap_or(1);
    let html = rights::render(&facts, &pack, number, &visitor, choice);
    repeats_nothing(page(StatusCode::OK, choice, html))
}
