//! Many rows in few statements.

use motlan_store::db::testing::on_both_engines;
use motlan_store::db::{Db, DbError, Insert};

use super::with_counters;

const INSERT: Insert = Insert {
    into: "-- test.insert_counters\nINSERT INTO counter (name, amount)",
    columns: 2,
    ending: "ON CONFLICT (name) DO NOTHING",
};

async fn insert(db: &Db, amounts: std::ops::Range<i64>) -> Result<u64, DbError> {
    let amounts = &amounts;
    db.write("test.insert_counters", |mut connection| async move {
        INSERT
            .execute(&mut connection, amounts.clone(), |amount, values| {
                values.bind(format!("c{amount}")).bind(*amount);
            })
            .await
    })
    .await
}

async fn count_and_sum(db: &Db) -> (i64, i64) {
    let sums: Result<_, DbError> = db
        .read("test.sum", |mut connection| async move {
            let sql = "-- test.sum\nSELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM counter";
            Ok(sqlx::query_as(sql).fetch_one(&mut *connection).await?)
        })
        .await;
    sums.unwrap()
}

#[tokio::test]
async fn every_row_arrives_whatever_the_batches() {
    on_both_engines(async |db| {
        with_counters(&db).await;
        // 2,048 rows fill a statement of 4,096 parameters: none, a part, exactly one, two and a part.
        let mut total = 0;
        for rows in [0, 5, 2_048, 5_000] {
            let affected = insert(&db, total..total + rows).await.unwrap();
            assert_eq!(affected, u64::try_from(rows).unwrap());
            total += rows;
            assert_eq!(count_and_sum(&db).await, (total, total * (total - 1).max(0) / 2));
        }
    })
    .await;
}

#[tokio::test]
async fn the_ending_applies_to_each_row() {
    on_both_engines(async |db| {
        with_counters(&db).await;
        insert(&db, 0..10).await.unwrap();
        assert_eq!(insert(&db, 5..12).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_row_with_a_value_too_few_keeps_nothing() {
    on_both_engines(async |db| {
        with_counters(&db).await;
        let outcome = db
            .write("test.insert_counters", |mut connection| async move {
                INSERT
                    .execute(&mut connection, 0..3_000_i64, |amount, values| {
                        values.bind(format!("c{amount}"));
                        if *amount != 2_999 {
                            values.bind(*amount);
                        }
                    })
                    .await
            })
            .await;
        assert!(matches!(outcome, Err(DbError::Driver(_))));
        assert_eq!(count_and_sum(&db).await, (0, 0));
    })
    .await;
}
