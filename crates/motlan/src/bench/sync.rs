//! The status sync: how fast a province's queue drains when the line to the national portal is back.
//!
//! The queue is real: dossiers submitted, received and started through casework while nobody listens at the other end.
//! Then both nodes run as processes of their own, and the portal's counter of transactions is read until all came.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use motlan_core::SystemId;

use super::pair::{Kind, NAME, Pair, Plan, service};
use super::place::Place;
use super::process::start;
use super::sync_queue::fill;
use super::times::count;
use super::{figure, load};
use crate::config::{Casework, NationalPortal, Service, Unit};

/// How often the portal's counter is read.
const PAUSE: Duration = Duration::from_millis(20);

/// Patience: both gateways refuse everything for their first 5 s.
const PATIENCE: Duration = Duration::from_mins(3);

/// What waits for the line.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Changes of status that wait when the line comes back.
    #[arg(long, default_value_t = 1500, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    changes: u64,
    #[command(flatten)]
    place: Place,
}

/// Measures how fast the queue drains.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let measure = async |data: &Path| measure(arguments, data).await;
    arguments.place.measure("sync", measure)
}

async fn measure(arguments: &Arguments, data: &Path) -> Result<()> {
    let pair = prepare(data).await?;
    let began = Instant::now();
    let waiting = fill(&pair.consumer, arguments.changes).await?;
    let count = count(usize::try_from(waiting)?);
    figure("sync.changes", count, "changes");
    figure("sync.change_rate", count / began.elapsed().as_secs_f64(), "changes/s");
    let health = pair.provider.listen.health.context("the portal tells its counters")?;
    let _processes = [start(&pair.provider)?, start(&pair.consumer)?];
    let first = reach(health, 1).await?;
    let last = reach(health, waiting).await?;
    let seconds = last.duration_since(first).as_secs_f64().max(f64::EPSILON);
    figure("sync.drain_time", seconds, "s");
    figure("sync.drain", count / seconds, "changes/s");
    Ok(())
}

/// Waits until the portal has answered so many messages, and says when that was.
async fn reach(health: SocketAddr, wanted: u64) -> Result<Instant> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        // The process may not listen yet.
        if answered(health).await.is_ok_and(|count| count >= wanted) {
            return Ok(Instant::now());
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("the portal did not take {wanted} changes in time")
}

/// The portal's transactions as a provider, from its metrics.
async fn answered(health: SocketAddr) -> Result<u64> {
    let text = load::counters(health).await?;
    let line = text
        .lines()
        .find(|line| line.contains("transactions_total{") && line.to_ascii_lowercase().contains("provider"));
    let count = line.and_then(|line| line.rsplit(' ').next()).unwrap_or("0");
    Ok(count.parse()?)
}

/// A province with a one-stop system, and the national portal.
async fn prepare(data: &Path) -> Result<Pair> {
    let portal: SystemId = "VN/GOV/G22/national-portal".parse()?;
    let (onestop, dossiers): (SystemId, _) = ("VN/GOV/H45/onestop".parse()?, portal.service("dossiers")?);
    let plan = Plan {
        clients: vec![(onestop.clone(), &[])],
        service: dossiers.clone(),
        basis: "ND-107-2021",
        kind: Kind::Changing,
    };
    let inbox = Service {
        national_portal: true,
        path: Some("/dossiers".to_owned()),
        ..service(dossiers.clone())
    };
    let mut pair = Pair::make(data, plan, inbox).await?;
    pair.consumer.casework = Some(Casework {
        database: "sqlite:casework.db".to_owned(),
        system: onestop,
        portal: Some(dossiers),
        population: None,
        usage: Vec::new(),
        units: vec![unit()],
    });
    pair.provider.national_portal = Some(NationalPortal {
        database: "sqlite:inbox.db".to_owned(),
    });
    Ok(pair)
}

fn unit() -> Unit {
    Unit {
        code: "000.00.08.H45".to_owned(),
        number: 8,
        name_vi: NAME.vi.to_owned(),
        name_en: NAME.en.to_owned(),
        procedures: ["driving-licence-renewal", "international-driving-permit"]
            .map(str::to_owned)
            .into(),
    }
}
