//! Disks without room, and disks that take no writing any more: refused or delayed, and nothing that was acknowledged is
//! lost.

use motlan_evidence::{AppendError, LogName, Role};
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{checkpoint, finish_all, finished, open, root};

/// Appends one after the other until one is refused; how many were acknowledged.
async fn fill(evidence: &motlan_evidence::Evidence, from: u32) -> (u32, AppendError) {
    let mut number = from;
    loop {
        match evidence.finish(finished(number, Role::Consumer)).await {
            Ok(_) => number += 1,
            Err(error) => return (number, error),
        }
    }
}

#[tokio::test]
async fn a_full_disk_stops_the_log_and_the_next_start_has_all_that_was_acknowledged() {
    for seed in 0..20 {
        let storage = FaultyStorage::new(seed);
        let (evidence, _) = open(&storage).await;
        finish_all(&evidence, 0..50).await;
        evidence.publish().unwrap();
        storage.set_capacity_bytes(100_000 + 777 * seed);
        let (acknowledged, error) = fill(&evidence, 50).await;
        assert!(acknowledged > 50, "there was some room");
        assert!(matches!(error, AppendError::Stopped(_)), "{error}");
        assert!(
            evidence.check_ready().is_err(),
            "nothing is passed on that cannot be logged"
        );
        // The operator makes room; a log that has stopped stays so until it is started again.
        storage.clear_faults();
        assert!(evidence.finish(finished(9_999, Role::Consumer)).await.is_err());
        drop(evidence);
        let (again, _) = open(&storage).await;
        let size = again.size(LogName::Exchange);
        let expected = u64::from(acknowledged);
        assert!(
            (expected..=expected + 1).contains(&size),
            "seed {seed}: {size} of {expected}"
        );
        assert_eq!(
            checkpoint(&again, LogName::Exchange).root,
            root(&again, LogName::Exchange, size)
        );
        finish_all(&again, 10_000..10_010).await;
    }
}

#[tokio::test]
async fn a_disk_that_became_read_only_delays_publication_and_loses_nothing() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    finish_all(&evidence, 0..10).await;
    storage.set_read_only(true);
    evidence.publish().unwrap_err();
    assert_eq!(evidence.published_size(LogName::Exchange), 0);
    storage.set_read_only(false);
    evidence.publish().unwrap();
    assert_eq!(
        checkpoint(&evidence, LogName::Exchange).root,
        root(&evidence, LogName::Exchange, 10)
    );
}

#[tokio::test]
async fn a_read_only_disk_opens_nothing() {
    let storage = FaultyStorage::new(1);
    storage.set_read_only(true);
    let config = crate::support::config();
    let opened = motlan_evidence::Evidence::open(std::sync::Arc::new(storage), config).await;
    assert!(opened.is_err());
}
