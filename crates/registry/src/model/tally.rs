//! What became of many records: how many of each kind, and which reasons keep how many out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::field::FieldCode;
use crate::model::refusal::{Refusal, RefusalCode, Remedy};

/// Reasons that are told apart: a pack of 100 fields has some 1,000. Beyond them a reason is counted under its code alone.
const REASONS_MAX: usize = 1_000;

/// Totals of a bulk sync. Added, changed, unchanged, superseded and rejected are together the records read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Records that were not there.
    pub added: u64,
    /// Records that have a new version.
    pub changed: u64,
    /// Records that were so already.
    pub unchanged: u64,
    /// Records that have another version than their sender believed.
    pub superseded: u64,
    /// Records that were refused.
    pub rejected: u64,
    /// Why, in the order in which they were first met.
    reasons: Vec<Reason>,
}

/// One reason, of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What is wrong.
    pub code: RefusalCode,
    /// With which field.
    pub field: Option<FieldCode>,
    /// Records that this reason alone keeps out: its remedy makes them acceptable.
    pub fixes_alone: u64,
    /// Records that it is among the reasons of.
    pub appears_in: u64,
    /// What makes it right.
    pub remedy: Remedy,
}

impl Tally {
    /// How many records there are in all.
    pub const fn records(&self) -> u64 {
        self.added + self.changed + self.unchanged + self.superseded + self.rejected
    }

    /// Counts a record that was refused.
    pub(crate) fn reject(&mut self, refusals: &[Refusal]) {
        self.rejected += 1;
        let kinds: BTreeMap<_, _> = refusals
            .iter()
            .map(|refusal| ((refusal.code, refusal.field.as_ref()), refusal))
            .collect();
        for refusal in kinds.values() {
            let reason = self.reason(refusal);
            reason.fixes_alone += u64::from(kinds.len() == 1);
            reason.appears_in += 1;
        }
    }

    fn reason(&mut self, refusal: &Refusal) -> &mut Reason {
        let find = |reasons: &[Reason], field: Option<&FieldCode>| {
            let is_it = |reason: &Reason| reason.code == refusal.code && reason.field.as_ref() == field;
            reasons.iter().position(is_it)
        };
        let field = refusal.field.as_ref();
        let field = field.filter(|_| self.reasons.len() < REASONS_MAX || find(&self.reasons, field).is_some());
        let place = find(&self.reasons, field).unwrap_or_else(|| {
            self.reasons.push(Reason {
                code: refusal.code,
                field: field.cloned(),
                fixes_alone: 0,
                appears_in: 0,
                remedy: refusal.remedy.clone(),
            });
            self.reasons.len() - 1
        });
        &mut self.reasons[place]
    }

    /// The reasons, first the one whose remedy alone makes the most records acceptable.
    pub fn reasons(&self) -> Vec<&Reason> {
        let mut reasons: Vec<&Reason> = self.reasons.iter().collect();
        reasons.sort_by(|one, other| {
            let size = |reason: &Reason| (reason.fixes_alone, reason.appears_in);
            let name = |reason: &Reason| (reason.code, reason.field.clone());
            size(other).cmp(&size(one)).then_with(|| name(one).cmp(&name(other)))
        });
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(field: &str) -> Refusal {
        Refusal::incomplete(field.parse().unwrap())
    }

    #[test]
    fn a_record_with_two_reasons_is_fixed_by_neither_alone() {
        let mut tally = Tally::default();
        tally.reject(&[refusal("a")]);
        tally.reject(&[refusal("b"), refusal("a")]);
        tally.reject(&[refusal("b"), refusal("c")]);
        tally.reject(&[refusal("b")]);
        tally.reject(&[refusal("b")]);
        let reasons: Vec<_> = tally
            .reasons()
            .into_iter()
            .map(|reason| {
                (
                    reason.field.as_ref().unwrap().as_str(),
                    reason.fixes_alone,
                    reason.appears_in,
                )
            })
            .collect();
        assert_eq!(reasons, [("b", 2, 4), ("a", 1, 2), ("c", 0, 1)]);
        assert_eq!((tally.rejected, tally.records()), (5, 5));
    }
}
