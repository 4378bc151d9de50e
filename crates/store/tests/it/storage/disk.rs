//! What only real files have: modes, a root to make, temporary files to clean up.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use motlan_store::storage::{DiskStorage, Storage};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn files_and_folders_are_the_owners_only() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("data/member");
    let storage = DiskStorage::new(&root).unwrap();
    storage.open("log/a").unwrap();
    storage.replace("tile/b", b"", true).unwrap();
    for path in ["..", ".", "log", "tile"] {
        assert_eq!(mode(&root.join(path)), 0o700, "{path}");
    }
    for path in ["log/a", "tile/b"] {
        assert_eq!(mode(&root.join(path)), 0o600, "{path}");
    }
}

#[test]
fn what_was_written_is_there_for_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    DiskStorage::new(folder.path())
        .unwrap()
        .replace("a/b", b"x", true)
        .unwrap();
    assert_eq!(DiskStorage::new(folder.path()).unwrap().read("a/b").unwrap(), b"x");
}

#[test]
fn a_replace_that_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let storage = DiskStorage::new(folder.path()).unwrap();
    // A folder of that name: the rename fails.
    storage.open("log/a/b").unwrap();
    storage.replace("log/a", b"x", true).unwrap_err();
    let names: Vec<_> = fs::read_dir(folder.path().join("log"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["a"]);
}

#[test]
fn a_temporary_file_that_a_crash_left_is_not_listed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".1-1.tmp"), b"half").unwrap();
    let storage = DiskStorage::new(folder.path()).unwrap();
    assert!(storage.list("").unwrap().is_empty());
}
