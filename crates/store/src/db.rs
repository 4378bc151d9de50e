//! The database facade: one SQL text on two engines, SQLite embedded and PostgreSQL, over sqlx's `Any` driver.
//!
//! Rules for the SQL that goes through here, each learned by trial:
//! * parameters are `$1`, `$2`…; types are `TEXT`, `BIGINT`, `DOUBLE PRECISION`, `BYTEA`, bound as `&str` or `String`,
//!   `i64`, `f64`, `&[u8]` or `Vec<u8>`; a nullable double is bound as [`Double`]; one parameter has one type;
//! * no boolean results; `CAST(SUM(…) AS BIGINT)`, since PostgreSQL sums BIGINT to NUMERIC; explicit NULL order;
//! * texts are compared and sorted by `COLLATE "binary"` (bytes; [`Db::migrate`] makes it known to PostgreSQL);
//! * no case-folding `LIKE`, no `SKIP LOCKED` on SQLite; a text cannot hold U+0000 on PostgreSQL;
//! * unique constraints bear the name that PostgreSQL gives by itself, see [`DbError::Constraint`];
//! * an error of a statement ends its transaction on PostgreSQL: hand it on, never carry on after it.
//!
//! It knows no table but its own `motlan_migration`. Partitioning, bulk copy and locks are named per-engine files of
//! the crates that need them.

mod connect;
mod connection;
mod double;
mod error;
mod insert;
mod migration;
#[doc(hidden)]
pub mod testing;
mod transaction;

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use sqlx::{AnyPool, Connection as _, PgConnection};

pub use connection::Connection;
pub use double::Double;
pub use error::{ConstraintKind, DbError, TransactionError};
pub use insert::{Insert, Values};
pub use migration::{Migration, MigrationError};
pub use transaction::ATTEMPTS_MAX;

/// Which database runs the SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one: a file of this process.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// A handle to one database; clones share its connections.
///
/// SQLite has one writer connection and a pool of readers; PostgreSQL has one pool for both.
#[derive(Clone, Debug)]
pub struct Db {
    engine: Engine,
    url: Arc<str>,
    reader: AnyPool,
    writer: AnyPool,
    /// Spreads the pauses of retried transactions.
    turn: Arc<AtomicU32>,
}

impl Db {
    /// Opens `sqlite:/path/file.db` (made if absent; its folder must exist) or `postgres://user@host/database`.
    ///
    /// An in-memory SQLite database is refused: reader and writer connections could not share it under the locking
    /// that a file has.
    pub async fn open(url: &str) -> Result<Self, DbError> {
        sqlx::any::install_default_drivers();
        let (engine, reader, writer) = connect::open(url).await?;
        Ok(Self {
            engine,
            url: url.into(),
            reader,
            writer,
            turn: Arc::default(),
        })
    }

    /// Which engine this database runs on.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// A connection of PostgreSQL's own driver, outside the pool, without a limit of time: for COPY and the making of
    /// indexes in files that are named after that engine. None on the other one.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn postgres(&self) -> Result<Option<PgConnection>, DbError> {
        if self.engine != Engine::Postgres {
            return Ok(None);
        }
        let mut connection = PgConnection::connect(&self.url).await?;
        sqlx::raw_sql("SET synchronous_commit = on; SET maintenance_work_mem = '512MB'")
            .execute(&mut connection)
            .await?;
        Ok(Some(connection))
    }

    /// Waits for open transactions, then closes every connection. SQLite folds its write-ahead log into the file.
    pub async fn close(&self) {
        // The writer last: a reader cannot fold the log.
        self.reader.close().await;
        self.writer.close().await;
    }
}
