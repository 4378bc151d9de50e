//! Several gateways of one provider: dead ones are skipped, and a client may insist on one.

use http::{HeaderMap, Method};
use motlan_evidence::LogName;
use motlan_exchange::gateway::ConnectionType;
use motlan_exchange::transport::tls::Identity;
use serde_json::json;

use crate::support::{AnyBody, CLIENT, Country, Node, SERVICE, Server, Setup, echo, response};

/// A consumer and a provider whose living gateway is the last of those that the directory names.
struct Several {
    country: Country,
    consumer: Node,
    provider: Node,
}

impl Several {
    async fn behind(dead: impl AsyncFnOnce(&mut Country)) -> Self {
        let mut country = Country::new();
        country.service(SERVICE, json!({"changes": true}));
        country.grant(CLIENT, SERVICE, json!({}));
        dead(&mut country).await;
        let provider = Setup::new("VN/GOV/G01/alive")
            .router(SERVICE, echo())
            .start(&mut country)
            .await;
        let consumer = Setup::new("VN/GOV/H45/gw1")
            .client(CLIENT, ConnectionType::Http)
            .start(&mut country)
            .await;
        country.advance_seconds(6);
        Self {
            country,
            consumer,
            provider,
        }
    }
}

/// X-Road's RestProxyTest: bad addresses among several. Port 1 (tcpmux) has had no listener for decades.
#[tokio::test]
async fn a_dead_gateway_is_skipped() {
    let several = Several::behind(async |country: &mut Country| {
        country.gateway("VN/GOV/G01/dead1", "127.0.0.1:1", &Identity::generate("dead").unwrap());
        country.gateway("VN/GOV/G01/dead2", "127.0.0.1:1", &Identity::generate("dead").unwrap());
    })
    .await;
    for size_bytes in [5, 2 * 1024 * 1024] {
        let body = vec![3; size_bytes];
        let reply = several
            .consumer
            .ask(Method::POST, &format!("/r1/{SERVICE}/x"))
            .body(body.clone())
            .send()
            .await;
        assert_eq!(reply.status, 200, "{:?}", reply.headers);
        assert!(reply.body == body, "the body went to the living one");
    }
    assert_eq!(several.provider.size(LogName::Exchange), 2);
    assert_eq!(
        several.consumer.size(LogName::Unfinished),
        0,
        "nothing was sent to the dead ones"
    );
}

/// Somebody else at the address of a gateway: without its certificate nothing is sent to him.
#[tokio::test]
async fn a_stranger_at_the_address_is_skipped() {
    let stranger = Identity::generate("stranger").unwrap();
    let server = Server::tls(&stranger, async |_| -> http::Response<AnyBody> {
        panic!("a question was sent to a stranger")
    })
    .await;
    let several = Several::behind(async |country: &mut Country| {
        country.gateway(
            "VN/GOV/G01/robbed",
            &server.address.to_string(),
            &Identity::generate("robbed").unwrap(),
        );
    })
    .await;
    let reply = several
        .consumer
        .ask(Method::POST, &format!("/r1/{SERVICE}/x"))
        .body("secret")
        .send()
        .await;
    assert_eq!((reply.status, reply.text()), (200, "secret"));
}

#[tokio::test]
async fn a_client_may_insist_on_a_gateway() {
    let several = Several::behind(async |country: &mut Country| {
        country.gateway("VN/GOV/G01/dead", "127.0.0.1:1", &Identity::generate("dead").unwrap());
    })
    .await;
    for (gateway, code) in [
        ("VN/GOV/G01/alive", None),
        ("VN/GOV/G01/dead", Some("peer_unreachable")),
        ("VN/GOV/G01/none", Some("invalid_security_server")),
    ] {
        let request = several.consumer.ask(Method::GET, &format!("/r1/{SERVICE}/x"));
        let reply = request.header("x-road-security-server", gateway).send().await;
        assert_eq!(reply.code(), code, "{gateway}: {reply:?}");
    }
}

/// A request that changes something is never sent twice: the first gateway took it and died, so it stays unknown.
#[tokio::test]
async fn a_gateway_that_dies_on_the_way_is_not_skipped() {
    let identity = Identity::generate("dying").unwrap();
    let server = Server::tls(&identity, async |_| -> http::Response<AnyBody> { panic!("dying") }).await;
    let several = Several::behind(async |country: &mut Country| {
        country.gateway("VN/GOV/G01/dying", &server.address.to_string(), &identity);
    })
    .await;
    let reply = several
        .consumer
        .ask(Method::POST, &format!("/r1/{SERVICE}/x"))
        .send()
        .await;
    assert_eq!((reply.status, reply.code()), (504, Some("outcome_unknown")));
    assert_eq!(several.provider.size(LogName::Exchange), 0, "it was not sent again");
    assert_eq!(several.consumer.size(LogName::Unfinished), 1);
}

/// A gateway removed from the directory is not asked again, though its connection is still open.
#[tokio::test]
async fn a_removed_gateway_is_not_asked() {
    let mut several = Several::behind(async |_: &mut Country| {}).await;
    let ask = |several: &Several| several.consumer.ask(Method::GET, &format!("/r1/{SERVICE}/x"));
    assert_eq!(ask(&several).send().await.status, 200);
    several.country.register(
        "VN/GOV/G01",
        json!({"gateway_removal": {"gateway": "VN/GOV/G01/alive"}}),
    );
    assert_eq!(ask(&several).send().await.code(), Some("unknown_member"));
    assert_eq!(several.provider.size(LogName::Exchange), 1);
}

/// What is no message of ours gets no answer of worth from the gateway leg.
#[tokio::test]
async fn an_answer_that_is_no_gateways_is_not_believed() {
    let identity = Identity::generate("web").unwrap();
    let server = Server::tls(&identity, async |_| {
        response(200, HeaderMap::new(), AnyBody::sized("<html>"))
    })
    .await;
    let mut country = Country::new();
    country.service(SERVICE, json!({}));
    country.gateway("VN/GOV/G01/web", &server.address.to_string(), &identity);
    let consumer = Setup::new("VN/GOV/H45/gw1")
        .client(CLIENT, ConnectionType::Http)
        .start(&mut country)
        .await;
    let reply = consumer.ask(Method::GET, &format!("/r1/{SERVICE}/x")).send().await;
    assert_eq!(reply.code(), Some("malformed_message"));
    assert!(!reply.text().contains("html"), "{reply:?}");
}
