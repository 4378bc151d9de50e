//! A consumer's gateway made by hand: any certificate, any key, any message, in front of a real provider's gateway.

use std::net::SocketAddr;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use motlan_core::caller::TransactionId;
use motlan_core::{ClientId, Clock, Failure, Timestamp};
use motlan_exchange::directory::CertificateHash;
use motlan_exchange::keys::SigningKey;
use motlan_exchange::signature;
use motlan_exchange::transport::payload::sha512;
use motlan_exchange::transport::tls::Identity;
use motlan_exchange::wire::{COVERED, EXCHANGE, HEAD, RequestFacts, Verdict, WIRE_PATH};
use motlan_exchange::xroad::{FreshIds, RequestHead};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::body::AnyBody;
use super::client::{Line, Reply};
use super::country::{CLIENT, CONSUMER, Country, SERVICE};
use super::node::Node;

/// What the provider's gateway said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) verdict: Verdict,
    pub(crate) reply: Reply,
}

impl Said {
    /// The refusal that it must be.
    #[track_caller]
    pub(crate) fn refusal(self) -> Failure {
        match self.verdict {
            Verdict::Refusal(failure) => failure,
            Verdict::Answer(facts) => panic!("an answer, not a refusal: {facts:?}"),
        }
    }
}

/// One message to a provider's gateway; every part can be changed before it is sent.
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    /// The certificate that the provider's gateway must show.
    pub(crate) server: CertificateHash,
    pub(crate) identity: Identity,
    pub(crate) key: SigningKey,
    pub(crate) keyid: String,
    pub(crate) created: Timestamp,
    pub(crate) facts: RequestFacts,
    /// X-Road's canonical head.
    pub(crate) head: Vec<u8>,
    pub(crate) body: Bytes,
    /// What is signed as the body's digest; `None` is the true one.
    pub(crate) digest: Option<[u8; 64]>,
}

impl Peer {
    /// A right message of the consumer's gateway, POST to the usual service, with this transaction id.
    pub(crate) fn new(country: &Country, consumer: &Node, provider: &Node, transaction: u8) -> Self {
        let key = country.key(CONSUMER);
        let body = Bytes::from_static(b"{}");
        Self {
            address: provider.peer(),
            server: provider.identity().hash().unwrap(),
            identity: consumer.identity().clone(),
            keyid: key.public_key().keyid().to_owned(),
            key,
            created: country.clock.now(),
            facts: RequestFacts {
                transaction: TransactionId([transaction; 32]),
                key: [9; 32],
                client: CLIENT.parse().unwrap(),
                service: SERVICE.parse().unwrap(),
                from: consumer.gateway.id().clone(),
                target: provider.gateway.id().clone(),
                purpose: None,
                directory: 1,
                length: body.len() as u64,
            },
            head: head(CLIENT, &format!("/r1/{SERVICE}/x")),
            body,
            digest: None,
        }
    }

    /// Another client in facts and head.
    pub(crate) fn client(mut self, client: &str, target: &str) -> Self {
        self.facts.client = client.parse::<ClientId>().unwrap();
        self.head = head(client, target);
        self
    }

    /// The signed header fields.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(EXCHANGE, self.facts.encode().parse().unwrap());
        headers.insert(HEAD, format!(":{}:", STANDARD.encode(&self.head)).parse().unwrap());
        let digest = self.digest.unwrap_or_else(|| sha512(&self.body));
        headers.insert("content-digest", signature::content_digest_value(&digest));
        signature::sign(&mut headers, &COVERED, self.created, &self.keyid, &self.key).unwrap();
        headers
    }

    /// A connection that shows the identity.
    pub(crate) async fn line(&self) -> Line {
        let tls = self.identity.client(&[self.server]).unwrap();
        Line::open(self.address, Some(Arc::clone(&tls))).await
    }

    /// Sends the message on a connection of its own.
    pub(crate) async fn send(self) -> Said {
        let headers = self.headers();
        self.send_with(headers).await
    }

    /// Sends these header fields instead of the signed ones.
    pub(crate) async fn send_with(self, headers: HeaderMap) -> Said {
        let mut line = self.line().await;
        self.send_with_on(headers, &mut line).await
    }

    /// Sends these header fields instead of the signed ones, on a kept connection.
    pub(crate) async fn send_with_on(self, headers: HeaderMap, line: &mut Line) -> Said {
        said(line, headers, AnyBody::chunked([self.body])).await.unwrap()
    }

    /// Sends the message, the last byte of its body only when the gate is opened.
    pub(crate) async fn send_held(self, gate: oneshot::Receiver<()>) -> Said {
        let mut line = self.line().await;
        let mut start = self.body.clone();
        let end = start.split_off(start.len() - 1);
        let body = AnyBody::chunked([start, end]).held(gate);
        said(&mut line, self.headers(), body).await.unwrap()
    }

    /// Sends the message on a kept connection.
    pub(crate) async fn send_on(self, line: &mut Line) -> Said {
        self.try_send_on(line).await.unwrap()
    }

    /// Sends the message on a kept connection, which may break.
    pub(crate) async fn try_send_on(self, line: &mut Line) -> hyper::Result<Said> {
        let headers = self.headers();
        said(line, headers, AnyBody::chunked([self.body])).await
    }
}

async fn said(line: &mut Line, headers: HeaderMap, body: AnyBody) -> hyper::Result<Said> {
    let mut request = Request::new(body);
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static(WIRE_PATH);
    *request.headers_mut() = headers;
    request.headers_mut().insert("host", HeaderValue::from_static("motlan"));
    request.headers_mut().insert("te", HeaderValue::from_static("trailers"));
    let reply = line.send(request).await?;
    assert_eq!(reply.status, 200, "{reply:?}");
    Ok(Said {
        verdict: Verdict::parse(reply.headers[EXCHANGE].as_bytes()).unwrap(),
        reply,
    })
}

/// X-Road's canonical head of a client's POST.
fn head(client: &str, target: &str) -> Vec<u8> {
    let mut headers = HeaderMap::new();
    headers.insert("x-road-client", client.parse().unwrap());
    let fresh = FreshIds {
        request_id: Uuid::from_u128(1),
        message_id: Uuid::from_u128(2),
    };
    RequestHead::parse(&Method::POST, &target.parse().unwrap(), &headers, "VN", fresh)
        .unwrap()
        .encode()
}
