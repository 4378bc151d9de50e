//! The outbox of the status sync: what the national portal has not acknowledged yet, and what it has.
//!
//! A row is written in the transaction of its change and never goes away. Rows of one dossier leave in their order: a row
//! that waits or is parked holds back those behind it.

mod shown;

use motlan_core::Timestamp;
use motlan_store::db::DbError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

pub(crate) use self::shown::{OutboxState, SentRow, Summary, list_of_dossier, list_parked, summary};

use super::{damaged, unsigned};
use crate::model::dossier_code::DossierCode;
use crate::model::sync::SyncMessage;

pub(super) const CREATE: &str = "-- casework.create_outbox
CREATE TABLE casework_outbox (
    dossier         TEXT   NOT NULL,
    number          BIGINT NOT NULL,
    message         TEXT   NOT NULL,
    state           BIGINT NOT NULL,
    attempts        BIGINT NOT NULL,
    queued_at       BIGINT NOT NULL,
    next_at         BIGINT NOT NULL,
    failure         TEXT,
    acknowledged_at BIGINT,
    PRIMARY KEY (dossier, number)
);
CREATE INDEX casework_outbox_state ON casework_outbox (state, next_at)";

/// Whether the last attempt failed on the line, and not at its other end.
pub(super) const ADD_IS_LINE: &str = "-- casework.add_outbox_is_line
ALTER TABLE casework_outbox ADD COLUMN is_line BIGINT NOT NULL DEFAULT 0";

const INSERT: &str = "-- casework.insert_outbox
INSERT INTO casework_outbox (dossier, number, message, state, attempts, queued_at, next_at)
VALUES ($1, $2, $3, 0, 0, $4, $4)";

/// The first row of each dossier that is not acknowledged, where it waits and its time has come.
const LIST_DUE: &str = "-- casework.list_due_outbox
SELECT dossier, number, message, attempts FROM casework_outbox AS head
WHERE state = 0 AND next_at <= $1 AND NOT EXISTS (
    SELECT 1 FROM casework_outbox AS earlier
    WHERE earlier.dossier = head.dossier AND earlier.number < head.number AND earlier.state <> 1)
ORDER BY queued_at, dossier COLLATE \"binary\" LIMIT $2";

const FIND_WAITING: &str = "-- casework.find_waiting_outbox
SELECT dossier, number, message, attempts FROM casework_outbox WHERE dossier = $1 AND number = $2 AND state = 0";

const ACKNOWLEDGE: &str = "-- casework.acknowledge_outbox
UPDATE casework_outbox SET state = 1, acknowledged_at = $3, failure = NULL, attempts = attempts + 1
WHERE dossier = $1 AND number = $2 AND state = 0";

const DELAY: &str = "-- casework.delay_outbox
UPDATE casework_outbox SET attempts = attempts + 1, next_at = $3, failure = $4, is_line = $5
WHERE dossier = $1 AND number = $2 AND state = 0";

const PARK: &str = "-- casework.park_outbox
UPDATE casework_outbox SET state = 2, attempts = attempts + 1, failure = $3
WHERE dossier = $1 AND number = $2 AND state = 0";

/// What the other side turned out not to hold is sent again.
const REWIND: &str = "-- casework.rewind_outbox
UPDATE casework_outbox SET state = 0, next_at = $3, acknowledged_at = NULL
WHERE dossier = $1 AND number > $2 AND state = 1";

const HURRY: &str = "-- casework.hurry_outbox
UPDATE casework_outbox SET next_at = $1 WHERE state = 0 AND next_at > $1 AND is_line = 1";

const UNPARK: &str = "-- casework.unpark_outbox
UPDATE casework_outbox SET state = 0, next_at = $2 WHERE dossier = $1 AND state = 2";

/// A message that waits to be sent.
pub(crate) struct WaitingRow {
    pub(crate) dossier: DossierCode,
    pub(crate) number: u32,
    /// The body, as it was written with the change.
    pub(crate) message: String,
    pub(crate) attempts: u32,
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    code: &DossierCode,
    message: &SyncMessage,
    now: Timestamp,
) -> Result<(), DbError> {
    sqlx::query(INSERT)
        .bind(code.to_string())
        .bind(i64::from(message.sequence))
        .bind(serde_json::to_string(message).map_err(|_| damaged("a message"))?)
        .bind(now.as_micros())
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn list_due(
    connection: &mut AnyConnection,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<WaitingRow>, DbError> {
    let rows = sqlx::query(LIST_DUE)
        .bind(now.as_micros())
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    rows.iter().map(waiting).collect()
}

/// One message of a dossier, if it waits; its time need not have come.
pub(crate) async fn find_waiting(
    connection: &mut AnyConnection,
    code: &DossierCode,
    number: u32,
) -> Result<Option<WaitingRow>, DbError> {
    let row = sqlx::query(FIND_WAITING)
        .bind(code.to_string())
        .bind(i64::from(number))
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(waiting).transpose()
}

fn waiting(row: &AnyRow) -> Result<WaitingRow, DbError> {
    let dossier: String = row.try_get("dossier")?;
    Ok(WaitingRow {
        dossier: dossier.parse().map_err(|_| damaged("a dossier code"))?,
        number: unsigned(row, "number")?,
        message: row.try_get("message")?,
        attempts: unsigned(row, "attempts")?,
    })
}

/// The other side holds it.
pub(crate) async fn acknowledge(
    connection: &mut AnyConnection,
    code: &DossierCode,
    number: u32,
    now: Timestamp,
) -> Result<(), DbError> {
    sqlx::query(ACKNOWLEDGE)
        .bind(code.to_string())
        .bind(i64::from(number))
        .bind(now.as_micros())
        .execute(connection)
        .await?;
    Ok(())
}

/// To be tried again, not before `next_at`; `is_line` says whether the line was to blame.
pub(crate) async fn delay(
    connection: &mut AnyConnection,
    code: &DossierCode,
    number: u32,
    next_at: Timestamp,
    (failure, is_line): (&str, bool),
) -> Result<(), DbError> {
    sqlx::query(DELAY)
        .bind(code.to_string())
        .bind(i64::from(number))
        .bind(next_at.as_micros())
        .bind(failure)
        .bind(i64::from(is_line))
        .execute(connection)
        .await?;
    Ok(())
}

/// Refused for good: kept, shown, and in the way of what follows.
pub(crate) async fn park(
    connection: &mut AnyConnection,
    code: &DossierCode,
    number: u32,
    failure: &str,
) -> Result<(), DbError> {
    sqlx::query(PARK)
        .bind(code.to_string())
        .bind(i64::from(number))
        .bind(failure)
        .execute(connection)
        .await?;
    Ok(())
}

/// The other side holds no more than `held`: what lies behind is to be sent again. Returns how many.
pub(crate) async fn rewind(
    connection: &mut AnyConnection,
    code: &DossierCode,
    held: u32,
    now: Timestamp,
) -> Result<u64, DbError> {
    let done = sqlx::query(REWIND)
        .bind(code.to_string())
        .bind(i64::from(held))
        .bind(now.as_micros())
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

/// The line works again: nobody waits out a pause that was due to it. Other pauses go on.
pub(crate) async fn hurry(connection: &mut AnyConnection, now: Timestamp) -> Result<(), DbError> {
    sqlx::query(HURRY).bind(now.as_micros()).execute(connection).await?;
    Ok(())
}

/// Somebody has put right what was refused: the dossier's parked messages wait again.
pub(crate) async fn unpark(connection: &mut AnyConnection, code: &DossierCode, now: Timestamp) -> Result<u64, DbError> {
    let done = sqlx::query(UNPARK)
        .bind(code.to_string())
        .bind(now.as_micros())
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}
