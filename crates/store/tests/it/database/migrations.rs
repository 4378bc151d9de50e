//! Migrations: applied once and in order, all or nothing, refused when program and database do not fit together.

use motlan_store::db::testing::{on_both_engines, on_both_urls, open};
use motlan_store::db::{Db, DbError, Migration, MigrationError};

use super::NOW;

const FIRST: Migration = Migration {
    number: 1,
    name: "first",
    sql: "-- test.first\nCREATE TABLE a (n BIGINT NOT NULL);\nINSERT INTO a VALUES (1);",
};
const SECOND: Migration = Migration {
    number: 2,
    name: "second",
    sql: "-- test.second\nALTER TABLE a ADD COLUMN t TEXT;\nINSERT INTO a VALUES (2, 'x');",
};
const BROKEN: Migration = Migration {
    number: 3,
    name: "broken",
    sql: "-- test.broken\nINSERT INTO a VALUES (3, 'y');\nINSERT INTO nowhere VALUES (1);",
};

async fn count(db: &Db, sql: &'static str) -> i64 {
    let count: Result<i64, DbError> = db
        .read("test.count", |mut connection| async move {
            Ok(sqlx::query_scalar(sql).fetch_one(&mut *connection).await?)
        })
        .await;
    count.unwrap()
}

#[tokio::test]
async fn each_is_applied_once() {
    on_both_engines(async |db| {
        db.migrate("test", &[FIRST], NOW).await.unwrap();
        db.migrate("test", &[FIRST], NOW).await.unwrap();
        assert_eq!(count(&db, "SELECT COUNT(*) FROM a").await, 1);
        db.migrate("test", &[FIRST, SECOND], NOW).await.unwrap();
        db.migrate("test", &[FIRST, SECOND], NOW).await.unwrap();
        assert_eq!(count(&db, "SELECT COUNT(*) FROM a").await, 2);
        let recorded =
            "SELECT COUNT(*) FROM motlan_migration WHERE component = 'test' AND applied_at = 1800000000000000";
        assert_eq!(count(&db, recorded).await, 2);
    })
    .await;
}

#[tokio::test]
async fn components_count_for_themselves() {
    on_both_engines(async |db| {
        db.migrate("test", &[FIRST], NOW).await.unwrap();
        let other = Migration {
            sql: "CREATE TABLE b (n BIGINT NOT NULL)",
            ..FIRST
        };
        db.migrate("other", &[other], NOW).await.unwrap();
        assert_eq!(count(&db, "SELECT COUNT(*) FROM b").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_failed_run_leaves_nothing() {
    on_both_engines(async |db| {
        db.migrate("test", &[FIRST], NOW).await.unwrap();
        assert!(db.migrate("test", &[FIRST, SECOND, BROKEN], NOW).await.is_err());
        assert_eq!(count(&db, "SELECT COUNT(*) FROM a").await, 1);
        // The second one, undone with the third, still applies.
        db.migrate("test", &[FIRST, SECOND], NOW).await.unwrap();
        assert_eq!(count(&db, "SELECT COUNT(*) FROM a WHERE t = 'x'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused() {
    on_both_engines(async |db| {
        db.migrate("test", &[FIRST, SECOND], NOW).await.unwrap();
        let error = db.migrate("test", &[FIRST], NOW).await.unwrap_err();
        let expected = MigrationError::Unknown {
            component: "test".to_owned(),
            number: 2,
        };
        assert!(
            matches!(&error, DbError::Migration(found) if *found == expected),
            "{error:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    on_both_engines(async |db| {
        db.migrate("test", &[FIRST], NOW).await.unwrap();
        let changed = Migration {
            sql: "-- test.first\nCREATE TABLE a (n BIGINT);\nINSERT INTO a VALUES (1);",
            ..FIRST
        };
        let error = db.migrate("test", &[changed, SECOND], NOW).await.unwrap_err();
        let expected = MigrationError::Changed {
            component: "test".to_owned(),
            number: 1,
        };
        assert!(
            matches!(&error, DbError::Migration(found) if *found == expected),
            "{error:?}"
        );
        assert_eq!(count(&db, "SELECT COUNT(*) FROM a").await, 1);
    })
    .await;
}

#[tokio::test]
async fn processes_that_start_together_migrate_once() {
    on_both_urls(async |url| {
        let (one, two) = (open(&url).await, open(&url).await);
        let (first, second) = tokio::join!(
            one.migrate("test", &[FIRST, SECOND], NOW),
            two.migrate("test", &[FIRST, SECOND], NOW)
        );
        first.unwrap();
        second.unwrap();
        assert_eq!(count(&one, "SELECT COUNT(*) FROM a").await, 2);
        one.close().await;
        two.close().await;
    })
    .await;
}
