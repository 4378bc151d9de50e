//! Paths of tiles, bundles, and the entries in them: what is read has one spelling.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motlan_evidence::case::CaseEntry;
use motlan_evidence::entry::Entry;
use motlan_evidence::record::EvidenceRecord;
use motlan_evidence::tile::{Tile, bundle_entries};

fuzz_target!(|input: &[u8]| {
    if let Some(tile) = std::str::from_utf8(input).ok().and_then(Tile::parse) {
        assert_eq!(tile.path().as_bytes(), input);
    }
    if let Ok(entry) = Entry::parse(input) {
        assert_eq!(entry.to_bytes(), input);
    }
    if let Ok(entry) = CaseEntry::parse(input) {
        assert_eq!(entry.to_bytes(), input);
    }
    let _ = EvidenceRecord::parse(input);
    if let Some((width, bundle)) = input.split_first() {
        let _ = bundle_entries(bundle, u16::from(*width) + 1);
    }
});
