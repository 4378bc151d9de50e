//! Dossiers: whose, which procedure, where it stands, its days, and what its entries are made with.
//!
//! An update names the step it was read at, so that a change made meanwhile is never written over.

use motlan_core::Timestamp;
use motlan_evidence::case::{Channel, DayNumber, Pseudonym};
use motlan_store::db::DbError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{bytes, damaged, parsed, unsigned, unsigned_or_none};
use crate::model::document_uri::DocumentUri;
use crate::model::dossier_code::DossierCode;
use crate::model::owner::Owner;
use crate::model::status::Status;

pub(super) const CREATE: &str = "-- casework.create_dossier
CREATE TABLE casework_dossier (
    code              TEXT   NOT NULL PRIMARY KEY,
    owner_account     BIGINT NOT NULL,
    personal_number   TEXT   NOT NULL,
    full_name         TEXT   NOT NULL,
    birth_date        TEXT   NOT NULL,
    procedure_code    TEXT   NOT NULL,
    procedure_version BIGINT NOT NULL,
    procedure_number  BIGINT NOT NULL,
    unit              TEXT   NOT NULL,
    unit_number       BIGINT NOT NULL,
    channel           BIGINT NOT NULL,
    status            BIGINT NOT NULL,
    number            BIGINT NOT NULL,
    step              BIGINT NOT NULL,
    pseudonym         TEXT   NOT NULL,
    commitment_key    TEXT   NOT NULL,
    submitted_at      BIGINT NOT NULL,
    received_day      BIGINT,
    due_day           BIGINT,
    ended_day         BIGINT,
    result            TEXT
);
CREATE UNIQUE INDEX casework_dossier_pseudonym_key ON casework_dossier (pseudonym);
CREATE INDEX casework_dossier_owner ON casework_dossier (owner_account, submitted_at);
CREATE INDEX casework_dossier_unit ON casework_dossier (unit, status, due_day)";

const INSERT: &str = "-- casework.insert_dossier
INSERT INTO casework_dossier (code, owner_account, personal_number, full_name, birth_date, procedure_code,
    procedure_version, procedure_number, unit, unit_number, channel, status, number, step, pseudonym, commitment_key,
    submitted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

const UPDATE: &str = "-- casework.update_dossier
UPDATE casework_dossier
SET status = $3, number = $4, step = $5, received_day = $6, due_day = $7, ended_day = $8, result = $9
WHERE code = $1 AND step = $2";

const FIND: &str = "-- casework.find_dossier
SELECT * FROM casework_dossier WHERE code = $1";

const FIND_OF_OWNER: &str = "-- casework.find_dossier_of_owner
SELECT * FROM casework_dossier WHERE owner_account = $1 AND code = $2";

const LIST_OF_OWNER: &str = "-- casework.list_dossiers_of_owner
SELECT * FROM casework_dossier WHERE owner_account = $1
ORDER BY submitted_at DESC, code COLLATE \"binary\" DESC LIMIT $2 OFFSET $3";

const COUNT_OF_OWNER: &str = "-- casework.count_dossiers_of_owner
SELECT COUNT(*) FROM casework_dossier WHERE owner_account = $1";

/// A dossier as it is kept. Its key is secret: with it, what a step was about could be guessed and tried.
#[derive(Clone)]
pub(crate) struct DossierRow {
    pub(crate) code: DossierCode,
    pub(crate) owner: Owner,
    pub(crate) procedure: String,
    pub(crate) version: u32,
    pub(crate) procedure_number: u32,
    pub(crate) unit: String,
    pub(crate) unit_number: u32,
    pub(crate) channel: Channel,
    pub(crate) status: Status,
    /// Changes of status so far.
    pub(crate) number: u32,
    /// Entries so far.
    pub(crate) step: u32,
    pub(crate) pseudonym: Pseudonym,
    pub(crate) key: [u8; 32],
    pub(crate) submitted_at: Timestamp,
    pub(crate) received: Option<DayNumber>,
    pub(crate) due: Option<DayNumber>,
    pub(crate) ended: Option<DayNumber>,
    /// The signed result.
    pub(crate) result: Option<DocumentUri>,
}

pub(crate) async fn insert(connection: &mut AnyConnection, dossier: &DossierRow) -> Result<(), DbError> {
    sqlx::query(INSERT)
        .bind(dossier.code.to_string())
        .bind(dossier.owner.account)
        .bind(dossier.owner.personal_number.as_str())
        .bind(dossier.owner.full_name.as_str())
        .bind(dossier.owner.birth_date.as_str())
        .bind(dossier.procedure.as_str())
        .bind(i64::from(dossier.version))
        .bind(i64::from(dossier.procedure_number))
        .bind(dossier.unit.as_str())
        .bind(i64::from(dossier.unit_number))
        .bind(i64::from(dossier.channel.code()))
        .bind(i64::from(dossier.status.code()))
        .bind(i64::from(dossier.number))
        .bind(i64::from(dossier.step))
        .bind(hex::encode(dossier.pseudonym.0))
        .bind(hex::encode(dossier.key))
        .bind(dossier.submitted_at.as_micros())
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes what a change may change; false if the dossier is no longer at the step it was read at.
pub(crate) async fn update(
    connection: &mut AnyConnection,
    dossier: &DossierRow,
    read_at_step: u32,
) -> Result<bool, DbError> {
    let day = |day: Option<DayNumber>| day.map(|day| i64::from(day.0));
    let done = sqlx::query(UPDATE)
        .bind(dossier.code.to_string())
        .bind(i64::from(read_at_step))
        .bind(i64::from(dossier.status.code()))
        .bind(i64::from(dossier.number))
        .bind(i64::from(dossier.step))
        .bind(day(dossier.received))
        .bind(day(dossier.due))
        .bind(day(dossier.ended))
        .bind(dossier.result.as_ref().map(ToString::to_string))
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The dossier of this code, whoever it belongs to: the caller checks the unit.
pub(crate) async fn find(connection: &mut AnyConnection, code: &DossierCode) -> Result<Option<DossierRow>, DbError> {
    let row = sqlx::query(FIND)
        .bind(code.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// The dossier of this code, if it belongs to this account.
pub(crate) async fn find_of_owner(
    connection: &mut AnyConnection,
    account: i64,
    code: &DossierCode,
) -> Result<Option<DossierRow>, DbError> {
    let row = sqlx::query(FIND_OF_OWNER)
        .bind(account)
        .bind(code.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// The dossiers of an account, newest first, and how many there are in all.
pub(crate) async fn list_of_owner(
    connection: &mut AnyConnection,
    account: i64,
    limit: u32,
    offset: u64,
) -> Result<(Vec<DossierRow>, u64), DbError> {
    let total: i64 = sqlx::query_scalar(COUNT_OF_OWNER)
        .bind(account)
        .fetch_one(&mut *connection)
        .await?;
    let rows = sqlx::query(LIST_OF_OWNER)
        .bind(account)
        .bind(i64::from(limit))
        .bind(super::signed(offset))
        .fetch_all(connection)
        .await?;
    let rows = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok((rows, total.unsigned_abs()))
}

pub(super) fn read(row: &AnyRow) -> Result<DossierRow, DbError> {
    let day = |column| Ok::<_, DbError>(unsigned_or_none::<u32>(row, column)?.map(DayNumber));
    let result: Option<String> = row.try_get("result")?;
    Ok(DossierRow {
        code: parsed(row, "code")?,
        owner: Owner {
            account: row.try_get("owner_account")?,
            personal_number: row.try_get("personal_number")?,
            full_name: row.try_get("full_name")?,
            birth_date: row.try_get("birth_date")?,
        },
        procedure: row.try_get("procedure_code")?,
        version: unsigned(row, "procedure_version")?,
        procedure_number: unsigned(row, "procedure_number")?,
        unit: row.try_get("unit")?,
        unit_number: unsigned(row, "unit_number")?,
        channel: Channel::from_code(unsigned(row, "channel")?).ok_or(damaged("channel"))?,
        status: Status::from_code(unsigned(row, "status")?).ok_or(damaged("status"))?,
        number: unsigned(row, "number")?,
        step: unsigned(row, "step")?,
        pseudonym: Pseudonym(bytes(row, "pseudonym")?),
        key: bytes(row, "commitment_key")?,
        submitted_at: Timestamp::from_micros(row.try_get("submitted_at")?),
        received: day("received_day")?,
        due: day("due_day")?,
        ended: day("ended_day")?,
        result: result
            .map(|uri| uri.parse().map_err(|_| damaged("result")))
            .transpose()?,
    })
}
