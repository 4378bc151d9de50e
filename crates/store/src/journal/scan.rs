//! Reads the frames of one segment in order, a chunk at a time.

use std::io;

use super::Record;
use super::frame::{self, Decoded};
use super::segment::HEADER_BYTES;
use crate::storage::File;

/// How much is read at once: 1 MiB holds fifteen of the largest frames and costs one system call.
const CHUNK_BYTES: usize = 1024 * 1024;

/// What comes next in a segment.
pub(super) enum Next {
    /// A record and the offset of its frame.
    Frame(u32, Record),
    /// Nothing: the segment ends where the last frame ended.
    End,
    /// Something that is no frame.
    Bad,
}

/// A reader of one segment.
pub(super) struct Scanner<'file> {
    file: &'file mut dyn File,
    size_bytes: u64,
    /// Bytes of the file from `offset` on that were read but not yet decoded, after `consumed` bytes that were.
    buffer: Vec<u8>,
    consumed: usize,
    offset: u64,
}

impl<'file> Scanner<'file> {
    /// Begins at the first frame.
    pub(super) fn new(file: &'file mut dyn File) -> io::Result<Self> {
        let size_bytes = file.size_bytes()?;
        Ok(Self {
            file,
            size_bytes,
            buffer: Vec::new(),
            consumed: 0,
            offset: u64::from(HEADER_BYTES),
        })
    }

    /// Where the next frame begins.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The size of the file when the scan began.
    pub(super) fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Reads the next frame.
    pub(super) fn next(&mut self) -> io::Result<Next> {
        loop {
            match frame::decode(&self.buffer[self.consumed..]) {
                Decoded::Frame(record, size_bytes) => {
                    let Ok(offset) = u32::try_from(self.offset) else {
                        return Ok(Next::Bad);
                    };
                    self.consumed += size_bytes;
                    self.offset += size_bytes as u64;
                    return Ok(Next::Frame(offset, record));
                }
                Decoded::Short(_) if self.fill()? => {}
                Decoded::Short(_) if self.offset == self.size_bytes => return Ok(Next::End),
                Decoded::Bad | Decoded::Short(_) => return Ok(Next::Bad),
            }
        }
    }

    /// Reads another chunk; whether there was anything to read.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.consumed);
        self.consumed = 0;
        let start = self.offset + self.buffer.len() as u64;
        let left = usize::try_from(self.size_bytes.saturating_sub(start)).unwrap_or(usize::MAX);
        let known = self.buffer.len();
        self.buffer.resize(known + left.min(CHUNK_BYTES), 0);
        self.file.read_at(start, &mut self.buffer[known..])?;
        Ok(left > 0)
    }
}
