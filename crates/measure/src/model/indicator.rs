//! An indicator as the catalogue declares it: kind, unit, the two counted sets, population, rounding, period, source.
//!
//! What computes it is one of the built-in counters, or nothing yet; then its figures are *reported* ones only.

use motlan_core::Name;
use serde::{Deserialize, Serialize};

use crate::model::code::IndicatorCode;
use crate::model::population::PopulationCode;
use crate::model::value::Rounding;

/// What sort of number it is. A stock must not be printed as a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A level at the end of a day.
    Stock,
    /// A sum over a period.
    Flow,
    /// A part of a whole, numerator and denominator of one sort.
    Ratio,
    /// A sum divided by something of another sort, as per day.
    Average,
    /// A change of a percentage, in percentage points.
    ChangePoints,
    /// A change relative to an earlier level, in percent of it.
    ChangePercent,
    /// How many times an earlier level.
    Multiple,
}

impl Kind {
    /// Whether it needs a denominator.
    pub const fn is_fraction(self) -> bool {
        !matches!(self, Self::Stock | Self::Flow)
    }
}

/// What decides whether something belongs to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodRule {
    /// The level at the end of the period's last day.
    AtEnd,
    /// The level at the beginning of the period's first day.
    AtStart,
    /// The day on which it happened.
    Happened,
    /// The day on which the dossier was received.
    Received,
    /// The day on which the dossier was finished.
    Ended,
}

/// What computes an indicator from evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counter {
    /// Dossiers received.
    Received,
    /// Dossiers received earlier and not ended before the period.
    CarriedOver,
    /// Dossiers finished.
    Finished,
    /// Of the received, those that came in online.
    Online,
    /// Of the received, those with a reused component.
    Reuse,
    /// Of the received, those with a component that a registry filled.
    Prefill,
    /// Of the received, those with something digitised or electronic.
    Digitised,
    /// Papers that applicants of the received dossiers did not have to hand in.
    PapersNotAsked,
    /// Of the finished, those that ended by their due day.
    OnTime,
    /// Of the finished, those with an electronic result.
    ElectronicResult,
    /// Of the changes of status, those that the national portal holds alike.
    StatusSynced,
    /// Changes of status that the national portal does not hold, or holds otherwise.
    StatusDifferences,
    /// Transactions that both gateways' logs hold.
    Transactions,
    /// The same, per day.
    TransactionsPerDay,
    /// Transactions that only one side's log holds.
    TransactionsUnmatched,
}

impl Counter {
    /// Every counter.
    pub const ALL: [Self; 15] = [
        Self::Received,
        Self::CarriedOver,
        Self::Finished,
        Self::Online,
        Self::Reuse,
        Self::Prefill,
        Self::Digitised,
        Self::PapersNotAsked,
        Self::OnTime,
        Self::ElectronicResult,
        Self::StatusSynced,
        Self::StatusDifferences,
        Self::Transactions,
        Self::TransactionsPerDay,
        Self::TransactionsUnmatched,
    ];

    /// The kind of figure that it gives.
    pub const fn kind(self) -> Kind {
        match self {
            Self::CarriedOver => Kind::Stock,
            Self::Received
            | Self::Finished
            | Self::PapersNotAsked
            | Self::StatusDifferences
            | Self::Transactions
            | Self::TransactionsUnmatched => Kind::Flow,
            Self::TransactionsPerDay => Kind::Average,
            Self::Online
            | Self::Reuse
            | Self::Prefill
            | Self::Digitised
            | Self::OnTime
            | Self::ElectronicResult
            | Self::StatusSynced => Kind::Ratio,
        }
    }

    /// Whether it counts transactions between gateways, not dossiers.
    pub const fn is_of_exchange(self) -> bool {
        matches!(
            self,
            Self::Transactions | Self::TransactionsPerDay | Self::TransactionsUnmatched
        )
    }
}

/// The code of a unit, as in `percent`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitCode(pub(crate) String);

impl UnitCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a figure is counted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its code.
    pub code: UnitCode,
    /// Its names, as they stand behind a number.
    pub name: Name,
    /// What a fraction is multiplied with to be shown in this unit: 100 for a percentage, else 1.
    pub factor: u32,
}

/// How an indicator follows from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// A printed part of the other one's total.
    PartOf,
    /// The target that the other one is held against.
    TargetOf,
    /// The change of the other one on an earlier period.
    ChangeOf,
}

/// Points that a scoring decision gives for an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// The scheme, as in `766` or `dti_province`.
    pub scheme: String,
    /// The most points.
    pub most: u32,
    /// The percentage from which all of them are given; `None`: in proportion, up to 100 percent.
    pub full_from_percent: Option<u32>,
    /// Whether the official text was found; otherwise it is as one public code base counts.
    pub is_official: bool,
}

/// One indicator of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Its code; never reused.
    pub code: IndicatorCode,
    /// Its names.
    pub name: Name,
    /// What sort of number it is.
    pub kind: Kind,
    /// What it is counted in.
    pub unit: UnitCode,
    /// What is counted, or counted above the line.
    pub numerator: Name,
    /// What is counted below the line; fractions only.
    pub denominator: Option<Name>,
    /// What it ranges over; the first is what a computed figure of the country ranges over.
    pub populations: Vec<PopulationCode>,
    /// How it is shown.
    pub rounding: Rounding,
    /// What belongs to a period.
    pub period: PeriodRule,
    /// Decree, decision or document that it comes from.
    pub source: String,
    /// What computes it.
    pub computed_by: Option<Counter>,
    /// What it follows from.
    pub relation: Option<(Relation, IndicatorCode)>,
    /// Points of scoring decisions.
    pub points: Vec<Points>,
}
