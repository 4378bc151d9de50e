//! Components of drafts and dossiers: how each was satisfied, or why its registry did not answer.
//!
//! `holder` is a draft id or a dossier code; submitting moves a draft's rows to its dossier.

use motlan_core::Timestamp;
use motlan_evidence::IdCommitment;
use motlan_evidence::case::{Form, Source};
use motlan_store::db::DbError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{damaged, fixed, unsigned};
use crate::model::satisfied::Satisfied;

pub(super) const CREATE: &str = "-- casework.create_component
CREATE TABLE casework_component (
    holder         TEXT   NOT NULL,
    component      BIGINT NOT NULL,
    failure        TEXT,
    source         BIGINT NOT NULL,
    form           BIGINT NOT NULL,
    origin         TEXT   NOT NULL,
    fields         TEXT   NOT NULL,
    document       TEXT,
    as_of          BIGINT,
    transaction_id TEXT,
    upload_id      TEXT,
    PRIMARY KEY (holder, component)
)";

const PUT: &str = "-- casework.put_component
INSERT INTO casework_component (holder, component, failure, source, form, origin, fields, document, as_of,
    transaction_id, upload_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (holder, component) DO UPDATE
SET failure = excluded.failure, source = excluded.source, form = excluded.form, origin = excluded.origin,
    fields = excluded.fields, document = excluded.document, as_of = excluded.as_of,
    transaction_id = excluded.transaction_id, upload_id = excluded.upload_id";

const LIST: &str = "-- casework.list_components
SELECT component, failure, source, form, origin, fields, document, as_of, transaction_id, upload_id
FROM casework_component WHERE holder = $1 ORDER BY component";

const REMOVE: &str = "-- casework.remove_component
DELETE FROM casework_component WHERE holder = $1 AND component = $2";

const REMOVE_ALL: &str = "-- casework.remove_components
DELETE FROM casework_component WHERE holder = $1";

const REMOVE_FAILED: &str = "-- casework.remove_failed_components
DELETE FROM casework_component WHERE holder = $1 AND failure IS NOT NULL";

const MOVE: &str = "-- casework.move_components
UPDATE casework_component SET holder = $2 WHERE holder = $1";

/// What is known of a component.
#[derive(Clone, Debug)]
pub(crate) enum Kept {
    /// It has what it needs; an uploaded one names its file.
    Satisfied(Satisfied, Option<String>),
    /// Its registry did not answer, with this code.
    Unavailable(u32, String),
}

impl Kept {
    pub(crate) fn component(&self) -> u32 {
        match self {
            Self::Satisfied(satisfied, _) => satisfied.component,
            Self::Unavailable(component, _) => *component,
        }
    }
}

/// Writes what is known of a component over what was.
pub(crate) async fn put(connection: &mut AnyConnection, holder: &str, kept: &Kept) -> Result<(), DbError> {
    let (satisfied, upload, failure) = match kept {
        Kept::Satisfied(satisfied, upload) => (Some(satisfied), upload.clone(), None),
        Kept::Unavailable(_, code) => (None, None, Some(code.clone())),
    };
    let fields = serde_json::to_string(&satisfied.map_or(&[][..], |satisfied| &satisfied.fields))
        .map_err(|_| damaged("a component's fields"))?;
    sqlx::query(PUT)
        .bind(holder)
        .bind(i64::from(kept.component()))
        .bind(failure)
        .bind(i64::from(satisfied.map_or(0, |satisfied| satisfied.source.code())))
        .bind(i64::from(satisfied.map_or(0, |satisfied| satisfied.form.code())))
        .bind(satisfied.map_or("", |satisfied| satisfied.from.as_str()))
        .bind(fields)
        .bind(satisfied.and_then(|satisfied| satisfied.document.as_ref().map(ToString::to_string)))
        .bind(satisfied.and_then(|satisfied| satisfied.as_of.map(Timestamp::as_micros)))
        .bind(satisfied.and_then(|satisfied| satisfied.transaction.map(|id| hex::encode(id.0))))
        .bind(upload)
        .execute(connection)
        .await?;
    Ok(())
}

/// Everything known of a holder's components, by number.
pub(crate) async fn list(connection: &mut AnyConnection, holder: &str) -> Result<Vec<Kept>, DbError> {
    let rows = sqlx::query(LIST).bind(holder).fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

/// Forgets what is known of a component.
pub(crate) async fn remove(connection: &mut AnyConnection, holder: &str, component: u32) -> Result<(), DbError> {
    sqlx::query(REMOVE)
        .bind(holder)
        .bind(i64::from(component))
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets all of a holder's components.
pub(crate) async fn remove_all(connection: &mut AnyConnection, holder: &str) -> Result<(), DbError> {
    sqlx::query(REMOVE_ALL).bind(holder).execute(connection).await?;
    Ok(())
}

/// Hands a draft's satisfied components to its dossier.
pub(crate) async fn hand_over(connection: &mut AnyConnection, draft: &str, dossier: &str) -> Result<(), DbError> {
    sqlx::query(REMOVE_FAILED).bind(draft).execute(&mut *connection).await?;
    sqlx::query(MOVE).bind(draft).bind(dossier).execute(connection).await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Kept, DbError> {
    let component = unsigned(row, "component")?;
    if let Some(code) = row.try_get("failure")? {
        return Ok(Kept::Unavailable(component, code));
    }
    let document: Option<String> = row.try_get("document")?;
    let transaction: Option<String> = row.try_get("transaction_id")?;
    let as_of: Option<i64> = row.try_get("as_of")?;
    let satisfied = Satisfied {
        component,
        source: Source::from_code(unsigned(row, "source")?).ok_or(damaged("a component's source"))?,
        form: Form::from_code(unsigned(row, "form")?).ok_or(damaged("a component's form"))?,
        fields: serde_json::from_str(row.try_get("fields")?).map_err(|_| damaged("a component's fields"))?,
        document: document
            .map(|uri| uri.parse().map_err(|_| damaged("a component's document")))
            .transpose()?,
        from: row.try_get("origin")?,
        as_of: as_of.map(Timestamp::from_micros),
        transaction: transaction
            .map(|text| fixed(&text, "a component's transaction").map(IdCommitment))
            .transpose()?,
    };
    Ok(Kept::Satisfied(satisfied, row.try_get("upload_id")?))
}
