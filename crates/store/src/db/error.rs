//! What can go wrong with a database, in words that both engines share.
//!
//! No variant keeps the engine's detail lines: PostgreSQL prints whole rows in them, and rows are about people.
//! Codes: PostgreSQL's SQLSTATE (appendix A of its manual), SQLite's extended result codes (sqlite.org/rescode.html).

use std::fmt;

use motlan_core::{Code, Failure};
use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;

use super::MigrationError;

/// What kind of rule a constraint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConstraintKind {
    /// A primary key, unique constraint or unique index.
    Unique,
    /// A reference to another row.
    ForeignKey,
    /// A value that must be there.
    NotNull,
    /// A `CHECK`, or another rule of the engine.
    Check,
}

impl fmt::Display for ConstraintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unique => "unique",
            Self::ForeignKey => "foreign key",
            Self::NotNull => "not-null",
            Self::Check => "check",
        })
    }
}

/// Why the database did not do what was asked. Nothing of the transaction has been kept, except that a
/// [`DbError::Driver`] at the commit itself leaves open whether it was.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A row breaks a constraint.
    ///
    /// The name is the same on both engines where the SQL keeps to the names that PostgreSQL gives by itself, since
    /// SQLite tells only table and columns: `<table>_pkey`, `<table>_<column>_<column>_key` for unique constraints and
    /// unique indexes, `<table>_<column>_not_null`. A `CHECK` goes by its own name. A foreign key has its name on
    /// PostgreSQL and is `foreign_key` on SQLite: decide by `kind` there.
    #[error("the {kind} constraint {name} is broken")]
    Constraint {
        /// What kind of rule it is.
        kind: ConstraintKind,
        /// Its name.
        name: String,
    },
    /// Another transaction came in between. [`super::Db::read`] and [`super::Db::write`] have already tried again.
    #[error("another transaction came in between")]
    Conflict,
    /// No connection became free in time.
    #[error("no database connection became free in time")]
    Overloaded,
    /// The database's address cannot be used.
    #[error("the database url cannot be used: {reason}")]
    Url {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The schema and the program do not fit together.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// A statement failed for a reason of its own.
    #[error("a statement failed with {code}: {message}")]
    Statement {
        /// SQLSTATE, or SQLite's extended result code.
        code: String,
        /// The engine's first line, left out where it could quote a value.
        message: String,
    },
    /// The connection, the driver or a value's type failed.
    #[error("the database driver failed")]
    Driver(#[source] sqlx::Error),
}

impl DbError {
    /// The name of the broken constraint, if that is what happened.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Constraint { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether the same transaction may well succeed when it is tried again.
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict)
    }
}

/// An error that a transaction's work may end in. The database's own errors stand in it, so that a conflict is seen
/// and the work tried again.
pub trait TransactionError: From<DbError> {
    /// The database's error, if that is what this error is about.
    fn database(&self) -> Option<&DbError>;
}

impl TransactionError for DbError {
    fn database(&self) -> Option<&DbError> {
        Some(self)
    }
}

/// What the client sees: that it may try again, or that something failed inside, and nothing else.
impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Conflict | DbError::Overloaded => Code::Overloaded.into(),
            _ => Code::InternalError.into(),
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self::Overloaded,
            sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
                Some(error) => from_postgres(error),
                None => from_sqlite(error.as_ref()),
            },
            other => Self::Driver(other),
        }
    }
}

fn from_postgres(error: &PgDatabaseError) -> DbError {
    let kind = match error.code() {
        // serialization_failure, deadlock_detected
        "40001" | "40P01" => return DbError::Conflict,
        "23505" => ConstraintKind::Unique,
        "23503" => ConstraintKind::ForeignKey,
        "23502" => ConstraintKind::NotNull,
        code if code.starts_with("23") => ConstraintKind::Check,
        // Class 22, data exception: the message quotes the value.
        code => {
            return DbError::Statement {
                code: code.to_owned(),
                message: if code.starts_with("22") {
                    "data exception"
                } else {
                    error.message()
                }
                .to_owned(),
            };
        }
    };
    let name = match (error.constraint(), error.table(), error.column()) {
        (Some(name), ..) => name.to_owned(),
        // Before version 18 a not-null constraint has no name.
        (None, Some(table), Some(column)) => format!("{table}_{column}_not_null"),
        (None, ..) => "unknown".to_owned(),
    };
    DbError::Constraint { kind, name }
}

fn from_sqlite(error: &dyn DatabaseError) -> DbError {
    let code = error.code().unwrap_or_default();
    let number: i32 = code.parse().unwrap_or_default();
    match number & 0xff {
        // SQLITE_BUSY, SQLITE_LOCKED with all their extensions
        5 | 6 => DbError::Conflict,
        // SQLITE_CONSTRAINT
        19 => sqlite_constraint(number >> 8, error.message()),
        _ => DbError::Statement {
            code: code.into_owned(),
            message: error.message().to_owned(),
        },
    }
}

/// Names the constraint behind messages such as `UNIQUE constraint failed: person.given_name, person.family_name`.
fn sqlite_constraint(extension: i32, message: &str) -> DbError {
    let subject = message
        .split_once("constraint failed: ")
        .map_or("unknown", |(_, subject)| subject);
    let (kind, name) = match extension {
        // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID
        6 | 10 => (ConstraintKind::Unique, sqlite_name(subject, false, "pkey")),
        // SQLITE_CONSTRAINT_UNIQUE
        8 => (ConstraintKind::Unique, sqlite_name(subject, true, "key")),
        // SQLITE_CONSTRAINT_FOREIGNKEY
        3 => (ConstraintKind::ForeignKey, "foreign_key".to_owned()),
        // SQLITE_CONSTRAINT_NOTNULL
        5 => (ConstraintKind::NotNull, sqlite_name(subject, true, "not_null")),
        // SQLITE_CONSTRAINT_CHECK and what remains
        _ => (ConstraintKind::Check, subject.to_owned()),
    };
    DbError::Constraint { kind, name }
}

/// Turns `table.column, table.column` into `table_column_column_suffix`; an index on an expression is named outright.
fn sqlite_name(subject: &str, with_columns: bool, suffix: &str) -> String {
    if let Some(index) = subject.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let mut parts = subject.split(", ").filter_map(|part| part.split_once('.')).peekable();
    let mut name = parts.peek().map_or("unknown", |(table, _)| table).to_owned();
    if with_columns {
        for (_, column) in parts {
            name.push('_');
            name.push_str(column);
        }
    }
    name.push('_');
    name.push_str(suffix);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_messages_become_the_names_that_postgresql_gives() {
        for (extension, message, expected) in [
            (8, "UNIQUE constraint failed: person.number", "person_number_key"),
            (8, "UNIQUE constraint failed: person.a, person.b", "person_a_b_key"),
            (
                8,
                "UNIQUE constraint failed: index 'person_lower_key'",
                "person_lower_key",
            ),
            (6, "UNIQUE constraint failed: person.a, person.b", "person_pkey"),
            (5, "NOT NULL constraint failed: person.name", "person_name_not_null"),
            (1, "CHECK constraint failed: person_age_check", "person_age_check"),
            (3, "FOREIGN KEY constraint failed", "foreign_key"),
        ] {
            assert_eq!(sqlite_constraint(extension, message).constraint(), Some(expected));
        }
    }

    #[test]
    fn a_client_learns_nothing_from_inside() {
        let failure = Failure::from(DbError::Constraint {
            kind: ConstraintKind::Unique,
            name: "person_number_key".to_owned(),
        });
        assert_eq!(failure, Failure::from(Code::InternalError));
        assert_eq!(Failure::from(DbError::Conflict).code, Code::Overloaded);
    }
}
