//! Matching entries pair by pair, and counting what matched per day, service, consumer and provider. Pure.

use std::collections::{BTreeMap, HashMap};

use motlan_evidence::{Entry, IdCommitment, Role};

/// Who took part, as directory indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parties {
    /// What was asked.
    pub service: u32,
    /// Who asked.
    pub consumer: u32,
    /// Who answered.
    pub provider: u32,
}

/// The counts of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Calendar day in Asia/Ho_Chi_Minh, `yyyy-MM-dd`.
    pub day: String,
    /// Who took part.
    pub parties: Parties,
    /// Transactions that stand in both logs and agree.
    pub matched: u64,
    /// Transactions that only the consumer's log has, or that differ.
    pub consumer_only: u64,
    /// Transactions that only the provider's log has, or that differ.
    pub provider_only: u64,
}

#[derive(Default)]
struct Counts {
    matched: u64,
    consumer_only: u64,
    provider_only: u64,
}

impl Counts {
    fn one_sided(&mut self, role: Role) -> &mut u64 {
        match role {
            Role::Consumer => &mut self.consumer_only,
            Role::Provider => &mut self.provider_only,
        }
    }
}

/// All entries read so far: halves wait for their other side, pairs are counted.
#[derive(Default)]
pub(super) struct Book {
    waiting: HashMap<IdCommitment, Entry>,
    counts: BTreeMap<(String, Parties), Counts>,
}

impl Book {
    /// Enters one verified entry.
    pub(super) fn enter(&mut self, entry: &Entry) {
        match self.waiting.remove(&entry.id) {
            None => {
                *self.counts_of(entry).one_sided(entry.role) += 1;
                self.waiting.insert(entry.id, *entry);
            }
            Some(other) if agree(entry, &other) => {
                *self.counts_of(&other).one_sided(other.role) -= 1;
                self.counts_of(entry).matched += 1;
            }
            // Two entries that contradict each other are counted one-sided, both, and never match again.
            Some(other) => {
                *self.counts_of(entry).one_sided(entry.role) += 1;
                self.waiting.insert(other.id, other);
            }
        }
    }

    fn counts_of(&mut self, entry: &Entry) -> &mut Counts {
        let parties = Parties {
            service: entry.service.0,
            consumer: entry.consumer.0,
            provider: entry.provider.0,
        };
        self.counts.entry((entry.hour.day(), parties)).or_default()
    }

    /// The counts, newest day first.
    pub(super) fn lines(&self) -> Vec<Line> {
        let line = |((day, parties), counts): (&(String, Parties), &Counts)| Line {
            day: day.clone(),
            parties: *parties,
            matched: counts.matched,
            consumer_only: counts.consumer_only,
            provider_only: counts.provider_only,
        };
        self.counts.iter().rev().map(line).collect()
    }
}

/// Equal in every field but the role.
fn agree(one: &Entry, other: &Entry) -> bool {
    one.role != other.role
        && Entry {
            role: other.role,
            ..*one
        } == *other
}
