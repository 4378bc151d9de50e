//! Which records are about whom: in memory for segments that have no index file yet, in a sorted file for the others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use motlan_store::journal::Position;
use motlan_store::storage::Storage;

use super::index_file;
use super::person::PersonIndex;

/// The person indexes of one journal. Clones share them.
#[derive(Clone)]
pub(super) struct PersonIndexes {
    storage: Arc<dyn Storage>,
    directory: Arc<str>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Offsets by person, by segment. What stands here comes before a file.
    in_memory: BTreeMap<u32, HashMap<PersonIndex, Vec<u32>>>,
    /// Segments that have an index file.
    filed: BTreeSet<u32>,
}

impl PersonIndexes {
    pub(super) fn new(storage: Arc<dyn Storage>, directory: String) -> Self {
        Self {
            storage,
            directory: directory.into(),
            state: Arc::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over the whole index files of the segments before `open`; the open segment can have none.
    pub(super) fn adopt(&self, open: u32) -> io::Result<BTreeSet<u32>> {
        let filed: BTreeSet<u32> = self
            .storage
            .list(&self.directory)?
            .iter()
            .filter_map(|name| index_file::segment_of(name))
            .filter(|segment| *segment < open && index_file::is_whole(&*self.storage, &self.directory, *segment))
            .collect();
        self.state().filed.clone_from(&filed);
        Ok(filed)
    }

    /// The record at this position is about this person.
    pub(super) fn add(&self, position: Position, person: PersonIndex) {
        let mut state = self.state();
        let segment = state.in_memory.entry(position.segment).or_default();
        segment.entry(person).or_default().push(position.offset);
    }

    /// Writes index files for every segment in memory before `open`. What cannot be written stays in memory and is
    /// tried again when the next segment closes.
    pub(super) fn file_before(&self, open: u32) {
        let closed: Vec<u32> = self
            .state()
            .in_memory
            .range(..open)
            .map(|(segment, _)| *segment)
            .collect();
        for segment in closed {
            let rows = self.rows(segment);
            match index_file::write(&*self.storage, &self.directory, segment, rows) {
                Ok(()) => {
                    let mut state = self.state();
                    state.filed.insert(segment);
                    state.in_memory.remove(&segment);
                }
                Err(error) => tracing::warn!(segment, %error, "an index file of the usage journal cannot be written"),
            }
        }
    }

    fn rows(&self, segment: u32) -> Vec<index_file::Row> {
        let state = self.state();
        let offsets = state.in_memory.get(&segment);
        offsets
            .into_iter()
            .flatten()
            .flat_map(|(person, offsets)| offsets.iter().map(|offset| (*person, *offset)))
            .collect()
    }

    /// Up to `count_max` positions of a person's records before `before`, newest first.
    pub(super) fn find(
        &self,
        person: PersonIndex,
        before: Option<Position>,
        count_max: usize,
    ) -> io::Result<Vec<Position>> {
        let mut found = Vec::new();
        for (segment, in_memory) in self.segments(person).into_iter().rev() {
            if before.is_some_and(|before| segment > before.segment) {
                continue;
            }
            let offsets = match in_memory {
                Some(offsets) => offsets,
                None => index_file::find(&*self.storage, &self.directory, segment, person)?,
            };
            let positions = offsets.into_iter().rev().map(|offset| Position { segment, offset });
            found.extend(positions.filter(|position| before.is_none_or(|before| *position < before)));
            if found.len() >= count_max {
                found.truncate(count_max);
                break;
            }
        }
        Ok(found)
    }

    /// Every segment, with the person's offsets where they are in memory. Taken at once, so that a segment that is just
    /// being filed is seen exactly once.
    fn segments(&self, person: PersonIndex) -> BTreeMap<u32, Option<Vec<u32>>> {
        let state = self.state();
        let mut segments: BTreeMap<u32, Option<Vec<u32>>> =
            state.filed.iter().map(|segment| (*segment, None)).collect();
        for (segment, persons) in &state.in_memory {
            segments.insert(*segment, Some(persons.get(&person).cloned().unwrap_or_default()));
        }
        segments
    }
}
