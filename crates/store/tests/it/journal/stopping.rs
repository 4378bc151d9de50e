//! How a journal ends: by a failure, by being closed, by losing its last handle, by a sink that panics.

use std::sync::Arc;

use motlan_store::journal::{Journal, Position, Record, Sink};
use motlan_store::storage::FaultyStorage;

use super::commit::{Append, append, gated, wait};
use super::{options, record, recovered};

#[test]
fn a_failed_sync_stops_the_journal_for_good() {
    stops_for_good(|storage| storage.fail_sync_at(1), "Input/output error");
}

#[test]
fn a_failed_write_stops_the_journal_for_good() {
    stops_for_good(|storage| storage.fail_write_at(1), "Input/output error");
}

#[test]
fn a_full_disk_stops_the_journal_for_good() {
    stops_for_good(|storage| storage.set_capacity_bytes(1000), "no storage space");
}

#[test]
fn a_disk_mounted_read_only_stops_the_journal_for_good() {
    stops_for_good(|storage| storage.set_read_only(true), "read-only");
}

fn stops_for_good(fault: fn(&FaultyStorage), reason: &str) {
    let storage = FaultyStorage::new(1);
    let (journal, keeper) = gated(&storage, options(64 << 20));
    let waiting: Vec<Append<'_>> = (1..20).map(|number| append(&journal, record(number))).collect();
    fault(&storage);
    drop(keeper);
    for append in waiting {
        let stopped = wait(append).unwrap_err();
        assert!(stopped.reason.contains(reason), "{stopped}");
    }
    // The disk is well again; the journal is not asked.
    storage.clear_faults();
    let syncs = storage.sync_count();
    assert!(wait(journal.append(record(20))).unwrap_err().reason.contains(reason));
    assert!(journal.clone().stopped().unwrap().reason.contains(reason));
    assert!(wait(journal.close()).unwrap_err().reason.contains(reason));
    assert_eq!(storage.sync_count(), syncs, "a failed commit was tried again");
}

#[test]
fn closing_commits_what_waits_and_refuses_the_rest() {
    let storage = FaultyStorage::new(1);
    let (journal, keeper) = gated(&storage, options(64 << 20));
    let other = journal.clone();
    let waiting: Vec<_> = (1..20).map(|number| append(&other, record(number))).collect();
    drop(keeper);
    wait(journal.close()).unwrap();
    assert!(wait(other.append(record(20))).unwrap_err().reason.contains("closed"));
    assert!(other.stopped().unwrap().reason.contains("closed"));
    for append in waiting {
        wait(append).unwrap();
    }
    assert_eq!(recovered(&storage).unwrap().1.len(), 20);
    wait(other.close()).unwrap();
}

#[test]
fn dropping_the_last_handle_commits_what_waits_and_ends_the_thread() {
    let storage = FaultyStorage::new(1);
    let (journal, keeper) = gated(&storage, options(64 << 20));
    for number in 1..20 {
        drop(append(&journal, record(number)));
    }
    drop(journal);
    let entered = keeper.open();
    // The channel ends when the sink is dropped, which is when the thread ends.
    assert_eq!(entered.iter().count(), 19);
    assert_eq!(recovered(&storage).unwrap().1.len(), 20);
}

struct Panicking;

impl Sink for Panicking {
    type Receipt = ();

    fn committed(&mut self, _: Position, _: Record) {
        panic!("a sink that panics, as this test wants it");
    }
}

#[test]
fn a_sink_that_panics_stops_the_journal() {
    let storage = FaultyStorage::new(1);
    let (next, _) = recovered(&storage).unwrap();
    let journal = Journal::start(Arc::new(storage.clone()), options(64 << 20), next, Panicking).unwrap();
    wait(journal.append(record(0))).unwrap_err();
    let stopped = wait(journal.clone().close()).unwrap_err();
    assert!(stopped.reason.contains("panicked"), "{stopped}");
    wait(journal.append(record(1))).unwrap_err();
    // It was durable all the same.
    assert_eq!(recovered(&storage).unwrap().1.len(), 1);
}
