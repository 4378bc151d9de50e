//! Records of any pack: one table, found by registry and key in one indexed read.
//!
//! The registry owns these data, so keys stand here as they are. What is read comes out as [`Unsent`].

use std::sync::{Arc, OnceLock};

use motlan_store::db::{Db, DbError};

use super::layout::{LayoutError, Layouts};
use super::look_ups::{LookUps, Row};
use super::search::Finders;
use super::signal::Signal;
use crate::journal::Unsent;
use crate::model::pack::{Keys, Pack, RegistryCode};
use crate::model::record::{Fields, Found};

const COUNT: &str = "-- registry.count_records
SELECT COUNT(*) FROM registry_record WHERE registry = $1";

/// The records of one registry.
#[derive(Clone)]
pub struct RecordStore {
    pub(super) db: Db,
    pub(super) registry: RegistryCode,
    pub(super) layouts: Layouts,
    /// What finds records by their values.
    pub(super) finders: Finders,
    /// Which fields find a record, and about whom it is.
    pub(crate) keys: Keys,
    look_ups: LookUps,
    /// The first row that was found: taken apart in the place of one that is not there.
    stand_in: Arc<OnceLock<Row>>,
    /// Wakes those who wait for changes.
    pub(crate) signal: Signal,
}

/// A record cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The database did not answer: those who asked together are told together.
    #[error(transparent)]
    Db(Arc<DbError>),
    /// A row's values are not what was written.
    #[error("a record of {registry} is damaged")]
    Damaged {
        /// Whose record it is.
        registry: RegistryCode,
    },
}

impl From<DbError> for RecordError {
    fn from(error: DbError) -> Self {
        Self::Db(Arc::new(error))
    }
}

impl RecordStore {
    /// The records of a pack; starts what looks them up, so it needs a runtime.
    pub(crate) fn new(db: Db, pack: &Pack, layouts: Layouts) -> Self {
        Self {
            registry: pack.code.clone(),
            layouts,
            finders: Finders::new(pack),
            keys: pack.keys.clone(),
            look_ups: LookUps::start(&db, &pack.code),
            db,
            stand_in: Arc::default(),
            signal: Signal::default(),
        }
    }

    /// The same records as an earlier version of the pack has them.
    pub(crate) fn of_earlier(&self, earlier: &Pack, newest: &Pack) -> Result<Self, LayoutError> {
        Ok(Self {
            layouts: self.layouts.of_earlier(earlier, newest)?,
            finders: self.finders.of_earlier(earlier, newest),
            keys: earlier.keys.clone(),
            ..self.clone()
        })
    }

    /// The record of this key with all its values, the key included.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn find(&self, key: &str) -> Result<Unsent<Option<Fields>>, RecordError> {
        Ok(self.find_or_other(key).await?.map(|found| match found {
            Found::Record(fields) => Some(fields),
            Found::Other(_) => None,
        }))
    }

    /// The record of this key or, in its place, another one: read and taken apart alike, and to be compared alike.
    pub(crate) async fn find_or_other(&self, key: &str) -> Result<Unsent<Found>, RecordError> {
        let row = self.look_ups.find(key).await.map_err(RecordError::Db)?;
        if let Some(row) = &row {
            self.stand_in.get_or_init(|| row.clone());
        }
        let Some((found, layout, text)) = row.as_ref().or_else(|| self.stand_in.get()) else {
            return Ok(Unsent::new(Found::Other(Fields::new())));
        };
        // Whoever asks waits for this whether it is the record asked for or another.
        match (found == key, self.layouts.read(*layout, key, text)) {
            (true, Some(held)) => Ok(Unsent::new(Found::Record(held))),
            (true, None) => Err(self.damaged()),
            (false, other) => Ok(Unsent::new(Found::Other(other.unwrap_or_default()))),
        }
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
