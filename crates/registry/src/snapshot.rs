//! A registry at one moment, as an encrypted file on its owner's node: for cleansing, which compares whole registries.
//!
//! A file is: `MLSNAPSH`; the length of the head (32 bits); the head as JSON; 32 random bytes; then sealed chunks, the last of
//! which holds how many records there are (64 bits). What is sealed is a gzip (RFC 1952) of one JSON line a record, in the
//! shape of *sync*. Numbers are big-endian. Until its last chunk is there, a file is no snapshot.

use std::io;
use std::sync::Arc;

use motlan_core::{Day, Timestamp};
use motlan_store::storage::Storage;
use serde::{Deserialize, Serialize};

mod read;
mod seal;
mod write;

pub use self::read::Lines;
pub(crate) use self::write::Writer;

const MAGIC: &[u8; 8] = b"MLSNAPSH";

/// The largest head that is read.
const HEAD_BYTES_MAX: u32 = 4096;

const SALT_BYTES: usize = 32;

/// The ending of a snapshot's name.
const ENDING: &str = ".snapshot";

/// What a snapshot is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The registry's code.
    pub registry: String,
    /// The version of the pack whose words its records are in.
    pub version: u32,
    /// The last position of the feed of changes: whoever goes on from there misses nothing.
    pub position: u64,
    /// When it was taken.
    pub taken_at: Timestamp,
}

/// A snapshot that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The day that it is called by.
    pub day: Day,
    /// What it is of.
    pub head: Head,
    /// How many records it holds.
    pub records: u64,
    /// Bytes of its file.
    pub bytes: u64,
}

/// The snapshots of one registry. Clones share them.
#[derive(Clone)]
pub(crate) struct Snapshots {
    storage: Arc<dyn Storage>,
    directory: Arc<str>,
    key: Arc<[u8; 32]>,
    /// Held by whoever takes one: they go one after the other.
    pub(crate) turn: Arc<tokio::sync::Mutex<()>>,
}

impl Snapshots {
    pub(crate) fn new(storage: Arc<dyn Storage>, directory: String, key: [u8; 32]) -> Self {
        Self {
            storage,
            directory: directory.into(),
            key: Arc::new(key),
            turn: Arc::default(),
        }
    }

    fn path(&self, day: Day) -> String {
        format!("{}/{day}{ENDING}", self.directory)
    }

    /// Those that are whole, the newest first. Blocking.
    pub(crate) fn list(&self) -> io::Result<Vec<Snapshot>> {
        let mut found = Vec::new();
        for name in self.storage.list(&self.directory)?.iter().rev() {
            let Some(day) = name.strip_suffix(ENDING).and_then(|day| day.parse().ok()) else {
                continue;
            };
            found.extend(read::describe(&*self.storage, &self.path(day), day, &self.key)?);
        }
        Ok(found)
    }

    /// Begins the snapshot of a day; one of the same day is gone then. Blocking.
    pub(crate) fn write(&self, day: Day) -> Writer {
        Writer::new(Arc::clone(&self.storage), self.path(day), Arc::clone(&self.key))
    }

    /// The records of a snapshot, line by line. Blocking.
    pub(crate) fn lines(&self, day: Day) -> io::Result<Lines> {
        Lines::open(&*self.storage, &self.path(day), &self.key)
    }

    /// Removes all but the newest. Blocking.
    pub(crate) fn keep(&self, count: usize) -> io::Result<()> {
        for old in self.list()?.iter().skip(count) {
            self.storage.remove(&self.path(old.day))?;
        }
        self.storage.sync_directory(&self.directory)
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("a snapshot is damaged: {what}"))
}
