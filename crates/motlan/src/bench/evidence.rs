//! Evidence alone: how fast entries become durable, what they take on disk, how soon a node starts again after it was
//! ended without a word, and how fast one core recomputes the log from its files.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use motlan_core::caller::TransactionId;
use motlan_core::{Clock, SystemClock};
use motlan_evidence::audit::audit;
use motlan_evidence::{
    Config, ConsumerIndex, Evidence, EvidenceRecord, Finished, LogKey, LogName, ProviderIndex, Role, ServiceIndex,
    SignedMessage, StatusClass, TransactionKey,
};
use motlan_store::storage::DiskStorage;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::figure;
use super::place::Place;
use super::times::{Times, count};
use crate::node::rounds::TILES_PAUSE;

/// As often as a node publishes.
const PUBLISH_EVERY: Duration = Duration::from_secs(1);

/// Transactions a second of a gateway that is fully used, and for how long: several marks.
const PACE: u64 = 5_000;
const PACED_S: u64 = 60;

/// How much is appended and by how many.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Transactions that are appended.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    entries: u64,
    /// How many wait for their entry at one time. More than these add to the times, hardly to the speed.
    #[arg(long, default_value_t = 512)]
    waiting: usize,
    #[command(flatten)]
    place: Place,
}

/// Measures appending, starting again and recomputing.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let measure = async |data: &Path| measure(arguments, data).await;
    arguments.place.measure("evidence", measure)
}

async fn measure(arguments: &Arguments, data: &Path) -> Result<()> {
    let folder = data.join("evidence");
    let (key, seed) = LogKey::generate()?;
    drop(key);
    let open = async || -> Result<Evidence> {
        let storage = Arc::new(DiskStorage::new(&folder)?);
        let config = Config::new("motlan/BENCH/GOV/A", seed.parse()?);
        Ok(Evidence::open(storage, config).await?.0)
    };
    let evidence = open().await?;
    let began = Instant::now();
    let times = append(&evidence, arguments).await?;
    figure(
        "evidence.append",
        times.count() / began.elapsed().as_secs_f64(),
        "entries/s",
    );
    figure("evidence.append_p50", times.percentile_ms(0.50), "ms");
    figure("evidence.append_p99", times.percentile_ms(0.99), "ms");
    // Ended without a word: what a crash leaves, a tail since the last mark. At full speed marks lag behind.
    drop(evidence);
    let began = Instant::now();
    let evidence = open().await?;
    figure("evidence.restart_at_full_speed", began.elapsed().as_secs_f64(), "s");
    // The same at the pace of a busy gateway.
    let paced = append_paced(&evidence, arguments.entries).await?;
    drop(evidence);
    let began = Instant::now();
    let evidence = open().await?;
    figure("evidence.restart", began.elapsed().as_secs_f64(), "s");
    ensure!(
        evidence.size(LogName::Exchange) == arguments.entries + paced,
        "entries were lost"
    );
    let verifier = evidence.verifier(LogName::Exchange).clone();
    evidence.close().await?;
    let entries = count(usize::try_from(arguments.entries + paced)?);
    figure("evidence.bytes", bytes(&folder)? / entries, "bytes/entry");
    let log = folder.join("log").join(LogName::Exchange.to_string());
    let began = Instant::now();
    let audited = audit(&[log], &[verifier])?;
    let seconds = began.elapsed().as_secs_f64();
    ensure!(audited.finding_count == 0, "the log does not hold");
    figure("evidence.audit", entries / seconds, "entries/s");
    Ok(())
}

/// Appends from many tasks at once while the log is published as in a node.
async fn append(evidence: &Evidence, arguments: &Arguments) -> Result<Times> {
    let rounds = Rounds::start(evidence);
    let (next, record) = (Arc::new(AtomicU64::new(0)), record()?);
    let mut appenders = JoinSet::new();
    for _ in 0..arguments.waiting {
        let (evidence, next, entries) = (evidence.clone(), Arc::clone(&next), arguments.entries);
        let record = record.clone();
        appenders.spawn(async move {
            let mut times = Times::default();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= entries {
                    return anyhow::Ok(times);
                }
                let finished = finished(&record, number)?;
                let began = Instant::now();
                evidence.finish(finished).await?;
                times.add(began.elapsed());
            }
        });
    }
    let mut all = Times::default();
    while let Some(times) = appenders.join_next().await {
        all.merge(&times??);
    }
    rounds.end().await?;
    Ok(all)
}

/// Appends as a gateway does that answers [`PACE`] transactions a second; how many.
async fn append_paced(evidence: &Evidence, before: u64) -> Result<u64> {
    let rounds = Rounds::start(evidence);
    let record = record()?;
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    let mut appended = 0;
    while appended < PACE * PACED_S {
        ticks.tick().await;
        let mut together = JoinSet::new();
        for number in 0..PACE / 100 {
            let (evidence, finished) = (evidence.clone(), finished(&record, before + appended + number)?);
            together.spawn(async move { evidence.finish(finished).await });
        }
        while let Some(done) = together.join_next().await {
            done??;
        }
        appended += PACE / 100;
    }
    rounds.end().await?;
    Ok(appended)
}

/// What a node does meanwhile: writes tiles as they fill, and publishes.
struct Rounds {
    stop: watch::Sender<bool>,
    running: JoinSet<Result<()>>,
}

impl Rounds {
    fn start(evidence: &Evidence) -> Self {
        let (stop, stopping) = watch::channel(false);
        let mut running = JoinSet::new();
        running.spawn(write_tiles(evidence.clone(), stopping.clone()));
        running.spawn(publish(evidence.clone(), stopping));
        Self { stop, running }
    }

    /// Lets them finish what they do: nobody writes afterwards.
    async fn end(mut self) -> Result<()> {
        self.stop.send_replace(true);
        while let Some(ended) = self.running.join_next().await {
            ended??;
        }
        Ok(())
    }
}

async fn write_tiles(evidence: Evidence, mut stopping: watch::Receiver<bool>) -> Result<()> {
    loop {
        tokio::select! {
            () = evidence.grown() => {}
            _ = stopping.wait_for(|stop| *stop) => return Ok(()),
        }
        let writing = evidence.clone();
        tokio::task::spawn_blocking(move || writing.write_tiles()).await??;
        tokio::time::sleep(TILES_PAUSE).await;
    }
}

async fn publish(evidence: Evidence, mut stopping: watch::Receiver<bool>) -> Result<()> {
    loop {
        tokio::select! {
            () = tokio::time::sleep(PUBLISH_EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return Ok(()),
        }
        let publishing = evidence.clone();
        tokio::task::spawn_blocking(move || publishing.publish()).await??;
    }
}

/// What is the same in all records: about as long as a look-up's. A gateway has read the identifiers before.
fn record() -> Result<EvidenceRecord> {
    Ok(EvidenceRecord {
        transaction: TransactionId([0; 32]),
        created: SystemClock.now(),
        message_id: String::new(),
        client: "BENCH/GOV/A/ask".parse()?,
        service: "BENCH/GOV/B/echo/answer".parse()?,
        peer: "BENCH/GOV/B/gw1".parse()?,
        purpose: None,
        request: message(1),
        response: Some(message(3)),
    })
}

/// A transaction as a gateway hands it over.
fn finished(record: &EvidenceRecord, number: u64) -> Result<Finished> {
    let mut bytes = [0xA5; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    let (key, transaction) = (TransactionKey::new(bytes)?, TransactionId(bytes.map(|byte| !byte)));
    let record = EvidenceRecord {
        transaction,
        created: SystemClock.now(),
        message_id: format!("message-{number}"),
        ..record.clone()
    };
    let parties = (ServiceIndex(7), ConsumerIndex(5), ProviderIndex(3));
    let finished = Finished::answered(Role::Consumer, parties, StatusClass::Success, key, record);
    finished.context("the record has a response")
}

fn message(fill: u8) -> SignedMessage {
    SignedMessage {
        content_digest: [fill; 64],
        signature: [fill + 1; 64],
        base: vec![b'b'; 400],
    }
}

/// What the files below a folder take.
fn bytes(folder: &Path) -> Result<f64> {
    let mut sum = 0.0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        sum += if entry.file_type()?.is_dir() {
            bytes(&entry.path())?
        } else {
            count(usize::try_from(entry.metadata()?.len())?)
        };
    }
    Ok(sum)
}
