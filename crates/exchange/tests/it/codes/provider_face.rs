//! What the provider's gateway refuses, as the client sees it.

use axum::Router;
use http::{Request, Response};
use motlan_evidence::LogName;
use motlan_exchange::gateway::ConnectionType;
use motlan_store::storage::FaultyStorage;
use serde_json::json;

use super::{Seen, rows};
use crate::support::{AnyBody, BASIS, CONSUMER, Pair, SERVICE};

rows! {
    UnknownMember: system_of_another_gateway;
    UnknownService: no_such_service, not_registered;
    ServiceDisabled: out_of_order;
    AccessDenied: no_grant, purpose_not_granted, path_not_granted, grant_has_ended, a_member_asks;
    PurposeRequired: several_purposes;
    QuotaExceeded: too_many_in_a_minute;
    DirectoryOutdated: provider_without_heartbeat;
    Starting: just_restarted;
    ProviderUnreachable: nobody_listens, status_that_ends_nothing;
    ProviderTimeout: silent_provider;
    OutcomeUnknown: silent_provider_that_changes;
    HeadersTooLarge: provider_says_too_much;
    BodyTooLarge: provider_sends_too_much;
    BodyIncomplete: provider_breaks_off;
    EvidenceUnavailable: disk_fails_at_the_intent, disk_failed_before;
    Overloaded: no_memory_for_the_body;
    InternalError: provider_panics;
}

async fn asked(pair: Pair) -> Seen {
    Seen::ServerProxy(pair.post("/a").send().await)
}

async fn system_of_another_gateway() -> Seen {
    let mut pair = Pair::start().await;
    pair.country.system("VN/GOV/G01/other");
    pair.country
        .append("VN/GOV/G01", json!({"system_removal": {"system": "VN/GOV/G01/other"}}))
        .unwrap();
    // Only the provider knows of the removal.
    let lines: String = pair.country.lines().lines().last().unwrap().to_owned();
    pair.provider
        .gateway
        .directory()
        .take(&lines, pair.country.head(), pair.country.head().at)
        .unwrap();
    Seen::ServerProxy(
        pair.consumer
            .ask(http::Method::GET, "/r1/VN/GOV/G01/other/echo")
            .send()
            .await,
    )
}

async fn no_such_service() -> Seen {
    let pair = Pair::start().await;
    Seen::ServerProxy(
        pair.consumer
            .ask(http::Method::GET, "/r1/VN/GOV/G01/population/nothing")
            .send()
            .await,
    )
}

async fn not_registered() -> Seen {
    let mut pair = Pair::start().await;
    pair.country.service("VN/GOV/G01/population/planned", json!({}));
    Seen::ServerProxy(
        pair.consumer
            .ask(http::Method::GET, "/r1/VN/GOV/G01/population/planned")
            .send()
            .await,
    )
}

async fn out_of_order() -> Seen {
    let pair = Pair::builder()
        .service(json!({"enabled": false, "notice": "Bảo trì / maintenance"}))
        .start()
        .await;
    let reply = pair.get("/").send().await;
    // A notice outside ASCII loses those letters between gateways, and only those.
    assert_eq!(reply.json()["message"], "B?o tr? / maintenance");
    Seen::ServerProxy(reply)
}

async fn no_grant() -> Seen {
    asked(Pair::builder().without_grant().start().await).await
}

async fn purpose_not_granted() -> Seen {
    let pair = Pair::start().await;
    Seen::ServerProxy(pair.get("/").header("motlan-purpose", "ND-61-2018").send().await)
}

async fn path_not_granted() -> Seen {
    let rules = json!({"rules": [{"method": "*", "path": "/a/*"}]});
    let pair = Pair::builder().grant(rules).start().await;
    assert_eq!(pair.get("/a/b").send().await.status, 200);
    for path in ["/a", "/b", "/a/b/c", "/a/../b", "/a/%2e%2e/b", "/a/./../b"] {
        let reply = pair.get(path).send().await;
        assert_eq!(reply.find("echo"), None, "{path} reached the provider: {reply:?}");
    }
    Seen::ServerProxy(pair.get("/a/b/c").send().await)
}

async fn grant_has_ended() -> Seen {
    let pair = Pair::builder().grant(json!({"valid_until": 1})).start().await;
    asked(pair).await
}

async fn a_member_asks() -> Seen {
    let builder = Pair::builder().consumer(|setup| setup.client(CONSUMER, ConnectionType::Http));
    let mut pair = builder.without_grant().start().await;
    pair.country.grant(CONSUMER, SERVICE, json!({}));
    let of_system = pair.get("/").send().await;
    assert_eq!(of_system.status, 200, "a member's grant covers its systems");
    Seen::ServerProxy(pair.get("/").set("x-road-client", CONSUMER).send().await)
}

async fn several_purposes() -> Seen {
    asked(
        Pair::builder()
            .grant(json!({"purposes": [BASIS, "ND-61-2018"]}))
            .start()
            .await,
    )
    .await
}

async fn too_many_in_a_minute() -> Seen {
    let pair = Pair::builder()
        .grant(json!({"requests_per_minute_max": 2}))
        .start()
        .await;
    for _ in 0..2 {
        assert_eq!(pair.get("/").send().await.status, 200);
    }
    let reply = pair.get("/").send().await;
    pair.country.advance_seconds(60);
    assert_eq!(
        pair.get("/").send().await.status,
        200,
        "the next minute has its own quota"
    );
    Seen::ServerProxy(reply)
}

async fn provider_without_heartbeat() -> Seen {
    let pair = Pair::builder().service(json!({"staleness_max_s": 60})).start().await;
    pair.country.advance_seconds(60);
    let head = pair.country.head();
    pair.consumer.gateway.directory().take("", head, head.at).unwrap();
    asked(pair).await
}

async fn just_restarted() -> Seen {
    let mut pair = Pair::start().await;
    pair.provider = pair.provider.shut_down().await.start(&mut pair.country).await;
    let reply = pair.get("/").send().await;
    pair.country.advance_seconds(4);
    assert_eq!(pair.get("/").send().await.code(), Some("starting"));
    pair.country.advance_seconds(1);
    assert_eq!(pair.get("/").send().await.status, 200);
    Seen::ServerProxy(reply)
}

/// Nothing was passed on, so nothing is unknown, even of a request that changes something.
async fn nobody_listens() -> Seen {
    let mut pair = Pair::builder()
        .changing()
        .url("127.0.0.1:1".parse().unwrap())
        .start()
        .await;
    let reply = pair.post("/").send().await;
    assert_eq!(pair.provider.size(LogName::Unfinished), 0, "the intent is withdrawn");
    assert_eq!(pair.consumer.size(LogName::Unfinished), 0);
    let again = pair.provider.shut_down().await.start(&mut pair.country).await;
    assert_eq!(again.recovered.open_intents, 0);
    Seen::ServerProxy(reply)
}

async fn behind(router: Router) -> Pair {
    Pair::builder().router(router).start().await
}

async fn status_that_ends_nothing() -> Seen {
    let router =
        Router::new().fallback(async || Response::builder().status(600).body(axum::body::Body::empty()).unwrap());
    asked(behind(router).await).await
}

fn silent() -> Router {
    Router::new().fallback(async || std::future::pending::<()>().await)
}

async fn silent_provider() -> Seen {
    let pair = Pair::builder()
        .router(silent())
        .service(json!({"timeout_ms": 20}))
        .start()
        .await;
    let reply = pair.post("/").send().await;
    assert_eq!(
        (
            pair.consumer.size(LogName::Unfinished),
            pair.provider.size(LogName::Unfinished)
        ),
        (0, 0)
    );
    Seen::ServerProxy(reply)
}

async fn silent_provider_that_changes() -> Seen {
    let service = json!({"timeout_ms": 20, "changes": true});
    let pair = Pair::builder().router(silent()).service(service).start().await;
    let reply = pair.post("/").send().await;
    assert_eq!(
        (
            pair.consumer.size(LogName::Unfinished),
            pair.provider.size(LogName::Unfinished)
        ),
        (1, 1)
    );
    assert_eq!(
        (
            pair.consumer.size(LogName::Exchange),
            pair.provider.size(LogName::Exchange)
        ),
        (0, 0)
    );
    Seen::ServerProxy(reply)
}

async fn provider_says_too_much() -> Seen {
    let router = Router::new().fallback(async || [("x-large", "a".repeat(33 * 1024))]);
    asked(behind(router).await).await
}

async fn provider_sends_too_much() -> Seen {
    let router = Router::new().fallback(async || vec![0_u8; 16 * 1024 * 1024 + 1]);
    asked(behind(router).await).await
}

async fn provider_breaks_off() -> Seen {
    let router = Router::new().fallback(async || {
        Response::new(axum::body::Body::new(
            AnyBody::chunked([b"ab".as_slice().into()]).broken(),
        ))
    });
    asked(behind(router).await).await
}

async fn disk_fails_at_the_intent() -> Seen {
    let disk = FaultyStorage::new(1);
    let pair = Pair::builder()
        .changing()
        .router(must_not_be_asked())
        .provider_storage(disk.clone())
        .start()
        .await;
    disk.fail_sync_at(1);
    asked(pair).await
}

async fn disk_failed_before() -> Seen {
    let disk = FaultyStorage::new(1);
    let pair = Pair::builder().provider_storage(disk.clone()).start().await;
    disk.fail_sync_at(1);
    // Whether the answer's first bytes still left or not (rows 8 and 16): it is not released.
    let withheld = pair.get("/").send().await;
    assert_eq!(
        (withheld.find("echo"), withheld.code().is_some()),
        (None, true),
        "{withheld:?}"
    );
    disk.clear_faults();
    asked(pair).await
}

fn must_not_be_asked() -> Router {
    Router::new().fallback(async |request: Request<axum::body::Body>| -> () {
        panic!("{} reached the provider", request.uri());
    })
}

async fn no_memory_for_the_body() -> Seen {
    let pair = Pair::builder().provider(|setup| setup.budget_bytes(4096)).start().await;
    Seen::ServerProxy(pair.post("/").body(vec![0; 4097]).send().await)
}

/// The panic of a router in this process is the gateway's own failure, and harms no other request.
async fn provider_panics() -> Seen {
    let pair = behind(must_not_be_asked()).await;
    let reply = pair.get("/").send().await;
    assert_eq!(pair.get("/").send().await.code(), Some("internal_error"));
    Seen::ServerProxy(reply)
}
