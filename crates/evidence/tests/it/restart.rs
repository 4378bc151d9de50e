//! Restarts: only the tail is replayed, and nothing goes on that would fork a published log.

use std::sync::Arc;

use motlan_evidence::{Config, Evidence, EvidenceError, LogName, Role};
use motlan_store::storage::Storage as _;
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{checkpoint, config, finish_all, finished, key, message_id, open, root};

#[tokio::test]
async fn after_a_close_nothing_is_replayed() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    finish_all(&evidence, 0..700).await;
    evidence.close().await.unwrap();
    let (evidence, recovered) = open(&storage).await;
    assert_eq!(recovered.records_replayed, 0);
    assert_eq!(evidence.size(LogName::Exchange), 700);
    finish_all(&evidence, 700..800).await;
    evidence.publish().unwrap();
    assert_eq!(
        checkpoint(&evidence, LogName::Exchange).root,
        root(&evidence, LogName::Exchange, 800)
    );
}

#[tokio::test]
async fn after_a_crash_only_the_tail_is_replayed() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    for start in (0..2000).step_by(100) {
        finish_all(&evidence, start..start + 100).await;
        evidence.publish().unwrap();
    }
    let before = checkpoint(&evidence, LogName::Exchange);
    let storage = storage.power_cut();
    let (evidence, recovered) = open(&storage).await;
    // A mark is made every 300 records, at the next publication.
    assert!(recovered.entries_replayed <= 400, "{recovered:?}");
    assert_eq!(evidence.size(LogName::Exchange), 2000);
    assert_eq!(checkpoint(&evidence, LogName::Exchange), before);
    for number in [0, 777, 1999] {
        assert_eq!(evidence.find(&message_id(number)).unwrap().len(), 1, "{number}");
    }
}

#[tokio::test]
async fn a_damaged_frontier_costs_time_and_nothing_else() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    finish_all(&evidence, 0..700).await;
    evidence.close().await.unwrap();
    let mut frontier = storage.read("evidence/frontier").unwrap();
    frontier[40] ^= 1;
    storage.replace("evidence/frontier", &frontier, true).unwrap();
    let (evidence, recovered) = open(&storage).await;
    assert_eq!(recovered.entries_replayed, 700);
    assert_eq!(
        checkpoint(&evidence, LogName::Exchange).root,
        root(&evidence, LogName::Exchange, 700)
    );
    assert_eq!(evidence.find(&message_id(699)).unwrap().len(), 1);
}

#[tokio::test]
async fn a_journal_older_than_its_checkpoint_is_refused() {
    let (old, new) = (FaultyStorage::new(1), FaultyStorage::new(1));
    for (storage, count) in [(&old, 5), (&new, 9)] {
        let (evidence, _) = open(storage).await;
        finish_all(&evidence, 0..count).await;
        evidence.close().await.unwrap();
    }
    let published = new.read("log/exchange/checkpoint").unwrap();
    old.replace("log/exchange/checkpoint", &published, true).unwrap();
    match Evidence::open(Arc::new(old), config()).await {
        Err(EvidenceError::Behind {
            log: LogName::Exchange,
            published: 9,
            recovered: 5,
        }) => {}
        other => panic!("{:?}", other.map(|(_, recovered)| recovered)),
    }
}

#[tokio::test]
async fn another_history_than_the_published_one_is_refused() {
    let (first, second) = (FaultyStorage::new(1), FaultyStorage::new(1));
    for (storage, start) in [(&first, 0), (&second, 100)] {
        let (evidence, _) = open(storage).await;
        finish_all(&evidence, start..start + 5).await;
        evidence.close().await.unwrap();
    }
    let published = first.read("log/exchange/checkpoint").unwrap();
    second.replace("log/exchange/checkpoint", &published, true).unwrap();
    let refused = Evidence::open(Arc::new(second), config())
        .await
        .map(|(_, recovered)| recovered);
    assert!(
        matches!(refused, Err(EvidenceError::Forked { size: 5, .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn another_nodes_folder_is_refused() {
    let storage = FaultyStorage::new(1);
    open(&storage).await.0.close().await.unwrap();
    let other = Config::new("motlan/VN/GOV/G01", key());
    let refused = Evidence::open(Arc::new(storage), other)
        .await
        .map(|(_, recovered)| recovered);
    assert!(
        matches!(refused, Err(EvidenceError::ForeignCheckpoint { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_closed_or_broken_journal_takes_nothing_more() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    let handle = evidence.clone();
    evidence.close().await.unwrap();
    handle.finish(finished(1, Role::Consumer)).await.unwrap_err();
    assert!(handle.stopped().is_some());

    let (evidence, _) = open(&storage).await;
    storage.fail_sync_at(1);
    evidence.finish(finished(2, Role::Consumer)).await.unwrap_err();
    evidence.finish(finished(3, Role::Consumer)).await.unwrap_err();
    assert!(evidence.stopped().is_some());
    assert_eq!(evidence.size(LogName::Exchange), 0);
}
