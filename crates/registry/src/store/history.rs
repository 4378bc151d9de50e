//! What a record was: its versions, and its values at any moment.
//!
//! The first version has no row in the history while it is the last one; every version that another one followed has. A
//! moment before the first version knows no record.

use motlan_core::Timestamp;
use motlan_store::db::DbError;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::record::{RecordError, RecordStore};
use crate::journal::Unsent;
use crate::model::record::Fields;

/// The row that holds now, or the one that held then. Of two versions of one moment the later held from then on, and
/// the earlier never.
const AS_OF: &str = "-- registry.find_as_of
SELECT layout, field_values, version FROM registry_record
WHERE registry = $1 AND record_key = $2 AND valid_from <= $3
UNION ALL
SELECT layout, field_values, version FROM registry_history
WHERE registry = $1 AND record_key = $2 AND valid_from <= $3 AND valid_until > $3
ORDER BY version DESC LIMIT 1";

const VERSIONS: &str = "-- registry.list_versions
SELECT version, valid_from FROM registry_record WHERE registry = $1 AND record_key = $2
UNION ALL
SELECT version, valid_from FROM registry_history WHERE registry = $1 AND record_key = $2
ORDER BY version";

/// A version of a record, without its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub version: u64,
    /// Since when it held.
    pub valid_from: Timestamp,
}

impl RecordStore {
    /// The values of a record at a moment, the key included; none if it was not there yet.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn as_of(&self, key: &str, at: Timestamp) -> Result<Unsent<Option<Fields>>, RecordError> {
        let registry = self.registry.as_str();
        let row = self
            .db
            .read("registry.find_as_of", |mut connection| async move {
                let query = sqlx::query(AS_OF).bind(registry).bind(key).bind(at.as_micros());
                Ok::<_, DbError>(query.fetch_optional(&mut *connection).await?)
            })
            .await?;
        Ok(Unsent::new(row.map(|row| self.held(key, &row)).transpose()?))
    }

    /// The versions of a record, the first one first. That there are some tells of a person, so they may not leave either.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn versions(&self, key: &str) -> Result<Unsent<Vec<Version>>, RecordError> {
        let registry = self.registry.as_str();
        let versions = self
            .db
            .read("registry.list_versions", |mut connection| async move {
                let query = sqlx::query(VERSIONS).bind(registry).bind(key);
                let rows = query.fetch_all(&mut *connection).await?;
                let read = |row: &AnyRow| {
                    Ok::<_, DbError>(Version {
                        version: row.try_get::<i64, _>(0)?.unsigned_abs(),
                        valid_from: Timestamp::from_micros(row.try_get(1)?),
                    })
                };
                rows.iter().map(read).collect::<Result<Vec<_>, _>>()
            })
            .await?;
        Ok(Unsent::new(versions))
    }

    fn held(&self, key: &str, row: &AnyRow) -> Result<Fields, RecordError> {
        let (layout, text): (i64, String) = (
            row.try_get(0).map_err(DbError::from)?,
            row.try_get(1).map_err(DbError::from)?,
        );
        self.layouts.read(layout, key, &text).ok_or_else(|| self.damaged())
    }
}
