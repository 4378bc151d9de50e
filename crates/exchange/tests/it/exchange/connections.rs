//! X-Road's three connection types, and kept connections of clients.

use std::sync::Arc;

use motlan_exchange::gateway::ConnectionType;
use motlan_exchange::transport::tls::{Identity, anonymous_client};
use motlan_exchange::xroad::Spelling;
use rustls::ClientConfig;

use crate::support::{AnyBody, CLIENT, Heard, Line, Pair, Reply};

/// Asks over HTTPS with this client side.
async fn over_tls(pair: &Pair, tls: Arc<ClientConfig>) -> Reply {
    pair.get("/").over_tls(pair.consumer.https(), tls).send().await
}

#[tokio::test]
async fn a_client_must_connect_as_it_registered() {
    let own = Identity::generate("system").unwrap();
    let other = Identity::generate("other").unwrap();
    let with_certificate = ConnectionType::HttpsCertificate(vec![own.hash().unwrap()]);
    // What is registered; then whether HTTP, bare HTTPS, the own and another certificate will do.
    for (registered, allowed) in [
        (ConnectionType::Http, [true, true, true, true]),
        (ConnectionType::Https, [false, true, true, true]),
        (with_certificate, [false, false, true, false]),
    ] {
        let pair = Pair::builder()
            .consumer(|setup| setup.client(CLIENT, registered.clone()))
            .start()
            .await;
        let server = [pair.consumer.identity().hash().unwrap()];
        let replies = [
            pair.get("/").send().await,
            over_tls(&pair, anonymous_client(&server).unwrap()).await,
            over_tls(&pair, own.client(&server).unwrap()).await,
            over_tls(&pair, other.client(&server).unwrap()).await,
        ];
        for (reply, is_allowed) in replies.iter().zip(allowed) {
            let code = if is_allowed {
                None
            } else {
                Some("ssl_authentication_failed")
            };
            assert_eq!(reply.code(), code, "{registered:?}: {reply:?}");
            assert_eq!(reply.find("echo").is_some(), is_allowed);
        }
    }
}

/// The gateway leg: nothing is said to a peer without a certificate.
#[tokio::test]
async fn the_gateway_leg_demands_a_certificate() {
    let pair = Pair::start().await;
    let server = [pair.provider.identity().hash().unwrap()];
    let line = Line::try_open(pair.provider.peer(), Some(anonymous_client(&server).unwrap())).await;
    // TLS 1.3: the client may believe that it is through before the server's alert arrives.
    if let Ok(mut line) = line {
        let request = http::Request::new(AnyBody::default());
        assert!(line.send(request).await.is_err(), "an answer without a certificate");
    }
}

#[tokio::test]
async fn a_stranger_is_not_taken_for_the_gateway() {
    let pair = Pair::start().await;
    let stranger = [Identity::generate("stranger").unwrap().hash().unwrap()];
    let tls = anonymous_client(&stranger).unwrap();
    assert!(Line::try_open(pair.consumer.https(), Some(tls)).await.is_err());
}

#[tokio::test]
async fn many_questions_on_one_connection_are_answered_in_turn() {
    let pair = Pair::start().await;
    let mut line = Line::open(pair.consumer.http(), None).await;
    for number in 0..50 {
        let reply = pair
            .post(&format!("/{number}"))
            .body(number.to_string())
            .send_on(&mut line)
            .await;
        assert_eq!(
            (reply.text(), Heard::of(&reply).target),
            (number.to_string().as_str(), format!("/{number}"))
        );
        // A refusal does not cost the connection.
        let refused = pair.get("/").header("motlan-purpose", "a b").send_on(&mut line).await;
        assert_eq!(refused.code(), Some("invalid_purpose"));
    }
}

#[tokio::test]
async fn questions_at_once_get_their_own_answers() {
    let pair = Arc::new(Pair::start().await);
    let tasks: Vec<_> = (0..32)
        .map(|number| {
            let pair = Arc::clone(&pair);
            tokio::spawn(async move {
                let reply = pair.post(&format!("/{number}")).body(number.to_string()).send().await;
                assert_eq!(
                    (reply.text(), Heard::of(&reply).target),
                    (number.to_string().as_str(), format!("/{number}"))
                );
                reply.header("motlan-proof").to_owned()
            })
        })
        .collect();
    let mut proofs = std::collections::BTreeSet::new();
    for task in tasks {
        proofs.insert(task.await.unwrap());
    }
    assert_eq!(proofs.len(), 32, "each has an entry of its own");
}

#[tokio::test]
async fn the_older_spelling_is_a_setting() {
    let pair = Pair::builder()
        .consumer(|setup| setup.spelling(Spelling::CamelCase))
        .without_grant()
        .start()
        .await;
    let reply = pair.get("/").send().await;
    assert_eq!(reply.header("x-road-error"), "Server.ServerProxy.AccessDenied");
    assert_eq!(
        (reply.code(), reply.json()["type"].as_str()),
        (Some("access_denied"), Some("Server.ServerProxy.AccessDenied"))
    );
}

/// X-Road's RestProxyTest has these eleven rows: the first XML type counts, whatever its weight.
#[tokio::test]
async fn an_error_is_xml_where_the_client_reads_xml() {
    let pair = Pair::builder().without_grant().start().await;
    for (accept, content_type) in [
        (Some("application/json;charset=utf-8"), "application/json"),
        (Some("foobarbaz"), "application/json"),
        (None, "application/json"),
        (Some("application/xml"), "application/xml;charset=utf-8"),
        (Some("text/xml"), "text/xml;charset=utf-8"),
        (Some("application/xml, text/xml"), "application/xml;charset=utf-8"),
        (Some("text/xml, application/xml"), "text/xml;charset=utf-8"),
        (Some("text/xml-patch+xml"), "application/json"),
        (Some("application/xml; q=0.2"), "application/xml;charset=utf-8"),
        (
            Some("text/xml, application/xml, application/json"),
            "text/xml;charset=utf-8",
        ),
        (Some("text/*"), "text/xml;charset=utf-8"),
    ] {
        let request = pair.get("/");
        let request = match accept {
            Some(accept) => request.header("accept", accept),
            None => request,
        };
        let reply = request.send().await;
        assert_eq!(reply.header("content-type"), content_type, "{accept:?}");
        assert_eq!(reply.header("x-road-error"), "server.serverproxy.access_denied");
        let element = "<type>server.serverproxy.access_denied</type>";
        assert_eq!(
            reply.text().contains(element),
            content_type.contains("xml"),
            "{reply:?}"
        );
    }
}
