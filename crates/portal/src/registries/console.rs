//! `/van-hanh/co-so-du-lieu`: how the registries of this node are, for its operators: what does not answer first.

mod view;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use motlan_core::{Code, Failure};
use motlan_registry::Pack;
use motlan_registry::service::{OpenCorrection, Standing};

use super::CONSOLE_PATH;
use super::count::Counted;
use crate::facts::FrameFacts;
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Visitor, page, refusal};

/// What the page is made from.
struct ConsoleFacts {
    frame: FrameFacts,
    registries: Vec<StandingFacts>,
}

/// One registry.
struct StandingFacts {
    pack: Arc<Pack>,
    /// The last count; none before the first is made.
    count: Option<Counted>,
    standing: Standing,
    /// Subscribers that wait for the next change.
    waiting: usize,
    /// Requests to correct something that wait for the owner, the oldest first: the first page of them.
    corrections: Vec<OpenCorrection>,
}

pub(super) async fn show(State(portal): State<Portal>, visitor: Visitor, choice: Choice) -> Response {
    match gather(&portal).await {
        Ok(facts) => page(StatusCode::OK, choice, view::render(&facts, &visitor, choice)),
        Err(failure) => refusal(&portal, &visitor, &failure, CONSOLE_PATH, choice),
    }
}

async fn gather(portal: &Portal) -> Result<ConsoleFacts, Failure> {
    let now = portal.gateway.now();
    let mut registries = Vec::new();
    for registry in portal.registries.list() {
        let standing = registry.standing().await.map_err(|error| {
            tracing::error!(registry = %registry.pack().code, %error, "a registry's standing cannot be read");
            Failure::from(Code::InternalError)
        })?;
        // While a bulk load runs, its rows are no records yet.
        let count = if standing.is_loading {
            None
        } else {
            portal.registries.counts.of(registry, now).await
        };
        let corrections = registry.corrections(None).await.map_err(|error| {
            tracing::error!(registry = %registry.pack().code, %error, "requests to correct cannot be listed");
            Failure::from(Code::InternalError)
        })?;
        registries.push(StandingFacts {
            waiting: registry.waiting(),
            corrections,
            pack: Arc::new(registry.pack().clone()),
            count,
            standing,
        });
    }
    Ok(ConsoleFacts {
        frame: portal.frame_facts(&portal.gateway.directory().current()),
        registries,
    })
}
