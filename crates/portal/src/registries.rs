//! Registries, for everybody: what each one is, who is connected to which, and, for a node's operators, how its own are.
//!
//! What a registry is comes from its pack alone: no page here knows a field or a registry by name. Who offers it comes
//! from the directory, how much it is used from the centre's double-entry book. Nothing of a record is shown.

pub(crate) mod connections;
mod console;
mod corrections;
mod count;
mod facts;
mod list;
mod one;
mod packs;
#[cfg(test)]
mod sample;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use motlan_core::Code;
use motlan_identity::Role;
use motlan_registry::Registry;

use self::count::Counts;
use self::facts::{ListFacts, OneFacts};
use crate::language::Choice;
use crate::portal::Portal;
use crate::squeeze::repeats_nothing;
use crate::web::{Access, Routes, Visitor, page, refusal};

/// Every registry.
pub(crate) const PATH: &str = "/co-so-du-lieu";

/// How this node's own are.
pub(crate) const CONSOLE_PATH: &str = "/van-hanh/co-so-du-lieu";

/// The registries that run in this node, by their codes, and how many records each had when they were counted. Clones
/// share them.
#[derive(Clone, Default)]
pub struct Hosted {
    registries: Arc<BTreeMap<String, Registry>>,
    counts: Arc<Counts>,
}

impl Hosted {
    /// These.
    pub fn new(registries: BTreeMap<String, Registry>) -> Self {
        Self {
            registries: Arc::new(registries),
            counts: Arc::default(),
        }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.registries.is_empty()
    }

    pub(crate) fn find(&self, code: &str) -> Option<&Registry> {
        self.registries.get(code)
    }

    fn list(&self) -> impl Iterator<Item = &Registry> {
        self.registries.values()
    }
}

/// The routes.
pub(crate) fn routes(routes: Routes) -> Routes {
    let operator = Access::Role(Role::Operator);
    routes
        .get(PATH, Access::Anyone, show_list)
        .get("/co-so-du-lieu/{registry}", Access::Anyone, show_one)
        .get("/co-so-du-lieu/{registry}/goi", Access::Anyone, pack_file)
        .get(connections::PATH, Access::Anyone, connections::show)
        .get(connections::ONE, Access::Anyone, connections::show_one)
        .get(CONSOLE_PATH, operator, console::show)
        .get(corrections::LIST, operator, corrections::list)
        .get(corrections::ONE, operator, corrections::show)
        .post(corrections::ONE, operator, corrections::decide)
}

/// The page of a registry.
fn path_of(code: &str) -> String {
    format!("{PATH}/{code}")
}

async fn show_list(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    let directory = portal.gateway.directory().current();
    let facts = ListFacts {
        frame: portal.frame_facts(&directory),
        registries: packs::list(&portal, &directory),
    };
    repeats_nothing(page(StatusCode::OK, choice, list::render(&facts, &visitor, choice)))
}

async fn show_one(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path(code): Path<String>,
) -> Response {
    let directory = portal.gateway.directory().current();
    let Some(registry) = packs::find(&portal, &directory, &code) else {
        return refusal(&portal, &visitor, &Code::NotFound.into(), PATH, choice);
    };
    let facts = OneFacts {
        frame: portal.frame_facts(&directory),
        has_file: packs::text(&registry.pack).is_some(),
        registry,
    };
    repeats_nothing(page(StatusCode::OK, choice, one::render(&facts, &visitor, choice)))
}

/// The pack itself, as everybody may read it and begin another from it.
async fn pack_file(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Path(code): Path<String>,
) -> Response {
    let directory = portal.gateway.directory().current();
    let text = packs::find(&portal, &directory, &code).and_then(|registry| packs::text(&registry.pack));
    match text {
        Some(text) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response(),
        None => refusal(&portal, &visitor, &Code::NotFound.into(), PATH, choice),
    }
}
