//! Bulk load: records in, checked against the pack, written in sorted batches.
//!
//! For the owner of the registry; no answer leaves, so nothing goes to the usage journal.

use motlan_core::{Code, Failure};
use motlan_store::db::DbError;
use tracing::instrument;

use crate::model::record::Record;
use crate::registry::Registry;
use crate::store::record::Batch;

/// Records written in one transaction: 10,000 × some 0.7 KB = 7 MB in memory, and at 20,000/s half a second for which
/// other writers wait.
pub const ROWS_PER_TRANSACTION: usize = 10_000;

/// Why a load ended early. What was written before stays; the batch that holds the bad record is not written.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A record does not fit its pack.
    #[error("record {record}: {failure}")]
    Record {
        /// Which one, counted from 1.
        record: u64,
        /// What is wrong with it; never with its value.
        failure: Failure,
    },
    /// The database did not take a batch.
    #[error("the batch after record {loaded} was not written: {error}")]
    Db {
        /// How many records were taken before.
        loaded: u64,
        /// What went wrong.
        error: DbError,
    },
}

impl Registry {
    /// Loads the first versions of records; one whose key is there already stays as it is. Returns how many were read.
    ///
    /// # Errors
    /// [`LoadError`].
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn load<I>(&self, records: I) -> Result<u64, LoadError>
    where
        I: IntoIterator<Item = Record, IntoIter: Send>,
    {
        let mut records = records.into_iter();
        let mut loaded = 0;
        loop {
            let (batch, count) = self.batch(&mut records, loaded)?;
            if count == 0 {
                return Ok(loaded);
            }
            let now = self.parts().clock.now();
            let written = self.parts().records.load(&batch, now).await;
            written.map_err(|error| LoadError::Db { loaded, error })?;
            loaded += count;
        }
    }

    fn batch(&self, records: &mut dyn Iterator<Item = Record>, loaded: u64) -> Result<(Batch, u64), LoadError> {
        let mut batch = Batch::default();
        let mut count = 0;
        for record in records.take(ROWS_PER_TRANSACTION) {
            count += 1;
            record
                .check(self.pack(), self.parts().samples)
                .and_then(|checked| {
                    batch
                        .add(checked, &self.parts().records)
                        .map_err(|_| Code::InternalError.into())
                })
                .map_err(|failure| LoadError::Record {
                    record: loaded + count,
                    failure,
                })?;
        }
        Ok((batch, count))
    }
}
