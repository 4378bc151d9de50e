//! Sessions, by the hash of their token.

use motlan_core::Timestamp;
use motlan_store::db::{Connection, DbError};
use sqlx::Row;

use crate::identity::IdentityError;
use crate::model::AccountId;
use crate::secret::SessionToken;

pub(super) const CREATE: &str = "-- identity.create_session
CREATE TABLE identity_session (
    token_hash      BYTEA  NOT NULL PRIMARY KEY,
    account         BIGINT NOT NULL,
    opened_at       BIGINT NOT NULL,
    seen_at         BIGINT NOT NULL,
    confirmed_until BIGINT
)";

const INSERT: &str = "-- identity.insert_session
INSERT INTO identity_session (token_hash, account, opened_at, seen_at) VALUES ($1, $2, $3, $3)";

const FIND: &str = "-- identity.find_session
SELECT account, opened_at, seen_at, confirmed_until FROM identity_session WHERE token_hash = $1";

const TOUCH: &str = "-- identity.touch_session
UPDATE identity_session SET seen_at = $1 WHERE token_hash = $2";

const CONFIRM: &str = "-- identity.confirm_session
UPDATE identity_session SET confirmed_until = $1 WHERE token_hash = $2";

const DELETE: &str = "-- identity.delete_session
DELETE FROM identity_session WHERE token_hash = $1";

const DELETE_OLD: &str = "-- identity.delete_old_sessions
DELETE FROM identity_session WHERE seen_at < $1 OR opened_at < $2";

/// A row.
pub(crate) struct Stored {
    pub(crate) account: AccountId,
    pub(crate) opened_at: Timestamp,
    pub(crate) seen_at: Timestamp,
    pub(crate) confirmed_until: Option<Timestamp>,
}

/// Opens a session.
pub(crate) async fn insert(
    connection: &mut Connection,
    token: &SessionToken,
    account: AccountId,
    now: Timestamp,
) -> Result<(), IdentityError> {
    sqlx::query(INSERT)
        .bind(token.hash())
        .bind(account.0)
        .bind(now.as_micros())
        .execute(&mut **connection)
        .await
        .map_err(DbError::from)?;
    Ok(())
}

/// The session of this token, ended or not.
pub(crate) async fn find(connection: &mut Connection, token: &SessionToken) -> Result<Option<Stored>, IdentityError> {
    let row = sqlx::query(FIND)
        .bind(token.hash())
        .fetch_optional(&mut **connection)
        .await
        .map_err(DbError::from)?;
    let Some(row) = row else { return Ok(None) };
    let time = |at: usize| {
        row.try_get::<i64, _>(at)
            .map(Timestamp::from_micros)
            .map_err(DbError::from)
    };
    let confirmed: Option<i64> = row.try_get(3).map_err(DbError::from)?;
    Ok(Some(Stored {
        account: AccountId(row.try_get(0).map_err(DbError::from)?),
        opened_at: time(1)?,
        seen_at: time(2)?,
        confirmed_until: confirmed.map(Timestamp::from_micros),
    }))
}

/// Remembers that the session was used.
pub(crate) async fn touch(
    connection: &mut Connection,
    token: &SessionToken,
    now: Timestamp,
) -> Result<(), IdentityError> {
    run(connection, TOUCH, now, token).await.map(drop)
}

/// Remembers that the owner confirmed; false if the session is gone.
pub(crate) async fn confirm(
    connection: &mut Connection,
    token: &SessionToken,
    until: Timestamp,
) -> Result<bool, IdentityError> {
    Ok(run(connection, CONFIRM, until, token).await? == 1)
}

async fn run(
    connection: &mut Connection,
    sql: &'static str,
    at: Timestamp,
    token: &SessionToken,
) -> Result<u64, IdentityError> {
    let done = sqlx::query(sql).bind(at.as_micros()).bind(token.hash());
    let done = done.execute(&mut **connection).await.map_err(DbError::from)?;
    Ok(done.rows_affected())
}

/// Ends a session.
pub(crate) async fn delete(connection: &mut Connection, token: &SessionToken) -> Result<(), IdentityError> {
    let done = sqlx::query(DELETE).bind(token.hash()).execute(&mut **connection).await;
    done.map(drop).map_err(|error| DbError::from(error).into())
}

/// Forgets sessions that ended before these moments.
pub(crate) async fn delete_old(
    connection: &mut Connection,
    seen_before: Timestamp,
    opened_before: Timestamp,
) -> Result<(), IdentityError> {
    let query = sqlx::query(DELETE_OLD)
        .bind(seen_before.as_micros())
        .bind(opened_before.as_micros());
    let done = query.execute(&mut **connection).await;
    done.map(drop).map_err(|error| DbError::from(error).into())
}
