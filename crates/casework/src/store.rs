//! What casework keeps in its database: drafts, dossiers with their components and steps, the vault, the entries that
//! the log is to get, and both ends of the status sync. One file per aggregate.
//!
//! Functions take the connection of a transaction that a service began: a change of a dossier touches five of these
//! tables and commits once. Names, numbers and values of people stand in these tables only.

use motlan_store::db::{DbError, Migration};
use sqlx::Row;
use sqlx::any::AnyRow;

pub(crate) mod check;
pub(crate) mod component;
pub(crate) mod document;
pub(crate) mod dossier;
pub(crate) mod draft;
pub(crate) mod entry;
pub(crate) mod inbox;
pub(crate) mod inquiry;
pub(crate) mod outbox;
pub(crate) mod queue;
pub(crate) mod serial;
pub(crate) mod step;
pub(crate) mod upload;

/// The schema of casework in a database, of one-stop systems and of the national portal alike.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "draft",
        sql: draft::CREATE,
    },
    Migration {
        number: 2,
        name: "dossier",
        sql: dossier::CREATE,
    },
    Migration {
        number: 3,
        name: "component",
        sql: component::CREATE,
    },
    Migration {
        number: 4,
        name: "upload",
        sql: upload::CREATE,
    },
    Migration {
        number: 5,
        name: "step",
        sql: step::CREATE,
    },
    Migration {
        number: 6,
        name: "entry",
        sql: entry::CREATE,
    },
    Migration {
        number: 7,
        name: "outbox",
        sql: outbox::CREATE,
    },
    Migration {
        number: 8,
        name: "inbox",
        sql: inbox::CREATE,
    },
    Migration {
        number: 9,
        name: "document",
        sql: document::CREATE,
    },
    Migration {
        number: 10,
        name: "check",
        sql: check::CREATE,
    },
    Migration {
        number: 11,
        name: "serial",
        sql: serial::CREATE,
    },
    Migration {
        number: 12,
        name: "inbox pseudonym",
        sql: inbox::ADD_PSEUDONYM,
    },
    Migration {
        number: 13,
        name: "outbox is line",
        sql: outbox::ADD_IS_LINE,
    },
    Migration {
        number: 14,
        name: "inquiry",
        sql: inquiry::CREATE,
    },
];

/// A row's value that this program did not write that way.
pub(crate) fn damaged(what: &'static str) -> DbError {
    DbError::Driver(sqlx::Error::Decode(format!("{what} is damaged").into()))
}

/// A whole number that is not negative and fits.
pub(crate) fn unsigned<T: TryFrom<i64>>(row: &AnyRow, column: &'static str) -> Result<T, DbError> {
    T::try_from(row.try_get::<i64, _>(column)?).map_err(|_| damaged(column))
}

/// The same where it may be absent.
pub(crate) fn unsigned_or_none<T: TryFrom<i64>>(row: &AnyRow, column: &'static str) -> Result<Option<T>, DbError> {
    let value: Option<i64> = row.try_get(column)?;
    value
        .map(|value| T::try_from(value).map_err(|_| damaged(column)))
        .transpose()
}

/// A text that parses.
pub(crate) fn parsed<T: std::str::FromStr>(row: &AnyRow, column: &'static str) -> Result<T, DbError> {
    row.try_get::<String, _>(column)?.parse().map_err(|_| damaged(column))
}

/// Bytes of a fixed length, kept as hexadecimal text.
pub(crate) fn bytes<const N: usize>(row: &AnyRow, column: &'static str) -> Result<[u8; N], DbError> {
    let text: String = row.try_get(column)?;
    fixed(&text, column)
}

/// Hexadecimal text as bytes of a fixed length.
pub(crate) fn fixed<const N: usize>(text: &str, what: &'static str) -> Result<[u8; N], DbError> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| damaged(what))?;
    Ok(bytes)
}

/// A length or count as the database takes it.
pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
