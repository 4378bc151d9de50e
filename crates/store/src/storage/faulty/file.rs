//! One open file of a faulty disk.

use std::io;

use super::FaultyStorage;
use super::inode::{self, SharedInode};
use crate::storage::File;

pub(super) struct FaultyFile {
    storage: FaultyStorage,
    inode: SharedInode,
}

impl FaultyFile {
    pub(super) fn new(storage: FaultyStorage, inode: SharedInode) -> Self {
        Self { storage, inode }
    }
}

impl File for FaultyFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.storage.state();
        let room_bytes = state.room_bytes();
        state.write(&mut inode::lock(&self.inode), room_bytes, offset, bytes)
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.storage.state().check_power()?;
        let inode = inode::lock(&self.inode);
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let found = start
            .checked_add(buffer.len())
            .and_then(|end| inode.live().get(start..end))
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(found);
        Ok(())
    }

    fn size_bytes(&self) -> io::Result<u64> {
        self.storage.state().check_power()?;
        Ok(inode::lock(&self.inode).size_bytes())
    }

    fn set_size_bytes(&mut self, size_bytes: u64) -> io::Result<()> {
        let mut state = self.storage.state();
        let room_bytes = state.room_bytes();
        state.set_size(&mut inode::lock(&self.inode), room_bytes, size_bytes)
    }

    fn sync_data(&mut self) -> io::Result<()> {
        let mut state = self.storage.state();
        state.sync(&mut inode::lock(&self.inode))
    }
}
