//! Writes the files of one log: full tiles as they fill, partial tiles and the checkpoint when it is published.
//!
//! Nothing is synced here: the journal is the truth, and a mark syncs what it builds on. A failed write is tried again
//! the next time; entries and tiles wait in memory until then.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::Arc;

use motlan_store::storage::Storage;

use super::EvidenceError;
use super::reader::{TileReader, log_path};
use super::state::{Published, entry_at};
use crate::checkpoint::Checkpoint;
use crate::edge::RightEdge;
use crate::entry::{ENTRY_BYTES, LogName};
use crate::key::LogKey;
use crate::tile::{BUNDLE_ENTRY_BYTES, FULL_WIDTH, Level, Tile};
use crate::tree::Hash;

/// Entries hashed before their tiles are written: 16 tiles and 16 bundles, 0.7 MB, wait at most.
const CHUNK_BYTES: usize = 16 * FULL_WIDTH as usize * ENTRY_BYTES;

/// The length of an entry, as bundles have it.
#[expect(clippy::cast_possible_truncation, reason = "128 fits 16 bits")]
const ENTRY_LENGTH: [u8; 2] = (ENTRY_BYTES as u16).to_be_bytes();

/// Names that a mark must make durable.
#[derive(Default)]
pub(super) struct Unsynced {
    /// Files with new content.
    pub(super) files: Vec<String>,
    /// Folders from which names were removed.
    pub(super) folders: Vec<String>,
}

/// One log on its way to disk.
pub(super) struct LogWriter {
    log: LogName,
    origin: String,
    pub(super) edge: RightEdge,
    /// The growing bundle, as its file will be.
    pub(super) bundle: Vec<u8>,
    /// Entries that are not in the tree yet.
    backlog: Vec<u8>,
    /// Full tiles that are not written yet.
    outbox: VecDeque<(Tile, Vec<u8>)>,
    /// The last partial tile written of each level, so that its folder is emptied when the tile is full.
    partials: BTreeMap<Level, Tile>,
    /// While replaying, every tile may have partial tiles of an earlier process.
    is_replaying: bool,
    pub(super) unsynced: Unsynced,
    pub(super) published: Option<Arc<Published>>,
}

impl LogWriter {
    /// A log that continues from its edge.
    pub(super) fn new(log: LogName, origin: String, edge: RightEdge, bundle: Vec<u8>) -> Self {
        Self {
            log,
            origin,
            edge,
            bundle,
            backlog: Vec::new(),
            outbox: VecDeque::new(),
            partials: BTreeMap::new(),
            is_replaying: true,
            unsynced: Unsynced::default(),
            published: None,
        }
    }

    pub(super) fn log(&self) -> LogName {
        self.log
    }

    /// Takes durable entries over.
    pub(super) fn add(&mut self, entries: Vec<u8>) {
        if self.backlog.is_empty() {
            self.backlog = entries;
        } else {
            self.backlog.extend_from_slice(&entries);
        }
    }

    /// An entry that was taken over, wherever it is on its way; `None` if none of this index was.
    pub(super) fn entry(&self, storage: &dyn Storage, index: u64) -> Result<Option<[u8; ENTRY_BYTES]>, EvidenceError> {
        let size = self.edge.size();
        if let Some(place) = index.checked_sub(size) {
            return Ok(entry_at(&self.backlog, place));
        }
        let bundle = index / u64::from(FULL_WIDTH);
        let is_bundle = |tile: &Tile| tile.level == Level::Entries && tile.index == bundle;
        let unwritten = self.outbox.iter().find(|(tile, _)| is_bundle(tile));
        let bytes = match unwritten {
            Some((_, content)) => content,
            None if bundle == size / u64::from(FULL_WIDTH) => &self.bundle,
            None => return TileReader::new(storage, self.log).entry(index, size).map(Some),
        };
        let place = usize::try_from(index % u64::from(FULL_WIDTH)).unwrap_or(usize::MAX);
        let entry = bytes.chunks_exact(BUNDLE_ENTRY_BYTES).nth(place);
        Ok(entry.and_then(|entry| entry.last_chunk().copied()))
    }

    /// Grows the tree by all entries taken over and writes the tiles that are full.
    pub(super) fn write_full(&mut self, storage: &dyn Storage) -> io::Result<()> {
        self.flush(storage)?;
        let backlog = std::mem::take(&mut self.backlog);
        let mut taken_bytes = 0;
        for chunk in backlog.chunks(CHUNK_BYTES) {
            for entry in chunk.chunks_exact(ENTRY_BYTES) {
                self.grow(entry);
            }
            taken_bytes += chunk.len();
            if let Err(error) = self.flush(storage) {
                self.backlog = backlog[taken_bytes..].to_vec();
                return Err(error);
            }
        }
        Ok(())
    }

    fn grow(&mut self, entry: &[u8]) {
        self.bundle.extend_from_slice(&ENTRY_LENGTH);
        self.bundle.extend_from_slice(entry);
        let outbox = &mut self.outbox;
        self.edge.append(&Hash::leaf(entry), &mut |tile, hashes| {
            outbox.push_back((tile, hashes.to_vec()));
        });
        if self.bundle.len() == usize::from(FULL_WIDTH) * BUNDLE_ENTRY_BYTES {
            let tile = Tile {
                level: Level::Entries,
                index: self.edge.size() / u64::from(FULL_WIDTH) - 1,
                width: FULL_WIDTH,
            };
            self.outbox.push_back((tile, std::mem::take(&mut self.bundle)));
        }
    }

    fn flush(&mut self, storage: &dyn Storage) -> io::Result<()> {
        while let Some((tile, content)) = self.outbox.front() {
            let (tile, path) = (*tile, log_path(self.log, &tile.path()));
            write(storage, &path, content)?;
            let has_partials = self
                .partials
                .get(&tile.level)
                .is_some_and(|last| last.index == tile.index);
            if self.is_replaying || has_partials {
                self.remove_partials(storage, tile)?;
            }
            self.unsynced.files.push(path);
            self.outbox.pop_front();
        }
        Ok(())
    }

    fn remove_partials(&mut self, storage: &dyn Storage, tile: Tile) -> io::Result<()> {
        let folder = log_path(self.log, &tile.partial_directory());
        let names = storage.list(&folder)?;
        for name in &names {
            storage.remove(&format!("{folder}/{name}"))?;
        }
        if !names.is_empty() {
            self.unsynced.folders.push(folder);
        }
        Ok(())
    }

    /// Ends the replay: partial tiles that an earlier process left of the growing tiles may be torn, so they go.
    pub(super) fn end_replay(&mut self, storage: &dyn Storage) -> io::Result<()> {
        let growing: Vec<Tile> = self.growing().into_iter().map(|(tile, _)| tile).collect();
        for tile in growing {
            self.remove_partials(storage, tile)?;
        }
        self.is_replaying = false;
        Ok(())
    }

    /// Writes the partial tiles of the present size.
    pub(super) fn write_partials(&mut self, storage: &dyn Storage) -> io::Result<()> {
        let mut written = Vec::new();
        for (tile, content) in self.growing() {
            if self.partials.get(&tile.level) != Some(&tile) {
                write(storage, &log_path(self.log, &tile.path()), content)?;
                written.push((tile.level, tile));
            }
        }
        self.partials.extend(written);
        Ok(())
    }

    /// The growing tiles that are not empty, as they are now.
    fn growing(&self) -> Vec<(Tile, &[u8])> {
        let mut growing: Vec<_> = self.edge.partials().collect();
        if !self.bundle.is_empty() {
            let tile = Tile {
                level: Level::Entries,
                index: self.edge.size() / u64::from(FULL_WIDTH),
                width: u16::try_from(self.bundle.len() / BUNDLE_ENTRY_BYTES).unwrap_or(FULL_WIDTH),
            };
            growing.push((tile, self.bundle.as_slice()));
        }
        growing
    }

    /// Signs and writes the checkpoint of the present size, whose tiles are written; `None` if it is published already.
    pub(super) fn publish(
        &mut self,
        storage: &dyn Storage,
        key: &LogKey,
    ) -> Result<Option<Arc<Published>>, EvidenceError> {
        let size = self.edge.size();
        if self.published.as_ref().is_some_and(|published| published.size == size) {
            return Ok(None);
        }
        let checkpoint = Checkpoint {
            origin: self.origin.clone(),
            size,
            root: self.edge.root(),
        };
        let text = checkpoint.sign(key)?;
        storage.replace(&log_path(self.log, "checkpoint"), text.as_bytes(), false)?;
        let published = Arc::new(Published { size, text });
        self.published = Some(Arc::clone(&published));
        Ok(Some(published))
    }
}

/// Writes a whole file in place. Nobody reads it before the checkpoint that needs it.
fn write(storage: &dyn Storage, path: &str, content: &[u8]) -> io::Result<()> {
    let mut file = storage.open(path)?;
    // A file of an earlier process may be torn, and longer.
    if file.size_bytes()? > content.len() as u64 {
        file.set_size_bytes(content.len() as u64)?;
    }
    file.write_at(0, content)
}
