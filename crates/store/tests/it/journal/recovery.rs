//! Starting on what is there: nothing, whole segments, torn tails, and what no power cut can have done.

use std::io::ErrorKind;
use std::sync::Arc;

use motlan_store::journal::{self, Position, Record, SegmentWriter};
use motlan_store::storage::{FaultyStorage, Storage};

use super::{DIRECTORY, options, path, record, recovered, recovered_from, write_each, writer};

const LARGE: u32 = 64 << 20;

/// Changes the bytes of a segment from `offset` on.
fn overwrite(storage: &FaultyStorage, segment: u32, offset: u32, bytes: &[u8]) {
    let mut file = storage.open(&path(segment)).unwrap();
    file.write_at(u64::from(offset), bytes).unwrap();
}

/// The error of a recovery that must not change a byte.
fn refused(storage: &FaultyStorage, from: Option<Position>) -> String {
    let before: Vec<_> = storage.list(DIRECTORY).unwrap();
    let content = |name: &String| storage.read(&format!("{DIRECTORY}/{name}")).unwrap();
    let contents: Vec<_> = before.iter().map(content).collect();
    let error = recovered_from(storage, from).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    assert_eq!(storage.list(DIRECTORY).unwrap(), before);
    assert!(
        before.iter().map(content).eq(contents),
        "recovery changed what it refused"
    );
    error.to_string()
}

#[test]
fn a_journal_that_is_not_there_is_begun() {
    let storage = FaultyStorage::new(1);
    let (end, records) = recovered(&storage).unwrap();
    assert_eq!(end, Position { segment: 0, offset: 16 });
    assert!(records.is_empty());
    assert_eq!(storage.power_cut().list(DIRECTORY).unwrap(), ["00000000.journal"]);
}

#[test]
fn records_come_back_in_order_over_segments() {
    let storage = FaultyStorage::new(1);
    let written = write_each(&storage, 1000, 0..40);
    assert!(written.last().unwrap().0.segment > 10);
    let (end, found) = recovered(&storage).unwrap();
    assert_eq!(found, written);
    assert!(written.iter().all(|(position, _)| position.offset.is_multiple_of(8)));
    assert!(end > written.last().unwrap().0);
    for (position, record) in written {
        assert_eq!(journal::read(&storage, DIRECTORY, position).unwrap(), record);
    }
}

#[test]
fn a_frame_larger_than_the_chunk_that_is_read_comes_back() {
    let storage = FaultyStorage::new(1);
    let mut writer = writer(&storage, LARGE);
    let records: Vec<_> = (0..60_u8)
        .map(|byte| Record {
            key: None,
            payload: vec![byte; 60_000],
        })
        .collect();
    for record in &records {
        writer.stage(record).unwrap();
    }
    writer.commit().unwrap();
    let (_, found) = recovered(&storage).unwrap();
    assert!(found.into_iter().map(|(_, record)| record).eq(records));
}

#[test]
fn recovery_goes_on_from_any_record_and_skips_earlier_segments() {
    let storage = FaultyStorage::new(1);
    let written = write_each(&storage, 1000, 0..40);
    let (end, _) = recovered(&storage).unwrap();
    for (index, (position, _)) in written.iter().enumerate() {
        assert_eq!(
            recovered_from(&storage, Some(*position)).unwrap(),
            (end, written[index..].to_vec())
        );
    }
    assert_eq!(recovered_from(&storage, Some(end)).unwrap(), (end, Vec::new()));

    // Damage in a segment that is skipped goes unseen; read from the start, it is named.
    overwrite(&storage, 0, 30, b"damage");
    let later = written.iter().find(|(position, _)| position.segment == 1).unwrap().0;
    recovered_from(&storage, Some(later)).unwrap();
    let error = refused(&storage, None);
    assert!(error.contains("00000000.journal at offset 16"), "{error}");
}

#[test]
fn a_tail_cut_anywhere_is_forgotten() {
    let storage = FaultyStorage::new(1);
    let written = write_each(&storage, LARGE, 0..3);
    let last = written[2].0;
    let full = storage.read(&path(0)).unwrap();
    for size in (u64::from(last.offset)..full.len() as u64).step_by(7) {
        storage.replace(&path(0), &full, true).unwrap();
        storage.open(&path(0)).unwrap().set_size_bytes(size).unwrap();
        assert_eq!(
            recovered(&storage).unwrap(),
            (last, written[..2].to_vec()),
            "size {size}"
        );
        assert_eq!(storage.read(&path(0)).unwrap().len(), last.offset as usize);
    }
}

#[test]
fn a_tail_that_was_cut_off_never_comes_back() {
    let storage = FaultyStorage::new(1);
    let mut written = write_each(&storage, LARGE, 0..3);
    // The middle one is torn; the whole one behind it was never acknowledged either.
    overwrite(&storage, 0, written[1].0.offset + 50, b"\0\0\0\0");
    let end = written[1].0;
    assert_eq!(recovered(&storage).unwrap(), (end, written[..1].to_vec()));
    // The next record fills the gap exactly; nothing may follow it.
    written.truncate(2);
    let storage = storage.power_cut();
    let mut writer = writer(&storage, LARGE);
    assert_eq!(writer.stage(&record(1)).unwrap(), end);
    writer.commit().unwrap();
    assert_eq!(recovered(&storage.power_cut()).unwrap().1, written);
}

#[test]
fn what_a_recovery_returned_is_durable() {
    for seed in 0..50 {
        let storage = FaultyStorage::new(seed);
        storage.ignore_sync(true);
        let written = write_each(&storage, 1 << 20, 0..5);
        // The same process, or one after it on the same kernel, starts again on what was never synced.
        storage.ignore_sync(false);
        recovered(&storage).unwrap();
        assert_eq!(recovered(&storage.power_cut()).unwrap().1, written, "seed {seed}");
    }
}

#[test]
fn records_of_a_failed_sync_are_written_again_before_they_count() {
    for seed in 0..50 {
        let storage = FaultyStorage::new(seed);
        let mut written = write_each(&storage, LARGE, 0..5);
        let mut writer = writer(&storage, LARGE);
        for number in 5..9 {
            let record = record(number);
            written.push((writer.stage(&record).unwrap(), record));
        }
        storage.fail_sync_at(1);
        writer.commit().unwrap_err();
        writer.commit().unwrap_err();
        // Memory still has all nine; the disk may not.
        assert_eq!(recovered(&storage).unwrap().1, written);
        written.extend(write_each(&storage, LARGE, 9..12));
        assert_eq!(recovered(&storage.power_cut()).unwrap().1, written, "seed {seed}");
    }
}

#[test]
fn a_segment_without_frames_is_begun_again() {
    let header = [&b"MOTLANJL\x01\0\0\0"[..], &[9, 0, 0, 0]].concat();
    for content in [&b""[..], b"MOT", &[0; 16], b"MOTLANJL\0\0\0\0\0\0\0\0", &header] {
        let storage = FaultyStorage::new(1);
        let written = write_each(&storage, 1000, 0..20);
        let last = written.last().unwrap().0.segment;
        storage.replace(&path(last + 1), content, true).unwrap();
        let (end, found) = recovered(&storage).unwrap();
        assert_eq!(
            (end, found),
            (
                Position {
                    segment: last + 1,
                    offset: 16
                },
                written
            )
        );
        write_each(&storage, LARGE, 20..22);
        assert_eq!(recovered(&storage.power_cut()).unwrap().1.len(), 22);
    }
}

#[test]
fn damage_that_no_power_cut_can_have_done_is_refused() {
    let storage = FaultyStorage::new(1);
    let written = write_each(&storage, 1000, 0..20);
    let last = written.last().unwrap().0.segment;
    let middle = written[10].0;
    let whole = storage.read(&path(middle.segment)).unwrap();

    overwrite(&storage, middle.segment, middle.offset + 60, b"damage");
    let place = format!("{} at offset {}", path(middle.segment), middle.offset);
    assert!(refused(&storage, None).contains(&place));

    storage
        .replace(&path(middle.segment), &whole[..whole.len() - 8], true)
        .unwrap();
    assert!(refused(&storage, None).contains(&path(middle.segment)));

    storage.remove(&path(middle.segment)).unwrap();
    assert!(refused(&storage, None).contains("missing"));
    storage.replace(&path(middle.segment), &whole, true).unwrap();

    overwrite(&storage, last, 0, b"X");
    assert!(refused(&storage, None).contains("header"));
}

#[test]
fn damage_with_more_behind_it_than_one_commit_is_refused() {
    let storage = FaultyStorage::new(1);
    let mut writer = writer(&storage, LARGE);
    for _ in 0..70 {
        writer
            .stage(&Record {
                key: None,
                payload: vec![7; 65_000],
            })
            .unwrap();
        writer.commit().unwrap();
    }
    overwrite(&storage, 0, 1000, b"damage");
    assert!(refused(&storage, None).contains("more follows than one commit can leave"));
}

#[test]
fn a_position_that_was_reached_and_is_gone_is_refused() {
    let storage = FaultyStorage::new(1);
    let written = write_each(&storage, LARGE, 0..3);
    let (end, _) = recovered(&storage).unwrap();
    let beyond = Position {
        offset: end.offset + 8,
        ..end
    };
    assert!(refused(&storage, Some(beyond)).contains("ends before"));
    let between = Position {
        offset: written[1].0.offset + 8,
        ..end
    };
    assert!(refused(&storage, Some(between)).contains("no frame begins"));
    let later = Position { segment: 1, offset: 16 };
    assert!(refused(&storage, Some(later)).contains("gone"));
    assert!(refused(&FaultyStorage::new(1), Some(end)).contains("no journal"));
}

#[test]
fn writing_begins_at_the_end_or_not_at_all() {
    let storage = FaultyStorage::new(1);
    let written = write_each(&storage, 1000, 0..20);
    let (end, _) = recovered(&storage).unwrap();
    let wrong = [
        Position {
            offset: end.offset + 8,
            ..end
        },
        Position { offset: 0, ..end },
        Position {
            segment: end.segment + 1,
            offset: 16,
        },
        written.last().unwrap().0,
        written[0].0,
    ];
    for next in wrong {
        let opened = SegmentWriter::open(Arc::new(storage.clone()), options(1000), next);
        assert_eq!(opened.err().unwrap().kind(), ErrorKind::InvalidInput, "{next:?}");
    }
    assert_eq!(recovered(&storage).unwrap(), (end, written));
}
