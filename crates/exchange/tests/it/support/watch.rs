//! Sees whether a gateway touched its disk: the storage of its evidence, and the folder for large bodies.

use std::fs::File;
use std::path::PathBuf;
use std::time::SystemTime;

use motlan_store::storage::FaultyStorage;

use super::node::Node;

/// A gateway's disk as it was when the watch began.
pub(crate) struct Watch {
    disk: FaultyStorage,
    steps: u64,
    spool: PathBuf,
}

impl Watch {
    /// Begins to watch a gateway whose evidence lies on this disk.
    pub(crate) fn begin(disk: &FaultyStorage, node: &Node) -> Self {
        let spool = node.spool();
        // A file that was made and unlinked again leaves no name, but the folder's time moves away from this one.
        File::open(&spool)
            .unwrap()
            .set_modified(SystemTime::UNIX_EPOCH)
            .unwrap();
        Self {
            disk: disk.clone(),
            steps: disk.step_count(),
            spool,
        }
    }

    /// Whether a file was written, synced, made, renamed or removed since, in the storage and in the spool.
    pub(crate) fn has_seen(&self) -> (bool, bool) {
        let modified = std::fs::metadata(&self.spool).unwrap().modified().unwrap();
        (self.disk.step_count() != self.steps, modified != SystemTime::UNIX_EPOCH)
    }
}
