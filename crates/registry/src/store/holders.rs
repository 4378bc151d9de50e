//! Which records may hold a value that no two may share.

use std::collections::{BTreeMap, BTreeSet};

use motlan_store::db::{Connection, DbError};
use sqlx::{AssertSqlSafe, Row};

use super::record::RecordStore;
use super::write::{Current, KEYS_PER_READ, Writing};

/// Keys of candidates by rule and value.
#[derive(Clone, Default)]
pub(super) struct Holders(BTreeMap<(usize, String), BTreeSet<String>>);

impl Holders {
    /// The keys of all candidates.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.values().flatten().map(String::as_str)
    }

    /// Those that may hold this value.
    pub(super) fn of(&self, rule: usize, value: &str) -> Vec<String> {
        let keys = self.0.get(&(rule, value.to_owned()));
        keys.into_iter().flatten().cloned().collect()
    }

    /// One more.
    pub(super) fn add(&mut self, rule: usize, value: String, key: &str) {
        self.0.entry((rule, value)).or_default().insert(key.to_owned());
    }
}

impl RecordStore {
    /// The candidates for every value of the changes. What stays as it is counts as it is held.
    pub(super) async fn holders(
        &self,
        connection: &mut Connection,
        writing: &Writing<'_>,
        current: &BTreeMap<String, Current>,
    ) -> Result<Holders, DbError> {
        let mut holders = Holders::default();
        for (rule, finder) in self.finders.unique.iter().enumerate() {
            let keeps = finder.fields.iter().any(|code| writing.kept.contains(code));
            let values = writing.changes.iter().filter_map(|change| {
                if !keeps {
                    return finder.value(&change.fields);
                }
                let held = current.get(&change.key);
                let held = held.and_then(|held| self.layouts.read(held.layout, &change.key, &held.values));
                finder.value(&self.merged(writing, change, held.as_ref()))
            });
            let values: BTreeSet<String> = values.collect();
            let values: Vec<String> = values.into_iter().collect();
            for values in values.chunks(KEYS_PER_READ) {
                self.add_holders(connection, (rule, &finder.name), values, &mut holders)
                    .await?;
            }
        }
        Ok(holders)
    }

    async fn add_holders(
        &self,
        connection: &mut Connection,
        (rule, name): (usize, &str),
        values: &[String],
        holders: &mut Holders,
    ) -> Result<(), DbError> {
        let places: Vec<String> = (3..values.len() + 3).map(|place| format!("${place}")).collect();
        let sql = format!(
            "-- registry.find_holders
SELECT value, record_key FROM registry_search WHERE registry = $1 AND field = $2 AND value IN ({})",
            places.join(", ")
        );
        // Nothing but numbers of parameters was put into the text.
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(self.registry.as_str()).bind(name);
        for value in values {
            query = query.bind(value.as_str());
        }
        let query = query.persistent(values.len() == KEYS_PER_READ);
        for row in query.fetch_all(&mut **connection).await? {
            let key: String = row.try_get(1)?;
            holders.add(rule, row.try_get(0)?, &key);
        }
        Ok(())
    }
}
