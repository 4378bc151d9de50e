//! Transactions summed by pairs of members. The book and the audit count by service; figures of the exchange are of members.

use std::collections::BTreeMap;

use motlan_core::MemberId;
use motlan_exchange::directory::{Directory, Subject};
use motlan_measure::{Day, Ledger};

/// The counts of one day, service, consumer and provider; the service no longer matters.
pub(crate) struct Line {
    pub(crate) day: Day,
    /// Directory index.
    pub(crate) consumer: u32,
    /// Directory index.
    pub(crate) provider: u32,
    /// Matched, only at the consumer, only at the provider.
    pub(crate) counts: [u64; 3],
}

/// The sums of a day and pair.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    sums: BTreeMap<(Day, MemberId, MemberId), [u64; 3]>,
    /// Consumers and providers whose members the directory does not name: their transactions are in no sum.
    pub(crate) nameless: Vec<(u32, u32)>,
}

impl Pairs {
    /// Adds up lines.
    pub(crate) fn of(lines: impl IntoIterator<Item = Line>, directory: &Directory) -> Self {
        let member = |index| directory.subject(index).and_then(Subject::member).cloned();
        let mut pairs = Self::default();
        for line in lines {
            let (Some(consumer), Some(provider)) = (member(line.consumer), member(line.provider)) else {
                pairs.nameless.push((line.consumer, line.provider));
                continue;
            };
            let sums = pairs.sums.entry((line.day, consumer, provider)).or_default();
            for (sum, count) in sums.iter_mut().zip(line.counts) {
                *sum += count;
            }
        }
        pairs
    }

    /// Tells the ledger; what it knew of the same days and pairs is replaced.
    pub(crate) fn enter(&self, ledger: &mut Ledger) {
        for ((day, consumer, provider), [matched, consumer_only, provider_only]) in &self.sums {
            ledger.take_transactions(*day, consumer, provider, *matched, *consumer_only, *provider_only);
        }
    }
}
