//! Entries to be: what the log `casework` is to get, numbered as the log numbers them.
//!
//! The number is given inside the transaction of the change, so that order and count of this table are those of the log:
//! appending after a crash goes on from the log's size. One writer at a time (SERIALIZABLE, or SQLite's one writer)
//! leaves no gap and no double.

use motlan_evidence::case::{CaseEntry, ENTRY_BYTES};
use motlan_store::db::DbError;
use sqlx::{AnyConnection, Row};

use super::{damaged, signed};

pub(super) const CREATE: &str = "-- casework.create_entry
CREATE TABLE casework_entry (
    entry_index BIGINT NOT NULL PRIMARY KEY,
    dossier     TEXT   NOT NULL,
    bytes       BYTEA  NOT NULL
);
CREATE INDEX casework_entry_dossier ON casework_entry (dossier)";

const COUNT: &str = "-- casework.count_entries
SELECT COALESCE(MAX(entry_index) + 1, 0) FROM casework_entry";

const INSERT: &str = "-- casework.insert_entry
INSERT INTO casework_entry (entry_index, dossier, bytes) VALUES ($1, $2, $3)";

const LIST: &str = "-- casework.list_entries
SELECT entry_index, bytes FROM casework_entry WHERE entry_index >= $1 ORDER BY entry_index LIMIT $2";

/// How many entries there are, which is the index of the next.
pub(crate) async fn count(connection: &mut AnyConnection) -> Result<u64, DbError> {
    let count: i64 = sqlx::query_scalar(COUNT).fetch_one(connection).await?;
    Ok(count.unsigned_abs())
}

/// Puts an entry behind the last one; returns its index in the log.
pub(crate) async fn push(connection: &mut AnyConnection, dossier: &str, entry: &CaseEntry) -> Result<u64, DbError> {
    let bytes = entry.to_bytes();
    // An entry that the log refuses would hold back all that follow.
    if CaseEntry::parse(&bytes).ok().as_ref() != Some(entry) {
        return Err(damaged("an entry"));
    }
    let index = count(connection).await?;
    let insert = sqlx::query(INSERT)
        .bind(signed(index))
        .bind(dossier)
        .bind(bytes.to_vec())
        .execute(connection)
        .await;
    match insert.map_err(DbError::from) {
        Ok(_) => Ok(index),
        // PostgreSQL may see the key before it sees the conflict: another transaction has taken this index, and the whole
        // change is tried again.
        Err(error) if error.constraint() == Some("casework_entry_pkey") => Err(DbError::Conflict),
        Err(error) => Err(error),
    }
}

/// Up to `limit` entries from an index on, in order and without a gap.
pub(crate) async fn list(
    connection: &mut AnyConnection,
    from: u64,
    limit: u32,
) -> Result<Vec<[u8; ENTRY_BYTES]>, DbError> {
    let rows = sqlx::query(LIST)
        .bind(signed(from))
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    rows.iter()
        .zip(from..)
        .map(|(row, expected)| {
            if row.try_get::<i64, _>("entry_index")? != signed(expected) {
                return Err(damaged("the sequence of entries"));
            }
            let bytes: Vec<u8> = row.try_get("bytes")?;
            bytes.try_into().map_err(|_| damaged("an entry"))
        })
        .collect()
}
