//! A provider's gateway that misbehaves: registered in the directory, it answers rightly or almost.

use std::net::SocketAddr;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use motlan_core::{Clock, Timestamp};
use motlan_exchange::gateway::ConnectionType;
use motlan_exchange::keys::SigningKey;
use motlan_exchange::signature;
use motlan_exchange::transport::payload::sha512;
use motlan_exchange::transport::tls::Identity;
use motlan_exchange::wire::{COMMITTED, COVERED, EXCHANGE, HEAD, RequestFacts, ResponseFacts};
use motlan_exchange::xroad::{RequestHash, RequestHead, provider_response};
use serde_json::{Value, json};

use super::body::AnyBody;
use super::client::Ask;
use super::country::{CLIENT, Country, PROVIDER, SERVICE};
use super::node::Node;
use super::provider::{Server, response, verbatim_tls};
use super::setup::Setup;

/// A right answer to a request, every part of which can be spoilt before it is sent.
pub(crate) struct Answer {
    pub(crate) facts: ResponseFacts,
    /// The canonical response head.
    pub(crate) head: Vec<u8>,
    pub(crate) body: Bytes,
    /// What is signed as the body's digest; `None` is the true one.
    pub(crate) digest: Option<[u8; 64]>,
    pub(crate) key: Arc<SigningKey>,
    pub(crate) keyid: String,
    pub(crate) is_committed: bool,
    pub(crate) created: Timestamp,
}

impl Answer {
    /// 200 and `{}`, as an honest gateway says it.
    fn to(request: &Request<Bytes>, key: Arc<SigningKey>, created: Timestamp) -> Self {
        let headers = request.headers();
        let asked = RequestFacts::parse(headers[EXCHANGE].as_bytes()).unwrap();
        let signed = *signature::parse(headers).unwrap().signature();
        let canonical = STANDARD
            .decode(headers[HEAD].to_str().unwrap().trim_matches(':'))
            .unwrap();
        let head = RequestHead::decode(&canonical).unwrap();
        let hash = RequestHash::new(&canonical, request.body());
        let body = Bytes::from_static(b"{}");
        let mut bound = [0; 32];
        bound.copy_from_slice(digest(&SHA256, &signed).as_ref());
        Self {
            facts: ResponseFacts {
                transaction: asked.transaction,
                request: bound,
                status: 200,
                length: body.len() as u64,
                declared_length: None,
            },
            head: provider_response(StatusCode::OK, None, &HeaderMap::new(), &head, &hash)
                .unwrap()
                .encode(),
            body,
            digest: None,
            keyid: key.public_key().keyid().to_owned(),
            key,
            is_committed: true,
            created,
        }
    }

    /// Signs it and closes it with the trailer, if it is committed.
    pub(crate) fn response(self) -> Response<AnyBody> {
        let mut headers = HeaderMap::new();
        headers.insert(EXCHANGE, self.facts.encode().parse().unwrap());
        headers.insert(HEAD, format!(":{}:", STANDARD.encode(&self.head)).parse().unwrap());
        let digest = self.digest.unwrap_or_else(|| sha512(&self.body));
        headers.insert("content-digest", signature::content_digest_value(&digest));
        signature::sign(&mut headers, &COVERED, self.created, &self.keyid, &self.key).unwrap();
        headers.insert("trailer", HeaderValue::from_static(COMMITTED));
        let mut body = AnyBody::chunked([self.body]);
        if self.is_committed {
            let trailers = [(http::HeaderName::from_static(COMMITTED), HeaderValue::from_static("?1"))];
            body = body.with_trailers(HeaderMap::from_iter(trailers));
        }
        response(200, headers, body)
    }
}

/// A consumer's gateway in front of a fake provider's one.
pub(crate) struct Faked {
    pub(crate) consumer: Node,
    _server: Option<Server>,
}

impl Faked {
    /// The service is safe unless `service` says otherwise.
    pub(crate) async fn start(
        service: Value,
        script: impl Fn(Answer) -> Response<AnyBody> + Send + Sync + 'static,
    ) -> Self {
        Self::waiting(service, move |answer| std::future::ready(script(answer))).await
    }

    /// A fake that may take its time over an answer.
    pub(crate) async fn waiting<F>(service: Value, script: impl Fn(Answer) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Response<AnyBody>> + Send + 'static,
    {
        let country = country(service);
        let identity = Identity::generate("fake").unwrap();
        let key = Arc::new(country.key(PROVIDER));
        let clock = Arc::clone(&country.clock);
        let server = Server::tls(&identity, move |request| {
            script(Answer::to(&request, Arc::clone(&key), clock.now()))
        })
        .await;
        let consumer = consumer(country, server.address, &identity).await;
        Self {
            consumer,
            _server: Some(server),
        }
    }

    /// A fake that says these bytes, whatever they are, and hangs up.
    pub(crate) async fn verbatim(service: Value, answer: &'static str) -> Self {
        let identity = Identity::generate("fake").unwrap();
        let address = verbatim_tls(&identity, answer).await;
        Self {
            consumer: consumer(country(service), address, &identity).await,
            _server: None,
        }
    }

    /// A question to the fake; `GET` is safe, `POST` as the service says.
    pub(crate) fn ask(&self, method: Method) -> Ask {
        self.consumer.ask(method, &format!("/r1/{SERVICE}/x"))
    }
}

fn country(service: Value) -> Country {
    let mut country = Country::new();
    country.service(SERVICE, service);
    country.grant(CLIENT, SERVICE, json!({}));
    country
}

/// The consumer's gateway, which finds the fake at this address.
async fn consumer(mut country: Country, fake: SocketAddr, identity: &Identity) -> Node {
    country.gateway("VN/GOV/G01/gw1", &fake.to_string(), identity);
    let setup = Setup::new("VN/GOV/H45/gw1").client(CLIENT, ConnectionType::Http);
    let consumer = setup.start(&mut country).await;
    country.advance_seconds(6);
    consumer
}
