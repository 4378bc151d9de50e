//! Power cuts at both gateways under load: every answer that left is in both logs afterwards.
//!
//! A trial is two lives of two gateways on real sockets, each gateway on a faulty disk of its own. In each life clients
//! ask at once until the power goes; then both disks keep only what was synced and what chance kept of the rest
//! ([`FaultyStorage`]), and what they tell is compared with what clients and auditors were told (`check`).
//!
//! The seed decides where the power goes, what each client asks, when logs are published and what an unsynced disk
//! keeps. It does not decide how threads take turns: which requests share a commit or are under way at the cut. So a
//! seed that failed is likely to fail again, not certain. A sound gateway passes under every order of threads.
//! `MOTLAN_POWER_CUTS=5000` tries that many seeds.

mod check;
mod load;
mod plan;
mod recovered;

use std::sync::Arc;

use motlan_evidence::{Config, Evidence};
use motlan_store::storage::FaultyStorage;
use serde_json::json;

use self::check::{Findings, Violation, check};
use self::load::{System, Told};
use self::plan::{LIVES, Life, Random, Side};
use crate::support::{CLIENT, Pair, SERVICE};

/// A service that changes something; the usual one is safe.
const CHANGING: &str = "VN/GOV/G01/population/register";

/// Trials of the usual run.
const TRIALS: u64 = 50;

/// Trials that must suffice to find a disk that lies.
const LYING_TRIALS: u64 = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_answer_that_left_is_in_both_logs() {
    let trials = std::env::var("MOTLAN_POWER_CUTS").map_or(TRIALS, |count| count.parse().unwrap());
    let mut all = Findings::default();
    for seed in 0..trials {
        let findings = trial(seed, None).await;
        assert_eq!(findings.violations, [], "seed {seed}");
        all.add(findings);
    }
    // The cuts fell into the midst of exchanges, and left every trace that they may leave.
    let traces = [all.answers, all.consumer_only, all.provider_only, all.crashed];
    assert!(traces.iter().all(|count| *count > 0), "{traces:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_consumers_syncs_answers_are_missed() {
    loses_answers(Side::Consumer).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_providers_syncs_answers_are_missed() {
    loses_answers(Side::Provider).await;
}

/// Proves that the first test can fail: one disk takes syncs without doing them, and answers are missed on that side
/// and on no other.
async fn loses_answers(lying: Side) {
    let mut lost = 0;
    for seed in 0..LYING_TRIALS {
        for violation in trial(seed, Some(lying)).await.violations {
            assert_ne!(violation.side(), Some(lying.other()), "seed {seed}: {violation:?}");
            lost += u32::from(matches!(violation, Violation::AnswerLost(..)));
        }
    }
    assert!(lost > 0);
}

/// Two lives under load and what the disks tell afterwards; `lying` is the side whose disk does not sync.
async fn trial(seed: u64, lying: Option<Side>) -> Findings {
    let mut random = Random::new(seed);
    let system = Arc::new(System::default());
    let mut told = Told::default();
    let mut disks = Side::ALL.map(|_| FaultyStorage::new(random.next()));
    let mut pair = start(&disks, &system).await;
    for number in 0..LIVES {
        if let Some(lying) = lying {
            disks[lying as usize].ignore_sync(true);
        }
        let life = Life::draw(&mut random, seed, number);
        load::run(&pair, &disks, &life, &mut told).await;
        let Pair {
            mut country,
            consumer,
            provider,
            grant,
        } = pair;
        let nodes = [consumer.crash().await, provider.crash().await];
        for (side, node) in Side::ALL.into_iter().zip(&nodes) {
            let disk = &mut disks[side as usize];
            *disk = disk.power_cut();
            // The power goes again while the gateway starts.
            disk.power_off_at(life.recovery_steps);
            if let Ok(evidence) = open(disk, node.config()).await {
                told.checkpoints.extend(load::publish(&evidence, side));
            }
            *disk = disk.power_cut();
        }
        let findings = check(&disks, [nodes[0].config(), nodes[1].config()], &told, &system, &life).await;
        if !findings.violations.is_empty() || life.is_last {
            return findings;
        }
        // And once more, right after the start.
        disks = disks.map(|disk| disk.power_cut());
        let [consumer, provider] = nodes;
        let provider = provider.with_storage(disks[1].clone()).start(&mut country).await;
        let consumer = consumer.with_storage(disks[0].clone()).start(&mut country).await;
        country.advance_seconds(6);
        pair = Pair {
            country,
            consumer,
            provider,
            grant,
        };
    }
    unreachable!("the last life returns")
}

/// Both gateways in front of one system with a safe and a changing service.
async fn start([consumer, provider]: &[FaultyStorage; 2], system: &Arc<System>) -> Pair {
    let mut pair = Pair::builder()
        .consumer(|setup| setup.storage(consumer.clone()).small_journal())
        .provider(|setup| setup.storage(provider.clone()).small_journal())
        .provider(|setup| {
            setup
                .router(SERVICE, System::reading())
                .router(CHANGING, system.changing())
        })
        .start()
        .await;
    pair.country.service(CHANGING, json!({"changes": true}));
    pair.country.grant(CLIENT, CHANGING, json!({}));
    pair
}

/// Opens what a disk holds, as a gateway does when it starts.
async fn open(disk: &FaultyStorage, config: Config) -> Result<Evidence, motlan_evidence::EvidenceError> {
    Ok(Evidence::open(Arc::new(disk.clone()), config).await?.0)
}
