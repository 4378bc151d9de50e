//! The canonical heads that a peer signed: what is read has one spelling.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motlan_exchange::xroad::{RequestHead, RequestMessage, ResponseMessage};

fuzz_target!(|input: &[u8]| {
    if let Ok(message) = RequestMessage::decode(input) {
        assert_eq!(message.encode(), input);
    }
    if let Ok(message) = ResponseMessage::decode(input) {
        assert_eq!(message.encode(), input);
    }
    let _ = RequestHead::decode(input);
});
