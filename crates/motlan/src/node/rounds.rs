//! What a node does again and again: write tiles as they fill; once a second publish checkpoints, keep the directory
//! fresh, carry changes on, and at the centre read every log; every ten minutes take the snapshots that are due; once an
//! hour forget what is old.
//!
//! Each is idempotent; one that fails is tried again in the next round, and its failure is logged when it changes.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use motlan_casework::Casework;
use motlan_casework::inbox::Inbox;
use motlan_core::{Clock as _, SystemClock};
use motlan_evidence::Evidence;
use motlan_exchange::gateway::Gateway;
use motlan_exchange::service::refresh::{Refreshed, refresh};
use motlan_exchange::transport::pool::Address;
use motlan_registry::Registry;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::directory_file::DirectoryFile;
use super::{Roles, centre, nightly};
use crate::config::{Nightly, NodeConfig};

/// A proof is served at most this long after its answer.
const ROUND: Duration = Duration::from_secs(1);

/// Between two beginnings of writing tiles at least.
pub(crate) const TILES_PAUSE: Duration = Duration::from_millis(10);

/// Drafts live for 30 days: an hour more is nothing.
const HOUR: Duration = Duration::from_hours(1);

/// What a round does once.
type Work = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A round of some role.
struct Round<R> {
    name: &'static str,
    pause: Duration,
    work: fn(R) -> Work,
}

/// Tiles are written as they fill; publishing adds what is not full and the checkpoint.
const EVIDENCE: [Round<Evidence>; 2] = [
    Round {
        name: "tiles",
        pause: TILES_PAUSE,
        work: |evidence| {
            Box::pin(async move {
                evidence.grown().await;
                // Publication meets the same error within a second, tells it and tries again.
                let _ = tokio::task::spawn_blocking(move || evidence.write_tiles()).await?;
                Ok(())
            })
        },
    },
    Round {
        name: "publish",
        pause: ROUND,
        work: |evidence| Box::pin(async move { Ok(tokio::task::spawn_blocking(move || evidence.publish()).await??) }),
    },
];

/// Entries go to the log, changes of status to the national portal: two rounds, so that a cut line keeps nothing from
/// being proven.
const CASEWORK: [Round<Casework>; 3] = [
    Round {
        name: "casework entries",
        pause: ROUND,
        work: |casework| Box::pin(async move { Ok(casework.append_entries().await.map(drop)?) }),
    },
    Round {
        name: "status sync",
        pause: ROUND,
        work: |casework| Box::pin(async move { Ok(casework.send_outbox().await.map(drop)?) }),
    },
    Round {
        name: "old drafts",
        pause: HOUR,
        work: |casework| Box::pin(forget_drafts(casework)),
    },
];

const INBOX: [Round<Inbox>; 1] = [Round {
    name: "portal entries",
    pause: ROUND,
    work: |inbox| Box::pin(async move { Ok(inbox.append_entries().await.map(drop)?) }),
}];

/// Starts the rounds of a node's roles.
pub(crate) fn start(
    rounds: &mut JoinSet<()>,
    config: &NodeConfig,
    roles: &Roles,
    stopping: &watch::Receiver<bool>,
) -> Result<()> {
    let gateway = &roles.gateway;
    start_all(rounds, &EVIDENCE, gateway.evidence(), stopping);
    let file = DirectoryFile::of(config);
    if config.centre {
        let (gateway, file) = (gateway.clone(), file);
        centre::beat(&gateway, &file)?;
        rounds.spawn(every(stopping.clone(), "heartbeat", ROUND, move || {
            let (gateway, file) = (gateway.clone(), file.clone());
            async move { tokio::task::spawn_blocking(move || centre::beat(&gateway, &file)).await? }
        }));
    } else if let Some(centre) = &config.directory.centre {
        let (gateway, centre) = (gateway.clone(), Address::plain(centre));
        rounds.spawn(every(stopping.clone(), "directory", ROUND, move || {
            let (gateway, centre, file) = (gateway.clone(), centre.clone(), file.clone());
            async move {
                let refreshed = refresh(&gateway, &centre).await?;
                tokio::task::spawn_blocking(move || keep(&gateway, &file, &refreshed)).await?
            }
        }));
    }
    if let Some(monitor) = roles.monitor.clone() {
        let gateway = gateway.clone();
        rounds.spawn(every(stopping.clone(), "monitor", ROUND, move || {
            let (gateway, monitor) = (gateway.clone(), Arc::clone(&monitor));
            async move {
                monitor.run(&gateway).await;
                Ok(())
            }
        }));
    }
    let nightly: Arc<[_]> = nightly_of(config, roles).collect();
    if !nightly.is_empty() {
        rounds.spawn(every(stopping.clone(), "snapshots", nightly::PAUSE, move || {
            let nightly = Arc::clone(&nightly);
            async move { nightly::take(&nightly, SystemClock.now()).await }
        }));
    }
    if let Some(casework) = &roles.casework {
        start_all(rounds, &CASEWORK, casework, stopping);
    }
    if let Some(inbox) = &roles.inbox {
        start_all(rounds, &INBOX, inbox, stopping);
    }
    Ok(())
}

/// The registries of which a snapshot is taken every night.
fn nightly_of<'r>(config: &'r NodeConfig, roles: &'r Roles) -> impl Iterator<Item = (Registry, Nightly)> + 'r {
    config.registries.iter().filter_map(|wanted| {
        let registry = roles.registries.get(&wanted.code)?;
        Some((registry.clone(), wanted.snapshot?))
    })
}

fn start_all<R: Clone + Send + 'static>(
    rounds: &mut JoinSet<()>,
    list: &'static [Round<R>],
    role: &R,
    stopping: &watch::Receiver<bool>,
) {
    for round in list {
        let role = role.clone();
        let work = move || (round.work)(role.clone());
        rounds.spawn(every(stopping.clone(), round.name, round.pause, work));
    }
}

/// Forgets all drafts that are old, a few hundred in each transaction.
async fn forget_drafts(casework: Casework) -> Result<()> {
    while casework.forget_drafts().await? > 0 {}
    Ok(())
}

/// Makes new records durable, then goes by them: the file never lacks what the node has taken in.
fn keep(gateway: &Gateway, file: &DirectoryFile, refreshed: &Refreshed) -> Result<()> {
    if !refreshed.lines.is_empty() {
        file.append_after(refreshed.after, &refreshed.lines)?;
    }
    refreshed.take(gateway)?;
    file.remember(&refreshed.head)
}

/// Works after each pause until the node stops; a round that hangs is left where it is then.
async fn every<F, W>(mut stopping: watch::Receiver<bool>, name: &'static str, pause: Duration, mut work: F)
where
    F: FnMut() -> W,
    W: Future<Output = Result<()>>,
{
    let mut last_problem = None;
    let mut ticks = tokio::time::interval(pause);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        let outcome = tokio::select! {
            outcome = work() => outcome,
            _ = stopping.wait_for(|stop| *stop) => return,
        };
        let problem = outcome.err().map(|error| format!("{error:#}"));
        if problem != last_problem {
            if let Some(problem) = &problem {
                tracing::warn!(round = name, %problem, "a round failed");
            } else {
                tracing::info!(round = name, "the round works again");
            }
            last_problem = problem;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What casework and evidence say of themselves that they need to be done again and again.
    #[test]
    fn every_job_has_its_round() {
        let names = CASEWORK.map(|round| (round.name, round.pause));
        let expected = [
            ("casework entries", ROUND),
            ("status sync", ROUND),
            ("old drafts", HOUR),
        ];
        assert_eq!(names, expected);
        let names = EVIDENCE.map(|round| (round.name, round.pause));
        assert_eq!(names, [("tiles", TILES_PAUSE), ("publish", ROUND)]);
        assert_eq!(INBOX.map(|round| round.name), ["portal entries"]);
    }

    #[tokio::test]
    async fn a_round_that_hangs_does_not_keep_the_node_from_stopping() {
        let (stop, stopping) = watch::channel(false);
        let (begun, mut has_begun) = tokio::sync::mpsc::unbounded_channel();
        let round = tokio::spawn(every(stopping, "hanging", ROUND, move || {
            begun.send(()).unwrap();
            std::future::pending()
        }));
        has_begun.recv().await.unwrap();
        stop.send_replace(true);
        round.await.unwrap();
    }
}
