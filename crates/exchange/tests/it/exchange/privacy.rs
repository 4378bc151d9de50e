//! Nothing that a message says about a person is in a trace, a metric, a refusal or a file of either gateway.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use http::Method;
use motlan_registry::router;
use motlan_store::db::testing;
use motlan_store::storage::{DiskStorage, FaultyStorage};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{Ask, CLIENT, LAN, Pair, Reply, SERVICE, lan, population};

/// A person, as a message may speak of one. The number has the province part of made-up people.
const NUMBER: &str = "003199012345";
const NAME: &str = "Nguyễn Thị Lan";
const MARKS: [&str; 3] = [NUMBER, NAME, "Nguy%E1%BB%85n"];

/// Everything traced while this lives, of this thread.
#[derive(Clone, Default)]
struct Traced(Arc<Mutex<Vec<u8>>>);

impl io::Write for Traced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Traced {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Traced {
    /// Starts to listen to this thread, where the whole of a test's runtime runs.
    fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        let traced = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(traced.clone())
            .finish();
        (traced, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[track_caller]
fn assert_silent(place: &str, text: &str) {
    for mark in MARKS {
        assert!(!text.contains(mark), "{place} says {mark}: {text}");
    }
}

/// A message that speaks of a person wherever a message can.
fn personal(pair: &Pair, method: Method) -> Ask {
    pair.ask(method, &format!("/{NUMBER}/Nguy%E1%BB%85n?number={NUMBER}"))
        .header("x-road-userid", NUMBER)
        .header("x-road-issue", NUMBER)
        .header("x-road-id", NUMBER)
        .header("x-person", NUMBER)
        .header("cookie", &format!("person={NUMBER}"))
        .body(json!({"personal_number": NUMBER, "full_name": NAME}).to_string())
}

/// Asks under a listener; neither traces nor metrics, nor a gateway's own words, may speak of the person.
async fn tried(pair: Pair, change: impl FnOnce(Ask) -> Ask, code: Option<&str>) -> Reply {
    let (traced, _listening) = Traced::start();
    let reply = change(personal(&pair, Method::POST)).send().await;
    assert_eq!(reply.code(), code, "{reply:?}");
    let text = traced.text();
    assert_silent("a trace", &text);
    let told = format!("code=\"{}\"", code.unwrap_or("ok"));
    assert!(text.contains(&told), "one line for each question: {text}");
    for node in [&pair.consumer, &pair.provider] {
        let metrics = node.gateway.metrics().encode();
        assert!(metrics.contains("motlan_exchange_"), "{metrics}");
        assert_silent("a metric", &metrics);
    }
    if code.is_some() {
        assert_silent("a refusal", reply.text());
    }
    reply
}

fn unchanged(ask: Ask) -> Ask {
    ask
}

#[tokio::test]
async fn an_answered_question_is_not_told() {
    let reply = tried(Pair::start().await, unchanged, None).await;
    assert!(reply.text().contains(NUMBER), "the client has its answer");
}

#[tokio::test]
async fn a_refused_question_is_not_told() {
    tried(
        Pair::builder().without_grant().start().await,
        unchanged,
        Some("access_denied"),
    )
    .await;
    let pair = Pair::builder().service(json!({"enabled": false})).start().await;
    tried(pair, unchanged, Some("service_disabled")).await;
    let malformed = |ask: Ask| ask.header("motlan-purpose", &format!("{NUMBER} {NUMBER}"));
    tried(Pair::start().await, malformed, Some("invalid_purpose")).await;
    let malformed = |ask: Ask| ask.set("x-road-client", &format!("VN/GOV/H45/onestop/{NUMBER}"));
    tried(Pair::start().await, malformed, Some("invalid_request")).await;
    let malformed = |ask: Ask| ask.header("x-road-represented-party", &format!("{NUMBER}/{NUMBER}/{NUMBER}"));
    tried(Pair::start().await, malformed, Some("invalid_request")).await;
    let malformed = |ask: Ask| ask.header("x-road-security-server", &format!("{NUMBER}/{NUMBER}"));
    tried(Pair::start().await, malformed, Some("invalid_request")).await;
}

/// A client that left the service code out: what stands in its place may be a number.
#[tokio::test]
async fn a_number_in_the_place_of_the_service_is_not_told() {
    let pair = Pair::start().await;
    let (traced, _listening) = Traced::start();
    let reply = pair
        .consumer
        .ask(Method::GET, &format!("/r1/VN/GOV/G01/population/{NUMBER}"))
        .send()
        .await;
    assert_eq!(reply.code(), Some("unknown_service"));
    assert_silent("a refusal", reply.text());
    assert!(traced.text().contains("unknown_service"), "{}", traced.text());
    assert_silent("a trace", &traced.text());
}

#[tokio::test]
async fn a_failing_provider_is_not_told_about() {
    let pair = Pair::builder().url("127.0.0.1:1".parse().unwrap()).start().await;
    tried(pair, unchanged, Some("provider_unreachable")).await;
    let silent = Router::new().fallback(async || std::future::pending::<()>().await);
    let pair = Pair::builder()
        .router(silent)
        .service(json!({"timeout_ms": 20, "changes": true}))
        .start()
        .await;
    tried(pair, unchanged, Some("outcome_unknown")).await;
}

#[tokio::test]
async fn a_failing_disk_is_not_told_about() {
    for is_consumer in [true, false] {
        let disk = FaultyStorage::new(1);
        let builder = Pair::builder().changing();
        let pair = if is_consumer {
            builder.consumer_storage(disk.clone())
        } else {
            builder.provider_storage(disk.clone())
        };
        let pair = pair.start().await;
        disk.fail_sync_at(1);
        tried(pair, unchanged, Some("evidence_unavailable")).await;
    }
}

#[tokio::test]
async fn a_broken_connection_is_not_told_about() {
    let pair = Pair::start().await;
    let provider = pair.provider.crash().await;
    let (traced, _listening) = Traced::start();
    pair.country.advance_seconds(3601);
    let request = pair
        .consumer
        .ask(Method::POST, &format!("/r1/{SERVICE}/{NUMBER}"))
        .body(NUMBER);
    assert_eq!(request.send().await.code(), Some("global_conf_outdated"));
    assert_silent("a trace", &traced.text());
    drop(provider);
}

/// The one question whose query must name a person: that of a foreign data tracker.
#[tokio::test]
async fn a_tracked_person_is_not_told() {
    testing::on_sqlite_url(async |url: String| {
        let registry = population(&url, &FaultyStorage::new(1)).await;
        registry.load([lan()]).await.unwrap();
        let grant = json!({"fields": ["person.usage", "sex"]});
        let pair = Pair::builder().router(router(registry)).grant(grant).start().await;
        let keys = json!({"personal_number": LAN, "full_name": NAME, "birth_date": "1999-04-30"});
        let found = pair.post("/look-up").json(&keys).send().await;
        assert_eq!(found.json(), json!({"fields": {"sex": "female"}}));

        let (traced, _listening) = Traced::start();
        let target = format!("/tracker/v2/findUsage?userCode={LAN}");
        let track = async |more: &str| {
            let ask = pair.get(&format!("{target}{more}"));
            ask.header("x-road-userid", &format!("VN{LAN}")).send().await
        };
        let reply = track("&offset=0&limit=1000").await;
        let (answer, usage) = (reply.json(), &reply.json()["usages"][0]);
        assert_eq!(
            (&answer["totalUsages"], &usage["receiverSystem"]),
            (&json!(1), &json!(CLIENT))
        );
        let refused = track(&format!("&periodStart={LAN}")).await;
        assert_eq!(refused.json()["code"], json!("invalid_query"));
        assert_silent("a refusal", refused.text());
        let text = traced.text();
        let both = [r#"face="gateway""#, r#"code="invalid_query""#];
        assert!(both.iter().all(|part| text.contains(part)), "{text}");
        assert_silent("a trace", &text);
        for node in [&pair.consumer, &pair.provider] {
            assert_silent("a metric", &node.gateway.metrics().encode());
        }
    })
    .await;
}

/// No body is kept, and what is kept of the rest is sealed: the files alone tell nothing.
#[tokio::test]
async fn files_do_not_tell() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [consumer, provider] = [&folders[0], &folders[1]].map(|folder| DiskStorage::new(folder.path()).unwrap());
    let pair = Pair::builder()
        .consumer_storage(consumer)
        .provider_storage(provider)
        .changing()
        .start()
        .await;
    for _ in 0..3 {
        assert_eq!(personal(&pair, Method::POST).send().await.status, 200);
    }
    pair.consumer.shut_down().await;
    pair.provider.shut_down().await;
    let mut count = 0;
    for file in folders.iter().flat_map(|folder| files(folder.path())) {
        let content = std::fs::read(&file).unwrap();
        for mark in MARKS
            .iter()
            .map(|mark| mark.as_bytes())
            .chain([b"onestop".as_slice(), b"cookie"])
        {
            let is_found = content.windows(mark.len()).any(|window| window == mark);
            assert!(!is_found, "{} holds {}", file.display(), String::from_utf8_lossy(mark));
        }
        count += 1;
    }
    assert!(count >= 6, "journals, logs and tiles of two gateways: {count} files");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}
