//! Publishes all logs and, every so often, makes a mark: the point from which a restart replays.

use std::io;
use std::sync::{Arc, Mutex};

use motlan_store::storage::Storage;

use super::frontier::Frontier;
use super::mark::Mark;
use super::state::State;
use super::writer::LogWriter;
use super::{EvidenceError, index, lock};
use crate::entry::LogName;
use crate::key::LogKey;

/// The writers of all logs and the mark that is being made.
pub(super) struct Publisher {
    storage: Arc<dyn Storage>,
    key: LogKey,
    pub(super) logs: [LogWriter; LogName::COUNT],
    mark: Option<Mark>,
    /// [`State::records`] at the last mark.
    marked_records: u64,
    mark_records: u64,
    /// A sync failed: what is on disk is not known any more, so only the next start may make marks again.
    is_sync_broken: bool,
}

impl Publisher {
    pub(super) fn new(
        storage: Arc<dyn Storage>,
        key: LogKey,
        logs: [LogWriter; LogName::COUNT],
        mark_records: u64,
    ) -> Self {
        Self {
            storage,
            key,
            logs,
            mark: None,
            marked_records: 0,
            mark_records,
            is_sync_broken: false,
        }
    }

    /// Fetches the entries that wait.
    pub(super) fn take_pending(&mut self, state: &mut State) {
        for writer in &mut self.logs {
            writer.add(state.take_pending(writer.log()));
        }
    }

    /// Grows the trees by what was fetched and writes the tiles that are full.
    pub(super) fn write_full(&mut self) -> io::Result<()> {
        let storage = self.storage.as_ref();
        self.logs.iter_mut().try_for_each(|writer| writer.write_full(storage))
    }

    /// Writes everything that is durable, then the checkpoints. With `is_last` a mark is made as well, at whatever cost.
    pub(super) fn publish(&mut self, state: &Mutex<State>, is_last: bool) -> Result<(), EvidenceError> {
        let frontier = self.take_over(state, is_last);
        self.write_full()?;
        for writer in &mut self.logs {
            writer.write_partials(self.storage.as_ref())?;
        }
        for writer in &mut self.logs {
            if let Some(published) = writer.publish(self.storage.as_ref(), &self.key)? {
                lock(state).set_published(writer.log(), published);
            }
        }
        if self.is_sync_broken {
            return Ok(());
        }
        let marked = self.advance_mark(state, frontier, is_last);
        if marked.is_err() {
            // The kernel may take unsynced pages for clean after a failed sync; asking again would prove nothing.
            self.is_sync_broken = true;
            self.mark = None;
        }
        marked
    }

    /// Fetches the entries that wait and, if a mark is due, what it must say about this very moment.
    fn take_over(&mut self, state: &Mutex<State>, is_last: bool) -> Option<Frontier> {
        let mut state = lock(state);
        self.take_pending(&mut state);
        let is_due = self.mark.is_none() && state.records - self.marked_records >= self.mark_records;
        let is_worth = state.records > self.marked_records || self.mark.is_some();
        if !(is_due || is_last && is_worth) {
            return None;
        }
        self.marked_records = state.records;
        Some(Frontier::of(&state))
    }

    fn advance_mark(
        &mut self,
        state: &Mutex<State>,
        frontier: Option<Frontier>,
        is_last: bool,
    ) -> Result<(), EvidenceError> {
        let storage = self.storage.as_ref();
        if is_last && let Some(mark) = self.mark.take() {
            mark.finish(storage)?;
        }
        if let Some(mut frontier) = frontier {
            frontier.runs = index::write_run(storage, state, frontier.last)?;
            let unsynced = self
                .logs
                .iter_mut()
                .map(|log| std::mem::take(&mut log.unsynced))
                .collect();
            self.mark = Some(Mark::new(frontier.to_bytes(&self.logs), unsynced));
        }
        let Some(mark) = self.mark.take() else {
            return Ok(());
        };
        self.mark = if is_last {
            mark.finish(storage)?;
            None
        } else {
            mark.step(storage)?
        };
        Ok(())
    }
}
