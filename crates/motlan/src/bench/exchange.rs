//! The exchange: two gateways in processes of their own, a provider and the load in this one. Evidence is on.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use bytes::Bytes;
use http::Method;
use motlan_core::SystemId;

use super::load::{self, Outcome, Target};
use super::pair::{Kind, Pair, Plan, service};
use super::place::Place;
use super::process::start_with;
use super::times::count;
use super::{figure, machine, nginx, raw};
use crate::cli::say;
use crate::config::{NodeConfig, Service};
use crate::http::XRoadRequest;

/// The rate at which latency is measured: well below saturation, so that it is the way that is measured.
const LATENCY_RATE: f64 = 500.0;

/// Connections on which latency is measured: at this rate few are ever busy.
const LATENCY_CONNECTIONS: usize = 16;

/// How the gateways are loaded.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Seconds of each measured phase.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Connections of the load generator.
    #[arg(long, default_value_t = 256)]
    connections: usize,
    /// Bytes of the request's and of the answer's body.
    #[arg(long, default_value_t = 1024)]
    body_bytes: usize,
    /// What every commit of a gateway takes at least, in microseconds; the data then lie in memory (`/dev/shm`).
    #[arg(long)]
    commit_us: Option<u64>,
    /// Compares throughput with that of another program, in five rounds that take turns.
    #[arg(long, value_enum)]
    against: Option<Against>,
    #[command(flatten)]
    place: Place,
}

/// What the exchange is compared with.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Against {
    /// Two hops of nginx with TLS on both sides.
    Nginx,
}

/// Rounds of a comparison.
const ROUNDS: usize = 5;

/// Where files take no disk.
const MEMORY: &str = "/dev/shm";

/// Measures throughput, latency and memory.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let measure = async |data: &Path| measure(arguments, data).await;
    match arguments.commit_us {
        None => arguments.place.measure("exchange", measure),
        Some(_) => arguments.place.measure_in(Path::new(MEMORY), "exchange", measure),
    }
}

async fn measure(arguments: &Arguments, data: &Path) -> Result<()> {
    let provider = raw::provide(&vec![b'y'; arguments.body_bytes]).await?;
    let pair = pair(data, provider).await?;
    let processes = [
        ("consumer", start_with(&pair.consumer, arguments.commit_us)?),
        ("provider", start_with(&pair.provider, arguments.commit_us)?),
    ];
    let through = question(&pair.consumer, arguments.body_bytes)?;
    load::wait_for_answer(&through).await?;
    if let Some(Against::Nginx) = arguments.against {
        let hops = nginx::start(data, provider).await?;
        let mut other = through.clone();
        other.address = hops.face;
        load::wait_for_answer(&other).await?;
        return compare(&through, &other, arguments).await;
    }
    let phase = Duration::from_secs(arguments.seconds);
    say(&format!(
        "load {} connections, {} bytes each way, {} s",
        arguments.connections, arguments.body_bytes, arguments.seconds
    ));
    load::run(&through, arguments.connections, Duration::from_secs(2), None).await?;
    let full = load::run(&through, arguments.connections, phase, None).await?;
    figure("exchange.throughput", full.rate(), "transactions/s");
    figure("exchange.full_load_p50", full.times.percentile_ms(0.50), "ms");
    figure("exchange.full_load_p99", full.times.percentile_ms(0.99), "ms");
    figure("exchange.failures", count(full.failures), "requests");
    for (name, process) in &processes {
        let memory = machine::resident_mib(process.0.id()).context("a gateway has ended")?;
        figure(&format!("gateway.rss.{name}"), memory, "MiB");
    }
    let mut direct = through.clone();
    direct.address = provider;
    "/answer".clone_into(&mut direct.request.path);
    let [direct, through] = [at_leisure(&direct, phase).await?, at_leisure(&through, phase).await?];
    for (name, share) in [("exchange.p50", 0.50), ("exchange.p99", 0.99)] {
        let added = through.times.percentile_ms(share) - direct.times.percentile_ms(share);
        figure(name, added, "ms");
    }
    figure("exchange.p99_total", through.times.percentile_ms(0.99), "ms");
    Ok(())
}

async fn at_leisure(target: &Target, phase: Duration) -> Result<Outcome> {
    load::run(target, LATENCY_CONNECTIONS, phase, Some(LATENCY_RATE)).await
}

/// What is asked of the consumer's gateway.
pub(super) fn question(consumer: &NodeConfig, body_bytes: usize) -> Result<Target> {
    let face = consumer.listen.client_http;
    Ok(Target {
        address: face.context("the consumer has a client face")?,
        request: XRoadRequest {
            client: "BENCH/GOV/A/ask".to_owned(),
            method: Method::POST,
            path: "/r1/BENCH/GOV/B/echo/answer".to_owned(),
            media_type: "application/octet-stream",
            purpose: None,
            body: Bytes::from(vec![b'x'; body_bytes]),
        },
    })
}

/// Two nodes, of which one asks this provider in the name of the other.
pub(super) async fn pair(data: &Path, provider: SocketAddr) -> Result<Pair> {
    let echo: SystemId = "BENCH/GOV/B/echo".parse()?;
    let plan = Plan {
        clients: vec![("BENCH/GOV/A/ask".parse()?, &[])],
        service: echo.service("answer")?,
        basis: "BENCH",
        kind: Kind::Safe,
    };
    let service = Service {
        url: Some(format!("http://{provider}/answer")),
        ..service(plan.service.clone())
    };
    Pair::make(data, plan, service).await
}

/// Both take turns, so that what else the machine does falls on both.
async fn compare(through: &Target, other: &Target, arguments: &Arguments) -> Result<()> {
    let phase = Duration::from_secs(arguments.seconds);
    let mut ratios = Vec::new();
    for round in 1..=ROUNDS {
        let ours = load::run(through, arguments.connections, phase, None).await?.rate();
        let theirs = load::run(other, arguments.connections, phase, None).await?;
        anyhow::ensure!(theirs.failures == 0, "nginx refused {} questions", theirs.failures);
        let theirs = theirs.rate();
        say(&format!("round {round} ours {ours:.0} nginx {theirs:.0} requests/s"));
        ratios.push(ours / theirs);
    }
    ratios.sort_by(f64::total_cmp);
    figure("exchange.ratio_to_nginx", ratios[ROUNDS / 2], "");
    figure("exchange.ratio_to_nginx_least", ratios[0], "");
    figure("exchange.ratio_to_nginx_most", ratios[ROUNDS - 1], "");
    Ok(())
}
