//! Bulk load: first versions only, in large batches, without history and without rows in the feed of changes.
//!
//! Into an empty table the rows go without the index of their keys, which is made at the end: at national size an index
//! that grows with every row would be written many times over. How far a load has come is written with each batch, so
//! that it can go on after a kill. Until it has ended, the registry opens but answers nothing.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use motlan_core::Timestamp;
use motlan_store::db::{Connection, Db, DbError, Insert};

use super::record::RecordStore;
use super::search;
use crate::model::record::CheckedRecord;

mod postgres;

const LOAD: Insert = Insert {
    into: "-- registry.load_records
INSERT INTO registry_record (registry, record_key, version, layout, field_values, valid_from)",
    columns: 6,
    ending: "ON CONFLICT (registry, record_key) DO NOTHING",
};

/// The same without an index, against which a conflict could be found.
const LOAD_UNINDEXED: Insert = Insert { ending: "", ..LOAD };

const IS_EMPTY: &str = "-- registry.find_any_record
SELECT registry FROM registry_record LIMIT 1";

const BEGIN: &str = "-- registry.begin_load
INSERT INTO registry_load (registry, source, taken, finished) VALUES ($1, $2, 0, 0)";

const MARK: &str = "-- registry.mark_load
UPDATE registry_load SET taken = $3 WHERE registry = $1 AND source = $2";

const FIND: &str = "-- registry.find_load
SELECT taken, finished FROM registry_load WHERE registry = $1 AND source = $2";

const FIND_UNFINISHED: &str = "-- registry.find_unfinished_load
SELECT source FROM registry_load WHERE finished = 0";

const FORGET: &str = "-- registry.forget_load
DELETE FROM registry_load WHERE finished = 0 AND taken = 0";

const FINISH: &str = "-- registry.finish_load
UPDATE registry_load SET finished = $3 WHERE registry = $1 AND source = $2";

const DROP_INDEX: &str = "-- registry.drop_index
DROP INDEX IF EXISTS registry_record_key";

/// Of rows with one key the first stays. Both engines number rows in the order of arrival, each by another word.
const DROP_DOUBLES_SQLITE: &str = "-- registry.drop_doubles
DELETE FROM registry_record WHERE rowid NOT IN (SELECT MIN(rowid) FROM registry_record GROUP BY registry, record_key)";

const MAKE_INDEX: &str = "-- registry.make_index
CREATE UNIQUE INDEX IF NOT EXISTS registry_record_key ON registry_record (registry, record_key)";

/// Rows ready to be loaded.
#[derive(Default)]
pub(crate) struct Batch {
    rows: BTreeMap<String, String>,
    search: search::Rows,
}

/// Where a load stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Records taken from the source.
    pub(crate) taken: u64,
    /// Whether it has ended.
    pub(crate) is_finished: bool,
}

/// Whether a bulk load may begin.
pub(crate) enum Beginning {
    /// It goes on here.
    At(Progress),
    /// The table holds other records, which need its index.
    NotEmpty,
    /// The load of this source has to end first: the table has no index and holds a part of it.
    After(String),
}

impl Batch {
    /// Adds a record; of two with one key the first counts.
    pub(crate) fn add(&mut self, record: CheckedRecord, store: &RecordStore) -> Result<(), serde_json::Error> {
        let values = store.layouts.write(&record.fields)?;
        if let Entry::Vacant(row) = self.rows.entry(record.key.into_text()) {
            self.search.add(&store.finders, row.key(), &record.fields);
            row.insert(values);
        }
        Ok(())
    }
}

/// The source of a load that has not ended, of whichever registry in this database.
pub(crate) async fn unfinished(db: &Db) -> Result<Option<String>, DbError> {
    db.read("registry.find_unfinished_load", |mut connection| async move {
        Ok(sqlx::query_scalar(FIND_UNFINISHED)
            .fetch_optional(&mut *connection)
            .await?)
    })
    .await
}

impl RecordStore {
    /// Writes first versions in one transaction; a record that is there stays as it is.
    pub(crate) async fn load(&self, batch: &Batch, now: Timestamp) -> Result<(), DbError> {
        self.db
            .write("registry.load_records", |mut connection| async move {
                self.insert(&mut connection, LOAD, batch, now).await
            })
            .await
    }

    /// Begins a bulk load or finds where it stopped. A load of another source of which nothing came is forgotten.
    pub(crate) async fn begin_bulk(&self, source: &str) -> Result<Beginning, DbError> {
        let registry = self.registry.as_str();
        self.db
            .write("registry.begin_load", |mut connection| async move {
                let find = sqlx::query_as::<_, (i64, i64)>(FIND).bind(registry).bind(source);
                if let Some((taken, finished)) = find.fetch_optional(&mut *connection).await? {
                    return Ok(Beginning::At(Progress {
                        taken: taken.unsigned_abs(),
                        is_finished: finished != 0,
                    }));
                }
                sqlx::query(FORGET).execute(&mut *connection).await?;
                let other: Option<String> = sqlx::query_scalar(FIND_UNFINISHED)
                    .fetch_optional(&mut *connection)
                    .await?;
                if let Some(other) = other {
                    return Ok(Beginning::After(other));
                }
                let any: Option<String> = sqlx::query_scalar(IS_EMPTY).fetch_optional(&mut *connection).await?;
                if any.is_some() {
                    return Ok(Beginning::NotEmpty);
                }
                let begin = sqlx::query(BEGIN).bind(registry).bind(source);
                begin.execute(&mut *connection).await?;
                sqlx::query(DROP_INDEX).execute(&mut *connection).await?;
                Ok::<_, DbError>(Beginning::At(Progress {
                    taken: 0,
                    is_finished: false,
                }))
            })
            .await
    }

    /// Writes a batch of a bulk load and how far the source has been taken.
    pub(crate) async fn load_bulk(
        &self,
        batch: &Batch,
        source: &str,
        taken: u64,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let taken = i64::try_from(taken).unwrap_or(i64::MAX);
        if let Some(connection) = self.db.postgres().await? {
            return postgres::load(connection, self, batch, (source, taken), now).await;
        }
        let registry = self.registry.as_str();
        self.db
            .write("registry.load_bulk", |mut connection| async move {
                self.insert(&mut connection, LOAD_UNINDEXED, batch, now).await?;
                let mark = sqlx::query(MARK).bind(registry).bind(source).bind(taken);
                mark.execute(&mut *connection).await?;
                Ok::<_, DbError>(())
            })
            .await
    }

    /// Makes the index and ends a bulk load; of records with one key the first stays.
    pub(crate) async fn finish_bulk(&self, source: &str, now: Timestamp) -> Result<(), DbError> {
        if let Some(connection) = self.db.postgres().await? {
            return postgres::finish(connection, &self.registry, source, now).await;
        }
        match self.index_and_finish(source, now, false).await {
            Err(DbError::Constraint { .. }) => self.index_and_finish(source, now, true).await,
            other => other,
        }
    }

    async fn index_and_finish(&self, source: &str, now: Timestamp, has_doubles: bool) -> Result<(), DbError> {
        let registry = self.registry.as_str();
        self.db
            .write("registry.finish_load", |mut connection| async move {
                if has_doubles {
                    sqlx::query(DROP_DOUBLES_SQLITE).execute(&mut *connection).await?;
                }
                sqlx::query(MAKE_INDEX).execute(&mut *connection).await?;
                let finish = sqlx::query(FINISH).bind(registry).bind(source).bind(now.as_micros());
                finish.execute(&mut *connection).await?;
                Ok::<_, DbError>(())
            })
            .await
    }

    async fn insert(
        &self,
        connection: &mut Connection,
        insert: Insert,
        batch: &Batch,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let (registry, layout) = (self.registry.as_str(), self.layouts.current());
        batch.search.write(connection, registry).await?;
        insert
            .execute(connection, &batch.rows, |(key, field_values), values| {
                values
                    .bind(registry)
                    .bind(key.as_str())
                    .bind(1_i64)
                    .bind(layout)
                    .bind(field_values.as_str())
                    .bind(now.as_micros());
            })
            .await
            .map(drop)
    }
}
