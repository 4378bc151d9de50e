//! What the consumer's gateway makes of a provider's gateway that answers wrongly, or not at all.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method};
use motlan_evidence::LogName;
use motlan_exchange::keys::{Algorithm, SigningKey};
use motlan_exchange::transport::payload::sha512;
use motlan_exchange::wire::EXCHANGE;
use serde_json::json;

use super::{Seen, rows};
use crate::support::{Answer, Faked};

rows! {
    InconsistentResponse: another_transaction, another_request, another_status, another_head, another_length;
    InvalidSignature: another_signer, another_keyid, altered_signature;
    DigestMismatch: another_body;
    MalformedMessage: no_facts, unknown_refusal, head_that_is_none;
    WireVersion: next_version;
    BodyIncomplete: shorter_than_signed;
    BodyTooLarge: signed_length_too_large;
    PeerUnreachable: connection_lost;
    OutcomeUnknown: no_trailer, connection_lost_that_changes, another_signer_that_changes;
}

/// The entry counts `exchange` and `unfinished` that the consumer's gateway is left with.
pub(super) async fn seen(faked: Faked, method: Method, logs: (u64, u64)) -> Seen {
    let reply = faked.ask(method).send().await;
    let sizes = (
        faked.consumer.size(LogName::Exchange),
        faked.consumer.size(LogName::Unfinished),
    );
    assert_eq!(sizes, logs, "{reply:?}");
    Seen::ClientProxy(reply)
}

/// A safe question: told with the code of the check, logged as unfinished (row 9).
pub(super) async fn spoilt(spoil: impl Fn(&mut Answer) + Send + Sync + 'static) -> Seen {
    let faked = Faked::start(json!({}), move |mut answer| {
        spoil(&mut answer);
        answer.response()
    })
    .await;
    seen(faked, Method::GET, (0, 1)).await
}

pub(super) async fn spoilt_fields(spoil: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Seen {
    let faked = Faked::start(json!({}), move |answer| {
        let mut response = answer.response();
        spoil(response.headers_mut());
        response
    })
    .await;
    seen(faked, Method::GET, (0, 1)).await
}

async fn another_transaction() -> Seen {
    spoilt(|answer| answer.facts.transaction.0[0] ^= 1).await
}

async fn another_request() -> Seen {
    spoilt(|answer| answer.facts.request[31] ^= 1).await
}

async fn another_status() -> Seen {
    spoilt(|answer| answer.facts.status = 201).await
}

async fn another_head() -> Seen {
    spoilt(|answer| {
        let head = String::from_utf8(answer.head.clone()).unwrap();
        answer.head = head
            .replace("x-road-client:VN/GOV/H45", "x-road-client:VN/GOV/H46")
            .into_bytes();
    })
    .await
}

/// The client would wait for bytes that never come.
async fn another_length() -> Seen {
    spoilt(|answer| answer.facts.declared_length = Some(1000)).await
}

async fn another_signer() -> Seen {
    spoilt(|answer| {
        answer.key = Arc::new(SigningKey::generate(Algorithm::Ed25519).unwrap());
        answer.keyid = answer.key.public_key().keyid().to_owned();
    })
    .await
}

/// The provider's own signature, under the name of a key that is not its own.
async fn another_keyid() -> Seen {
    spoilt(|answer| {
        let stranger = SigningKey::generate(Algorithm::Ed25519).unwrap();
        stranger.public_key().keyid().clone_into(&mut answer.keyid);
    })
    .await
}

/// The right key's name over a signature that is not its own.
async fn altered_signature() -> Seen {
    spoilt_fields(|headers| {
        let mut text = headers["signature"].to_str().unwrap().to_owned().into_bytes();
        let place = text.len() / 2;
        text[place] = if text[place] == b'A' { b'B' } else { b'A' };
        headers.insert("signature", text.try_into().unwrap());
    })
    .await
}

async fn another_body() -> Seen {
    spoilt(|answer| {
        answer.digest = Some(sha512(&answer.body));
        answer.body = b"[]".as_slice().into();
    })
    .await
}

async fn no_facts() -> Seen {
    spoilt_fields(|headers| {
        headers.remove(EXCHANGE);
    })
    .await
}

/// A newer gateway may refuse with a code of its own: still a refusal, so nothing was carried out (row 3).
async fn unknown_refusal() -> Seen {
    let faked = Faked::start(json!({}), |answer| {
        let mut response = answer.response();
        let refusal = HeaderValue::from_static("wire=1, refusal=\"of_tomorrow\", detail=\"x\"");
        response.headers_mut().insert(EXCHANGE, refusal);
        response
    })
    .await;
    match seen(faked, Method::GET, (0, 0)).await {
        Seen::ClientProxy(reply) => Seen::ServerProxy(reply),
        other => other,
    }
}

async fn head_that_is_none() -> Seen {
    spoilt(|answer| answer.head = b"200".to_vec()).await
}

async fn next_version() -> Seen {
    spoilt_fields(|headers| {
        let facts = headers[EXCHANGE].to_str().unwrap().replace("wire=1", "wire=2");
        headers.insert(EXCHANGE, facts.parse().unwrap());
    })
    .await
}

async fn shorter_than_signed() -> Seen {
    spoilt(|answer| answer.facts.length += 1).await
}

async fn signed_length_too_large() -> Seen {
    spoilt(|answer| answer.facts.length = 16 * 1024 * 1024 + 1).await
}

/// The connection ends without a byte of an answer.
async fn lost(changes: bool, method: Method) -> Seen {
    let faked = Faked::start(json!({"changes": changes}), |_| panic!("the fake gateway dies")).await;
    seen(faked, method, (0, 1)).await
}

async fn connection_lost() -> Seen {
    lost(false, Method::POST).await
}

async fn connection_lost_that_changes() -> Seen {
    lost(true, Method::POST).await
}

/// Row 10: the answer verified, so it has its entry; it is not released, so it has the other one too.
async fn no_trailer() -> Seen {
    let faked = Faked::start(json!({}), |answer| {
        Answer {
            is_committed: false,
            ..answer
        }
        .response()
    })
    .await;
    seen(faked, Method::GET, (1, 1)).await
}

async fn another_signer_that_changes() -> Seen {
    let faked = Faked::start(json!({"changes": true}), |mut answer| {
        answer.key = Arc::new(SigningKey::generate(Algorithm::Ed25519).unwrap());
        answer.response()
    })
    .await;
    seen(faked, Method::POST, (0, 1)).await
}
