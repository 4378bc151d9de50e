//! Which printed figures add up and which do not, and why: named rules, each of which says what it found.
//!
//! A rule holds a figure against its own parts, its own words, its period, or other figures of the set; it knows no figure, no
//! source and no indicator by name. What rules need to know of the world is data: the catalogue and `packs/figures/`. Every
//! comparison stays within a group and is bounded there ([`NEIGHBOURS_MAX`]), so that the time grows with the number of
//! figures, not with its square.

mod arithmetic;
mod average;
mod base;
mod change_reading;
mod daily;
mod groups;
mod known;
mod label;
mod later;
mod limits;
mod magnitude;
mod missing;
mod not_above;
mod parts;
mod period;
mod points;
mod population;
mod reading;
mod repeated;
mod rule;
mod say;
mod share;
mod shown;
mod sources;
mod span;
mod stock_flow;
mod undated;
mod words;
mod world;

use super::figure::Figure;
use super::finding::{Checked, Verdict};
use super::relations::Relations;
use super::sources::Sources;
use crate::pack::Pack;
use world::{Out, World};

pub use rule::{Rule, Words};

/// With how many figures of its group one is compared at most: the nearest in time. More would say the same again.
pub const NEIGHBOURS_MAX: usize = 8;

/// What rules know besides the figures.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What indicators say about one another.
    pub relations: &'a Relations,
    /// What indicators are: kinds, units, populations with their sizes.
    pub pack: &'a Pack,
    /// What documents are called, if that is known.
    pub sources: Option<&'a Sources>,
}

impl Context<'static> {
    /// The catalogue and relations that ship; no documents.
    pub fn built_in() -> Self {
        Self {
            relations: Relations::built_in(),
            pack: Pack::built_in(),
            sources: None,
        }
    }
}

/// What the rules say of each figure, in the order given. The order of the figures changes no finding.
pub fn check(figures: &[Figure], context: &Context<'_>) -> Vec<Checked> {
    let world = World::of(figures, context);
    let mut out = Out::of(figures.len());
    for (_, apply) in rule::ALL {
        apply(&world, &mut out);
    }
    let checked = figures.iter().zip(out.findings()).map(|(figure, findings)| Checked {
        id: figure.id.clone(),
        verdict: Verdict::of(&findings),
        findings,
    });
    checked.collect()
}

/// Every rule, in the order in which the page explains them.
pub fn rules() -> &'static [Rule] {
    &rule::RULES
}
