//! Finding records by the values that a pack lets them be searched by.
//!
//! A row of the search table may be stale: what it finds is held against the record's own values.

use std::fmt::Write as _;

use motlan_store::db::DbError;
use sqlx::{AssertSqlSafe, Row};

use super::record::{RecordError, RecordStore};
use crate::journal::Unsent;
use crate::model::record::Fields;
use crate::service::{Criterion, FOUND_MAX};

/// Rows read at one go: a page and one more, since stale rows are few.
const CANDIDATES: usize = FOUND_MAX + 1;

/// A key and its row.
type Candidate = (String, i64, String);

impl RecordStore {
    /// Up to `count_max` records that hold all of these values, in the order of their keys. There is one value at least.
    pub(crate) async fn search(
        &self,
        criteria: &[Criterion<'_>],
        count_max: usize,
    ) -> Result<Unsent<Vec<Fields>>, RecordError> {
        let sql = statement(criteria.len(), self.key_position(criteria));
        let mut found = Vec::new();
        let mut after = String::new();
        loop {
            let candidates = self.candidates(&sql, criteria, &after).await?;
            let is_last = candidates.len() < CANDIDATES;
            for (key, layout, text) in candidates {
                let fields = self.layouts.read(layout, &key, &text).ok_or_else(|| self.damaged())?;
                let holds = |(field, value): &Criterion<'_>| {
                    fields.get(&field.code).map(String::as_str) == Some(value.as_str())
                };
                if criteria.iter().all(holds) {
                    found.push(fields);
                }
                after = key;
            }
            if is_last || found.len() >= count_max {
                found.truncate(count_max);
                return Ok(Unsent::new(found));
            }
        }
    }

    /// Which of the values is the record's own key: it has no row in the search table.
    fn key_position(&self, criteria: &[Criterion<'_>]) -> Option<usize> {
        criteria
            .iter()
            .position(|(field, _)| field.code == *self.layouts.key_field())
    }

    async fn candidates(
        &self,
        sql: &str,
        criteria: &[Criterion<'_>],
        after: &str,
    ) -> Result<Vec<Candidate>, RecordError> {
        let registry = self.registry.as_str();
        let key = self.key_position(criteria);
        let kept: Vec<_> = criteria
            .iter()
            .map(|(field, value)| self.finders.kept(&field.code, value.as_str()))
            .collect();
        let kept = &kept;
        let rows = self
            .db
            .read("registry.search_records", |mut connection| async move {
                // Nothing but numbers of parameters was put into the text.
                let mut query = sqlx::query(AssertSqlSafe(sql.to_owned())).bind(registry).bind(after);
                for (position, (field, value)) in criteria.iter().enumerate() {
                    query = match kept.get(position) {
                        _ if key == Some(position) => query.bind(value.as_str()),
                        Some(Some((name, value))) => query.bind(*name).bind(value.as_str()),
                        // A field that is not searched by has no rows.
                        _ => query.bind(field.code.as_str()).bind(value.as_str()),
                    };
                }
                let rows = query.fetch_all(&mut *connection).await?;
                rows.iter()
                    .map(|row| Ok::<Candidate, DbError>((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)))
                    .collect()
            })
            .await?;
        Ok(rows)
    }
}

/// `$1` the registry, `$2` the key after which the page begins; then a field and a value for each criterion, the value
/// alone for the record's key.
fn statement(count: usize, key: Option<usize>) -> String {
    let mut sql = "-- registry.search_records
SELECT record_key, layout, field_values FROM registry_record WHERE registry = $1 AND record_key > $2"
        .to_owned();
    let mut next = 3;
    for position in 0..count {
        if key == Some(position) {
            let _ = write!(sql, "\nAND record_key = ${next}");
            next += 1;
        } else {
            let _ = write!(
                sql,
                "\nAND record_key IN (SELECT record_key FROM registry_search WHERE registry = $1 AND field = ${next} AND value = ${})",
                next + 1
            );
            next += 2;
        }
    }
    sql + &format!("\nORDER BY record_key LIMIT {CANDIDATES}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_in_the_order_of_binding() {
        let sql = statement(3, Some(1));
        for part in [
            "field = $3 AND value = $4",
            "record_key = $5",
            "field = $6 AND value = $7",
        ] {
            assert!(sql.contains(part), "{sql}");
        }
    }
}
