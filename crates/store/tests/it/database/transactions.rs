//! Transactions: kept whole or not at all, isolated, tried again on conflict, usable from spawned tasks.

use std::cell::Cell;

use motlan_store::db::testing::{on_both_engines, on_postgres_url, on_sqlite_url, open};
use motlan_store::db::{ATTEMPTS_MAX, Db, DbError, TransactionError};
use sqlx::{AnyConnection, Connection};

use super::{find, set, with_counters};

/// What a crate above has: an error of its own that the database's errors fit into.
#[derive(Debug, thiserror::Error)]
enum CrateError {
    #[error("refused")]
    Refused,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl TransactionError for CrateError {
    fn database(&self) -> Option<&DbError> {
        match self {
            Self::Db(error) => Some(error),
            Self::Refused => None,
        }
    }
}

async fn get(connection: &mut AnyConnection, name: &str) -> Result<i64, DbError> {
    let sql = "-- test.get\nSELECT amount FROM counter WHERE name = $1";
    Ok(sqlx::query_scalar(sql).bind(name).fetch_one(&mut *connection).await?)
}

async fn update(connection: &mut AnyConnection, name: &str, amount: i64) -> Result<(), DbError> {
    let sql = "-- test.update\nUPDATE counter SET amount = $2 WHERE name = $1";
    sqlx::query(sql)
        .bind(name)
        .bind(amount)
        .execute(&mut *connection)
        .await?;
    Ok(())
}

/// Reads, then writes what it read plus one: loses counts unless transactions are serialised.
async fn increment(db: &Db, names: &[String]) -> Result<(), CrateError> {
    db.write("test.increment", |mut connection| async move {
        for name in names {
            let amount = get(&mut connection, name).await?;
            update(&mut connection, name, amount + 1).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_refusal_undoes_what_was_written() {
    on_both_engines(async |db| {
        with_counters(&db).await;
        set(&db, "a", 1).await.unwrap();
        let outcome: Result<(), _> = db
            .write("test.refuse", |mut connection| async move {
                update(&mut connection, "a", 2).await?;
                Err(CrateError::Refused)
            })
            .await;
        assert!(matches!(outcome, Err(CrateError::Refused)));
        assert_eq!(find(&db, "a").await, Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_read_cannot_write() {
    on_both_engines(async |db| {
        with_counters(&db).await;
        set(&db, "a", 1).await.unwrap();
        let outcome = db
            .read("test.write", |mut connection| async move {
                update(&mut connection, "a", 2).await
            })
            .await;
        assert!(matches!(outcome, Err(DbError::Statement { .. })));
        assert_eq!(find(&db, "a").await, Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_read_sees_one_snapshot() {
    on_both_engines(async |db| {
        with_counters(&db).await;
        set(&db, "a", 1).await.unwrap();
        let db = &db;
        let seen: Result<_, DbError> = db
            .read("test.twice", |mut connection| async move {
                let before = get(&mut connection, "a").await?;
                set(db, "a", 2).await?;
                Ok((before, get(&mut connection, "a").await?))
            })
            .await;
        assert_eq!(seen.unwrap(), (1, 1));
        assert_eq!(find(db, "a").await, Some(2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn spawned_writers_lose_no_count() {
    on_both_engines(async |db| {
        with_counters(&db).await;
        let names = ["a".to_owned(), "b".to_owned()];
        for name in &names {
            set(&db, name, 0).await.unwrap();
        }
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let (db, names) = (db.clone(), names.clone());
            tasks.spawn(async move { increment(&db, &names).await });
        }
        while let Some(outcome) = tasks.join_next().await {
            outcome.unwrap().unwrap();
        }
        assert_eq!((find(&db, "a").await, find(&db, "b").await), (Some(12), Some(12)));
    })
    .await;
}

#[tokio::test]
async fn a_conflict_on_postgresql_is_tried_again() {
    on_postgres_url(async |url| {
        let db = open(&url).await;
        with_counters(&db).await;
        set(&db, "a", 1).await.unwrap();
        let (db, attempts) = (&db, &Cell::new(0));
        let outcome: Result<(), CrateError> = db
            .write("test.conflict", |mut connection| async move {
                attempts.set(attempts.get() + 1);
                let amount = get(&mut connection, "a").await?;
                if attempts.get() == 1 {
                    set(db, "a", 10).await?;
                }
                Ok(update(&mut connection, "a", amount + 1).await?)
            })
            .await;
        outcome.unwrap();
        assert_eq!((attempts.get(), find(db, "a").await), (2, Some(11)));
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_lock_of_another_process_on_sqlite_is_a_conflict() {
    on_sqlite_url(async |url| {
        let db = open(&url).await;
        with_counters(&db).await;
        let url = url.as_str();
        let outcome: Result<(), DbError> = db
            .write("test.hold", |_connection| async move {
                let mut other = AnyConnection::connect(url).await?;
                sqlx::raw_sql("PRAGMA busy_timeout = 0").execute(&mut other).await?;
                let refused = DbError::from(other.begin_with("BEGIN IMMEDIATE").await.unwrap_err());
                assert!(refused.is_conflict(), "{refused:?}");
                Ok(())
            })
            .await;
        outcome.unwrap();
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn attempts_have_a_bound() {
    on_both_engines(async |db| {
        let attempts = &Cell::new(0);
        let outcome: Result<(), DbError> = db
            .write("test.never", |_connection| async move {
                attempts.set(attempts.get() + 1);
                Err(DbError::Conflict)
            })
            .await;
        assert!(matches!(outcome, Err(DbError::Conflict)));
        assert_eq!(attempts.get(), ATTEMPTS_MAX);
    })
    .await;
}

#[tokio::test]
async fn a_dropped_transaction_keeps_nothing_and_frees_the_writer() {
    on_both_engines(async |db| {
        with_counters(&db).await;
        set(&db, "a", 1).await.unwrap();
        let started = &tokio::sync::Notify::new();
        let stuck = db.write("test.stuck", |mut connection| async move {
            update(&mut connection, "a", 2).await?;
            started.notify_one();
            std::future::pending::<Result<(), DbError>>().await
        });
        tokio::select! {
            _ = stuck => unreachable!("it never ends"),
            () = started.notified() => {}
        }
        assert_eq!(find(&db, "a").await, Some(1));
        set(&db, "a", 3).await.unwrap();
        assert_eq!(find(&db, "a").await, Some(3));
    })
    .await;
}

#[tokio::test]
async fn a_swallowed_error_is_no_silent_rollback_on_postgresql() {
    on_postgres_url(async |url| {
        let db = open(&url).await;
        with_counters(&db).await;
        set(&db, "a", 1).await.unwrap();
        let outcome: Result<(), DbError> = db
            .write("test.swallow", |mut connection| async move {
                update(&mut connection, "a", 2).await?;
                let broken = sqlx::query("INSERT INTO counter (name, amount) VALUES ('a', 1)");
                assert!(broken.execute(&mut *connection).await.is_err());
                Ok(())
            })
            .await;
        // in_failed_sql_transaction
        assert!(
            matches!(&outcome, Err(DbError::Statement { code, .. }) if code == "25P02"),
            "{outcome:?}"
        );
        assert_eq!(find(&db, "a").await, Some(1));
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn work_that_keeps_its_connection_commits_nothing() {
    on_both_engines(async |db| {
        with_counters(&db).await;
        set(&db, "a", 1).await.unwrap();
        let kept: Result<_, DbError> = db
            .write("test.keep", |mut connection| async move {
                update(&mut connection, "a", 2).await?;
                Ok(connection)
            })
            .await;
        assert!(matches!(kept, Err(DbError::Driver(_))));
        assert_eq!(find(&db, "a").await, Some(1));
    })
    .await;
}
