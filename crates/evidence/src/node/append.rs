//! Appending: what the exchange hands over, and what it gets back once that is durable.

use motlan_store::journal::{Record, Stopped};
use thiserror::Error;

use super::{Evidence, lock};
use crate::commitment::{IdCommitment, RequestCommitment, ResponseCommitment, TransactionKey};
use crate::entry::{
    Cause, ConsumerIndex, Entry, EntryError, LogName, Outcome, ProviderIndex, Role, ServiceIndex, StatusClass,
};
use crate::payload::{Kind, Payload};
use crate::record::{EvidenceRecord, RecordError};
use crate::seal::{self, SealError};

/// Entries of a log that may wait for publication: 2,000,000 × 128 B = 256 MB, and 250 s of 8,000/s. Beyond, the disk has
/// refused tiles for minutes and memory is what is left.
const UNPUBLISHED_MAX: u64 = 2_000_000;

/// A transaction that has ended.
#[derive(Clone, Debug)]
pub struct Finished {
    /// What is published about it.
    pub entry: Entry,
    /// Opens the commitments of the entry and the record; erased together with them.
    pub key: TransactionKey,
    /// What its owner keeps.
    pub record: EvidenceRecord,
}

/// Directory indexes of service, consumer and provider.
type Parties = (ServiceIndex, ConsumerIndex, ProviderIndex);

impl Finished {
    /// An answered transaction: its entry follows from what its owner keeps, and from the key. `None` if the record has no
    /// response.
    pub fn answered(
        role: Role,
        parties: Parties,
        class: StatusClass,
        key: TransactionKey,
        record: EvidenceRecord,
    ) -> Option<Self> {
        let response = record.response.as_ref()?;
        let response = ResponseCommitment::of(&key, &response.content_digest, &response.signature);
        let entry = entry_of(role, parties, &key, &record, Outcome::Answered { class, response });
        Some(Self { entry, key, record })
    }

    /// A transaction that `cause` left without a released answer. A response is taken off the record.
    pub fn unfinished(
        role: Role,
        parties: Parties,
        cause: Cause,
        key: TransactionKey,
        mut record: EvidenceRecord,
    ) -> Self {
        record.response = None;
        let entry = entry_of(role, parties, &key, &record, Outcome::Unfinished(cause));
        Self { entry, key, record }
    }
}

fn entry_of(role: Role, parties: Parties, key: &TransactionKey, record: &EvidenceRecord, outcome: Outcome) -> Entry {
    let (service, consumer, provider) = parties;
    let request = &record.request;
    Entry {
        role,
        hour: record.created.hour(),
        service,
        consumer,
        provider,
        id: IdCommitment::of(key, &record.transaction),
        request: RequestCommitment::of(key, &request.content_digest, &request.signature),
        outcome,
    }
}

/// A request that changes something, before it is passed on.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The entry to write if it never ends. Its outcome is taken as [`Cause::Crash`] whatever it says.
    pub entry: Entry,
    /// As in [`Finished`].
    pub key: TransactionKey,
    /// As in [`Finished`], without a response.
    pub record: EvidenceRecord,
}

/// Where a durable entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its log.
    pub log: LogName,
    /// Its index in the log, for its proof.
    pub index: u64,
    /// Its place in the journal, to get or erase its record.
    pub position: motlan_store::journal::Position,
}

/// Why nothing was appended, or why it is not known to be durable. Public code: `evidence_unavailable`.
#[derive(Clone, Debug, Error)]
pub enum AppendError {
    /// The journal has stopped: the gateway must serve nothing more.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// Publication is too far behind; it may recover.
    #[error("{UNPUBLISHED_MAX} entries of log `{0}` wait for publication")]
    Unpublished(LogName),
    /// The record has a field that is too long.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A step of a dossier is not one that the format allows.
    #[error(transparent)]
    Case(#[from] EntryError),
    /// Encryption failed inside the library.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Evidence {
    /// Whether an ended transaction could be appended now. Asked before anything is passed on, so that nothing is done
    /// that cannot be logged.
    pub fn check_ready(&self) -> Result<(), AppendError> {
        if let Some(stopped) = self.stopped() {
            return Err(stopped.into());
        }
        self.check_backlog(LogName::Exchange)
    }

    pub(super) fn check_backlog(&self, log: LogName) -> Result<(), AppendError> {
        if lock(&self.0.state).unpublished(log) >= UNPUBLISHED_MAX {
            return Err(AppendError::Unpublished(log));
        }
        Ok(())
    }

    /// Appends an ended transaction and returns when it is durable. The outcome of the entry decides its log. Closes
    /// the intent of the same role and id, if there is one.
    ///
    /// Dropping the future does not take the entry back.
    pub async fn finish(&self, finished: Finished) -> Result<Receipt, AppendError> {
        let Finished { entry, key, record } = finished;
        let (log, kind) = match entry.outcome {
            Outcome::Answered { .. } => (LogName::Exchange, Kind::Finished),
            Outcome::Unfinished(_) => (LogName::Unfinished, Kind::Unfinished),
        };
        self.check_backlog(log)?;
        let record = self.sealed(kind, &entry, &key, &record)?;
        let committed = self.0.journal.append(record).await?;
        Ok(Receipt {
            log,
            index: committed.index,
            position: committed.position,
        })
    }

    /// The same as [`Evidence::finish`] for a transaction that `cause` left without a released answer; whatever outcome
    /// the entry has is replaced by it.
    pub async fn leave_unfinished(&self, cause: Cause, mut finished: Finished) -> Result<Receipt, AppendError> {
        finished.entry.outcome = Outcome::Unfinished(cause);
        self.finish(finished).await
    }

    /// Makes an intent durable; only then may the request be passed on. It must be followed by [`Evidence::finish`],
    /// [`Evidence::leave_unfinished`] or [`Evidence::withdraw`]; if a crash prevents it, the next start writes an
    /// unfinished entry.
    pub async fn intend(&self, intent: Intent) -> Result<(), AppendError> {
        let Intent { mut entry, key, record } = intent;
        entry.outcome = Outcome::Unfinished(Cause::Crash);
        let record = self.sealed(Kind::Intent, &entry, &key, &record)?;
        self.0.journal.append(record).await?;
        Ok(())
    }

    /// Takes the intent of this entry's role and id back: nothing was passed on, and nothing is logged.
    pub async fn withdraw(&self, entry: &Entry) -> Result<(), AppendError> {
        let mut entry = *entry;
        entry.outcome = Outcome::Unfinished(Cause::Crash);
        let payload = Payload {
            kind: Kind::Withdrawn,
            tag: [0; 8],
            entry: &entry.to_bytes(),
            sealed: None,
            more: &[],
        };
        let record = Record {
            key: None,
            payload: payload.to_bytes(),
        };
        self.0.journal.append(record).await?;
        Ok(())
    }

    fn sealed(
        &self,
        kind: Kind,
        entry: &Entry,
        key: &TransactionKey,
        record: &EvidenceRecord,
    ) -> Result<Record, AppendError> {
        let entry = entry.to_bytes();
        let (nonce, sealed) = seal::seal(key, &entry, record.to_bytes()?)?;
        let payload = Payload {
            kind,
            tag: self.message_tag(&record.message_id),
            entry: &entry,
            sealed: Some((nonce, &sealed)),
            more: &[],
        };
        Ok(Record {
            key: Some(*key.as_bytes()),
            payload: payload.to_bytes(),
        })
    }
}
