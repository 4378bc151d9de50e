//! Opening connections: the pools of each engine, their limits and the settings of a new connection.

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, ConnectOptions};

use super::{DbError, Engine};

/// SQLite readers: each is a thread, and look-ups are bound by the processor; two for each of two cores.
const SQLITE_READERS_MAX: u32 = 4;

/// PostgreSQL connections of one process: six processes fit the server's default of 100.
const POSTGRES_CONNECTIONS_MAX: u32 = 16;

/// How long a transaction waits for a free connection. A caller behind a gateway has long given up by then.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// Settings of the SQLite writer. The page cache is 32 MiB, of a bulk load's index pages; a commit is synced; another
/// process's lock is waited for 500 ms, which with 16 attempts is 8 s.
const SQLITE_WRITER: &str = "PRAGMA busy_timeout = 500;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -32768;";

/// Settings of a SQLite reader: refuses writes, keeps 8 MiB of pages (32 MiB for four).
const SQLITE_READER: &str = "PRAGMA busy_timeout = 500;
PRAGMA query_only = ON;
PRAGMA cache_size = -8192;";

/// Settings of a PostgreSQL connection: a statement may take 60 s (cleansing cuts its runs smaller), and a transaction
/// whose owner is gone lets go of its locks after as long. A commit is durable, whatever the server's default is.
const POSTGRES: &str =
    "SET synchronous_commit = on; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s';";

/// Opens the pools for reading and for writing.
pub(super) async fn open(url: &str) -> Result<(Engine, AnyPool, AnyPool), DbError> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let (reader, writer) = open_sqlite(url, path).await?;
        Ok((Engine::Sqlite, reader, writer))
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let pool = open_postgres(url).await?;
        Ok((Engine::Postgres, pool.clone(), pool))
    } else {
        Err(DbError::Url {
            reason: "it starts with neither sqlite: nor postgres://",
        })
    }
}

async fn open_sqlite(url: &str, path: &str) -> Result<(AnyPool, AnyPool), DbError> {
    if path.trim_start_matches('/').is_empty() {
        return Err(DbError::Url {
            reason: "it names no file",
        });
    }
    if path.contains(":memory:") {
        return Err(DbError::Url {
            reason: "a database in memory cannot be shared by reader and writer: name a file",
        });
    }
    if path.contains('?') {
        return Err(DbError::Url {
            reason: "parameters are not allowed after a SQLite file",
        });
    }
    // The writer first: it makes the file and switches it to the write-ahead log.
    let writer = sqlite_pool(1, SQLITE_WRITER)
        .connect_with(options(&format!("{url}?mode=rwc"))?)
        .await?;
    let reader = sqlite_pool(SQLITE_READERS_MAX, SQLITE_READER)
        .connect_with(options(&format!("{url}?mode=rw"))?)
        .await?;
    Ok((reader, writer))
}

/// A pool whose connections stay: an embedded connection does not go stale, and its page cache is worth keeping.
fn sqlite_pool(connections_max: u32, settings: &'static str) -> AnyPoolOptions {
    pool(connections_max, settings)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}

async fn open_postgres(url: &str) -> Result<AnyPool, DbError> {
    Ok(pool(POSTGRES_CONNECTIONS_MAX, POSTGRES)
        .connect_with(options(url)?)
        .await?)
}

fn pool(connections_max: u32, settings: &'static str) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(move |connection: &mut AnyConnection, _| {
            Box::pin(async move { sqlx::raw_sql(settings).execute(connection).await.map(drop) })
        })
}

/// Statements are not logged one by one: transactions are, by their names.
fn options(url: &str) -> Result<AnyConnectOptions, DbError> {
    let options: AnyConnectOptions = url.parse().map_err(|_| DbError::Url {
        reason: "it is malformed",
    })?;
    Ok(options.disable_statement_logging())
}
