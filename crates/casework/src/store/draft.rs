//! Drafts: what a person has begun and not yet handed in. A draft is not a dossier and has no code.

use motlan_core::Timestamp;
use motlan_store::db::DbError;
use sqlx::{AnyConnection, Row};

use super::unsigned;
use crate::model::owner::Owner;

pub(super) const CREATE: &str = "-- casework.create_draft
CREATE TABLE casework_draft (
    draft_id          TEXT   NOT NULL PRIMARY KEY,
    owner_account     BIGINT NOT NULL,
    personal_number   TEXT   NOT NULL,
    full_name         TEXT   NOT NULL,
    birth_date        TEXT   NOT NULL,
    procedure_code    TEXT   NOT NULL,
    procedure_version BIGINT NOT NULL,
    begun_at          BIGINT NOT NULL,
    dossier           TEXT
);
CREATE INDEX casework_draft_owner ON casework_draft (owner_account, begun_at)";

const INSERT: &str = "-- casework.insert_draft
INSERT INTO casework_draft (draft_id, owner_account, personal_number, full_name, birth_date, procedure_code,
    procedure_version, begun_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const FIND: &str = "-- casework.find_draft
SELECT procedure_code, procedure_version, begun_at, dossier, personal_number, full_name, birth_date
FROM casework_draft WHERE owner_account = $1 AND draft_id = $2";

const SUBMIT: &str = "-- casework.submit_draft
UPDATE casework_draft SET dossier = $3 WHERE owner_account = $1 AND draft_id = $2 AND dossier IS NULL";

const LIST_OLD: &str = "-- casework.list_old_drafts
SELECT draft_id FROM casework_draft WHERE begun_at < $1 AND dossier IS NULL ORDER BY begun_at LIMIT 256";

const COUNT_OPEN: &str = "-- casework.count_open_drafts
SELECT COUNT(*) FROM casework_draft WHERE owner_account = $1 AND dossier IS NULL";

const FIND_UNTOUCHED: &str = "-- casework.find_untouched_draft
SELECT draft_id FROM casework_draft AS draft WHERE owner_account = $1 AND dossier IS NULL
    AND NOT EXISTS (SELECT 1 FROM casework_upload AS file WHERE file.holder = draft.draft_id)
ORDER BY begun_at, draft_id COLLATE \"binary\" LIMIT 1";

const DELETE: &str = "-- casework.delete_draft
DELETE FROM casework_draft WHERE draft_id = $1 AND dossier IS NULL";

/// A draft as it is kept, without its components.
pub(crate) struct DraftRow {
    pub(crate) owner: Owner,
    pub(crate) procedure: String,
    pub(crate) version: u32,
    pub(crate) begun_at: Timestamp,
    /// The code it was submitted under.
    pub(crate) dossier: Option<String>,
}

pub(crate) async fn insert(connection: &mut AnyConnection, draft_id: &str, draft: &DraftRow) -> Result<(), DbError> {
    sqlx::query(INSERT)
        .bind(draft_id)
        .bind(draft.owner.account)
        .bind(draft.owner.personal_number.as_str())
        .bind(draft.owner.full_name.as_str())
        .bind(draft.owner.birth_date.as_str())
        .bind(draft.procedure.as_str())
        .bind(i64::from(draft.version))
        .bind(draft.begun_at.as_micros())
        .execute(connection)
        .await?;
    Ok(())
}

/// The draft of this account.
pub(crate) async fn find(
    connection: &mut AnyConnection,
    account: i64,
    draft_id: &str,
) -> Result<Option<DraftRow>, DbError> {
    let row = sqlx::query(FIND)
        .bind(account)
        .bind(draft_id)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(DraftRow {
            owner: Owner {
                account,
                personal_number: row.try_get("personal_number")?,
                full_name: row.try_get("full_name")?,
                birth_date: row.try_get("birth_date")?,
            },
            procedure: row.try_get("procedure_code")?,
            version: unsigned(&row, "procedure_version")?,
            begun_at: Timestamp::from_micros(row.try_get("begun_at")?),
            dossier: row.try_get("dossier")?,
        })
    })
    .transpose()
}

/// Marks a draft as submitted; false if it already was.
pub(crate) async fn submit(
    connection: &mut AnyConnection,
    account: i64,
    draft_id: &str,
    dossier: &str,
) -> Result<bool, DbError> {
    let done = sqlx::query(SUBMIT)
        .bind(account)
        .bind(draft_id)
        .bind(dossier)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Drafts begun before a moment and never submitted, at most 256.
pub(crate) async fn list_old(connection: &mut AnyConnection, before: Timestamp) -> Result<Vec<String>, DbError> {
    Ok(sqlx::query_scalar(LIST_OLD)
        .bind(before.as_micros())
        .fetch_all(connection)
        .await?)
}

/// How many drafts of this account were not submitted.
pub(crate) async fn count_open(connection: &mut AnyConnection, account: i64) -> Result<u64, DbError> {
    let count: i64 = sqlx::query_scalar(COUNT_OPEN)
        .bind(account)
        .fetch_one(connection)
        .await?;
    Ok(count.unsigned_abs())
}

/// The oldest unsubmitted draft of this account in which no file was handed in.
pub(crate) async fn find_untouched(connection: &mut AnyConnection, account: i64) -> Result<Option<String>, DbError> {
    Ok(sqlx::query_scalar(FIND_UNTOUCHED)
        .bind(account)
        .fetch_optional(connection)
        .await?)
}

/// Takes an unsubmitted draft away; what it holds goes through [`super::component`] and [`super::upload`].
pub(crate) async fn delete(connection: &mut AnyConnection, draft_id: &str) -> Result<(), DbError> {
    sqlx::query(DELETE).bind(draft_id).execute(connection).await?;
    Ok(())
}
