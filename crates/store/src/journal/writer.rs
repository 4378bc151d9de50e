//! Writes commits: stages frames in memory, then one write and one sync for all of them.
//!
//! It has no thread and no queue; the journal's thread drives it, and so do tests that must be deterministic.

use std::io;
use std::sync::Arc;

use super::frame::{self, FRAME_BYTES_MAX, PayloadTooLarge};
use super::segment::{self, HEADER_BYTES};
use super::{Options, Position, Record};
use crate::storage::{File, Storage};

/// A commit takes no further record when it holds this much: 4 MiB are some 20,000 evidence records of 200 bytes, a
/// fifth of a second's at the goal of 100,000/s, and 8 ms at 500 MB/s, which bounds how long the first one waits.
pub const COMMIT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The largest segment size that leaves offsets within 32 bits when the last frame overshoots.
const SEGMENT_BYTES_LIMIT: u32 = u32::MAX - 128 * 1024;
const _: () = assert!(FRAME_BYTES_MAX < 128 * 1024);

/// The writing end of a journal.
pub struct SegmentWriter {
    storage: Arc<dyn Storage>,
    options: Options,
    file: Box<dyn File>,
    /// The segment that `file` is.
    segment: u32,
    /// Where the staged frames begin.
    start: Position,
    /// Where the next frame will lie.
    next: Position,
    staged: Vec<u8>,
    has_failed: bool,
}

impl SegmentWriter {
    /// Goes on at `next`, which is what [`recover`](super::recover) returned.
    pub fn open(storage: Arc<dyn Storage>, options: Options, next: Position) -> io::Result<Self> {
        if options.segment_bytes_max > SEGMENT_BYTES_LIMIT {
            return Err(invalid(format!("a segment has at most {SEGMENT_BYTES_LIMIT} bytes")));
        }
        let directory = &options.directory;
        if segment::list(storage.as_ref(), directory)?.last() != Some(&next.segment) {
            return Err(invalid(format!("segment {} is not the journal's last", next.segment)));
        }
        let file = storage.open(&segment::path(directory, next.segment))?;
        let size_bytes = file.size_bytes()?;
        if next.offset < HEADER_BYTES || size_bytes != u64::from(next.offset) {
            let found = next.offset;
            return Err(invalid(format!("the journal ends at offset {size_bytes}, not {found}")));
        }
        Ok(Self {
            storage,
            options,
            file,
            segment: next.segment,
            start: next,
            next,
            staged: Vec::new(),
            has_failed: false,
        })
    }

    /// Takes a record into the next commit and tells where it will lie.
    pub fn stage(&mut self, record: &Record) -> Result<Position, PayloadTooLarge> {
        frame::check_payload(record)?;
        if self.staged.is_empty() {
            if self.next.offset >= self.options.segment_bytes_max.max(HEADER_BYTES + 1) {
                self.next = segment::start(self.next.segment + 1);
            }
            self.start = self.next;
        }
        let position = self.next;
        // Fits: a frame begins below the segment limit, which leaves room for one frame.
        self.next.offset += frame::encode(record, &mut self.staged)?;
        Ok(position)
    }

    /// Whether the next commit takes no further record.
    pub fn is_full(&self) -> bool {
        !self.staged.is_empty()
            && (self.staged.len() >= COMMIT_BYTES_MAX || self.next.offset >= self.options.segment_bytes_max)
    }

    /// Makes what is staged durable. After an error nothing is known of it, and every later call fails.
    pub fn commit(&mut self) -> io::Result<()> {
        if self.has_failed {
            return Err(io::Error::other("an earlier commit failed"));
        }
        // Taken back at the end: every early return is a failure.
        self.has_failed = true;
        if !self.staged.is_empty() {
            self.write()?;
        }
        self.has_failed = false;
        Ok(())
    }

    fn write(&mut self) -> io::Result<()> {
        if self.start.segment != self.segment {
            self.file = segment::create(self.storage.as_ref(), &self.options.directory, self.start.segment)?;
            self.segment = self.start.segment;
        }
        self.file.write_at(u64::from(self.start.offset), &self.staged)?;
        self.file.sync_data()?;
        self.staged.clear();
        // One large commit must not keep its memory for ever.
        self.staged.shrink_to(COMMIT_BYTES_MAX / 4);
        Ok(())
    }
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
