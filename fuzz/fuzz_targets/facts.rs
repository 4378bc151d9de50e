//! The signed facts between gateways: what is read has one meaning, and that meaning is read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motlan_exchange::wire::{RequestFacts, Verdict};

fuzz_target!(|input: &[u8]| {
    if let Ok(facts) = RequestFacts::parse(input) {
        let text = facts.encode();
        let again = RequestFacts::parse(text.as_bytes()).expect("what is written can be read");
        assert_eq!(again.encode(), text);
    }
    if let Ok(Verdict::Answer(facts)) = Verdict::parse(input) {
        let text = facts.encode();
        assert!(matches!(Verdict::parse(text.as_bytes()), Ok(Verdict::Answer(_))));
    }
});
