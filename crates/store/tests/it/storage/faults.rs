//! Faults on demand: what fails, how, and what is left.

use std::io::ErrorKind;

use motlan_store::storage::{FaultyStorage, File, Storage};

const EIO: i32 = 5;

fn durable_file(storage: &FaultyStorage, content: &[u8]) -> Box<dyn File> {
    storage.replace("a", content, true).unwrap();
    storage.open("a").unwrap()
}

#[test]
fn a_failed_sync_loses_writes_that_later_syncs_do_not_bring_back() {
    let is_lost = |seed| {
        let storage = FaultyStorage::new(seed);
        let mut file = durable_file(&storage, b"old");
        storage.fail_sync_at(2);
        file.sync_data().unwrap();
        file.write_at(0, b"new").unwrap();
        assert_eq!(file.sync_data().unwrap_err().raw_os_error(), Some(EIO));
        file.sync_data().unwrap();
        assert_eq!(storage.read("a").unwrap(), b"new", "memory still has it");
        assert_eq!(storage.sync_count(), 3);
        storage.power_cut().read("a").unwrap() != b"new"
    };
    let lost = (0..100).filter(|&seed| is_lost(seed)).count();
    assert!((1..100).contains(&lost), "{lost} of 100");
}

#[test]
fn a_failed_write_is_short() {
    let sizes: std::collections::BTreeSet<u64> = (0..100)
        .map(|seed| {
            let storage = FaultyStorage::new(seed);
            let mut file = durable_file(&storage, b"");
            storage.fail_write_at(1);
            assert_eq!(file.write_at(0, b"abcd").unwrap_err().raw_os_error(), Some(EIO));
            file.size_bytes().unwrap()
        })
        .collect();
    assert_eq!(sizes, (0..=4).collect());
}

#[test]
fn a_full_disk_takes_what_fits() {
    let storage = FaultyStorage::new(1);
    let mut file = durable_file(&storage, b"1234");
    storage.set_capacity_bytes(6);
    file.write_at(0, b"4321").unwrap();
    assert_eq!(file.write_at(4, b"56789").unwrap_err().kind(), ErrorKind::StorageFull);
    assert_eq!(storage.read("a").unwrap(), b"432156");
    assert_eq!(file.set_size_bytes(7).unwrap_err().kind(), ErrorKind::StorageFull);
    // Old and new content exist at the same time.
    assert_eq!(
        storage.replace("a", b"x", true).unwrap_err().kind(),
        ErrorKind::StorageFull
    );
    assert_eq!(storage.read("a").unwrap(), b"432156");
    file.set_size_bytes(3).unwrap();
    storage.replace("a", b"xyz", true).unwrap();
    // The disk is as small after the power is back.
    let storage = storage.power_cut();
    let error = storage.replace("b", b"1234", true).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
}

#[test]
fn a_read_only_disk_is_only_read() {
    let storage = FaultyStorage::new(1);
    let mut file = durable_file(&storage, b"kept");
    storage.set_read_only(true);
    let is_refused = |error: std::io::Error| assert_eq!(error.kind(), ErrorKind::ReadOnlyFilesystem);
    is_refused(file.write_at(0, b"x").unwrap_err());
    is_refused(file.set_size_bytes(0).unwrap_err());
    is_refused(storage.open("a").err().unwrap());
    is_refused(storage.replace("a", b"x", true).unwrap_err());
    is_refused(storage.remove("a").unwrap_err());
    assert_eq!(storage.read("a").unwrap(), b"kept");
    storage.set_read_only(false);
    file.write_at(0, b"K").unwrap();
    assert_eq!(storage.read("a").unwrap(), b"Kept");
}

#[test]
fn ignored_syncs_keep_nothing() {
    let is_lost = |seed| {
        let storage = FaultyStorage::new(seed);
        storage.ignore_sync(true);
        let mut file = durable_file(&storage, b"");
        file.write_at(0, b"x").unwrap();
        file.sync_data().unwrap();
        storage.sync_directory("").unwrap();
        assert_eq!(storage.sync_count(), 1);
        storage.power_cut().read("a").is_err()
    };
    assert!((0..20).any(is_lost));
}

#[test]
fn faults_can_be_taken_back() {
    let storage = FaultyStorage::new(1);
    let mut file = durable_file(&storage, b"");
    storage.fail_sync_at(1);
    storage.fail_write_at(1);
    storage.set_read_only(true);
    storage.clear_faults();
    file.write_at(0, b"x").unwrap();
    file.sync_data().unwrap();
}
