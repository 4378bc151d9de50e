//! Answers of a provider's gateway that break off, carry no signature, or belong to another question.

use http::Method;
use motlan_evidence::LogName;
use motlan_exchange::signature;
use motlan_exchange::wire::EXCHANGE;
use serde_json::json;
use tokio::sync::{Mutex, oneshot};

use super::fake_provider::{seen, spoilt, spoilt_fields};
use super::{Seen, rows};
use crate::support::{Answer, AnyBody, Faked};

rows! {
    InconsistentResponse: another_service, another_message_id, another_request_id, another_request_hash, swapped;
    MalformedMessage: unsigned, signed_nothing;
    InvalidSignature: uncovered;
    BodyIncomplete: cut_in_the_body;
    PeerUnreachable: cut_in_the_head;
    OutcomeUnknown: cut_in_the_head_that_changes, cut_before_the_trailer;
}

/// The canonical head of the answer with other words; the fake signs them as its own.
async fn reworded(from: &'static str, to: &'static str) -> Seen {
    spoilt(move |answer| {
        let head = String::from_utf8(answer.head.clone()).unwrap();
        assert!(head.contains(from), "{head}");
        answer.head = head.replacen(from, to, 1).into_bytes();
    })
    .await
}

async fn another_service() -> Seen {
    reworded("/population/echo", "/population/other").await
}

async fn another_message_id() -> Seen {
    reworded("x-road-id:VN-", "x-road-id:VM-").await
}

async fn another_request_id() -> Seen {
    reworded("x-road-request-id:", "x-road-request-id:0").await
}

async fn another_request_hash() -> Seen {
    reworded("x-road-request-hash:", "x-road-request-hash:A").await
}

/// Two right answers, signed by the right gateway, each to the other's question.
async fn swapped() -> Seen {
    let first: &'static Mutex<Option<(Answer, oneshot::Sender<Answer>)>> = Box::leak(Box::default());
    let faked = Faked::waiting(json!({}), move |answer| async move {
        let mut waiting = first.lock().await;
        let other = if let Some((other, sender)) = waiting.take() {
            let _ = sender.send(answer);
            other
        } else {
            let (sender, receiver) = oneshot::channel();
            *waiting = Some((answer, sender));
            drop(waiting);
            receiver.await.unwrap()
        };
        other.response()
    })
    .await;
    let (one, two) = tokio::join!(faked.ask(Method::GET).send(), faked.ask(Method::GET).send());
    assert_eq!(one.code(), two.code());
    let logs = (
        faked.consumer.size(LogName::Exchange),
        faked.consumer.size(LogName::Unfinished),
    );
    assert_eq!(logs, (0, 2), "{one:?}");
    Seen::ClientProxy(one)
}

async fn unsigned() -> Seen {
    spoilt_fields(|headers| {
        headers.remove("signature");
    })
    .await
}

async fn signed_nothing() -> Seen {
    spoilt_fields(|headers| {
        headers.remove("signature");
        headers.remove("signature-input");
        headers.remove("content-digest");
    })
    .await
}

/// The signature is right, but says nothing about the head.
async fn uncovered() -> Seen {
    let faked = Faked::start(json!({}), |answer| {
        let (key, created) = (answer.key.clone(), answer.created);
        let mut response = answer.response();
        let covered = [EXCHANGE, "content-digest"];
        signature::sign(
            response.headers_mut(),
            &covered,
            created,
            key.public_key().keyid(),
            &key,
        )
        .unwrap();
        response
    })
    .await;
    seen(faked, Method::GET, (0, 1)).await
}

async fn cut_in_the_body() -> Seen {
    let faked = Faked::start(json!({}), |mut answer| {
        answer.facts.length = 10;
        let piece = answer.body.clone();
        answer.response().map(|_| AnyBody::chunked([piece]).broken())
    })
    .await;
    seen(faked, Method::GET, (0, 1)).await
}

/// The answer is whole, so it has its entry; that it is not released has one too.
async fn cut_before_the_trailer() -> Seen {
    let faked = Faked::start(json!({}), |answer| {
        let whole = answer.body.clone();
        answer.response().map(|_| AnyBody::chunked([whole]).broken())
    })
    .await;
    seen(faked, Method::GET, (1, 1)).await
}

async fn cut_head(changes: bool) -> Seen {
    let half = "HTTP/1.1 200 OK\r\nmotlan-exchange: wire=1, tx";
    let faked = Faked::verbatim(json!({"changes": changes}), half).await;
    seen(faked, Method::POST, (0, 1)).await
}

async fn cut_in_the_head() -> Seen {
    cut_head(false).await
}

async fn cut_in_the_head_that_changes() -> Seen {
    cut_head(true).await
}
