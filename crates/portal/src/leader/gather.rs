//! Where the pages' facts come from on a running node: the ledger under one lock, the directory's names, the clock.
//!
//! One lock for a page: a figure and the entries behind it are of the same moment.

use std::sync::PoisonError;

use motlan_core::{Code, Failure};

use super::asked::Asked;
use super::facts::{DetailFacts, OverviewFacts, ScopeFacts};
use super::source::Source;
use crate::facts::Named;
use crate::portal::Portal;

/// The first page.
///
/// Errors: `not_found` on a node that has no figures.
pub(super) fn overview(portal: &Portal, asked: &Asked) -> Result<OverviewFacts, Failure> {
    with_source(portal, |source| Ok(source.overview(asked)))
}

/// The page of one figure.
///
/// Errors: `not_found` for a code that nothing computes, and on a node that has no figures.
pub(super) fn detail(portal: &Portal, code: &str, asked: &Asked) -> Result<DetailFacts, Failure> {
    with_source(portal, |source| source.detail(code, asked))
}

/// The page of one figure of one place.
///
/// Errors: `not_found` for a code that nothing computes, a place that nothing is known of, a page beyond the last, and on
/// a node that has no figures.
pub(super) fn place(portal: &Portal, code: &str, scope: &str, asked: &Asked) -> Result<ScopeFacts, Failure> {
    with_source(portal, |source| source.place(code, scope, asked))
}

fn with_source<T>(portal: &Portal, ask: impl FnOnce(&Source<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
    let ledger = portal.ledger.as_ref().ok_or(Code::NotFound)?;
    let directory = portal.gateway.directory().current();
    let frame = portal.frame_facts(&directory);
    let today = frame.at.hour().day();
    let ledger = ledger.read().unwrap_or_else(PoisonError::into_inner);
    ask(&Source {
        ledger: &ledger,
        frame,
        today,
        own: portal.gateway.id().member(),
        addresses: &portal.page_addresses,
        name: &|member| Named::of_member(&directory, member),
    })
}
