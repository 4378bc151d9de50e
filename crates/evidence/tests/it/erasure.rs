//! Erasure: the evidence goes, entry, proof and count stay.

use motlan_evidence::{LogName, Role, verify_proof};
use motlan_store::storage::Storage as _;
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{finish_all, finished, intent, message_id, open};

#[tokio::test]
async fn an_erased_transaction_keeps_its_entry_and_proof() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    finish_all(&evidence, 0..20).await;
    let receipt = evidence.finish(finished(20, Role::Consumer)).await.unwrap();
    evidence.publish().unwrap();
    let proof = evidence.proof(LogName::Exchange, receipt.index).unwrap();
    let before = evidence.get(receipt.position).unwrap();
    assert_eq!(before.record, Some(finished(20, Role::Consumer).record));

    evidence.erase(receipt.position).unwrap();
    evidence.erase(receipt.position).unwrap();
    let (evidence, _) = open(&storage.power_cut()).await;
    let after = evidence.get(receipt.position).unwrap();
    assert_eq!((after.entry, after.record), (before.entry, None));
    assert_eq!(evidence.find(&message_id(20)).unwrap(), []);
    assert_eq!(evidence.find(&message_id(19)).unwrap().len(), 1);
    assert_eq!(evidence.size(LogName::Exchange), 21);
    assert_eq!(evidence.proof(LogName::Exchange, receipt.index).unwrap(), proof);
    verify_proof(&proof.unwrap(), evidence.verifier(LogName::Exchange)).unwrap();
}

#[tokio::test]
async fn all_records_of_a_message_are_erased_and_the_key_is_gone_from_the_disk() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    evidence.intend(intent(1)).await.unwrap();
    evidence.finish(finished(1, Role::Provider)).await.unwrap();
    evidence.finish(finished(1, Role::Consumer)).await.unwrap();
    let key = *finished(1, Role::Provider).key.as_bytes();
    let holds_key = || {
        let names = storage.list("journal").unwrap();
        let files = names
            .iter()
            .map(|name| storage.read(&format!("journal/{name}")).unwrap());
        files
            .into_iter()
            .any(|content| content.windows(32).any(|window| window == key))
    };
    assert!(holds_key());
    assert_eq!(evidence.erase_message(&message_id(1)).unwrap(), 3);
    assert!(!holds_key());
    assert_eq!(evidence.erase_message(&message_id(1)).unwrap(), 0);
}

#[tokio::test]
async fn nothing_readable_lies_in_the_owners_files() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    finish_all(&evidence, 0..10).await;
    evidence.close().await.unwrap();
    for folder in [
        "journal",
        "evidence",
        "evidence/index",
        "log/exchange",
        "log/exchange/tile/entries/000.p",
    ] {
        let names = storage.list(folder).unwrap();
        assert!(!names.is_empty(), "{folder}");
        for name in names {
            let content = storage.read(&format!("{folder}/{name}")).unwrap();
            for secret in ["message-", "population", "onestop"] {
                let is_there = content.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!is_there, "{secret} in {folder}/{name}");
            }
        }
    }
}
