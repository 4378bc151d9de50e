//! What was read of a text, before and after a person looked at it. No language, no layout.

use motlan_core::Name;
use motlan_measure::reported::{Amount, Change, Hedge, PrintedKind};
use motlan_measure::{Day, IndicatorCode};

use super::mend::Wrong;
use super::typed::Typed;

/// What was read of one number.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Its place among the proposals, from 1.
    pub(super) number: usize,
    /// The passage before the number, the number, and what follows.
    pub(super) passage: [String; 3],
    pub(super) indicator: Option<IndicatorCode>,
    pub(super) scope: String,
    pub(super) period_start: Option<Day>,
    pub(super) period_end: Option<Day>,
    pub(super) period_label: String,
    pub(super) kind: PrintedKind,
    pub(super) numerator: Option<Amount>,
    pub(super) denominator: Option<Amount>,
    pub(super) value: Option<Amount>,
    pub(super) unit: String,
    pub(super) change: Option<Change>,
    pub(super) printed: String,
    pub(super) hedge: Hedge,
    /// What its words do not say.
    pub(super) assumed: Vec<Name>,
}

/// Digits that are no figure.
#[derive(Clone, Debug)]
pub(super) struct LeftOut {
    pub(super) words: String,
    pub(super) reason: Name,
}

/// The page's facts.
#[derive(Debug)]
pub(super) struct Facts {
    /// The text, which the next step reads again.
    pub(super) text: String,
    pub(super) drafts: Vec<Draft>,
    /// What was typed, where somebody sent the form; in the order of the drafts.
    pub(super) typed: Vec<Typed>,
    pub(super) left_out: Vec<LeftOut>,
    /// Numbers beyond those that a page shows.
    pub(super) beyond: usize,
    pub(super) is_beside: bool,
    /// What is wrong, by the number of the proposal.
    pub(super) errors: Vec<(usize, Wrong)>,
}
