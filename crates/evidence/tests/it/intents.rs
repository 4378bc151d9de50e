//! Intents: what becomes of a request that changes something, in every way it can end.

use motlan_evidence::{Cause, LogName, Outcome, Role};
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{crashed, entries, finish_all, finished, intent, message_id, open};

#[tokio::test]
async fn an_intent_without_an_end_becomes_an_unfinished_entry() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    for number in [3, 1, 2] {
        evidence.intend(intent(number)).await.unwrap();
    }
    let (evidence, recovered) = open(&storage.power_cut()).await;
    assert_eq!(recovered.open_intents, 3);
    assert_eq!(
        entries(&evidence, LogName::Unfinished),
        [crashed(3), crashed(1), crashed(2)]
    );
    assert_eq!(evidence.size(LogName::Exchange), 0);
    let found = evidence.find(&message_id(1)).unwrap();
    assert_eq!(
        found.iter().map(|found| found.is_intent).collect::<Vec<_>>(),
        [true, false]
    );
    assert_eq!(found[0].record, Some(intent(1).record));
    assert_eq!(found[1].record, Some(intent(1).record));
}

#[tokio::test]
async fn it_is_written_once_however_often_the_node_starts() {
    let storage = FaultyStorage::new(1);
    open(&storage).await.0.intend(intent(1)).await.unwrap();
    let mut storage = storage.power_cut();
    for expected in [1, 0, 0] {
        let (evidence, recovered) = open(&storage).await;
        assert_eq!(recovered.open_intents, expected);
        assert_eq!(entries(&evidence, LogName::Unfinished), [crashed(1)]);
        storage = storage.power_cut();
    }
}

#[tokio::test]
async fn every_end_closes_it() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    for number in 1..=3 {
        evidence.intend(intent(number)).await.unwrap();
    }
    evidence.finish(finished(1, Role::Provider)).await.unwrap();
    evidence
        .leave_unfinished(Cause::ProviderSilent, finished(2, Role::Provider))
        .await
        .unwrap();
    evidence.withdraw(&intent(3).entry).await.unwrap();
    let (evidence, recovered) = open(&storage.power_cut()).await;
    assert_eq!(recovered.open_intents, 0);
    let unfinished = entries(&evidence, LogName::Unfinished);
    assert_eq!(unfinished.len(), 1);
    assert_eq!(unfinished[0].outcome, Outcome::Unfinished(Cause::ProviderSilent));
    assert_eq!(evidence.size(LogName::Exchange), 1);
}

#[tokio::test]
async fn a_node_that_asks_itself_closes_only_its_own_sides_intent() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    evidence.intend(intent(1)).await.unwrap();
    evidence.finish(finished(1, Role::Consumer)).await.unwrap();
    let (_, recovered) = open(&storage.power_cut()).await;
    assert_eq!(recovered.open_intents, 1);
}

#[tokio::test]
async fn an_intent_before_the_mark_is_remembered() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    evidence.intend(intent(9_999)).await.unwrap();
    finish_all(&evidence, 0..400).await;
    evidence.close().await.unwrap();
    let (evidence, recovered) = open(&storage).await;
    assert_eq!((recovered.records_replayed, recovered.open_intents), (0, 1));
    assert_eq!(entries(&evidence, LogName::Unfinished), [crashed(9_999)]);
}
