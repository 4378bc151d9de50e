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
        // Paths are decoded once, so a normal one is not raw; escaped again it must come back as it was.
        if let Ok(again) = normalise_path(&escaped(&path)) {
            assert_eq!(again, path);
        }
        assert!(!path.contains("/../") && !path.contains("/./"), "{path}");
        if let Ok(glob) = first.parse::<PathGlob>() {
            let _ = glob.matches(&path);
        }
    }
});

fn escaped(path: &str) -> String {
    let escape = |byte: u8| match byte {
        b'/' => "/".to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02x}"),
    };
    path.bytes().map(escape).collect()
}
