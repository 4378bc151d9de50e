//! A figure by itself: its value, its days, and the entries behind it.

use super::Ledger;
use super::parts::Tally;
use crate::model::code::IndicatorCode;
use crate::model::day::Day;
use crate::model::indicator::Counter;
use crate::model::observation::{EntryRef, EvidenceLevel, Flag, Observation, Scope, Side};
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

    /// The figure of each day of a period, in order.
    pub fn trend(&self, indicator: &IndicatorCode, scope: &Scope, days: Period) -> Vec<(Day, Observation)> {
        let observe = |day| (day, self.observe(indicator, scope, Period::day(day)));
        days.days().map(observe).collect()
    }

    /// The entries behind one side of a figure, one for each thing counted, in order of member and index.
    ///
    /// Empty for transactions: of those the ledger holds counts. Their entries stand in the logs `exchange` of the two
    /// gateways, and `motlan audit` matches them.
    pub fn evidence(&self, indicator: &IndicatorCode, scope: &Scope, period: Period, side: Side) -> Vec<EntryRef> {
        let counter = Pack::built_in().find(indicator).and_then(|found| found.computed_by);
        let mut entries = Vec::new();
        if let Some(counter) = counter {
            self.each_part(counter, scope, period, &mut |dossier, part| {
                if part.side == Some(side) {
                    entries.push(EntryRef {
                        member: self.logs.member(dossier.key.log).clone(),
                        index: part.index,
                        dossier: Some(dossier.key.dossier),
                    });
                }
            });
        }
        entries.sort();
        entries
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
