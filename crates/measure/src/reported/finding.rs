//! What a rule says of a figure, and the verdict that follows from all that they say.

use motlan_core::Name;
use serde::Serialize;

use super::figure::FigureId;

/// How heavy a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Worth knowing; never changes a verdict.
    Note,
    /// Parts are given and agree within the printed precision.
    Agrees,
    /// Agrees only if cut or loosely rounded.
    Loose,
    /// The words allow two readings with different numbers.
    Doubt,
    /// Its own parts, or another figure, make it impossible.
    Contradiction,
}

/// What a careful reader says of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Parts alone or a result alone, and no other figure contradicts it.
    NothingToCheck,
    /// Parts are given and agree within the printed precision after correct rounding.
    AddsUp,
    /// Agrees only if cut or loosely rounded.
    Rounding,
    /// Two readings with different numbers, or another figure contradicts one reading.
    Ambiguous,
    /// Impossible.
    DoesNotAddUp,
}

impl Verdict {
    /// Every verdict with its word in tables, the heaviest last.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::NothingToCheck, "nothing_to_check"),
        (Self::AddsUp, "adds_up"),
        (Self::Rounding, "rounding"),
        (Self::Ambiguous, "ambiguous"),
        (Self::DoesNotAddUp, "does_not_add_up"),
    ];

    /// The verdict of findings: that of the heaviest.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let verdicts = findings.into_iter().map(|finding| match finding.weight {
            Weight::Note => Self::NothingToCheck,
            Weight::Agrees => Self::AddsUp,
            Weight::Loose => Self::Rounding,
            Weight::Doubt => Self::Ambiguous,
            Weight::Contradiction => Self::DoesNotAddUp,
        });
        verdicts.max().unwrap_or(Self::NothingToCheck)
    }
}

/// What one rule found at one figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's code, as in `parts_and_total`; its name, explanation and reference stand in the list of rules.
    pub rule: &'static str,
    /// How heavy it is.
    pub weight: Weight,
    /// One or two plain sentences for a reader who knows nothing of rules.
    pub said: Name,
    /// The arithmetic written out, a line each, numbers as a reader of Vietnamese writes them: `40.128.773 ÷ 26 = 1.543.414,35`.
    pub arithmetic: Vec<String>,
    /// The figures that it was held against.
    pub others: Vec<FigureId>,
}

/// A figure's findings and verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The figure.
    pub id: FigureId,
    /// Its verdict.
    pub verdict: Verdict,
    /// What led to it, the heaviest first.
    pub findings: Vec<Finding>,
}
