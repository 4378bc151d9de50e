//! Load: kept connections that ask one question after the other, as fast as they get answers or at a fixed rate.
//!
//! At a fixed rate, time counts from the moment at which a question was due, so that a stalled gateway cannot hide.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use bytes::Bytes;
use http::{HeaderValue, Method, Request};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Counters and pages are far smaller.
const PAGE_BYTES_MAX: usize = 1024 * 1024;

/// What is asked, again and again.
#[derive(Clone)]
pub(crate) struct Question {
    /// Where.
    pub(crate) address: SocketAddr,
    /// The path.
    pub(crate) path: String,
    /// `X-Road-Client`, unless the provider is asked directly.
    pub(crate) client: String,
    /// The body.
    pub(crate) body: Bytes,
}

/// A small page, as text.
pub(crate) async fn get(address: SocketAddr, path: &str) -> Result<String> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let driving = tokio::spawn(connection);
    let mut request = Request::new(Full::new(Bytes::new()));
    *request.uri_mut() = path.parse()?;
    let host = HeaderValue::from_str(&address.to_string())?;
    request.headers_mut().insert(http::header::HOST, host);
    let response = sender.send_request(request).await?;
    let body = Limited::new(response.into_body(), PAGE_BYTES_MAX).collect().await;
    drop(sender);
    let _ = driving.await;
    let body = body.map_err(|error| anyhow::anyhow!("the page breaks off: {error}"))?;
    Ok(String::from_utf8(body.to_bytes().into())?)
}

/// What came of it.
#[derive(Default)]
pub(crate) struct Outcome {
    /// Seconds of each answered question, sorted.
    pub(crate) times_s: Vec<f64>,
    /// Questions that failed or were refused.
    pub(crate) failures: usize,
    /// How long it took in all.
    pub(crate) seconds: f64,
}

impl Outcome {
    /// Answers per second.
    pub(crate) fn rate(&self) -> f64 {
        count(self.times_s.len()) / self.seconds
    }

    /// The time below which this share of the answers lies, in ms.
    pub(crate) fn percentile_ms(&self, share: f64) -> f64 {
        let last = self.times_s.len().saturating_sub(1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in the list"
        )]
        let place = (count(last) * share).round() as usize;
        self.times_s.get(place).map_or(f64::NAN, |seconds| seconds * 1000.0)
    }
}

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "a bench never counts to 2^52")]
pub(crate) fn count(number: usize) -> f64 {
    number as f64
}

/// Asks on `connections` connections for `duration`; `per_second` is the rate of all together, or none.
pub(crate) async fn run(
    question: &Question,
    connections: usize,
    duration: Duration,
    per_second: Option<f64>,
) -> Result<Outcome> {
    let started = Instant::now();
    let ticket = Arc::new(AtomicU64::new(0));
    let mut askers = JoinSet::new();
    for _ in 0..connections {
        let (question, ticket) = (question.clone(), Arc::clone(&ticket));
        askers.spawn(async move { ask(question, started, duration, per_second, &ticket).await });
    }
    let mut outcome = Outcome::default();
    while let Some(part) = askers.join_next().await {
        let part = part??;
        outcome.times_s.extend(part.times_s);
        outcome.failures += part.failures;
    }
    outcome.seconds = started.elapsed().as_secs_f64();
    outcome.times_s.sort_unstable_by(f64::total_cmp);
    Ok(outcome)
}

async fn ask(
    question: Question,
    started: Instant,
    duration: Duration,
    per_second: Option<f64>,
    ticket: &AtomicU64,
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut sender = connect(question.address).await?;
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
        if sender.ready().await.is_err() {
            sender = connect(question.address).await?;
        }
        match one(&mut sender, &question).await {
            Ok(true) => outcome.times_s.push(due.elapsed().as_secs_f64()),
            Ok(false) | Err(_) => outcome.failures += 1,
        }
    }
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address)
        .await
        .with_context(|| format!("cannot reach {address}"))?;
    stream.set_nodelay(true)?;
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// Asks once; true if the answer is a success.
pub(crate) async fn one(sender: &mut SendRequest<Full<Bytes>>, question: &Question) -> Result<bool> {
    let mut request = Request::new(Full::new(question.body.clone()));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = question.path.parse()?;
    let headers = request.headers_mut();
    headers.insert("host", HeaderValue::from_static("gateway"));
    headers.insert("x-road-client", HeaderValue::from_str(&question.client)?);
    headers.insert("content-type", HeaderValue::from_static("application/octet-stream"));
    let mut response = sender.send_request(request).await?;
    while let Some(frame) = response.body_mut().frame().await {
        frame?;
    }
    Ok(response.status().is_success())
}

/// Asks until a success comes; the gateways refuse everything for some seconds after their start.
pub(crate) async fn wait_for_answer(question: &Question) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Ok(mut sender) = connect(question.address).await
            && matches!(one(&mut sender, question).await, Ok(true))
        {
            return Ok(());
        }
        anyhow::ensure!(
            Instant::now() < deadline,
            "{} gave no answer within 30 s",
            question.address
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
