//! Where one request ends and the next begins, and how much head a listener reads at all: HTTP itself, on both faces.

use axum::Router;
use http::{HeaderMap, Method, Request};
use motlan_evidence::LogName;
use motlan_exchange::wire::WIRE_PATH;

use crate::support::{AnyBody, CLIENT, Heard, Pair, Reply, SERVICE, raw};

/// What a request that two programs could frame differently looks like: the second line hides in the body of the first.
fn request(framing: &str, body: &str) -> String {
    format!("POST /r1/{SERVICE}/first HTTP/1.1\r\nhost: a\r\nx-road-client: {CLIENT}\r\n{framing}\r\n{body}")
}

#[tokio::test]
async fn a_body_whose_end_is_doubtful_is_refused() {
    let untouched = Router::new().fallback(async || -> () { panic!("it reached the provider") });
    let pair = Pair::builder().router(untouched).start().await;
    for framing in [
        "content-length: 5\r\ncontent-length: 6\r\n",
        "content-length: 5, 6\r\n",
        "content-length: +5\r\n",
        "content-length: -1\r\n",
        "content-length: 5 5\r\n",
        "content-length : 5\r\n",
        "content-length: 99999999999999999999\r\n",
        "transfer-encoding: identity\r\n",
        "transfer-encoding: chunked, identity\r\n",
        "transfer-encoding: xchunked\r\ncontent-length: 5\r\n",
        "x-folded: a\r\n content-length: 5\r\n",
    ] {
        let answer = raw(pair.consumer.http(), request(framing, "hello").as_bytes(), true).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{framing:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "the connection ends: {answer}");
    }
    assert_eq!(pair.provider.size(LogName::Exchange), 0);
}

/// The same length twice is one length.
#[tokio::test]
async fn a_length_may_be_repeated() {
    let pair = Pair::start().await;
    let framing = "content-length: 5\r\ncontent-length: 5\r\nconnection: close\r\n";
    let answer = raw(pair.consumer.http(), request(framing, "hello").as_bytes(), false).await;
    let reply = Reply::parse(&answer);
    assert_eq!((reply.status, reply.text()), (200, "hello"), "{answer}");
    assert_eq!(Heard::of(&reply).all("content-length"), ["5"]);
}

/// RFC 9112, section 6.3: beside chunks a length counts for nothing, and the connection ends, so that whoever believed
/// the length cannot have the rest of the body taken for a request.
#[tokio::test]
async fn chunks_count_beside_a_length() {
    let hidden = format!("GET /r1/{SERVICE}/second HTTP/1.1\r\nhost: a\r\nx-road-client: {CLIENT}\r\n\r\n");
    for framing in [
        "content-length: 4\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: chunked\r\ncontent-length: 4\r\n",
    ] {
        let pair = Pair::start().await;
        let body = format!("3\r\nabc\r\n0\r\n\r\n{hidden}");
        let answer = raw(pair.consumer.http(), request(framing, &body).as_bytes(), false).await;
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{framing:?}: {answer}");
        let reply = Reply::parse(&answer);
        let heard = Heard::of(&reply);
        assert_eq!((reply.status, heard.target.as_str()), (200, "/first"), "{answer}");
        assert_eq!(heard.all("content-length"), ["3"], "the provider is told one length");
        assert_eq!(heard.all("transfer-encoding"), [] as [&str; 0]);
        assert_eq!(pair.provider.size(LogName::Exchange), 1);
    }
}

/// Beyond what two full buffers hold, or 256 lines, nobody reads on: a bare refusal, and the connection ends.
#[tokio::test]
async fn a_head_without_measure_is_not_read() {
    let pair = Pair::start().await;
    for head in [
        request(&format!("x-large: {}\r\n", "a".repeat(200 * 1024)), ""),
        request(&"x-many: 1\r\n".repeat(300), ""),
        format!("GET /r1/{SERVICE}/{} HTTP/1.1\r\n\r\n", "a".repeat(200 * 1024)),
    ] {
        let answer = raw(pair.consumer.http(), head.as_bytes(), false).await;
        // A server that hangs up while it is still being told may cut its own answer short.
        let is_refused = ["HTTP/1.1 431 ", "HTTP/1.1 414 "]
            .iter()
            .any(|line| answer.starts_with(line));
        assert!(is_refused || answer.is_empty(), "{answer}");
    }
    assert_eq!(pair.consumer.size(LogName::Exchange), 0);
    assert_eq!(pair.get("/").send().await.status, 200, "others are served");
}

#[tokio::test]
async fn between_gateways_such_a_head_is_not_read_either() {
    let pair = Pair::start().await;
    for (name, value, count) in [
        ("motlan-head", "a".repeat(200 * 1024), 1),
        ("x-many", "1".to_owned(), 300),
    ] {
        let mut line = pair.peer(1).line().await;
        let mut headers = HeaderMap::new();
        for _ in 0..count {
            headers.append(name, value.parse().unwrap());
        }
        let mut request = Request::new(AnyBody::default());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = WIRE_PATH.parse().unwrap();
        *request.headers_mut() = headers;
        if let Ok(reply) = line.send(request).await {
            assert_eq!(reply.status, 431, "{reply:?}");
        }
    }
    assert_eq!(pair.provider.size(LogName::Exchange), 0);
    assert_eq!(pair.get("/").send().await.status, 200, "others are served");
}
