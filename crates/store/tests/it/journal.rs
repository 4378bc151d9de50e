//! The group-commit journal: sharing syncs, stopping, recovering, erasing, and power cuts at any moment.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;

use motlan_store::journal::{self, Options, Position, Record, SegmentWriter};
use motlan_store::storage::{FaultyStorage, Storage};

mod commit;
mod erasure;
mod power;
mod recovery;
mod stopping;

const DIRECTORY: &str = "log/origin";

/// A record that no other call with another number makes; its size varies with the number.
fn record(number: u32) -> Record {
    let mut payload = number.to_le_bytes().to_vec();
    payload.resize(4 + number as usize * 37 % 900, 0xA5);
    let mut key = [0x5A; 32];
    key[..4].copy_from_slice(&number.to_le_bytes());
    Record {
        key: Some(key),
        payload,
    }
}

fn options(segment_bytes_max: u32) -> Options {
    Options {
        directory: DIRECTORY.to_owned(),
        segment_bytes_max,
        queue_max: 4096,
    }
}

/// Recovers from the start: the end and every record.
fn recovered(storage: &dyn Storage) -> std::io::Result<(Position, Vec<(Position, Record)>)> {
    recovered_from(storage, None)
}

fn recovered_from(
    storage: &dyn Storage,
    from: Option<Position>,
) -> std::io::Result<(Position, Vec<(Position, Record)>)> {
    let mut records = Vec::new();
    let end = journal::recover(storage, DIRECTORY, from, &mut |position, record| {
        records.push((position, record));
    })?;
    Ok((end, records))
}

fn writer(storage: &FaultyStorage, segment_bytes_max: u32) -> SegmentWriter {
    let (next, _) = recovered(storage).unwrap();
    SegmentWriter::open(Arc::new(storage.clone()), options(segment_bytes_max), next).unwrap()
}

/// Commits records one by one.
fn write_each(
    storage: &FaultyStorage,
    segment_bytes_max: u32,
    numbers: std::ops::Range<u32>,
) -> Vec<(Position, Record)> {
    let mut writer = writer(storage, segment_bytes_max);
    let mut write = |number| {
        let record = record(number);
        let position = writer.stage(&record).unwrap();
        writer.commit().unwrap();
        (position, record)
    };
    numbers.map(&mut write).collect()
}

fn path(segment: u32) -> String {
    format!("{DIRECTORY}/{segment:08}.journal")
}
