//! Publishing: checkpoints, proofs and the files that are served.

use std::time::Duration;

use motlan_evidence::{Cause, LogName, Role, verify_proof};
use motlan_store::storage::Storage as _;
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{checkpoint, entries, finish_all, finished, open, root};

#[tokio::test]
async fn a_new_node_publishes_every_log_empty() {
    let (evidence, recovered) = open(&FaultyStorage::new(1)).await;
    assert_eq!((recovered.records_replayed, recovered.open_intents), (0, 0));
    for log in LogName::ALL {
        assert_eq!(checkpoint(&evidence, log).size, 0);
        assert_eq!(evidence.proof(log, 0).unwrap(), None);
    }
}

#[tokio::test]
async fn an_entry_has_a_proof_as_soon_as_it_is_published() {
    let (evidence, _) = open(&FaultyStorage::new(1)).await;
    let receipt = evidence.finish(finished(1, Role::Consumer)).await.unwrap();
    assert_eq!((receipt.log, receipt.index), (LogName::Exchange, 0));
    assert_eq!(
        (evidence.size(receipt.log), evidence.published_size(receipt.log)),
        (1, 0)
    );
    assert_eq!(evidence.proof(receipt.log, 0).unwrap(), None);

    evidence.publish().unwrap();
    let text = evidence.proof(receipt.log, 0).unwrap().unwrap();
    let proof = verify_proof(&text, evidence.verifier(receipt.log)).unwrap();
    assert_eq!(proof.entry, finished(1, Role::Consumer).entry);
    assert_eq!(
        (proof.index, proof.size, proof.origin.as_str()),
        (0, 1, "motlan/VN/GOV/H45/exchange")
    );
    assert!(verify_proof(&text, evidence.verifier(LogName::Unfinished)).is_err());
}

#[tokio::test]
async fn whoever_waits_for_tiles_is_told_when_there_are_some_again() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    for round in 0..2 {
        let waiting = tokio::spawn({
            let evidence = evidence.clone();
            async move { evidence.grown().await }
        });
        let start = round * 4096;
        finish_all(&evidence, start..start + 4000).await;
        assert!(!waiting.is_finished(), "nothing is worth it yet");
        finish_all(&evidence, start + 4000..start + 4096).await;
        tokio::time::timeout(Duration::from_mins(1), waiting)
            .await
            .unwrap()
            .unwrap();
        evidence.write_tiles().unwrap();
    }
    assert_eq!(
        evidence.published_size(LogName::Exchange),
        0,
        "a tile alone promises nothing"
    );
    assert_eq!(entries(&evidence, LogName::Exchange).len(), 0);
    evidence.publish().unwrap();
    assert_eq!(entries(&evidence, LogName::Exchange).len(), 2 * 4096);
}

#[tokio::test]
async fn tiles_may_run_ahead_of_what_is_published() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    let log = LogName::Exchange;
    finish_all(&evidence, 0..300).await;
    evidence.publish().unwrap();
    finish_all(&evidence, 300..600).await;
    let (full, partial) = ("tile/0/001", "tile/0/001.p/44");
    let served = evidence.read_file(log, partial).unwrap().unwrap();

    storage.fail_write_at(1);
    evidence.write_tiles().unwrap_err();
    evidence.write_tiles().unwrap();
    assert_eq!(storage.read(&format!("log/exchange/{full}")).unwrap().len(), 256 * 32);
    assert!(
        storage.read(&format!("log/exchange/{partial}")).is_err(),
        "the full one took its place"
    );
    assert_eq!(evidence.published_size(log), 300);
    // Who holds the checkpoint of 300 has its tile and its proofs as before; nobody has more.
    assert_eq!(evidence.read_file(log, partial).unwrap().unwrap(), served);
    assert_eq!(evidence.read_file(log, full).unwrap(), None);
    assert!(evidence.proof(log, 299).unwrap().is_some());
    assert_eq!(evidence.proof(log, 300).unwrap(), None);
    evidence.publish().unwrap();
    assert_eq!(entries(&evidence, log).len(), 600);
    assert_eq!(checkpoint(&evidence, log).root, root(&evidence, log, 600));
}

#[tokio::test]
async fn the_outcome_decides_the_log() {
    let (evidence, _) = open(&FaultyStorage::new(1)).await;
    let answered = evidence.finish(finished(1, Role::Consumer)).await.unwrap();
    let lost = evidence
        .leave_unfinished(Cause::CommitMissing, finished(1, Role::Consumer))
        .await
        .unwrap();
    assert_eq!((answered.log, answered.index), (LogName::Exchange, 0));
    assert_eq!((lost.log, lost.index), (LogName::Unfinished, 0));
    evidence.publish().unwrap();
    assert_eq!(entries(&evidence, LogName::Exchange).len(), 1);
    assert_eq!(entries(&evidence, LogName::Unfinished).len(), 1);
}

#[tokio::test]
async fn every_entry_of_every_tile_is_proved() {
    let (evidence, _) = open(&FaultyStorage::new(1)).await;
    let log = LogName::Exchange;
    for (from, to) in [(0, 1), (1, 255), (255, 256), (256, 257), (257, 700)] {
        finish_all(&evidence, from..to).await;
        evidence.publish().unwrap();
        let size = u64::from(to);
        assert_eq!(checkpoint(&evidence, log).size, size);
        assert_eq!(checkpoint(&evidence, log).root, root(&evidence, log, size));
        let all = entries(&evidence, log);
        for index in (0..size).step_by(17).chain([size - 1]) {
            let text = evidence.proof(log, index).unwrap().unwrap();
            let proof = verify_proof(&text, evidence.verifier(log)).unwrap();
            assert_eq!(proof.entry, all[usize::try_from(index).unwrap()], "{index} of {size}");
        }
        assert_eq!(evidence.proof(log, size).unwrap(), None);
    }
}

#[tokio::test]
async fn partial_tiles_stay_until_their_full_tile_exists() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    let partials = || {
        let list = |level: &str| storage.list(&format!("log/exchange/tile/{level}/000.p")).unwrap();
        (list("0"), list("entries"))
    };
    for (from, to) in [(0, 3), (3, 9)] {
        finish_all(&evidence, from..to).await;
        evidence.publish().unwrap();
    }
    let both = || vec!["3".to_owned(), "9".to_owned()];
    assert_eq!(partials(), (both(), both()));
    let early = evidence
        .read_file(LogName::Exchange, "tile/0/000.p/3")
        .unwrap()
        .unwrap();

    finish_all(&evidence, 9..256).await;
    evidence.publish().unwrap();
    assert_eq!(partials(), (vec![], vec![]));
    assert_eq!(storage.list("log/exchange/tile/0").unwrap(), ["000"]);
    assert_eq!(storage.list("log/exchange/tile/1/000.p").unwrap(), ["1"]);
    // Whoever holds the old checkpoint still gets its tile, cut from the full one.
    let late = evidence
        .read_file(LogName::Exchange, "tile/0/000.p/3")
        .unwrap()
        .unwrap();
    assert_eq!(early, late);
    assert_eq!(early.len(), 3 * 32);
}

#[tokio::test]
async fn only_what_the_checkpoint_covers_is_served() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    finish_all(&evidence, 0..300).await;
    evidence.publish().unwrap();
    let log = LogName::Exchange;
    let served = |path: &str| evidence.read_file(log, path).unwrap();
    assert_eq!(served("checkpoint"), storage.read("log/exchange/checkpoint").ok());
    assert_eq!(served("tile/0/000").unwrap().len(), 256 * 32);
    assert_eq!(served("tile/0/001.p/44").unwrap().len(), 44 * 32);
    assert_eq!(served("tile/entries/001.p/5").unwrap().len(), 5 * 130);
    for path in [
        "",
        "tile/0/001",
        "tile/0/001.p/45",
        "tile/1/000",
        "tile/2/000.p/1",
        "../../journal/0.journal",
        "../unfinished/checkpoint",
        "tile/../checkpoint",
        "/etc/passwd",
        "checkpoint/",
    ] {
        assert_eq!(served(path), None, "{path}");
    }
}

#[tokio::test]
async fn a_failing_disk_delays_publication_and_loses_nothing() {
    let storage = FaultyStorage::new(1);
    let (evidence, _) = open(&storage).await;
    finish_all(&evidence, 0..600).await;
    storage.fail_write_at(1);
    evidence.publish().unwrap_err();
    assert_eq!(evidence.published_size(LogName::Exchange), 0);
    storage.fail_write_at(4);
    evidence.publish().unwrap_err();
    finish_all(&evidence, 600..610).await;
    evidence.publish().unwrap();
    assert_eq!(
        checkpoint(&evidence, LogName::Exchange).root,
        root(&evidence, LogName::Exchange, 610)
    );
}
