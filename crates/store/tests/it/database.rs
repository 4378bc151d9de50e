//! The database facade on both engines: values, transactions, constraints, migrations, many rows.

mod constraints;
mod insert;
mod migrations;
mod opening;
mod transactions;
mod values;

use motlan_core::Timestamp;
use motlan_store::db::{Db, DbError, Migration};

/// The time that tests record.
const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

/// A table of counters, which most tests need.
const COUNTERS: &[Migration] = &[Migration {
    number: 1,
    name: "counter",
    sql: "-- test.counter
        CREATE TABLE counter (name TEXT NOT NULL PRIMARY KEY, amount BIGINT NOT NULL)",
}];

async fn with_counters(db: &Db) {
    db.migrate("test", COUNTERS, NOW).await.unwrap();
}

async fn set(db: &Db, name: &str, amount: i64) -> Result<(), DbError> {
    db.write("test.set", |mut connection| async move {
        let sql = "-- test.set
            INSERT INTO counter (name, amount) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET amount = excluded.amount";
        sqlx::query(sql)
            .bind(name)
            .bind(amount)
            .execute(&mut *connection)
            .await?;
        Ok(())
    })
    .await
}

async fn find(db: &Db, name: &str) -> Option<i64> {
    let amount: Result<_, DbError> = db
        .read("test.find", |mut connection| async move {
            let sql = "-- test.find\nSELECT amount FROM counter WHERE name = $1";
            Ok(sqlx::query_scalar(sql)
                .bind(name)
                .fetch_optional(&mut *connection)
                .await?)
        })
        .await;
    amount.unwrap()
}
