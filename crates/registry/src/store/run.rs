//! How far a bulk sync has come, by the content of its file. A batch and its mark are one transaction.

use motlan_store::db::{Connection, DbError};
use sqlx::Row;

use super::record::{RecordError, RecordStore};
use crate::model::pack::RegistryCode;
use crate::model::tally::Tally;

const FIND: &str = "-- registry.find_run
SELECT records, bytes, refused_bytes, tally, pending_persons, pending_lines, finished FROM registry_run
WHERE registry = $1 AND file_sha256 = $2";

const WRITE: &str = "-- registry.write_run
INSERT INTO registry_run
    (registry, file_sha256, records, bytes, refused_bytes, tally, pending_persons, pending_lines, finished)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (registry, file_sha256) DO UPDATE
SET records = excluded.records, bytes = excluded.bytes, refused_bytes = excluded.refused_bytes,
    tally = excluded.tally, pending_persons = excluded.pending_persons, pending_lines = excluded.pending_lines,
    finished = excluded.finished";

/// How far a run has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    /// SHA-256 of the file, in hexadecimal.
    pub(crate) file: String,
    /// Records decided.
    pub(crate) records: u64,
    /// Bytes of the file that hold them.
    pub(crate) bytes: u64,
    /// Bytes of lines about refused records before those pending.
    pub(crate) refused_bytes: u64,
    /// Totals and reasons so far.
    pub(crate) tally: Tally,
    /// Persons about whom the last batch tells and who may not be journalled yet.
    pub(crate) pending_persons: Vec<u8>,
    /// Lines about refused records of the last batch, which may not be written yet.
    pub(crate) pending_lines: String,
    /// Whether the end of the file was reached.
    pub(crate) is_finished: bool,
}

impl RecordStore {
    /// How far the run of this file has come, if there is one.
    pub(crate) async fn find_run(&self, file: &str) -> Result<Option<Run>, RecordError> {
        let registry = self.registry.as_str();
        let found = self
            .db
            .read("registry.find_run", |mut connection| async move {
                let query = sqlx::query(FIND).bind(registry).bind(file);
                let Some(row) = query.fetch_optional(&mut *connection).await? else {
                    return Ok(None);
                };
                let number = |column: usize| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
                let run = Run {
                    file: file.to_owned(),
                    records: number(0)?,
                    bytes: number(1)?,
                    refused_bytes: number(2)?,
                    tally: Tally::default(),
                    pending_persons: row.try_get(4)?,
                    pending_lines: row.try_get(5)?,
                    is_finished: number(6)? == 1,
                };
                Ok::<_, DbError>(Some((run, row.try_get::<String, _>(3)?)))
            })
            .await?;
        let Some((run, tally)) = found else { return Ok(None) };
        let tally = serde_json::from_str(&tally).map_err(|_| self.damaged())?;
        Ok(Some(Run { tally, ..run }))
    }

    /// Keeps how far a run has come where no batch does.
    pub(crate) async fn keep_run(&self, run: &Run) -> Result<(), DbError> {
        self.db
            .write("registry.keep_run", |mut connection| async move {
                write(&mut connection, &self.registry, run).await
            })
            .await
    }
}

/// Writes the mark within a transaction.
pub(super) async fn write(connection: &mut Connection, registry: &RegistryCode, run: &Run) -> Result<(), DbError> {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    // A tally is numbers and words; an empty text would be found damaged.
    let tally = serde_json::to_string(&run.tally).unwrap_or_default();
    let query = sqlx::query(WRITE)
        .bind(registry.as_str())
        .bind(run.file.as_str())
        .bind(number(run.records))
        .bind(number(run.bytes))
        .bind(number(run.refused_bytes))
        .bind(tally.as_str())
        .bind(run.pending_persons.as_slice())
        .bind(run.pending_lines.as_str())
        .bind(i64::from(run.is_finished));
    query.execute(&mut **connection).await?;
    Ok(())
}
