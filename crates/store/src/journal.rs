//! An append-only journal with group commit: frames in segment files, durable before they are acknowledged.
//!
//! It keeps bytes and an erasable key per record; what they mean is its owner's affair. The layout of a segment is in
//! `journal/segment.rs`, of a frame in `journal/frame.rs`.
//!
//! Order of things, on which recovery relies: a segment's header and name are synced before its first frame is written;
//! a frame is synced before its appender hears; a new segment is begun only when every frame of the last one is synced.
//! So only the last segment can have a torn tail, and at most one commit long.

use std::sync::{Arc, OnceLock};

use tokio::sync::{mpsc, oneshot, watch};

use self::commit::{Committer, Message};
use crate::storage::Storage;

mod access;
mod commit;
mod frame;
mod recovery;
mod scan;
mod segment;
mod writer;

pub use self::access::{erase, read};
pub use self::frame::{PAYLOAD_BYTES_MAX, PayloadTooLarge};
pub use self::recovery::recover;
pub use self::writer::{COMMIT_BYTES_MAX, SegmentWriter};

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

impl Stopped {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
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
    /// A segment is closed when it reaches this size. It overshoots by less than one frame.
    pub segment_bytes_max: u32,
    /// Records that may wait for a commit; beyond, `append` waits.
    pub queue_max: usize,
}

/// Why a journal takes nothing more: set once, read by every handle.
#[derive(Default)]
struct State(OnceLock<Ended>);

struct Ended {
    stopped: Stopped,
    is_failure: bool,
}

impl State {
    /// Keeps the first reason.
    fn end(&self, reason: impl Into<String>, is_failure: bool) {
        let stopped = Stopped::new(reason);
        let _ = self.0.set(Ended { stopped, is_failure });
    }

    fn stopped(&self) -> Option<Stopped> {
        self.0.get().map(|ended| ended.stopped.clone())
    }
}

/// A handle to append; clones share one journal. Dropping the last handle commits what waits and ends the thread.
pub struct Journal<S: Sink> {
    queue: mpsc::Sender<Message<S::Receipt>>,
    state: Arc<State>,
    /// Its sender lives as long as the thread.
    ended: watch::Receiver<()>,
}

impl<S: Sink> Clone for Journal<S> {
    fn clone(&self) -> Self {
        Self {
            queue: self.queue.clone(),
            state: Arc::clone(&self.state),
            ended: self.ended.clone(),
        }
    }
}

impl<S: Sink> Journal<S> {
    /// Starts the commit thread, writing from `next` (what [`recover`] returned).
    ///
    /// Fails with `InvalidInput` if `next` is not the end of the last segment: writing there would overwrite records or
    /// leave a hole.
    pub fn start(storage: Arc<dyn Storage>, options: Options, next: Position, sink: S) -> std::io::Result<Self> {
        // tokio refuses 0 and more permits than a semaphore has.
        let queue_max = options.queue_max.clamp(1, tokio::sync::Semaphore::MAX_PERMITS);
        let (queue, waiting) = mpsc::channel(queue_max);
        let (alive, ended) = watch::channel(());
        let state = Arc::new(State::default());
        let writer = SegmentWriter::open(storage, options, next)?;
        let ending = Arc::clone(&state);
        std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || Committer::new(waiting, writer, sink, ending, alive).run())?;
        Ok(Self { queue, state, ended })
    }

    /// Appends a record and waits until it is durable.
    ///
    /// The record is queued at the first poll, or as soon as the queue has room; dropping the future after that does
    /// not take it back. A payload over [`PAYLOAD_BYTES_MAX`] is refused and does not stop the journal.
    pub async fn append(&self, record: Record) -> Result<S::Receipt, Stopped> {
        frame::check_payload(&record).map_err(|error| Stopped::new(error.to_string()))?;
        let (reply, receipt) = oneshot::channel();
        let message = Message::Append { record, reply };
        self.queue.send(message).await.map_err(|_| self.why())?;
        receipt.await.map_err(|_| self.why())
    }

    /// Why the journal has stopped, if it has; also after it was closed.
    pub fn stopped(&self) -> Option<Stopped> {
        self.state.stopped()
    }

    /// Commits what waits, ends the thread and waits until it and the sink are gone. Other handles' appends, if later,
    /// get [`Stopped`]. Fails if the journal stopped for another reason than being closed.
    pub async fn close(self) -> Result<(), Stopped> {
        // The thread may have ended already; then there is nothing to tell it.
        let _ = self.queue.send(Message::Close).await;
        let mut ended = self.ended.clone();
        while ended.changed().await.is_ok() {}
        match self.state.0.get() {
            Some(ended) if ended.is_failure => Err(ended.stopped.clone()),
            _ => Ok(()),
        }
    }

    fn why(&self) -> Stopped {
        // Only a thread that panics drops an appender before it gives a reason.
        self.stopped()
            .unwrap_or_else(|| Stopped::new("it was closed, or its thread has ended"))
    }
}
