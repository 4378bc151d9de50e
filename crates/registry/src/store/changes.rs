//! The feed of changes: what changed after a position, with the values at each change and just before it.

use std::collections::{BTreeMap, BTreeSet};

use motlan_core::Timestamp;
use motlan_store::db::{Connection, DbError};
use sqlx::{AssertSqlSafe, Row};

use super::record::{RecordError, RecordStore};
use crate::journal::Unsent;
use crate::model::record::Fields;

const LIST: &str = "-- registry.list_changes
SELECT position, record_key, version, changed_at FROM registry_change
WHERE registry = $1 AND position > $2 ORDER BY position LIMIT $3";

pub(super) const FIND_POSITION: &str = "-- registry.find_position
SELECT last FROM registry_position WHERE registry = $1";

/// Versions read with one statement: two parameters for each, and an expression as deep as there are of them, where
/// SQLite allows 1,000.
const VERSIONS_PER_READ: usize = 200;

/// A part of the feed.
pub(crate) struct ChangeRows {
    /// The changes, in order.
    pub(crate) changes: Unsent<Vec<Changed>>,
    /// How many there are.
    pub(crate) count: usize,
    /// The position of the last of them; where there is none, that which was asked about.
    pub(crate) until: u64,
    /// The last position of the whole feed.
    pub(crate) last: u64,
}

/// One change.
pub(crate) struct Changed {
    pub(crate) position: u64,
    pub(crate) key: String,
    pub(crate) version: u64,
    pub(crate) at: Timestamp,
    /// What the record held before; there is nothing before a first version.
    pub(crate) before: Option<Fields>,
    /// What it held then.
    pub(crate) after: Fields,
}

/// A row of the feed.
struct Listed {
    position: i64,
    key: String,
    version: i64,
    at: i64,
}

/// Layout and values, by key and version.
type Versions = BTreeMap<(String, i64), (i64, String)>;

impl RecordStore {
    /// Up to `count_max` changes after a position. All of it is one moment's view of the database.
    pub(crate) async fn changes(&self, after: u64, count_max: usize) -> Result<ChangeRows, RecordError> {
        let from = i64::try_from(after).unwrap_or(i64::MAX);
        let (listed, versions, last) = self
            .db
            .read("registry.changes", |mut connection| async move {
                let listed = self.list(&mut connection, from, count_max).await?;
                let versions = self.values(&mut connection, &listed).await?;
                let last = sqlx::query_scalar(FIND_POSITION).bind(self.registry.as_str());
                let last: Option<i64> = last.fetch_optional(&mut *connection).await?;
                Ok::<_, DbError>((listed, versions, last.unwrap_or_default()))
            })
            .await?;
        let until = listed.last().map_or(after, |last| last.position.unsigned_abs());
        let count = listed.len();
        let changes = listed.into_iter().map(|row| self.changed(row, &versions));
        let changes: Option<Vec<Changed>> = changes.collect();
        Ok(ChangeRows {
            changes: Unsent::new(changes.ok_or_else(|| self.damaged())?),
            count,
            until,
            last: last.unsigned_abs(),
        })
    }

    async fn list(&self, connection: &mut Connection, from: i64, count_max: usize) -> Result<Vec<Listed>, DbError> {
        let list = sqlx::query(LIST)
            .bind(self.registry.as_str())
            .bind(from)
            .bind(i64::try_from(count_max).unwrap_or(i64::MAX));
        let rows = list.fetch_all(&mut **connection).await?;
        let listed = rows.iter().map(|row| {
            Ok(Listed {
                position: row.try_get(0)?,
                key: row.try_get(1)?,
                version: row.try_get(2)?,
                at: row.try_get(3)?,
            })
        });
        listed.collect()
    }

    /// The values at each change and before it, from the record where it is still that version, from its history
    /// otherwise.
    async fn values(&self, connection: &mut Connection, listed: &[Listed]) -> Result<Versions, DbError> {
        let keys: BTreeSet<&str> = listed.iter().map(|row| row.key.as_str()).collect();
        let wanted: BTreeSet<(&str, i64)> = listed
            .iter()
            .flat_map(|row| [(row.key.as_str(), row.version), (row.key.as_str(), row.version - 1)])
            .filter(|(_, version)| *version > 0)
            .collect();
        let mut versions = Versions::new();
        for (key, held) in self.current(connection, &keys).await? {
            if wanted.contains(&(key.as_str(), held.version)) {
                versions.insert((key, held.version), (held.layout, held.values));
            }
        }
        let is_missing = |(key, version): &(&str, i64)| !versions.contains_key(&((*key).to_owned(), *version));
        let wanted: Vec<_> = wanted.into_iter().filter(is_missing).collect();
        for wanted in wanted.chunks(VERSIONS_PER_READ) {
            versions.append(&mut self.past(connection, wanted).await?);
        }
        Ok(versions)
    }

    async fn past(&self, connection: &mut Connection, wanted: &[(&str, i64)]) -> Result<Versions, DbError> {
        let places = (0..wanted.len()).map(|place| {
            let (key, version) = (2 * place + 2, 2 * place + 3);
            format!("(registry = $1 AND record_key = ${key} AND version = ${version})")
        });
        let sql = format!(
            "-- registry.read_versions
SELECT record_key, version, layout, field_values FROM registry_history WHERE {}",
            places.collect::<Vec<_>>().join(" OR ")
        );
        // Nothing but numbers of parameters was put into the text.
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(self.registry.as_str());
        for (key, version) in wanted {
            query = query.bind(*key).bind(*version);
        }
        let query = query.persistent(wanted.len() == VERSIONS_PER_READ);
        let rows = query.fetch_all(&mut **connection).await?;
        let versions = rows.iter().map(|row| {
            let place = (row.try_get(0)?, row.try_get(1)?);
            Ok((place, (row.try_get(2)?, row.try_get(3)?)))
        });
        versions.collect()
    }

    /// A row with its values; none if they are damaged.
    fn changed(&self, row: Listed, versions: &Versions) -> Option<Changed> {
        let values = |version: i64| {
            let (layout, values) = versions.get(&(row.key.clone(), version))?;
            self.layouts.read(*layout, &row.key, values)
        };
        Some(Changed {
            before: if row.version > 1 {
                Some(values(row.version - 1)?)
            } else {
                None
            },
            after: values(row.version)?,
            position: row.position.unsigned_abs(),
            version: row.version.unsigned_abs(),
            at: Timestamp::from_micros(row.at),
            key: row.key,
        })
    }
}
