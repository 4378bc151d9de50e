//! The timeline: each change of status, when, by whom, why, and which entry proves it.

use motlan_core::Timestamp;
use motlan_store::db::DbError;
use sqlx::{AnyConnection, Row};

use super::{damaged, signed, unsigned};
use crate::model::dossier_code::DossierCode;
use crate::model::reason::Reason;
use crate::model::status::Status;

pub(super) const CREATE: &str = "-- casework.create_step
CREATE TABLE casework_step (
    dossier     TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    status      BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    actor       TEXT   NOT NULL,
    reasons     TEXT   NOT NULL,
    entry_index BIGINT NOT NULL,
    PRIMARY KEY (dossier, number)
)";

const INSERT: &str = "-- casework.insert_step
INSERT INTO casework_step (dossier, number, status, at, actor, reasons, entry_index)
VALUES ($1, $2, $3, $4, $5, $6, $7)";

const LIST: &str = "-- casework.list_steps
SELECT number, status, at, actor, reasons, entry_index FROM casework_step WHERE dossier = $1 ORDER BY number";

/// One change of status.
pub(crate) struct StepRow {
    pub(crate) number: u32,
    pub(crate) status: Status,
    pub(crate) at: Timestamp,
    /// The user name of the officer, or empty for the applicant.
    pub(crate) actor: String,
    pub(crate) reasons: Vec<Reason>,
    /// Its entry's index in the log.
    pub(crate) entry_index: u64,
}

pub(crate) async fn insert(connection: &mut AnyConnection, code: &DossierCode, step: &StepRow) -> Result<(), DbError> {
    let reasons: Vec<(Option<u32>, &str)> = step
        .reasons
        .iter()
        .map(|reason| (reason.component, reason.text.as_str()))
        .collect();
    sqlx::query(INSERT)
        .bind(code.to_string())
        .bind(i64::from(step.number))
        .bind(i64::from(step.status.code()))
        .bind(step.at.as_micros())
        .bind(step.actor.as_str())
        .bind(serde_json::to_string(&reasons).map_err(|_| damaged("reasons"))?)
        .bind(signed(step.entry_index))
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn list(connection: &mut AnyConnection, code: &DossierCode) -> Result<Vec<StepRow>, DbError> {
    let rows = sqlx::query(LIST).bind(code.to_string()).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let reasons: Vec<(Option<u32>, String)> =
                serde_json::from_str(row.try_get("reasons")?).map_err(|_| damaged("reasons"))?;
            Ok(StepRow {
                number: unsigned(row, "number")?,
                status: Status::from_code(unsigned(row, "status")?).ok_or(damaged("status"))?,
                at: Timestamp::from_micros(row.try_get("at")?),
                actor: row.try_get("actor")?,
                reasons: reasons
                    .into_iter()
                    .map(|(component, text)| Reason { component, text })
                    .collect(),
                entry_index: unsigned(row, "entry_index")?,
            })
        })
        .collect()
}
