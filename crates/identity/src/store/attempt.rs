//! Log-ins of a user name, known or not, that failed or have not ended yet, so that guessing is slow and tells nothing.

use motlan_core::Timestamp;
use motlan_store::db::{Connection, DbError};

use crate::identity::IdentityError;

pub(super) const CREATE: &str = "-- identity.create_attempt
CREATE TABLE identity_attempt (
    user_name TEXT   NOT NULL,
    number    BIGINT NOT NULL,
    failed_at BIGINT NOT NULL,
    PRIMARY KEY (user_name, number)
)";

const COUNT: &str = "-- identity.count_attempts
SELECT COUNT(*) FROM identity_attempt WHERE user_name = $1 AND failed_at > $2";

const INSERT: &str = "-- identity.insert_attempt
INSERT INTO identity_attempt (user_name, number, failed_at)
SELECT $1, COALESCE(MAX(number), 0) + 1, $2 FROM identity_attempt WHERE user_name = $1";

const DELETE_OLD: &str = "-- identity.delete_old_attempts
DELETE FROM identity_attempt WHERE failed_at <= $1";

const DELETE: &str = "-- identity.delete_attempts
DELETE FROM identity_attempt WHERE user_name = $1";

/// Attempts of a name after a moment.
pub(crate) async fn count(connection: &mut Connection, name: &str, after: Timestamp) -> Result<i64, IdentityError> {
    let query = sqlx::query_scalar(COUNT).bind(name).bind(after.as_micros());
    query
        .fetch_one(&mut **connection)
        .await
        .map_err(|error| DbError::from(error).into())
}

/// Remembers an attempt and forgets those before `after`.
pub(crate) async fn insert(
    connection: &mut Connection,
    name: &str,
    now: Timestamp,
    after: Timestamp,
) -> Result<(), IdentityError> {
    let old = sqlx::query(DELETE_OLD).bind(after.as_micros());
    old.execute(&mut **connection).await.map_err(DbError::from)?;
    let query = sqlx::query(INSERT).bind(name).bind(now.as_micros());
    let done = query.execute(&mut **connection).await;
    done.map(drop).map_err(|error| DbError::from(error).into())
}

/// Forgets the attempts of a name.
pub(crate) async fn clear(connection: &mut Connection, name: &str) -> Result<(), IdentityError> {
    let done = sqlx::query(DELETE).bind(name).execute(&mut **connection).await;
    done.map(drop).map_err(|error| DbError::from(error).into())
}
