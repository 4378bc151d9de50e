//! The exchange: two gateways in processes of their own, a provider and the load in this one. Evidence is on.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::post;
use bytes::Bytes;
use motlan_core::{ClientId, Clock, MemberId, SystemClock};
use motlan_exchange::keys::Algorithm;
use tokio::net::TcpListener;

use super::load::{self, Question};
use super::process::{Process, free, start};
use super::{Arguments, figure, machine};
use crate::cli::{append_requests, say};
use crate::config::{Client, Connection, DirectorySource, Listen, Service};
use crate::keys::NodeKeys;
use crate::node::{DirectoryFile, runtime};
use crate::setup::{self, Name, Owner};

/// The rate at which latency is measured : well below saturation, so that it is the way that is measured.
const LATENCY_RATE: f64 = 500.0;

/// A day: the bench has no centre that beats.
const STALENESS_MAX_S: u32 = 86_400;

const NAME: Name<'static> = Name {
    vi: "Đo kiểm",
    en: "Bench",
};

/// Measures throughput, latency and memory.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let temporary = std::env::temp_dir().join(format!("motlan-bench-{}", std::process::id()));
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
    let provider = provide(arguments.body_bytes).await?;
    let pair = Pair::make(data, provider).await?;
    let body = Bytes::from(vec![b'x'; arguments.body_bytes]);
    let question = Question {
        address: pair.face,
        path: "/r1/BENCH/GOV/B/echo/answer".to_owned(),
        client: "BENCH/GOV/A/ask".to_owned(),
        body,
    };
    load::wait_for_answer(&question).await?;
    let phase = Duration::from_secs(arguments.seconds);
    say(&format!(
        "load {} connections, {} bytes each way, {} s",
        arguments.connections, arguments.body_bytes, arguments.seconds
    ));
    load::run(&question, arguments.connections, Duration::from_secs(2), None).await?;
    let full = load::run(&question, arguments.connections, phase, None).await?;
    figure("exchange.throughput", full.rate(), "transactions/s");
    figure("exchange.full_load_p50", full.percentile_ms(0.50), "ms");
    figure("exchange.full_load_p99", full.percentile_ms(0.99), "ms");
    figure("exchange.failures", load::count(full.failures), "requests");
    for (name, child) in [("consumer", &pair.consumer), ("provider", &pair.provider)] {
        let memory = machine::resident_mib(child.0.id()).context("a gateway has ended")?;
        figure(&format!("gateway.rss.{name}"), memory, "MiB");
    }
    let direct = Question {
        address: provider,
        path: "/answer".to_owned(),
        ..question.clone()
    };
    let direct = load::run(&direct, 16, phase, Some(LATENCY_RATE)).await?;
    let through = load::run(&question, 16, phase, Some(LATENCY_RATE)).await?;
    figure(
        "exchange.p50",
        through.percentile_ms(0.50) - direct.percentile_ms(0.50),
        "ms",
    );
    figure(
        "exchange.p99",
        through.percentile_ms(0.99) - direct.percentile_ms(0.99),
        "ms",
    );
    figure("exchange.p99_total", through.percentile_ms(0.99), "ms");
    Ok(())
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

/// Two gateways that know each other.
struct Pair {
    face: SocketAddr,
    consumer: Process,
    provider: Process,
}

impl Pair {
    async fn make(data: &Path, provider: SocketAddr) -> Result<Self> {
        let (asker, answerer): (MemberId, MemberId) = ("BENCH/GOV/A".parse()?, "BENCH/GOV/B".parse()?);
        let (asker_folder, answerer_folder) = (data.join("a"), data.join("b"));
        let asker_keys = NodeKeys::create(&asker_folder, "a", Algorithm::Ed25519)?;
        let answerer_keys = NodeKeys::create(&answerer_folder, "b", Algorithm::Ed25519)?;
        let source = DirectorySource {
            centre_key: asker_keys.signing.public_key().to_string(),
            centre: None,
        };
        let mut consumer = setup::bare(&asker, asker_folder.clone(), listen(true).await?, source.clone())?;
        let client = ClientId::System(asker.system("ask")?);
        consumer.clients = vec![Client {
            id: client.clone(),
            connection: Connection::Http,
            certificates: Vec::new(),
        }];
        let mut answering = setup::bare(&answerer, answerer_folder, listen(false).await?, source)?;
        let service = answerer.system("echo")?.service("answer")?;
        answering.services = vec![Service {
            id: service.clone(),
            url: Some(format!("http://{provider}/answer")),
            certificate: None,
            registry: None,
            national_portal: false,
            path: None,
        }];
        let now = SystemClock.now();
        let mut a = Owner::new(asker.clone(), &asker_keys, 0);
        let mut b = Owner::new(answerer.clone(), &answerer_keys, 0);
        let requests = vec![
            a.found(NAME),
            a.gateway(consumer.listen.gateway)?,
            a.system(asker.system("ask")?, NAME),
            b.join(NAME),
            b.gateway(answering.listen.gateway)?,
            b.system(answerer.system("echo")?, NAME),
            b.service(service.clone(), NAME, STALENESS_MAX_S),
            b.grant(client, service, &[], "BENCH", now)?,
        ];
        let file = DirectoryFile::of(&consumer);
        append_requests(
            &file,
            NodeKeys::read(&asker_folder)?,
            &consumer.directory.centre_key,
            requests,
        )?;
        file.copy_to(&DirectoryFile::of(&answering))?;
        let face = consumer.listen.client_http.context("the consumer has a client face")?;
        Ok(Self {
            face,
            consumer: start(&consumer)?,
            provider: start(&answering)?,
        })
    }
}

async fn listen(with_face: bool) -> Result<Listen> {
    let client_http = if with_face { Some(free().await?) } else { None };
    Ok(Listen {
        pages: None,
        client_http,
        client_https: None,
        gateway: free().await?,
        health: None,
    })
}
