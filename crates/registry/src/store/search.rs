//! What search finds records by: one row for each value of the fields that the pack names.

use motlan_store::db::{Connection, DbError, Insert};

use crate::model::field::FieldCode;
use crate::model::record::Fields;

const ADD: Insert = Insert {
    into: "-- registry.add_search
INSERT INTO registry_search (registry, field, value, record_key)",
    columns: 4,
    ending: "ON CONFLICT (registry, field, value, record_key) DO NOTHING",
};

const DROP: &str = "-- registry.drop_search
DELETE FROM registry_search WHERE registry = $1 AND field = $2 AND value = $3 AND record_key = $4";

/// Field, value, key of the record.
type Row = (String, String, String);

/// The rows of a transaction that come and go.
#[derive(Default)]
pub(super) struct Rows {
    dropped: Vec<Row>,
    added: Vec<Row>,
}

impl Rows {
    pub(super) fn add(&mut self, by: &[FieldCode], key: &str, fields: &Fields) {
        self.added.extend(rows(by, key, fields));
    }

    pub(super) fn drop(&mut self, by: &[FieldCode], key: &str, fields: &Fields) {
        // What the same transaction added before never gets there.
        for row in rows(by, key, fields) {
            self.added.retain(|added| *added != row);
            self.dropped.push(row);
        }
    }

    pub(super) fn added(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let rows = self.added.iter();
        rows.map(|(field, value, key)| (field.as_str(), value.as_str(), key.as_str()))
    }

    pub(super) async fn write(&self, connection: &mut Connection, registry: &str) -> Result<(), DbError> {
        for (field, value, key) in &self.dropped {
            let drop = sqlx::query(DROP)
                .bind(registry)
                .bind(field.as_str())
                .bind(value.as_str())
                .bind(key.as_str());
            drop.execute(&mut **connection).await?;
        }
        ADD.execute(connection, &self.added, |(field, value, key), values| {
            values
                .bind(registry)
                .bind(field.as_str())
                .bind(value.as_str())
                .bind(key.as_str());
        })
        .await?;
        Ok(())
    }
}

fn rows(by: &[FieldCode], key: &str, fields: &Fields) -> impl Iterator<Item = Row> {
    by.iter().filter_map(move |code| {
        let value = fields.get(code)?;
        Some((code.to_string(), value.clone(), key.to_owned()))
    })
}
