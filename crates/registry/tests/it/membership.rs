//! Mass entries and their membership files: found by each person, after restarts, after erasure, after power cuts.

use std::collections::BTreeSet;
use std::sync::Arc;

use motlan_core::SystemId;
use motlan_core::caller::TransactionId;
use motlan_registry::journal::{IndexKey, Outcome, Page, UsageEntry, UsageJournal, UsageOptions};
use motlan_registry::model::pack::Verb;
use motlan_registry::model::subject::Subject;
use motlan_store::storage::Storage;
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{NOW, population};

const MANY: u32 = 120;

fn open(storage: &FaultyStorage) -> std::io::Result<UsageJournal> {
    let options = UsageOptions {
        today: crate::support::NOW.hour().day(),
        directory: "usage/population".to_owned(),
        segment_bytes_max: 2048,
        queue_max: 64,
    };
    UsageJournal::open(Arc::new(storage.clone()), &options, IndexKey::new(&[9; 32]))
}

fn person(index: u32) -> Subject {
    Subject::person(&format!("003199{index:06}"))
}

fn entry(transaction: u8) -> UsageEntry {
    let system: SystemId = "VN/GOV/G01/population".parse().unwrap();
    UsageEntry {
        at: NOW,
        registry: population().code,
        service: Verb::Sync,
        consumer: system,
        officer: None,
        purpose: "ND-107-2021".parse().unwrap(),
        transaction: TransactionId([transaction; 32]),
        fields: Vec::new(),
        outcome: Outcome::Synced,
        persons: None,
        released_at: None,
    }
}

/// Writes entries about one or about many, in turn, and returns the transactions that were written.
async fn write(journal: &UsageJournal, count: u8) -> BTreeSet<u8> {
    let mut written = BTreeSet::new();
    for transaction in 1..=count {
        let persons = if transaction % 2 == 0 { 1 } else { MANY };
        let subjects: Vec<Subject> = (0..persons).map(person).collect();
        if journal.append(&subjects, &entry(transaction)).await.is_ok() {
            written.insert(transaction);
        }
    }
    written
}

/// The transactions about a person, page by page.
fn seen(journal: &UsageJournal, index: u32, size: usize) -> Vec<u8> {
    let mut page = Page { before: None, size };
    let mut seen = Vec::new();
    loop {
        let part = journal.usage_of(&person(index), page).unwrap();
        seen.extend(part.entries.iter().map(|entry| entry.transaction.0[0]));
        match part.next {
            Some(next) => page.before = Some(next),
            None => return seen,
        }
    }
}

#[tokio::test]
async fn everybody_finds_them_page_by_page_and_after_a_restart() {
    let storage = FaultyStorage::new(1);
    let journal = open(&storage).unwrap();
    assert_eq!(write(&journal, 30).await.len(), 30);
    let all: Vec<u8> = (1..=30).rev().collect();
    let many: Vec<u8> = all.iter().copied().filter(|transaction| transaction % 2 == 1).collect();
    for size in [1, 4, 100] {
        assert_eq!(seen(&journal, 0, size), all);
        assert_eq!(seen(&journal, MANY - 1, size), many);
        assert_eq!(seen(&journal, MANY, size), [] as [u8; 0]);
    }
    journal.close().await.unwrap();
    let again = open(&storage).unwrap();
    assert_eq!((seen(&again, 0, 7), seen(&again, MANY - 1, 7)), (all, many));
    assert_eq!(storage.list("usage/population/members").unwrap().len(), 15);
}

#[tokio::test]
async fn who_is_erased_is_gone_from_them_and_the_others_are_not() {
    let storage = FaultyStorage::new(1);
    let journal = open(&storage).unwrap();
    write(&journal, 6).await;
    assert_eq!(journal.erase(&person(0)).unwrap(), 6);
    let check = |journal: &UsageJournal| {
        assert_eq!(seen(journal, 0, 10), [] as [u8; 0]);
        assert_eq!(seen(journal, 1, 10), [5, 3, 1]);
    };
    check(&journal);
    check(&open(&storage.power_cut()).unwrap());
}

#[tokio::test]
async fn after_a_power_cut_every_receipt_has_its_entry_and_its_file() {
    let mut cut_between = 0;
    for step in 1..=60 {
        let storage = FaultyStorage::new(step);
        storage.power_off_at(step);
        let written = match open(&storage) {
            Ok(journal) => write(&journal, 16).await,
            Err(_) => BTreeSet::new(),
        };
        let after = open(&storage.power_cut()).unwrap();
        let first: BTreeSet<u8> = seen(&after, 0, 100).into_iter().collect();
        assert!(first.is_superset(&written), "step {step}: {written:?}, kept {first:?}");
        let last: BTreeSet<u8> = seen(&after, MANY - 1, 100).into_iter().collect();
        let many: BTreeSet<u8> = written
            .iter()
            .copied()
            .filter(|transaction| transaction % 2 == 1)
            .collect();
        assert!(last.is_superset(&many), "step {step}: {many:?}, kept {last:?}");
        cut_between += u32::from(!written.is_empty() && written.len() < 16);
    }
    assert!(cut_between > 10, "only {cut_between} cuts fell between answers");
}

#[tokio::test]
async fn an_entry_whose_file_is_gone_stops_the_start() {
    let storage = FaultyStorage::new(1);
    let journal = open(&storage).unwrap();
    write(&journal, 1).await;
    journal.close().await.unwrap();
    for name in storage.list("usage/population/members").unwrap() {
        storage.remove(&format!("usage/population/members/{name}")).unwrap();
    }
    let Err(error) = open(&storage) else {
        panic!("it opened")
    };
    assert!(error.to_string().contains("its membership file is missing"), "{error}");
}
