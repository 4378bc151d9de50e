//! The connection that a transaction's work runs on.
//!
//! It is handed over by value and comes back by itself when the work drops it. A borrowed one would make the work's
//! future generic over the borrow's lifetime, and Rust 1.95 cannot say that such a future is `Send`: a transaction could
//! then not run in a spawned task or a handler.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::{Any, AnyConnection, Transaction};

use super::DbError;

/// Where the transaction lies once the work has let go of it.
type Slot = Arc<Mutex<Option<Transaction<'static, Any>>>>;

/// A connection inside a transaction: `&mut *connection` runs statements, `&mut connection` goes where
/// `&mut AnyConnection` is asked for. It must not outlive the work it was given to.
#[derive(Debug)]
pub struct Connection {
    /// `Some` until the drop.
    transaction: Option<Transaction<'static, Any>>,
    slot: Slot,
}

/// The lender's side.
pub(super) struct Lent(Slot);

impl Connection {
    pub(super) fn lend(transaction: Transaction<'static, Any>) -> (Self, Lent) {
        let slot = Slot::default();
        let connection = Self {
            transaction: Some(transaction),
            slot: Arc::clone(&slot),
        };
        (connection, Lent(slot))
    }
}

impl Lent {
    /// Takes the transaction back, to commit it. Fails if the work has kept its connection.
    pub(super) fn take_back(self) -> Result<Transaction<'static, Any>, DbError> {
        let transaction = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        transaction.ok_or_else(|| {
            let reason = "a transaction's work has kept its connection".to_owned();
            DbError::Driver(sqlx::Error::InvalidArgument(reason))
        })
    }
}

impl Deref for Connection {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        // Unwrap safety: only `drop` takes the transaction out.
        self.transaction.as_ref().expect("lent until dropped")
    }
}

impl DerefMut for Connection {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        // Unwrap safety: only `drop` takes the transaction out.
        self.transaction.as_mut().expect("lent until dropped")
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = self.transaction.take();
    }
}
