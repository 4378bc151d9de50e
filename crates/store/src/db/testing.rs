//! A fresh database for each test, on both engines. For tests of this crate and of the crates above it only.
//!
//! PostgreSQL's administration url comes from `MOTLAN_TEST_POSTGRES`, which `scripts/postgres run COMMAND` sets. A test
//! fails without it, so that nobody believes that both engines were tried; `MOTLAN_TEST_POSTGRES=off` says that one is
//! enough.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use super::Db;

/// The variable that names the server for tests.
pub const VARIABLE: &str = "MOTLAN_TEST_POSTGRES";

/// Runs a test on a fresh database of each engine.
pub async fn on_both_engines(test: impl AsyncFn(Db)) {
    on_both_urls(async |url: String| {
        let db = open(&url).await;
        test(db.clone()).await;
        db.close().await;
    })
    .await;
}

/// Runs a test with the url of a fresh, empty database of each engine: for tests that open it several times.
pub async fn on_both_urls(test: impl AsyncFn(String)) {
    // Captured by the test harness: a failure says on which engine.
    eprintln!("on SQLite");
    on_sqlite_url(&test).await;
    eprintln!("on PostgreSQL");
    on_postgres_url(&test).await;
}

/// Runs a test with the url of a fresh SQLite file.
pub async fn on_sqlite_url(test: impl AsyncFn(String)) {
    let folder = Folder::make();
    test(format!("sqlite:{}", folder.0.join("test.db").display())).await;
}

/// Runs a test with the url of a fresh PostgreSQL database, unless PostgreSQL is switched off.
pub async fn on_postgres_url(test: impl AsyncFn(String)) {
    let Some(server) = server() else { return };
    let database = format!("motlan_test_{}_{}", std::process::id(), next());
    administrate(&server, format!("DROP DATABASE IF EXISTS {database}")).await;
    administrate(&server, format!("CREATE DATABASE {database} TEMPLATE template0")).await;
    test(with_database(&server, &database)).await;
    administrate(&server, format!("DROP DATABASE {database} WITH (FORCE)")).await;
}

/// Opens a test database.
pub async fn open(url: &str) -> Db {
    match Db::open(url).await {
        Ok(db) => db,
        Err(error) => panic!("the test database does not open: {error:?}"),
    }
}

/// A folder that goes away with its owner.
struct Folder(std::path::PathBuf);

impl Folder {
    fn make() -> Self {
        let path = std::env::temp_dir().join(format!("motlan-test-{}-{}", std::process::id(), next()));
        // An earlier process of the same number may have been killed and left its folder.
        remove(&path);
        if let Err(error) = std::fs::create_dir(&path) {
            panic!("{} cannot be made: {error}", path.display());
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

fn remove(path: &Path) {
    // Best effort: what stays behind in the temporary folder harms no later test.
    let _ = std::fs::remove_dir_all(path);
}

fn next() -> u32 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

fn server() -> Option<String> {
    let value = std::env::var(VARIABLE).unwrap_or_default();
    assert!(
        !value.is_empty(),
        "{VARIABLE} is not set: run `scripts/postgres run COMMAND`, or set it to `off`"
    );
    (value != "off").then_some(value)
}

/// Replaces the database's name in a url, keeping its parameters.
fn with_database(server: &str, database: &str) -> String {
    let (address, parameters) = server.split_once('?').unwrap_or((server, ""));
    let authority_start = address.find("://").map_or(0, |position| position + 3);
    let authority_end = address[authority_start..]
        .find('/')
        .map_or(address.len(), |position| authority_start + position);
    let question_mark = if parameters.is_empty() { "" } else { "?" };
    format!("{}/{database}{question_mark}{parameters}", &address[..authority_end])
}

async fn administrate(server: &str, sql: String) {
    sqlx::any::install_default_drivers();
    let outcome: sqlx::Result<()> = async {
        let mut connection = AnyConnection::connect(server).await?;
        sqlx::raw_sql(AssertSqlSafe(sql.clone()))
            .execute(&mut connection)
            .await?;
        connection.close().await
    }
    .await;
    if let Err(error) = outcome {
        panic!("PostgreSQL for tests refused `{sql}`: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_replaced_and_nothing_else() {
        for (server, expected) in [
            (
                "postgres://u:p@127.0.0.1:5433/postgres",
                "postgres://u:p@127.0.0.1:5433/x",
            ),
            ("postgres://u@127.0.0.1:5433", "postgres://u@127.0.0.1:5433/x"),
            ("postgres://u@h/a?sslmode=disable", "postgres://u@h/x?sslmode=disable"),
        ] {
            assert_eq!(with_database(server, "x"), expected);
        }
    }
}
