//! Grants at work: purposes, methods, and revocation on connections that are open.

use http::Method;
use serde_json::json;

use crate::support::{BASIS, CLIENT, CONSUMER, Heard, Line, PROVIDER, Pair, SERVICE, START};

const OTHER: &str = "ND-61-2018";

#[tokio::test]
async fn the_only_purpose_needs_no_name() {
    let pair = Pair::start().await;
    assert_eq!(Heard::of(&pair.get("/").send().await).purpose, BASIS);
}

#[tokio::test]
async fn one_of_several_purposes_must_be_named() {
    let pair = Pair::builder().grant(json!({"purposes": [BASIS, OTHER]})).start().await;
    for (purpose, heard, code) in [
        (None, None, Some("purpose_required")),
        (Some(OTHER), Some(OTHER), None),
        (
            Some("ND-61-2018;dossier=H45.1-2"),
            Some("ND-61-2018;dossier=H45.1-2"),
            None,
        ),
        (Some("ND-61"), None, Some("access_denied")),
        (Some(""), None, Some("invalid_purpose")),
    ] {
        let mut request = pair.get("/");
        if let Some(purpose) = purpose {
            request = request.header("motlan-purpose", purpose);
        }
        let reply = request.send().await;
        assert_eq!(reply.code(), code, "{purpose:?}: {reply:?}");
        assert_eq!(
            heard,
            reply.find("echo").map(|_| Heard::of(&reply).purpose).as_deref(),
            "{purpose:?}"
        );
    }
}

/// The purpose is in the sealed evidence of both sides, also where the grant supplied it.
#[tokio::test]
async fn the_purpose_is_evidence() {
    let pair = Pair::start().await;
    pair.get("/")
        .header("x-road-id", "named")
        .header("motlan-purpose", BASIS)
        .send()
        .await;
    for node in [&pair.consumer, &pair.provider] {
        let found = node.gateway.evidence().find("named").unwrap();
        assert_eq!(
            found[0].record.as_ref().unwrap().purpose.as_ref().unwrap().to_string(),
            BASIS
        );
    }
}

/// X-Road's RestProxyTest: GET allowed, PATCH denied.
#[tokio::test]
async fn a_grant_names_methods_and_paths() {
    let rules = json!({"rules": [{"method": "GET", "path": "/open/**"}, {"method": "POST", "path": "/verify"}]});
    let pair = Pair::builder().grant(rules).start().await;
    for (verb, path, allowed) in [
        (Method::GET, "/open/a/b", true),
        (Method::GET, "/open/%61", true),
        (Method::POST, "/verify?x=1", true),
        (Method::PATCH, "/open/a", false),
        (Method::HEAD, "/open/a", false),
        (Method::GET, "/verify", false),
        (Method::POST, "/verify/", false),
        (Method::GET, "/open/../verify", false),
        (Method::GET, "/open/%2e%2e/verify", false),
        (Method::GET, "/open/a%2Fb", false),
        (Method::GET, "/Open/a", false),
    ] {
        let reply = pair.ask(verb.clone(), path).send().await;
        assert_eq!(reply.find("echo").is_some(), allowed, "{verb} {path}: {reply:?}");
    }
}

/// The directory is asked for every request, so nothing need be closed.
#[tokio::test]
async fn a_revoked_grant_stops_at_once_on_open_connections() {
    let mut pair = Pair::start().await;
    let mut line = Line::open(pair.consumer.http(), None).await;
    assert_eq!(pair.get("/").send_on(&mut line).await.status, 200);
    pair.country
        .append(PROVIDER, json!({"revocation": {"grant": pair.grant}}))
        .unwrap();
    assert_eq!(
        pair.get("/").send_on(&mut line).await.status,
        200,
        "no gateway has heard of it yet"
    );
    let line_of_directory = pair.country.lines().lines().last().unwrap().to_owned();
    pair.provider
        .gateway
        .directory()
        .take(&line_of_directory, pair.country.head(), pair.country.head().at)
        .unwrap();
    assert_eq!(pair.get("/").send_on(&mut line).await.code(), Some("access_denied"));
    pair.country.grant(CLIENT, SERVICE, json!({}));
    assert_eq!(
        pair.get("/").send_on(&mut line).await.status,
        200,
        "a new grant works at once too"
    );
}

#[tokio::test]
async fn a_changed_key_stops_at_once_on_open_connections() {
    let mut pair = Pair::start().await;
    let mut line = Line::open(pair.consumer.http(), None).await;
    assert_eq!(pair.get("/").send_on(&mut line).await.status, 200);
    pair.country.change_key(CONSUMER);
    let reply = pair.get("/").send_on(&mut line).await;
    assert_eq!(
        reply.code(),
        Some("invalid_signature"),
        "the gateway still signs with the old key: {reply:?}"
    );
}

#[tokio::test]
async fn a_removed_member_stops_at_once() {
    let mut pair = Pair::start().await;
    assert_eq!(pair.get("/").send().await.status, 200);
    pair.country
        .register(CONSUMER, json!({"member_removal": {"member": CONSUMER}}));
    let reply = pair.get("/").send().await;
    assert_eq!(reply.code(), Some("unknown_member"), "{reply:?}");
}

#[tokio::test]
async fn a_grant_ends_by_itself() {
    let until = START.plus_seconds(100).as_micros();
    let pair = Pair::builder().grant(json!({"valid_until": until})).start().await;
    assert_eq!(pair.get("/").send().await.status, 200, "second 6");
    pair.country.advance_seconds(93);
    assert_eq!(pair.get("/").send().await.status, 200, "second 99");
    pair.country.advance_seconds(1);
    assert_eq!(pair.get("/").send().await.code(), Some("access_denied"), "second 100");
}
