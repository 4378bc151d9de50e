//! The content of one file: what the disk holds, and the changes that only memory holds.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// What a disk writes in one piece. Larger sectors exist; none is smaller.
const SECTOR_BYTES: usize = 512;

/// One unsynced change.
pub(super) enum Change {
    /// Bytes at an offset.
    Write(u64, Vec<u8>),
    /// The file was cut or grown.
    Size(u64),
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write(offset, bytes) => {
                let start = index(*offset);
                let end = start + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[start..end].copy_from_slice(bytes);
            }
            Self::Size(size_bytes) => content.resize(index(*size_bytes), 0),
        }
    }

    /// What the disk has of this change when nobody waited for it: all, nothing, a prefix or some of its sectors.
    fn apply_torn(&self, content: &mut Vec<u8>, random: &mut ChaCha8Rng) {
        match (self, random.random_range(0..4_u8)) {
            (_, 0) => {}
            (Self::Size(_), _) | (_, 1) => self.apply(content),
            (Self::Write(offset, bytes), 2) => {
                let end = whole_sectors(content.len(), index(*offset), random.random_range(0..=bytes.len()));
                if end > 0 {
                    Self::Write(*offset, bytes[..end].to_vec()).apply(content);
                }
            }
            (Self::Write(offset, bytes), _) => {
                // The length may become durable before the content does: sectors not written then read as zeros.
                let size = content.len().max(index(*offset) + bytes.len());
                content.resize(size, 0);
                for (offset, sector) in sectors(*offset, bytes) {
                    if random.random_bool(0.5) {
                        Self::Write(offset, sector.to_vec()).apply(content);
                    }
                }
            }
        }
    }
}

/// How much of the first `end` bytes of a write at `offset` a disk can have: where it overwrites `size` bytes that were
/// there before, whole sectors only; beyond them the file may end anywhere.
fn whole_sectors(size: usize, offset: usize, end: usize) -> usize {
    let cut = offset + end;
    if cut >= size {
        return end;
    }
    (cut - cut % SECTOR_BYTES).saturating_sub(offset)
}

/// The parts of a write that fall into one sector of the file each.
fn sectors(offset: u64, bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let first = SECTOR_BYTES - index(offset) % SECTOR_BYTES;
    let (head, rest) = bytes.split_at(first.min(bytes.len()));
    let parts = std::iter::once(head).chain(rest.chunks(SECTOR_BYTES));
    parts.scan(offset, |offset, part| {
        let start = *offset;
        *offset += part.len() as u64;
        Some((start, part))
    })
}

fn index(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// The content of one file.
pub(super) struct Inode {
    live: Vec<u8>,
    durable: Vec<u8>,
    unsynced: Vec<Change>,
}

/// A file as its name and its open handles hold it.
pub(super) type SharedInode = Arc<Mutex<Inode>>;

/// Takes the lock of one file. The lock of the state is always taken first.
pub(super) fn lock(inode: &SharedInode) -> MutexGuard<'_, Inode> {
    inode.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inode {
    /// A file whose content is durable.
    pub(super) fn shared(content: Vec<u8>) -> SharedInode {
        Arc::new(Mutex::new(Self {
            live: content.clone(),
            durable: content,
            unsynced: Vec::new(),
        }))
    }

    pub(super) fn live(&self) -> &[u8] {
        &self.live
    }

    pub(super) fn size_bytes(&self) -> u64 {
        self.live.len() as u64
    }

    pub(super) fn change(&mut self, change: Change) {
        change.apply(&mut self.live);
        self.unsynced.push(change);
    }

    pub(super) fn sync(&mut self) {
        for change in self.unsynced.drain(..) {
            change.apply(&mut self.durable);
        }
    }

    /// A sync that failed: the disk has what it happens to have, and memory takes the rest for written.
    pub(super) fn lose(&mut self, random: &mut ChaCha8Rng) {
        self.durable = self.after_power_cut(random);
        self.unsynced.clear();
    }

    /// What the disk holds when the power goes off now.
    pub(super) fn after_power_cut(&self, random: &mut ChaCha8Rng) -> Vec<u8> {
        let mut content = self.durable.clone();
        for change in &self.unsynced {
            change.apply_torn(&mut content, random);
        }
        content
    }
}
