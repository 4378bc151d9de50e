//! A node's accounts at work: opening them, and why something is refused.

use std::sync::Arc;

use motlan_core::{Clock, Code, Failure};
use motlan_store::db::{Db, DbError, TransactionError};
use tokio::sync::Semaphore;

use crate::store::MIGRATIONS;

/// The accounts of one node. Clones share them.
#[derive(Clone)]
pub struct Identity {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) is_confirmed_by_button: bool,
    /// Passphrases that may be compared at once.
    pub(crate) hashing: Arc<Semaphore>,
}

/// As many as there are cores: each comparison keeps one busy for some 20 ms and takes 19 MiB, so that more at once would
/// only slow each other down and a flood of log-ins would take the memory of the whole node.
fn hashes_max() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Why something about accounts was not done.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Unknown name or wrong passphrase; which of them is not told.
    #[error("log-in failed")]
    LogInFailed,
    /// Too many failures on one name.
    #[error("log-in is locked")]
    LogInLocked,
    /// Every core compares somebody's passphrase already.
    #[error("too many log-ins at once")]
    Overloaded,
    /// The account is not activated.
    #[error("the account is not active")]
    NotActive,
    /// There is no such session, or it ended.
    #[error("no session")]
    NoSession,
    /// The account does not exist.
    #[error("no such account")]
    NoAccount,
    /// Another account has this user name.
    #[error("the user name is taken")]
    AccountExists,
    /// A step that does not follow the account's state: enrolled, approved, activated.
    #[error("the account is not in the state that this step follows")]
    WrongState,
    /// A field of a new account breaks its rule.
    #[error("{0}")]
    Invalid(&'static str),
    /// Too short or too long.
    #[error("a passphrase has at least 12 characters and at most 1,024 bytes")]
    Passphrase,
    /// The operating system gave no randomness.
    #[error("no randomness")]
    Randomness,
    /// A stored row is not what was written.
    #[error("an account is damaged")]
    Damaged,
    /// A task of this program panicked.
    #[error("a task ended without a result")]
    Panicked,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl TransactionError for IdentityError {
    fn database(&self) -> Option<&DbError> {
        match self {
            Self::Db(error) => Some(error),
            _ => None,
        }
    }
}

impl IdentityError {
    /// What the person is told.
    pub fn failure(&self) -> Failure {
        match self {
            Self::LogInFailed => Code::LogInFailed.into(),
            Self::LogInLocked => Code::LogInLocked.into(),
            Self::NotActive => Code::AccountNotActive.into(),
            Self::NoSession => Code::SessionRequired.into(),
            Self::NoAccount => Code::NotFound.into(),
            Self::AccountExists | Self::WrongState | Self::Invalid(_) | Self::Passphrase => {
                Failure::new(Code::InvalidBody, self.to_string())
            }
            Self::Overloaded | Self::Db(DbError::Conflict | DbError::Overloaded) => Code::Overloaded.into(),
            Self::Randomness | Self::Damaged | Self::Panicked | Self::Db(_) => Code::InternalError.into(),
        }
    }
}

impl Identity {
    /// Opens the accounts in a database and brings its schema up to date.
    pub async fn open(db: Db, clock: Arc<dyn Clock>) -> Result<Self, IdentityError> {
        db.migrate("identity", MIGRATIONS, clock.now()).await?;
        Ok(Self {
            db,
            clock,
            is_confirmed_by_button: false,
            hashing: Arc::new(Semaphore::new(hashes_max())),
        })
    }

    /// Lets a button stand for the confirmation by the person's device. For demonstrations, whose people do not exist.
    #[must_use]
    pub fn with_demo_confirmation(mut self) -> Self {
        self.is_confirmed_by_button = true;
        self
    }

    /// Compares at most this many passphrases at once, instead of one on each core.
    #[must_use]
    pub fn with_hashes_max(mut self, hashes_max: usize) -> Self {
        self.hashing = Arc::new(Semaphore::new(hashes_max));
        self
    }

    /// Whether a button is enough to confirm.
    pub fn is_confirmed_by_button(&self) -> bool {
        self.is_confirmed_by_button
    }
}
