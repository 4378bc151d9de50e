//! Strangers leave no trace on the disk: nothing is written, synced or spooled for whoever has not shown who it is.
//!
//! What else is refused before the body is read, and leaves nothing either, is watched row by row in `codes::by_hand`.

use axum::Router;
use bytes::Bytes;
use http::{Method, Request};
use motlan_exchange::transport::tls::{Identity, anonymous_client};
use motlan_exchange::wire::WIRE_PATH;
use motlan_store::storage::FaultyStorage;

use crate::support::{AnyBody, Line, Pair, Peer, SERVICE, Watch, raw};

/// Above what is kept in memory.
const LARGE_BYTES: usize = 3 * 1024 * 1024;

async fn watched() -> (Pair, Watch) {
    let disk = FaultyStorage::new(1);
    let untouched = Router::new().fallback(async || -> () { panic!("a stranger reached the provider") });
    let builder = Pair::builder().router(untouched).provider_storage(disk.clone());
    let pair = builder.start().await;
    let watch = Watch::begin(&disk, &pair.provider);
    (pair, watch)
}

/// Without this the tests below would show nothing.
#[tokio::test]
async fn the_watch_sees_what_a_right_message_leaves() {
    let disk = FaultyStorage::new(1);
    let pair = Pair::builder().provider_storage(disk.clone()).start().await;
    let small = Watch::begin(&disk, &pair.provider);
    assert_eq!(pair.post("/").send().await.status, 200);
    assert_eq!(small.has_seen(), (true, false));
    let large = Watch::begin(&disk, &pair.provider);
    assert_eq!(pair.post("/").body(vec![0; LARGE_BYTES]).send().await.status, 200);
    assert_eq!(large.has_seen(), (true, true));
}

#[tokio::test]
async fn bytes_that_are_no_tls_leave_nothing() {
    let (pair, watch) = watched().await;
    let plain = format!("POST {WIRE_PATH} HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{{}}");
    let noise: Vec<u8> = (0..100_000_u32).map(|n| (n * 7 + n / 251).to_le_bytes()[0]).collect();
    for bytes in [
        plain.as_bytes(),
        &noise,
        b"",
        b"\x16\x03\x01",
        b"\x16\x03\x01\xff\xff\x01",
        b"SSH-2.0-x\r\n",
    ] {
        let answer = raw(pair.provider.peer(), bytes, true).await;
        assert!(!answer.contains("HTTP/"), "{answer}");
    }
    assert_eq!(watch.has_seen(), (false, false));
}

/// A ClientHello of TLS 1.2 gets the alert protocol_version (70), and no more (RFC 8446, section 4.2.1).
#[tokio::test]
async fn older_tls_is_refused() {
    let (pair, watch) = watched().await;
    let mut hello = vec![3, 3];
    hello.extend([7; 32]);
    // No session; ECDHE with ECDSA and RSA; no compression; P-256, its signatures, its points.
    hello.extend([0, 0, 4, 0xc0, 0x2b, 0xc0, 0x2f, 1, 0]);
    let extensions = [
        0, 10, 0, 4, 0, 2, 0, 23, 0, 13, 0, 6, 0, 4, 4, 3, 8, 4, 0, 11, 0, 2, 1, 0,
    ];
    hello.extend([0, u8::try_from(extensions.len()).unwrap()]);
    hello.extend(extensions);
    let length = u8::try_from(hello.len()).unwrap();
    let mut record = vec![22, 3, 1, 0, length + 4, 1, 0, 0, length];
    record.extend(hello);
    for address in [pair.provider.peer(), pair.provider.https()] {
        let answer = raw(address, &record, true).await;
        assert_eq!(answer.as_bytes(), b"\x15\x03\x03\x00\x02\x02\x46", "{address}");
    }
    assert_eq!(watch.has_seen(), (false, false));
}

/// Sends a large body with the wire's fields, and hangs up or hears a refusal; either is right.
async fn sends_much(pair: &Pair, tls: std::sync::Arc<rustls::ClientConfig>) {
    let Ok(mut line) = Line::try_open(pair.provider.peer(), Some(tls)).await else {
        return;
    };
    let pieces = (0..LARGE_BYTES / 65_536).map(|_| Bytes::from(vec![1; 65_536]));
    let mut request = Request::new(AnyBody::chunked(pieces));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = WIRE_PATH.parse().unwrap();
    *request.headers_mut() = pair.peer(1).headers();
    if let Ok(reply) = line.send(request).await {
        assert!(
            reply.header("motlan-exchange").contains("refusal=\"unknown_peer\""),
            "{reply:?}"
        );
    }
}

#[tokio::test]
async fn strangers_with_large_bodies_leave_nothing() {
    let (pair, watch) = watched().await;
    let server = [pair.provider.identity().hash().unwrap()];
    sends_much(&pair, anonymous_client(&server).unwrap()).await;
    let stranger = Identity::generate("VN/GOV/H45/gw1").unwrap();
    sends_much(&pair, stranger.client(&server).unwrap()).await;
    assert_eq!(watch.has_seen(), (false, false));
}

/// A registered gateway too, until signature, repetition, service and right are known to be good.
#[tokio::test]
async fn a_large_body_waits_until_the_message_is_admitted() {
    let (pair, watch) = watched().await;
    let large = |mut peer: Peer| {
        peer.body = Bytes::from(vec![1; LARGE_BYTES]);
        peer.facts.length = LARGE_BYTES as u64;
        peer
    };
    let unsigned = large(pair.peer(1));
    let mut headers = unsigned.headers();
    headers.insert("motlan-head", pair.peer(2).headers()["motlan-head"].clone());
    headers.insert("content-digest", pair.peer(2).headers()["content-digest"].clone());
    assert_eq!(
        unsigned.send_with(headers).await.refusal().code.as_str(),
        "invalid_signature"
    );
    let early = Peer {
        created: pair.peer(1).created.plus_seconds(-61),
        ..large(pair.peer(3))
    };
    assert_eq!(early.send().await.refusal().code.as_str(), "created_outside_window");
    let service = "VN/GOV/G01/population/nothing";
    let mut elsewhere = large(pair.peer(4)).client("VN/GOV/H45/onestop", &format!("/r1/{service}"));
    elsewhere.facts.service = service.parse().unwrap();
    assert_eq!(elsewhere.send().await.refusal().code.as_str(), "unknown_service");
    let ambiguous = large(pair.peer(5)).client("VN/GOV/H45/onestop", &format!("/r1/{SERVICE}/../x"));
    assert_eq!(ambiguous.send().await.refusal().code.as_str(), "invalid_request");
    assert_eq!(watch.has_seen(), (false, false));
}
