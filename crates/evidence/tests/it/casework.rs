//! The log of dossiers: order, reading back, proofs, folders of an earlier version, power cuts.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use motlan_evidence::case::{CaseEntry, DayNumber, Event, Form, Source};
use motlan_evidence::{AppendError, Config, Evidence, LogName, Role, verify_case_proof, verify_proof};
use motlan_store::storage::Storage as _;
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{checkpoint, config, finish_all, finished, intent, open, root, step, steps};

const LOG: LogName = LogName::Casework;

/// The first `count` entries of a node: three steps of each dossier, next to each other.
fn table(count: u32) -> Vec<CaseEntry> {
    (0..count).map(|number| step(number / 3, number % 3 + 1)).collect()
}

#[tokio::test]
async fn steps_stand_in_their_order_and_are_proved() {
    let (evidence, _) = open(&FaultyStorage::new(1)).await;
    let table = table(700);
    evidence.append_case(Vec::new()).await.unwrap();
    evidence.append_case(table[..1].to_vec()).await.unwrap();
    evidence.append_case(table[1..].to_vec()).await.unwrap();
    assert_eq!((evidence.size(LOG), evidence.published_size(LOG)), (700, 0));
    assert_eq!(evidence.proof(LOG, 0).unwrap(), None);
    evidence.publish().unwrap();
    assert_eq!(steps(&evidence), table);
    assert_eq!(checkpoint(&evidence, LOG).root, root(&evidence, LOG, 700));
    let text = evidence.proof(LOG, 699).unwrap().unwrap();
    let proof = verify_case_proof(&text, evidence.verifier(LOG)).unwrap();
    assert_eq!((proof.index, proof.size), (699, 700));
    assert_eq!(
        (proof.entry, proof.origin.as_str()),
        (table[699], "motlan/VN/GOV/H45/casework")
    );
    // A step is no transaction, and counts as none.
    assert!(verify_proof(&text, evidence.verifier(LOG)).is_err());
    assert_eq!(evidence.size(LogName::Exchange) + evidence.size(LogName::Unfinished), 0);
}

#[tokio::test]
async fn steps_keep_their_order_beside_transactions_in_a_full_queue() {
    let config = Config {
        queue_max: 2,
        ..config()
    };
    let opened = Evidence::open(Arc::new(FaultyStorage::new(1)), config).await;
    let (evidence, _) = opened.unwrap();
    let table = table(3000);
    let (first, second) = table.split_at(1500);
    let (others, first_done, second_done) = tokio::join!(
        finish_all(&evidence, 0..300),
        evidence.append_case(first.to_vec()),
        evidence.append_case(second.to_vec()),
    );
    let ((), (), ()) = (others, first_done.unwrap(), second_done.unwrap());
    evidence.publish().unwrap();
    assert_eq!(steps(&evidence), table);
    assert_eq!(evidence.size(LogName::Exchange), 300);
}

#[tokio::test]
async fn a_durable_step_is_read_wherever_it_is_on_its_way() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    let table = table(610);
    let check = |size: usize, what: &str| {
        for (index, entry) in (0..).zip(&table[..size]) {
            assert_eq!(evidence.case_entry(index).unwrap(), Some(*entry), "{what}: {index}");
        }
        assert_eq!(evidence.case_entry(size as u64).unwrap(), None, "{what}");
    };
    check(0, "empty");
    evidence.append_case(table[..600].to_vec()).await.unwrap();
    check(600, "not fetched by the publisher");
    storage.fail_write_at(1);
    evidence.publish().unwrap_err();
    check(600, "no tile written");
    evidence.append_case(table[600..605].to_vec()).await.unwrap();
    storage.fail_write_at(1);
    evidence.publish().unwrap_err();
    check(605, "waiting for the tree");
    // Two full tiles of hashes and two of entries are written, then a partial one fails.
    storage.fail_write_at(5);
    evidence.publish().unwrap_err();
    assert_eq!(evidence.published_size(LOG), 0);
    check(605, "full tiles written");
    evidence.publish().unwrap();
    assert_eq!(evidence.published_size(LOG), 605);
    check(605, "published");
    evidence.append_case(table[605..].to_vec()).await.unwrap();
    check(610, "partly published");
}

#[tokio::test]
async fn a_batch_with_a_step_that_the_format_does_not_allow_leaves_nothing() {
    let (evidence, _) = open(&FaultyStorage::new(1)).await;
    let wrong = [
        step(1, 0),
        CaseEntry {
            event: Event::Status { status: 11, number: 1 },
            ..step(1, 1)
        },
        CaseEntry {
            received: Some(DayNumber(0)),
            ..step(1, 1)
        },
    ];
    for entry in wrong {
        let refused = evidence.append_case(vec![step(0, 1), entry]).await;
        assert!(matches!(refused, Err(AppendError::Case(_))), "{refused:?}");
    }
    assert_eq!(evidence.size(LOG), 0);
}

#[tokio::test]
async fn a_step_closes_no_intent_and_is_found_by_no_message() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    // An intent is known by byte 2, the provider's role, and bytes 32 to 63: here a step has the same ones.
    let entry = CaseEntry {
        received: Some(DayNumber(20_416)),
        event: Event::Component {
            component: 1,
            source: Source::Upload,
            form: Form::Electronic,
            transaction: None,
        },
        ..step(1, 1)
    };
    let mut intent = intent(1);
    intent.entry.id.0.copy_from_slice(&entry.to_bytes()[32..64]);
    assert_eq!(entry.to_bytes()[2], intent.entry.to_bytes()[2]);
    evidence.intend(intent).await.unwrap();
    evidence.append_case(vec![entry]).await.unwrap();
    let (evidence, recovered) = open(&storage.power_cut()).await;
    assert_eq!((recovered.open_intents, evidence.size(LOG)), (1, 1));
    assert_eq!(evidence.find("").unwrap(), []);
}

#[tokio::test]
async fn after_a_close_no_step_is_replayed() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    evidence.append_case(table(600)).await.unwrap();
    evidence.close().await.unwrap();
    let (evidence, recovered) = open(&storage).await;
    assert_eq!((recovered.records_replayed, evidence.size(LOG)), (0, 600));
    evidence.append_case(table(610)[600..].to_vec()).await.unwrap();
    // The records of casework since the last mark count by their entries.
    let (evidence, recovered) = open(&storage.power_cut()).await;
    assert_eq!((recovered.records_replayed, recovered.entries_replayed), (10, 10));
    assert_eq!(steps(&evidence), table(610));
}

/// The frontier as it was written when a node had the two logs of transactions only.
fn frontier_of_two_logs(frontier: &[u8]) -> Vec<u8> {
    let mut at = b"motlan/2 frontier\n".len() + 1 + 8 + 4;
    let mut logs = [at; 4];
    for end in &mut logs[1..] {
        at += 8;
        for _ in 0..3 {
            at += 8 + usize::try_from(u64::from_be_bytes(frontier[at..at + 8].try_into().unwrap())).unwrap();
        }
        *end = at;
    }
    let content = frontier.len() - 32;
    let mut old = b"motlan/1 frontier\n".to_vec();
    old.extend_from_slice(&frontier[old.len()..logs[2]]);
    old.extend_from_slice(&frontier[logs[3]..content]);
    let hash = digest(&SHA256, &old);
    [old.as_slice(), hash.as_ref()].concat()
}

#[tokio::test]
async fn a_folder_written_before_there_were_dossiers_opens_and_goes_on() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    evidence.intend(intent(9_999)).await.unwrap();
    finish_all(&evidence, 0..700).await;
    evidence.close().await.unwrap();
    let frontier = storage.read("evidence/frontier").unwrap();
    let old = frontier_of_two_logs(&frontier);
    storage.replace("evidence/frontier", &old, true).unwrap();
    storage.remove("log/casework/checkpoint").unwrap();

    let (evidence, recovered) = open(&storage).await;
    assert_eq!((recovered.records_replayed, recovered.open_intents), (0, 1));
    assert_eq!((evidence.size(LogName::Exchange), evidence.size(LOG)), (700, 0));
    assert_eq!(checkpoint(&evidence, LOG).size, 0);
    evidence.append_case(table(300)).await.unwrap();
    evidence.finish(finished(700, Role::Consumer)).await.unwrap();
    evidence.close().await.unwrap();
    let (evidence, recovered) = open(&storage).await;
    assert_eq!((recovered.records_replayed, recovered.open_intents), (0, 0));
    assert_eq!(steps(&evidence), table(300));
    assert_eq!(evidence.size(LogName::Exchange), 701);
}

/// What a casework job does: appends what its table has beyond the log, in batches of many sizes, while transactions are
/// logged as well. Stops when the storage fails; returns how many entries were acknowledged.
async fn append_rest(evidence: &Evidence, table: &[CaseEntry], first: u32) -> u64 {
    let mut acknowledged = 0;
    for batch in 0..8u32 {
        let size = usize::try_from(evidence.size(LOG)).unwrap();
        let count = [1, 7, 300, 40, 256, 2, 513, 90][batch as usize].min(table.len() - size);
        let number = first + batch;
        let (appended, other) = tokio::join!(
            evidence.append_case(table[size..size + count].to_vec()),
            evidence.finish(finished(number, Role::Provider)),
        );
        let published = evidence.publish();
        if appended.is_ok() {
            acknowledged = (size + count) as u64;
        }
        if appended.is_err() || other.is_err() || published.is_err() {
            break;
        }
    }
    acknowledged
}

#[tokio::test]
async fn every_step_survives_in_order_and_exactly_once_whatever_the_power_does() {
    let table = table(4000);
    let (mut ended_early, mut ahead) = (0, 0);
    for seed in 0..40u64 {
        let mut storage = FaultyStorage::new(seed);
        let mut acknowledged = 0;
        for life in 0..4u32 {
            let what = format!("seed {seed}, life {life}");
            storage.power_off_at(10 + (seed * 13 + u64::from(life) * 29) % 130);
            if let Ok((evidence, _)) = Evidence::open(Arc::new(storage.clone()), config()).await {
                ahead += u32::from(check(&evidence, &table, acknowledged, &what) > acknowledged);
                let first = u32::try_from(seed).unwrap() * 1000 + life * 100;
                acknowledged = append_rest(&evidence, &table, first).await.max(acknowledged);
            }
            ended_early += u32::from(acknowledged < 4000);
            storage = storage.power_cut();
        }
        let (evidence, _) = open(&storage).await;
        let size = check(&evidence, &table, acknowledged, &format!("seed {seed}, end"));
        let rest = table[usize::try_from(size).unwrap()..].to_vec();
        evidence.append_case(rest).await.unwrap();
        evidence.publish().unwrap();
        assert_eq!(steps(&evidence), table, "seed {seed}");
    }
    // The cuts must hit work, and some between the disk and the word that it is durable.
    assert!(
        ended_early > 100 && ahead > 0,
        "{ended_early} lives cut, {ahead} ahead of their word"
    );
}

/// Checks that a restarted node has a beginning of the table, and all that was acknowledged; returns how much.
fn check(evidence: &Evidence, table: &[CaseEntry], acknowledged: u64, what: &str) -> u64 {
    let size = evidence.size(LOG);
    assert!(size >= acknowledged, "{what}: {size} of {acknowledged}");
    assert_eq!(steps(evidence), table[..usize::try_from(size).unwrap()], "{what}");
    size
}
