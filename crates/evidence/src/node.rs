//! The evidence of one node: one journal that feeds the logs `exchange`, `unfinished` and `casework`, and their files.
//!
//! Appending is asynchronous and returns when the entry is durable. Tiles are written as they fill; publishing (what is
//! left of them, then the checkpoint) is called by the node about once a second. Both block, and work only on what is
//! durable. Finding and erasing work on the sealed records. What situation leaves which entry is the exchange's to know (`docs/evidence-format.md` section 3).

mod append;
mod casework;
mod find;
mod frontier;
mod index;
mod mark;
mod open;
mod publisher;
mod reader;
mod state;
mod writer;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::hmac;
use motlan_store::journal::{Journal, Position, Stopped};
use motlan_store::storage::Storage;
use thiserror::Error;
use tokio::sync::Notify;

pub use self::append::{AppendError, Finished, Intent, Receipt};
pub use self::find::Found;
pub use self::open::Recovered;

use self::publisher::Publisher;
use self::reader::TileReader;
use self::state::{Committer, State};
use crate::entry::LogName;
use crate::key::{KeyError, LogKey, VerifierKey};
use crate::proof;
use crate::tile::Tile;

/// Folder of the journal within the node's storage.
const JOURNAL: &str = "journal";

/// How a node keeps its evidence.
#[derive(Debug)]
pub struct Config {
    /// Origin of the node's logs without their names, as in `motlan/VN/GOV/H45`.
    pub origin: String,
    /// Signs the checkpoints.
    pub signing_key: LogKey,
    /// Records that may wait for a commit; beyond, appending waits.
    pub queue_max: usize,
    /// A journal segment is closed at this size.
    pub segment_bytes_max: u32,
    /// Journal records between two marks, that is, how many a restart replays (and up to twice as many).
    pub mark_records: u64,
}

impl Config {
    /// The usual limits: 8,192 waiting records (two seconds of 4,000/s), segments of 64 MiB (about 90,000 records), a
    /// mark every 65,536 records (256 full tiles, 1 MiB of message index, a quarter of a second to replay).
    pub fn new(origin: impl Into<String>, signing_key: LogKey) -> Self {
        Self {
            origin: origin.into(),
            signing_key,
            queue_max: 8192,
            segment_bytes_max: 64 * 1024 * 1024,
            mark_records: 65_536,
        }
    }
}

/// Why evidence could not be opened, published, read or erased. Holds nothing personal.
#[derive(Debug, Error)]
pub enum EvidenceError {
    /// The storage failed.
    #[error("evidence storage: {0}")]
    Storage(#[from] io::Error),
    /// The origin is no key name.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The journal has stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// A journal record was not written by this version of the program, or does not open under its own key.
    #[error("journal record {}/{}: {what}", position.segment, position.offset)]
    Record {
        /// Where it lies.
        position: Position,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The checkpoint file of a log is no checkpoint of this log.
    #[error("the checkpoint file of log `{log}` is not one of this node")]
    ForeignCheckpoint {
        /// Which log.
        log: LogName,
    },
    /// A published checkpoint knows more entries than the journal: the journal was restored from an old backup, or lost.
    /// Signing would fork the log.
    #[error("log `{log}` was published with {published} entries, the journal has {recovered}")]
    Behind {
        /// Which log.
        log: LogName,
        /// Size of the published checkpoint.
        published: u64,
        /// Entries in the journal.
        recovered: u64,
    },
    /// A published checkpoint has another root than the journal gives: signing would fork the log.
    #[error("log `{log}` was published with another history at size {size}")]
    Forked {
        /// Which log.
        log: LogName,
        /// Size of the published checkpoint.
        size: u64,
    },
    /// A tile of the log is missing or has the wrong length.
    #[error("a tile of log `{log}` is damaged")]
    Tile {
        /// Which log.
        log: LogName,
    },
    /// A task of this program panicked.
    #[error("a task of the evidence ended without a result")]
    Panicked,
}

/// The evidence of a node. Clones are handles on the same journal and logs.
#[derive(Clone)]
pub struct Evidence(Arc<Inner>);

struct Inner {
    storage: Arc<dyn Storage>,
    journal: Journal<Committer>,
    state: Arc<Mutex<State>>,
    /// Told by the journal's thread when tiles are worth writing.
    grown: Arc<Notify>,
    publisher: Mutex<Publisher>,
    message_key: hmac::Key,
    verifiers: [VerifierKey; LogName::COUNT],
    /// Held while steps of dossiers are appended, so that those of two callers do not mix.
    casework: tokio::sync::Mutex<()>,
}

/// Locks; a panic elsewhere leaves nothing half done that the next user could not see.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Evidence {
    /// Writes the tiles, bundles and then the checkpoint of each log that has grown. Blocks; after an error call it
    /// again, nothing is lost.
    pub fn publish(&self) -> Result<(), EvidenceError> {
        lock(&self.0.publisher).publish(&self.0.state, false)
    }

    /// Waits until there are tiles to be written: thousands of entries that nobody fetched. For one caller at a time, who
    /// then calls [`Evidence::write_tiles`]; it may return although a publication fetched them meanwhile.
    pub async fn grown(&self) {
        self.0.grown.notified().await;
    }

    /// Writes the tiles that are full by now, so that publishing, which does the same, has no heap of them to write at
    /// once: appends would feel it. Blocks; what an error leaves is written by the next publication.
    pub fn write_tiles(&self) -> Result<(), EvidenceError> {
        let mut publisher = lock(&self.0.publisher);
        publisher.take_pending(&mut lock(&self.0.state));
        Ok(publisher.write_full()?)
    }

    /// The proof file of an entry under the last published checkpoint; `None` while no checkpoint covers it. Blocks.
    pub fn proof(&self, log: LogName, index: u64) -> Result<Option<String>, EvidenceError> {
        let Some(published) = lock(&self.0.state).published(log) else {
            return Ok(None);
        };
        let Some((entry, path)) = self.reader(log).inclusion(index, published.size)? else {
            return Ok(None);
        };
        Ok(Some(proof::to_text(&entry, index, &path, &published.text)))
    }

    /// The last published checkpoint.
    pub fn checkpoint(&self, log: LogName) -> Option<String> {
        lock(&self.0.state)
            .published(log)
            .map(|published| published.text.clone())
    }

    /// Durable entries of a log.
    pub fn size(&self, log: LogName) -> u64 {
        lock(&self.0.state).committed(log)
    }

    /// Entries of a log under its last published checkpoint.
    pub fn published_size(&self, log: LogName) -> u64 {
        lock(&self.0.state).published(log).map_or(0, |published| published.size)
    }

    /// What outsiders verify this log with.
    pub fn verifier(&self, log: LogName) -> &VerifierKey {
        &self.0.verifiers[log.slot()]
    }

    /// A file of a log as it is served: `checkpoint` or a tile that the published checkpoint covers. Every other path
    /// is `None`, so none can lead out of the log. Blocks.
    pub fn read_file(&self, log: LogName, path: &str) -> Result<Option<Vec<u8>>, EvidenceError> {
        let Some(published) = lock(&self.0.state).published(log) else {
            return Ok(None);
        };
        if path == "checkpoint" {
            return Ok(Some(published.text.clone().into_bytes()));
        }
        match Tile::parse(path) {
            Some(tile) => self.reader(log).read(tile, published.size),
            None => Ok(None),
        }
    }

    /// Why nothing can be appended any more, if so; the gateway then serves nothing.
    pub fn stopped(&self) -> Option<Stopped> {
        self.0.journal.stopped()
    }

    /// Commits what waits, publishes, and remembers where it stood, so that the next start replays nothing. Handles that
    /// live on get [`AppendError::Stopped`].
    pub async fn close(self) -> Result<(), EvidenceError> {
        let closed = self.0.journal.clone().close().await;
        let inner = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || lock(&inner.publisher).publish(&inner.state, true))
            .await
            .map_err(|_| EvidenceError::Panicked)??;
        Ok(closed?)
    }

    fn reader(&self, log: LogName) -> TileReader<'_> {
        TileReader::new(self.0.storage.as_ref(), log)
    }
}
