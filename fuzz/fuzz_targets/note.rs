//! Signed notes and checkpoints, verified or not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motlan_evidence::VerifierKey;
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::note;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Ok(key) = text.lines().next().unwrap_or_default().parse::<VerifierKey>() {
        assert_eq!(key.to_string().parse::<VerifierKey>().expect("what is written can be read").to_string(), key.to_string());
        let _ = note::open(text, &key);
        let _ = Checkpoint::open(text, &key);
    }
    let _ = note::split(text);
    let _ = Checkpoint::parse_unverified(text);
});
