//! A storage in memory that forgets, as a disk does when the power goes: whatever was not synced.
//!
//! It keeps what the kernel would keep: per file the durable content and the changes since, per name the durable file
//! and the changes since. [`FaultyStorage::power_cut`] decides from the seed what survives. It also fails on demand:
//! syncs, writes, a full or read-only disk, the power itself.
//!
//! The model is harsher than ext4 and no harsher than POSIX: each unsynced write is kept, dropped or torn on
//! its own (some of its 512-byte sectors, or a prefix), and a new name may be lost although its file was synced. A sector
//! that held something before is overwritten wholly or not at all, as disks promise.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

use self::file::FaultyFile;
use self::folder::Folders;
use self::inode::Inode;
use self::state::{Faults, State};
use super::{File, Storage, path};

mod file;
mod folder;
mod inode;
mod state;

/// A storage in memory with faults. Clones are handles on the same disk.
#[derive(Clone)]
pub struct FaultyStorage(Arc<Mutex<State>>);

impl FaultyStorage {
    /// An empty disk; everything random about it follows from `seed`.
    pub fn new(seed: u64) -> Self {
        Self::with(State::new(ChaCha8Rng::seed_from_u64(seed), Folders::default()))
    }

    fn with(state: State) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Cuts the power and returns what the disk holds afterwards, as a new storage without faults but of the same
    /// capacity.
    ///
    /// This storage and its open files fail from now on, so that threads of the dead process cannot write into the new
    /// one. Cutting again gives another disk that the same history could have left.
    #[must_use]
    pub fn power_cut(&self) -> Self {
        let mut state = self.state();
        state.is_off = true;
        let mut random = ChaCha8Rng::seed_from_u64(state.random.next_u64());
        let folders = state.folders.after_power_cut(&mut random);
        let mut next = State::new(random, folders);
        next.faults.capacity_bytes = state.faults.capacity_bytes;
        Self::with(next)
    }

    /// The power goes off during the `n`-th change or sync from now (1 is the next): a change still reaches the cache
    /// of unsynced things, a sync does nothing, and both and all later calls fail.
    pub fn power_off_at(&self, n: u64) {
        self.state().faults.power_off_at = Some(n);
    }

    /// The `n`-th [`File::sync_data`] from now (1 is the next) fails with EIO.
    ///
    /// As on Linux the unsynced writes then count as clean: they can be read, but the disk may lack them, and later
    /// syncs succeed without them.
    pub fn fail_sync_at(&self, n: u64) {
        self.state().faults.fail_sync_at = Some(n);
    }

    /// The `n`-th [`File::write_at`] from now (1 is the next) writes a part and fails with EIO.
    pub fn fail_write_at(&self, n: u64) {
        self.state().faults.fail_write_at = Some(n);
    }

    /// From now on the files hold at most this many bytes together; beyond, a write is cut short with ENOSPC.
    pub fn set_capacity_bytes(&self, capacity_bytes: u64) {
        self.state().faults.capacity_bytes = Some(capacity_bytes);
    }

    /// Mounts the disk read-only, or for writing again. As on Linux, opening a file for writing then fails.
    pub fn set_read_only(&self, is_read_only: bool) {
        self.state().faults.is_read_only = is_read_only;
    }

    /// Makes every sync return `Ok` and do nothing: a disk that lies, or a program without its sync calls.
    pub fn ignore_sync(&self, is_ignored: bool) {
        self.state().faults.is_sync_ignored = is_ignored;
    }

    /// How often [`File::sync_data`] was called, failed and ignored calls included.
    pub fn sync_count(&self) -> u64 {
        self.state().sync_count
    }

    /// How many changes and syncs were begun: what a program wrote can be told from this having grown.
    pub fn step_count(&self) -> u64 {
        self.state().step_count
    }

    /// Every fault that was asked for is taken back; lost writes stay lost, a dead storage stays dead.
    pub fn clear_faults(&self) {
        self.state().faults = Faults::default();
    }
}

impl Storage for FaultyStorage {
    fn open(&self, path: &str) -> io::Result<Box<dyn File>> {
        let (folder, name) = path::split(path)?;
        let mut state = self.state();
        state.check_power()?;
        state.check_writable()?;
        let inode = if let Some(inode) = state.folders.find(folder, name) {
            inode
        } else {
            let step = state.step()?;
            let inode = Inode::shared(Vec::new());
            state.folders.set(folder, name, Some(Arc::clone(&inode)));
            step.end()?;
            inode
        };
        drop(state);
        Ok(Box::new(FaultyFile::new(self.clone(), inode)))
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let (folder, name) = path::split(path)?;
        let state = self.state();
        state.check_power()?;
        let inode = state.folders.find(folder, name).ok_or(io::ErrorKind::NotFound)?;
        let content = inode::lock(&inode).live().to_vec();
        Ok(content)
    }

    fn replace(&self, path: &str, content: &[u8], durable: bool) -> io::Result<()> {
        let (folder, name) = path::split(path)?;
        let mut state = self.state();
        state.check_writable()?;
        let step = state.step()?;
        if state.room_bytes() < content.len() as u64 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        // As on the real disk the content is synced before the new name is given, whether or not the name is.
        state.folders.set(folder, name, Some(Inode::shared(content.to_vec())));
        step.end()?;
        if durable && !state.faults.is_sync_ignored {
            state.folders.sync(folder)?;
        }
        Ok(())
    }

    fn list(&self, directory: &str) -> io::Result<Vec<String>> {
        path::check_folder(directory)?;
        let state = self.state();
        state.check_power()?;
        Ok(state.folders.list(directory))
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let (folder, name) = path::split(path)?;
        let mut state = self.state();
        state.check_writable()?;
        let step = state.step()?;
        if state.folders.find(folder, name).is_some() {
            state.folders.set(folder, name, None);
        }
        step.end()
    }

    fn sync_directory(&self, directory: &str) -> io::Result<()> {
        path::check_folder(directory)?;
        let mut state = self.state();
        state.step()?.end()?;
        if state.faults.is_sync_ignored {
            return Ok(());
        }
        state.folders.sync(directory)
    }
}
