//! From an indicator, a scope and a period to the dossiers that may belong to it, and the sum of their parts.

use motlan_core::{Day, MemberId};

use super::dossier::Dossier;
use super::logs::LogNumber;
use super::parts::{Part, Tally};
use super::{Basis, Ledger};
use crate::model::indicator::Counter;
use crate::model::observation::Scope;
use crate::model::period::Period;

impl Ledger {
    /// The members with a dossier received on any day, or with transactions for a counter of the exchange; in order.
    ///
    /// A day may lie ahead: what comes in on a day off is received on the next working day.
    pub fn members_of(&self, counter: Counter) -> Vec<MemberId> {
        let has = |log| {
            if counter.is_of_exchange() {
                self.transactions.keys().any(|(_, pair)| pair.0 == log || pair.1 == log)
            } else {
                let ever = (Basis::Received, log, Day::FIRST)..=(Basis::Received, log, Day::LAST);
                self.days.range(ever).next().is_some()
            }
        };
        let found = self.logs.list().into_iter().filter(|(_, log)| has(*log));
        found.map(|(member, _)| member.clone()).collect()
    }

    /// The counts of a figure.
    pub(super) fn tally(&self, counter: Counter, scope: &Scope, period: Period) -> Tally {
        let mut tally = Tally::new(counter.level_max());
        if counter.is_of_exchange() {
            let [matched, consumer_only, provider_only] = self.transactions_of(scope, period);
            tally.numerator = match counter {
                Counter::TransactionsUnmatched => consumer_only + provider_only,
                _ => matched,
            };
            tally.denominator = self.days_of(period);
        } else {
            self.each_part(counter, scope, period, &mut |_, part| tally.add(part));
        }
        tally
    }

    /// Hands out every part of a figure over dossiers, in no particular order.
    pub(super) fn each_part(
        &self,
        counter: Counter,
        scope: &Scope,
        period: Period,
        sink: &mut dyn FnMut(&Dossier, Part),
    ) {
        for log in self.logs_of(scope) {
            self.each_part_of(counter, log, period, sink);
        }
    }

    /// Hands out the parts that one log has in a figure.
    pub(super) fn each_part_of(
        &self,
        counter: Counter,
        log: LogNumber,
        period: Period,
        sink: &mut dyn FnMut(&Dossier, Part),
    ) {
        let Some(basis) = counter.basis() else { return };
        for (day, place) in self.listed(basis, log, days(counter, period)) {
            let dossier = &self.dossiers[place];
            self.parts((basis, day), &[counter], dossier, period, &mut |_, part| {
                sink(dossier, part);
            });
        }
    }

    /// How many days an average divides by: every day of the period, also one without a transaction, but of a period that
    /// is still open only those that evidence has reached.
    fn days_of(&self, period: Period) -> u64 {
        let reached = self.transactions.last_day().map(|last| last.min(period.last_day()));
        let known = reached.and_then(|last| Period::custom(period.first_day(), last).ok());
        known.unwrap_or(period).day_count()
    }

    /// The dossiers listed on the days from the first to the last.
    fn listed(&self, basis: Basis, log: LogNumber, (first, last): (Day, Day)) -> impl Iterator<Item = (Day, usize)> {
        let lists = self.days.range((basis, log, first)..=(basis, log, last));
        lists.flat_map(|((_, _, day), places)| places.iter().map(|place| (*day, *place)))
    }

    /// The logs of a scope, in order of their members.
    pub(super) fn logs_of(&self, scope: &Scope) -> Vec<LogNumber> {
        match scope {
            Scope::Country => self.logs.list().into_iter().map(|(_, log)| log).collect(),
            Scope::Member(member) => self.logs.find(member).into_iter().collect(),
        }
    }

    fn transactions_of(&self, scope: &Scope, period: Period) -> [u64; 3] {
        match scope {
            Scope::Country => self.transactions.sum(period, |_| true),
            Scope::Member(member) => match self.logs.find(member) {
                Some(log) => self.transactions.sum(period, |pair| pair.0 == log || pair.1 == log),
                None => [0; 3],
            },
        }
    }
}

/// The days whose lists must be read. What was carried over came before the period.
fn days(counter: Counter, period: Period) -> (Day, Day) {
    let first = period.first_day();
    match counter {
        // A range must not be reversed: before the first day of all there is nothing, and nothing is listed on LAST.
        Counter::CarriedOver if first == Day::FIRST => (Day::LAST, Day::LAST),
        Counter::CarriedOver => (Day::FIRST, Day::from_number(first.number() - 1)),
        _ => (first, period.last_day()),
    }
}
