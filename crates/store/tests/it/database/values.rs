//! The four types go in and come out unchanged, NULLs included, and texts sort by bytes.

use motlan_store::db::testing::on_both_engines;
use motlan_store::db::{Db, DbError, Double, Migration};
use sqlx::Row;

use super::NOW;

const SCHEMA: &[Migration] = &[Migration {
    number: 1,
    name: "sample",
    sql: "-- test.sample
        CREATE TABLE sample (id BIGINT NOT NULL PRIMARY KEY, t TEXT, b BIGINT, d DOUBLE PRECISION, y BYTEA)",
}];

type Sample = (Option<String>, Option<i64>, Option<f64>, Option<Vec<u8>>);

async fn keep(db: &Db, id: i64, sample: &Sample) -> Result<Sample, DbError> {
    let (t, b, d, y) = sample;
    db.write("test.keep", |mut connection| async move {
        let insert = "-- test.keep\nINSERT INTO sample (id, t, b, d, y) VALUES ($1, $2, $3, $4, $5)";
        sqlx::query(insert)
            .bind(id)
            .bind(t.as_deref())
            .bind(*b)
            .bind(Double(*d))
            .bind(y.as_deref())
            .execute(&mut *connection)
            .await?;
        let select = "-- test.keep\nSELECT t, b, d, y FROM sample WHERE id = $1";
        let row = sqlx::query(select).bind(id).fetch_one(&mut *connection).await?;
        Ok((
            row.try_get("t")?,
            row.try_get("b")?,
            row.try_get("d")?,
            row.try_get("y")?,
        ))
    })
    .await
}

#[tokio::test]
async fn values_come_back_as_they_went_in() {
    on_both_engines(async |db| {
        db.migrate("test", SCHEMA, NOW).await.unwrap();
        // NULL first: it must not fix a parameter's type for the statements after it.
        let samples: [Sample; 4] = [
            (None, None, None, None),
            (
                Some("Phú Yên".to_owned()),
                Some(i64::MAX),
                Some(0.1),
                Some(vec![0, 255]),
            ),
            (Some(String::new()), Some(i64::MIN), Some(-1.5e300), Some(Vec::new())),
            (None, Some(0), Some(0.0), None),
        ];
        for (id, sample) in (0..).zip(&samples) {
            assert_eq!(&keep(&db, id, sample).await.unwrap(), sample);
        }
    })
    .await;
}

#[tokio::test]
async fn texts_sort_by_bytes_when_told_so() {
    on_both_engines(async |db| {
        db.migrate("test", SCHEMA, NOW).await.unwrap();
        for (id, text) in (0..).zip(["b", "B", "á", "a"]) {
            keep(&db, id, &(Some(text.to_owned()), None, None, None)).await.unwrap();
        }
        let sorted: Result<Vec<String>, DbError> = db
            .read("test.sort", |mut connection| async move {
                let sql = "-- test.sort\nSELECT t FROM sample ORDER BY t COLLATE \"binary\"";
                Ok(sqlx::query_scalar(sql).fetch_all(&mut *connection).await?)
            })
            .await;
        assert_eq!(sorted.unwrap(), ["B", "a", "b", "á"]);
    })
    .await;
}
