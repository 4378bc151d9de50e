//! Does each thing that a disk storage promises to make durable, once, in a folder that is not there yet, so that the
//! calls can be watched from outside (`tests/syncs`).
#![expect(clippy::unwrap_used, reason = "it stops where something unforeseen happens")]

use motlan_store::storage::{DiskStorage, Storage};

fn main() {
    let root = std::env::args().nth(1).unwrap();
    let storage = DiskStorage::new(&root).unwrap();
    let mut file = storage.open("log/journal/0").unwrap();
    file.write_at(0, b"frame").unwrap();
    file.sync_data().unwrap();
    storage.sync_directory("log/journal").unwrap();
    storage.replace("head", b"new", true).unwrap();
    storage.replace("checkpoint", b"new", false).unwrap();
}
