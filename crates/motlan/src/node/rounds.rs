//! What a node does once a second: publish checkpoints, keep the directory fresh, and at the centre read every log.
//!
//! Each is idempotent; one that fails is tried again a second later, and its failure is logged when it changes.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use motlan_exchange::gateway::Gateway;
use motlan_exchange::service::reconcile::Reconciler;
use motlan_exchange::service::refresh::refresh;
use motlan_exchange::transport::pool::Address;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::centre;
use super::directory_file::DirectoryFile;
use crate::config::NodeConfig;

/// A proof is served at most this long after its answer.
const ROUND: Duration = Duration::from_secs(1);

/// Starts the rounds of a node's roles.
pub(crate) fn start(
    rounds: &mut JoinSet<()>,
    config: &NodeConfig,
    gateway: &Gateway,
    reconciler: Option<Arc<Reconciler>>,
    stopping: &watch::Receiver<bool>,
) -> Result<()> {
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
                if !refreshed.lines.is_empty() {
                    file.append(&refreshed.lines)?;
                }
                file.remember(&refreshed.head)
            }
        }));
    }
    if let Some(reconciler) = reconciler {
        let gateway = gateway.clone();
        rounds.spawn(every(stopping.clone(), "reconcile", move || {
            let (gateway, reconciler) = (gateway.clone(), Arc::clone(&reconciler));
            async move {
                reconciler.run(&gateway).await;
                Ok(())
            }
        }));
    }
    Ok(())
}

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
        let problem = work().await.err().map(|error| format!("{error:#}"));
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
