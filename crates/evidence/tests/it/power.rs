//! Power cuts at every kind of moment: what was acknowledged stays, what was published stays true.

use std::collections::BTreeSet;
use std::sync::Arc;

use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::tile::{Level, Tile, width};
use motlan_evidence::tree::Hash;
use motlan_evidence::{Entry, Evidence, LogName, Receipt, Role};
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{bytes, config, crashed, entries, finished, intent, open, root};

/// What a node told others before the power went.
#[derive(Default)]
struct Told {
    finished: Vec<(Receipt, Entry)>,
    /// Acknowledged intents whose end was not acknowledged.
    intents: BTreeSet<u32>,
    checkpoints: Vec<(LogName, Checkpoint)>,
}

/// Works until the storage fails: batches of transactions, every seventh with an intent, publishing after each batch,
/// mostly with its tiles written before.
async fn work(evidence: &Evidence, first: u32, told: &mut Told) {
    for batch in 0..40 {
        let start = first + batch * 25;
        let tasks: Vec<_> = (start..start + 25)
            .map(|number| {
                let evidence = evidence.clone();
                tokio::spawn(async move {
                    let is_intended = number % 7 == 0 && evidence.intend(intent(number)).await.is_ok();
                    let transaction = finished(number, Role::Provider);
                    let entry = transaction.entry;
                    let receipt = evidence.finish(transaction).await.ok();
                    (number, is_intended, receipt.map(|receipt| (receipt, entry)))
                })
            })
            .collect();
        for task in tasks {
            let (number, is_intended, receipt) = task.await.unwrap();
            if is_intended && receipt.is_none() {
                told.intents.insert(number);
            }
            told.finished.extend(receipt);
        }
        if batch % 3 != 0 {
            // What was not written is written when it is published; the cut may hit either.
            let _ = evidence.write_tiles();
        }
        let published = evidence.publish();
        for log in LogName::ALL {
            let text = evidence.checkpoint(log).unwrap();
            told.checkpoints
                .push((log, Checkpoint::open(&text, evidence.verifier(log)).unwrap()));
        }
        if published.is_err() || evidence.stopped().is_some() {
            return;
        }
    }
}

/// Checks that a restarted node keeps everything that was told.
fn check(evidence: &Evidence, told: &Told, what: &str) {
    let exchange = entries(evidence, LogName::Exchange);
    for (receipt, entry) in &told.finished {
        assert_eq!(receipt.log, LogName::Exchange);
        let place = usize::try_from(receipt.index).unwrap();
        assert_eq!(exchange.get(place), Some(entry), "{what}: acknowledged entry {place}");
        assert!(evidence.get(receipt.position).unwrap().record.is_some(), "{what}");
    }
    let unfinished = entries(evidence, LogName::Unfinished);
    for number in &told.intents {
        // Its end may have become durable although nobody was told.
        let ends = unfinished.iter().filter(|entry| **entry == crashed(*number)).count()
            + exchange.iter().filter(|entry| entry.id == crashed(*number).id).count();
        assert_eq!(ends, 1, "{what}: intent {number}");
    }
    for (log, checkpoint) in &told.checkpoints {
        assert!(evidence.published_size(*log) >= checkpoint.size, "{what}: {log}");
    }
    // Roots of the last few of each log: the rest would take the test's whole time, and each is a prefix of these.
    for (log, checkpoint) in told.checkpoints.iter().rev().take(4 * LogName::COUNT) {
        let (size, expected) = (checkpoint.size, checkpoint.root);
        assert_eq!(root(evidence, *log, size), expected, "{what}: {log} at size {size}");
        check_last_tile(evidence, *log, size, what);
    }
}

/// Whoever holds an old checkpoint may ask for the partial tile that ends it.
fn check_last_tile(evidence: &Evidence, log: LogName, size: u64, what: &str) {
    let Some(index) = size.checked_sub(1).map(|last| last / 256) else {
        return;
    };
    let level = Level::Hashes(0);
    let width = width(level, index, size);
    let served = evidence
        .read_file(log, &Tile { level, index, width }.path())
        .unwrap()
        .unwrap();
    let first = usize::try_from(index * 256).unwrap();
    let leaves = &bytes(evidence, log)[first..first + usize::from(width)];
    let expected: Vec<u8> = leaves.iter().flat_map(|entry| Hash::leaf(entry).0).collect();
    assert_eq!(served, expected, "{what}: last tile of {log} at size {size}");
}

#[tokio::test]
async fn acknowledged_entries_and_published_checkpoints_survive_every_power_cut() {
    for seed in 0..40 {
        let mut storage = FaultyStorage::new(seed);
        let mut told = Told::default();
        // Three lives each, so that a cut also hits replays, marks and tiles of an earlier life.
        for life in 0..3u32 {
            let what = format!("seed {seed}, life {life}");
            storage.power_off_at(20 + (seed * 37 + u64::from(life) * 211) % 900);
            if let Ok((evidence, _)) = Evidence::open(Arc::new(storage.clone()), config()).await {
                check(&evidence, &told, &what);
                work(&evidence, life * 1000, &mut told).await;
            }
            storage = storage.power_cut();
        }
        let (evidence, _) = open(&storage).await;
        check(&evidence, &told, &format!("seed {seed}, end"));
        let open = told.intents.len();
        assert!(
            told.finished.len() > 20 || open > 0,
            "seed {seed}: the test must do something"
        );
    }
}

/// Proves that the test above can fail: on a disk that lies, acknowledged entries are lost.
#[tokio::test]
async fn a_disk_that_ignores_syncs_loses_entries() {
    let mut is_lost = false;
    for seed in 0..10 {
        let storage = FaultyStorage::new(seed);
        let (evidence, _) = open(&storage).await;
        storage.ignore_sync(true);
        let mut told = Told::default();
        work(&evidence, 0, &mut told).await;
        let reopened = Evidence::open(Arc::new(storage.power_cut()), config()).await;
        is_lost |= match reopened {
            Ok((evidence, _)) => evidence.size(LogName::Exchange) < told.finished.len() as u64,
            Err(_) => true,
        };
    }
    assert!(is_lost);
}
