//! Accounts and their roles.

use motlan_core::Timestamp;
use motlan_store::db::{Connection, ConstraintKind, DbError};
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::identity::IdentityError;
use crate::model::{Account, AccountId, Assignment, Level, NewAccount, Person, Role, State};

pub(super) const CREATE: &str = "-- identity.create_account
CREATE TABLE identity_account (
    id              BIGINT NOT NULL PRIMARY KEY,
    user_name       TEXT   NOT NULL,
    display_name    TEXT   NOT NULL,
    level           BIGINT NOT NULL,
    state           BIGINT NOT NULL,
    personal_number TEXT,
    full_name       TEXT,
    birth_date      TEXT,
    passphrase      TEXT,
    created_at      BIGINT NOT NULL,
    UNIQUE (user_name)
)";

pub(super) const CREATE_ROLE: &str = "-- identity.create_role
CREATE TABLE identity_role (
    account BIGINT NOT NULL,
    role    TEXT   NOT NULL,
    unit    TEXT   NOT NULL,
    PRIMARY KEY (account, role, unit)
)";

const NEXT: &str = "-- identity.next_account
SELECT COALESCE(MAX(id), 0) + 1 FROM identity_account";

const INSERT: &str = "-- identity.insert_account
INSERT INTO identity_account
    (id, user_name, display_name, level, state, personal_number, full_name, birth_date, passphrase, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

const INSERT_ROLE: &str = "-- identity.insert_role
INSERT INTO identity_role (account, role, unit) VALUES ($1, $2, $3)";

const FIND: &str = "-- identity.find_account
SELECT id, user_name, display_name, level, state, personal_number, full_name, birth_date, passphrase
FROM identity_account WHERE id = $1";

const FIND_BY_NAME: &str = "-- identity.find_account_by_name
SELECT id, user_name, display_name, level, state, personal_number, full_name, birth_date, passphrase
FROM identity_account WHERE user_name = $1";

const ROLES: &str = "-- identity.list_roles
SELECT role, unit FROM identity_role WHERE account = $1
ORDER BY role COLLATE \"binary\", unit COLLATE \"binary\"";

const ADVANCE: &str = "-- identity.advance_account
UPDATE identity_account SET state = $1 WHERE id = $2 AND state = $3";

/// An account with the hash of its passphrase.
pub(crate) struct Stored {
    pub(crate) account: Account,
    pub(crate) passphrase: Option<String>,
}

/// Writes a new account in the state *enrolled*.
pub(crate) async fn insert(
    connection: &mut Connection,
    new: &NewAccount,
    passphrase: Option<&str>,
    now: Timestamp,
) -> Result<AccountId, IdentityError> {
    let id: i64 = sqlx::query_scalar(NEXT)
        .fetch_one(&mut **connection)
        .await
        .map_err(DbError::from)?;
    let person = new.person.as_ref();
    sqlx::query(INSERT)
        .bind(id)
        .bind(&new.user_name)
        .bind(&new.display_name)
        .bind(new.level as i64)
        .bind(State::Enrolled as i64)
        .bind(person.map(|person| person.personal_number.as_str()))
        .bind(person.map(|person| person.full_name.as_str()))
        .bind(person.map(|person| person.birth_date.as_str()))
        .bind(passphrase)
        .bind(now.as_micros())
        .execute(&mut **connection)
        .await
        .map_err(|error| taken(error.into()))?;
    for assignment in &new.roles {
        sqlx::query(INSERT_ROLE)
            .bind(id)
            .bind(assignment.role.as_str())
            .bind(assignment.unit.as_deref().unwrap_or_default())
            .execute(&mut **connection)
            .await
            .map_err(DbError::from)?;
    }
    Ok(AccountId(id))
}

fn taken(error: DbError) -> IdentityError {
    match error {
        DbError::Constraint {
            kind: ConstraintKind::Unique,
            name,
        } if name == "identity_account_user_name_key" => IdentityError::AccountExists,
        error => IdentityError::Db(error),
    }
}

/// The account of this number.
pub(crate) async fn find(connection: &mut Connection, id: AccountId) -> Result<Option<Stored>, IdentityError> {
    let row = sqlx::query(FIND).bind(id.0).fetch_optional(&mut **connection).await;
    complete(connection, row.map_err(DbError::from)?).await
}

/// The account of this user name.
pub(crate) async fn find_by_name(connection: &mut Connection, name: &str) -> Result<Option<Stored>, IdentityError> {
    let row = sqlx::query(FIND_BY_NAME)
        .bind(name)
        .fetch_optional(&mut **connection)
        .await;
    complete(connection, row.map_err(DbError::from)?).await
}

/// Takes an account from one state to the next; false if it was not in that state.
pub(crate) async fn advance(
    connection: &mut Connection,
    id: AccountId,
    from: State,
    to: State,
) -> Result<bool, IdentityError> {
    let done = sqlx::query(ADVANCE)
        .bind(to as i64)
        .bind(id.0)
        .bind(from as i64)
        .execute(&mut **connection)
        .await
        .map_err(DbError::from)?;
    Ok(done.rows_affected() == 1)
}

async fn complete(connection: &mut Connection, row: Option<AnyRow>) -> Result<Option<Stored>, IdentityError> {
    let Some(row) = row else { return Ok(None) };
    let mut stored = stored(&row)?;
    let roles = sqlx::query(ROLES)
        .bind(stored.account.id.0)
        .fetch_all(&mut **connection)
        .await
        .map_err(DbError::from)?;
    for row in roles {
        stored.account.roles.push(assignment(&row)?);
    }
    Ok(Some(stored))
}

fn assignment(row: &AnyRow) -> Result<Assignment, IdentityError> {
    let word: String = row.try_get(0).map_err(DbError::from)?;
    let unit: String = row.try_get(1).map_err(DbError::from)?;
    Ok(Assignment {
        role: Role::find(&word).ok_or(IdentityError::Damaged)?,
        unit: Some(unit).filter(|unit| !unit.is_empty()),
    })
}

fn stored(row: &AnyRow) -> Result<Stored, IdentityError> {
    let text = |at: usize| row.try_get::<Option<String>, _>(at).map_err(DbError::from);
    let number = |at: usize| row.try_get::<i64, _>(at).map_err(DbError::from);
    let needed = |value: Option<String>| value.ok_or(IdentityError::Damaged);
    let person = match (text(5)?, text(6)?, text(7)?) {
        (Some(personal_number), Some(full_name), Some(birth_date)) => Some(Person {
            personal_number,
            full_name,
            birth_date,
        }),
        _ => None,
    };
    let account = Account {
        id: AccountId(number(0)?),
        user_name: needed(text(1)?)?,
        display_name: needed(text(2)?)?,
        level: match number(3)? {
            1 => Level::One,
            2 => Level::Two,
            _ => return Err(IdentityError::Damaged),
        },
        state: match number(4)? {
            1 => State::Enrolled,
            2 => State::Approved,
            3 => State::Activated,
            _ => return Err(IdentityError::Damaged),
        },
        person,
        roles: Vec::new(),
    };
    Ok(Stored {
        account,
        passphrase: text(8)?,
    })
}
