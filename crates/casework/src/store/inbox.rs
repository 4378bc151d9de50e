//! The inbox of the national portal: what it holds of each dossier, and every change that led there.

use motlan_core::Timestamp;
use motlan_evidence::case::{CaseEntry, Pseudonym};
use motlan_store::db::DbError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{damaged, parsed, signed, unsigned};
use crate::model::dossier_code::DossierCode;
use crate::model::status::Status;
use crate::model::sync::SyncMessage;

pub(super) const CREATE: &str = "-- casework.create_inbox
CREATE TABLE casework_inbox (
    dossier     TEXT   NOT NULL PRIMARY KEY,
    member      TEXT   NOT NULL,
    status      BIGINT NOT NULL,
    number      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE INDEX casework_inbox_received ON casework_inbox (received_at);
CREATE TABLE casework_inbox_change (
    dossier     TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    message     TEXT   NOT NULL,
    received_at BIGINT NOT NULL,
    entry_index BIGINT NOT NULL,
    PRIMARY KEY (dossier, number)
)";

/// What an entry calls a dossier belongs to one dossier. Rows from before stay without until their next change.
pub(super) const ADD_PSEUDONYM: &str = "-- casework.add_inbox_pseudonym
ALTER TABLE casework_inbox ADD COLUMN system BIGINT;
ALTER TABLE casework_inbox ADD COLUMN pseudonym TEXT;
CREATE UNIQUE INDEX casework_inbox_pseudonym_key ON casework_inbox (system, pseudonym)";

const FIND: &str = "-- casework.find_held
SELECT dossier, member, status, number, at, received_at FROM casework_inbox WHERE dossier = $1";

const PUT: &str = "-- casework.put_held
INSERT INTO casework_inbox (dossier, member, status, number, at, received_at, system, pseudonym)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (dossier) DO UPDATE
SET status = excluded.status, number = excluded.number, at = excluded.at, received_at = excluded.received_at,
    system = excluded.system, pseudonym = excluded.pseudonym";

const FIND_BY_PSEUDONYM: &str = "-- casework.find_held_by_pseudonym
SELECT dossier FROM casework_inbox WHERE system = $1 AND pseudonym = $2";

const INSERT_CHANGE: &str = "-- casework.insert_held_change
INSERT INTO casework_inbox_change (dossier, number, message, received_at, entry_index) VALUES ($1, $2, $3, $4, $5)";

const FIND_CHANGE: &str = "-- casework.find_held_change
SELECT message FROM casework_inbox_change WHERE dossier = $1 AND number = $2";

const LIST_CHANGES: &str = "-- casework.list_held_changes
SELECT message, received_at, entry_index FROM casework_inbox_change WHERE dossier = $1 ORDER BY number";

const LIST: &str = "-- casework.list_held
SELECT dossier, member, status, number, at, received_at FROM casework_inbox
ORDER BY received_at DESC, dossier COLLATE \"binary\" LIMIT $1 OFFSET $2";

const COUNT: &str = "-- casework.count_held
SELECT COUNT(*) FROM casework_inbox";

/// What is held of a dossier.
pub(crate) struct HeldRow {
    pub(crate) dossier: DossierCode,
    /// The member that sends it.
    pub(crate) member: String,
    pub(crate) status: Status,
    pub(crate) number: u32,
    /// When the province changed it.
    pub(crate) at: Timestamp,
    /// When it came here.
    pub(crate) received_at: Timestamp,
}

/// One change that was taken.
pub(crate) struct ChangeRow {
    pub(crate) message: SyncMessage,
    pub(crate) received_at: Timestamp,
    pub(crate) entry_index: u64,
}

pub(crate) async fn find(connection: &mut AnyConnection, code: &DossierCode) -> Result<Option<HeldRow>, DbError> {
    let row = sqlx::query(FIND)
        .bind(code.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Takes a change: what is held, and how it came.
pub(crate) async fn take(
    connection: &mut AnyConnection,
    held: &HeldRow,
    message: &SyncMessage,
    entry: &CaseEntry,
    entry_index: u64,
) -> Result<(), DbError> {
    sqlx::query(PUT)
        .bind(held.dossier.to_string())
        .bind(held.member.as_str())
        .bind(i64::from(held.status.code()))
        .bind(i64::from(held.number))
        .bind(held.at.as_micros())
        .bind(held.received_at.as_micros())
        .bind(i64::from(entry.system))
        .bind(hex::encode(entry.dossier.0))
        .execute(&mut *connection)
        .await?;
    sqlx::query(INSERT_CHANGE)
        .bind(held.dossier.to_string())
        .bind(i64::from(held.number))
        .bind(serde_json::to_string(message).map_err(|_| damaged("a message"))?)
        .bind(held.received_at.as_micros())
        .bind(signed(entry_index))
        .execute(connection)
        .await?;
    Ok(())
}

/// The dossier that entries of this system call so.
pub(crate) async fn find_by_pseudonym(
    connection: &mut AnyConnection,
    system: u32,
    pseudonym: Pseudonym,
) -> Result<Option<DossierCode>, DbError> {
    let row = sqlx::query(FIND_BY_PSEUDONYM)
        .bind(i64::from(system))
        .bind(hex::encode(pseudonym.0))
        .fetch_optional(connection)
        .await?;
    row.map(|row| parsed(&row, "dossier")).transpose()
}

/// The message that brought this change.
pub(crate) async fn find_message(
    connection: &mut AnyConnection,
    code: &DossierCode,
    number: u32,
) -> Result<Option<SyncMessage>, DbError> {
    let text: Option<String> = sqlx::query_scalar(FIND_CHANGE)
        .bind(code.to_string())
        .bind(i64::from(number))
        .fetch_optional(connection)
        .await?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| damaged("a message")))
        .transpose()
}

/// Every change of a dossier in order.
pub(crate) async fn list_changes(
    connection: &mut AnyConnection,
    code: &DossierCode,
) -> Result<Vec<ChangeRow>, DbError> {
    let rows = sqlx::query(LIST_CHANGES)
        .bind(code.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ChangeRow {
                message: serde_json::from_str(row.try_get("message")?).map_err(|_| damaged("a message"))?,
                received_at: Timestamp::from_micros(row.try_get("received_at")?),
                entry_index: unsigned(row, "entry_index")?,
            })
        })
        .collect()
}

/// What is held of all dossiers, last come first, and how many there are.
pub(crate) async fn list(
    connection: &mut AnyConnection,
    limit: u32,
    offset: u64,
) -> Result<(Vec<HeldRow>, u64), DbError> {
    let total: i64 = sqlx::query_scalar(COUNT).fetch_one(&mut *connection).await?;
    let rows = sqlx::query(LIST)
        .bind(i64::from(limit))
        .bind(signed(offset))
        .fetch_all(connection)
        .await?;
    let rows = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok((rows, total.unsigned_abs()))
}

fn read(row: &AnyRow) -> Result<HeldRow, DbError> {
    Ok(HeldRow {
        dossier: parsed(row, "dossier")?,
        member: row.try_get("member")?,
        status: Status::from_code(unsigned(row, "status")?).ok_or(damaged("status"))?,
        number: unsigned(row, "number")?,
        at: Timestamp::from_micros(row.try_get("at")?),
        received_at: Timestamp::from_micros(row.try_get("received_at")?),
    })
}
