//! What pages read of the outbox: how much waits, what was refused, how far one dossier has come.

use motlan_core::Timestamp;
use motlan_store::db::DbError;
use sqlx::{AnyConnection, Row};

use crate::model::dossier_code::DossierCode;
use crate::model::sync::SyncMessage;
use crate::store::{damaged, unsigned, unsigned_or_none};

const SUMMARY: &str = "-- casework.summarise_outbox
SELECT CAST(COALESCE(SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting,
    CAST(COALESCE(SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS acknowledged,
    CAST(COALESCE(SUM(CASE WHEN state = 2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS parked,
    MIN(CASE WHEN state = 1 THEN NULL ELSE queued_at END) AS oldest_at,
    MAX(acknowledged_at) AS acknowledged_at
FROM casework_outbox";

const LIST_PARKED: &str = "-- casework.list_parked_outbox
SELECT dossier, number, attempts, failure, queued_at FROM casework_outbox WHERE state = 2
ORDER BY queued_at, dossier COLLATE \"binary\", number LIMIT 100";

const LIST_OF_DOSSIER: &str = "-- casework.list_outbox_of_dossier
SELECT number, message, state, failure, acknowledged_at FROM casework_outbox WHERE dossier = $1 ORDER BY number";

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutboxState {
    Waiting,
    Acknowledged,
    Parked,
}

/// A message of one dossier.
pub(crate) struct SentRow {
    pub(crate) number: u32,
    pub(crate) message: SyncMessage,
    pub(crate) state: OutboxState,
    pub(crate) failure: Option<String>,
    pub(crate) acknowledged_at: Option<Timestamp>,
}

/// All messages, counted.
pub(crate) struct Summary {
    pub(crate) waiting: u64,
    pub(crate) acknowledged: u64,
    pub(crate) parked: u64,
    pub(crate) oldest_at: Option<Timestamp>,
    pub(crate) acknowledged_at: Option<Timestamp>,
}

/// A message that was refused for good.
pub(crate) struct ParkedRow {
    pub(crate) dossier: DossierCode,
    pub(crate) number: u32,
    pub(crate) failure: String,
    pub(crate) queued_at: Timestamp,
}

pub(crate) async fn summary(connection: &mut AnyConnection) -> Result<Summary, DbError> {
    let row = sqlx::query(SUMMARY).fetch_one(connection).await?;
    let moment = |column| Ok::<_, DbError>(row.try_get::<Option<i64>, _>(column)?.map(Timestamp::from_micros));
    Ok(Summary {
        waiting: unsigned(&row, "waiting")?,
        acknowledged: unsigned(&row, "acknowledged")?,
        parked: unsigned(&row, "parked")?,
        oldest_at: moment("oldest_at")?,
        acknowledged_at: moment("acknowledged_at")?,
    })
}

/// What was refused for good, oldest first, at most 100.
pub(crate) async fn list_parked(connection: &mut AnyConnection) -> Result<Vec<ParkedRow>, DbError> {
    let rows = sqlx::query(LIST_PARKED).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let dossier: String = row.try_get("dossier")?;
            Ok(ParkedRow {
                dossier: dossier.parse().map_err(|_| damaged("a dossier code"))?,
                number: unsigned(row, "number")?,
                failure: row.try_get::<Option<String>, _>("failure")?.unwrap_or_default(),
                queued_at: Timestamp::from_micros(row.try_get("queued_at")?),
            })
        })
        .collect()
}

/// Every message of a dossier in order.
pub(crate) async fn list_of_dossier(
    connection: &mut AnyConnection,
    code: &DossierCode,
) -> Result<Vec<SentRow>, DbError> {
    let rows = sqlx::query(LIST_OF_DOSSIER)
        .bind(code.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(SentRow {
                number: unsigned(row, "number")?,
                message: serde_json::from_str(row.try_get("message")?).map_err(|_| damaged("a message"))?,
                state: match row.try_get::<i64, _>("state")? {
                    0 => OutboxState::Waiting,
                    1 => OutboxState::Acknowledged,
                    _ => OutboxState::Parked,
                },
                failure: row.try_get("failure")?,
                acknowledged_at: unsigned_or_none::<i64>(row, "acknowledged_at")?.map(Timestamp::from_micros),
            })
        })
        .collect()
}
