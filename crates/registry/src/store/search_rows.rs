//! Makes the rows of search for records that were written before their pack had them: after a new version that searches
//! by another field, or asks that another one be unique. A registry does not open before it is done.

use std::collections::BTreeSet;

use motlan_store::db::DbError;
use sqlx::Row;

use super::record::{RecordError, RecordStore};
use super::search::{Finders, Rows};

/// Records read and rows written in one transaction.
const RECORDS_AT_ONCE: usize = 5_000;

const LIST: &str = "-- registry.list_finders
SELECT finder FROM registry_finder WHERE registry = $1";

const ADD: &str = "-- registry.add_finder
INSERT INTO registry_finder (registry, finder) VALUES ($1, $2) ON CONFLICT (registry, finder) DO NOTHING";

/// What is searched by no more is no longer kept up to date.
const DROP: &str = "-- registry.drop_finder
DELETE FROM registry_finder WHERE registry = $1 AND finder = $2";

const READ: &str = "-- registry.read_for_search
SELECT record_key, layout, field_values FROM registry_record WHERE registry = $1 AND record_key > $2
ORDER BY record_key LIMIT $3";

impl RecordStore {
    /// Sees to it that everything the pack finds records by finds all of them.
    pub(crate) async fn complete_search(&self) -> Result<(), RecordError> {
        let known = self.known_finders().await?;
        let wanted = self.finders.names();
        let missing: BTreeSet<String> = wanted.difference(&known).cloned().collect();
        if !missing.is_empty() {
            let finders = self.finders.only(&missing);
            tracing::info!(registry = %self.registry, ?missing, "makes what search needs");
            let mut after = Some(String::new());
            while let Some(last) = after {
                after = self.add_rows(&finders, &last).await?;
            }
        }
        let registry = self.registry.as_str();
        let gone: Vec<&String> = known.difference(&wanted).collect();
        let (missing, gone) = (&missing, &gone);
        self.db
            .write("registry.keep_finders", |mut connection| async move {
                for (statement, names) in [(ADD, missing.iter().collect()), (DROP, gone.clone())] {
                    for name in names {
                        let change = sqlx::query(statement).bind(registry).bind(name.as_str());
                        change.execute(&mut *connection).await?;
                    }
                }
                Ok::<_, DbError>(())
            })
            .await?;
        Ok(())
    }

    async fn known_finders(&self) -> Result<BTreeSet<String>, DbError> {
        let registry = self.registry.as_str();
        self.db
            .read("registry.list_finders", |mut connection| async move {
                let list = sqlx::query_scalar(LIST).bind(registry);
                let names: Vec<String> = list.fetch_all(&mut *connection).await?;
                Ok(names.into_iter().collect())
            })
            .await
    }

    /// The rows of the records after this key; the last key, if there may be more.
    async fn add_rows(&self, finders: &Finders, after: &str) -> Result<Option<String>, RecordError> {
        let registry = self.registry.as_str();
        let read = self
            .db
            .write("registry.add_search_rows", |mut connection| async move {
                let limit = i64::try_from(RECORDS_AT_ONCE).unwrap_or(i64::MAX);
                let read = sqlx::query(READ).bind(registry).bind(after).bind(limit);
                let records = read.fetch_all(&mut *connection).await?;
                let (mut rows, mut last) = (Rows::default(), String::new());
                for record in &records {
                    let (layout, values): (i64, String) = (record.try_get(1)?, record.try_get(2)?);
                    last = record.try_get(0)?;
                    let Some(fields) = self.layouts.read(layout, &last, &values) else {
                        return Ok(None);
                    };
                    rows.add(finders, &last, &fields);
                }
                rows.write(&mut connection, registry).await?;
                Ok::<_, DbError>(Some((last, records.len() == RECORDS_AT_ONCE)))
            })
            .await?;
        let (last, has_more) = read.ok_or_else(|| self.damaged())?;
        Ok(has_more.then_some(last))
    }
}
