//! Round trips, refusals and hostile bytes of the canonical head.

use http::{HeaderName, HeaderValue};
use proptest::prelude::*;

use super::*;

const REQUEST: &[u8] = b"POST\r\n/r1/VN/GOV/G01/population/verify/a%20b?x=1&y\r\ncontent-type:application/json\r\nx-road-client:VN/GOV/G24/insurance\r\nx-note: \xff spaced \r\nx-empty:\r\n";
const RESPONSE: &[u8] = b"404\r\nNot Found\r\ncontent-type:text/plain\r\n";

#[test]
fn a_request_head_reads_and_writes_the_same_bytes() {
    let message = RequestMessage::decode(REQUEST).unwrap();
    assert_eq!(message.method(), Method::POST);
    assert_eq!(message.target(), "/r1/VN/GOV/G01/population/verify/a%20b?x=1&y");
    assert_eq!(message.headers()[2].1.as_bytes(), b" \xff spaced ");
    assert_eq!(message.encode(), REQUEST);
}

#[test]
fn a_response_head_reads_and_writes_the_same_bytes() {
    let message = ResponseMessage::decode(RESPONSE).unwrap();
    assert_eq!(
        (message.status(), message.reason()),
        (StatusCode::NOT_FOUND, "Not Found")
    );
    assert_eq!(message.encode(), RESPONSE);
    assert_eq!(
        ResponseMessage::decode(b"200\r\n\r\n").unwrap().encode(),
        b"200\r\n\r\n"
    );
}

#[test]
fn requests_that_no_gateway_writes_are_refused() {
    let rows: [(&[u8], MessageError); 19] = [
        (b"", MessageError::Truncated),
        (b"GET", MessageError::Truncated),
        (b"GET\r\n/p", MessageError::Truncated),
        (b"GET\n/p\n", MessageError::Truncated),
        (b"GET\r\n/p\r\na:b", MessageError::Truncated),
        (b"get\r\n/p\r\n", MessageError::Verb),
        (b"CONNECT\r\n/p\r\n", MessageError::Verb),
        (b"INVALID\r\n/p\r\n", MessageError::Verb),
        (b"\r\n/p\r\n", MessageError::Verb),
        (b"GET\r\nhttps://invalid.uri/\r\n", MessageError::Target),
        (b"GET\r\n*\r\n", MessageError::Target),
        (b"GET\r\n\r\n", MessageError::Target),
        (b"GET\r\n/p#fragment\r\n", MessageError::Target),
        (b"GET\r\n/a b\r\n", MessageError::Target),
        (b"GET\r\n/p\r\na:b\r\n\r\n", MessageError::Header { position: 2 }),
        (b"GET\r\n/p\r\nAccept:b\r\n", MessageError::Header { position: 1 }),
        (b"GET\r\n/p\r\na:b\r\nhost:b\r\n", MessageError::Header { position: 2 }),
        (
            b"GET\r\n/p\r\nmotlan-caller:b\r\n",
            MessageError::Header { position: 1 },
        ),
        (b"GET\r\n/p\r\na:b\nc\r\n", MessageError::Header { position: 1 }),
    ];
    for (bytes, error) in rows {
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(RequestMessage::decode(bytes), Err(error), "{shown:?}");
    }
}

#[test]
fn responses_that_no_gateway_writes_are_refused() {
    let rows: [(&[u8], MessageError); 9] = [
        (b"200", MessageError::Truncated),
        (b"200\r\nOK", MessageError::Truncated),
        (b"20\r\nOK\r\n", MessageError::Status),
        (b"099\r\nOK\r\n", MessageError::Status),
        (b"100\r\nContinue\r\n", MessageError::Status),
        (b"200\r\nxong r\xe1\xbb\x93i\r\n", MessageError::Reason),
        (b"200\r\nO\nK\r\n", MessageError::Reason),
        (b"200\r\nOK\r\nx-road-error:t\r\n", MessageError::Header { position: 1 }),
        (
            b"200\r\nOK\r\nmotlan-proof:/p\r\n",
            MessageError::Header { position: 1 },
        ),
    ];
    for (bytes, error) in rows {
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(ResponseMessage::decode(bytes), Err(error), "{shown:?}");
    }
}

#[test]
fn every_header_that_is_dropped_is_refused_when_it_comes_in() {
    for name in [
        "transfer-encoding",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "upgrade",
        "connection",
        "user-agent",
        "host",
        "content-length",
        "server",
        "expect",
    ] {
        let refusal = Err(MessageError::Header { position: 1 });
        let request = format!("GET\r\n/p\r\n{name}:v\r\n");
        assert_eq!(RequestMessage::decode(request.as_bytes()), refusal, "{name}");
        let response = format!("200\r\nOK\r\n{name}:v\r\n");
        assert_eq!(
            ResponseMessage::decode(response.as_bytes()).map(|_| ()),
            Err(MessageError::Header { position: 1 })
        );
    }
}

#[test]
fn limits_hold_to_the_byte_and_the_header() {
    let fixed = b"GET\r\n/p\r\na:\r\n".len();
    let of_size = |size: usize| format!("GET\r\n/p\r\na:{}\r\n", "v".repeat(size - fixed));
    assert!(RequestMessage::decode(of_size(HEAD_BYTES_MAX).as_bytes()).is_ok());
    assert_eq!(
        RequestMessage::decode(of_size(HEAD_BYTES_MAX + 1).as_bytes()),
        Err(MessageError::TooLarge)
    );
    let of_headers = |count: usize| format!("200\r\nOK\r\n{}", "a:b\r\n".repeat(count));
    assert!(ResponseMessage::decode(of_headers(HEADERS_MAX).as_bytes()).is_ok());
    assert_eq!(
        ResponseMessage::decode(of_headers(HEADERS_MAX + 1).as_bytes()),
        Err(MessageError::TooLarge)
    );
}

#[test]
fn what_is_printed_holds_neither_path_nor_value() {
    let printed = format!("{:?}", RequestMessage::decode(REQUEST).unwrap());
    assert!(printed.contains("x-road-client"));
    for secret in ["verify", "insurance", "x=1"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

fn any_headers() -> impl Strategy<Value = Vec<Header>> {
    let name = "[a-z][a-z0-9-]{0,12}".prop_filter_map("dropped", |name| {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        (may_stand_in_request(&name) && may_stand_in_response(&name)).then_some(name)
    });
    let value = prop::collection::vec(prop_oneof![Just(b'\t'), 0x20_u8..0x7f, 0x80_u8..], 0..40)
        .prop_map(|bytes| HeaderValue::from_bytes(&bytes).unwrap());
    prop::collection::vec((name, value), 0..20)
}

proptest! {
    #[test]
    fn any_request_comes_back(
        verb in 0..VERBS.len(),
        target in "/[!-\"$-~]{0,60}",
        headers in any_headers(),
    ) {
        let target = PathAndQuery::try_from(target.as_str());
        prop_assume!(target.is_ok());
        let message = RequestMessage::new(VERBS[verb].clone(), target.unwrap(), headers).unwrap();
        let bytes = message.encode();
        prop_assert_eq!(RequestMessage::decode(&bytes).unwrap(), message);
    }

    #[test]
    fn any_response_comes_back(status in 200_u16..1000, reason in "[\t -~]{0,30}", headers in any_headers()) {
        let message = ResponseMessage::new(StatusCode::from_u16(status).unwrap(), reason, headers).unwrap();
        prop_assert_eq!(ResponseMessage::decode(&message.encode()).unwrap(), message);
    }

    /// Whatever decodes has exactly one form: its own bytes.
    #[test]
    fn a_changed_byte_is_refused_or_stands_as_it_came(at in 0..REQUEST.len(), byte: u8) {
        let mut bytes = REQUEST.to_vec();
        bytes[at] = byte;
        if let Ok(message) = RequestMessage::decode(&bytes) {
            prop_assert_eq!(message.encode(), bytes);
        }
    }

    #[test]
    fn hostile_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = RequestMessage::decode(&bytes);
        let _ = ResponseMessage::decode(&bytes);
        let with_lines = [b"GET\r\n/r1\r\n".as_slice(), &bytes, b"\r\n"].concat();
        if let Ok(message) = RequestMessage::decode(&with_lines) {
            prop_assert_eq!(message.encode(), with_lines);
        }
    }
}
