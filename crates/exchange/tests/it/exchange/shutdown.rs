//! Stopping and going away: what is open is finished, what is finished is logged.

use std::sync::Arc;

use axum::Router;
use motlan_evidence::LogName;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};

use crate::support::{AnyBody, CLIENT, Line, Pair, SERVICE};

/// A provider that says when it was asked and answers when it is let go.
#[derive(Clone)]
struct Gate {
    entered: Arc<Semaphore>,
    released: Arc<Notify>,
}

impl Gate {
    fn router() -> (Self, Router) {
        let gate = Self {
            entered: Arc::new(Semaphore::new(0)),
            released: Arc::default(),
        };
        let inner = gate.clone();
        let router = Router::new().fallback(async move || {
            inner.entered.add_permits(1);
            inner.released.notified().await;
            "done"
        });
        (gate, router)
    }

    async fn entered(&self) {
        self.entered.acquire().await.unwrap().forget();
    }

    fn release(&self) {
        self.released.notify_one();
    }
}

#[tokio::test]
async fn an_open_question_is_answered_before_the_gateways_stop() {
    let (gate, router) = Gate::router();
    let pair = Pair::builder().router(router).start().await;
    let mut idle = Line::open(pair.consumer.http(), None).await;
    assert_eq!(
        pair.consumer
            .ask(http::Method::GET, "/listClients")
            .send_on(&mut idle)
            .await
            .status,
        200
    );
    let ask = pair.get("/slow");
    let asking = tokio::spawn(ask.send());
    gate.entered().await;

    pair.consumer.stop();
    pair.provider.stop();
    let mut request = http::Request::new(AnyBody::default());
    *request.uri_mut() = "/listClients".parse().unwrap();
    assert!(idle.send(request).await.is_err(), "a resting connection is closed");
    assert!(!asking.is_finished());

    gate.release();
    let reply = asking.await.unwrap();
    assert_eq!((reply.status, reply.text()), (200, "done"));
    assert_eq!(
        (
            pair.consumer.size(LogName::Exchange),
            pair.provider.size(LogName::Exchange)
        ),
        (1, 1)
    );
    let (mut country, provider) = (pair.country, pair.provider.shut_down().await);
    let consumer = pair.consumer.shut_down().await.start(&mut country).await;
    let provider = provider.start(&mut country).await;
    assert_eq!(
        (consumer.size(LogName::Exchange), provider.size(LogName::Exchange)),
        (1, 1),
        "it is still there"
    );
}

/// Row 17: the client goes away, and the exchange is finished as if it had stayed.
#[tokio::test]
async fn a_client_that_goes_away_changes_nothing() {
    let (gate, router) = Gate::router();
    let pair = Pair::builder().changing().router(router).start().await;
    let mut client = TcpStream::connect(pair.consumer.http()).await.unwrap();
    let request =
        format!("POST /r1/{SERVICE}/ HTTP/1.1\r\nhost: a\r\nx-road-client: {CLIENT}\r\ncontent-length: 0\r\n\r\n");
    client.write_all(request.as_bytes()).await.unwrap();
    gate.entered().await;
    drop(client);
    gate.release();
    pair.consumer.gateway.drain().await;
    pair.provider.gateway.drain().await;
    assert_eq!(
        (
            pair.consumer.size(LogName::Exchange),
            pair.provider.size(LogName::Exchange)
        ),
        (1, 1)
    );
    assert_eq!(
        (
            pair.consumer.size(LogName::Unfinished),
            pair.provider.size(LogName::Unfinished)
        ),
        (0, 0)
    );
}

/// Row 13: a crash while the provider works on a change leaves a trace at the next start, on both sides.
#[tokio::test]
async fn a_crash_leaves_its_intent() {
    let (gate, router) = Gate::router();
    let mut pair = Pair::builder().changing().router(router).start().await;
    let asking = tokio::spawn(pair.post("/pay").send());
    gate.entered().await;
    pair.provider = pair.provider.crash().await.start(&mut pair.country).await;
    assert_eq!(pair.provider.recovered.open_intents, 1);
    assert_eq!(pair.provider.size(LogName::Unfinished), 1);
    let reply = asking.await.unwrap();
    assert_eq!((reply.status, reply.code()), (504, Some("outcome_unknown")));
    assert_eq!(pair.consumer.size(LogName::Unfinished), 1);
}

/// After a restart the memory of transaction ids is empty; what was signed before it is refused by its time.
#[tokio::test]
async fn a_message_from_before_a_restart_is_not_carried_out_again() {
    let mut pair = Pair::start().await;
    let message = pair.peer(1);
    let headers = message.headers();
    let said = message.send_with(headers.clone()).await;
    assert!(
        matches!(said.verdict, motlan_exchange::wire::Verdict::Answer(_)),
        "{said:?}"
    );
    pair.provider = pair.provider.shut_down().await.start(&mut pair.country).await;
    pair.country.advance_seconds(6);
    let refusal = pair.peer(1).send_with(headers).await.refusal();
    assert_eq!(refusal.code, motlan_core::Code::Starting);
    assert_eq!(pair.provider.size(LogName::Exchange), 1);
}
