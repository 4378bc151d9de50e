//! What a reader and a writer may rely on, whichever storage they were given.

use std::io::ErrorKind;

use motlan_store::storage::{DiskStorage, FaultyStorage, Storage};

const BEHAVIOURS: &[fn(&dyn Storage)] = &[
    a_new_file_is_empty_and_has_a_name,
    what_is_written_is_read_back,
    a_gap_reads_as_zeros,
    reading_beyond_the_end_fails,
    a_size_cuts_and_grows,
    two_handles_are_one_file,
    replace_gives_a_name_new_content,
    an_open_handle_keeps_the_replaced_file,
    list_is_sorted_and_holds_files_only,
    removing_twice_is_fine,
    a_removed_name_begins_anew,
    syncing_a_folder_that_is_not_there_fails,
    the_root_is_a_folder,
    paths_that_leave_the_folder_are_refused,
];

#[test]
fn real_files_behave() {
    for behaviour in BEHAVIOURS {
        let folder = tempfile::tempdir().unwrap();
        behaviour(&DiskStorage::new(folder.path()).unwrap());
    }
}

#[test]
fn faulty_files_behave() {
    for behaviour in BEHAVIOURS {
        behaviour(&FaultyStorage::new(1));
    }
}

fn a_new_file_is_empty_and_has_a_name(storage: &dyn Storage) {
    let file = storage.open("log/origin/a").unwrap();
    assert_eq!(file.size_bytes().unwrap(), 0);
    assert_eq!(storage.read("log/origin/a").unwrap(), b"");
    assert_eq!(storage.list("log/origin").unwrap(), ["a"]);
}

fn what_is_written_is_read_back(storage: &dyn Storage) {
    let mut file = storage.open("a").unwrap();
    file.write_at(0, b"one lamp").unwrap();
    file.write_at(4, b"time").unwrap();
    file.sync_data().unwrap();
    let mut buffer = [0; 5];
    file.read_at(3, &mut buffer).unwrap();
    assert_eq!(&buffer, b" time");
    assert_eq!(storage.read("a").unwrap(), b"one time");
}

fn a_gap_reads_as_zeros(storage: &dyn Storage) {
    let mut file = storage.open("a").unwrap();
    file.write_at(3, b"x").unwrap();
    file.sync_data().unwrap();
    assert_eq!(storage.read("a").unwrap(), b"\0\0\0x");
}

fn reading_beyond_the_end_fails(storage: &dyn Storage) {
    let mut file = storage.open("a").unwrap();
    file.write_at(0, b"abc").unwrap();
    let error = file.read_at(2, &mut [0; 2]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    file.read_at(3, &mut []).unwrap();
    assert_eq!(storage.read("b").unwrap_err().kind(), ErrorKind::NotFound);
}

fn a_size_cuts_and_grows(storage: &dyn Storage) {
    let mut file = storage.open("a").unwrap();
    file.write_at(0, b"abcdef").unwrap();
    file.set_size_bytes(2).unwrap();
    file.set_size_bytes(4).unwrap();
    file.sync_data().unwrap();
    assert_eq!(file.size_bytes().unwrap(), 4);
    assert_eq!(storage.read("a").unwrap(), b"ab\0\0");
}

fn two_handles_are_one_file(storage: &dyn Storage) {
    let mut writer = storage.open("a").unwrap();
    let mut reader = storage.open("a").unwrap();
    writer.write_at(0, b"abc").unwrap();
    let mut buffer = [0; 3];
    reader.read_at(0, &mut buffer).unwrap();
    assert_eq!(&buffer, b"abc");
}

fn replace_gives_a_name_new_content(storage: &dyn Storage) {
    storage.replace("tile/0/000", b"old and long", true).unwrap();
    storage.replace("tile/0/000", b"new", false).unwrap();
    assert_eq!(storage.read("tile/0/000").unwrap(), b"new");
    assert_eq!(storage.list("tile/0").unwrap(), ["000"]);
}

fn an_open_handle_keeps_the_replaced_file(storage: &dyn Storage) {
    storage.replace("a", b"old", true).unwrap();
    let mut file = storage.open("a").unwrap();
    storage.replace("a", b"new", true).unwrap();
    file.write_at(0, b"O").unwrap();
    let mut buffer = [0; 3];
    file.read_at(0, &mut buffer).unwrap();
    assert_eq!(&buffer, b"Old");
    assert_eq!(storage.read("a").unwrap(), b"new");
}

fn list_is_sorted_and_holds_files_only(storage: &dyn Storage) {
    for path in ["log/b", "log/a", "log/deep/c", "d"] {
        storage.replace(path, b"", false).unwrap();
    }
    assert_eq!(storage.list("log").unwrap(), ["a", "b"]);
    assert_eq!(storage.list("").unwrap(), ["d"]);
    assert!(storage.list("absent").unwrap().is_empty());
}

fn removing_twice_is_fine(storage: &dyn Storage) {
    storage.replace("a/b", b"x", true).unwrap();
    storage.remove("a/b").unwrap();
    storage.remove("a/b").unwrap();
    storage.remove("absent/b").unwrap();
    assert_eq!(storage.read("a/b").unwrap_err().kind(), ErrorKind::NotFound);
    assert!(storage.list("a").unwrap().is_empty());
}

fn a_removed_name_begins_anew(storage: &dyn Storage) {
    storage.replace("a", b"x", true).unwrap();
    storage.remove("a").unwrap();
    assert_eq!(storage.open("a").unwrap().size_bytes().unwrap(), 0);
}

fn syncing_a_folder_that_is_not_there_fails(storage: &dyn Storage) {
    assert_eq!(storage.sync_directory("a").unwrap_err().kind(), ErrorKind::NotFound);
    storage.open("a/b/c").unwrap();
    for folder in ["a/b", "a/b", "a", ""] {
        storage.sync_directory(folder).unwrap();
    }
}

fn the_root_is_a_folder(storage: &dyn Storage) {
    assert!(storage.list("").unwrap().is_empty());
    storage.sync_directory("").unwrap();
}

fn paths_that_leave_the_folder_are_refused(storage: &dyn Storage) {
    for path in ["/etc/motlan", "../a", "a/../../b", "a//b", "a/", ".", ".a.tmp"] {
        let is_refused = |error: std::io::Error| assert_eq!(error.kind(), ErrorKind::InvalidInput, "{path}");
        is_refused(storage.open(path).err().unwrap());
        is_refused(storage.read(path).unwrap_err());
        is_refused(storage.replace(path, b"", true).unwrap_err());
        is_refused(storage.list(path).unwrap_err());
        is_refused(storage.remove(path).unwrap_err());
        is_refused(storage.sync_directory(path).unwrap_err());
    }
    assert_eq!(storage.open("").err().unwrap().kind(), ErrorKind::InvalidInput);
}
