//! Named transactions: begun for their purpose, timed, and tried again when another one came in between.
//!
//! A write is serialisable on both engines: SQLite has one writer (`BEGIN IMMEDIATE`), PostgreSQL detects conflicts.
//! A read sees one snapshot and cannot write.

use std::fmt;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Transaction};

use super::{Connection, Db, DbError, Engine, TransactionError};

/// How often a transaction is tried. Of 16 connections that want the same row one commits in each round, so the last
/// needs 16 attempts.
pub const ATTEMPTS_MAX: u32 = 16;

/// The longest pause between two attempts: 64 ms, so that 15 pauses take under 0.8 s.
const PAUSE_US_MAX: u64 = 64_000;

/// A transaction that takes longer is logged louder: it holds the only SQLite writer.
const SLOW: Duration = Duration::from_secs(1);

/// What a transaction may do.
#[derive(Clone, Copy)]
enum Access {
    Read,
    Write,
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
        })
    }
}

impl Db {
    /// Runs `work` on one snapshot of the database. `name` is `<crate>.<what>`, as in `registry.find_person`.
    ///
    /// `work` may run several times: it must have no effect outside. It takes what it needs by reference.
    ///
    /// ```
    /// # use motlan_store::db::{Db, DbError};
    /// # async fn example(db: &Db, number: &str) -> Result<Option<i64>, DbError> {
    /// db.read("registry.find_birth_year", |mut connection| async move {
    ///     let sql = "-- registry.find_birth_year\nSELECT birth_year FROM person WHERE number = $1";
    ///     Ok(sqlx::query_scalar(sql).bind(number).fetch_optional(&mut *connection).await?)
    /// })
    /// .await
    /// # }
    /// ```
    pub async fn read<T, E, F, W>(&self, name: &'static str, work: F) -> Result<T, E>
    where
        E: TransactionError,
        F: FnMut(Connection) -> W,
        W: Future<Output = Result<T, E>>,
    {
        self.run(name, Access::Read, work).await
    }

    /// Runs `work` and commits what it wrote when it returns `Ok`; otherwise nothing is kept.
    ///
    /// `work` may run several times: it must have no effect outside. On SQLite it must not begin another write, which
    /// would wait for this one.
    pub async fn write<T, E, F, W>(&self, name: &'static str, work: F) -> Result<T, E>
    where
        E: TransactionError,
        F: FnMut(Connection) -> W,
        W: Future<Output = Result<T, E>>,
    {
        self.run(name, Access::Write, work).await
    }

    /// The rows of one statement that only reads. A single statement sees one snapshot by itself: without BEGIN and
    /// COMMIT a look-up is one exchange with the engine in place of three.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn find(&self, name: &'static str, query: Query<'_, Any, AnyArguments>) -> Result<Vec<AnyRow>, DbError> {
        let started = Instant::now();
        let found = query.fetch_all(&self.reader).await.map_err(DbError::from);
        report(name, Access::Read, 1, started.elapsed(), found.as_ref().err());
        found
    }

    async fn run<T, E, F, W>(&self, name: &'static str, access: Access, mut work: F) -> Result<T, E>
    where
        E: TransactionError,
        F: FnMut(Connection) -> W,
        W: Future<Output = Result<T, E>>,
    {
        let started = Instant::now();
        let mut attempt = 1;
        loop {
            let outcome = self.attempt(access, &mut work).await;
            let error = outcome.as_ref().err().and_then(TransactionError::database);
            if attempt < ATTEMPTS_MAX && error.is_some_and(DbError::is_conflict) {
                tokio::time::sleep(self.pause(attempt)).await;
                attempt += 1;
            } else {
                report(name, access, attempt, started.elapsed(), error);
                return outcome;
            }
        }
    }

    async fn attempt<T, E, F, W>(&self, access: Access, work: &mut F) -> Result<T, E>
    where
        E: TransactionError,
        F: FnMut(Connection) -> W,
        W: Future<Output = Result<T, E>>,
    {
        let (connection, lent) = Connection::lend(self.begin(access).await?);
        // An error drops the transaction, which rolls it back before its connection is used again.
        let value = work(connection).await?;
        self.commit(access, lent.take_back()?).await?;
        Ok(value)
    }

    async fn begin(&self, access: Access) -> Result<Transaction<'static, Any>, DbError> {
        let (pool, statement) = match (self.engine, access) {
            (Engine::Sqlite, Access::Read) => (&self.reader, "BEGIN"),
            (Engine::Sqlite, Access::Write) => (&self.writer, "BEGIN IMMEDIATE"),
            (Engine::Postgres, Access::Read) => (&self.reader, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            (Engine::Postgres, Access::Write) => (&self.writer, "BEGIN ISOLATION LEVEL SERIALIZABLE"),
        };
        Ok(pool.begin_with(statement).await?)
    }

    async fn commit(&self, access: Access, mut transaction: Transaction<'static, Any>) -> Result<(), DbError> {
        if matches!((self.engine, access), (Engine::Postgres, Access::Write)) {
            // PostgreSQL answers COMMIT after a failed statement with a silent rollback. This statement fails instead.
            sqlx::raw_sql("SELECT 1").execute(&mut *transaction).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Doubles from 2 ms; a counter, not chance, spreads transactions that failed together over eight parts of it.
    fn pause(&self, attempt: u32) -> Duration {
        let whole_us = (1_000_u64 << attempt.min(10)).min(PAUSE_US_MAX);
        let part = u64::from(self.turn.fetch_add(1, Ordering::Relaxed) % 8 + 1);
        Duration::from_micros(whole_us * part / 8)
    }
}

fn report(name: &'static str, access: Access, attempts: u32, took: Duration, error: Option<&DbError>) {
    let duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let failed = error.is_some();
    if took >= SLOW {
        tracing::warn!(transaction = name, %access, attempts, duration_us, failed, "slow transaction");
    } else {
        tracing::debug!(transaction = name, %access, attempts, duration_us, failed, "transaction");
    }
}
