//! Records of any pack: one table, the values as JSON text, found by registry and personal number in one indexed read.
//!
//! The registry owns these data, so the number stands here as it is. Each row counts how often it was changed and when
//! it last was; writing the same values again changes nothing.

use std::collections::BTreeMap;

use motlan_core::Timestamp;
use motlan_core::vietnam::personal_number::PersonalNumber;
use motlan_store::db::{Db, DbError, Insert};

use crate::model::field::FieldCode;
use crate::model::pack::RegistryCode;
use crate::model::record::{CheckedRecord, Fields};

pub(super) const CREATE: &str = "-- registry.create_record
CREATE TABLE registry_record (
    registry   TEXT   NOT NULL,
    record_key TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    fields     TEXT   NOT NULL,
    valid_from BIGINT NOT NULL,
    PRIMARY KEY (registry, record_key)
)";

const WRITE: Insert = Insert {
    into: "-- registry.write_records
INSERT INTO registry_record (registry, record_key, version, fields, valid_from)",
    columns: 5,
    ending: "ON CONFLICT (registry, record_key) DO UPDATE
SET version = registry_record.version + 1, fields = excluded.fields, valid_from = excluded.valid_from
WHERE registry_record.fields <> excluded.fields",
};

const FIND: &str = "-- registry.find_record
SELECT fields FROM registry_record WHERE registry = $1 AND record_key = $2";

const COUNT: &str = "-- registry.count_records
SELECT COUNT(*) FROM registry_record WHERE registry = $1";

/// The records of one registry.
#[derive(Clone, Debug)]
pub struct RecordStore {
    db: Db,
    registry: RegistryCode,
    /// The field whose value is the row's key.
    key_field: FieldCode,
}

/// A record cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A row's values are not the JSON that was written.
    #[error("a record of {registry} is damaged")]
    Damaged {
        /// Whose record it is.
        registry: RegistryCode,
    },
}

/// Rows ready to be written, in the order of the table's key: which is also the fastest order to insert them in.
#[derive(Default)]
pub(crate) struct Batch(BTreeMap<String, String>);

impl Batch {
    /// Adds a record; of two with one key the later one counts, as if they were written one after the other.
    pub(crate) fn add(&mut self, record: CheckedRecord) -> Result<(), serde_json::Error> {
        let fields = serde_json::to_string(&record.fields)?;
        self.0.insert(record.key.into_text(), fields);
        Ok(())
    }
}

impl RecordStore {
    pub(crate) fn new(db: Db, registry: RegistryCode, key_field: FieldCode) -> Self {
        Self {
            db,
            registry,
            key_field,
        }
    }

    /// Writes a batch in one transaction.
    pub(crate) async fn write(&self, batch: &Batch, now: Timestamp) -> Result<(), DbError> {
        let registry = self.registry.as_str();
        self.db
            .write("registry.write_records", |mut connection| async move {
                WRITE
                    .execute(&mut connection, &batch.0, |(key, fields), values| {
                        values
                            .bind(registry)
                            .bind(key.as_str())
                            .bind(1_i64)
                            .bind(fields.as_str())
                            .bind(now.as_micros());
                    })
                    .await
            })
            .await
            .map(drop)
    }

    /// The record of this number with all its values, the number included.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn find(&self, number: &PersonalNumber) -> Result<Option<Fields>, RecordError> {
        let Some(text) = self.find_text(number).await? else {
            return Ok(None);
        };
        let mut fields: Fields = serde_json::from_str(&text).map_err(|_| RecordError::Damaged {
            registry: self.registry.clone(),
        })?;
        fields.insert(self.key_field.clone(), number.as_str().to_owned());
        Ok(Some(fields))
    }

    async fn find_text(&self, number: &PersonalNumber) -> Result<Option<String>, DbError> {
        let (registry, number) = (self.registry.as_str(), number.as_str());
        self.db
            .read("registry.find_record", |mut connection| async move {
                let query = sqlx::query_scalar(FIND).bind(registry).bind(number);
                Ok(query.fetch_optional(&mut *connection).await?)
            })
            .await
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
