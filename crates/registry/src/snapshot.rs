//! A registry at one moment, as an encrypted file on its owner's node: for cleansing, which compares whole registries.
//!
//! A file is: `MLSNAPSH`; the length of the head (32 bits); the head as JSON; 32 random bytes; then sealed chunks, the last of
//! which holds how many records there are (64 bits). What is sealed is a gzip (RFC 1952) of one JSON line a record, in the
//! shape of *sync*. Numbers are big-endian. Until its last chunk is there, a file is no snapshot.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use motlan_core::{Day, Timestamp};
use motlan_store::storage::Storage;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, MutexGuard};

use crate::journal::IndexKey;
use crate::model::pack::{Keys, Pack, RegistryCode};

mod line;
mod read;
mod seal;
mod write;

pub(crate) use self::line::Line;
pub use self::read::SnapshotLines;
pub(crate) use self::read::Whole;
pub(crate) use self::write::Writer;

const MAGIC: &[u8; 8] = b"MLSNAPSH";

/// The largest head that is read: a pack of 200 fields with a right each.
const HEAD_BYTES_MAX: u32 = 32 * 1024;

const SALT_BYTES: usize = 32;

/// The ending of a snapshot's name.
const ENDING: &str = ".snapshot";

/// What a snapshot is of: all that is needed to know whom it is about and who may open it, also under a later pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotHead {
    /// The registry.
    pub registry: RegistryCode,
    /// The version of the pack whose words its records are in.
    pub pack_version: u32,
    /// The last position of the feed of changes: whoever goes on from there misses nothing.
    pub position: u64,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// Which fields find a record, and about whom it is.
    pub keys: Keys,
    /// The rights to all its fields.
    pub rights: BTreeSet<String>,
}

impl SnapshotHead {
    pub(crate) fn new(pack: &Pack, position: u64, taken_at: Timestamp) -> Self {
        Self {
            registry: pack.code.clone(),
            pack_version: pack.version,
            position,
            taken_at,
            keys: pack.keys.clone(),
            rights: pack.fields().map(|field| field.right.clone()).collect(),
        }
    }
}

/// A snapshot that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The day that it is called by.
    pub day: Day,
    /// What it is of.
    pub head: SnapshotHead,
    /// How many records it holds.
    pub records: u64,
    /// Bytes of its file.
    pub bytes: u64,
}

/// A file that is called like a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The day that it is called by.
    pub day: Day,
    /// The snapshot; none where the file is being written, was broken off, or is another than it was.
    pub snapshot: Option<Snapshot>,
}

/// The snapshots of one registry. Clones share them.
#[derive(Clone)]
pub struct Snapshots {
    storage: Arc<dyn Storage>,
    registry: RegistryCode,
    key: Arc<[u8; 32]>,
    turn: Arc<Mutex<()>>,
}

impl Snapshots {
    /// Those in this storage.
    pub fn new(storage: Arc<dyn Storage>, registry: &RegistryCode, index_key: &IndexKey) -> Self {
        Self {
            storage,
            key: Arc::new(index_key.derive(&format!("snapshots of {registry}"))),
            registry: registry.clone(),
            turn: Arc::default(),
        }
    }

    /// Held by whoever takes one: they go one after the other.
    pub(crate) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    fn directory(&self) -> String {
        format!("snapshots/{}", self.registry)
    }

    fn path(&self, day: Day) -> String {
        format!("{}/{day}{ENDING}", self.directory())
    }

    fn days(&self) -> io::Result<Vec<Day>> {
        let names = self.storage.list(&self.directory())?;
        let day = |name: &String| name.strip_suffix(ENDING)?.parse().ok();
        let mut days: Vec<Day> = names.iter().filter_map(day).collect();
        days.sort_unstable_by(|one, other| other.cmp(one));
        Ok(days)
    }

    /// All of them, the newest first. Blocking.
    ///
    /// # Errors
    /// What reading the files says.
    pub fn list(&self) -> io::Result<Vec<Listed>> {
        let listed = |day| {
            let snapshot = self.find(day)?;
            Ok(Listed { day, snapshot })
        };
        self.days()?.into_iter().map(listed).collect()
    }

    /// The newest one that is whole. Blocking.
    pub(crate) fn newest(&self) -> io::Result<Option<Snapshot>> {
        for day in self.days()? {
            if let Some(found) = self.find(day)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The one of this day, if it is whole. Blocking.
    pub(crate) fn find(&self, day: Day) -> io::Result<Option<Snapshot>> {
        Ok(self.open(day)?.map(|whole| whole.describe(day)))
    }

    /// The same to be read. Blocking.
    pub(crate) fn open(&self, day: Day) -> io::Result<Option<Whole>> {
        if !self.days()?.contains(&day) {
            return Ok(None);
        }
        let whole = match Whole::open(&*self.storage, &self.path(day), &self.key) {
            Ok(whole) => whole,
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        // A file that was called otherwise is another registry's, or another day's.
        let head = whole.head();
        let is_called_so = head.registry == self.registry && head.taken_at.hour().day() == day;
        Ok(is_called_so.then_some(whole))
    }

    /// Begins the snapshot of a day; one of the same day is gone then. Blocking.
    pub(crate) fn begin(&self, day: Day, head: &SnapshotHead) -> io::Result<Writer> {
        Writer::begin(Arc::clone(&self.storage), &self.path(day), &self.key, head)
    }

    /// Removes all but the newest that are whole, and what is not whole and older than `today`. Blocking.
    pub(crate) fn keep(&self, count: usize, today: Day) -> io::Result<()> {
        let (mut whole, mut is_removed) = (0, false);
        for listed in self.list()? {
            whole += usize::from(listed.snapshot.is_some());
            let stays = match listed.snapshot {
                Some(_) => whole <= count,
                None => listed.day == today,
            };
            if !stays {
                self.storage.remove(&self.path(listed.day))?;
                is_removed = true;
            }
        }
        if is_removed {
            self.storage.sync_directory(&self.directory())?;
        }
        Ok(())
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("a snapshot is damaged: {what}"))
}
