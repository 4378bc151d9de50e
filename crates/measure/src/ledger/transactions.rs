//! Transactions by day and pair of members, as settled between their logs.

use std::collections::BTreeMap;

use motlan_core::Day;

use super::logs::LogNumber;
use crate::model::period::Period;

/// Consumer and provider.
pub(super) type Pair = (LogNumber, LogNumber);

/// Matched, only the consumer's side, only the provider's side.
pub(super) type Counts = [u64; 3];

/// Counts of every day and pair. A hundred members that all ask each other make 10,000 rows a day, 560 KB.
#[derive(Clone, Debug, Default)]
pub(super) struct Transactions(BTreeMap<(Day, Pair), Counts>);

impl Transactions {
    pub(super) fn set(&mut self, day: Day, pair: Pair, counts: Counts) {
        self.0.insert((day, pair), counts);
    }

    /// The sum over a period, of the pairs that `is_wanted`. A transaction of a member with itself counts once.
    pub(super) fn sum(&self, period: Period, is_wanted: impl Fn(&Pair) -> bool) -> Counts {
        let mut sum = [0; 3];
        for (_, counts) in self.within(period).filter(|((_, pair), _)| is_wanted(pair)) {
            for (sum, count) in sum.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        sum
    }

    /// The days and pairs with counts.
    pub(super) fn keys(&self) -> impl Iterator<Item = &(Day, Pair)> {
        self.0.keys()
    }

    /// The last day with a transaction.
    pub(super) fn last_day(&self) -> Option<Day> {
        self.0.keys().next_back().map(|(day, _)| *day)
    }

    fn within(&self, period: Period) -> impl Iterator<Item = (&(Day, Pair), &Counts)> {
        let from = (period.first_day(), (LogNumber::LEAST, LogNumber::LEAST));
        let to = (period.last_day(), (LogNumber::MOST, LogNumber::MOST));
        self.0.range(from..=to)
    }
}
