//! Which transactions, of those that dossiers name, stand in both gateways' logs: the files are read once more for them.
//!
//! The audit has verified the logs that it counted; only as many entries are read here as it saw. Two sides agree as the
//! audit itself says (`docs/evidence-format.md` section 7).

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result};
use motlan_evidence::audit::{LogReport, fingerprint};
use motlan_evidence::tile::{BUNDLE_ENTRY_BYTES, FULL_WIDTH, Level, Tile, bundle_entries, width};
use motlan_evidence::{Entry, IdCommitment, Role};

/// What the two sides said of a transaction.
#[derive(Default)]
struct Sides {
    consumers: HashSet<[u64; 2]>,
    providers: HashSet<[u64; 2]>,
}

/// Those of the wanted transactions that both sides hold alike.
pub(super) fn matched(logs: &[LogReport], wanted: &HashSet<IdCommitment>) -> Result<Vec<IdCommitment>> {
    let mut sides: HashMap<IdCommitment, Sides> = HashMap::new();
    let is_exchange = |log: &&LogReport| log.is_counted && log.origin.ends_with("/exchange");
    // Without a link there is nothing to look for.
    for log in logs.iter().filter(is_exchange).filter(|_| !wanted.is_empty()) {
        each_entry(log, &mut |entry| {
            if wanted.contains(&entry.id) {
                let sides = sides.entry(entry.id).or_default();
                let side = match entry.role {
                    Role::Consumer => &mut sides.consumers,
                    Role::Provider => &mut sides.providers,
                };
                side.insert(fingerprint(entry));
            }
        })?;
    }
    let agreed = sides
        .into_iter()
        .filter(|(_, sides)| !sides.consumers.is_disjoint(&sides.providers));
    Ok(agreed.map(|(id, _)| id).collect())
}

fn each_entry(log: &LogReport, take: &mut dyn FnMut(&Entry)) -> Result<()> {
    for index in 0..log.size.div_ceil(u64::from(FULL_WIDTH)) {
        let tile = Tile {
            level: Level::Entries,
            index,
            width: width(Level::Entries, index, log.size),
        };
        let bundle = read(&log.folder, tile)?;
        let entries = bundle_entries(&bundle, tile.width);
        let entries = entries.with_context(|| format!("{}: {} has changed", log.folder.display(), tile.path()))?;
        for entry in entries {
            take(&Entry::parse(entry)?);
        }
    }
    Ok(())
}

/// The bytes of a bundle; the beginning of the full one stands for a partial one that is gone.
fn read(folder: &Path, tile: Tile) -> Result<Vec<u8>> {
    if let Ok(bundle) = std::fs::read(folder.join(tile.path())) {
        return Ok(bundle);
    }
    let full = folder.join(tile.full().path());
    let mut bundle = std::fs::read(&full).with_context(|| format!("cannot read {}", full.display()))?;
    bundle.truncate(usize::from(tile.width) * BUNDLE_ENTRY_BYTES);
    Ok(bundle)
}
