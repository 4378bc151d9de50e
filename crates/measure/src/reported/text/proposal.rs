//! A figure that a text seems to print, each part with the words it was read from, for a person to confirm or mend.

use std::ops::Range;

use motlan_core::Day;
use serde::Serialize;

use super::assumption::Assumption;
use crate::model::code::IndicatorCode;
use crate::reported::amount::Amount;
use crate::reported::figure::{Change, Figure, FigureId, Hedge, PrintedKind, SourceCode};

/// Something read, with the bytes of the words that say it; none if it was taken for granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said<T> {
    /// What was read.
    pub value: T,
    /// The bytes of its words in the text.
    pub words: Option<Range<usize>>,
}

impl<T> Said<T> {
    /// Something that is printed at these bytes.
    pub const fn printed(value: T, words: Range<usize>) -> Self {
        Self {
            value,
            words: Some(words),
        }
    }

    /// Something that was taken for granted.
    pub const fn assumed(value: T) -> Self {
        Self { value, words: None }
    }
}

/// The days that a figure speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// The first day; `None` for a level's date.
    pub first: Option<Day>,
    /// The last day, or the date of a level.
    pub last: Day,
    /// The words as printed.
    pub label: String,
}

/// A figure that a text seems to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The bytes of its number: both numbers of a fraction, unit word and percent sign with them.
    pub place: Range<usize>,
    /// The bytes of all its words: hedge, number, noun, the rate and the change beside it.
    pub printed: Range<usize>,
    /// The bytes of a short passage around it.
    pub passage: Range<usize>,
    /// What it speaks of, if the dictionary knows its words.
    pub indicator: Option<Said<IndicatorCode>>,
    /// Whom it speaks of, as `VN`, `ministries`, `G24`, `54`.
    pub scope: Said<String>,
    /// When it holds, if any words say so.
    pub period: Option<Said<Dates>>,
    /// What sort of number.
    pub kind: Said<PrintedKind>,
    /// The counted part, or the count itself.
    pub numerator: Option<Said<Amount>>,
    /// What it is divided by, or the total it is a part of.
    pub denominator: Option<Said<Amount>>,
    /// The number in `unit`; none for a fraction without its rate.
    pub value: Option<Said<Amount>>,
    /// What it is counted in.
    pub unit: Said<String>,
    /// The change printed beside it.
    pub change: Option<Said<Change>>,
    /// The word before the number.
    pub hedge: Hedge,
    /// A percent sign belongs to the number.
    pub is_percent: bool,
    /// What was taken for granted, each once.
    pub assumed: Vec<Assumption>,
}

/// A proposal lacks what a figure needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotConfirmed {
    /// Nobody has said what it speaks of.
    #[error("the proposal has no indicator yet")]
    NoIndicator,
    /// The text is not the one it was read from.
    #[error("the proposal's words are not in this text")]
    OtherText,
}

impl Proposal {
    /// The figure, once a person has confirmed the proposal: its row is `P1`, `P2`, … by `number`.
    ///
    /// # Errors
    /// [`NotConfirmed`] if the indicator is missing, or `text` is not the text that was read.
    pub fn into_figure(self, number: usize, source: &SourceCode, text: &str) -> Result<Figure, NotConfirmed> {
        let indicator = self.indicator.ok_or(NotConfirmed::NoIndicator)?;
        let printed = text.get(self.printed).ok_or(NotConfirmed::OtherText)?;
        let period = self.period.map(|period| period.value);
        Ok(Figure {
            id: FigureId(format!("P{number}")),
            source: source.clone(),
            indicator: indicator.value,
            scope: self.scope.value,
            period_start: period.as_ref().and_then(|period| period.first),
            period_end: period.as_ref().map(|period| period.last),
            period_label: period.map_or_else(String::new, |period| period.label),
            kind: self.kind.value,
            numerator: self.numerator.map(|said| said.value),
            denominator: self.denominator.map(|said| said.value),
            value: self.value.map(|said| said.value),
            unit: self.unit.value,
            change: self.change.map(|said| said.value),
            printed: printed.split_whitespace().collect::<Vec<_>>().join(" "),
            hedge: self.hedge,
        })
    }
}
