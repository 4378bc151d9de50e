//! Writes a snapshot. Its last chunk, which makes it whole, follows when all others are durable.

use std::io::{self, Write};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use motlan_store::storage::{File, Storage};

use super::seal::{CHUNK_BYTES, Seal};
use super::{Head, MAGIC, SALT_BYTES};

/// Writes one snapshot. Blocking.
pub(crate) struct Writer {
    storage: Arc<dyn Storage>,
    path: String,
    key: Arc<[u8; 32]>,
    begun: Option<Begun>,
}

struct Begun {
    lines: GzEncoder<Chunks>,
    records: u64,
}

/// Seals what is written to it.
struct Chunks {
    file: Box<dyn File>,
    seal: Seal,
    chunk: Vec<u8>,
    /// How many were written.
    count: u64,
    bytes: u64,
}

impl Writer {
    pub(super) fn new(storage: Arc<dyn Storage>, path: String, key: Arc<[u8; 32]>) -> Self {
        Self {
            storage,
            path,
            key,
            begun: None,
        }
    }

    /// Begins; what was written before is forgotten.
    pub(crate) fn begin(&mut self, head: &Head) -> io::Result<()> {
        let mut before = MAGIC.to_vec();
        let head = serde_json::to_vec(head)?;
        before.extend(u32::try_from(head.len()).map_err(io::Error::other)?.to_be_bytes());
        before.extend(head);
        let mut salt = [0; SALT_BYTES];
        aws_lc_rs::rand::fill(&mut salt).map_err(|_| io::Error::other("no randomness"))?;
        before.extend(salt);
        let mut file = self.storage.open(&self.path)?;
        file.set_size_bytes(0)?;
        file.write_at(0, &before)?;
        let chunks = Chunks {
            file,
            bytes: before.len() as u64,
            seal: Seal::new(&self.key, before)?,
            chunk: Vec::with_capacity(CHUNK_BYTES * 2),
            count: 0,
        };
        self.begun = Some(Begun {
            lines: GzEncoder::new(chunks, Compression::fast()),
            records: 0,
        });
        Ok(())
    }

    /// One record more.
    pub(crate) fn line(&mut self, line: &[u8]) -> io::Result<()> {
        let begun = self
            .begun
            .as_mut()
            .ok_or_else(|| io::Error::other("nothing was begun"))?;
        begun.lines.write_all(line)?;
        begun.lines.write_all(b"\n")?;
        begun.records += 1;
        Ok(())
    }

    /// The end: the snapshot is whole, and durable. Returns how many records it holds, and its bytes.
    pub(crate) fn finish(&mut self) -> io::Result<(u64, u64)> {
        let begun = self.begun.take().ok_or_else(|| io::Error::other("nothing was begun"))?;
        let mut chunks = begun.lines.finish()?;
        chunks.write_chunk(false)?;
        chunks.file.sync_data()?;
        chunks.chunk = begun.records.to_be_bytes().to_vec();
        chunks.write_chunk(true)?;
        chunks.file.sync_data()?;
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.storage.sync_directory(folder)?;
        Ok((begun.records, chunks.bytes))
    }
}

impl Chunks {
    fn write_chunk(&mut self, is_last: bool) -> io::Result<()> {
        let rest = self.chunk.split_off(self.chunk.len().min(CHUNK_BYTES));
        let mut chunk = std::mem::replace(&mut self.chunk, rest);
        self.seal.seal(self.count, is_last, &mut chunk)?;
        self.file.write_at(self.bytes, &chunk)?;
        self.bytes += chunk.len() as u64;
        self.count += 1;
        Ok(())
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        while self.chunk.len() > CHUNK_BYTES {
            self.write_chunk(false)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
