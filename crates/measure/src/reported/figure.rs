//! One figure as it was printed, whatever read it: a table of rows or a text whose findings a person confirmed.

use std::fmt;
use std::str::FromStr;

use motlan_core::Day;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use crate::model::code::IndicatorCode;

/// What a row is called in its table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FigureId(pub String);

/// The document in which a figure stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceCode(pub String);

impl fmt::Display for FigureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SourceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is none of the words of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a word of this column")]
pub struct WordError;

/// What sort of number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintedKind {
    /// A level at a date.
    Stock,
    /// A sum over a period.
    Flow,
    /// A part of a whole; `value` in percent where it is printed.
    Ratio,
    /// A sum divided by days.
    Average,
    /// A relative change in percent of `denominator`, the earlier level.
    DeltaPercent,
    /// How many times an earlier level.
    Multiple,
    /// A part of a printed total, which is its `denominator`.
    Part,
    /// A level to be reached.
    Target,
}

impl PrintedKind {
    /// Every kind with its word in tables.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Stock, "stock"),
        (Self::Flow, "flow"),
        (Self::Ratio, "ratio"),
        (Self::Average, "average"),
        (Self::DeltaPercent, "delta_percent"),
        (Self::Multiple, "multiple"),
        (Self::Part, "part"),
        (Self::Target, "target"),
    ];

    /// Its word in tables.
    pub fn as_word(self) -> &'static str {
        let word = Self::ALL.into_iter().find(|(kind, _)| *kind == self);
        word.map_or("", |(_, word)| word)
    }
}

impl FromStr for PrintedKind {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let of_word = Self::ALL.into_iter().find(|(_, word)| *word == text);
        of_word.map(|(kind, _)| kind).ok_or(WordError)
    }
}

/// The word before a number that widens it to one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hedge {
    /// No such word.
    #[default]
    Exact,
    /// khoảng: does not widen the printed precision.
    About,
    /// gần: the true value may lie up to 5 % below.
    Nearly,
    /// hơn, trên: the true value may lie up to 5 % above.
    MoreThan,
}

impl Hedge {
    /// Every hedge with its word in tables.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Exact, "exact"),
        (Self::About, "about"),
        (Self::Nearly, "nearly"),
        (Self::MoreThan, "more_than"),
    ];
}

impl FromStr for Hedge {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let of_word = Self::ALL.into_iter().find(|(_, word)| *word == text);
        of_word.map(|(hedge, _)| hedge).ok_or(WordError)
    }
}

/// The change printed beside a figure, as "tăng 22,14%".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// How much, negative for a fall.
    pub by: Amount,
    /// Its unit as the table says it: `percent as printed` where points or percent is not said, else a unit.
    pub unit: String,
    /// Its hedge.
    pub hedge: Hedge,
}

/// One figure as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Its row.
    pub id: FigureId,
    /// Its document.
    pub source: SourceCode,
    /// What it speaks of; need not stand in the catalogue.
    pub indicator: IndicatorCode,
    /// Whom it speaks of, as `VN`, `ministries`, `G24`.
    pub scope: String,
    /// The first day, if one is printed.
    pub period_start: Option<Day>,
    /// The last day, or the date of a level, if one is printed.
    pub period_end: Option<Day>,
    /// The period in the document's own words, if they are kept.
    pub period_label: String,
    /// What sort of number.
    pub kind: PrintedKind,
    /// The counted part, or the count itself.
    pub numerator: Option<Amount>,
    /// What it is divided by, or the total it is a part of.
    pub denominator: Option<Amount>,
    /// The number printed, in `unit`.
    pub value: Option<Amount>,
    /// What it is counted in.
    pub unit: String,
    /// The change printed beside it.
    pub change: Option<Change>,
    /// The printed words, quoted only as short as needed.
    pub printed: String,
    /// The word before the number.
    pub hedge: Hedge,
}
