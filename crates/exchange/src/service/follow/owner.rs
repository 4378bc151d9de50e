//! Whether an entry may stand in the log in which it was found: its kind is the log's, and it speaks for the log's owner.

use motlan_core::Failure;
use motlan_evidence::case::{CaseEntry, Event};
use motlan_evidence::entry::ENTRY_BYTES;
use motlan_evidence::{Entry, LogName};

use super::followed::unbelievable;

/// Says of a directory index whether it stands for something of the member that writes the log.
pub(crate) type IsOwn<'a> = &'a dyn Fn(u32) -> bool;

/// A transaction's entry, read and checked.
///
/// Errors: `invalid_signature`, as of everything that a log cannot truly hold.
pub(crate) fn transaction(log: LogName, bytes: &[u8; ENTRY_BYTES], is_own: IsOwn<'_>) -> Result<Entry, Failure> {
    let entry = Entry::parse(bytes).map_err(|error| unbelievable(&error.to_string()))?;
    if entry.log() != log {
        return Err(unbelievable("an entry of another log"));
    }
    if !is_own(entry.party()) {
        return Err(unbelievable("an entry of another member"));
    }
    Ok(entry)
}

/// Any entry, checked and left as it is. What the national portal writes down of a province's dossier carries the
/// province's system.
pub(super) fn whole(log: LogName, bytes: &[u8; ENTRY_BYTES], is_own: IsOwn<'_>) -> Result<[u8; ENTRY_BYTES], Failure> {
    match log {
        LogName::Exchange | LogName::Unfinished => drop(transaction(log, bytes, is_own)?),
        LogName::Casework => {
            let entry = CaseEntry::parse(bytes).map_err(|error| unbelievable(&error.to_string()))?;
            if !matches!(entry.event, Event::Synced { .. }) && !is_own(entry.system) {
                return Err(unbelievable("an entry of another member"));
            }
        }
    }
    Ok(*bytes)
}
