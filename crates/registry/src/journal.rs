//! The usage journal: who asked about whom, why, and with what outcome; durable before any answer leaves.
//!
//! One record per question and person, in the group-commit journal of `store`. A record's payload is a keyed index of
//! the person (HMAC-SHA-256 of the personal number, cut to 16 bytes) and the entry, encrypted with the key of the
//! record's own slot, so that overwriting the slot erases the entry. No personal number stands in it in clear.
//! Which records belong to a person is known from memory for the open segment and from a sorted index file for each
//! closed one; an index file that is missing is made again from the segment. An answer about more than 100 persons is one
//! record and a membership file, see `journal/membership.rs`.

use std::io;
use std::sync::Arc;

use futures_util::future::try_join_all;
use motlan_core::{Day, SystemId};
use motlan_store::journal::{Journal, Options, Position, Record, Stopped};
use motlan_store::storage::Storage;

use tokio::task::spawn_blocking;

use crate::journal::index::PersonIndexes;
use crate::journal::membership::Memberships;
use crate::journal::person::PersonIndex;
use crate::journal::sink::IndexSink;
use crate::journal::tried::PersonsTried;
use crate::model::subject::Subject;

pub use crate::journal::cursor::{Cursor, CursorError};
pub use crate::journal::entry::{Outcome, UsageEntry};
pub use crate::journal::person::IndexKey;
pub use crate::journal::query::{PAGE_SIZE_MAX, Page, UsagePage};
pub use crate::journal::receipt::{Answer, Receipt, Unjournalled, Unsent};
pub use crate::journal::visible::{EXAMINED_MAX, Found, Period};

mod cursor;
mod entry;
mod index;
mod index_file;
mod membership;
mod person;
mod query;
mod receipt;
mod recovery;
mod sink;
mod tried;
mod visible;

/// A segment is closed at 64 MiB: about 130,000 entries of 500 bytes, whose index takes some 10 MB in memory while the
/// segment is open and 2.6 MB as a file.
pub const SEGMENT_BYTES_MAX: u32 = 64 * 1024 * 1024;

/// Questions that may wait for a commit: 4,096 × 0.5 KiB = 2 MiB, and half a second of work at 10,000/s.
pub const QUEUE_MAX: usize = 4096;

/// An answer about so many persons has an entry for each: 100 × 500 bytes = 50 KB, one group commit. Beyond, it is a mass
/// answer with one entry and a membership file.
pub const PERSONS_SINGLY_MAX: usize = 100;

/// Why the usage journal cannot do what is asked.
#[derive(Debug, thiserror::Error)]
pub enum UsageError {
    /// The journal has stopped; no answer may leave.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// A file cannot be read or written.
    #[error("the usage journal cannot be read: {0}")]
    Storage(#[from] io::Error),
    /// A record is not what was written.
    #[error("the usage journal is damaged at segment {}, offset {}: {what}", position.segment, position.offset)]
    Damaged {
        /// Where.
        position: Position,
        /// What is wrong.
        what: &'static str,
    },
    /// An entry cannot be sealed.
    #[error("an entry cannot be sealed: {0}")]
    Seal(&'static str),
}

/// Where and how a usage journal is kept.
#[derive(Clone, Debug)]
pub struct UsageOptions {
    /// Folder within the storage; holds `journal/`, `persons/` and `members/`.
    pub directory: String,
    /// See [`SEGMENT_BYTES_MAX`].
    pub segment_bytes_max: u32,
    /// See [`QUEUE_MAX`].
    pub queue_max: usize,
    /// The day whose entries say who was asked about already.
    pub today: Day,
}

impl UsageOptions {
    fn journal_directory(&self) -> String {
        format!("{}/journal", self.directory)
    }

    fn index_directory(&self) -> String {
        format!("{}/persons", self.directory)
    }

    fn member_directory(&self) -> String {
        format!("{}/members", self.directory)
    }
}

/// Those whom an entry is about, by what finds their entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Persons(Vec<PersonIndex>);

impl Persons {
    /// One after the other.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.0.as_flattened().to_vec()
    }

    /// Back from [`Self::to_bytes`]; a rest that is no whole index is left out.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.as_chunks().0.to_vec())
    }

    /// Whether there is nobody.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The usage journal of one registry. Clones share it.
#[derive(Clone)]
pub struct UsageJournal {
    journal: Journal<IndexSink>,
    storage: Arc<dyn Storage>,
    directory: Arc<str>,
    indexes: PersonIndexes,
    members: Memberships,
    index_key: Arc<IndexKey>,
    tried: Arc<PersonsTried>,
}

impl UsageJournal {
    /// Opens the journal and makes index files that are missing. Blocking.
    ///
    /// # Errors
    /// What reading or writing the files says.
    pub fn open(storage: Arc<dyn Storage>, options: &UsageOptions, index_key: IndexKey) -> io::Result<Self> {
        let directory = options.journal_directory();
        let indexes = PersonIndexes::new(Arc::clone(&storage), options.index_directory());
        let members = Memberships::open(Arc::clone(&storage), options.member_directory())?;
        let next = recovery::recover(&*storage, &directory, &indexes, &members)?;
        let tried = PersonsTried::read(&*storage, &directory, options.today)?;
        let journal = Journal::start(
            Arc::clone(&storage),
            Options {
                directory: directory.clone(),
                segment_bytes_max: options.segment_bytes_max,
                queue_max: options.queue_max,
            },
            next,
            IndexSink::new(indexes.clone(), next.segment),
        )?;
        Ok(Self {
            journal,
            storage,
            directory: directory.into(),
            indexes,
            members,
            index_key: Arc::new(index_key),
            tried: Arc::new(tried),
        })
    }

    /// Whether this consumer may ask about one more person today, or about this one again; if so, it is noted.
    pub(crate) fn may_try(&self, day: Day, asking: (&SystemId, &str), subject: &Subject, count_max: u32) -> bool {
        self.tried.may(day, asking, self.index_key.index(subject), count_max)
    }

    /// How many persons this consumer asked about today.
    pub(crate) fn tried(&self, day: Day, asking: (&SystemId, &str)) -> usize {
        self.tried.count(day, asking)
    }

    /// Counts those whom an entry is about, as they are counted when the journal is opened again.
    pub(crate) fn note_tried(&self, subjects: &[Subject], entry: &UsageEntry) {
        self.tried
            .note(entry, subjects.iter().map(|subject| self.index_key.index(subject)));
    }

    /// Writes an entry about each of these, or one about all of them if they are many, and waits until it is durable.
    ///
    /// # Errors
    /// [`UsageError`]; then no answer may leave.
    pub async fn append(&self, subjects: &[Subject], entry: &UsageEntry) -> Result<Receipt, UsageError> {
        self.append_about(self.persons(subjects), entry).await
    }

    /// What an entry is found by for each of these, sorted, each once.
    pub(crate) fn persons(&self, subjects: &[Subject]) -> Persons {
        let mut persons: Vec<_> = subjects.iter().map(|subject| self.index_key.index(subject)).collect();
        persons.sort_unstable();
        persons.dedup();
        Persons(persons)
    }

    /// The same as [`Self::append`] about persons whose indexes are known.
    pub(crate) async fn append_about(&self, persons: Persons, entry: &UsageEntry) -> Result<Receipt, UsageError> {
        if persons.0.len() > PERSONS_SINGLY_MAX {
            return self.append_mass(persons, entry).await;
        }
        let records = persons
            .0
            .into_iter()
            .map(|person| {
                let (key, payload) = entry::seal(entry::About::Person(person), entry)?;
                Ok(Record {
                    key: Some(key),
                    payload,
                })
            })
            .collect::<Result<Vec<_>, UsageError>>()?;
        // One group commit takes them all: they wait together.
        try_join_all(records.into_iter().map(|record| self.journal.append(record))).await?;
        Ok(Receipt::new())
    }

    async fn append_mass(&self, Persons(persons): Persons, entry: &UsageEntry) -> Result<Receipt, UsageError> {
        let entry = UsageEntry {
            persons: u64::try_from(persons.len()).ok(),
            ..entry.clone()
        };
        let members = self.members.clone();
        // Durable before the entry: whoever finds the entry finds all whom it is about.
        let id = spawn_blocking(move || members.write(persons))
            .await
            .map_err(io::Error::other)??;
        let (key, payload) = entry::seal(entry::About::Members(id), &entry)?;
        let record = Record {
            key: Some(key),
            payload,
        };
        self.journal.append(record).await?;
        Ok(Receipt::new())
    }

    /// Commits what waits and ends the journal's thread.
    ///
    /// # Errors
    /// [`UsageError::Stopped`] if it had stopped before.
    pub async fn close(&self) -> Result<(), UsageError> {
        Ok(self.journal.clone().close().await?)
    }

    /// Why the journal has stopped, if it has.
    pub fn stopped(&self) -> Option<Stopped> {
        self.journal.stopped()
    }
}
