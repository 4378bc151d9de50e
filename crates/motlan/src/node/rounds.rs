//! What a node does once a second: publish checkpoints, keep the directory fresh, and at the centre read every log.
//!
//! Each is idempotent; one that fails is tried again a second later, and its failure is logged when it changes.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use motlan_exchange::gateway::Gateway;
use motlan_exchange::service::refresh::{Refreshed, refresh};
use motlan_exchange::transport::pool::Address;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::directory_file::DirectoryFile;
use super::{Roles, centre};
use crate::config::NodeConfig;

/// A proof is served at most this long after its answer.
const ROUND: Duration = Duration::from_secs(1);

/// Starts the rounds of a node's roles.
pub(crate) fn start(
    rounds: &mut JoinSet<()>,
    config: &NodeConfig,
    roles: &Roles,
    stopping: &watch::Receiver<bool>,
) -> Result<()> {
    let gateway = &roles.gateway;
    let evidence = gateway.evidence().clone();
    rounds.spawn(every(stopping.clone(), "publish", move || {
        let evidence = evidence.clone();
        async move { Ok(tokio::task::spawn_blocking(move || evidence.publish()).await??) }
    }));
    let file = DirectoryFile::of(config);
    if config.centre {
        let (gateway, file) = (gateway.clone(), file);
        centre::beat(&gateway, &file)?;
        rounds.spawn(every(stopping.clone(), "heartbeat", move || {
            let (gateway, file) = (gateway.clone(), file.clone());
            async move { tokio::task::spawn_blocking(move || centre::beat(&gateway, &file)).await? }
        }));
    } else if let Some(centre) = &config.directory.centre {
        let (gateway, centre) = (gateway.clone(), Address::plain(centre));
        rounds.spawn(every(stopping.clone(), "directory", move || {
            let (gateway, centre, file) = (gateway.clone(), centre.clone(), file.clone());
            async move {
                let refreshed = refresh(&gateway, &centre).await?;
                tokio::task::spawn_blocking(move || keep(&gateway, &file, &refreshed)).await?
            }
        }));
    }
    if let Some(monitor) = roles.monitor.clone() {
        let gateway = gateway.clone();
        rounds.spawn(every(stopping.clone(), "monitor", move || {
            let (gateway, monitor) = (gateway.clone(), Arc::clone(&monitor));
            async move {
                monitor.run(&gateway).await;
                Ok(())
            }
        }));
    }
    casework(rounds, roles, stopping);
    Ok(())
}

/// Entries go to the log, changes of status to the national portal: two jobs, so that a cut line keeps nothing from
/// being proven.
fn casework(rounds: &mut JoinSet<()>, roles: &Roles, stopping: &watch::Receiver<bool>) {
    if let Some(casework) = roles.casework.clone() {
        let sender = casework.clone();
        rounds.spawn(every(stopping.clone(), "casework entries", move || {
            let casework = casework.clone();
            async move { Ok(casework.append_entries().await.map(drop)?) }
        }));
        rounds.spawn(every(stopping.clone(), "status sync", move || {
            let casework = sender.clone();
            async move { Ok(casework.send_outbox().await.map(drop)?) }
        }));
    }
    if let Some(inbox) = roles.inbox.clone() {
        rounds.spawn(every(stopping.clone(), "portal entries", move || {
            let inbox = inbox.clone();
            async move { Ok(inbox.append_entries().await.map(drop)?) }
        }));
    }
}

/// Makes new records durable, then goes by them: the file never lacks what the node has taken in.
fn keep(gateway: &Gateway, file: &DirectoryFile, refreshed: &Refreshed) -> Result<()> {
    if !refreshed.lines.is_empty() {
        file.append_after(refreshed.after, &refreshed.lines)?;
    }
    refreshed.take(gateway)?;
    file.remember(&refreshed.head)
}

/// Works once a second until the node stops; a round that hangs is left where it is then.
async fn every<F, W>(mut stopping: watch::Receiver<bool>, name: &'static str, mut work: F)
where
    F: FnMut() -> W,
    W: Future<Output = Result<()>>,
{
    let mut last_problem = None;
    let mut ticks = tokio::time::interval(ROUND);
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

    #[tokio::test]
    async fn a_round_that_hangs_does_not_keep_the_node_from_stopping() {
        let (stop, stopping) = watch::channel(false);
        let (begun, mut has_begun) = tokio::sync::mpsc::unbounded_channel();
        let round = tokio::spawn(every(stopping, "hanging", move || {
            begun.send(()).unwrap();
            std::future::pending()
        }));
        has_begun.recv().await.unwrap();
        stop.send_replace(true);
        round.await.unwrap();
    }
}
