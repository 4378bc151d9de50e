//! What a provider answers reaches the client as it was answered: status, reason, headers, lengths.

use axum::Router;
use http::Method;
use motlan_evidence::{LogName, Outcome, StatusClass};

use crate::support::{CLIENT, Pair, Reply, SERVICE, raw, verbatim};

/// The message id of every question here.
const MESSAGE: &str = "the-only";

/// Asks through both gateways and reads the bytes of the answer.
async fn answered(verb: &str, answer: &'static str) -> (Pair, String) {
    let pair = Pair::builder().url(verbatim(answer).await).start().await;
    let request = format!(
        "{verb} /r1/{SERVICE}/ HTTP/1.1\r\nhost: a\r\nx-road-client: {CLIENT}\r\nx-road-id: {MESSAGE}\r\nconnection: close\r\n\r\n"
    );
    let text = raw(pair.consumer.http(), request.as_bytes(), false).await;
    (pair, text)
}

/// X-Road's RestProxyTest: a redirection is the client's affair.
#[tokio::test]
async fn a_redirection_passes_with_its_location() {
    let (pair, text) = answered(
        "GET",
        "HTTP/1.1 302 Found\r\nlocation: https://example.test/a?b=%20#c\r\ncontent-length: 0\r\n\r\n",
    )
    .await;
    let reply = Reply::parse(&text);
    assert_eq!(reply.status, 302);
    assert_eq!(reply.header("location"), "https://example.test/a?b=%20#c");
    assert_eq!(outcome(&pair), StatusClass::Redirection);
}

/// The class that both entries of the only transaction carry.
fn outcome(pair: &Pair) -> StatusClass {
    let [mine, theirs] = [&pair.consumer, &pair.provider].map(|node| {
        let found = node.gateway.evidence().find(MESSAGE).unwrap();
        match found.as_slice() {
            [only] => only.entry.outcome,
            other => panic!("{} entries", other.len()),
        }
    });
    assert_eq!(mine, theirs);
    match mine {
        Outcome::Answered { class, .. } => class,
        Outcome::Unfinished(cause) => panic!("{cause:?}"),
    }
}

#[tokio::test]
async fn a_providers_own_refusal_is_an_answer() {
    for (answer, status, class) in [
        (
            "HTTP/1.1 404 Not Found\r\nx-road-error: forged\r\nmotlan-error: forged\r\ncontent-length: 2\r\n\r\nno",
            404,
            StatusClass::ClientError,
        ),
        (
            "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 2\r\n\r\nno",
            500,
            StatusClass::ServerError,
        ),
        (
            "HTTP/1.1 503 Service Unavailable\r\nretry-after: 9\r\ncontent-length: 2\r\n\r\nno",
            503,
            StatusClass::ServerError,
        ),
    ] {
        let (pair, text) = answered("GET", answer).await;
        let reply = Reply::parse(&text);
        assert_eq!((reply.status, reply.text()), (status, "no"));
        assert_eq!(
            (reply.find("x-road-error"), reply.code()),
            (None, None),
            "no gateway refused: {text}"
        );
        assert_eq!(outcome(&pair), class);
    }
}

#[tokio::test]
async fn lengths_are_restored_exactly() {
    // Verb, what the provider says, the lengths that the client is told, the body that it gets.
    for (verb, answer, lengths, body) in [
        (
            "GET",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
            vec!["content-length: 2"],
            "ok",
        ),
        (
            "GET",
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            vec!["content-length: 0"],
            "",
        ),
        (
            "GET",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            vec!["transfer-encoding: chunked"],
            "2\r\nok\r\n0\r\n\r\n",
        ),
        ("GET", "HTTP/1.1 204 No Content\r\n\r\n", vec![], ""),
        (
            "GET",
            "HTTP/1.1 304 Not Modified\r\netag: \"a\"\r\ncontent-length: 1234\r\n\r\n",
            vec!["content-length: 1234"],
            "",
        ),
        ("GET", "HTTP/1.1 304 Not Modified\r\netag: \"a\"\r\n\r\n", vec![], ""),
        (
            "HEAD",
            "HTTP/1.1 200 OK\r\ncontent-length: 1234\r\n\r\n",
            vec!["content-length: 1234"],
            "",
        ),
        ("HEAD", "HTTP/1.1 200 OK\r\n\r\n", vec![], ""),
        (
            "HEAD",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 7\r\n\r\n",
            vec!["content-length: 7"],
            "",
        ),
    ] {
        let (pair, text) = answered(verb, answer).await;
        let (head, received) = text.split_once("\r\n\r\n").unwrap();
        let is_length = |line: &&str| line.starts_with("content-length") || line.starts_with("transfer-encoding");
        let told: Vec<_> = head.lines().filter(is_length).collect();
        assert_eq!((told, received), (lengths, body), "{verb} {answer:?} gave {text:?}");
        assert_eq!(pair.provider.size(LogName::Exchange), 1);
    }
}

/// A router in the gateway's process has no server before it that would look after lengths.
#[tokio::test]
async fn a_router_cannot_leave_a_client_waiting() {
    let router = Router::new().fallback(async || ([("content-length", "1000")], "short"));
    let pair = Pair::builder().router(router).start().await;
    let reply = pair.get("/").send().await;
    assert_eq!(
        (reply.status, reply.text(), reply.header("content-length")),
        (200, "short", "5")
    );
}

#[tokio::test]
async fn status_lines_pass_as_they_are() {
    for (answer, line) in [
        (
            "HTTP/1.1 200 Okay then\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 Okay then",
        ),
        ("HTTP/1.1 299 \r\ncontent-length: 0\r\n\r\n", "HTTP/1.1 299 "),
        (
            "HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 201 Created",
        ),
    ] {
        let (_, text) = answered("GET", answer).await;
        assert!(text.starts_with(line), "{text}");
    }
}

/// X-Road's RestProxyTest: one `Date`, whatever the provider said; and only gateways speak of the exchange.
#[tokio::test]
async fn gateways_headers_are_theirs_alone() {
    let (_, text) = answered(
        "GET",
        "HTTP/1.1 200 OK\r\ndate: Sat, 21 Nov 2026 00:00:00 GMT\r\nserver: provider/1\r\nx-road-id: forged\r\n\
         x-road-service: forged\r\nx-road-request-hash: forged\r\nmotlan-proof: forged\r\nset-cookie: a=1\r\n\
         set-cookie: b=2\r\ncontent-length: 0\r\n\r\n",
    )
    .await;
    let reply = Reply::parse(&text);
    assert_eq!(reply.header("date"), "Sat, 21 Nov 2026 00:00:00 GMT");
    assert_eq!(reply.find("server"), None);
    assert_eq!(reply.header("x-road-service"), SERVICE);
    assert_eq!(reply.header("x-road-id"), MESSAGE);
    assert_eq!(reply.header("motlan-proof"), "/minh-chung/exchange/0.tlog-proof");
    assert!(!text.contains("forged"), "{text}");
    assert_eq!(reply.headers.get_all("set-cookie").iter().count(), 2);
}

/// RFC 9110: an interim answer is no outcome.
#[tokio::test]
async fn an_interim_answer_is_not_the_answer() {
    let (pair, text) = answered(
        "GET",
        "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
    )
    .await;
    assert_eq!(Reply::parse(&text).status, 200, "{text}");
    assert_eq!(outcome(&pair), StatusClass::Success);
}

#[tokio::test]
async fn http_1_0_clients_are_answered() {
    let pair = Pair::start().await;
    let request = format!("GET /r1/{SERVICE}/ HTTP/1.0\r\nx-road-client: {CLIENT}\r\n\r\n");
    assert_eq!(
        Reply::parse(&raw(pair.consumer.http(), request.as_bytes(), false).await).status,
        200
    );
    assert_eq!(pair.ask(Method::GET, "/").send().await.status, 200);
}
