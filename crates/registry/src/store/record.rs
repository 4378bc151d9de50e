//! Records of any pack: one table, found by registry and key in one indexed read.
//!
//! The registry owns these data, so keys stand here as they are. What is read comes out as [`Unsent`].

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use motlan_core::Timestamp;
use motlan_store::db::{Db, DbError, Insert};
use sqlx::Row;

use super::layout::Layouts;
use super::search;
use crate::journal::Unsent;
use crate::model::field::FieldCode;
use crate::model::pack::{Pack, RegistryCode, Verb};
use crate::model::record::{CheckedRecord, Fields};

const LOAD: Insert = Insert {
    into: "-- registry.load_records
INSERT INTO registry_record (registry, record_key, version, layout, field_values, valid_from)",
    columns: 6,
    ending: "ON CONFLICT (registry, record_key) DO NOTHING",
};

const FIND: &str = "-- registry.find_record
SELECT layout, field_values FROM registry_record WHERE registry = $1 AND record_key = $2";

const COUNT: &str = "-- registry.count_records
SELECT COUNT(*) FROM registry_record WHERE registry = $1";

/// The records of one registry.
#[derive(Clone, Debug)]
pub struct RecordStore {
    pub(super) db: Db,
    pub(super) registry: RegistryCode,
    pub(super) layouts: Layouts,
    /// The fields whose values search finds records by.
    pub(super) search: Vec<FieldCode>,
}

/// A record cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A row's values are not what was written.
    #[error("a record of {registry} is damaged")]
    Damaged {
        /// Whose record it is.
        registry: RegistryCode,
    },
}

/// Rows ready to be loaded, in the order of the table's key: which is also the fastest order to insert them in.
#[derive(Default)]
pub(crate) struct Batch {
    rows: BTreeMap<String, String>,
    search: search::Rows,
}

impl Batch {
    /// Adds a record; of two with one key the first counts, as if they were loaded one after the other.
    pub(crate) fn add(&mut self, record: CheckedRecord, store: &RecordStore) -> Result<(), serde_json::Error> {
        let values = store.layouts.write(&record.fields)?;
        if let Entry::Vacant(row) = self.rows.entry(record.key.into_text()) {
            self.search.add(&store.search, row.key(), &record.fields);
            row.insert(values);
        }
        Ok(())
    }
}

impl RecordStore {
    pub(crate) fn new(db: Db, pack: &Pack, layouts: Layouts) -> Self {
        Self {
            db,
            registry: pack.code.clone(),
            layouts,
            search: pack
                .service(Verb::Search)
                .map(|search| search.by.clone())
                .unwrap_or_default(),
        }
    }

    /// Writes first versions in one transaction; a record that is there stays as it is. Returns how many were new.
    pub(crate) async fn load(&self, batch: &Batch, now: Timestamp) -> Result<u64, DbError> {
        let (registry, layout) = (self.registry.as_str(), self.layouts.current());
        self.db
            .write("registry.load_records", |mut connection| async move {
                batch.search.write(&mut connection, registry).await?;
                LOAD.execute(&mut connection, &batch.rows, |(key, field_values), values| {
                    values
                        .bind(registry)
                        .bind(key.as_str())
                        .bind(1_i64)
                        .bind(layout)
                        .bind(field_values.as_str())
                        .bind(now.as_micros());
                })
                .await
            })
            .await
    }

    /// The record of this key with all its values, the key included.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn find(&self, key: &str) -> Result<Unsent<Option<Fields>>, RecordError> {
        let registry = self.registry.as_str();
        let row = self
            .db
            .read("registry.find_record", |mut connection| async move {
                let query = sqlx::query(FIND).bind(registry).bind(key);
                let row = query.fetch_optional(&mut *connection).await?;
                row.map(|row| Ok::<(i64, String), DbError>((row.try_get(0)?, row.try_get(1)?)))
                    .transpose()
            })
            .await?;
        let held = row
            .map(|(layout, text)| self.layouts.read(layout, key, &text).ok_or_else(|| self.damaged()))
            .transpose()?;
        Ok(Unsent::new(held))
    }

    pub(super) fn damaged(&self) -> RecordError {
        RecordError::Damaged {
            registry: self.registry.clone(),
        }
    }

    /// How many records there are. Counts them: seconds at national size.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn count(&self) -> Result<u64, DbError> {
        let registry = self.registry.as_str();
        let count: i64 = self
            .db
            .read("registry.count_records", |mut connection| async move {
                let query = sqlx::query_scalar(COUNT).bind(registry);
                Ok::<_, DbError>(query.fetch_one(&mut *connection).await?)
            })
            .await?;
        Ok(count.unsigned_abs())
    }
}
