//! What a power cut leaves: synced things always, the rest as the seed decides.

use std::collections::BTreeSet;

use motlan_store::storage::{FaultyStorage, Storage};

const SEEDS: std::ops::Range<u64> = 0..200;

/// The content of `path` after a power cut, once per seed.
fn outcomes(before: impl Fn(&FaultyStorage), path: &str) -> BTreeSet<Option<Vec<u8>>> {
    let outcome = |seed| {
        let storage = FaultyStorage::new(seed);
        before(&storage);
        storage.power_cut().read(path).ok()
    };
    SEEDS.map(outcome).collect()
}

/// Outcomes as text; `None` is a file that is not there.
fn texts<const COUNT: usize>(contents: [Option<&str>; COUNT]) -> BTreeSet<Option<Vec<u8>>> {
    contents
        .map(|content| content.map(|text| text.as_bytes().to_vec()))
        .into()
}

/// A file of that content, durable by content and name.
fn durable_file(storage: &FaultyStorage, content: &[u8]) -> Box<dyn motlan_store::storage::File> {
    let mut file = storage.open("log/a").unwrap();
    file.write_at(0, content).unwrap();
    file.sync_data().unwrap();
    storage.sync_directory("log").unwrap();
    file
}

#[test]
fn what_is_synced_survives() {
    let found = outcomes(|storage| drop(durable_file(storage, b"kept")), "log/a");
    assert_eq!(found, texts([Some("kept")]));
}

#[test]
fn a_name_that_is_not_synced_may_be_lost() {
    let write = |storage: &FaultyStorage| {
        let mut file = storage.open("log/a").unwrap();
        file.write_at(0, b"kept").unwrap();
        file.sync_data().unwrap();
    };
    assert_eq!(outcomes(write, "log/a"), texts([None, Some("kept")]));
}

#[test]
fn a_name_in_a_folder_that_is_not_synced_may_be_lost() {
    let write = |storage: &FaultyStorage| {
        storage.replace("log/a", b"x", false).unwrap();
        storage.replace("log/deep/b", b"x", true).unwrap();
    };
    // Syncing a folder makes its own name durable, not its siblings.
    assert_eq!(outcomes(write, "log/deep/b"), texts([Some("x")]));
    assert_eq!(outcomes(write, "log/a"), texts([None, Some("x")]));
}

#[test]
fn an_unsynced_write_is_torn_between_sectors() {
    let write = |storage: &FaultyStorage| {
        let mut file = durable_file(storage, &[b'a'; 1200]);
        file.write_at(100, &[b'b'; 1000]).unwrap();
    };
    // The write touches three sectors: 100 to 512, 512 to 1024, 1024 to 1100. Each is old or new.
    let parts = [
        (0..100, 0),
        (100..512, 1),
        (512..1024, 2),
        (1024..1100, 4),
        (1100..1200, 0),
    ];
    let of = |mask: u8| {
        let part =
            |(range, bit): &(std::ops::Range<usize>, u8)| vec![if mask & bit > 0 { b'b' } else { b'a' }; range.len()];
        Some(parts.iter().flat_map(part).collect::<Vec<u8>>())
    };
    assert_eq!(outcomes(write, "log/a"), (0..8).map(of).collect());
}

#[test]
fn an_unsynced_append_may_end_anywhere() {
    let write = |storage: &FaultyStorage| durable_file(storage, b"kept").write_at(4, b"appended").unwrap();
    let prefixes = (4..=12).map(|end| Some(b"keptappended"[..end].to_vec()));
    let expected: BTreeSet<_> = prefixes.chain([Some(b"kept\0\0\0\0\0\0\0\0".to_vec())]).collect();
    assert_eq!(outcomes(write, "log/a"), expected);
}

#[test]
fn unsynced_growth_may_read_as_zeros() {
    let write = |storage: &FaultyStorage| durable_file(storage, b"").write_at(0, &[b'b'; 1024]).unwrap();
    let zeros_then_content = [vec![0; 512], vec![b'b'; 512]].concat();
    assert!(outcomes(write, "log/a").contains(&Some(zeros_then_content)));
}

#[test]
fn an_unsynced_cut_may_be_undone() {
    let cut = |storage: &FaultyStorage| durable_file(storage, b"abc").set_size_bytes(1).unwrap();
    assert_eq!(outcomes(cut, "log/a"), texts([Some("a"), Some("abc")]));
}

#[test]
fn a_replace_is_old_or_new_never_mixed() {
    let new = |storage: &FaultyStorage| storage.replace("a", b"new", false).unwrap();
    assert_eq!(outcomes(new, "a"), texts([None, Some("new")]));
    let twice = |storage: &FaultyStorage| {
        storage.replace("a", b"old", true).unwrap();
        storage.replace("a", b"new", false).unwrap();
    };
    assert_eq!(outcomes(twice, "a"), texts([Some("old"), Some("new")]));
    let durable = |storage: &FaultyStorage| {
        storage.replace("a", b"old", false).unwrap();
        storage.replace("a", b"new", true).unwrap();
    };
    assert_eq!(outcomes(durable, "a"), texts([Some("new")]));
}

#[test]
fn a_removal_that_is_not_synced_may_be_undone() {
    let remove = |storage: &FaultyStorage| {
        storage.replace("a", b"x", true).unwrap();
        storage.remove("a").unwrap();
    };
    assert_eq!(outcomes(remove, "a"), texts([None, Some("x")]));
    let synced = |storage: &FaultyStorage| {
        remove(storage);
        storage.sync_directory("").unwrap();
    };
    assert_eq!(outcomes(synced, "a"), texts([None]));
}

#[test]
fn the_same_seed_leaves_the_same_disk() {
    for seed in SEEDS {
        let disks = [(); 2].map(|()| {
            let storage = FaultyStorage::new(seed);
            durable_file(&storage, b"").write_at(0, &[b'x'; 5000]).unwrap();
            storage.power_cut().read("log/a").unwrap()
        });
        assert_eq!(disks[0], disks[1], "seed {seed}");
    }
}

#[test]
fn the_dead_process_writes_no_more() {
    let storage = FaultyStorage::new(1);
    let mut file = durable_file(&storage, b"kept");
    let survivor = storage.power_cut();
    file.write_at(0, b"lost").unwrap_err();
    file.sync_data().unwrap_err();
    file.read_at(0, &mut [0; 4]).unwrap_err();
    storage.replace("log/a", b"lost", true).unwrap_err();
    storage.clone().open("log/b").err().unwrap();
    assert_eq!(survivor.read("log/a").unwrap(), b"kept");
}

#[test]
fn the_power_can_go_off_in_the_middle() {
    let write = |storage: &FaultyStorage| {
        let mut file = durable_file(storage, b"old");
        storage.power_off_at(2);
        file.write_at(0, b"new").unwrap();
        file.sync_data().unwrap_err();
        storage.read("log/a").unwrap_err();
    };
    let found = outcomes(write, "log/a");
    assert_eq!(found, texts([Some("old"), Some("new")]));
}
