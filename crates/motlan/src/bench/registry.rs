//! A registry of millions under load: verifications and look-ups through its HTTP face, each in the usage journal before
//! its answer; load, server and database on one machine.
//!
//! The server is a process of its own with the registry's router alone. What a gateway does before it (signatures, rights,
//! evidence) is measured by `motlan bench exchange`; here the caller is put among the request's extensions as it does.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use motlan_registry::service::{Taken, owner};
use motlan_sandbox::Country;
use tokio::task::JoinSet;

use super::process::Process;
use super::raw::Asker;
use super::times::{Times, count};
use super::{figure, machine};
use crate::cli::RegistryPlace;

mod server;

pub(super) use server::run as serve;

/// Different questions, asked one after the other: more than any cache of pages keeps by chance.
const QUESTIONS: u64 = 100_000;

/// The rate at which look-ups are timed: what the national database answered in its busiest report, 1.4 billion in a year,
/// is 45 a second on average; this is ten times that.
const LOOK_UPS_PER_SECOND: f64 = 500.0;

/// How the load goes.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// People that `motlan registry load` has put there.
    #[arg(long, default_value_t = 10_000_000)]
    people: u64,
    /// The seed of their country.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Connections of the verifications.
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Take and open a snapshot at the end.
    #[arg(long)]
    snapshot: bool,
    #[command(flatten)]
    place: RegistryPlace,
}

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(arguments))
}

async fn measure(arguments: &Arguments) -> Result<()> {
    machine::describe(&arguments.place.data)?;
    figure("registry.people", count(usize::try_from(arguments.people)?), "people");
    if let Ok(file) = std::fs::metadata(arguments.place.file()) {
        #[expect(clippy::cast_precision_loss, reason = "a bench never counts to 2^52")]
        figure(
            "registry.bytes_per_person",
            file.len() as f64 / arguments.people as f64,
            "B",
        );
    }
    let (server, address) = start(&arguments.place)?;
    let duration = Duration::from_secs(arguments.seconds);
    let questions = |path| questions(arguments, address, path);

    let verify = load(address, questions("/verify"), arguments.connections, duration, None).await?;
    figure("registry.verify", verify.times.count() / verify.seconds, "answers/s");
    figure("registry.verify_p50", verify.times.percentile_ms(0.5), "ms");
    figure("registry.verify_p99", verify.times.percentile_ms(0.99), "ms");
    let rate = Some(LOOK_UPS_PER_SECOND);
    let look_up = load(address, questions("/look-up"), arguments.connections, duration, rate).await?;
    figure("registry.look_up_p50", look_up.times.percentile_ms(0.5), "ms");
    figure("registry.look_up_p99", look_up.times.percentile_ms(0.99), "ms");
    figure(
        "registry.failures",
        count(verify.failures + look_up.failures),
        "answers",
    );
    let resident = machine::resident_mib(server.0.id()).context("Linux tells the memory of a process")?;
    figure("registry.rss", resident, "MiB");
    drop(server);
    if arguments.snapshot {
        snapshot(&arguments.place).await?;
    }
    Ok(())
}

/// A snapshot of all of them, taken and opened; the day's own is taken anew.
async fn snapshot(place: &RegistryPlace) -> Result<()> {
    let registry = place.open().await?;
    registry.keep_snapshots(0).await?;
    let started = Instant::now();
    let Taken::Now(taken) = registry.take_snapshot().await? else {
        bail!("a snapshot was taken in between");
    };
    let records = count(usize::try_from(taken.records)?);
    figure(
        "registry.snapshot",
        records / started.elapsed().as_secs_f64(),
        "records/s",
    );
    figure(
        "registry.snapshot_bytes_per_record",
        count(usize::try_from(taken.bytes)?) / records,
        "B",
    );
    let system = format!("VN/GOV/G01/{}", place.registry).parse()?;
    let caller = owner(registry.pack(), system, None, "ND-47-2024".parse()?)?;
    let started = Instant::now();
    let lines = registry.open_snapshot(&caller, taken.day).await?;
    figure(
        "registry.snapshot_journalled",
        records / started.elapsed().as_secs_f64(),
        "records/s",
    );
    let started = Instant::now();
    let read = lines
        .map(|line| line.map(drop))
        .collect::<std::io::Result<Vec<()>>>()?
        .len();
    ensure!(u64::try_from(read)? == taken.records, "the snapshot lacks records");
    figure(
        "registry.snapshot_read",
        records / started.elapsed().as_secs_f64(),
        "records/s",
    );
    registry.close().await?;
    Ok(())
}

/// Starts the server and waits for its address.
fn start(place: &RegistryPlace) -> Result<(Process, SocketAddr)> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["bench", "registry-server", "--registry", &place.registry, "--data"]);
    command.arg(&place.data).arg("--database").arg(place.url());
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the registry")?;
    let out = child.stdout.take().context("the registry has no output")?;
    let server = Process(child);
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    let address = line
        .trim()
        .strip_prefix("ready ")
        .context("the registry did not start")?;
    Ok((server, address.parse()?))
}

/// Requests about people all over the country: three keys, for *verify* two fields asked about.
fn questions(arguments: &Arguments, address: SocketAddr, path: &str) -> Vec<Vec<u8>> {
    let country = Country::new(arguments.seed);
    let step = (arguments.people / QUESTIONS).max(1);
    let people = (0..arguments.people).step_by(usize::try_from(step).unwrap_or(1));
    people
        .map(|index| {
            let person = country.person(index);
            let mut body = serde_json::json!({
                "personal_number": person.personal_number,
                "full_name": person.full_name,
                "birth_date": person.birth_date.to_string(),
            });
            if path == "/verify" {
                body["fields"] = serde_json::json!({
                    "sex": person.sex.code(),
                    "permanent_province": person.permanent_address.province.code,
                });
            }
            let body = body.to_string();
            let length = body.len();
            format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
        })
        .collect()
}

/// What came of a load.
#[derive(Default)]
struct Outcome {
    times: Times,
    failures: usize,
    seconds: f64,
}

/// Asks each question in turn; `per_second` is the rate of all connections together, or none.
async fn load(
    address: SocketAddr,
    questions: Vec<Vec<u8>>,
    connections: usize,
    duration: Duration,
    per_second: Option<f64>,
) -> Result<Outcome> {
    ensure!(!questions.is_empty(), "nobody to ask about");
    let questions = Arc::new(questions);
    let ticket = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let mut askers = JoinSet::new();
    for _ in 0..connections {
        let (questions, ticket) = (Arc::clone(&questions), Arc::clone(&ticket));
        askers.spawn(async move {
            let mut asker = Asker::open(address, bytes::Bytes::new()).await?;
            let mut outcome = Outcome::default();
            loop {
                let number = ticket.fetch_add(1, Ordering::Relaxed);
                let due = match per_second {
                    None => Instant::now(),
                    Some(rate) => {
                        let due = started + Duration::from_secs_f64(count(number) / rate);
                        tokio::time::sleep_until(due.into()).await;
                        due
                    }
                };
                if due.duration_since(started) >= duration {
                    return Ok::<_, anyhow::Error>(outcome);
                }
                if asker.ask_this(&questions[number % questions.len()]).await? {
                    outcome.times.add(due.elapsed());
                } else {
                    outcome.failures += 1;
                }
            }
        });
    }
    let mut outcome = Outcome::default();
    while let Some(part) = askers.join_next().await {
        let part = part??;
        outcome.times.merge(&part.times);
        outcome.failures += part.failures;
    }
    outcome.seconds = started.elapsed().as_secs_f64();
    Ok(outcome)
}
