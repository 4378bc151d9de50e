//! How a registry stands, for whoever runs it: whether it answers, how far its feed is, what became of its bulk syncs.
//!
//! Totals and reasons only: nothing of a record.

use std::sync::atomic::Ordering;

use motlan_core::Timestamp;
use motlan_store::db::DbError;
use motlan_store::journal::Stopped;

use crate::model::tally::Tally;
use crate::registry::Registry;
use crate::snapshot::Snapshot;

/// Bulk syncs that are shown: two weeks of nights, and some repeated.
const RUNS_MAX: i64 = 20;

/// How a registry stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Why the usage journal has stopped, if it has: then nothing about anybody is answered.
    pub stopped: Option<Stopped>,
    /// Whether a bulk load has begun and not ended: then nothing is answered either.
    pub is_loading: bool,
    /// The last position of the feed of changes; 0 before the first change.
    pub last_position: u64,
    /// When it was given.
    pub changed_at: Option<Timestamp>,
    /// Bulk syncs, unfinished ones first, then the largest.
    pub runs: Vec<RunStanding>,
    /// The newest snapshot that is whole.
    pub snapshot: Option<Snapshot>,
    /// The versions of the pack that are served, the oldest first.
    pub versions: Vec<u32>,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunStanding {
    /// SHA-256 of the file, in hexadecimal.
    pub file: String,
    /// Totals and reasons.
    pub tally: Tally,
    /// Whether its end was reached.
    pub is_finished: bool,
}

impl Registry {
    /// How this registry stands now. Reads a few rows; it does not count records.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn standing(&self) -> Result<Standing, DbError> {
        let parts = self.parts();
        let (last_position, changed_at) = parts.records.last_change().await?;
        let runs = parts.records.list_runs(RUNS_MAX).await?;
        // Neither a folder that cannot be read nor a tally that cannot is a reason to hide everything else.
        let snapshot = self.newest_snapshot().await.unwrap_or_else(|error| {
            tracing::error!(registry = %self.pack().code, %error, "snapshots cannot be read");
            None
        });
        let run = |row: crate::store::standing::RunRow| {
            Some(RunStanding {
                tally: serde_json::from_str(&row.tally).ok()?,
                file: row.file,
                is_finished: row.is_finished,
            })
        };
        Ok(Standing {
            stopped: self.stopped(),
            is_loading: parts.is_loading.load(Ordering::Relaxed),
            last_position,
            changed_at,
            runs: runs.into_iter().filter_map(run).collect(),
            snapshot,
            versions: (self.earlier().iter().chain([self]))
                .map(|served| served.pack().version)
                .collect(),
        })
    }
}
