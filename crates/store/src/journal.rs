//! An append-only journal with group commit: frames in segment files, durable before they are acknowledged.
//!
//! STUB: the API below is fixed; the implementation is being written.

use std::sync::Arc;

use crate::storage::Storage;

/// Where a record lies: segment number and the byte offset of its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Counted from 0; names the file `<segment>.journal`.
    pub segment: u32,
    /// Byte offset of the frame in the segment.
    pub offset: u32,
}

/// One record: a key slot that erasure overwrites in place, and a payload that never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// 32 key bytes; `None` after erasure.
    pub key: Option<[u8; 32]>,
    /// The payload, at most 64 KiB.
    pub payload: Vec<u8>,
}

/// The journal has stopped: a write or sync failed. It is never retried; only a restart may try again.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the journal has stopped: {reason}")]
pub struct Stopped {
    /// The first failure.
    pub reason: String,
}

/// What is done with each record once it is durable, in order, on the journal's own thread.
pub trait Sink: Send + 'static {
    /// What the appender gets back.
    type Receipt: Send + 'static;

    /// Called for every record right after the commit that holds it, in order of position, before its appender hears.
    fn committed(&mut self, position: Position, record: Record) -> Self::Receipt;

    /// Called once after each commit, when all its records were handed over and acknowledged.
    fn batch_end(&mut self) {}
}

/// How a journal is kept.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folder within the storage.
    pub directory: String,
    /// A segment is closed when it reaches this size.
    pub segment_bytes_max: u32,
    /// Records that may wait for a commit; beyond, `append` waits.
    pub queue_max: usize,
}

/// Reads every durable record from `from` on (or from the start), in order; cuts a torn tail off and syncs.
/// Returns the position at which the next record will be written.
pub fn recover(
    _storage: &dyn Storage,
    _directory: &str,
    _from: Option<Position>,
    _each: &mut dyn FnMut(Position, Record),
) -> std::io::Result<Position> {
    Err(std::io::Error::other("stub"))
}

/// Reads one record.
pub fn read(_storage: &dyn Storage, _directory: &str, _position: Position) -> std::io::Result<Record> {
    Err(std::io::Error::other("stub"))
}

/// Overwrites the key slot of a record with zeros and syncs. Erasing twice is fine.
pub fn erase(_storage: &dyn Storage, _directory: &str, _position: Position) -> std::io::Result<()> {
    Err(std::io::Error::other("stub"))
}

/// A handle to append; clones share one journal. Dropping the last handle commits what waits and ends the thread.
pub struct Journal<S: Sink> {
    _sink: std::marker::PhantomData<fn(S)>,
}

impl<S: Sink> Clone for Journal<S> {
    fn clone(&self) -> Self {
        Self {
            _sink: std::marker::PhantomData,
        }
    }
}

impl<S: Sink> Journal<S> {
    /// Starts the commit thread, writing from `next` (what [`recover`] returned).
    pub fn start(_storage: Arc<dyn Storage>, _options: Options, _next: Position, _sink: S) -> std::io::Result<Self> {
        Err(std::io::Error::other("stub"))
    }

    /// Appends a record and waits until it is durable.
    ///
    /// The record is queued at the first poll; dropping the future afterwards does not take it back.
    pub async fn append(&self, _record: Record) -> Result<S::Receipt, Stopped> {
        Err(Stopped {
            reason: "stub".to_owned(),
        })
    }

    /// Why the journal has stopped, if it has.
    pub fn stopped(&self) -> Option<Stopped> {
        None
    }
}
