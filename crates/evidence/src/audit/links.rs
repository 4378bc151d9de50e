//! Which transactions, of those that dossiers name, stand in both gateways' logs: the files are read once more for them.
//!
//! The audit has verified the logs that it counted; only as many entries are read here as it saw. Two sides agree as the
//! audit itself says (`docs/evidence-format.md` section 7).

use std::collections::{HashMap, HashSet};

use super::{AuditError, LogReport, fingerprint, read};
use crate::commitment::IdCommitment;
use crate::entry::{Entry, Role};
use crate::tile::{FULL_WIDTH, Level, Tile, bundle_entries, width};

/// What the two sides said of a transaction.
#[derive(Default)]
struct Sides {
    consumers: HashSet<[u64; 2]>,
    providers: HashSet<[u64; 2]>,
}

/// Those of the wanted transactions that both sides hold alike, in no particular order.
///
/// # Errors
/// [`AuditError::Read`], and [`AuditError::Changed`] where the logs are no longer what the audit saw.
pub fn matched(
    logs: &[LogReport],
    wanted: impl IntoIterator<Item = IdCommitment>,
) -> Result<Vec<IdCommitment>, AuditError> {
    matched_of(logs, &wanted.into_iter().collect())
}

fn matched_of(logs: &[LogReport], wanted: &HashSet<IdCommitment>) -> Result<Vec<IdCommitment>, AuditError> {
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

fn each_entry(log: &LogReport, take: &mut dyn FnMut(&Entry)) -> Result<(), AuditError> {
    for index in 0..log.size.div_ceil(u64::from(FULL_WIDTH)) {
        let tile = Tile {
            level: Level::Entries,
            index,
            width: width(Level::Entries, index, log.size),
        };
        let path = tile.path();
        let bundle = read(&log.folder, &path)?;
        let entries = bundle.as_deref().and_then(|bundle| entries(bundle, tile.width));
        let entries = entries.ok_or_else(|| AuditError::Changed {
            path: log.folder.join(&path),
        })?;
        entries.iter().for_each(&mut *take);
    }
    Ok(())
}

/// The entries of a bundle; none if it is not one of so many entries.
fn entries(bundle: &[u8], width: u16) -> Option<Vec<Entry>> {
    let entries = bundle_entries(bundle, width)?;
    entries.into_iter().map(|entry| Entry::parse(entry).ok()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use motlan_core::Hour;

    use super::*;
    use crate::{
        ConsumerIndex, Outcome, ProviderIndex, RequestCommitment, ResponseCommitment, ServiceIndex, StatusClass,
    };

    fn entry(id: u8, role: Role, request: u8) -> Entry {
        Entry {
            role,
            hour: Hour(490_000),
            service: ServiceIndex(3),
            consumer: ConsumerIndex(2),
            provider: ProviderIndex(1),
            id: IdCommitment([id; 32]),
            request: RequestCommitment([request; 32]),
            outcome: Outcome::Answered {
                class: StatusClass::Success,
                response: ResponseCommitment([9; 32]),
            },
        }
    }

    /// A log of these entries; its file may be fuller than the log was when it was audited.
    fn log(folder: &Path, member: &str, entries: &[Entry], size: u64) -> LogReport {
        let folder = folder.join(member);
        let mut bundle = Vec::new();
        for entry in entries {
            bundle.extend_from_slice(&128_u16.to_be_bytes());
            bundle.extend_from_slice(&entry.to_bytes());
        }
        let tile = Tile {
            level: Level::Entries,
            index: 0,
            width: u16::try_from(entries.len()).unwrap(),
        };
        let file = folder.join(tile.path());
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bundle).unwrap();
        LogReport {
            folder,
            origin: format!("motlan/VN/GOV/{member}/exchange"),
            size,
            is_signature_checked: true,
            is_counted: true,
            consumer: 0,
            provider: 0,
            outcomes: BTreeMap::new(),
        }
    }

    #[test]
    fn a_transaction_is_matched_when_both_sides_hold_it_alike() {
        let folder = tempfile::tempdir().unwrap();
        let asked: Vec<_> = [1, 2, 3, 4].map(|id| entry(id, Role::Consumer, 5)).into();
        let answered = [(1, 5), (2, 6), (4, 5)].map(|(id, request)| entry(id, Role::Provider, request));
        let mut logs = vec![
            log(folder.path(), "H45", &asked, 4),
            log(folder.path(), "G01", &answered, 3),
        ];
        // 2 differs, 3 was never answered, and nobody asks about 4.
        let wanted = [1, 2, 3].map(|id| IdCommitment([id; 32]));
        assert_eq!(matched(&logs, wanted).unwrap(), [IdCommitment([1; 32])]);
        logs[1].is_counted = false;
        assert_eq!(
            matched(&logs, wanted).unwrap(),
            [],
            "a log that was not counted proves nothing"
        );
        logs[1].is_counted = true;
        logs[0].size = 5;
        assert!(matched(&logs, wanted).is_err(), "entries that are gone");
    }

    #[test]
    fn no_more_entries_are_read_than_the_audit_saw() {
        let folder = tempfile::tempdir().unwrap();
        let full: Vec<_> = (0..=255).map(|id| entry(id, Role::Consumer, 5)).collect();
        let answered: Vec<_> = (0..=255).map(|id| entry(id, Role::Provider, 5)).collect();
        // The tile was filled up after the audit had seen 10 entries.
        let logs = [
            log(folder.path(), "H45", &full, 10),
            log(folder.path(), "G01", &answered, 256),
        ];
        let wanted = [9, 10].map(|id| IdCommitment([id; 32]));
        assert_eq!(matched(&logs, wanted).unwrap(), [IdCommitment([9; 32])]);
    }
}
