//! The request line and headers of a client: what is accepted encodes to bytes that decode to the same.
#![no_main]

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use libfuzzer_sys::fuzz_target;
use motlan_exchange::xroad::{FreshIds, RequestHead};
use uuid::Uuid;

fuzz_target!(|input: &[u8]| {
    let mut lines = input.split(|byte| *byte == b'\n');
    let (Some(method), Some(target)) = (lines.next(), lines.next()) else { return };
    let (Ok(method), Ok(uri)) = (Method::from_bytes(method), Uri::try_from(target)) else { return };
    let mut headers = HeaderMap::new();
    for line in lines {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let (Some(name), Some(value)) = (parts.next(), parts.next()) else { continue };
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    let fresh = FreshIds {
        request_id: Uuid::from_u128(1),
        message_id: Uuid::from_u128(2),
    };
    if let Ok(head) = RequestHead::parse(&method, &uri, &headers, "VN", fresh) {
        let bytes = head.encode();
        let again = RequestHead::decode(&bytes).expect("what this gateway signs, its peer can read");
        assert_eq!(again.encode(), bytes);
    }
});
