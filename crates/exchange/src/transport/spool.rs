//! The spool: bodies over 1 MiB lie in an unlinked file, sealed under a key that is only in memory.
//!
//! A crash leaves an unnamed file that the file system frees, and nobody can read it: the key went with the process.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use bytes::{Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

/// Plain bytes per sealed chunk: 64 KiB, so that a 16 MiB body is 256 writes.
const CHUNK_BYTES: usize = 64 * 1024;

/// AES-GCM adds 16 bytes to each chunk.
const TAG_BYTES: usize = 16;

/// The folder in which spool files are made.
#[derive(Debug)]
pub struct SpoolFolder {
    path: PathBuf,
    next: AtomicU64,
}

impl SpoolFolder {
    /// Makes the folder if it is not there.
    pub fn open(path: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(path)?;
        Ok(Self {
            path: path.to_owned(),
            next: AtomicU64::new(0),
        })
    }

    /// A new, empty spool file with a key of its own.
    pub async fn create(&self) -> io::Result<SpoolWriter> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.path.join(format!("{}-{number}.spool", std::process::id()));
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)
            .await?;
        tokio::fs::remove_file(&path).await?;
        let mut key = [0; 32];
        aws_lc_rs::rand::fill(&mut key).map_err(|_| io::Error::other("no randomness"))?;
        let key = UnboundKey::new(&AES_256_GCM, &key).map_err(|_| io::Error::other("no spool key"))?;
        Ok(SpoolWriter {
            file,
            key: LessSafeKey::new(key),
            chunks: 0,
            pending: BytesMut::with_capacity(CHUNK_BYTES),
        })
    }
}

/// The nonce is the chunk's number: each key seals each number once.
fn nonce(chunk: u64) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    bytes[4..].copy_from_slice(&chunk.to_be_bytes());
    Nonce::assume_unique_for_key(bytes)
}

/// A spool file that is being filled.
pub struct SpoolWriter {
    file: File,
    key: LessSafeKey,
    chunks: u64,
    pending: BytesMut,
}

impl SpoolWriter {
    /// Adds bytes; writes whole chunks.
    pub async fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = CHUNK_BYTES - self.pending.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.pending.extend_from_slice(now);
            bytes = later;
            if self.pending.len() == CHUNK_BYTES {
                self.seal().await?;
            }
        }
        Ok(())
    }

    async fn seal(&mut self) -> io::Result<()> {
        let mut chunk = std::mem::take(&mut self.pending).to_vec();
        self.key
            .seal_in_place_append_tag(nonce(self.chunks), Aad::empty(), &mut chunk)
            .map_err(|_| io::Error::other("a spool chunk cannot be sealed"))?;
        self.chunks += 1;
        self.file.write_all(&chunk).await
    }

    /// Closes the file for writing and starts reading at its beginning.
    pub async fn into_reader(mut self) -> io::Result<SpoolReader> {
        if !self.pending.is_empty() {
            self.seal().await?;
        }
        self.file.flush().await?;
        self.file.rewind().await?;
        Ok(SpoolReader {
            file: self.file,
            key: self.key,
            chunks: self.chunks,
            next: 0,
        })
    }
}

/// A spool file that is being read, once, from its beginning.
pub struct SpoolReader {
    file: File,
    key: LessSafeKey,
    chunks: u64,
    next: u64,
}

impl SpoolReader {
    /// The next piece, or `None` at the end.
    pub async fn read(&mut self) -> io::Result<Option<Bytes>> {
        if self.next == self.chunks {
            return Ok(None);
        }
        let mut chunk = vec![0; CHUNK_BYTES + TAG_BYTES];
        let mut filled = 0;
        while filled < chunk.len() {
            match self.file.read(&mut chunk[filled..]).await? {
                0 => break,
                count => filled += count,
            }
        }
        chunk.truncate(filled);
        let plain = self
            .key
            .open_in_place(nonce(self.next), Aad::empty(), &mut chunk)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a spool chunk was altered"))?
            .len();
        self.next += 1;
        chunk.truncate(plain);
        Ok(Some(chunk.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_went_in_comes_out_and_no_name_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let spool = SpoolFolder::open(folder.path()).unwrap();
        let mut writer = spool.create().await.unwrap();
        let body: Vec<u8> = (0..200_001_u32).map(|n| n.to_le_bytes()[0]).collect();
        for piece in body.chunks(7_777) {
            writer.write(piece).await.unwrap();
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut reader = writer.into_reader().await.unwrap();
        let mut read = Vec::new();
        while let Some(piece) = reader.read().await.unwrap() {
            read.extend_from_slice(&piece);
        }
        assert_eq!(read, body);
    }
}
