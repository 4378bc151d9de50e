//! Steps of dossiers: appending them in order, and reading one back whether it is published or not.

use motlan_store::journal::Record;

use super::{AppendError, Evidence, EvidenceError, lock};
use crate::case::CaseEntry;
use crate::entry::{ENTRY_BYTES, EntryError, LogName};
use crate::payload::{Kind, Payload, TAG_BYTES};

/// Entries of one journal record: 256 × 128 B = 32 KiB, half of what a record may hold. One commit of a millisecond each
/// makes 256,000 steps a second.
const RECORD_ENTRIES_MAX: usize = 256;

impl Evidence {
    /// Appends steps of dossiers to the log `casework`, in this order and at indexes without a gap, and returns when all
    /// of them are durable.
    ///
    /// Nothing is appended if one of them is not allowed by the format ([`AppendError::Case`]). After another error the
    /// first of them may be durable: [`Evidence::size`] of the next start says how many. Wait for the end of the future;
    /// dropping it does not take back what is on its way, so a size read right after that may still grow.
    pub async fn append_case(&self, entries: Vec<CaseEntry>) -> Result<(), AppendError> {
        let entries = entries.iter().map(checked_bytes).collect::<Result<Vec<_>, _>>()?;
        let _turn = self.0.casework.lock().await;
        for entries in entries.chunks(RECORD_ENTRIES_MAX) {
            let Some((first, more)) = entries.split_first() else {
                break;
            };
            self.check_backlog(LogName::Casework)?;
            let payload = Payload {
                kind: Kind::Casework,
                tag: [0; TAG_BYTES],
                entry: first,
                sealed: None,
                more: more.as_flattened(),
            };
            let record = Record {
                key: None,
                payload: payload.to_bytes(),
            };
            // One after the other: records that wait together in a full queue could change places.
            self.0.journal.append(record).await?;
        }
        Ok(())
    }

    /// A durable step of a dossier, published or not; `None` if there are not that many. Blocks.
    pub fn case_entry(&self, index: u64) -> Result<Option<CaseEntry>, EvidenceError> {
        let log = LogName::Casework;
        self.durable_entry(log, index)?
            .map(|bytes| CaseEntry::parse(&bytes).map_err(|_| EvidenceError::Tile { log }))
            .transpose()
    }

    /// Looked for on its way from the state to the publisher to the files, so that it cannot slip past.
    fn durable_entry(&self, log: LogName, index: u64) -> Result<Option<[u8; ENTRY_BYTES]>, EvidenceError> {
        let (pending, published) = {
            let state = lock(&self.0.state);
            if index >= state.committed(log) {
                return Ok(None);
            }
            (state.pending_entry(log, index), state.published(log))
        };
        if pending.is_some() {
            return Ok(pending);
        }
        // Most entries are published, and reading those does not wait for a publication that is under way.
        if let Some(published) = published.filter(|published| index < published.size) {
            return self.reader(log).entry(index, published.size).map(Some);
        }
        lock(&self.0.publisher).logs[log.slot()].entry(self.0.storage.as_ref(), index)
    }
}

/// The bytes of an entry that reads back as it was given.
fn checked_bytes(entry: &CaseEntry) -> Result<[u8; ENTRY_BYTES], EntryError> {
    let bytes = entry.to_bytes();
    if CaseEntry::parse(&bytes)? == *entry {
        Ok(bytes)
    } else {
        // A day 0 or a transaction of zeros, which stand for none.
        Err(EntryError::Field("day or transaction"))
    }
}
