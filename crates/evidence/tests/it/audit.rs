//! The audit of two nodes' files: clean, one-sided, changed, forked, repeated.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use motlan_evidence::audit::{Audit, AuditError, Finding, LogProblem, audit, audit_with};
use motlan_evidence::{Cause, Config, Evidence, LogKey, LogName, Role, VerifierKey};
use motlan_store::storage::disk::DiskStorage;
use tempfile::TempDir;

use crate::support::{finished, flip};

struct Nodes {
    folder: TempDir,
    keys: Vec<VerifierKey>,
}

impl Nodes {
    /// A consumer with transactions 0..310 and 400, a provider with 10..320; each also an unfinished one.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut keys = Vec::new();
        let consumer = (Role::Consumer, "H45", (0..310).chain([400]).collect::<Vec<u32>>());
        let provider = (Role::Provider, "G01", (10..320).collect());
        for (role, member, numbers) in [consumer, provider] {
            let storage = DiskStorage::new(folder.path().join(member)).unwrap();
            let key: LogKey = "55".repeat(32).parse().unwrap();
            let config = Config::new(format!("motlan/VN/GOV/{member}"), key);
            let (evidence, _) = Evidence::open(Arc::new(storage), config).await.unwrap();
            let lost = evidence.leave_unfinished(Cause::PeerLost, finished(999, role));
            lost.await.unwrap();
            for number in numbers {
                evidence.finish(finished(number, role)).await.unwrap();
            }
            keys.extend(LogName::ALL.map(|log| evidence.verifier(log).clone()));
            evidence.close().await.unwrap();
        }
        Self { folder, keys }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn audit(&self) -> Audit {
        audit(&[self.folder.path().to_owned()], &self.keys).unwrap()
    }

    /// The problem of the consumer's exchange log, whose counts must be gone.
    fn problem(&self) -> LogProblem {
        let audit = self.audit();
        assert!(!audit.is_clean());
        assert_eq!((audit.matched, audit.provider_only), (0, 310));
        match &audit.findings[..] {
            [Finding::Log { folder, problem }] => {
                assert!(folder.ends_with("H45/log/exchange"));
                problem.clone()
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_checkpoint_older_than_the_full_tile_is_still_true() {
    let folder = tempfile::tempdir().unwrap();
    let storage = DiskStorage::new(folder.path()).unwrap();
    let key: LogKey = "55".repeat(32).parse().unwrap();
    let config = Config::new("motlan/VN/GOV/H45", key);
    let (evidence, _) = Evidence::open(Arc::new(storage), config).await.unwrap();
    let keys = [evidence.verifier(LogName::Exchange).clone()];
    let log = folder.path().join("log/exchange");
    let mut old = Vec::new();
    for number in 0..300 {
        evidence.finish(finished(number, Role::Consumer)).await.unwrap();
        if number == 9 {
            evidence.publish().unwrap();
            old = fs::read(log.join("checkpoint")).unwrap();
        }
    }
    evidence.close().await.unwrap();
    // What an auditor sees who read the checkpoint just before the tile filled up and its partial ones went.
    fs::write(log.join("checkpoint"), old).unwrap();
    let audit = audit(&[log], &keys).unwrap();
    assert!(audit.is_clean(), "{:?}", audit.findings);
    assert_eq!((audit.logs[0].size, audit.consumer_only), (10, 10));
}

#[tokio::test]
async fn two_sides_are_matched_and_what_one_alone_has_is_shown() {
    let nodes = Nodes::new().await;
    let audit = nodes.audit();
    assert_eq!(audit.findings, []);
    let rows: Vec<_> = audit.rows.iter().map(ToString::to_string).collect();
    assert_eq!(rows, ["2025-11-24,7,8,9,300,11,10"]);
    assert_eq!((audit.matched, audit.consumer_only, audit.provider_only), (300, 11, 10));
    let logs: Vec<_> = audit
        .logs
        .iter()
        .map(|log| (log.size, log.consumer, log.provider))
        .collect();
    // Of each node `casework`, `exchange`, `unfinished`.
    let provider = [(0, 0, 0), (310, 0, 310), (1, 0, 1)];
    let consumer = [(0, 0, 0), (311, 311, 0), (1, 1, 0)];
    assert_eq!(logs, [provider, consumer].concat());
    assert!(audit.logs.iter().all(|log| log.is_signature_checked && log.is_counted));
    assert_eq!(audit.logs[2].outcomes.get(&11), Some(&1));
}

#[tokio::test]
async fn folders_given_twice_are_counted_once_and_copies_are_found() {
    let nodes = Nodes::new().await;
    let (all, one) = (nodes.folder.path().to_owned(), nodes.path("H45/log/exchange"));
    let twice = audit(&[all.clone(), one.clone(), all.clone()], &nodes.keys).unwrap();
    assert_eq!(twice, nodes.audit());

    let copy = nodes.path("copy");
    copy_folder(&one, &copy);
    let copied = audit(&[all], &nodes.keys).unwrap();
    assert_eq!((copied.matched, copied.consumer_only), (300, 11));
    assert!(
        matches!(&copied.findings[..], [Finding::SameOrigin { origin, .. }] if origin == "motlan/VN/GOV/H45/exchange")
    );
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[tokio::test]
async fn a_changed_byte_in_any_file_is_found() {
    let exchange = "H45/log/exchange";
    for (file, at) in [("tile/0/000", 5), ("tile/0/001.p/55", 0), ("tile/1/000.p/1", 31)] {
        let nodes = Nodes::new().await;
        flip(&nodes.path(&format!("{exchange}/{file}")), at);
        assert_eq!(nodes.problem(), LogProblem::Tile { path: file.to_owned() });
    }
    let nodes = Nodes::new().await;
    let bundle = nodes.path(&format!("{exchange}/tile/entries/001.p/55"));
    // The last byte of a commitment: still a valid entry, but another one.
    flip(&bundle, 129);
    let path = "tile/0/001.p/55".to_owned();
    assert_eq!(nodes.problem(), LogProblem::Tile { path });
    // The reserved bytes of the second entry.
    flip(&bundle, 130 + 2 + 25);
    assert!(matches!(nodes.problem(), LogProblem::Entry { index: 257, .. }));
    flip(&bundle, 1);
    assert!(matches!(
        nodes.problem(),
        LogProblem::Entry { index: 256, .. } | LogProblem::Bundle { .. }
    ));
    fs::remove_file(&bundle).unwrap();
    let path = "tile/entries/001.p/55".to_owned();
    assert_eq!(nodes.problem(), LogProblem::Missing { path });
}

#[tokio::test]
async fn a_checkpoint_that_nobody_signed_is_found() {
    let nodes = Nodes::new().await;
    let path = nodes.path("H45/log/exchange/checkpoint");
    let note = fs::read_to_string(&path).unwrap();
    fs::write(&path, note.replacen("\n311\n", "\n310\n", 1)).unwrap();
    assert!(matches!(nodes.problem(), LogProblem::Checkpoint { .. }));
    // Without keys the signature is not looked at, but the root still is.
    let unchecked = audit(&[nodes.folder.path().to_owned()], &[]).unwrap();
    assert_eq!(unchecked.finding_count, 1);
    assert!(unchecked.logs.iter().all(|log| !log.is_signature_checked));
}

#[tokio::test]
async fn a_log_without_a_key_is_found_when_keys_are_given() {
    let nodes = Nodes::new().await;
    let audit = audit(&[nodes.path("H45/log/exchange")], &nodes.keys[2..]).unwrap();
    let origin = "motlan/VN/GOV/H45/exchange".to_owned();
    assert!(matches!(&audit.findings[..], [Finding::Log { problem, .. }] if *problem == LogProblem::NoKey { origin }));
}

#[tokio::test]
async fn a_folder_without_logs_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    assert!(matches!(
        audit(&[folder.path().to_owned()], &[]),
        Err(AuditError::NoLog { .. })
    ));
    assert!(matches!(audit(&[missing], &[]), Err(AuditError::Read { .. })));
}

#[tokio::test]
async fn a_log_with_both_sides_of_its_transactions_is_found_and_not_counted() {
    let folder = tempfile::tempdir().unwrap();
    let storage = DiskStorage::new(folder.path()).unwrap();
    let config = Config::new("motlan/VN/GOV/H45", "55".repeat(32).parse().unwrap());
    let (evidence, _) = Evidence::open(Arc::new(storage), config).await.unwrap();
    for number in 0..5 {
        for role in [Role::Consumer, Role::Provider] {
            evidence.finish(finished(number, role)).await.unwrap();
        }
    }
    evidence.close().await.unwrap();
    let log = folder.path().join("log/exchange");
    let found = audit_with(std::slice::from_ref(&log), &[], Some(&honest_nodes)).unwrap();
    assert!(
        matches!(&found.findings[..], [Finding::ForeignEntry { folder, index: 1 }] if folder.ends_with("log/exchange"))
    );
    assert!(found.is_membership_checked && !found.logs[0].is_counted);
    assert_eq!((found.matched, found.consumer_only, found.provider_only), (0, 0, 0));
    // Without a directory nobody can tell, and the audit says so.
    let unchecked = audit(&[log], &[]).unwrap();
    assert!(!unchecked.is_membership_checked);
    assert_eq!(unchecked.matched, 5);

    let nodes = Nodes::new().await;
    let honest = audit_with(&[nodes.folder.path().to_owned()], &nodes.keys, Some(&honest_nodes)).unwrap();
    assert_eq!(honest.findings, []);
    assert_eq!(honest.matched, 300);
}

/// The directory of [`Nodes`]: consumer 8 belongs to H45, provider 9 to G01.
fn honest_nodes(origin: &str, role: Role, index: u32) -> bool {
    let (member, own) = match role {
        Role::Consumer => ("motlan/VN/GOV/H45/", 8),
        Role::Provider => ("motlan/VN/GOV/G01/", 9),
    };
    origin.starts_with(member) && index == own
}
