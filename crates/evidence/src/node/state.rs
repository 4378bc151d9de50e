//! What the journal's thread and everybody else share: sizes, entries not yet fetched by the publisher, open intents,
//! recent tags.
//!
//! Records come in journal order, at replay and while running alike; that order alone decides every index.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use motlan_store::journal::{Position, Record, Sink};
use tokio::sync::Notify;

use super::lock;
use crate::entry::{ENTRY_BYTES, LogName};
use crate::payload::{IntentKey, Kind, MessageTag, Payload};
use crate::tile::FULL_WIDTH;

/// A checkpoint that others may have seen.
#[derive(Debug)]
pub(super) struct Published {
    pub(super) size: u64,
    pub(super) text: String,
}

/// One log.
#[derive(Default)]
struct Log {
    /// Durable entries.
    committed: u64,
    /// Those of them that the publisher has not fetched, 128 bytes each.
    pending: Vec<u8>,
    published: Option<Arc<Published>>,
}

/// A message tag and where its record lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tagged {
    pub(super) tag: MessageTag,
    pub(super) position: Position,
}

/// The shared state.
#[derive(Default)]
pub(super) struct State {
    logs: [Log; LogName::COUNT],
    /// Intents without an end, and where they lie.
    pub(super) open: HashMap<IntentKey, Position>,
    /// The last record that is in all of this.
    pub(super) last: Option<Position>,
    /// Records applied since the process started; one of casework counts as many as it has entries.
    pub(super) records: u64,
    /// Tags that no run holds yet, in order of position.
    pub(super) recent: Vec<Tagged>,
    /// Runs on disk.
    pub(super) runs: u32,
}

impl State {
    /// The state that a mark describes.
    pub(super) fn restored(
        sizes: [u64; LogName::COUNT],
        last: Option<Position>,
        open: HashMap<IntentKey, Position>,
        runs: u32,
    ) -> Self {
        Self {
            logs: sizes.map(|committed| Log {
                committed,
                ..Log::default()
            }),
            open,
            last,
            runs,
            ..Self::default()
        }
    }

    /// Takes one durable record in; returns the index of its first entry, 0 if it has none.
    pub(super) fn apply(&mut self, position: Position, payload: &Payload<'_>) -> u64 {
        self.last = Some(position);
        let entries = 1 + (payload.more.len() / ENTRY_BYTES) as u64;
        self.records += entries;
        if payload.sealed.is_some() {
            let tag = payload.tag;
            self.recent.push(Tagged { tag, position });
        }
        let log = match payload.kind {
            Kind::Intent => {
                self.open.insert(payload.intent_key(), position);
                return 0;
            }
            Kind::Withdrawn => {
                self.open.remove(&payload.intent_key());
                return 0;
            }
            Kind::Finished => LogName::Exchange,
            Kind::Unfinished => LogName::Unfinished,
            Kind::Casework => LogName::Casework,
        };
        if payload.kind != Kind::Casework {
            self.open.remove(&payload.intent_key());
        }
        let log = &mut self.logs[log.slot()];
        log.pending.extend_from_slice(payload.entry);
        log.pending.extend_from_slice(payload.more);
        log.committed += entries;
        log.committed - entries
    }

    /// A durable entry that still waits for the publisher.
    pub(super) fn pending_entry(&self, log: LogName, index: u64) -> Option<[u8; ENTRY_BYTES]> {
        let log = &self.logs[log.slot()];
        let first = log.committed - (log.pending.len() / ENTRY_BYTES) as u64;
        entry_at(&log.pending, index.checked_sub(first)?)
    }

    /// Hands the entries over that wait for the publisher.
    pub(super) fn take_pending(&mut self, log: LogName) -> Vec<u8> {
        std::mem::take(&mut self.logs[log.slot()].pending)
    }

    /// Entries that wait in all logs.
    pub(super) fn pending_entries(&self) -> usize {
        self.logs.iter().map(|log| log.pending.len() / ENTRY_BYTES).sum()
    }

    pub(super) fn committed(&self, log: LogName) -> u64 {
        self.logs[log.slot()].committed
    }

    pub(super) fn published(&self, log: LogName) -> Option<Arc<Published>> {
        self.logs[log.slot()].published.clone()
    }

    pub(super) fn set_published(&mut self, log: LogName, published: Arc<Published>) {
        self.logs[log.slot()].published = Some(published);
    }

    /// Durable entries that no published checkpoint covers.
    pub(super) fn unpublished(&self, log: LogName) -> u64 {
        let log = &self.logs[log.slot()];
        log.committed - log.published.as_ref().map_or(0, |published| published.size)
    }
}

/// Entry number `place` of entries that lie one after the other.
pub(super) fn entry_at(entries: &[u8], place: u64) -> Option<[u8; ENTRY_BYTES]> {
    let start = usize::try_from(place).ok()?.checked_mul(ENTRY_BYTES)?;
    entries.get(start..)?.first_chunk().copied()
}

/// Entries that are worth writing tiles for: 16 tiles and 16 bundles of one log, a fiftieth of a second's at 200,000/s.
const GROWN_ENTRIES: usize = 16 * FULL_WIDTH as usize;

/// The state's end of the journal.
pub(super) struct Committer {
    pub(super) state: Arc<Mutex<State>>,
    /// Told when [`GROWN_ENTRIES`] wait.
    pub(super) grown: Arc<Notify>,
}

/// What an appender learns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Committed {
    pub(super) position: Position,
    /// Index of the first entry; 0 if the record has none.
    pub(super) index: u64,
}

impl Sink for Committer {
    type Receipt = Committed;

    fn committed(&mut self, position: Position, record: Record) -> Committed {
        // Only payloads written by this program get here; others are refused when the journal is opened.
        let index = Payload::parse(&record.payload).map_or(0, |payload| lock(&self.state).apply(position, &payload));
        Committed { position, index }
    }

    fn batch_end(&mut self) {
        if lock(&self.state).pending_entries() >= GROWN_ENTRIES {
            self.grown.notify_one();
        }
    }
}
