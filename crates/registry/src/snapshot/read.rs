//! Reads a snapshot: what it is of, and its records line by line.

use std::io::{self, BufRead, BufReader, Read};

use flate2::read::GzDecoder;
use motlan_core::Day;
use motlan_store::storage::{File, Storage};

use super::seal::{CHUNK_BYTES, LAST_BYTES, Seal, TAG_BYTES};
use super::{HEAD_BYTES_MAX, Head, MAGIC, SALT_BYTES, Snapshot, damaged};

/// The records of a snapshot, one JSON line each.
pub struct Lines(io::Lines<BufReader<GzDecoder<Chunks>>>);

/// A file whose last chunk opened.
struct Whole {
    file: Box<dyn File>,
    seal: Seal,
    head: Head,
    records: u64,
    /// Where the chunks begin, and where the last one does.
    begin: u64,
    end: u64,
    bytes: u64,
}

/// Opens chunks as they are read.
struct Chunks {
    whole: Whole,
    number: u64,
    at: u64,
    chunk: io::Cursor<Vec<u8>>,
}

/// What a file is of; none if it is not whole.
pub(super) fn describe(storage: &dyn Storage, path: &str, day: Day, key: &[u8; 32]) -> io::Result<Option<Snapshot>> {
    match Whole::open(storage, path, key) {
        Ok(whole) => Ok(Some(Snapshot {
            day,
            head: whole.head,
            records: whole.records,
            bytes: whole.bytes,
        })),
        // Being written, or broken off: it is taken again.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Lines {
    pub(super) fn open(storage: &dyn Storage, path: &str, key: &[u8; 32]) -> io::Result<Self> {
        let whole = Whole::open(storage, path, key)?;
        let chunks = Chunks {
            at: whole.begin,
            whole,
            number: 0,
            chunk: io::Cursor::default(),
        };
        Ok(Self(BufReader::new(GzDecoder::new(chunks)).lines()))
    }
}

impl Iterator for Lines {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl Whole {
    fn open(storage: &dyn Storage, path: &str, key: &[u8; 32]) -> io::Result<Self> {
        let mut file = storage.open(path)?;
        let bytes = file.size_bytes()?;
        let mut start = [0; MAGIC.len() + 4];
        file.read_at(0, &mut start)?;
        let [magic @ .., a, b, c, d] = start;
        let head_bytes = u32::from_be_bytes([a, b, c, d]);
        if magic != *MAGIC || head_bytes > HEAD_BYTES_MAX {
            return Err(damaged("it does not begin as one"));
        }
        let mut before = vec![0; start.len() + head_bytes as usize + SALT_BYTES];
        file.read_at(0, &mut before)?;
        let head = serde_json::from_slice(&before[start.len()..before.len() - SALT_BYTES])
            .map_err(|_| damaged("its head is none"))?;
        let begin = before.len() as u64;
        let seal = Seal::new(key, before)?;
        let end = (bytes.checked_sub(LAST_BYTES as u64)).filter(|end| *end > begin);
        let end = end.ok_or_else(|| damaged("it was cut off"))?;
        let mut last = vec![0; LAST_BYTES];
        file.read_at(end, &mut last)?;
        let count = (end - begin).div_ceil((CHUNK_BYTES + TAG_BYTES) as u64);
        let last = seal.open(count, true, last)?;
        let records = last.try_into().map_err(|_| damaged("its last chunk is none"))?;
        Ok(Self {
            file,
            seal,
            head,
            records: u64::from_be_bytes(records),
            begin,
            end,
            bytes,
        })
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
