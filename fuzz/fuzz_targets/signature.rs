//! Message signatures (RFC 9421) and content digests (RFC 9530) of strangers.
#![no_main]

use http::{HeaderMap, HeaderName, HeaderValue};
use libfuzzer_sys::fuzz_target;
use motlan_exchange::signature;

const NAMES: [&str; 5] = ["signature", "signature-input", "content-digest", "motlan-exchange", "motlan-message"];

fuzz_target!(|input: &[u8]| {
    let mut headers = HeaderMap::new();
    for (line, name) in input.split(|byte| *byte == b'\n').zip(NAMES.into_iter().cycle()) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    let _ = signature::parse(&headers);
    let _ = signature::parse_content_digest(&headers);
});
