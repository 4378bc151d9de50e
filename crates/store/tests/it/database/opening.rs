//! Opening: what a url may be, and how the connections are set.

use motlan_store::db::testing::{on_both_engines, on_both_urls, on_sqlite_url, open};
use motlan_store::db::{Db, DbError, Engine};

use super::{find, set, with_counters};

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    on_both_urls(async |url| {
        let db = open(&url).await;
        with_counters(&db).await;
        set(&db, "a", 7).await.unwrap();
        db.close().await;
        assert_eq!(find(&open(&url).await, "a").await, Some(7));
    })
    .await;
}

#[tokio::test]
async fn a_url_that_names_no_database_is_refused() {
    for url in [
        "",
        "mysql://x/y",
        "sqlite:",
        "sqlite://",
        "sqlite::memory:",
        "sqlite:/tmp/x.db?mode=ro",
        "postgres://[",
    ] {
        assert!(matches!(Db::open(url).await, Err(DbError::Url { .. })), "{url}");
    }
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_an_error() {
    assert!(matches!(
        Db::open("sqlite:/nonexistent/folder/x.db").await,
        Err(DbError::Statement { .. })
    ));
}

#[tokio::test]
async fn sqlite_writes_ahead_syncs_fully_and_checks_references() {
    on_sqlite_url(async |url| {
        let db = open(&url).await;
        let settings: Result<_, DbError> = db
            .write("test.settings", |mut connection| async move {
                let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
                    .fetch_one(&mut *connection)
                    .await?;
                let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
                    .fetch_one(&mut *connection)
                    .await?;
                let references: i64 = sqlx::query_scalar("PRAGMA foreign_keys")
                    .fetch_one(&mut *connection)
                    .await?;
                Ok((mode, synchronous, references))
            })
            .await;
        // 2 is FULL.
        assert_eq!(settings.unwrap(), ("wal".to_owned(), 2, 1));
        db.close().await;
    })
    .await;
}

/// A server may acknowledge commits that are only in memory; what was committed here must not depend on it.
#[tokio::test]
async fn postgres_syncs_a_commit_whatever_its_server_is_set_to() {
    const LAX: &str = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', \
                       current_database()); END $$";
    on_both_urls(async |url| {
        let db = open(&url).await;
        if db.engine() == Engine::Sqlite {
            return;
        }
        let lax: Result<_, DbError> = db
            .write("test.lax", |mut connection| async move {
                sqlx::query(LAX).execute(&mut *connection).await?;
                Ok(())
            })
            .await;
        lax.unwrap();
        db.close().await;
        let setting: Result<String, DbError> = open(&url)
            .await
            .read("test.setting", |mut connection| async move {
                Ok(sqlx::query_scalar("SHOW synchronous_commit")
                    .fetch_one(&mut *connection)
                    .await?)
            })
            .await;
        assert_eq!(setting.unwrap(), "on");
    })
    .await;
}

#[tokio::test]
async fn the_engine_is_the_one_that_runs_the_sql() {
    on_both_engines(async |db| {
        // Each engine knows its own function only.
        let sql = match db.engine() {
            Engine::Sqlite => "SELECT sqlite_version()",
            Engine::Postgres => "SELECT version()",
        };
        let version: Result<String, DbError> = db
            .read("test.version", |mut connection| async move {
                Ok(sqlx::query_scalar(sql).fetch_one(&mut *connection).await?)
            })
            .await;
        assert!(!version.unwrap().is_empty());
    })
    .await;
}
