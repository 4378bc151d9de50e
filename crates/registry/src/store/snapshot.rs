//! All records of a registry as they are at one moment, in parts, to be sealed.

use motlan_store::db::DbError;
use sqlx::Row;
use tokio::sync::mpsc::Sender;

use super::changes::FIND_POSITION;
use super::record::{RecordError, RecordStore};
use crate::journal::Unsent;
use crate::snapshot::Line;

/// Records of one part: 5,000 × some 0.5 KB are in memory three times at most.
const RECORDS_AT_ONCE: usize = 5_000;

const READ: &str = "-- registry.read_for_snapshot
SELECT record_key, layout, field_values, version FROM registry_record WHERE registry = $1 AND record_key > $2
ORDER BY record_key LIMIT $3";

/// What comes of reading a registry.
pub(crate) enum Part {
    /// It begins, or begins anew; the last position of the feed.
    Begin(u64),
    /// Records in the order of their keys.
    Records(Unsent<Vec<Line>>),
    /// Everything was read.
    End,
}

impl RecordStore {
    /// Reads everything, in one transaction. Where nobody listens any more it ends early, without [`Part::End`].
    pub(crate) async fn read_all(&self, parts: &Sender<Part>) -> Result<(), RecordError> {
        let registry = self.registry.as_str();
        let read = self
            .db
            .read("registry.snapshot", |mut connection| async move {
                let last = sqlx::query_scalar(FIND_POSITION).bind(registry);
                let last: Option<i64> = last.fetch_optional(&mut *connection).await?;
                let mut is_heard = parts.send(Part::Begin(last.unwrap_or_default().unsigned_abs())).await;
                let mut after = String::new();
                while is_heard.is_ok() {
                    let limit = i64::try_from(RECORDS_AT_ONCE).unwrap_or(i64::MAX);
                    let read = sqlx::query(READ).bind(registry).bind(after.as_str()).bind(limit);
                    let rows = read.fetch_all(&mut *connection).await?;
                    let mut records = Vec::with_capacity(rows.len());
                    for row in &rows {
                        let (layout, values, version): (i64, String, i64) =
                            (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
                        after = row.try_get(0)?;
                        let Some(fields) = self.layouts.read(layout, &after, &values) else {
                            return Ok(None);
                        };
                        records.push(Line {
                            fields,
                            known_version: version.unsigned_abs(),
                        });
                    }
                    is_heard = parts.send(Part::Records(Unsent::new(records))).await;
                    if rows.len() < RECORDS_AT_ONCE {
                        // Nobody who listens no more needs to hear it.
                        let _ = parts.send(Part::End).await;
                        break;
                    }
                }
                Ok::<_, DbError>(Some(()))
            })
            .await?;
        read.ok_or_else(|| self.damaged())
    }
}
