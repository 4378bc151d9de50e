//! How far one log was read, and what waits for its root. Pure: bundles in, verified entries out.

use motlan_core::{Code, Failure};
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::edge::RightEdge;
use motlan_evidence::entry::ENTRY_BYTES;
use motlan_evidence::tile::{self, FULL_WIDTH, Level, Tile};
use motlan_evidence::tree::Hash;

use super::Reading;

/// What of one gateway's entries waits in memory for their checkpoint: 512 MiB. These are 9.5 million transactions of
/// 56 bytes in the centre's book, or 4.1 million entries of 128 bytes kept whole. Of a log that is further ahead than
/// this nothing is read; `motlan audit` knows no such bound.
const PENDING_BYTES_MAX: usize = 512 * 1024 * 1024;

/// How far one log was read, where `T` is what is kept of an entry.
pub(super) struct Followed<T> {
    /// The entries that were handed on.
    pub(super) edge: RightEdge,
    pub(super) checkpoint: Option<Checkpoint>,
    pub(super) pending: Option<Pending<T>>,
    pub(super) reading: Reading,
}

/// Entries that are read but not believed before the root of their checkpoint is reached.
pub(super) struct Pending<T> {
    target: Checkpoint,
    edge: RightEdge,
    pub(super) entries: Vec<T>,
}

impl<T> Default for Followed<T> {
    fn default() -> Self {
        Self {
            edge: RightEdge::default(),
            checkpoint: None,
            pending: None,
            reading: Reading::NotYet,
        }
    }
}

impl<T> Followed<T> {
    /// Begins to read up to a new checkpoint.
    pub(super) fn aim(&mut self, target: Checkpoint) -> Result<(), Failure> {
        let Some(ahead) = target.size.checked_sub(self.edge.size()) else {
            return Err(unbelievable("the log has become shorter"));
        };
        if ahead > (PENDING_BYTES_MAX / size_of::<T>().max(1)) as u64 {
            return Err(unbelievable("the log is too far ahead to be read"));
        }
        self.pending = Some(Pending {
            target,
            edge: self.edge.clone(),
            entries: Vec::new(),
        });
        Ok(())
    }

    /// The bundle to be read next; `None` if nothing is missing.
    pub(super) fn next(&self) -> Option<Tile> {
        let pending = self.pending.as_ref()?;
        let index = pending.edge.size() / u64::from(FULL_WIDTH);
        let width = tile::width(Level::Entries, index, pending.target.size);
        let level = Level::Entries;
        (pending.edge.size() < pending.target.size).then_some(Tile { level, index, width })
    }

    /// Takes in the new entries of a bundle. What cannot be believed is forgotten, with all that waited.
    pub(super) fn take_in(
        &mut self,
        bundle: &[u8],
        tile: Tile,
        keep: &dyn Fn(&[u8; ENTRY_BYTES]) -> Result<T, Failure>,
    ) -> Result<(), Failure> {
        let Some(pending) = &mut self.pending else {
            return Ok(());
        };
        let taken = pending.take_in(bundle, tile, keep);
        if taken.is_err() {
            self.pending = None;
        }
        taken
    }

    /// Takes out what waited, if its root is the one that was signed; `None` if nothing waits.
    pub(super) fn verify(&mut self) -> Result<Option<Pending<T>>, Failure> {
        match self.pending.take() {
            Some(pending) if pending.edge.root() != pending.target.root => {
                Err(unbelievable("the entries do not give the checkpoint's root"))
            }
            pending => Ok(pending),
        }
    }

    /// Remembers that these entries were handed on.
    pub(super) fn advance(&mut self, pending: Pending<T>) {
        self.edge = pending.edge;
        self.checkpoint = Some(pending.target);
    }
}

impl<T> Pending<T> {
    fn take_in(
        &mut self,
        bundle: &[u8],
        tile: Tile,
        keep: &dyn Fn(&[u8; ENTRY_BYTES]) -> Result<T, Failure>,
    ) -> Result<(), Failure> {
        let entries = tile::bundle_entries(bundle, tile.width)
            .ok_or_else(|| unbelievable("an entry bundle is not as many entries as it must be"))?;
        // Less than a bundle: the edge stands in this one.
        let known = usize::try_from(self.edge.size() % u64::from(FULL_WIDTH)).unwrap_or_default();
        for bytes in entries.into_iter().skip(known) {
            let bytes = bytes
                .try_into()
                .map_err(|_| unbelievable("an entry has not 128 bytes"))?;
            self.entries.push(keep(bytes)?);
            self.edge.append(&Hash::leaf(bytes), &mut |_, _| {});
        }
        Ok(())
    }
}

/// The log says something that cannot be true.
pub(super) fn unbelievable(reason: &str) -> Failure {
    Failure::new(Code::InvalidSignature, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint(size: u64) -> Checkpoint {
        Checkpoint {
            origin: "motlan/VN/GOV/H45/casework".to_owned(),
            size,
            root: RightEdge::default().root(),
        }
    }

    #[test]
    fn a_size_that_jumps_absurdly_is_refused() {
        let mut followed = Followed::<[u8; ENTRY_BYTES]>::default();
        assert!(followed.aim(checkpoint(1 << 60)).is_err());
        assert!(followed.pending.is_none());
        let most = (PENDING_BYTES_MAX / ENTRY_BYTES) as u64;
        assert!(followed.aim(checkpoint(most + 1)).is_err());
        assert!(followed.aim(checkpoint(most)).is_ok());
    }

    #[test]
    fn an_entry_of_another_length_is_not_believed() {
        let mut followed = Followed::<[u8; ENTRY_BYTES]>::default();
        followed.aim(checkpoint(1)).unwrap();
        let tile = followed.next().unwrap();
        let bundle = [&[0, 127][..], &[0; 127]].concat();
        let failure = followed.take_in(&bundle, tile, &|bytes| Ok(*bytes)).unwrap_err();
        assert_eq!(failure.code, Code::InvalidSignature);
        assert!(followed.pending.is_none(), "nothing of it waits any longer");
    }
}
