//! Response heads: what a provider may say, what its gateway adds, what the client receives.

use http::{Method, StatusCode};
use motlan_core::Code;
use motlan_exchange::xroad::response::has_no_body;
use motlan_exchange::xroad::{
    RequestHash, RequestHead, ResponseMessage, client_response_headers, provider_request_headers, provider_response,
};

use super::{headers, parse};

fn request() -> RequestHead {
    parse(
        "GET",
        "/r1/VN/GOV/G01/s%2Fub/%C3%B6",
        &[("X-Road-Client", "VN/GOV/G24/insurance"), ("X-Road-Id", "id 42")],
    )
    .expect("a request")
}

fn hash() -> RequestHash {
    RequestHash::new(&request().encode(), b"")
}

fn respond(status: u16, reason: Option<&[u8]>, pairs: &[(&str, &str)]) -> ResponseMessage {
    let status = StatusCode::from_u16(status).expect("a status");
    provider_response(status, reason, &headers(pairs), &request(), &hash()).expect("a response")
}

#[test]
fn the_gateway_replaces_the_words_of_gateways_and_drops_those_of_the_connection() {
    let message = respond(
        200,
        None,
        &[
            ("Server", "nginx"),
            ("Date", "Sat, 21 Nov 2026 00:00:00 GMT"),
            ("Content-Type", "application/json"),
            ("Date", "Sat, 21 Nov 2026 00:00:01 GMT"),
            ("Content-Length", "2"),
            ("Connection", "keep-alive, X-Hop"),
            ("X-Hop", "1"),
            ("X-Road-Id", "forged"),
            ("X-Road-Client", "forged"),
            ("X-Road-Service", "forged"),
            ("X-Road-Request-Id", "forged"),
            ("X-Road-Request-Hash", "forged"),
            ("X-Road-Error", "forged"),
            ("Motlan-Proof", "forged"),
            ("X-Road-Other", "stays"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
        ],
    );
    let canonical = format!(
        "200\r\nOK\r\n\
        date:Sat, 21 Nov 2026 00:00:00 GMT\r\n\
        content-type:application/json\r\n\
        x-road-other:stays\r\n\
        set-cookie:a=1\r\n\
        set-cookie:b=2\r\n\
        x-road-id:id 42\r\n\
        x-road-client:VN/GOV/G24/insurance\r\n\
        x-road-service:VN/GOV/G01/s%2Fub/%C3%B6\r\n\
        x-road-request-id:0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01\r\n\
        x-road-request-hash:{}\r\n",
        hash()
    );
    assert_eq!(String::from_utf8(message.encode()).unwrap(), canonical);
    assert_eq!(ResponseMessage::decode(canonical.as_bytes()).unwrap(), message);
}

#[test]
fn the_reason_is_the_providers_where_it_is_printable() {
    let rows: [(u16, Option<&[u8]>, &str); 5] = [
        (404, None, "Not Found"),
        (404, Some(b"Khong thay"), "Khong thay"),
        (404, Some(b""), ""),
        (404, Some(b"Kh\xc3\xb4ng"), "Not Found"),
        (599, None, ""),
    ];
    for (status, reason, expected) in rows {
        assert_eq!(respond(status, reason, &[]).reason(), expected);
    }
}

#[test]
fn a_response_answers_its_own_request_only() {
    let message = respond(200, None, &[]);
    assert_eq!(message.check_answers(&request(), &hash()), Ok(()));
    let canonical = String::from_utf8(message.encode()).unwrap();
    let rows = [
        ("x-road-id:id 42", "x-road-id:id 43", "x-road-id"),
        ("x-road-id:id 42\r\n", "", "x-road-id"),
        (
            "x-road-id:id 42\r\n",
            "x-road-id:id 42\r\nx-road-id:id 42\r\n",
            "x-road-id",
        ),
        ("G24/insurance", "G24/other", "x-road-client"),
        ("s%2Fub/%C3%B6", "s%2Fub/o", "x-road-service"),
        ("0c1b1f3e", "1c1b1f3e", "x-road-request-id"),
        ("x-road-request-hash:", "x-road-request-hash:A", "x-road-request-hash"),
    ];
    for (from, to, name) in rows {
        let other = ResponseMessage::decode(canonical.replacen(from, to, 1).as_bytes()).unwrap();
        let failure = other.check_answers(&request(), &hash()).unwrap_err();
        assert_eq!(failure.code, Code::InconsistentResponse);
        assert_eq!(
            failure.detail,
            format!("{name} of the response does not match the request")
        );
    }
}

#[test]
fn the_client_receives_the_signed_length_except_where_there_is_none() {
    let rows = [
        (200, Some(2), Some("2")),
        (200, Some(0), Some("0")),
        (200, None, None),
        (204, Some(0), None),
        (304, Some(7), Some("7")),
        (302, Some(0), Some("0")),
    ];
    for (status, length, expected) in rows {
        let received = client_response_headers(&respond(status, None, &[("Location", "/r1/x")]), length);
        let shown = received.get("content-length").map(|value| value.to_str().unwrap());
        assert_eq!(shown, expected, "{status} {length:?}");
        // RestProxyTest.shouldNotFollow302Redirects.
        assert_eq!(received["location"], "/r1/x");
        assert_eq!(received["x-road-id"], "id 42");
    }
}

/// RestProxyTest.shouldHaveOnlyOneDateHeader.
#[test]
fn the_client_receives_one_date_and_every_cookie() {
    let dates = [
        ("Date", "a"),
        ("Set-Cookie", "a=1"),
        ("Date", "b"),
        ("Set-Cookie", "b=2"),
    ];
    let received = client_response_headers(&respond(200, None, &dates), None);
    assert_eq!(received.get_all("date").iter().collect::<Vec<_>>(), ["a"]);
    assert_eq!(
        received.get_all("set-cookie").iter().collect::<Vec<_>>(),
        ["a=1", "b=2"]
    );
}

#[test]
fn head_and_two_statuses_have_no_body() {
    let rows = [
        (Method::GET, 200, false),
        (Method::HEAD, 200, true),
        (Method::POST, 204, true),
        (Method::GET, 304, true),
        (Method::GET, 302, false),
    ];
    for (method, status, expected) in rows {
        assert_eq!(
            has_no_body(&method, StatusCode::from_u16(status).unwrap()),
            expected,
            "{method} {status}"
        );
    }
}

#[test]
fn the_provider_is_asked_for_json_where_the_client_names_nothing() {
    let asked = provider_request_headers(&request());
    assert_eq!(asked["accept"], "application/json");
    assert_eq!(asked["x-road-id"], "id 42");
    assert_eq!(asked["x-road-request-id"], "0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01");
    assert!(!String::from_utf8(request().encode()).unwrap().contains("accept"));
    let client = ("X-Road-Client", "VN/GOV/G24");
    let head = parse(
        "GET",
        "/r1/a/b/c/d/e",
        &[client, ("Accept", "text/csv"), ("Accept", "text/plain")],
    )
    .unwrap();
    let asked = provider_request_headers(&head);
    assert_eq!(
        asked.get_all("accept").iter().collect::<Vec<_>>(),
        ["text/csv", "text/plain"]
    );
}

#[test]
fn a_providers_head_beyond_the_limit_is_refused() {
    let large = "v".repeat(32 * 1024);
    let failure = provider_response(StatusCode::OK, None, &headers(&[("x", &large)]), &request(), &hash());
    assert_eq!(failure.unwrap_err().code, Code::HeadersTooLarge);
}
