//! What a person may see: who asked about them, newest first, page by page. And erasure.
//!
//! An erased entry is passed over: without its key nobody can read it again, and only that there was one remains.

use motlan_store::journal::{self, Position};

use super::entry::{self, About};
use super::person::PersonIndex;
use super::{UsageEntry, UsageError, UsageJournal};
use crate::model::subject::Subject;

/// The largest page: 100 records are 100 reads, some 10 ms on a cold disk.
pub const PAGE_SIZE_MAX: usize = 100;

/// Positions erased at one go.
const ERASE_BATCH: usize = 1000;

/// Which part of somebody's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Only entries older than this one: the `next` of the page before.
    pub before: Option<Position>,
    /// How many at most, 1 to [`PAGE_SIZE_MAX`].
    pub size: usize,
}

/// The newest entries of a person.
impl Default for Page {
    fn default() -> Self {
        Self {
            before: None,
            size: PAGE_SIZE_MAX,
        }
    }
}

/// A part of somebody's entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsagePage {
    /// Newest first. Shorter than the page where entries were erased.
    pub entries: Vec<UsageEntry>,
    /// Where older ones begin, if there are any.
    pub next: Option<Position>,
}

impl UsageJournal {
    /// Who asked about this person, newest first. Blocking.
    ///
    /// # Errors
    /// [`UsageError::Storage`] and [`UsageError::Damaged`].
    pub fn usage_of(&self, subject: &Subject, page: Page) -> Result<UsagePage, UsageError> {
        let person = self.index_key.index(subject);
        let size = page.size.clamp(1, PAGE_SIZE_MAX);
        let singly = self.indexes.find(person, page.before, size + 1)?;
        let mut found: Vec<(Position, PersonIndex)> = singly.into_iter().map(|position| (position, person)).collect();
        found.extend(self.members.find(&self.indexes, person, page.before)?);
        found.sort_unstable_by(|one, other| other.cmp(one));
        let has_more = found.len() > size;
        found.truncate(size);
        let mut entries = Vec::with_capacity(found.len());
        for (position, found_by) in &found {
            entries.extend(self.read(*position, *found_by)?);
        }
        Ok(UsagePage {
            entries,
            next: found.last().map(|(position, _)| *position).filter(|_| has_more),
        })
    }

    /// Makes every entry about this person unreadable for good, takes them out of every membership file, and returns how
    /// many there were. Blocking.
    ///
    /// # Errors
    /// [`UsageError::Storage`]; then some entries may be erased already, and asking again goes on.
    pub fn erase(&self, subject: &Subject) -> Result<u64, UsageError> {
        let person = self.index_key.index(subject);
        let mut before = None;
        let mut count = self.members.erase(person)?;
        loop {
            let positions = self.indexes.find(person, before, ERASE_BATCH)?;
            for position in &positions {
                journal::erase(&*self.storage, &self.directory, *position)?;
                count += 1;
            }
            match positions.last() {
                Some(last) => before = Some(*last),
                None => return Ok(count),
            }
        }
    }

    /// One entry; `None` if it was erased.
    fn read(&self, position: Position, found_by: PersonIndex) -> Result<Option<UsageEntry>, UsageError> {
        let damaged = |what| UsageError::Damaged { position, what };
        let record = journal::read(&*self.storage, &self.directory, position)?;
        if entry::about(&record.payload).map(About::index) != Some(found_by) {
            return Err(damaged("it is about somebody else"));
        }
        match record.key {
            Some(key) => entry::open(&key, &record.payload).map(Some).map_err(damaged),
            None => Ok(None),
        }
    }
}
