//! Request heads that no careful client writes, byte by byte through a socket. None of them leaves the consumer's gateway.

use motlan_evidence::LogName;

use super::{Seen, rows};
use crate::support::{CLIENT, Pair, Reply, SERVICE, raw};

rows! {
    InvalidRequest: segments, verbs, proxy_requests, represented_party_of_three, client_of_five;
    InvalidClient: client_that_connection_takes_away;
    HeadersTooLarge: more_headers_than_pass, more_bytes_than_pass;
}

/// Sends each request line with these headers; all are refused alike.
async fn refused<'a>(lines: impl IntoIterator<Item = &'a str>, headers: &str, code: &str) -> Seen {
    let pair = Pair::start().await;
    let mut last = None;
    for line in lines {
        let request =
            format!("{line} HTTP/1.1\r\nhost: a\r\nx-road-client: {CLIENT}\r\n{headers}connection: close\r\n\r\n");
        let reply = Reply::parse(&raw(pair.consumer.http(), request.as_bytes(), false).await);
        assert_eq!(reply.code(), Some(code), "{line}: {reply:?}");
        last = Some(reply);
    }
    let logged = [&pair.consumer, &pair.provider].map(|node| node.size(LogName::Exchange));
    assert_eq!(logged, [0, 0], "a refusal leaves no entry");
    Seen::ClientProxy(last.unwrap())
}

/// X-Road warns of most of these; here an identifier has one text, or none.
async fn segments() -> Seen {
    let long = format!("GET /r1/{}/GOV/G01/population/echo", "i".repeat(256));
    refused(
        [
            "GET /r1/VN/GOV/G01/population",
            "GET /r1/VN/GOV/G01/population/",
            "GET /r1/VN/GOV//population/echo",
            "GET /r1/VN/GOV/../population/echo",
            "GET /r1/VN/GOV/%2E%2e/population/echo",
            "GET /r1/VN/GOV/G01/./echo",
            "GET /r1/VN/GOV/%FF/population/echo",
            "GET /r1/VN/GOV/G01/population/echo%00",
            "GET /r1/VN/GOV/G01/population/echo%0d%0a",
            "GET /r1/VN/GOV/G01/pop%E2%80%8Bulation/echo",
            "GET /r1/VN:GOV:G01:population:echo",
            &long,
        ],
        "",
        "invalid_request",
    )
    .await
}

async fn verbs() -> Seen {
    let lines = ["INVALID", "get", "Get", "PROPFIND", "PRI"].map(|verb| format!("{verb} /r1/{SERVICE}/x"));
    refused(lines.iter().map(String::as_str), "", "invalid_request").await
}

/// A gateway is no proxy: not for its own address, and not for others.
async fn proxy_requests() -> Seen {
    let own = format!("GET http://gateway.test/r1/{SERVICE}/x");
    let lines = ["GET https://invalid.uri/", "CONNECT vn.example:443", "OPTIONS *", &own];
    refused(lines, "", "invalid_request").await
}

async fn represented_party_of_three() -> Seen {
    let line = format!("GET /r1/{SERVICE}/x");
    refused([&*line], "x-road-represented-party: VN/GOV/G01\r\n", "invalid_request").await
}

/// Of several the last counts, also where it is wrong.
async fn client_of_five() -> Seen {
    let line = format!("GET /r1/{SERVICE}/x");
    refused([&*line], "x-road-client: VN/GOV/H45/onestop/x\r\n", "invalid_request").await
}

/// What `Connection` names belongs to the connection, so nobody asks.
async fn client_that_connection_takes_away() -> Seen {
    let line = format!("GET /r1/{SERVICE}/x");
    refused([&*line], "connection: X-Road-Client\r\n", "invalid_client_identifier").await
}

async fn more_headers_than_pass() -> Seen {
    let line = format!("GET /r1/{SERVICE}/x");
    refused([&*line], &"x-many: 1\r\n".repeat(129), "headers_too_large").await
}

async fn more_bytes_than_pass() -> Seen {
    let line = format!("GET /r1/{SERVICE}/x");
    let header = format!("x-large: {}\r\n", "a".repeat(60 * 1024));
    refused([&*line], &header, "headers_too_large").await
}
