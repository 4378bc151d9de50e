//! Reads the tiles of a log: files as they are served, and the hashes that proofs are made of.
//!
//! Everything is asked for at a size whose tiles have been written. A partial tile that is gone is the beginning of a
//! later partial or full tile, for tiles only grow.

use std::io;

use motlan_store::storage::Storage;

use super::EvidenceError;
use crate::entry::{ENTRY_BYTES, LogName};
use crate::tile::{self, BUNDLE_ENTRY_BYTES, FULL_WIDTH, Level, Tile};
use crate::tree::{HASH_BYTES, Hash, Part, Subtree, complete_root, fold, inclusion, subtrees};

/// Path of a file of a log within the node's storage.
pub(super) fn log_path(log: LogName, path: &str) -> String {
    format!("log/{log}/{path}")
}

/// An entry and its inclusion path.
pub(super) type Included = ([u8; ENTRY_BYTES], Vec<Hash>);

/// The tiles of one log.
pub(super) struct TileReader<'storage> {
    storage: &'storage dyn Storage,
    log: LogName,
}

impl<'storage> TileReader<'storage> {
    pub(super) fn new(storage: &'storage dyn Storage, log: LogName) -> Self {
        Self { storage, log }
    }

    /// A tile of the log when it had `size` entries; `None` if it had no such tile.
    pub(super) fn read(&self, tile: Tile, size: u64) -> Result<Option<Vec<u8>>, EvidenceError> {
        let width = tile::width(tile.level, tile.index, size);
        if tile.width > width {
            return Ok(None);
        }
        // In this order: a partial tile is removed only after the full one was written.
        for candidate in [tile, Tile { width, ..tile }, tile.full()] {
            match self.storage.read(&log_path(self.log, &candidate.path())) {
                Ok(content) => return self.first(content, tile).map(Some),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(self.damaged())
    }

    /// The beginning of a tile that is as wide as `tile` or wider.
    fn first(&self, mut content: Vec<u8>, tile: Tile) -> Result<Vec<u8>, EvidenceError> {
        let item_bytes = match tile.level {
            Level::Entries => BUNDLE_ENTRY_BYTES,
            Level::Hashes(_) => HASH_BYTES,
        };
        let length = usize::from(tile.width) * item_bytes;
        if content.len() < length {
            return Err(self.damaged());
        }
        content.truncate(length);
        Ok(content)
    }

    /// Entry and inclusion path of `index` in the tree of `size` entries; `None` if there is no such entry.
    pub(super) fn inclusion(&self, index: u64, size: u64) -> Result<Option<Included>, EvidenceError> {
        let Some(plan) = inclusion::plan(index, size) else {
            return Ok(None);
        };
        let path = plan
            .iter()
            .map(|part| self.part(part, size))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Some((self.entry(index, size)?, path)))
    }

    /// The root of the first `count` entries of a tree of `size`.
    pub(super) fn root(&self, count: u64, size: u64) -> Result<Hash, EvidenceError> {
        if count == 0 {
            return Ok(Hash::empty_root());
        }
        self.part(&subtrees(0, count), size)
    }

    /// Entry `index` of the first `size`, which must hold it.
    pub(super) fn entry(&self, index: u64, size: u64) -> Result<[u8; ENTRY_BYTES], EvidenceError> {
        let bundle = self.tile(Level::Entries, index / u64::from(FULL_WIDTH), size)?;
        let start = usize::try_from(index % u64::from(FULL_WIDTH)).map_err(|_| self.damaged())? * BUNDLE_ENTRY_BYTES;
        bundle
            .get(start + 2..start + BUNDLE_ENTRY_BYTES)
            .and_then(|entry| entry.try_into().ok())
            .ok_or_else(|| self.damaged())
    }

    fn part(&self, part: &Part, size: u64) -> Result<Hash, EvidenceError> {
        let hashes = part
            .iter()
            .map(|subtree| self.node(*subtree, size))
            .collect::<Result<Vec<_>, _>>()?;
        fold(&hashes).ok_or_else(|| self.damaged())
    }

    /// The root of a complete subtree: a tile holds every eighth level, the levels between are hashed from it.
    fn node(&self, subtree: Subtree, size: u64) -> Result<Hash, EvidenceError> {
        let (level, height) = (subtree.level / 8, subtree.level % 8);
        let first = subtree.index << height;
        let hashes = self.tile(Level::Hashes(level), first / u64::from(FULL_WIDTH), size)?;
        let start = usize::try_from(first % u64::from(FULL_WIDTH)).map_err(|_| self.damaged())? * HASH_BYTES;
        let mut hashes = hashes
            .get(start..start + (HASH_BYTES << height))
            .ok_or_else(|| self.damaged())?
            .to_vec();
        Ok(complete_root(&mut hashes))
    }

    fn tile(&self, level: Level, index: u64, size: u64) -> Result<Vec<u8>, EvidenceError> {
        let width = tile::width(level, index, size);
        self.read(Tile { level, index, width }, size)?
            .ok_or_else(|| self.damaged())
    }

    fn damaged(&self) -> EvidenceError {
        EvidenceError::Tile { log: self.log }
    }
}
