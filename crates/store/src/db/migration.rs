//! Schema migrations: numbered, forward only, per component, recorded with their checksum.
//!
//! Each domain crate owns a static list. A database that is newer than the program, or that was made by other SQL than
//! the program holds, is refused. Several processes may start at once: one migrates, the others wait.

use std::collections::BTreeMap;

use motlan_core::Timestamp;
use sqlx::{AnyConnection, Row};

use super::{Db, DbError, Engine};

/// One step of a component's schema. Never changed once it has been released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// 1, 2, 3… within the component.
    pub number: u32,
    /// What it brings, in a few words with underscores.
    pub name: &'static str,
    /// One or several statements that both engines understand.
    pub sql: &'static str,
}

/// Why a schema and a program do not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MigrationError {
    /// The program's own list is not numbered 1, 2, 3….
    #[error("the migrations of {component} are not numbered 1, 2, 3: found {found} where {expected} belongs")]
    Numbering {
        /// Whose schema it is.
        component: String,
        /// The number that belongs there.
        expected: u32,
        /// The number that stands there.
        found: u32,
    },
    /// The database has a migration that this program does not know: a newer program has been here.
    #[error("the database has migration {number} of {component}, which this program does not know")]
    Unknown {
        /// Whose schema it is.
        component: String,
        /// The number in the database.
        number: i64,
    },
    /// A migration's SQL is not the one that was applied.
    #[error("migration {number} of {component} is not the one that was applied to this database")]
    Changed {
        /// Whose schema it is.
        component: String,
        /// The migration's number.
        number: u32,
    },
}

/// PostgreSQL's advisory lock; its key is `motlan` in ASCII. The cast gives the void result a type.
const LOCK: &str = "-- store.lock_migrations\nSELECT CAST(pg_advisory_xact_lock(120325462057326) AS TEXT)";

const TABLE: &str = "-- store.create_migration_table
CREATE TABLE IF NOT EXISTS motlan_migration (
    component  TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    checksum   TEXT   NOT NULL,
    applied_at BIGINT NOT NULL,
    PRIMARY KEY (component, number)
)";

impl Db {
    /// Brings a component's schema up to the end of `migrations`; all that is pending is applied, or nothing.
    ///
    /// `now` is recorded as the time of application.
    pub async fn migrate(&self, component: &str, migrations: &[Migration], now: Timestamp) -> Result<(), DbError> {
        check_numbering(component, migrations)?;
        // Not `Db::write`: PostgreSQL must take its snapshot after it got the lock, not before.
        let begin = match self.engine {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        };
        let mut transaction = self.writer.begin_with(begin).await?;
        self.prepare(&mut transaction).await?;
        let applied = list_applied(&mut transaction, component).await?;
        let pending = check_applied(component, migrations, &applied)?;
        for migration in pending {
            apply(&mut transaction, component, migration, now).await?;
        }
        transaction.commit().await?;
        for migration in pending {
            tracing::info!(component, number = migration.number, name = migration.name, "migrated");
        }
        Ok(())
    }

    /// Takes the lock and makes what every component stands on.
    async fn prepare(&self, connection: &mut AnyConnection) -> Result<(), DbError> {
        if self.engine == Engine::Postgres {
            // A migration of a large table may take its time, and so may waiting for another process's.
            sqlx::raw_sql("SET LOCAL statement_timeout = 0")
                .execute(&mut *connection)
                .await?;
            sqlx::raw_sql(LOCK).execute(&mut *connection).await?;
            // SQLite's BINARY under a name that PostgreSQL's grammar takes when quoted: order by bytes.
            sqlx::raw_sql(r#"CREATE COLLATION IF NOT EXISTS "binary" FROM pg_catalog."C""#)
                .execute(&mut *connection)
                .await?;
        }
        sqlx::raw_sql(TABLE).execute(connection).await?;
        Ok(())
    }
}

fn check_numbering(component: &str, migrations: &[Migration]) -> Result<(), MigrationError> {
    let wrong = (1..)
        .zip(migrations)
        .find(|(expected, migration)| *expected != migration.number);
    match wrong {
        None => Ok(()),
        Some((expected, migration)) => Err(MigrationError::Numbering {
            component: component.to_owned(),
            expected,
            found: migration.number,
        }),
    }
}

/// Number and checksum of each migration that the database has.
async fn list_applied(connection: &mut AnyConnection, component: &str) -> Result<BTreeMap<i64, String>, DbError> {
    let sql = "-- store.list_applied\nSELECT number, checksum FROM motlan_migration WHERE component = $1";
    let rows = sqlx::query(sql).bind(component).fetch_all(connection).await?;
    let mut applied = BTreeMap::new();
    for row in rows {
        applied.insert(row.try_get("number")?, row.try_get("checksum")?);
    }
    Ok(applied)
}

/// Compares the program's list with the database's; returns what is pending.
fn check_applied<'m>(
    component: &str,
    migrations: &'m [Migration],
    applied: &BTreeMap<i64, String>,
) -> Result<&'m [Migration], MigrationError> {
    // Applied in order and all or nothing, so that the database's numbers are 1 to their count.
    if let Some((&number, _)) = applied.iter().nth(migrations.len()) {
        return Err(MigrationError::Unknown {
            component: component.to_owned(),
            number,
        });
    }
    for migration in &migrations[..applied.len()] {
        if applied.get(&i64::from(migration.number)) != Some(&checksum(migration.sql)) {
            return Err(MigrationError::Changed {
                component: component.to_owned(),
                number: migration.number,
            });
        }
    }
    Ok(&migrations[applied.len()..])
}

async fn apply(
    connection: &mut AnyConnection,
    component: &str,
    migration: &Migration,
    now: Timestamp,
) -> Result<(), DbError> {
    sqlx::raw_sql(migration.sql).execute(&mut *connection).await?;
    let sql = "-- store.record_migration
        INSERT INTO motlan_migration (component, number, name, checksum, applied_at) VALUES ($1, $2, $3, $4, $5)";
    sqlx::query(sql)
        .bind(component)
        .bind(i64::from(migration.number))
        .bind(migration.name)
        .bind(checksum(migration.sql))
        .bind(now.as_micros())
        .execute(connection)
        .await?;
    Ok(())
}

/// CRC-32C and length: against an edit by mistake, not by malice. Line ends do not count, as a checkout may change them.
fn checksum(sql: &str) -> String {
    let sql = sql.replace("\r\n", "\n");
    format!("crc32c:{:08x}:{}", crc32c::crc32c(sql.as_bytes()), sql.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn migration(number: u32, sql: &'static str) -> Migration {
        Migration {
            number,
            name: "test",
            sql,
        }
    }

    #[test]
    fn numbers_start_at_one_and_leave_no_gap() {
        assert_eq!(check_numbering("x", &[]), Ok(()));
        assert_eq!(check_numbering("x", &[migration(1, ""), migration(2, "")]), Ok(()));
        for (list, expected, found) in [
            (vec![migration(2, "")], 1, 2),
            (vec![migration(1, ""), migration(3, "")], 2, 3),
            (vec![migration(1, ""), migration(1, "")], 2, 1),
        ] {
            let component = "x".to_owned();
            assert_eq!(
                check_numbering("x", &list),
                Err(MigrationError::Numbering {
                    component,
                    expected,
                    found
                })
            );
        }
    }

    #[test]
    fn a_checksum_changes_with_the_sql_and_not_with_its_line_ends() {
        assert_eq!(checksum("a\nb"), checksum("a\r\nb"));
        assert_ne!(checksum("a\nb"), checksum("a\nc"));
    }
}
