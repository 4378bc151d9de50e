//! A storage whose commits take a stated time: what a slower disk would do to everything above it, for benches.

use std::io;
use std::time::{Duration, Instant};

use super::{File, Storage};

/// A storage whose [`File::sync_data`] takes at least so long.
#[derive(Debug)]
pub struct DelayedStorage<S> {
    storage: S,
    commit: Duration,
}

impl<S: Storage> DelayedStorage<S> {
    /// Lets every commit of `storage` take at least `commit`.
    pub fn new(storage: S, commit: Duration) -> Self {
        Self { storage, commit }
    }
}

impl<S: Storage> Storage for DelayedStorage<S> {
    fn open(&self, path: &str) -> io::Result<Box<dyn File>> {
        Ok(Box::new(DelayedFile {
            file: self.storage.open(path)?,
            commit: self.commit,
        }))
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.storage.read(path)
    }

    fn replace(&self, path: &str, content: &[u8], durable: bool) -> io::Result<()> {
        self.storage.replace(path, content, durable)
    }

    fn list(&self, directory: &str) -> io::Result<Vec<String>> {
        self.storage.list(directory)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        self.storage.remove(path)
    }

    fn sync_directory(&self, directory: &str) -> io::Result<()> {
        self.storage.sync_directory(directory)
    }
}

struct DelayedFile {
    file: Box<dyn File>,
    commit: Duration,
}

impl File for DelayedFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.write_at(offset, bytes)
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.file.read_at(offset, buffer)
    }

    fn size_bytes(&self) -> io::Result<u64> {
        self.file.size_bytes()
    }

    fn set_size_bytes(&mut self, size_bytes: u64) -> io::Result<()> {
        self.file.set_size_bytes(size_bytes)
    }

    fn sync_data(&mut self) -> io::Result<()> {
        let began = Instant::now();
        self.file.sync_data()?;
        std::thread::sleep(self.commit.saturating_sub(began.elapsed()));
        Ok(())
    }
}
