//! How far a registry is: the last position of its feed, and what became of its bulk syncs.

use motlan_core::Timestamp;
use motlan_store::db::DbError;
use sqlx::Row;

use super::record::RecordStore;

const FIND_LAST: &str = "-- registry.find_last_change
SELECT last, (SELECT changed_at FROM registry_change AS change
    WHERE change.registry = reached.registry AND change.position = reached.last) AS changed_at
FROM registry_position AS reached WHERE registry = $1";

const LIST_RUNS: &str = "-- registry.list_runs
SELECT file_sha256, tally, finished FROM registry_run WHERE registry = $1
ORDER BY finished, records DESC, file_sha256 COLLATE \"binary\" LIMIT $2";

/// A bulk sync as it is kept.
pub(crate) struct RunRow {
    pub(crate) file: String,
    /// Totals and reasons as JSON.
    pub(crate) tally: String,
    pub(crate) is_finished: bool,
}

impl RecordStore {
    /// The last position and when it was given; position 0 is before the first change.
    pub(crate) async fn last_change(&self) -> Result<(u64, Option<Timestamp>), DbError> {
        let query = sqlx::query(FIND_LAST).bind(self.registry.as_str());
        let rows = self.db.find("registry.find_last_change", query).await?;
        let Some(row) = rows.first() else {
            return Ok((0, None));
        };
        let last: i64 = row.try_get("last")?;
        let changed_at: Option<i64> = row.try_get("changed_at")?;
        Ok((last.unsigned_abs(), changed_at.map(Timestamp::from_micros)))
    }

    /// Bulk syncs: unfinished ones first, then the largest.
    pub(crate) async fn list_runs(&self, count_max: i64) -> Result<Vec<RunRow>, DbError> {
        let registry = self.registry.as_str();
        self.db
            .read("registry.list_runs", |mut connection| async move {
                let query = sqlx::query(LIST_RUNS).bind(registry).bind(count_max);
                let rows = query.fetch_all(&mut *connection).await?;
                let run = |row: &sqlx::any::AnyRow| {
                    Ok::<_, DbError>(RunRow {
                        file: row.try_get("file_sha256")?,
                        tally: row.try_get("tally")?,
                        is_finished: row.try_get::<i64, _>("finished")? == 1,
                    })
                };
                rows.iter().map(run).collect()
            })
            .await
    }
}
