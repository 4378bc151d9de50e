//! Load: kept connections that ask one question after the other, as fast as they get answers or at a fixed rate.
//!
//! At a fixed rate, time counts from the moment at which a question was due, so that a stalled gateway cannot hide.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::task::JoinSet;

use super::raw::{Asker, to_wire};
use super::times::{Times, count};
use crate::http::{Connection, XRoadRequest, body, get};

/// Counters are far smaller.
const COUNTERS_BYTES_MAX: usize = 1024 * 1024;

/// What is asked, again and again, and where.
#[derive(Clone)]
pub(super) struct Target {
    /// A gateway's face, or the provider itself.
    pub(super) address: SocketAddr,
    /// The question.
    pub(super) request: XRoadRequest,
}

/// The counters at `/metrics`, as text.
pub(super) async fn counters(address: SocketAddr) -> Result<String> {
    let authority = address.to_string();
    let mut connection = Connection::open(&authority).await?;
    let response = connection.send(get(&authority, "/metrics")?).await?;
    let text = body(response, COUNTERS_BYTES_MAX).await?;
    Ok(String::from_utf8(text.into())?)
}

/// What came of it.
#[derive(Default)]
pub(super) struct Outcome {
    /// The time of each answered question.
    pub(super) times: Times,
    /// Questions that failed or were refused.
    pub(super) failures: usize,
    /// How long it took in all.
    pub(super) seconds: f64,
}

impl Outcome {
    /// Answers per second.
    pub(super) fn rate(&self) -> f64 {
        self.times.count() / self.seconds
    }
}

/// Asks on `connections` connections for `duration`; `per_second` is the rate of all together, or none.
pub(super) async fn run(
    target: &Target,
    connections: usize,
    duration: Duration,
    per_second: Option<f64>,
) -> Result<Outcome> {
    let started = Instant::now();
    let ticket = Arc::new(AtomicU64::new(0));
    let mut askers = JoinSet::new();
    for _ in 0..connections {
        let (target, ticket) = (target.clone(), Arc::clone(&ticket));
        askers.spawn(async move { ask(target, started, duration, per_second, &ticket).await });
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

async fn ask(
    target: Target,
    started: Instant,
    duration: Duration,
    per_second: Option<f64>,
    ticket: &AtomicU64,
) -> Result<Outcome> {
    let wire = to_wire(&target.request, &target.address.to_string())?;
    let mut outcome = Outcome::default();
    let mut asker = Asker::open(target.address, wire.clone()).await?;
    loop {
        let due = match per_second {
            None => Instant::now(),
            Some(rate) => {
                let number = ticket.fetch_add(1, Ordering::Relaxed);
                let due = started + Duration::from_secs_f64(count(usize::try_from(number)?) / rate);
                tokio::time::sleep_until(due.into()).await;
                due
            }
        };
        if due.duration_since(started) >= duration {
            return Ok(outcome);
        }
        match asker.ask().await {
            Ok(true) => outcome.times.add(due.elapsed()),
            Ok(false) => outcome.failures += 1,
            Err(_) => {
                outcome.failures += 1;
                asker = Asker::open(target.address, wire.clone()).await?;
            }
        }
    }
}

/// Asks until a success comes; the gateways refuse everything for some seconds after their start.
pub(super) async fn wait_for_answer(target: &Target) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(30);
    let wire = to_wire(&target.request, &target.address.to_string())?;
    loop {
        if let Ok(mut asker) = Asker::open(target.address, wire.clone()).await
            && matches!(asker.ask().await, Ok(true))
        {
            return Ok(());
        }
        let address = target.address;
        anyhow::ensure!(Instant::now() < deadline, "{address} gave no answer within 30 s");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
