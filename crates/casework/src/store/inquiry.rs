//! Inquiries: a person asks an agency why it looked at their data, and gets an answer before a deadline. An account has one
//! open inquiry to an agency at most.

use motlan_core::{MemberId, Timestamp};
use motlan_store::db::DbError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::parsed;
use crate::model::inquiry::{Answer, Inquiry};

pub(super) const CREATE: &str = "-- casework.create_inquiry
CREATE TABLE casework_inquiry (
    inquiry_id    TEXT   NOT NULL PRIMARY KEY,
    owner_account BIGINT NOT NULL,
    agency        TEXT   NOT NULL,
    looked_at     BIGINT,
    question      TEXT   NOT NULL,
    asked_at      BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,
    answered_at   BIGINT,
    answered_by   TEXT,
    answer        TEXT
);
CREATE UNIQUE INDEX casework_inquiry_open ON casework_inquiry (owner_account, agency) WHERE answered_at IS NULL;
CREATE INDEX casework_inquiry_owner ON casework_inquiry (owner_account, asked_at);
CREATE INDEX casework_inquiry_due ON casework_inquiry (answered_at, due_at)";

const INSERT: &str = "-- casework.insert_inquiry
INSERT INTO casework_inquiry (inquiry_id, owner_account, agency, looked_at, question, asked_at, due_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";

const LIST_OF: &str = "-- casework.list_inquiries_of
SELECT inquiry_id, agency, looked_at, question, asked_at, due_at, answered_at, answered_by, answer
FROM casework_inquiry WHERE owner_account = $1 ORDER BY asked_at DESC, inquiry_id COLLATE \"binary\" LIMIT $2";

const LIST_OPEN: &str = "-- casework.list_open_inquiries
SELECT inquiry_id, agency, looked_at, question, asked_at, due_at, answered_at, answered_by, answer
FROM casework_inquiry WHERE answered_at IS NULL ORDER BY due_at, inquiry_id COLLATE \"binary\" LIMIT $1";

const LIST_ANSWERED: &str = "-- casework.list_answered_inquiries
SELECT inquiry_id, agency, looked_at, question, asked_at, due_at, answered_at, answered_by, answer
FROM casework_inquiry WHERE answered_at IS NOT NULL
ORDER BY answered_at DESC, inquiry_id COLLATE \"binary\" LIMIT $1";

const COUNT_OPEN: &str = "-- casework.count_open_inquiries
SELECT COUNT(*) FROM casework_inquiry WHERE answered_at IS NULL";

const ANSWER: &str = "-- casework.answer_inquiry
UPDATE casework_inquiry SET answered_at = $2, answered_by = $3, answer = $4
WHERE inquiry_id = $1 AND answered_at IS NULL";

/// Keeps an inquiry; false if this account has an open one to this agency.
pub(crate) async fn insert(connection: &mut AnyConnection, account: i64, inquiry: &Inquiry) -> Result<bool, DbError> {
    let done = sqlx::query(INSERT)
        .bind(inquiry.id.as_str())
        .bind(account)
        .bind(inquiry.agency.to_string())
        .bind(inquiry.looked_at.map(Timestamp::as_micros))
        .bind(inquiry.question.as_str())
        .bind(inquiry.asked_at.as_micros())
        .bind(inquiry.due_at.as_micros())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The inquiries of an account, newest first.
pub(crate) async fn list_of(
    connection: &mut AnyConnection,
    account: i64,
    count_max: i64,
) -> Result<Vec<Inquiry>, DbError> {
    let rows = sqlx::query(LIST_OF).bind(account).bind(count_max);
    rows.fetch_all(connection).await?.iter().map(inquiry).collect()
}

/// Everybody's open inquiries, the most pressing first.
pub(crate) async fn list_open(connection: &mut AnyConnection, count_max: i64) -> Result<Vec<Inquiry>, DbError> {
    let rows = sqlx::query(LIST_OPEN).bind(count_max);
    rows.fetch_all(connection).await?.iter().map(inquiry).collect()
}

/// Everybody's answered inquiries, the last answered first.
pub(crate) async fn list_answered(connection: &mut AnyConnection, count_max: i64) -> Result<Vec<Inquiry>, DbError> {
    let rows = sqlx::query(LIST_ANSWERED).bind(count_max);
    rows.fetch_all(connection).await?.iter().map(inquiry).collect()
}

/// How many are open.
pub(crate) async fn count_open(connection: &mut AnyConnection) -> Result<u64, DbError> {
    let count: i64 = sqlx::query_scalar(COUNT_OPEN).fetch_one(connection).await?;
    Ok(count.unsigned_abs())
}

/// Answers an inquiry; false if there is none that is open.
pub(crate) async fn answer(connection: &mut AnyConnection, id: &str, answer: &Answer) -> Result<bool, DbError> {
    let done = sqlx::query(ANSWER)
        .bind(id)
        .bind(answer.at.as_micros())
        .bind(answer.by.as_str())
        .bind(answer.text.as_str())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

fn inquiry(row: &AnyRow) -> Result<Inquiry, DbError> {
    let looked_at: Option<i64> = row.try_get("looked_at")?;
    let answered_at: Option<i64> = row.try_get("answered_at")?;
    let answer = match answered_at {
        None => None,
        Some(at) => Some(Answer {
            at: Timestamp::from_micros(at),
            by: row.try_get("answered_by")?,
            text: row.try_get("answer")?,
        }),
    };
    Ok(Inquiry {
        id: row.try_get("inquiry_id")?,
        agency: parsed::<MemberId>(row, "agency")?,
        looked_at: looked_at.map(Timestamp::from_micros),
        question: row.try_get("question")?,
        asked_at: Timestamp::from_micros(row.try_get("asked_at")?),
        due_at: Timestamp::from_micros(row.try_get("due_at")?),
        answer,
    })
}
