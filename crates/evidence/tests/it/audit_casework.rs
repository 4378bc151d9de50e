//! The audit of the log of dossiers: what is handed out, and what is a finding.

use std::path::Path;
use std::sync::Arc;

use motlan_evidence::audit::{Finding, LogProblem, audit, audit_with};
use motlan_evidence::case::{CaseEntry, Event};
use motlan_evidence::{Config, Evidence, Role};
use motlan_store::storage::disk::DiskStorage;

use crate::support::{finished, flip, step};

/// The folder of a node with these steps of dossiers and one transaction of its own.
async fn casework_node(folder: &Path, member: &str, role: Role, steps: Vec<CaseEntry>) {
    let storage = DiskStorage::new(folder.join(member)).unwrap();
    let config = Config::new(format!("motlan/VN/GOV/{member}"), "55".repeat(32).parse().unwrap());
    let (evidence, _) = Evidence::open(Arc::new(storage), config).await.unwrap();
    evidence.finish(finished(1, role)).await.unwrap();
    evidence.append_case(steps).await.unwrap();
    evidence.close().await.unwrap();
}

/// The only finding about the log of dossiers of a node with these steps; nothing of it may be handed out.
async fn casework_problem(steps: Vec<CaseEntry>) -> LogProblem {
    let folder = tempfile::tempdir().unwrap();
    casework_node(folder.path(), "H45", Role::Consumer, steps).await;
    let audit = audit(&[folder.path().to_owned()], &[]).unwrap();
    assert_eq!((audit.cases.len(), audit.consumer_only), (0, 1));
    match &audit.findings[..] {
        [Finding::Log { folder, problem }] if folder.ends_with("log/casework") => problem.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_steps_of_dossiers_are_verified_and_handed_out() {
    let folder = tempfile::tempdir().unwrap();
    let province: Vec<_> = (0..600).map(|number| step(number % 200, number / 200 + 1)).collect();
    // What the portal holds of them, under its own origin but with the province's system.
    let portal: Vec<_> = province
        .iter()
        .map(|entry| CaseEntry {
            event: Event::Synced {
                status: 1,
                number: entry.step,
            },
            ..*entry
        })
        .collect();
    casework_node(folder.path(), "H45", Role::Consumer, province.clone()).await;
    casework_node(folder.path(), "G22", Role::Provider, portal.clone()).await;
    let folders = [folder.path().to_owned()];
    let audit = audit_with(
        &folders,
        &[],
        Some(&|origin, role, index| {
            // System 8 belongs to H45; the transaction's sides are each node's own.
            let is_own_step = origin == "motlan/VN/GOV/H45/casework" && role == Role::Consumer && index == 8;
            origin.ends_with("/exchange") || is_own_step
        }),
    )
    .unwrap();
    assert_eq!(audit.findings, []);
    let logs: Vec<_> = audit.cases.iter().map(|log| log.origin.as_str()).collect();
    assert_eq!(logs, ["motlan/VN/GOV/G22/casework", "motlan/VN/GOV/H45/casework"]);
    assert!(audit.cases[0].entries == portal && audit.cases[1].entries == province);
    // Steps are no transactions: the table has the one of both nodes alone.
    assert_eq!((audit.matched, audit.consumer_only, audit.provider_only), (1, 0, 0));
    let casework = &audit.logs[0];
    assert_eq!((casework.size, casework.consumer, casework.outcomes.len()), (600, 0, 0));
}

#[tokio::test]
async fn a_repeated_or_skipped_step_is_found_and_its_log_not_handed_out() {
    let dossier = step(0, 1).dossier.to_string();
    for (steps, expected, found) in [
        (vec![step(0, 1), step(1, 1), step(0, 1)], 2, 1),
        (vec![step(0, 1), step(1, 1), step(0, 3)], 2, 3),
    ] {
        let expected = LogProblem::Sequence {
            index: 2,
            dossier: dossier.clone(),
            counter: "step",
            expected,
            found,
        };
        assert_eq!(casework_problem(steps).await, expected);
    }
}

#[tokio::test]
async fn steps_of_another_members_system_and_changed_ones_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = CaseEntry {
        system: 7,
        ..step(1, 1)
    };
    casework_node(folder.path(), "H45", Role::Consumer, vec![step(0, 1), foreign]).await;
    let log = folder.path().join("H45/log/casework");
    let belongs = |_: &str, _, index| index == 8;
    let found = audit_with(std::slice::from_ref(&log), &[], Some(&belongs)).unwrap();
    assert!(matches!(&found.findings[..], [Finding::ForeignEntry { index: 1, .. }]));
    assert!(found.cases.is_empty() && !found.logs[0].is_counted);
    // The last byte of the second entry's commitment.
    flip(&log.join("tile/entries/000.p/2"), 130 + 2 + 95);
    let found = audit(&[log], &[]).unwrap();
    let path = "tile/0/000.p/2".to_owned();
    assert!(matches!(&found.findings[..], [Finding::Log { problem, .. }] if *problem == LogProblem::Tile { path }));
    assert!(found.cases.is_empty());
}
