//! What the pages of figures say, as plain facts: observations, places, entries. No language, no layout.

use std::collections::BTreeMap;

use motlan_core::{MemberId, Name};
use motlan_evidence::case::Pseudonym;
use motlan_measure::model::indicator::Counter;
use motlan_measure::{Day, Indicator, Observation, Period, Side};

use crate::facts::{FrameFacts, Named};

/// A figure as it was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The observation.
    pub(super) observation: Observation,
    /// Whether it says anything. A count of nothing, where nothing came in, is no zero.
    pub(super) is_known: bool,
}

/// A figure with what it is a figure of, and the one of the period before.
#[derive(Clone, Debug)]
pub(super) struct FigureFacts {
    /// Of which indicator.
    pub(super) indicator: &'static Indicator,
    /// What computes it.
    pub(super) counter: Counter,
    /// The figure.
    pub(super) found: Found,
    /// The same for the period before.
    pub(super) before: Found,
}

/// The period and the day on which the page was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SpanFacts {
    /// The period that the figures speak of.
    pub(super) period: Period,
    /// Today.
    pub(super) today: Day,
}

/// How many provinces have figures, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// Names of the provinces with dossiers in their logs.
    pub(super) provinces: Vec<Named>,
    /// Other agencies with dossiers in their logs.
    pub(super) agencies: Vec<Named>,
    /// All provinces and who is counted as one; none where the pack knows no version for the day.
    pub(super) population: Option<(u64, Name)>,
}

/// The figure of a place.
#[derive(Clone, Debug)]
pub(super) struct PlaceFacts {
    /// The place.
    pub(super) place: Named,
    /// Its figure.
    pub(super) found: Found,
}

/// A figure on each of the last days.
pub(super) type Trend = Vec<(Day, Found)>;

/// The first page.
#[derive(Clone, Debug)]
pub(super) struct OverviewFacts {
    pub(super) frame: FrameFacts,
    pub(super) span: SpanFacts,
    pub(super) reach: Reach,
    /// The six figures of which the page speaks, and the papers.
    pub(super) chosen: Vec<FigureFacts>,
    /// All others that are computed.
    pub(super) others: Vec<FigureFacts>,
    /// Reuse and prefill, day by day.
    pub(super) trends: Vec<(&'static Indicator, Trend)>,
}

/// The page of one figure.
#[derive(Clone, Debug)]
pub(super) struct DetailFacts {
    pub(super) frame: FrameFacts,
    pub(super) span: SpanFacts,
    pub(super) reach: Reach,
    pub(super) figure: FigureFacts,
    pub(super) trend: Trend,
    /// The places, the highest value first; those without a figure last.
    pub(super) places: Vec<PlaceFacts>,
}

/// An entry behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EntryFacts {
    /// Whose log.
    pub(super) member: MemberId,
    /// Its index.
    pub(super) index: u64,
    /// The dossier.
    pub(super) dossier: Option<Pseudonym>,
}

/// What stands behind a figure.
#[derive(Clone, Debug)]
pub(super) enum Evidence {
    /// Entries of logs `casework`: one page of them, and how many there are.
    Entries { rows: Vec<EntryFacts>, count: u64 },
    /// Transactions, day by day: their entries stand in the logs of both gateways.
    Days(Vec<(Day, u64)>),
}

/// The page of one figure of one place.
#[derive(Clone, Debug)]
pub(super) struct ScopeFacts {
    pub(super) frame: FrameFacts,
    pub(super) span: SpanFacts,
    pub(super) reach: Reach,
    pub(super) figure: FigureFacts,
    /// The place; none for all of them.
    pub(super) place: Option<Named>,
    /// What its address ends with.
    pub(super) code: String,
    pub(super) side: Side,
    /// The page of the list, from 1.
    pub(super) page: usize,
    pub(super) evidence: Evidence,
    /// Members whose logs are listed.
    pub(super) names: BTreeMap<MemberId, Named>,
    /// Base addresses of their pages; empty for this node's own.
    pub(super) pages: BTreeMap<MemberId, String>,
}
