//! Writes a snapshot. Its last chunk, which makes it whole, follows when all others are durable.

use std::io::{self, Write};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use motlan_store::storage::{File, Storage};

use super::seal::{CHUNK_BYTES, Seal};
use super::{Line, MAGIC, SALT_BYTES, SnapshotHead};

/// Writes one snapshot. Blocking.
pub(crate) struct Writer {
    storage: Arc<dyn Storage>,
    directory: String,
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
    pub(super) fn begin(
        storage: Arc<dyn Storage>,
        path: &str,
        key: &[u8; 32],
        head: &SnapshotHead,
    ) -> io::Result<Self> {
        let mut beginning = MAGIC.to_vec();
        let head = serde_json::to_vec(head)?;
        beginning.extend(u32::try_from(head.len()).map_err(io::Error::other)?.to_be_bytes());
        beginning.extend(head);
        let mut salt = [0; SALT_BYTES];
        aws_lc_rs::rand::fill(&mut salt).map_err(|_| io::Error::other("no randomness"))?;
        beginning.extend(salt);
        let mut file = storage.open(path)?;
        file.set_size_bytes(0)?;
        file.write_at(0, &beginning)?;
        let chunks = Chunks {
            file,
            bytes: beginning.len() as u64,
            seal: Seal::new(key, &beginning)?,
            chunk: Vec::with_capacity(CHUNK_BYTES * 2),
            count: 0,
        };
        Ok(Self {
            storage,
            directory: path.rsplit_once('/').map_or("", |(directory, _)| directory).to_owned(),
            lines: GzEncoder::new(chunks, Compression::fast()),
            records: 0,
        })
    }

    /// One record more.
    pub(crate) fn write(&mut self, line: &Line) -> io::Result<()> {
        serde_json::to_writer(&mut self.lines, line)?;
        self.lines.write_all(b"\n")?;
        self.records += 1;
        Ok(())
    }

    /// The end: the snapshot is whole, and durable. Returns how many records it holds, and its bytes.
    pub(crate) fn finish(self) -> io::Result<(u64, u64)> {
        let mut chunks = self.lines.finish()?;
        chunks.write_chunk(false)?;
        chunks.file.sync_data()?;
        chunks.chunk = self.records.to_be_bytes().to_vec();
        chunks.write_chunk(true)?;
        chunks.file.sync_data()?;
        self.storage.sync_directory(&self.directory)?;
        Ok((self.records, chunks.bytes))
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
