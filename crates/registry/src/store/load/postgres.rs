//! Bulk load on PostgreSQL: COPY, in its text form, and the index at the end.

use motlan_core::Timestamp;
use motlan_store::db::DbError;
use sqlx::{Connection, PgConnection};

use super::{Batch, FINISH, MAKE_INDEX, MARK};
use crate::model::pack::RegistryCode;
use crate::store::record::RecordStore;

const COPY: &str = "COPY registry_record (registry, record_key, version, layout, field_values, valid_from) FROM STDIN";

const COPY_SEARCH: &str = "COPY registry_search (registry, field, value, record_key) FROM STDIN";

/// Rows of one key have an order only by where they lie: `ctid` grows in a table that nothing was deleted from.
const DROP_DOUBLES: &str = "-- registry.drop_doubles
DELETE FROM registry_record AS late USING registry_record AS early
WHERE late.registry = early.registry AND late.record_key = early.record_key
  AND late.tableoid = early.tableoid AND late.ctid > early.ctid";

/// A batch and its mark, in one transaction.
pub(super) async fn load(
    mut connection: PgConnection,
    store: &RecordStore,
    batch: &Batch,
    (source, taken): (&str, i64),
    now: Timestamp,
) -> Result<(), DbError> {
    let registry = store.registry.as_str();
    let mut transaction = connection.begin().await?;
    let tail = format!("\t1\t{}\t", store.layouts.current());
    let mut text = Vec::with_capacity(batch.rows.len() * 256);
    for (key, values) in &batch.rows {
        push(&mut text, registry);
        text.push(b'\t');
        push(&mut text, key);
        text.extend_from_slice(tail.as_bytes());
        push(&mut text, values);
        text.extend_from_slice(format!("\t{}\n", now.as_micros()).as_bytes());
    }
    copy(&mut transaction, COPY, text).await?;
    let mut text = Vec::new();
    for (field, value, key) in batch.search.added() {
        for (column, end) in [(registry, b'\t'), (field, b'\t'), (value, b'\t'), (key, b'\n')] {
            push(&mut text, column);
            text.push(end);
        }
    }
    if !text.is_empty() {
        copy(&mut transaction, COPY_SEARCH, text).await?;
    }
    let mark = sqlx::query(MARK).bind(registry).bind(source).bind(taken);
    mark.execute(&mut *transaction).await?;
    transaction.commit().await?;
    connection.close().await?;
    Ok(())
}

/// Makes the index and ends the load.
pub(super) async fn finish(
    mut connection: PgConnection,
    registry: &RegistryCode,
    source: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    let made = sqlx::raw_sql(MAKE_INDEX).execute(&mut connection).await;
    match made.map_err(DbError::from) {
        Err(DbError::Constraint { .. }) => {
            sqlx::raw_sql(DROP_DOUBLES).execute(&mut connection).await?;
            sqlx::raw_sql(MAKE_INDEX).execute(&mut connection).await?;
        }
        other => {
            other?;
        }
    }
    // So that the planner knows the table's size before the first question, and no vacuum begins by itself among them.
    sqlx::raw_sql("VACUUM (ANALYZE) registry_record")
        .execute(&mut connection)
        .await?;
    let finish = sqlx::query(FINISH)
        .bind(registry.as_str())
        .bind(source)
        .bind(now.as_micros());
    finish.execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

async fn copy(connection: &mut PgConnection, statement: &'static str, text: Vec<u8>) -> Result<(), DbError> {
    let mut copy = connection.copy_in_raw(statement).await?;
    copy.send(text).await?;
    copy.finish().await?;
    Ok(())
}

/// A column in COPY's text form: four bytes are written with a backslash.
fn push(text: &mut Vec<u8>, column: &str) {
    for byte in column.bytes() {
        match byte {
            b'\\' => text.extend_from_slice(b"\\\\"),
            b'\t' => text.extend_from_slice(b"\\t"),
            b'\n' => text.extend_from_slice(b"\\n"),
            b'\r' => text.extend_from_slice(b"\\r"),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_bytes_are_written_with_a_backslash() {
        let mut text = Vec::new();
        push(&mut text, "a\\b\tc\nd\re Đặng");
        assert_eq!(text, "a\\\\b\\tc\\nd\\re Đặng".as_bytes());
    }
}
