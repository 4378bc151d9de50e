//! Every count of every period in one pass over the dossiers, for the table of all figures.
//!
//! A dossier is looked at once for each reason to be listed, not once for each figure. What was open when a period began
//! is the sum of what came before and what went before.

use std::collections::{BTreeMap, BTreeSet};

use motlan_core::Day;

use super::dossier::status;
use super::logs::LogNumber;
use super::parts::Tally;
use super::{Basis, Ledger};
use crate::model::indicator::Counter;
use crate::model::observation::EvidenceLevel;
use crate::model::period::{Grain, Period};

/// A log, or none for the whole country.
type Whose = Option<LogNumber>;

/// By how much the dossiers open on the morning of a day are more than on the day before; of them those one-sided.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    open: i64,
    one_sided: i64,
}

/// Counts by period.
#[derive(Debug, Default)]
pub(super) struct Sums {
    tallies: BTreeMap<(Counter, Whose, Period), Tally>,
    changes: BTreeMap<Whose, BTreeMap<Day, Change>>,
    of_cases: BTreeMap<Whose, BTreeSet<Period>>,
    of_exchange: BTreeMap<Whose, BTreeSet<Period>>,
}

impl Sums {
    /// The counts of a ledger, by periods of this length.
    pub(super) fn of(ledger: &Ledger, grain: Grain) -> Self {
        let mut sums = Self::default();
        for ((basis, log, day), places) in &ledger.days {
            let period = Period::of(grain, *day);
            sums.add_list(ledger, (*basis, *log, *day), places, period);
            for whose in [None, Some(*log)] {
                sums.of_cases.entry(whose).or_default().insert(period);
            }
        }
        for (day, pair) in ledger.transactions.keys() {
            for whose in [None, Some(pair.0), Some(pair.1)] {
                let periods = sums.of_exchange.entry(whose).or_default();
                periods.insert(Period::of(grain, *day));
            }
        }
        sums
    }

    /// The periods in which this counter has something to say.
    pub(super) fn periods(&self, counter: Counter, whose: Whose) -> impl Iterator<Item = Period> {
        let periods = if counter.is_of_exchange() {
            &self.of_exchange
        } else {
            &self.of_cases
        };
        periods.get(&whose).into_iter().flatten().copied()
    }

    /// What a counter over dossiers counts.
    pub(super) fn tally(&self, counter: Counter, whose: Whose, period: Period) -> Tally {
        if counter == Counter::CarriedOver {
            return self.open(whose, period.first_day());
        }
        let found = self.tallies.get(&(counter, whose, period)).copied();
        found.unwrap_or(Tally::new(counter.level_max()))
    }

    fn add_list(&mut self, ledger: &Ledger, list: (Basis, LogNumber, Day), places: &[usize], period: Period) {
        let (basis, log, day) = list;
        let counters = counters(basis);
        let mut tallies: Vec<Tally> = counters.iter().map(|it| Tally::new(it.level_max())).collect();
        for place in places {
            let dossier = &ledger.dossiers[*place];
            ledger.parts((basis, day), &counters, dossier, period, &mut |counter, part| {
                if let Some(at) = counters.iter().position(|it| *it == counter) {
                    tallies[at].add(part);
                }
            });
            if basis == Basis::Received {
                let base = ledger.base(dossier, status::RECEIVED, |held| held.received() == Some(day));
                if let Some(base) = base {
                    self.add_open(log, day, dossier.end_day(), base.level);
                }
            }
        }
        for (counter, tally) in counters.iter().zip(&tallies) {
            for whose in [None, Some(log)] {
                let sum = self.tallies.entry((*counter, whose, period));
                sum.or_insert(Tally::new(counter.level_max())).merge(tally);
            }
        }
    }

    /// A dossier is open on the mornings after its receipt, up to that of its last day.
    fn add_open(&mut self, log: LogNumber, received: Day, end: Option<Day>, level: EvidenceLevel) {
        let one_sided = i64::from(level < EvidenceLevel::Proven);
        for whose in [None, Some(log)] {
            let changes = self.changes.entry(whose).or_default();
            let mut add = |day: Day, sign: i64| {
                let change = changes.entry(Day::from_number(day.number() + 1)).or_default();
                change.open += sign;
                change.one_sided += sign * one_sided;
            };
            add(received, 1);
            if let Some(end) = end {
                // One that ended before it was received was never open.
                add(end.max(received), -1);
            }
        }
    }

    fn open(&self, whose: Whose, morning: Day) -> Tally {
        let changes = self
            .changes
            .get(&whose)
            .into_iter()
            .flat_map(|days| days.range(..=morning));
        let mut sum = Change::default();
        for (_, change) in changes {
            sum.open += change.open;
            sum.one_sided += change.one_sided;
        }
        let mut tally = Tally::new(Counter::CarriedOver.level_max());
        tally.numerator = u64::try_from(sum.open).unwrap_or(0);
        if sum.one_sided > 0 {
            tally.level = EvidenceLevel::OneSided;
        }
        tally
    }
}

/// The counters that can be summed over the days on which dossiers are listed for this reason.
fn counters(basis: Basis) -> Vec<Counter> {
    let is_summed = |counter: &Counter| counter.basis() == Some(basis) && *counter != Counter::CarriedOver;
    Counter::ALL.into_iter().filter(is_summed).collect()
}
