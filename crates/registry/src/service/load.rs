//! Bulk load: records in, checked against the pack on one core while the other writes.
//!
//! For the owner of the registry; no answer leaves, so nothing goes to the usage journal.

use std::sync::atomic::Ordering;

use motlan_core::{Code, Failure};
use motlan_store::db::DbError;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tracing::instrument;

use crate::model::record::Record;
use crate::registry::Registry;
use crate::store::load::{Batch, Beginning};

/// Records written in one transaction: 20,000 × some 0.5 KB = 10 MB in memory, three times: one is filled, one waits, one
/// is written. At 100,000/s others wait for a fifth of a second.
pub const ROWS_PER_TRANSACTION: usize = 20_000;

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
    /// The source of the records broke off.
    #[error("the source broke off after record {loaded}")]
    Source {
        /// How many records were taken before.
        loaded: u64,
    },
    /// Another load stopped in the middle.
    #[error("a load of {other:?} has not ended: that one has to go on first")]
    Unfinished {
        /// What it read.
        other: String,
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

/// Records checked, and how many they were.
type Checked = Result<(Batch, u64), LoadError>;

impl Registry {
    /// Loads the first versions of records; one whose key is there already stays as it is. Returns how many were read.
    ///
    /// # Errors
    /// [`LoadError`].
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn load<I>(&self, records: I) -> Result<u64, LoadError>
    where
        I: IntoIterator<Item = Record, IntoIter: Send + 'static>,
    {
        let mut batches = self.check_ahead(records.into_iter(), 0);
        let mut loaded = 0;
        loop {
            let checked = batches.recv().await;
            let (batch, count) = checked.ok_or(LoadError::Source { loaded })??;
            if count == 0 {
                return Ok(loaded);
            }
            let written = self.parts().records.load(&batch, self.parts().clock.now()).await;
            written.map_err(|error| LoadError::Db { loaded, error })?;
            loaded += count;
        }
    }

    /// Loads a whole source into an empty database, without index until the end; goes on where an earlier run of the
    /// same source stopped. `records` gives what follows the first so many; `progress` hears how many are taken. Returns
    /// how many the source had; none if the database holds other records already: those need [`Self::load`].
    ///
    /// # Errors
    /// [`LoadError`].
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn load_bulk<I>(
        &self,
        source: &str,
        records: impl FnOnce(u64) -> I + Send,
        progress: impl Fn(u64) + Send,
    ) -> Result<Option<u64>, LoadError>
    where
        I: Iterator<Item = Record> + Send + 'static,
    {
        let parts = self.parts();
        let failed = |loaded| move |error| LoadError::Db { loaded, error };
        let begun = match parts.records.begin_bulk(source).await.map_err(failed(0))? {
            Beginning::At(progress) => progress,
            Beginning::NotEmpty => return Ok(None),
            Beginning::After(other) => return Err(LoadError::Unfinished { other }),
        };
        let mut taken = begun.taken;
        if begun.is_finished {
            return Ok(Some(taken));
        }
        parts.is_loading.store(true, Ordering::Relaxed);
        let mut batches = self.check_ahead(records(taken), taken);
        loop {
            let checked = batches.recv().await;
            let (batch, count) = checked.ok_or(LoadError::Source { loaded: taken })??;
            if count == 0 {
                break;
            }
            let written = parts
                .records
                .load_bulk(&batch, source, taken + count, parts.clock.now())
                .await;
            written.map_err(failed(taken))?;
            taken += count;
            progress(taken);
        }
        let finished = parts.records.finish_bulk(source, parts.clock.now()).await;
        finished.map_err(failed(taken))?;
        parts.is_loading.store(false, Ordering::Relaxed);
        Ok(Some(taken))
    }

    /// Checks records on a thread of their own, a batch ahead of whoever writes them.
    fn check_ahead<I>(&self, mut records: I, mut taken: u64) -> mpsc::Receiver<Checked>
    where
        I: Iterator<Item = Record> + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(1);
        let registry = self.clone();
        spawn_blocking(move || {
            loop {
                let checked = registry.batch(&mut records, taken);
                let count = checked.as_ref().map_or(0, |(_, count)| *count);
                taken += count;
                // The last batch is empty: a channel that ends without it broke off.
                if sender.blocking_send(checked).is_err() || count == 0 {
                    return;
                }
            }
        });
        receiver
    }

    fn batch(&self, records: &mut dyn Iterator<Item = Record>, loaded: u64) -> Checked {
        let mut batch = Batch::default();
        let mut count = 0;
        for record in records.take(ROWS_PER_TRANSACTION) {
            count += 1;
            record
                .check(self.pack(), self.parts().samples)
                .and_then(|checked| {
                    let added = batch.add(checked, &self.parts().records);
                    added.map_err(|_| Code::InternalError.into())
                })
                .map_err(|failure| LoadError::Record {
                    record: loaded + count,
                    failure,
                })?;
        }
        Ok((batch, count))
    }
}
