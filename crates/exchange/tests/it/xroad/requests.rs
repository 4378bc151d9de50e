//! Request heads: what is read, what passes on, and the canonical bytes.

use http::{HeaderName, HeaderValue};
use motlan_exchange::xroad::{RequestHash, RequestHead};

use super::{headers, parse, parse_map};

pub(super) const TARGET: &str = "/r1/Instance/Class/Member/SubSystem/ServiceCode";
pub(super) const CLIENT: (&str, &str) = ("X-Road-Client", "Instance/Class/Member/SubSystem");

#[test]
fn should_parse_request() {
    let head = parse(
        "GET",
        &format!("{TARGET}?foo=bar"),
        &[
            CLIENT,
            ("X-Road-Id", "42"),
            ("X-Road-ServerId", "Instance/Class/Member/ServerCode"),
        ],
    )
    .unwrap();
    let canonical = "GET\r\n\
        /r1/Instance/Class/Member/SubSystem/ServiceCode?foo=bar\r\n\
        x-road-client:Instance/Class/Member/SubSystem\r\n\
        x-road-id:42\r\n\
        x-road-serverid:Instance/Class/Member/ServerCode\r\n\
        x-road-request-id:0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01\r\n";
    assert_eq!(String::from_utf8(head.encode()).unwrap(), canonical);
    assert!(!head.is_message_id_generated);
    assert_eq!(RequestHead::decode(canonical.as_bytes()).unwrap(), head);
}

#[test]
fn a_generated_message_id_ends_the_canonical_bytes() {
    for pairs in [&[CLIENT][..], &[("X-Road-Id", ""), CLIENT][..]] {
        let head = parse("POST", TARGET, pairs).unwrap();
        assert_eq!(
            String::from_utf8(head.encode()).unwrap(),
            "POST\r\n\
            /r1/Instance/Class/Member/SubSystem/ServiceCode\r\n\
            x-road-client:Instance/Class/Member/SubSystem\r\n\
            x-road-request-id:0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01\r\n\
            x-road-id:VN-7d3e2f10-98ab-4c1d-8e2f-4b5a69788796\r\n"
        );
        assert!(head.is_message_id_generated);
        assert_eq!(RequestHead::decode(&head.encode()).unwrap(), head);
    }
}

#[test]
fn every_header_that_means_something_is_read() {
    let head = parse(
        "PUT",
        "/r1/VN/GOV/G01/population/verify/a?b",
        &[
            ("X-Road-Client", "VN/GOV/G24"),
            ("X-Road-Id", "first"),
            ("X-Road-Id", "second"),
            ("X-Road-Security-Server", "VN/GOV/G01/gw1"),
            ("X-Road-Represented-Party", "Class/Member"),
            ("X-Road-UserId", "cán bộ 7"),
            ("X-Road-Issue", "issue-9"),
            ("Motlan-Purpose", "ND107-2021;dossier=H19.1"),
            ("Motlan-Idempotency-Key", "k-1"),
        ],
    )
    .unwrap();
    assert_eq!(head.method(), "PUT");
    assert_eq!(head.service.to_string(), "VN/GOV/G01/population/verify");
    assert_eq!(
        (head.path(), head.query(), head.path_and_query()),
        ("/a", Some("b"), "/a?b")
    );
    assert_eq!(head.client.to_string(), "VN/GOV/G24");
    assert_eq!(head.message_id.as_bytes(), b"second");
    assert_eq!(head.request_id, super::REQUEST_ID);
    assert_eq!(head.security_server.as_ref().unwrap().to_string(), "VN/GOV/G01/gw1");
    let party = head.represented_party.as_ref().unwrap();
    assert_eq!((party.class.as_deref(), &*party.code), (Some("Class"), "Member"));
    assert_eq!(head.user_id.as_deref(), Some("cán bộ 7"));
    assert_eq!(head.issue.as_deref(), Some("issue-9"));
    assert_eq!(head.purpose.as_ref().unwrap().to_string(), "ND107-2021;dossier=H19.1");
    assert_eq!(head.idempotency_key.as_ref().unwrap().as_str(), "k-1");
    assert_eq!(RequestHead::decode(&head.encode()).unwrap(), head);
    let printed = format!("{head:?}");
    assert!(!printed.contains("cán bộ") && !printed.contains("issue-9"), "{printed}");
}

#[test]
fn the_last_client_counts_and_all_pass_on() {
    let head = parse(
        "GET",
        TARGET,
        &[
            ("X-Road-Client", "malformed"),
            ("X-Road-Client", "VN/GOV/G24/insurance"),
        ],
    )
    .unwrap();
    assert_eq!(head.client.to_string(), "VN/GOV/G24/insurance");
    let canonical = String::from_utf8(head.encode()).unwrap();
    assert!(canonical.contains("x-road-client:malformed\r\nx-road-client:VN/GOV/G24/insurance\r\n"));
}

#[test]
fn the_colon_form_of_the_field_names_the_same_client() {
    let head = parse("GET", TARGET, &[("X-Road-Client", "VN:GOV:000.00.00.G22:vpcp")]).unwrap();
    assert_eq!(head.client.to_string(), "VN/GOV/G22/vpcp");
}

/// RestProxyTest.shouldAcceptPercentEncodedIdentifiers.
#[test]
fn percent_encoded_identifiers_are_decoded_and_the_path_is_not() {
    let head = parse(
        "GET",
        "/r1/EE/BUSINESS/producer/s%2Fub/%C3%B6%C3%A4%C3%A5/path%3B/",
        &[("X-Road-Client", "EE/BUSINESS/consumer/sub%2Fsystem")],
    )
    .unwrap();
    assert_eq!(head.service.system().code(), "s/ub");
    assert_eq!(head.service.code(), "öäå");
    assert_eq!(head.path(), "/path%3B/");
    assert_eq!(head.client.to_string(), "EE/BUSINESS/consumer/sub%2Fsystem");
    let warnings: Vec<_> = head.identifier_warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["the service identifier holds '/'", "the client identifier holds '/'"]
    );
}

#[test]
fn usual_identifiers_give_no_warning() {
    let head = parse("GET", TARGET, &[CLIENT, ("X-Road-Security-Server", "VN/GOV/G01/gw1")]).unwrap();
    assert_eq!(head.identifier_warnings(), []);
    let head = parse(
        "GET",
        TARGET,
        &[CLIENT, ("X-Road-Security-Server", "VN/GOV/G01/g;w%3A1")],
    )
    .unwrap();
    assert_eq!(
        head.identifier_warnings()[0].to_string(),
        "the security server identifier holds ';'"
    );
}

/// RestProxyTest.shouldAcceptEmptyPath, and what else may follow a service code.
#[test]
fn what_follows_the_service_code_stays_raw() {
    let rows = [
        ("", "", None, ""),
        ("/", "/", None, "/"),
        ("?", "", Some(""), "?"),
        ("?a=b%20c", "", Some("a=b%20c"), "?a=b%20c"),
        ("/?a", "/", Some("a"), "/?a"),
        ("//a/../b/", "//a/../b/", None, "//a/../b/"),
        ("/%2e%2E/%C3%B6;v=1", "/%2e%2E/%C3%B6;v=1", None, "/%2e%2E/%C3%B6;v=1"),
    ];
    for (rest, path, query, both) in rows {
        let head = parse("GET", &format!("{TARGET}{rest}"), &[CLIENT]).unwrap();
        assert_eq!(
            (head.path(), head.query(), head.path_and_query()),
            (path, query, both),
            "{rest}"
        );
        let line = format!("GET\r\n{TARGET}{rest}\r\n");
        assert!(head.encode().starts_with(line.as_bytes()), "{rest}");
    }
}

#[test]
fn only_what_belongs_to_the_message_passes_on() {
    let head = parse(
        "POST",
        TARGET,
        &[
            ("Host", "gateway"),
            ("User-Agent", "curl"),
            ("Connection", "close, X-Hop"),
            ("X-Hop", "1"),
            ("Authorization", "Bearer t"),
            ("Transfer-Encoding", "chunked"),
            ("Cookie", "a=1"),
            ("Cookie", "b=2"),
            ("X-Road-Request-Id", "forged"),
            ("X-Road-Request-Hash", "forged"),
            ("Motlan-Caller", "forged"),
            ("Motlan-Proof", "forged"),
            ("Motlan-Deliver", "async"),
            CLIENT,
            ("X-Road-Id", "42"),
            ("Expect", "100-continue"),
            ("TE", "trailers"),
            ("Content-Length", "2"),
            ("Accept", "text/plain"),
        ],
    )
    .unwrap();
    let kept: Vec<_> = head
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    assert_eq!(
        kept,
        [
            ("authorization", "Bearer t"),
            ("cookie", "a=1"),
            ("cookie", "b=2"),
            ("motlan-deliver", "async"),
            ("x-road-client", CLIENT.1),
            ("x-road-id", "42"),
            ("accept", "text/plain"),
            ("x-road-request-id", "0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01"),
        ]
    );
}

#[test]
fn values_that_are_no_text_pass_as_bytes() {
    let mut map = headers(&[CLIENT]);
    map.append("x-road-id", HeaderValue::from_bytes(b"id-\xfe").unwrap());
    map.append("x-bytes", HeaderValue::from_bytes(b"\x80\xff").unwrap());
    let head = RequestHead::decode(&parse_map("GET", TARGET, &map).unwrap().encode()).unwrap();
    assert_eq!(head.message_id.as_bytes(), b"id-\xfe");
    let bytes = head
        .headers()
        .iter()
        .find(|(name, _)| *name == HeaderName::from_static("x-bytes"));
    assert_eq!(bytes.unwrap().1.as_bytes(), b"\x80\xff");
}

/// RestProxyTest.requestHashShouldBeUnique: the request id makes it so.
#[test]
fn two_requests_with_one_message_id_have_two_hashes() {
    let first = parse("POST", TARGET, &[CLIENT, ("X-Road-Id", "queryid")])
        .unwrap()
        .encode();
    let second = String::from_utf8(first.clone())
        .unwrap()
        .replace("0c1b1f3e", "0c1b1f3f")
        .into_bytes();
    assert_eq!(
        RequestHash::new(&first, b"{}").to_string(),
        "uzGE1OBpXcvS2qb4jzqzX3R216JX6Z72VHj6pwobdJ8Jq0T5Fo+jUbhkteb1x0FbAZABEeR3EUsIPIL1upu6Bw=="
    );
    assert_ne!(RequestHash::new(&first, b"{}"), RequestHash::new(&second, b"{}"));
    assert_ne!(RequestHash::new(&first, b"{}"), RequestHash::new(&first, b""));
}
