//! Erasing a key in place: what goes, what stays, and what a power cut in the middle leaves.

use std::io::ErrorKind;

use motlan_store::journal::{self, Position};
use motlan_store::storage::{FaultyStorage, Storage};

use super::{DIRECTORY, path, recovered, write_each};

const LARGE: u32 = 64 << 20;

#[test]
fn an_erased_key_is_gone_and_the_payload_stays() {
    let storage = FaultyStorage::new(1);
    let mut written = write_each(&storage, 1000, 0..20);
    for index in [0, 7, 19] {
        let key = written[index].1.key.take().unwrap();
        let position = written[index].0;
        journal::erase(&storage, DIRECTORY, position).unwrap();
        journal::erase(&storage, DIRECTORY, position).unwrap();
        assert_eq!(journal::read(&storage, DIRECTORY, position).unwrap(), written[index].1);
        let bytes = storage.read(&path(position.segment)).unwrap();
        assert!(
            !bytes.windows(key.len()).any(|window| window == key),
            "the key is still in the file"
        );
    }
    assert_eq!(recovered(&storage.power_cut()).unwrap().1, written);
}

#[test]
fn a_power_cut_in_the_middle_leaves_the_key_or_none() {
    // Records of many sizes, so that key slots lie across sectors too.
    let mut outcomes = [0, 0];
    for index in 0..60 {
        for call in 1..=4 {
            let storage = FaultyStorage::new(index * 4 + call);
            let mut written = write_each(&storage, LARGE, 0..60);
            let (position, record) = &mut written[usize::try_from(index).unwrap()];
            storage.power_off_at(call);
            journal::erase(&storage, DIRECTORY, *position).unwrap_err();
            let storage = storage.power_cut();
            let found = journal::read(&storage, DIRECTORY, *position).unwrap();
            if found.key.is_none() {
                record.key = None;
            }
            outcomes[usize::from(found.key.is_none())] += 1;
            assert_eq!(recovered(&storage).unwrap().1, written);
            // Asked again, it ends.
            let (position, record) = &mut written[usize::try_from(index).unwrap()];
            record.key = None;
            journal::erase(&storage, DIRECTORY, *position).unwrap();
            assert_eq!(recovered(&storage.power_cut()).unwrap().1, written);
        }
    }
    assert!(outcomes.iter().all(|&count| count > 20), "{outcomes:?}");
}

#[test]
fn an_erasure_whose_sync_fails_says_so() {
    for call in [1, 2] {
        let storage = FaultyStorage::new(1);
        let written = write_each(&storage, LARGE, 0..3);
        storage.fail_sync_at(call);
        journal::erase(&storage, DIRECTORY, written[1].0).unwrap_err();
        journal::erase(&storage, DIRECTORY, written[1].0).unwrap();
        let storage = storage.power_cut();
        assert_eq!(journal::read(&storage, DIRECTORY, written[1].0).unwrap().key, None);
    }
}

#[test]
fn a_position_without_a_frame_is_left_alone() {
    let storage = FaultyStorage::new(1);
    let written = write_each(&storage, LARGE, 0..3);
    let (end, _) = recovered(&storage).unwrap();
    let first = written[0].0;
    for offset in [0, first.offset + 1, first.offset + 8, end.offset, u32::MAX - 7] {
        let position = Position { offset, ..first };
        let error = journal::erase(&storage, DIRECTORY, position).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData, "{offset}");
        assert_eq!(
            journal::read(&storage, DIRECTORY, position).unwrap_err().kind(),
            ErrorKind::InvalidData
        );
    }
    let absent = Position { segment: 9, ..first };
    assert_eq!(
        journal::erase(&storage, DIRECTORY, absent).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(storage.list(DIRECTORY).unwrap(), ["00000000.journal"]);
    assert_eq!(recovered(&storage).unwrap().1, written);
}
