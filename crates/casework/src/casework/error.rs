//! Why casework does not do what was asked. One enum for all verbs: the public code says which rule was broken, and
//! nothing here names a person.

use motlan_core::{Code, Failure};
use motlan_evidence::{AppendError, EvidenceError};
use motlan_store::db::{DbError, TransactionError};

use crate::document::signature::SignatureError;
use crate::model::calendar::CalendarError;
use crate::model::status::StatusError;

/// Why something was not done. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum CaseworkError {
    /// A rule, with its public code.
    #[error(transparent)]
    Refused(#[from] Failure),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The evidence cannot be read.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// The evidence cannot be written.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// Log and table of entries are not the same: one of them was restored from a backup.
    #[error("the log has {log} entries and the table {table}; they differ at entry {at}")]
    LogContradiction {
        /// Entries of the log.
        log: u64,
        /// Entries of the table.
        table: u64,
        /// The first entry that is known to differ or to be missing.
        at: u64,
    },
    /// A signature could not be made.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// A paper could not be made.
    #[error("the paper could not be made: {0}")]
    Paper(String),
    /// The configuration contradicts itself.
    #[error("the configuration of casework: {0}")]
    Config(String),
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Random,
    /// A task of this program panicked.
    #[error("a task of casework ended without a result")]
    Panicked,
}

impl CaseworkError {
    /// What whoever asked is told.
    pub fn failure(&self) -> Failure {
        match self {
            Self::Refused(failure) => failure.clone(),
            Self::Db(DbError::Conflict | DbError::Overloaded) => Code::Overloaded.into(),
            Self::Append(_) => Code::EvidenceUnavailable.into(),
            Self::LogContradiction { .. } => Code::CaseLogContradiction.into(),
            Self::Db(_)
            | Self::Evidence(_)
            | Self::Signature(_)
            | Self::Paper(_)
            | Self::Config(_)
            | Self::Random
            | Self::Panicked => Code::InternalError.into(),
        }
    }

    /// The public code.
    pub fn code(&self) -> Code {
        self.failure().code
    }
}

impl From<Code> for CaseworkError {
    fn from(code: Code) -> Self {
        Self::Refused(code.into())
    }
}

impl From<StatusError> for CaseworkError {
    fn from(error: StatusError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<CalendarError> for CaseworkError {
    fn from(error: CalendarError) -> Self {
        Self::Refused(error.into())
    }
}

impl TransactionError for CaseworkError {
    fn database(&self) -> Option<&DbError> {
        match self {
            Self::Db(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_inside_stays_inside() {
        for (error, code) in [
            (CaseworkError::Db(DbError::Overloaded), Code::Overloaded),
            (CaseworkError::Paper("no font".to_owned()), Code::InternalError),
            (
                CaseworkError::LogContradiction {
                    log: 2,
                    table: 1,
                    at: 1,
                },
                Code::CaseLogContradiction,
            ),
            (CaseworkError::from(Code::ReasonRequired), Code::ReasonRequired),
        ] {
            assert_eq!(error.code(), code);
            assert_eq!(error.failure().detail, code.description().en);
        }
    }
}
