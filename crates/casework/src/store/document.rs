//! The vault: documents of people, what they contain, and which dossiers they were used for.

use jiff::civil::Date;
use motlan_core::Timestamp;
use motlan_evidence::case::DayNumber;
use motlan_store::db::DbError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{damaged, parsed, unsigned, unsigned_or_none};
use crate::model::day::{date_of, day_number};
use crate::model::document_uri::DocumentUri;
use crate::model::dossier_code::DossierCode;
use crate::model::satisfied::FieldValue;
use motlan_core::Name;

pub(super) const CREATE: &str = "-- casework.create_document
CREATE TABLE casework_document (
    uri             TEXT   NOT NULL PRIMARY KEY,
    personal_number TEXT   NOT NULL,
    type_code       TEXT   NOT NULL,
    title_vi        TEXT   NOT NULL,
    title_en        TEXT   NOT NULL,
    issuer          TEXT   NOT NULL,
    issued_day      BIGINT NOT NULL,
    valid_until_day BIGINT,
    sha256          TEXT   NOT NULL,
    fields          TEXT   NOT NULL,
    dossier         TEXT,
    state           BIGINT NOT NULL,
    content         BYTEA  NOT NULL
);
CREATE INDEX casework_document_owner ON casework_document (personal_number, type_code, issued_day);
CREATE TABLE casework_document_use (
    uri        TEXT   NOT NULL,
    dossier    TEXT   NOT NULL,
    consent_at BIGINT NOT NULL,
    PRIMARY KEY (uri, dossier)
);
CREATE INDEX casework_document_use_dossier ON casework_document_use (dossier)";

const INSERT: &str = "-- casework.insert_document
INSERT INTO casework_document (uri, personal_number, type_code, title_vi, title_en, issuer, issued_day,
    valid_until_day, sha256, fields, dossier, state, content)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

const ISSUE: &str = "-- casework.issue_document
UPDATE casework_document SET state = 2 WHERE uri = $1";

const DELETE_PENDING: &str = "-- casework.delete_pending_document
DELETE FROM casework_document WHERE uri = $1 AND state = 1";

const FIND: &str = "-- casework.find_document
SELECT uri, type_code, title_vi, title_en, issuer, issued_day, valid_until_day, sha256, fields, dossier, state
FROM casework_document WHERE personal_number = $1 AND uri = $2";

const FIND_OF_DOSSIER: &str = "-- casework.find_document_of_dossier
SELECT uri, type_code, title_vi, title_en, issuer, issued_day, valid_until_day, sha256, fields, dossier, state
FROM casework_document WHERE uri = $2 AND (dossier = $1
    OR EXISTS (SELECT 1 FROM casework_document_use AS used WHERE used.uri = $2 AND used.dossier = $1))";

const LIST: &str = "-- casework.list_documents
SELECT uri, type_code, title_vi, title_en, issuer, issued_day, valid_until_day, sha256, fields, dossier, state
FROM casework_document WHERE personal_number = $1 AND state = 2
ORDER BY issued_day DESC, uri COLLATE \"binary\"";

const LIST_OF_TYPE: &str = "-- casework.list_documents_of_type
SELECT uri, type_code, title_vi, title_en, issuer, issued_day, valid_until_day, sha256, fields, dossier, state
FROM casework_document WHERE personal_number = $1 AND type_code = $2 AND state = 2
ORDER BY issued_day DESC, uri COLLATE \"binary\" DESC";

const CONTENT: &str = "-- casework.find_document_content
SELECT content FROM casework_document WHERE uri = $1";

const USE: &str = "-- casework.use_document
INSERT INTO casework_document_use (uri, dossier, consent_at) VALUES ($1, $2, $3)
ON CONFLICT (uri, dossier) DO NOTHING";

const LIST_USES: &str = "-- casework.list_document_uses
SELECT dossier, consent_at FROM casework_document_use WHERE uri = $1 ORDER BY consent_at, dossier COLLATE \"binary\"";

const LIST_USED: &str = "-- casework.list_used_documents
SELECT document.uri, type_code, title_vi, title_en, issuer, issued_day, valid_until_day, sha256, fields,
    document.dossier, state
FROM casework_document AS document JOIN casework_document_use AS used ON used.uri = document.uri
WHERE used.dossier = $1 ORDER BY document.uri COLLATE \"binary\"";

/// A document, without its content.
#[derive(Clone, Debug)]
pub(crate) struct DocumentRow {
    pub(crate) uri: DocumentUri,
    pub(crate) type_code: String,
    pub(crate) title: Name,
    /// The unit that issued it, by its code.
    pub(crate) issuer: String,
    pub(crate) issued_on: Date,
    /// The last day on which it holds.
    pub(crate) valid_until: Option<Date>,
    /// Of the content, hexadecimal.
    pub(crate) sha256: String,
    pub(crate) fields: Vec<FieldValue>,
    /// The dossier whose result it is.
    pub(crate) dossier: Option<DossierCode>,
    pub(crate) is_issued: bool,
}

impl DocumentRow {
    /// Whether it holds on this day.
    pub(crate) fn is_valid_on(&self, day: Date) -> bool {
        self.issued_on <= day && self.valid_until.is_none_or(|until| day <= until)
    }
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    personal_number: &str,
    document: &DocumentRow,
    content: &[u8],
) -> Result<(), DbError> {
    sqlx::query(INSERT)
        .bind(document.uri.to_string())
        .bind(personal_number)
        .bind(document.type_code.as_str())
        .bind(document.title.vi.as_str())
        .bind(document.title.en.as_str())
        .bind(document.issuer.as_str())
        .bind(i64::from(day_number(document.issued_on).0))
        .bind(document.valid_until.map(|day| i64::from(day_number(day).0)))
        .bind(document.sha256.as_str())
        .bind(serde_json::to_string(&document.fields).map_err(|_| damaged("a document's fields"))?)
        .bind(document.dossier.as_ref().map(ToString::to_string))
        .bind(if document.is_issued { 2_i64 } else { 1 })
        .bind(content)
        .execute(connection)
        .await?;
    Ok(())
}

/// A pending document becomes one that its owner sees.
pub(crate) async fn issue(connection: &mut AnyConnection, uri: &DocumentUri) -> Result<(), DbError> {
    sqlx::query(ISSUE).bind(uri.to_string()).execute(connection).await?;
    Ok(())
}

/// Takes a pending document away; an issued one stays.
pub(crate) async fn delete_pending(connection: &mut AnyConnection, uri: &DocumentUri) -> Result<(), DbError> {
    sqlx::query(DELETE_PENDING)
        .bind(uri.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// A document of this person, pending or issued.
pub(crate) async fn find(
    connection: &mut AnyConnection,
    personal_number: &str,
    uri: &DocumentUri,
) -> Result<Option<DocumentRow>, DbError> {
    let row = sqlx::query(FIND)
        .bind(personal_number)
        .bind(uri.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// A document that this dossier uses or has as its result.
pub(crate) async fn find_of_dossier(
    connection: &mut AnyConnection,
    code: &DossierCode,
    uri: &DocumentUri,
) -> Result<Option<DocumentRow>, DbError> {
    let row = sqlx::query(FIND_OF_DOSSIER)
        .bind(code.to_string())
        .bind(uri.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// The issued documents of a person, newest first.
pub(crate) async fn list(connection: &mut AnyConnection, personal_number: &str) -> Result<Vec<DocumentRow>, DbError> {
    let rows = sqlx::query(LIST).bind(personal_number).fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

/// The issued documents of one type, newest first.
pub(crate) async fn list_of_type(
    connection: &mut AnyConnection,
    personal_number: &str,
    type_code: &str,
) -> Result<Vec<DocumentRow>, DbError> {
    let rows = sqlx::query(LIST_OF_TYPE)
        .bind(personal_number)
        .bind(type_code)
        .fetch_all(connection)
        .await?;
    rows.iter().map(read).collect()
}

/// The file itself; whoever calls has checked who may read it.
pub(crate) async fn content(connection: &mut AnyConnection, uri: &DocumentUri) -> Result<Option<Vec<u8>>, DbError> {
    Ok(sqlx::query_scalar(CONTENT)
        .bind(uri.to_string())
        .fetch_optional(connection)
        .await?)
}

/// Notes that a dossier uses a document, by the consent given at this moment.
pub(crate) async fn note_use(
    connection: &mut AnyConnection,
    uri: &DocumentUri,
    code: &DossierCode,
    consent_at: Timestamp,
) -> Result<(), DbError> {
    sqlx::query(USE)
        .bind(uri.to_string())
        .bind(code.to_string())
        .bind(consent_at.as_micros())
        .execute(connection)
        .await?;
    Ok(())
}

/// Which dossiers use a document, and since whose consent.
pub(crate) async fn list_uses(
    connection: &mut AnyConnection,
    uri: &DocumentUri,
) -> Result<Vec<(DossierCode, Timestamp)>, DbError> {
    let rows = sqlx::query(LIST_USES)
        .bind(uri.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            let at = Timestamp::from_micros(row.try_get("consent_at")?);
            Ok((parsed(row, "dossier")?, at))
        })
        .collect()
}

/// The documents that a dossier uses.
pub(crate) async fn list_used(connection: &mut AnyConnection, code: &DossierCode) -> Result<Vec<DocumentRow>, DbError> {
    let rows = sqlx::query(LIST_USED)
        .bind(code.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<DocumentRow, DbError> {
    let day = |number: u32| date_of(DayNumber(number)).ok_or(damaged("a document's day"));
    let dossier: Option<String> = row.try_get("dossier")?;
    Ok(DocumentRow {
        uri: parsed(row, "uri")?,
        type_code: row.try_get("type_code")?,
        title: Name {
            vi: row.try_get("title_vi")?,
            en: row.try_get("title_en")?,
        },
        issuer: row.try_get("issuer")?,
        issued_on: day(unsigned(row, "issued_day")?)?,
        valid_until: unsigned_or_none(row, "valid_until_day")?.map(day).transpose()?,
        sha256: row.try_get("sha256")?,
        fields: serde_json::from_str(row.try_get("fields")?).map_err(|_| damaged("a document's fields"))?,
        dossier: dossier
            .map(|code| code.parse().map_err(|_| damaged("a document's dossier")))
            .transpose()?,
        is_issued: row.try_get::<i64, _>("state")? == 2,
    })
}
