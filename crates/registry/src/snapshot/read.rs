//! Reads a snapshot: what it is of, and its records line by line.

use std::io::{self, BufRead, BufReader, Read};

use flate2::read::GzDecoder;
use motlan_core::Day;
use motlan_store::storage::{File, Storage};

use super::seal::{CHUNK_BYTES, LAST_BYTES, Seal, TAG_BYTES};
use super::{HEAD_BYTES_MAX, MAGIC, SALT_BYTES, Snapshot, SnapshotHead, damaged};

/// A file whose last chunk opened.
pub(crate) struct Whole {
    file: Box<dyn File>,
    seal: Seal,
    head: SnapshotHead,
    records: u64,
    /// Where the chunks begin, and where the last one does.
    begin: u64,
    end: u64,
    bytes: u64,
}

/// The records of a snapshot, one JSON line each.
pub struct SnapshotLines(BufReader<GzDecoder<Chunks>>);

/// Opens chunks as they are read.
struct Chunks {
    whole: Whole,
    number: u64,
    at: u64,
    chunk: io::Cursor<Vec<u8>>,
}

impl Whole {
    pub(super) fn open(storage: &dyn Storage, path: &str, key: &[u8; 32]) -> io::Result<Self> {
        let mut file = storage.open(path)?;
        let bytes = file.size_bytes()?;
        let mut start = [0; MAGIC.len() + 4];
        file.read_at(0, &mut start)?;
        let [magic @ .., a, b, c, d] = start;
        let head_bytes = u32::from_be_bytes([a, b, c, d]);
        if magic != *MAGIC || head_bytes > HEAD_BYTES_MAX {
            return Err(damaged("it does not begin as one"));
        }
        let mut beginning = vec![0; start.len() + head_bytes as usize + SALT_BYTES];
        file.read_at(0, &mut beginning)?;
        let seal = Seal::new(key, &beginning)?;
        let begin = beginning.len() as u64;
        let end = (bytes.checked_sub(LAST_BYTES as u64)).filter(|end| *end > begin);
        let end = end.ok_or_else(|| damaged("it was cut off"))?;
        let mut last = vec![0; LAST_BYTES];
        file.read_at(end, &mut last)?;
        let count = (end - begin).div_ceil((CHUNK_BYTES + TAG_BYTES) as u64);
        let last = seal.open(count, true, last)?;
        let records = last.try_into().map_err(|_| damaged("its last chunk is none"))?;
        let head = &beginning[start.len()..beginning.len() - SALT_BYTES];
        Ok(Self {
            head: serde_json::from_slice(head).map_err(|_| damaged("its head is none"))?,
            file,
            seal,
            records: u64::from_be_bytes(records),
            begin,
            end,
            bytes,
        })
    }

    pub(crate) const fn head(&self) -> &SnapshotHead {
        &self.head
    }

    pub(super) fn describe(self, day: Day) -> Snapshot {
        Snapshot {
            day,
            head: self.head,
            records: self.records,
            bytes: self.bytes,
        }
    }

    /// Its records, from the first one on.
    pub(crate) fn lines(self) -> SnapshotLines {
        let chunks = Chunks {
            at: self.begin,
            whole: self,
            number: 0,
            chunk: io::Cursor::default(),
        };
        SnapshotLines(BufReader::new(GzDecoder::new(chunks)))
    }
}

impl SnapshotLines {
    /// The same file, to be read again.
    pub(crate) fn into_whole(self) -> Whole {
        self.0.into_inner().into_inner().whole
    }
}

impl Iterator for SnapshotLines {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = String::new();
        match self.0.read_line(&mut line) {
            Ok(0) => None,
            Ok(_) => {
                line.truncate(line.trim_end_matches('\n').len());
                Some(Ok(line))
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.chunk.read(buffer)?;
        if read > 0 || buffer.is_empty() || self.at == self.whole.end {
            return Ok(read);
        }
        let length = (self.whole.end - self.at).min((CHUNK_BYTES + TAG_BYTES) as u64);
        let mut chunk = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.whole.file.read_at(self.at, &mut chunk)?;
        self.chunk = io::Cursor::new(self.whole.seal.open(self.number, false, chunk)?);
        self.at += length;
        self.number += 1;
        self.chunk.read(buffer)
    }
}
