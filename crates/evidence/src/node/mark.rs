//! A mark in the making: the full tiles before it are synced a few at a time, then the frontier is replaced.
//!
//! Growing tiles need no sync, for the frontier itself holds them.

use std::collections::{BTreeSet, VecDeque};
use std::io;

use motlan_store::storage::Storage;

use super::writer::Unsynced;

/// The file that a restart begins with.
pub(super) const FRONTIER: &str = "evidence/frontier";

/// Files synced by one publication: 256 × 1 ms is a quarter of its second, and keeps up with 32,000 entries/s.
const STEP_FILES: usize = 256;

/// After more than that, a share of what is left: whoever appends faster delays publications rather than the mark, and
/// with it the next start.
const STEP_SHARE: usize = 4;

/// What is left to be done until the mark stands.
pub(super) struct Mark {
    frontier: Vec<u8>,
    files: VecDeque<String>,
    folders: BTreeSet<String>,
}

impl Mark {
    pub(super) fn new(frontier: Vec<u8>, unsynced: Vec<Unsynced>) -> Self {
        let mut mark = Self {
            frontier,
            files: VecDeque::new(),
            folders: BTreeSet::new(),
        };
        for Unsynced { files, folders } in unsynced {
            mark.folders.extend(folders);
            let parents = files.iter().filter_map(|file| file.rsplit_once('/'));
            mark.folders.extend(parents.map(|(folder, _)| folder.to_owned()));
            mark.files.extend(files);
        }
        mark
    }

    /// Does a share of the work; `None` once the mark stands.
    pub(super) fn step(mut self, storage: &dyn Storage) -> io::Result<Option<Self>> {
        let left = self.files.len();
        let count = (left / STEP_SHARE).max(STEP_FILES).min(left);
        for file in self.files.drain(..count) {
            storage.open(&file)?.sync_data()?;
        }
        if !self.files.is_empty() {
            return Ok(Some(self));
        }
        for folder in &self.folders {
            storage.sync_directory(folder)?;
        }
        storage.replace(FRONTIER, &self.frontier, true)?;
        Ok(None)
    }

    /// Does all the work that is left.
    pub(super) fn finish(self, storage: &dyn Storage) -> io::Result<()> {
        let mut mark = Some(self);
        while let Some(unfinished) = mark {
            mark = unfinished.step(storage)?;
        }
        Ok(())
    }
}
