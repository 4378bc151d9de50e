//! A figure by itself: its value and how well it is proven.

use super::Ledger;
use super::parts::Tally;
use crate::model::code::IndicatorCode;
use crate::model::indicator::Counter;
use crate::model::observation::{EvidenceLevel, Flag, Observation, Scope};
use crate::model::period::Period;
use crate::model::value::Value;
use crate::pack::Pack;

impl Ledger {
    /// The figure of an indicator, for somebody, for a period.
    pub fn observe(&self, indicator: &IndicatorCode, scope: &Scope, period: Period) -> Observation {
        let found = Pack::built_in().find(indicator);
        let mut observation = empty(indicator, scope, period);
        let Some(counter) = found.and_then(|found| found.computed_by) else {
            return observation;
        };
        self.fill(&mut observation, counter, self.tally(counter, scope, period));
        observation
    }

    /// Writes what was counted into an observation.
    pub(super) fn fill(&self, observation: &mut Observation, counter: Counter, tally: Tally) {
        observation.numerator = Some(tally.numerator);
        observation.level = tally.level;
        observation.value = Value::Count(tally.numerator);
        if counter.kind().is_fraction() {
            observation.denominator = Some(tally.denominator);
            observation.value = Value::fraction(tally.numerator, tally.denominator);
        }
        observation.flag = match observation.value {
            Value::Missing => Flag::NothingToCount,
            _ if self.today.is_some_and(|today| observation.period.last_day() >= today) => Flag::Provisional,
            _ => Flag::Normal,
        };
    }
}

/// An observation of which nothing is known yet but its population.
pub(super) fn empty(indicator: &IndicatorCode, scope: &Scope, period: Period) -> Observation {
    let pack = Pack::built_in();
    let found = pack.find(indicator);
    Observation {
        indicator: indicator.clone(),
        scope: scope.clone(),
        period,
        population: found.and_then(|found| pack.population_on(found, period.last_day())),
        numerator: None,
        denominator: None,
        value: Value::Missing,
        level: EvidenceLevel::Reported,
        flag: Flag::NotComputed,
    }
}
