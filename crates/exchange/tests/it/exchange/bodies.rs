//! Bodies of every size pass byte for byte, both ways, and none above 16 MiB.

use std::sync::Arc;

use axum::Router;
use bytes::Bytes;
use http::Method;
use http_body_util::BodyExt;
use motlan_core::Code;
use motlan_evidence::LogName;
use motlan_exchange::transport::payload::sha512;
use serde_json::json;

use crate::support::{AnyBody, Pair, Reply, SERVICE, Server, response};

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// Around every limit, and X-Road's own test size of 13 MiB.
const SIZES: [usize; 9] = [0, 1, KIB, 64 * KIB + 1, MIB - 1, MIB, MIB + 1, 13 * MIB, 16 * MIB];

/// Bytes without a period that a chunk or a page could hide.
fn binary(size_bytes: usize) -> Bytes {
    let mut state = 1_u64;
    let next = || {
        // xorshift64 (Marsaglia, 2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(size_bytes).collect()
}

#[track_caller]
fn assert_same(reply: &Reply, expected: &Bytes, place: &str) {
    assert_eq!((reply.status, reply.code()), (200, None), "{place}");
    assert_eq!(reply.body.len(), expected.len(), "{place}");
    assert!(reply.body == *expected, "{place}: some byte differs");
}

#[tokio::test]
async fn bodies_come_back_from_a_router_byte_for_byte() {
    let pair = Pair::start().await;
    let whole = binary(16 * MIB);
    for size_bytes in SIZES {
        let body = whole.slice(..size_bytes);
        let reply = pair.post("/").body(body.clone()).send().await;
        assert_same(&reply, &body, &format!("{size_bytes} bytes"));
    }
}

#[tokio::test]
async fn bodies_come_back_from_a_server_byte_for_byte() {
    let server = Server::plain(|request: http::Request<Bytes>| {
        let announced = request
            .headers()
            .get("content-length")
            .map(|value| value.to_str().unwrap().parse::<usize>());
        // An empty body may be announced or not.
        assert_eq!(announced.unwrap_or(Ok(0)), Ok(request.body().len()));
        std::future::ready(response(200, http::HeaderMap::new(), request.into_body().into()))
    })
    .await;
    let pair = Pair::builder().url(server.address).start().await;
    let whole = binary(16 * MIB);
    for size_bytes in SIZES {
        let body = whole.slice(..size_bytes);
        let reply = pair.post("/").body(body.clone()).send().await;
        assert_same(&reply, &body, &format!("{size_bytes} bytes"));
        assert_eq!(reply.header("content-length"), size_bytes.to_string());
    }
}

#[tokio::test]
async fn chunked_bodies_pass_both_ways() {
    let pair = Pair::start().await;
    let whole = binary(3 * MIB);
    for piece_bytes in [1, 77, MIB, MIB + 1] {
        let total = whole.slice(..whole.len().min(2000 * piece_bytes));
        let pieces = total.chunks(piece_bytes).map(Bytes::copy_from_slice);
        let reply = pair.post("/").any_body(AnyBody::chunked(pieces)).send().await;
        assert_same(&reply, &total, &format!("pieces of {piece_bytes} bytes"));
    }
}

/// A body without announced length is cut off where it passes the limit.
#[tokio::test]
async fn more_than_16_mib_is_refused() {
    let pair = Pair::start().await;
    let pieces = std::iter::repeat_n(Bytes::from(vec![7; MIB]), 16).chain([Bytes::from_static(b"!")]);
    let reply = pair.post("/").any_body(AnyBody::chunked(pieces)).send().await;
    assert_eq!((reply.status, reply.code()), (413, Some("body_too_large")));
    assert_eq!(pair.provider.size(LogName::Exchange), 0);
    assert_eq!(
        pair.post("/").body(vec![7; 16 * MIB]).send().await.status,
        200,
        "exactly 16 MiB pass"
    );
}

/// What a request held of the memory for bodies is given back, whatever became of it.
#[tokio::test]
async fn memory_for_bodies_is_given_back() {
    let limit = 2 * MIB as u64;
    let pair = Pair::builder()
        .consumer(|setup| setup.budget_bytes(limit))
        .provider(|setup| setup.budget_bytes(limit))
        .grant(json!({"rules": [{"method": "POST", "path": "**"}]}))
        .start()
        .await;
    for round in 0..3 {
        let reply = pair.post("/").body(vec![1; MIB]).send().await;
        assert_eq!(reply.status, 200, "round {round}: {reply:?}");
        let refused = pair.ask(Method::PUT, "/").body(vec![1; MIB]).send().await;
        assert_eq!(refused.code(), Some("access_denied"), "round {round}");
        let mut peer = pair.peer(round);
        peer.digest = Some([1; 64]);
        assert_eq!(peer.send().await.refusal().code, Code::DigestMismatch, "round {round}");
        let spooled = pair.post("/").body(vec![1; 2 * MIB]).send().await;
        assert_eq!((spooled.status, spooled.body.len()), (200, 2 * MIB), "round {round}");
    }
}

/// The refusal comes while the body is still on its way: it must not be lost with the rest of the body, or a request
/// that was refused would count as one whose outcome is unknown.
#[tokio::test]
async fn a_refusal_outruns_a_large_body() {
    let pair = Pair::builder().changing().without_grant().start().await;
    for round in 0..10 {
        let reply = pair.post("/").body(vec![1; 16 * MIB]).send().await;
        assert_eq!(reply.code(), Some("access_denied"), "round {round}");
        assert_eq!(pair.consumer.size(LogName::Unfinished), 0, "round {round}");
    }
}

/// The same at the face for systems.
#[tokio::test]
async fn a_refusal_at_the_face_outruns_a_large_body() {
    let pair = Pair::start().await;
    for round in 0..10 {
        let reply = pair
            .post("/")
            .set("x-road-client", "VN/GOV/H45/other")
            .body(vec![1; 16 * MIB])
            .send()
            .await;
        assert_eq!(reply.code(), Some("unknown_member"), "round {round}");
    }
}

/// Large bodies at once: each has its own spool and its own digest.
#[tokio::test]
async fn large_bodies_at_once_do_not_mix() {
    let pair = Arc::new(Pair::start().await);
    let tasks: Vec<_> = (0..4_u8)
        .map(|number| {
            let pair = Arc::clone(&pair);
            tokio::spawn(async move {
                let body = Bytes::from(vec![number; 2 * MIB + usize::from(number)]);
                let reply = pair.post("/").body(body.clone()).send().await;
                assert_same(&reply, &body, &format!("body {number}"));
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(pair.provider.size(LogName::Exchange), 4);
}

/// The signed digest is that of the bytes: both sides' evidence holds it, and no byte of the body.
#[tokio::test]
async fn both_sides_keep_the_digest() {
    let router = Router::new().fallback(async |body: axum::body::Body| {
        let heard = body
            .collect()
            .await
            .map(http_body_util::Collected::to_bytes)
            .unwrap_or_default();
        format!("{} bytes", heard.len())
    });
    let pair = Pair::builder()
        .provider(|setup| setup.router(SERVICE, router))
        .start()
        .await;
    let body = binary(2 * MIB);
    let reply = pair
        .post("/")
        .header("x-road-id", "digested")
        .body(body.clone())
        .send()
        .await;
    assert_eq!(reply.text(), "2097152 bytes");
    for node in [&pair.consumer, &pair.provider] {
        let found = node.gateway.evidence().find("digested").unwrap();
        let record = found[0].record.as_ref().unwrap();
        assert_eq!(record.request.content_digest, sha512(&body));
        assert_eq!(record.response.as_ref().unwrap().content_digest, sha512(&reply.body));
    }
}
