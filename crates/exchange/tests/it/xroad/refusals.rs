//! Request heads that are refused: which code, and what the client is told.

use http::HeaderValue;
use motlan_core::Code;
use motlan_exchange::xroad::RequestHead;

use super::requests::{CLIENT, TARGET};
use super::{headers, parse, parse_map};

#[test]
fn malformed_requests_are_refused() {
    let long = format!("/r1/{}/Class/Member/SubSystem/ServiceCode", "i".repeat(256));
    let rows = [
        // RestRequestTest.shouldRejectWrongProtocolVersion, shouldRejectInvalidURL, shouldRejectInvalidVerb.
        (
            "GET",
            "/r2/Instance/Class/Member/SubSystem/ServiceCode",
            "the path does not begin with /r1/",
        ),
        (
            "GET",
            "https://invalid.uri/",
            "the request target is not an absolute path",
        ),
        (
            "INVALID",
            TARGET,
            "the verb is not one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE",
        ),
        // RestProxyTest.shouldFailIfMalformedRequestURI.
        ("GET", "/r1/invalid", "the path names a service by 5 segments, found 1"),
        (
            "get",
            TARGET,
            "the verb is not one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE",
        ),
        (
            "CONNECT",
            "vn.example:443",
            "the request target is not an absolute path",
        ),
        (
            "OPTIONS",
            "*",
            "the target is not an absolute path with an optional query",
        ),
        (
            "GET",
            "http://vn.example/r1/a/b/c/d/e",
            "the request target is not an absolute path",
        ),
        ("GET", "/", "the path does not begin with /r1/"),
        ("GET", "/R1/a/b/c/d/e", "the path does not begin with /r1/"),
        ("GET", "/r1/a/b/c/d", "the path names a service by 5 segments, found 4"),
        ("GET", "/r1/a/b/c/d/", "the service in the path: segment 5 is empty"),
        ("GET", "/r1//b/c/d/e", "the service in the path: segment 1 is empty"),
        (
            "GET",
            "/r1/VN:GOV:G01:population:verify",
            "the path names a service by 5 segments, found 1",
        ),
        (
            "GET",
            "/r1/a/b/../d/e",
            "the service in the path: segment 3 is a relative path segment",
        ),
        (
            "GET",
            "/r1/a/b/%2E%2e/d/e",
            "the service in the path: segment 3 is a relative path segment",
        ),
        (
            "GET",
            "/r1/a/b/c/%FF/e",
            "the service in the path: segment 4 is not UTF-8 after percent-decoding",
        ),
        (
            "GET",
            "/r1/a/b/c/d/e%00",
            "the service in the path: segment 5 holds a control or invisible character",
        ),
        (
            "GET",
            &long,
            "the service in the path: segment 1 is longer than 255 bytes",
        ),
    ];
    for (method, target, detail) in rows {
        let failure = parse(method, target, &[CLIENT]).unwrap_err();
        assert_eq!(
            (failure.code, &*failure.detail),
            (Code::InvalidRequest, detail),
            "{method} {target}"
        );
    }
}

#[test]
fn should_fail_if_client_header_missing() {
    let failure = parse(
        "GET",
        "/r1/EE/BUSINESS/producer/sub/echo",
        &[("Content-Type", "application/json")],
    );
    assert_eq!(failure.unwrap_err(), Code::InvalidClient.into());
    // A malformed path is found first, as X-Road does.
    assert_eq!(parse("GET", "/r1/invalid", &[]).unwrap_err().code, Code::InvalidRequest);
}

#[test]
fn malformed_headers_are_refused() {
    let rows = [
        (
            "X-Road-Client",
            "a/b",
            Code::InvalidRequest,
            "X-Road-Client: expected 3 or 4 segments, found 2",
        ),
        (
            "X-Road-Client",
            "a/b/c/d/e",
            Code::InvalidRequest,
            "X-Road-Client: expected 3 or 4 segments, found 5",
        ),
        (
            "X-Road-Client",
            "",
            Code::InvalidRequest,
            "X-Road-Client: segment 1 is empty",
        ),
        (
            "X-Road-Client",
            "a/b/c/",
            Code::InvalidRequest,
            "X-Road-Client: segment 4 is empty",
        ),
        (
            "X-Road-Security-Server",
            "a/b/c",
            Code::InvalidRequest,
            "X-Road-Security-Server: expected 4 segments, found 3",
        ),
        (
            "X-Road-Security-Server",
            "a/b/c/d/e",
            Code::InvalidRequest,
            "X-Road-Security-Server: expected 4 segments, found 5",
        ),
        // RestRequestTest.invalidRepresentedPartyHeader.
        (
            "X-Road-Represented-Party",
            "Instance/Class/Member",
            Code::InvalidRequest,
            "X-Road-Represented-Party: expected 1 or 2 segments, none of them empty",
        ),
        ("Motlan-Purpose", "", Code::InvalidPurpose, "The purpose is malformed."),
        (
            "Motlan-Purpose",
            "a b",
            Code::InvalidPurpose,
            "The purpose is malformed.",
        ),
        (
            "Motlan-Purpose",
            "ND107;file=1",
            Code::InvalidPurpose,
            "The purpose is malformed.",
        ),
        (
            "Motlan-Idempotency-Key",
            "a b",
            Code::InvalidRequest,
            "Motlan-Idempotency-Key: expected 1 to 160 visible ASCII characters",
        ),
    ];
    for (name, value, code, detail) in rows {
        let failure = parse("GET", TARGET, &[CLIENT, (name, value)]).unwrap_err();
        assert_eq!((failure.code, &*failure.detail), (code, detail), "{name}: {value}");
    }
    let twice = [CLIENT, ("Motlan-Purpose", "a"), ("Motlan-Purpose", "a")];
    assert_eq!(parse("GET", TARGET, &twice).unwrap_err().code, Code::InvalidPurpose);
    let mut binary = headers(&[]);
    binary.append("x-road-client", HeaderValue::from_bytes(b"a/b/\xff").unwrap());
    let failure = parse_map("GET", TARGET, &binary).unwrap_err();
    assert_eq!(
        (failure.code, &*failure.detail),
        (Code::InvalidRequest, "X-Road-Client is not UTF-8")
    );
}

#[test]
fn heads_beyond_the_limit_are_refused_as_such() {
    let large = "v".repeat(32 * 1024);
    let failure = parse("GET", TARGET, &[CLIENT, ("x-large", &large)]).unwrap_err();
    assert_eq!(failure.code, Code::HeadersTooLarge);
}

/// Whatever a peer gateway signs wrongly is its own mistake, not the client's.
#[test]
fn a_malformed_head_of_a_peer_has_one_code() {
    let good = "GET\r\n/r1/a/b/c/d/e\r\nx-road-client:a/b/c\r\nx-road-id:1\r\n\
        x-road-request-id:0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01\r\n";
    assert!(RequestHead::decode(good.as_bytes()).is_ok());
    for (from, to) in [
        ("/r1/", "/r2/"),
        ("x-road-client:a/b/c\r\n", ""),
        ("a/b/c\r\nx-road-id", "a/b\r\nx-road-id"),
        ("x-road-id:1\r\n", ""),
        (
            "x-road-id:1\r\n",
            "x-road-id:1\r\nx-road-request-id:0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01\r\n",
        ),
        ("x-road-request-id:0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01\r\n", ""),
        (
            "0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01",
            "0C1B1F3E-5A6D-4A58-9C06-3D1A3C1F0A01",
        ),
        ("0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01", "17"),
        ("x-road-id:1", "motlan-caller:1"),
        ("x-road-id:1", "x-road-request-hash:1"),
        ("x-road-id:1", "X-Road-Id:1"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good);
        let failure = RequestHead::decode(bad.as_bytes()).unwrap_err();
        assert_eq!(
            failure.code,
            Code::MalformedMessage,
            "{from} -> {to}: {}",
            failure.detail
        );
    }
}
