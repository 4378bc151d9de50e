//! What a client says reaches the provider as it was said.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use motlan_evidence::LogName;
use motlan_exchange::gateway::ConnectionType;
use motlan_exchange::transport::payload::sha512;

use crate::support::{CLIENT, Heard, Pair, Reply, SERVICE, Setup, echo, raw};

#[tokio::test]
async fn every_verb_reaches_the_provider() {
    let pair = Pair::start().await;
    let verbs = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
    ];
    for (count, verb) in (1..).zip(verbs) {
        let reply = pair.ask(verb.clone(), "/a").send().await;
        assert_eq!((reply.status, reply.code()), (200, None), "{verb}: {reply:?}");
        assert_eq!(Heard::of(&reply).method, verb.as_str());
        assert_eq!(pair.consumer.size(LogName::Exchange), count, "{verb}");
        assert_eq!(pair.provider.size(LogName::Exchange), count, "{verb}");
    }
}

/// X-Road's RestProxyTest: percent-encoded identifiers, `/path%3B/`, an empty path; and queries as they are.
#[tokio::test]
async fn what_follows_the_service_code_is_not_touched() {
    let pair = Pair::start().await;
    for (rest, target) in [
        ("", "/"),
        ("/", "/"),
        ("/path%3B/", "/path%3B/"),
        ("/a//b/", "/a//b/"),
        ("/%C3%B6/%25?q=%2F%20+&q=%3D;x", "/%C3%B6/%25?q=%2F%20+&q=%3D;x"),
        ("?a", "/?a"),
        ("/?", "/?"),
    ] {
        let reply = pair.get(rest).send().await;
        assert_eq!(reply.status, 200, "{rest}: {reply:?}");
        assert_eq!(Heard::of(&reply).target, target, "{rest}");
    }
}

#[tokio::test]
async fn percent_encoded_identifiers_name_the_same_service() {
    let pair = Pair::start().await;
    let reply = pair
        .consumer
        .ask(Method::GET, "/r1/VN/%47OV/G01/p%6Fpulation/echo/x")
        .set("x-road-client", "VN/GOV/H45/%6Fnestop")
        .send()
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("x-road-service"), SERVICE);
}

/// X-Road's RestProxyTest again: a slash and a letter outside ASCII inside codes, on both sides.
#[tokio::test]
async fn identifiers_may_hold_slashes_and_letters() {
    let (service, client) = ("VN/GOV/G01/s%2Fub/%C3%B6", "VN/GOV/H45/m%E1%BB%99t%2Fc%E1%BB%ADa");
    let mut pair = Pair::builder()
        .provider(|setup| setup.router(service, echo()))
        .consumer(|setup| setup.client(client, ConnectionType::Http))
        .start()
        .await;
    pair.country.system("VN/GOV/G01/s%2Fub");
    pair.country.system(client);
    pair.country.service(service, serde_json::json!({}));
    pair.country.grant(client, service, serde_json::json!({}));
    let request = pair.consumer.ask(Method::GET, &format!("/r1/{service}/x"));
    let reply = request.set("x-road-client", client).send().await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(
        (reply.header("x-road-service"), reply.header("x-road-client")),
        (service, client)
    );
    assert_eq!(Heard::of(&reply).target, "/x");
}

/// X-Road's RestRequestTest: a class may stand before the code, or not; three parts are refused in `codes::heads`.
#[tokio::test]
async fn a_represented_party_has_one_part_or_two() {
    let pair = Pair::start().await;
    for party in ["G01", "GOV/G01", "C%2FD/M%C3%B6"] {
        let reply = pair.get("/").header("x-road-represented-party", party).send().await;
        assert_eq!(reply.status, 200, "{party}: {reply:?}");
        assert_eq!(Heard::of(&reply).all("x-road-represented-party"), [party]);
    }
}

#[tokio::test]
async fn the_path_is_appended_to_the_base_of_the_service() {
    let pair = Pair::builder()
        .provider(|setup: Setup| {
            let target = motlan_exchange::gateway::Target::Router {
                router: echo(),
                base_path: "/base/v1".to_owned(),
            };
            setup.target(SERVICE, target)
        })
        .start()
        .await;
    for (rest, target) in [("", "/base/v1"), ("/", "/base/v1/"), ("/a?b", "/base/v1/a?b")] {
        assert_eq!(Heard::of(&pair.get(rest).send().await).target, target, "{rest}");
    }
}

#[tokio::test]
async fn headers_pass_but_for_those_of_one_connection_and_of_gateways() {
    let pair = Pair::start().await;
    let reply = pair
        .post("/")
        .header("authorization", "Bearer x")
        .header("cookie", "a=b")
        .header("x-own", "one")
        .header("x-own", "two")
        .header("x-road-userid", "officer")
        .header("x-road-issue", "case-1")
        .header("x-road-represented-party", "GOV/G01")
        .header("user-agent", "client/1")
        .header("connection", "x-hop")
        .header("x-hop", "1")
        .header("motlan-caller", "system=\"VN/GOV/G14/forged\"")
        .header("x-road-request-id", "forged")
        .header("x-road-request-hash", "forged")
        .body("hello")
        .send()
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let heard = Heard::of(&reply);
    for (name, values) in [
        ("authorization", vec!["Bearer x"]),
        ("cookie", vec!["a=b"]),
        ("x-own", vec!["one", "two"]),
        ("x-road-userid", vec!["officer"]),
        ("x-road-issue", vec!["case-1"]),
        ("x-road-represented-party", vec!["GOV/G01"]),
        ("x-road-client", vec![CLIENT]),
        ("content-length", vec!["5"]),
        ("accept", vec!["application/json"]),
        ("user-agent", vec![]),
        ("x-hop", vec![]),
        ("motlan-caller", vec![]),
        ("x-road-request-hash", vec![]),
    ] {
        assert_eq!(heard.all(name), values, "{name}");
    }
    assert_ne!(heard.all("x-road-request-id"), ["forged"]);
    assert_eq!(heard.all("x-road-request-id"), [reply.header("x-road-request-id")]);
    assert_eq!(reply.header("x-road-client"), CLIENT);
    assert_eq!(reply.header("x-road-service"), SERVICE);
}

/// X-Road's RestProxyTest: the message id is kept both ways, and nothing demands that it is new.
#[tokio::test]
async fn one_message_id_twice_is_two_transactions() {
    let pair = Pair::start().await;
    let mut replies = Vec::new();
    for _ in 0..2 {
        replies.push(pair.get("/same").header("x-road-id", "order-1").send().await);
    }
    let [first, second] = &replies[..] else {
        panic!("two were sent")
    };
    assert_eq!(
        (first.header("x-road-id"), second.header("x-road-id")),
        ("order-1", "order-1")
    );
    assert_eq!(Heard::of(first).all("x-road-id"), ["order-1"]);
    assert_ne!(Heard::of(first).transaction, Heard::of(second).transaction);
    for name in ["x-road-request-id", "x-road-request-hash", "motlan-proof"] {
        assert_ne!(first.header(name), second.header(name), "{name}");
    }
    assert_eq!(
        (
            pair.consumer.size(LogName::Exchange),
            pair.provider.size(LogName::Exchange)
        ),
        (2, 2)
    );
    assert_eq!(pair.provider.gateway.evidence().find("order-1").unwrap().len(), 2);
}

#[tokio::test]
async fn a_message_id_is_made_where_there_is_none() {
    let pair = Pair::start().await;
    let reply = pair.get("/").send().await;
    let id = reply.header("x-road-id").to_owned();
    assert!(
        id.strip_prefix("VN-")
            .is_some_and(|id| uuid::Uuid::try_parse(id).is_ok()),
        "{id}"
    );
    assert_eq!(Heard::of(&reply).all("x-road-id"), [id]);
}

/// Recomputed from what the provider received, by the rule of X-Road's message protocol.
#[tokio::test]
async fn the_request_hash_is_that_of_the_received_head_and_body() {
    let pair = Pair::start().await;
    for body in ["", "hello"] {
        let request = pair
            .post("/a?b=c")
            .header("accept", "*/*")
            .header("x-zeta", "1")
            .header("x-alpha", "2");
        let reply = request.header("x-zeta", "3").body(body).send().await;
        let heard = Heard::of(&reply);
        let passed = heard.headers.iter().filter(|(name, _)| name != "content-length");
        let lines: String = passed.flat_map(|(name, value)| [name, ":", value, "\r\n"]).collect();
        let message = format!("POST\r\n/r1/{SERVICE}/a?b=c\r\n{lines}");
        let of_head = sha512(message.as_bytes());
        let hash = if body.is_empty() {
            of_head
        } else {
            sha512(&[of_head, sha512(body.as_bytes())].concat())
        };
        assert_eq!(reply.header("x-road-request-hash"), STANDARD.encode(hash), "{message}");
    }
}

/// hyper keeps no original case, so the hash is over lower-case names; the order is that of arrival.
#[tokio::test]
async fn names_in_any_case_are_heard_in_their_order() {
    let pair = Pair::start().await;
    let request = format!(
        "GET /r1/{SERVICE}/ HTTP/1.1\r\nHost: a\r\nX-B: 1\r\nX-Road-Client: {CLIENT}\r\nACCEPT: text/plain\r\nX-A: 2\r\n\
         Connection: close\r\n\r\n"
    );
    let reply = Reply::parse(&raw(pair.consumer.http(), request.as_bytes(), false).await);
    let heard = Heard::of(&reply);
    let names: Vec<_> = heard.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "x-b",
            "x-road-client",
            "accept",
            "x-a",
            "x-road-request-id",
            "x-road-id"
        ]
    );
}

#[tokio::test]
async fn the_last_client_header_counts() {
    let pair = Pair::start().await;
    let request = pair
        .get("/")
        .set("x-road-client", "VN/GOV/H45/other")
        .header("x-road-client", CLIENT);
    assert_eq!(request.send().await.status, 200);
}
