//! The job that carries entries to the log `casework`: in order, each once, whenever it is killed.
//!
//! Entry number *n* of the table is entry *n* of the log, so the log's size says where to go on. A log that is longer than
//! the table, or ends otherwise, belongs to another database: nothing is appended then, and the operator is told once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use motlan_evidence::case::CaseEntry;
use motlan_evidence::{Evidence, LogName};
use motlan_store::db::Db;
use tokio::sync::Mutex;

use crate::casework::{Casework, CaseworkError};
use crate::store::{damaged, entry};

/// Entries appended and synced together: 256 × 128 B = 32 KiB.
const BATCH: u32 = 256;

/// Carries entries from a table to a log. Clones share it.
#[derive(Clone)]
pub(crate) struct Appender(Arc<Inner>);

struct Inner {
    db: Db,
    evidence: Evidence,
    /// One writer at a time: two would append the same entries.
    writing: Arc<Mutex<()>>,
    is_reported: AtomicBool,
}

impl Casework {
    /// Appends what the log does not have yet; returns how many entries.
    ///
    /// # Errors
    /// `evidence_unavailable`, `case_log_contradiction`.
    pub async fn append_entries(&self) -> Result<u64, CaseworkError> {
        self.parts().appender.run().await
    }
}

impl Appender {
    pub(crate) fn new(db: Db, evidence: Evidence) -> Self {
        Self(Arc::new(Inner {
            db,
            evidence,
            writing: Arc::default(),
            is_reported: AtomicBool::new(false),
        }))
    }

    /// Durable entries of the log.
    pub(crate) fn size(&self) -> u64 {
        self.0.evidence.size(LogName::Casework)
    }

    /// Appends until nothing waits.
    ///
    /// Runs in a task of its own: an append that was begun cannot be taken back, so a caller that goes away must not end
    /// it half-way and let the next one begin before the log's size is known.
    pub(crate) async fn run(&self) -> Result<u64, CaseworkError> {
        let lock = Arc::clone(&self.0.writing).lock_owned().await;
        let inner = Arc::clone(&self.0);
        let work = tokio::spawn(async move {
            let outcome = inner.append().await;
            drop(lock);
            outcome
        });
        let outcome = work.await.map_err(|_| CaseworkError::Panicked)?;
        if let Err(error @ CaseworkError::LogContradiction { .. }) = &outcome
            && !self.0.is_reported.swap(true, Ordering::Relaxed)
        {
            tracing::error!(%error, "nothing is appended to the casework log");
        }
        outcome
    }
}

impl Inner {
    async fn append(&self) -> Result<u64, CaseworkError> {
        self.check_same().await?;
        let mut appended = 0;
        loop {
            let from = self.evidence.size(LogName::Casework);
            let entries = self
                .list(from, BATCH)
                .await?
                .iter()
                .map(|bytes| CaseEntry::parse(bytes).map_err(|_| damaged("an entry").into()))
                .collect::<Result<Vec<_>, CaseworkError>>()?;
            if entries.is_empty() {
                return Ok(appended);
            }
            appended += entries.len() as u64;
            self.evidence.append_case(entries).await?;
        }
    }

    /// Refuses to go on from a log that is not the beginning of the table.
    async fn check_same(&self) -> Result<(), CaseworkError> {
        let (log, table) = (self.evidence.size(LogName::Casework), self.count().await?);
        let contradiction = |at| CaseworkError::LogContradiction { log, table, at };
        if log > table {
            return Err(contradiction(table));
        }
        let Some(last) = log.checked_sub(1) else {
            return Ok(());
        };
        let evidence = self.evidence.clone();
        let in_log = tokio::task::spawn_blocking(move || evidence.case_entry(last))
            .await
            .map_err(|_| CaseworkError::Panicked)??;
        let in_table = self.list(last, 1).await?;
        let in_log = in_log.map(|entry| entry.to_bytes());
        if in_log.as_ref() == in_table.first() {
            Ok(())
        } else {
            Err(contradiction(last))
        }
    }

    async fn count(&self) -> Result<u64, CaseworkError> {
        Ok(self
            .db
            .read("casework.count_entries", |mut connection| async move {
                entry::count(&mut connection).await
            })
            .await?)
    }

    async fn list(
        &self,
        from: u64,
        limit: u32,
    ) -> Result<Vec<[u8; motlan_evidence::case::ENTRY_BYTES]>, CaseworkError> {
        Ok(self
            .db
            .read("casework.list_entries", |mut connection| async move {
                entry::list(&mut connection, from, limit).await
            })
            .await?)
    }
}
