//! Proof files that somebody hands in, and the paths in them.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use motlan_evidence::{LogKey, VerifierKey, verify_case_proof, verify_proof};

static KEY: LazyLock<VerifierKey> = LazyLock::new(|| {
    let key: LogKey = "44".repeat(32).parse().expect("32 bytes");
    key.verifier("motlan/VN/GOV/H45/exchange").expect("a name")
});

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let _ = verify_proof(text, &KEY);
    let _ = verify_case_proof(text, &KEY);
});
