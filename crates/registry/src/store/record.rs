//! Records of any pack: one table, found by registry and key in one indexed read.
//!
//! The registry owns these data, so keys stand here as they are. What is read comes out as [`Unsent`].

use motlan_store::db::{Db, DbError};
use sqlx::Row;

use super::layout::Layouts;
use super::search::Finders;
use crate::journal::Unsent;
use crate::model::field::FieldCode;
use crate::model::pack::{Pack, RegistryCode};
use crate::model::record::Fields;

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
    /// What finds records by their values.
    pub(super) finders: Finders,
    /// The field whose value is a record's key.
    pub(super) key_field: FieldCode,
    /// The fields that name those whom a record is about.
    pub(super) persons: Vec<FieldCode>,
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

impl RecordStore {
    pub(crate) fn new(db: Db, pack: &Pack, layouts: Layouts) -> Self {
        Self {
            db,
            registry: pack.code.clone(),
            layouts,
            finders: Finders::new(pack),
            key_field: pack.keys.record.clone(),
            persons: pack.keys.persons.clone(),
        }
    }

    /// The record of this key with all its values, the key included.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn find(&self, key: &str) -> Result<Unsent<Option<Fields>>, RecordError> {
        let query = sqlx::query(FIND).bind(self.registry.as_str()).bind(key);
        let row = self.db.find("registry.find_record", query).await?;
        let row = row
            .map(|row| Ok::<(i64, String), DbError>((row.try_get(0)?, row.try_get(1)?)))
            .transpose()?;
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
