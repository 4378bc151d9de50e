//! The directory: its lines, heads, requests, and the patterns and paths of its grants.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motlan_exchange::directory::{Directory, Head, PathGlob, SignedRequest, normalise_path};
use motlan_exchange::keys::PublicKey;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Ok(key) = first.parse::<PublicKey>() {
        let _ = Directory::read(rest, &key);
        if let Ok(head) = serde_json::from_str::<Head>(rest) {
            let _ = head.verify(&key);
        }
    }
    let _ = serde_json::from_str::<SignedRequest>(text);
    if let Ok(path) = normalise_path(rest) {
        assert_eq!(normalise_path(&path).expect("what is normal stays so"), path);
        assert!(!path.contains("/../") && !path.contains("/./"), "{path}");
        if let Ok(glob) = first.parse::<PathGlob>() {
            let _ = glob.matches(&path);
        }
    }
});
