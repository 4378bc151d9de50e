//! What a figure is made of: one part for each thing counted, and their sum.

use crate::model::observation::{EvidenceLevel, Side};

/// An entry that a figure rests on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Where it is counted; `None`: the figure rests on it without counting it.
    pub(super) side: Option<Side>,
    /// Its index in the log of its dossier.
    pub(super) index: u64,
    pub(super) level: EvidenceLevel,
}

/// Two counts and the lowest level of what they are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    pub(super) numerator: u64,
    pub(super) denominator: u64,
    pub(super) level: EvidenceLevel,
}

impl Tally {
    /// Nothing counted yet; `level` is the best that can come of it.
    pub(super) const fn new(level: EvidenceLevel) -> Self {
        Self {
            numerator: 0,
            denominator: 0,
            level,
        }
    }

    pub(super) fn add(&mut self, part: Part) {
        match part.side {
            Some(Side::Numerator) => self.numerator += 1,
            Some(Side::Denominator) => self.denominator += 1,
            None => {}
        }
        self.level = self.level.min(part.level);
    }

    /// Adds what another one counted.
    pub(super) fn merge(&mut self, other: &Self) {
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        self.level = self.level.min(other.level);
    }
}
