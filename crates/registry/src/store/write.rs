//! Writing changes: the row as it now is, what it was before, the feed of changes and what search finds it by, in one
//! transaction.
//!
//! Writers of one registry go one after the other: each takes the row of the feed's position first. So positions are
//! given in the order of commits, and a reader who has seen one has seen all before it.

use std::collections::{BTreeMap, BTreeSet};

use motlan_core::Timestamp;
use motlan_store::db::{Connection, DbError, Insert};
use sqlx::{AssertSqlSafe, Row};

use super::record::{RecordError, RecordStore};
use super::search;
use crate::model::record::Fields;

const TAKE_POSITION: &str = "-- registry.take_position
INSERT INTO registry_position (registry, last) VALUES ($1, 0)
ON CONFLICT (registry) DO UPDATE SET last = registry_position.last
RETURNING last";

const SET_POSITION: &str = "-- registry.set_position
UPDATE registry_position SET last = $2 WHERE registry = $1";

const WRITE_RECORDS: Insert = Insert {
    into: "-- registry.write_records
INSERT INTO registry_record (registry, record_key, version, layout, field_values, valid_from)",
    columns: 6,
    ending: "ON CONFLICT (registry, record_key) DO UPDATE
SET version = excluded.version, layout = excluded.layout, field_values = excluded.field_values,
    valid_from = excluded.valid_from",
};

const WRITE_HISTORY: Insert = Insert {
    into: "-- registry.write_history
INSERT INTO registry_history (registry, record_key, version, layout, field_values, valid_from, valid_until)",
    columns: 7,
    ending: "",
};

const WRITE_CHANGES: Insert = Insert {
    into: "-- registry.write_changes
INSERT INTO registry_change (registry, position, record_key, version, changed_at)",
    columns: 5,
    ending: "",
};

/// Keys read with one statement: its text stays the same for all full ones.
const KEYS_PER_READ: usize = 500;

/// One record as it is to be.
#[derive(Clone)]
pub(crate) struct Change {
    /// The value of the key field.
    pub(crate) key: String,
    /// All other values, canonical.
    pub(crate) fields: Fields,
    /// The version that the writer believes to be the last one, 0 for a record that is not there yet; none: whatever it is.
    pub(crate) known_version: Option<u64>,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The record was not there; it is now.
    Added,
    /// It has this new version.
    Changed {
        /// The new version.
        version: u64,
    },
    /// It was so already.
    Unchanged {
        /// Its version.
        version: u64,
    },
    /// It has another version than the writer believed: nothing was written.
    Superseded {
        /// The version it has; 0 if it is not there.
        version: u64,
    },
}

/// A row as it is.
#[derive(Clone)]
struct Current {
    version: i64,
    layout: i64,
    values: String,
    valid_from: i64,
}

/// What a transaction writes.
#[derive(Default)]
struct Rows {
    records: BTreeMap<String, Current>,
    /// Key, what it was, until when.
    history: Vec<(String, Current)>,
    /// Key and version, in order.
    changes: Vec<(String, i64)>,
    search: search::Rows,
}

impl RecordStore {
    /// Applies changes in order, all or none of them; tells for each what became of it. Of two with one key the later
    /// follows the earlier.
    pub(crate) async fn apply(&self, changes: &[Change], now: Timestamp) -> Result<Vec<Applied>, RecordError> {
        let applied = self
            .db
            .write("registry.apply", |mut connection| async move {
                let take = sqlx::query_scalar(TAKE_POSITION).bind(self.registry.as_str());
                let last: i64 = take.fetch_one(&mut *connection).await?;
                let keys: BTreeSet<&str> = changes.iter().map(|change| change.key.as_str()).collect();
                let current = self.current(&mut connection, &keys).await?;
                let Some((applied, rows)) = self.decide(changes, current, now) else {
                    return Ok(None);
                };
                self.write_rows(&mut connection, rows, last, now).await?;
                Ok::<_, DbError>(Some(applied))
            })
            .await?;
        applied.ok_or_else(|| self.damaged())
    }

    async fn current(
        &self,
        connection: &mut Connection,
        keys: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, Current>, DbError> {
        let keys: Vec<&str> = keys.iter().copied().collect();
        let mut current = BTreeMap::new();
        for keys in keys.chunks(KEYS_PER_READ) {
            let places: Vec<String> = (2..keys.len() + 2).map(|place| format!("${place}")).collect();
            let sql = format!(
                "-- registry.read_current
SELECT record_key, version, layout, field_values, valid_from FROM registry_record
WHERE registry = $1 AND record_key IN ({})",
                places.join(", ")
            );
            // Nothing but numbers of parameters was put into the text.
            let mut query = sqlx::query(AssertSqlSafe(sql)).bind(self.registry.as_str());
            for key in keys {
                query = query.bind(*key);
            }
            let query = query.persistent(keys.len() == KEYS_PER_READ);
            for row in query.fetch_all(&mut **connection).await? {
                let held = Current {
                    version: row.try_get(1)?,
                    layout: row.try_get(2)?,
                    values: row.try_get(3)?,
                    valid_from: row.try_get(4)?,
                };
                current.insert(row.try_get(0)?, held);
            }
        }
        Ok(current)
    }

    /// What each change comes to, and the rows that it takes; none if a row is damaged.
    fn decide(
        &self,
        changes: &[Change],
        mut current: BTreeMap<String, Current>,
        now: Timestamp,
    ) -> Option<(Vec<Applied>, Rows)> {
        let mut rows = Rows::default();
        let mut applied = Vec::with_capacity(changes.len());
        for change in changes {
            let held = current.get(&change.key);
            let version = held.map_or(0, |held| held.version.unsigned_abs());
            if change.known_version.is_some_and(|known| known != version) {
                applied.push(Applied::Superseded { version });
                continue;
            }
            let values = self.layouts.write(&change.fields).ok()?;
            let next = Current {
                version: held.map_or(1, |held| held.version + 1),
                layout: self.layouts.current(),
                values,
                valid_from: now.as_micros(),
            };
            match held {
                None => applied.push(Applied::Added),
                Some(held) if (held.layout, &held.values) == (next.layout, &next.values) => {
                    applied.push(Applied::Unchanged { version });
                    continue;
                }
                Some(held) => {
                    let before = self.layouts.read(held.layout, &change.key, &held.values)?;
                    if before.len() == change.fields.len() + 1
                        && change
                            .fields
                            .iter()
                            .all(|(code, value)| before.get(code) == Some(value))
                    {
                        // Only the layout differs: the row stays as it is.
                        applied.push(Applied::Unchanged { version });
                        continue;
                    }
                    rows.search.drop(&self.search, &change.key, &before);
                    rows.history.push((change.key.clone(), held.clone()));
                    applied.push(Applied::Changed { version: version + 1 });
                }
            }
            rows.search.add(&self.search, &change.key, &change.fields);
            rows.changes.push((change.key.clone(), next.version));
            rows.records.insert(change.key.clone(), next.clone());
            current.insert(change.key.clone(), next);
        }
        Some((applied, rows))
    }

    async fn write_rows(
        &self,
        connection: &mut Connection,
        rows: Rows,
        last: i64,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let registry = self.registry.as_str();
        WRITE_HISTORY
            .execute(connection, &rows.history, |(key, was), values| {
                values
                    .bind(registry)
                    .bind(key.as_str())
                    .bind(was.version)
                    .bind(was.layout)
                    .bind(was.values.as_str())
                    .bind(was.valid_from)
                    .bind(now.as_micros());
            })
            .await?;
        WRITE_RECORDS
            .execute(connection, &rows.records, |(key, row), values| {
                values
                    .bind(registry)
                    .bind(key.as_str())
                    .bind(row.version)
                    .bind(row.layout)
                    .bind(row.values.as_str())
                    .bind(row.valid_from);
            })
            .await?;
        let changes = (last + 1..).zip(&rows.changes);
        WRITE_CHANGES
            .execute(connection, changes, |(position, (key, version)), values| {
                values
                    .bind(registry)
                    .bind(*position)
                    .bind(key.as_str())
                    .bind(*version)
                    .bind(now.as_micros());
            })
            .await?;
        rows.search.write(connection, registry).await?;
        let count = i64::try_from(rows.changes.len()).unwrap_or(i64::MAX);
        if count > 0 {
            let set = sqlx::query(SET_POSITION)
                .bind(registry)
                .bind(last.saturating_add(count));
            set.execute(&mut **connection).await?;
        }
        Ok(())
    }
}
