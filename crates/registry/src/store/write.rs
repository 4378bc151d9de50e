//! Writing changes: the row as it now is, what it was before, the feed of changes and what search finds it by, in one
//! transaction.
//!
//! Writers of one registry go one after the other: each takes the row of the feed's position first. So positions are
//! given in the order of commits, and a reader who has seen one has seen all before it.

use std::collections::{BTreeMap, BTreeSet};

use motlan_core::Timestamp;
use motlan_store::db::{Connection, DbError, Insert};
use sqlx::{AssertSqlSafe, Row};

use super::correction::{self, Ruled};
use super::record::{RecordError, RecordStore};
use super::run::{self, Run};
use super::search;
use crate::journal::Unsent;
use crate::model::correction::CorrectionId;
use crate::model::field::FieldCode;
use crate::model::record::Fields;
use crate::model::subject::Subject;

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
pub(super) const KEYS_PER_READ: usize = 500;

/// One record as it is to be.
#[derive(Clone)]
pub(crate) struct Change {
    /// The value of the key field.
    pub(crate) key: String,
    /// All other values, canonical.
    pub(crate) fields: Fields,
    /// The version that the writer believes to be the last one, 0 for a record that is not there yet; none: whatever it is.
    pub(crate) known_version: Option<u64>,
    /// Something else is wrong with it: it is not written, only compared with what must be unique.
    pub(crate) is_refused: bool,
}

/// What a transaction is to do.
pub(crate) struct Writing<'w> {
    /// In order.
    pub(crate) changes: &'w [Change],
    /// Fields that the writer has no right to: they stay as they are.
    pub(crate) kept: &'w BTreeSet<FieldCode>,
    /// The present.
    pub(crate) now: Timestamp,
    /// What is kept of a bulk run together with its batch.
    pub(crate) mark: Option<&'w (dyn Fn(&Decided) -> Run + Send + Sync)>,
    /// The request to correct that is accepted with the change. Where it is no longer open, nothing is decided.
    pub(crate) accepted: Option<(&'w CorrectionId, &'w Ruled<'w>)>,
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

/// What was decided about one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It was taken, or there was nothing to take.
    Applied(Applied),
    /// It was refused; the rules of uniqueness that it breaks, by their place among those of the pack.
    Refused(Vec<usize>),
}

/// What was decided about all of them, and about whom that tells something.
#[derive(Default)]
pub(crate) struct Decided {
    /// In the order of the changes.
    pub(crate) decisions: Vec<Decision>,
    /// Each once.
    pub(crate) subjects: BTreeSet<Subject>,
}

impl Decided {
    /// Whether every record is now as its change says.
    fn are_all_taken(&self) -> bool {
        self.decisions.iter().all(|decision| match decision {
            Decision::Applied(applied) => !matches!(applied, Applied::Superseded { .. }),
            Decision::Refused(_) => false,
        })
    }
}

/// A row as it is.
#[derive(Clone)]
pub(super) struct Current {
    pub(super) version: i64,
    pub(super) layout: i64,
    pub(super) values: String,
    pub(super) valid_from: i64,
}

/// What a transaction writes.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) records: BTreeMap<String, Current>,
    /// Key, what it was, until when.
    pub(super) history: Vec<(String, Current)>,
    /// Key and version, in order.
    pub(super) changes: Vec<(String, i64)>,
    pub(super) search: search::Rows,
}

impl RecordStore {
    /// Applies changes in order, all or none of them; tells for each what became of it. Of two with one key the later
    /// follows the earlier.
    pub(crate) async fn apply(&self, writing: Writing<'_>) -> Result<Unsent<Decided>, RecordError> {
        let writing = &writing;
        let decided = self
            .db
            .write("registry.apply", |mut connection| async move {
                let take = sqlx::query_scalar(TAKE_POSITION).bind(self.registry.as_str());
                let last: i64 = take.fetch_one(&mut *connection).await?;
                let keys: BTreeSet<&str> = writing.changes.iter().map(|change| change.key.as_str()).collect();
                let mut current = self.current(&mut connection, &keys).await?;
                let holders = self.holders(&mut connection, writing, &current).await?;
                let others: BTreeSet<&str> = holders.keys().filter(|key| !keys.contains(key)).collect();
                current.append(&mut self.current(&mut connection, &others).await?);
                if let Some((id, _)) = writing.accepted
                    && !correction::is_open(&mut connection, &self.registry, id).await?
                {
                    return Ok(Some((Decided::default(), false)));
                }
                let Some((decided, rows)) = self.decide(writing, current, &holders) else {
                    return Ok(None);
                };
                let has_changes = !rows.changes.is_empty();
                self.write_rows(&mut connection, rows, last, writing.now).await?;
                if let Some((id, ruled)) = writing.accepted.filter(|_| decided.are_all_taken()) {
                    correction::close(&mut connection, &self.registry, id, ruled).await?;
                }
                if let Some(mark) = writing.mark {
                    run::write(&mut connection, &self.registry, &mark(&decided)).await?;
                }
                Ok::<_, DbError>(Some((decided, has_changes)))
            })
            .await?;
        let (decided, has_changes) = decided.ok_or_else(|| self.damaged())?;
        if has_changes {
            self.signal.committed();
        }
        Ok(Unsent::new(decided))
    }

    pub(super) async fn current(
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
