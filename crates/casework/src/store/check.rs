//! Checks of an applicant's data against a registry: the statement that the unit signed, word for word.

use motlan_core::Timestamp;
use motlan_evidence::IdCommitment;
use motlan_store::db::DbError;
use sqlx::{AnyConnection, Row};

use super::{bytes, unsigned};
use crate::model::dossier_code::DossierCode;

pub(super) const CREATE: &str = "-- casework.create_check
CREATE TABLE casework_check (
    dossier        TEXT   NOT NULL,
    number         BIGINT NOT NULL,
    at             BIGINT NOT NULL,
    officer        TEXT   NOT NULL,
    is_match       BIGINT NOT NULL,
    transaction_id TEXT   NOT NULL,
    statement      TEXT   NOT NULL,
    signature      BYTEA  NOT NULL,
    PRIMARY KEY (dossier, number)
)";

const INSERT: &str = "-- casework.insert_check
INSERT INTO casework_check (dossier, number, at, officer, is_match, transaction_id, statement, signature)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const COUNT: &str = "-- casework.count_checks
SELECT COUNT(*) FROM casework_check WHERE dossier = $1";

const LIST: &str = "-- casework.list_checks
SELECT number, at, officer, is_match, transaction_id, statement, signature FROM casework_check
WHERE dossier = $1 ORDER BY number";

/// One check.
pub(crate) struct CheckRow {
    /// Counts the dossier's checks from 1; not read on writing.
    pub(crate) number: u32,
    pub(crate) at: Timestamp,
    pub(crate) officer: String,
    pub(crate) is_match: bool,
    pub(crate) transaction: IdCommitment,
    /// JSON, which the signature covers.
    pub(crate) statement: String,
    /// Detached CMS over the statement; empty where the unit has no key.
    pub(crate) signature: Vec<u8>,
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    code: &DossierCode,
    check: &CheckRow,
) -> Result<(), DbError> {
    let number: i64 = sqlx::query_scalar(COUNT)
        .bind(code.to_string())
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query(INSERT)
        .bind(code.to_string())
        .bind(number + 1)
        .bind(check.at.as_micros())
        .bind(check.officer.as_str())
        .bind(i64::from(check.is_match))
        .bind(hex::encode(check.transaction.0))
        .bind(check.statement.as_str())
        .bind(check.signature.as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn list(connection: &mut AnyConnection, code: &DossierCode) -> Result<Vec<CheckRow>, DbError> {
    let rows = sqlx::query(LIST).bind(code.to_string()).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            Ok(CheckRow {
                number: unsigned(row, "number")?,
                at: Timestamp::from_micros(row.try_get("at")?),
                officer: row.try_get("officer")?,
                is_match: row.try_get::<i64, _>("is_match")? == 1,
                transaction: IdCommitment(bytes(row, "transaction_id")?),
                statement: row.try_get("statement")?,
                signature: row.try_get("signature")?,
            })
        })
        .collect()
}
