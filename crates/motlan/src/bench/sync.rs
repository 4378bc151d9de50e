//! The status sync: how fast a province's queue drains when the line to the national portal is back.
//!
//! The queue is real: dossiers submitted, received and started through casework while nobody listens at the other end.
//! Then both nodes run as processes of their own, and the portal's counter of transactions is read until all came.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use motlan_core::{ClientId, Clock, MemberId, SystemClock};
use motlan_exchange::keys::Algorithm;

use super::process::{free, start};
use super::sync_queue::fill;
use super::{Arguments, figure, load, machine};
use crate::cli::append_requests;
use crate::config::{Casework, Client, Connection, DirectorySource, Listen, NationalPortal, NodeConfig, Service, Unit};
use crate::keys::NodeKeys;
use crate::node::{DirectoryFile, runtime};
use crate::setup::{self, Name, Owner};

/// A day: the bench has no centre that beats.
const STALENESS_MAX_S: u32 = 86_400;

/// How often the portal's counter is read.
const PAUSE: Duration = Duration::from_millis(20);

/// Patience: both gateways refuse everything for their first 5 s.
const PATIENCE: Duration = Duration::from_mins(3);

const NAME: Name<'static> = Name {
    vi: "Đo kiểm",
    en: "Bench",
};

/// Measures how fast the queue drains.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let temporary = std::env::temp_dir().join(format!("motlan-bench-sync-{}", std::process::id()));
    let data = arguments.data.clone().unwrap_or(temporary);
    std::fs::create_dir_all(&data)?;
    machine::describe(&data)?;
    let outcome = runtime()?.block_on(measure(arguments, &data));
    if arguments.data.is_none() {
        std::fs::remove_dir_all(&data)?;
    }
    outcome
}

async fn measure(arguments: &Arguments, data: &Path) -> Result<()> {
    let (province, portal) = prepare(data).await?;
    let began = Instant::now();
    let waiting = fill(&province, arguments.changes).await?;
    let count = load::count(usize::try_from(waiting)?);
    figure("sync.changes", count, "changes");
    figure("sync.change_rate", count / began.elapsed().as_secs_f64(), "changes/s");
    let health = portal.listen.health.context("the portal tells its counters")?;
    let (_portal, _province) = (start(&portal)?, start(&province)?);
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
    let text = load::get(health, "/metrics").await?;
    let line = text
        .lines()
        .find(|line| line.contains("transactions_total{") && line.to_ascii_lowercase().contains("provider"));
    let count = line.and_then(|line| line.rsplit(' ').next()).unwrap_or("0");
    Ok(count.parse()?)
}

/// A province with a one-stop system, and the national portal.
async fn prepare(data: &Path) -> Result<(NodeConfig, NodeConfig)> {
    let (h45, g22): (MemberId, MemberId) = ("VN/GOV/H45".parse()?, "VN/GOV/G22".parse()?);
    let province_keys = NodeKeys::create(&data.join("h45"), "h45", Algorithm::Ed25519)?;
    let portal_keys = NodeKeys::create(&data.join("g22"), "g22", Algorithm::Ed25519)?;
    let source = DirectorySource {
        centre_key: province_keys.signing.public_key().to_string(),
        centre: None,
    };
    let onestop = h45.system("onestop")?;
    let dossiers = g22.system("national-portal")?.service("dossiers")?;
    let mut province = setup::bare(&h45, data.join("h45"), listen().await?, source.clone())?;
    province.clients = vec![Client {
        id: ClientId::System(onestop.clone()),
        connection: Connection::Http,
        certificates: Vec::new(),
    }];
    province.casework = Some(Casework {
        database: "sqlite:casework.db".to_owned(),
        system: onestop.clone(),
        portal: Some(dossiers.clone()),
        population: None,
        usage: Vec::new(),
        units: vec![unit()],
    });
    let mut portal = setup::bare(&g22, data.join("g22"), listen().await?, source)?;
    portal.national_portal = Some(NationalPortal {
        database: "sqlite:inbox.db".to_owned(),
    });
    portal.services = vec![Service {
        id: dossiers.clone(),
        url: None,
        certificate: None,
        registry: None,
        national_portal: true,
        path: Some("/dossiers".to_owned()),
    }];
    let mut a = Owner::new(h45, &province_keys, 0);
    let mut b = Owner::new(g22.clone(), &portal_keys, 0);
    let requests = vec![
        a.found(NAME),
        a.gateway(province.listen.gateway)?,
        a.system(onestop.clone(), NAME),
        b.join(NAME),
        b.gateway(portal.listen.gateway)?,
        b.system(g22.system("national-portal")?, NAME),
        b.changing_service(dossiers.clone(), NAME, STALENESS_MAX_S),
        b.grant(
            ClientId::System(onestop),
            dossiers,
            &[],
            "ND-107-2021",
            SystemClock.now(),
        )?,
    ];
    let file = DirectoryFile::of(&province);
    append_requests(
        &file,
        NodeKeys::read(&data.join("h45"))?,
        &province.directory.centre_key,
        requests,
    )?;
    file.copy_to(&DirectoryFile::of(&portal))?;
    Ok((province, portal))
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

async fn listen() -> Result<Listen> {
    Ok(Listen {
        pages: None,
        client_http: None,
        client_https: None,
        gateway: free().await?,
        health: Some(free().await?),
    })
}
