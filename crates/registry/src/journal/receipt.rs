//! What was read about somebody does not leave without a receipt of the usage journal: the compiler sees to it.
//!
//! The record store hands out [`Unsent`] values only. They open with a [`Receipt`], and only the journal makes those, or
//! for one of the few reasons of [`Unjournalled`], whose uses a test counts.

use super::Outcome;
use crate::model::field::FieldCode;
use crate::model::subject::Subject;

/// The entries about a question are durable.
#[derive(Debug)]
pub struct Receipt(());

impl Receipt {
    pub(super) const fn new() -> Self {
        Self(())
    }
}

/// Something read from the records that may not leave yet.
#[must_use]
pub struct Unsent<T>(T);

/// What is to be answered, and what the journal says about it.
pub struct Answer<T> {
    /// The answer itself.
    pub value: T,
    /// About whom it is.
    pub subjects: Vec<Subject>,
    /// The fields asked about or given.
    pub fields: Vec<FieldCode>,
    /// How the question ended.
    pub outcome: Outcome,
}

/// Why something is read without an entry in the usage journal. Each use is listed in `unjournalled.txt` beside the
/// tests, and the list may only shrink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unjournalled {
    /// The person themself reads the journal about them; the reading is what the right `person.usage` stands for.
    OwnUsage,
    /// It goes into a snapshot, sealed; whoever opens that is written down for everybody in it.
    Sealed,
}

impl<T> Unsent<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(value)
    }

    /// Turns it into something else that may not leave either.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Unsent<U> {
        Unsent(turn(self.0))
    }

    /// Two things that may not leave, together.
    pub fn and<U>(self, other: Unsent<U>) -> Unsent<(T, U)> {
        Unsent((self.0, other.0))
    }

    /// Takes it out for a reason that needs no entry.
    pub(crate) fn take(self, _why: Unjournalled) -> T {
        self.0
    }
}

impl<T> Unsent<Answer<T>> {
    /// What the journal is to say about it.
    pub(crate) fn about(&self) -> (&[Subject], &[FieldCode], Outcome) {
        (&self.0.subjects, &self.0.fields, self.0.outcome)
    }

    /// The answer, now that its entries are durable.
    pub fn release(self, _receipt: &Receipt) -> T {
        self.0.value
    }
}
