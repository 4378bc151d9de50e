//! Matches consumers' and providers' entries and counts them by day, service, consumer and provider.
//!
//! Each entry is kept as 40 bytes, so 60 million of them (30 million transactions) take 2.4 GB; then they are sorted
//! once. Two entries agree if they have the same fingerprint: SHA-256, cut to 128 bits, of everything but version, kind
//! and role. Making two different entries agree takes 2^64 hashes, and gains only what lying on both sides gains.

use std::collections::HashMap;
use std::fmt;

use motlan_core::{Day, Hour};
use serde::Serialize;

use super::Finding;
use crate::entry::Entry;
use crate::tree::Hash;

/// Counts of one day, service, consumer and provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The day.
    pub day: Day,
    /// Directory index of the service.
    pub service: u32,
    /// Directory index of the consumer.
    pub consumer: u32,
    /// Directory index of the provider.
    pub provider: u32,
    /// Transactions that both sides have, and agree on.
    pub matched: u64,
    /// Entries that only the consumer's side has.
    pub consumer_only: u64,
    /// Entries that only the provider's side has.
    pub provider_only: u64,
}

impl Row {
    /// The first line of the table.
    pub const HEADER: &str = "day,service,consumer,provider,matched,consumer_only,provider_only";
}

/// One line of the table.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, service, consumer, provider) = (&self.day, self.service, self.consumer, self.provider);
        write!(f, "{day},{service},{consumer},{provider}")?;
        write!(f, ",{},{},{}", self.matched, self.consumer_only, self.provider_only)
    }
}

/// Day number, service, consumer, provider.
type Group = [u32; 4];

#[derive(Clone, Copy, Default)]
struct Counts {
    matched: u64,
    consumer_only: u64,
    provider_only: u64,
}

/// One entry. The order of the fields is the order of sorting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    /// The first 128 bits of the id commitment.
    id: [u64; 2],
    fingerprint: [u64; 2],
    group: u32,
    is_provider: bool,
}

/// The entries of all logs.
#[derive(Default)]
pub(super) struct Pairs {
    sides: Vec<Side>,
    groups: Vec<Group>,
    numbers: HashMap<Group, u32>,
}

impl Pairs {
    /// Adds a valid exchange entry.
    pub(super) fn add(&mut self, entry: &[u8]) {
        let day = Hour(number(entry, 4)).day().number();
        let group = self.group([day, number(entry, 8), number(entry, 12), number(entry, 16)]);
        self.sides.push(Side {
            id: [long(entry, 32), long(entry, 40)],
            fingerprint: fingerprint_of(entry),
            group,
            is_provider: entry[2] == 2,
        });
    }

    fn group(&mut self, group: Group) -> u32 {
        *self.numbers.entry(group).or_insert_with(|| {
            self.groups.push(group);
            // There are at most as many groups as entries, and 2^32 entries would need 170 GB here.
            u32::try_from(self.groups.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// Where the entries end now.
    pub(super) fn mark(&self) -> usize {
        self.sides.len()
    }

    /// Forgets the entries since a mark.
    pub(super) fn take_back(&mut self, mark: usize) {
        self.sides.truncate(mark);
    }

    /// Matches everything; the rows are sorted.
    pub(super) fn finish(mut self, finding: &mut dyn FnMut(Finding)) -> Vec<Row> {
        self.sides.sort_unstable();
        let mut counts = vec![Counts::default(); self.groups.len()];
        for same_id in self.sides.chunk_by(|left, right| left.id == right.id) {
            count(same_id, &mut counts, finding);
        }
        let mut rows: Vec<_> = self.groups.into_iter().zip(counts).collect();
        rows.sort_unstable_by_key(|(group, _)| *group);
        rows.into_iter()
            .filter(|(_, counts)| counts.matched + counts.consumer_only + counts.provider_only > 0)
            .map(|(group, counts)| row(group, counts))
            .collect()
    }
}

/// What the two entries of a transaction have in common, in 128 bits: equal if everything but the role is.
///
/// Where an id has several pairs that agree, the pair of the least fingerprint is the one that counts.
pub fn fingerprint(entry: &Entry) -> [u64; 2] {
    fingerprint_of(&entry.to_bytes())
}

fn fingerprint_of(entry: &[u8]) -> [u64; 2] {
    let mut agreed = [0; 113];
    agreed[..17].copy_from_slice(&entry[3..20]);
    agreed[17..].copy_from_slice(&entry[32..128]);
    let hash = Hash::of(&agreed).0;
    [long(&hash, 0), long(&hash, 8)]
}

/// The rows that an audit would give for these entries of `exchange` logs, in whatever order.
pub fn rows(entries: &[Entry]) -> Vec<Row> {
    let mut pairs = Pairs::default();
    for entry in entries {
        pairs.add(&entry.to_bytes());
    }
    pairs.finish(&mut |_| {})
}

/// Counts the entries of one id: at most one match, the rest one-sided.
fn count(same_id: &[Side], counts: &mut [Counts], finding: &mut dyn FnMut(Finding)) {
    let matched = same_id
        .windows(2)
        .position(|pair| pair[0].fingerprint == pair[1].fingerprint && pair[0].is_provider != pair[1].is_provider);
    for (place, side) in same_id.iter().enumerate() {
        let counts = &mut counts[side.group as usize];
        if matched == Some(place) {
            counts.matched += 1;
        } else if place > 0 && matched == Some(place - 1) {
            // The other half of the match.
        } else if side.is_provider {
            counts.provider_only += 1;
        } else {
            counts.consumer_only += 1;
        }
    }
    let providers = same_id.iter().filter(|side| side.is_provider).count();
    let consumers = same_id.len() - providers;
    if matched.is_none() && providers > 0 && consumers > 0 {
        finding(Finding::Disagreement { id: id(same_id) });
    }
    if providers > 1 || consumers > 1 {
        finding(Finding::Repeated { id: id(same_id) });
    }
}

fn id(same_id: &[Side]) -> String {
    same_id.first().map_or_else(String::new, |side| {
        let [high, low] = side.id;
        format!("{high:016x}{low:016x}")
    })
}

fn row([day, service, consumer, provider]: Group, counts: Counts) -> Row {
    let Counts {
        matched,
        consumer_only,
        provider_only,
    } = counts;
    Row {
        day: Day::from_number(day),
        service,
        consumer,
        provider,
        matched,
        consumer_only,
        provider_only,
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn long(bytes: &[u8], at: usize) -> u64 {
    u64::from(number(bytes, at)) << 32 | u64::from(number(bytes, at + 4))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::tests::entry;
    use crate::entry::{ConsumerIndex, Role};

    fn count_all(entries: &[Entry]) -> (Vec<String>, Vec<Finding>) {
        let mut pairs = Pairs::default();
        for entry in entries {
            pairs.add(&entry.to_bytes());
        }
        let mut findings = Vec::new();
        let rows = pairs.finish(&mut |finding| findings.push(finding));
        (rows.iter().map(ToString::to_string).collect(), findings)
    }

    fn consumer(seed: u8) -> Entry {
        Entry {
            role: Role::Consumer,
            ..entry(seed)
        }
    }

    #[test]
    fn a_pair_matches_and_a_single_entry_is_one_sided() {
        let (rows, findings) = count_all(&[entry(1), consumer(2), consumer(1), entry(3), entry(4)]);
        assert_eq!(rows, ["2025-11-24,16909060,5,6,1,1,2"]);
        assert_eq!(findings, []);
    }

    #[test]
    fn an_entry_that_differs_counts_on_both_sides() {
        let mut other = consumer(1);
        other.request.0[31] ^= 1;
        let (rows, findings) = count_all(&[entry(1), other]);
        assert_eq!(rows, ["2025-11-24,16909060,5,6,0,1,1"]);
        let id = "01".repeat(16);
        assert_eq!(findings, [Finding::Disagreement { id }]);
        let mut other = consumer(1);
        other.consumer = ConsumerIndex(9);
        let (rows, findings) = count_all(&[entry(1), other]);
        assert_eq!(rows, ["2025-11-24,16909060,5,6,0,0,1", "2025-11-24,16909060,9,6,0,1,0"]);
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn an_id_counts_once_however_often_it_is_written() {
        let (rows, findings) = count_all(&[entry(1), entry(1), consumer(1), consumer(1)]);
        assert_eq!(rows, ["2025-11-24,16909060,5,6,1,1,1"]);
        let id = "01".repeat(16);
        assert_eq!(findings, [Finding::Repeated { id }]);
    }

    #[test]
    fn days_are_those_of_vietnam() {
        // 2025-11-24T16:00Z and 17:00Z: 23:00 that day and midnight of the next in Vietnam.
        let at = |hour, seed| Entry {
            hour: Hour(hour),
            ..entry(seed)
        };
        let (rows, _) = count_all(&[at(490_000, 1), at(490_001, 2)]);
        assert_eq!(490_000 % 24, 16);
        assert_eq!(rows, ["2025-11-24,16909060,5,6,0,0,1", "2025-11-25,16909060,5,6,0,0,1"]);
    }
}
