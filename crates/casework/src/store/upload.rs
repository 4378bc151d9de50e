//! Files that people attach to a draft or a dossier.

use motlan_core::Timestamp;
use motlan_store::db::DbError;
use sqlx::{AnyConnection, Row};

use super::signed;

pub(super) const CREATE: &str = "-- casework.create_upload
CREATE TABLE casework_upload (
    upload_id  TEXT   NOT NULL PRIMARY KEY,
    holder     TEXT   NOT NULL,
    component  BIGINT NOT NULL,
    file_name  TEXT   NOT NULL,
    media_type TEXT   NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    content    BYTEA  NOT NULL,
    at         BIGINT NOT NULL
);
CREATE INDEX casework_upload_holder ON casework_upload (holder)";

const INSERT: &str = "-- casework.insert_upload
INSERT INTO casework_upload (upload_id, holder, component, file_name, media_type, size_bytes, sha256, content, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const FIND: &str = "-- casework.find_upload
SELECT file_name, media_type, sha256, content FROM casework_upload WHERE holder = $1 AND upload_id = $2";

const MOVE: &str = "-- casework.move_uploads
UPDATE casework_upload SET holder = $2 WHERE holder = $1";

const REMOVE: &str = "-- casework.remove_uploads
DELETE FROM casework_upload WHERE holder = $1 AND component = $2";

const REMOVE_ALL: &str = "-- casework.remove_all_uploads
DELETE FROM casework_upload WHERE holder = $1";

/// A file as it is kept.
pub(crate) struct UploadRow {
    pub(crate) file_name: String,
    pub(crate) media_type: String,
    /// Hexadecimal.
    pub(crate) sha256: String,
    pub(crate) content: Vec<u8>,
}

/// Where a new file belongs.
pub(crate) struct Place<'a> {
    pub(crate) upload_id: &'a str,
    pub(crate) holder: &'a str,
    pub(crate) component: u32,
    pub(crate) at: Timestamp,
}

pub(crate) async fn insert(
    connection: &mut AnyConnection,
    place: &Place<'_>,
    upload: &UploadRow,
) -> Result<(), DbError> {
    sqlx::query(INSERT)
        .bind(place.upload_id)
        .bind(place.holder)
        .bind(i64::from(place.component))
        .bind(upload.file_name.as_str())
        .bind(upload.media_type.as_str())
        .bind(signed(upload.content.len() as u64))
        .bind(upload.sha256.as_str())
        .bind(upload.content.as_slice())
        .bind(place.at.as_micros())
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn find(
    connection: &mut AnyConnection,
    holder: &str,
    upload_id: &str,
) -> Result<Option<UploadRow>, DbError> {
    let row = sqlx::query(FIND)
        .bind(holder)
        .bind(upload_id)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(UploadRow {
            file_name: row.try_get("file_name")?,
            media_type: row.try_get("media_type")?,
            sha256: row.try_get("sha256")?,
            content: row.try_get("content")?,
        })
    })
    .transpose()
}

/// Hands a draft's files to its dossier.
pub(crate) async fn hand_over(connection: &mut AnyConnection, draft: &str, dossier: &str) -> Result<(), DbError> {
    sqlx::query(MOVE).bind(draft).bind(dossier).execute(connection).await?;
    Ok(())
}

/// Takes a draft's file for a component away; a dossier's files stay.
pub(crate) async fn remove(connection: &mut AnyConnection, draft: &str, component: u32) -> Result<(), DbError> {
    sqlx::query(REMOVE)
        .bind(draft)
        .bind(i64::from(component))
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes all files of a draft away.
pub(crate) async fn remove_all(connection: &mut AnyConnection, draft: &str) -> Result<(), DbError> {
    sqlx::query(REMOVE_ALL).bind(draft).execute(connection).await?;
    Ok(())
}
