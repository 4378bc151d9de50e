//! The exchange: two gateways in processes of their own, a provider and the load in this one. Evidence is on.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::post;
use bytes::Bytes;
use http::Method;
use motlan_core::SystemId;
use tokio::net::TcpListener;

use super::load::{self, Outcome, Target};
use super::pair::{Pair, Plan, service};
use super::place::Place;
use super::process::start;
use super::times::count;
use super::{figure, machine};
use crate::cli::say;
use crate::config::Service;
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
    #[command(flatten)]
    place: Place,
}

/// Measures throughput, latency and memory.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let measure = async |data: &Path| measure(arguments, data).await;
    arguments.place.measure("exchange", measure)
}

async fn measure(arguments: &Arguments, data: &Path) -> Result<()> {
    let provider = provide(arguments.body_bytes).await?;
    let pair = pair(data, provider).await?;
    let processes = [
        ("consumer", start(&pair.consumer)?),
        ("provider", start(&pair.provider)?),
    ];
    let through = Target {
        address: pair
            .consumer
            .listen
            .client_http
            .context("the consumer has a client face")?,
        request: XRoadRequest {
            client: "BENCH/GOV/A/ask".to_owned(),
            method: Method::POST,
            path: "/r1/BENCH/GOV/B/echo/answer".to_owned(),
            media_type: "application/octet-stream",
            purpose: None,
            body: Bytes::from(vec![b'x'; arguments.body_bytes]),
        },
    };
    load::wait_for_answer(&through).await?;
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

async fn pair(data: &Path, provider: SocketAddr) -> Result<Pair> {
    let echo: SystemId = "BENCH/GOV/B/echo".parse()?;
    let plan = Plan {
        client: "BENCH/GOV/A/ask".parse()?,
        service: echo.service("answer")?,
        basis: "BENCH",
        is_changing: false,
    };
    let service = Service {
        url: Some(format!("http://{provider}/answer")),
        ..service(plan.service.clone())
    };
    Pair::make(data, plan, service).await
}

/// The provider: reads the body and answers with as many bytes.
async fn provide(body_bytes: usize) -> Result<SocketAddr> {
    let answer = Bytes::from(vec![b'y'; body_bytes]);
    let router = Router::new().route("/answer", post(move |_: Bytes| async move { answer }));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
