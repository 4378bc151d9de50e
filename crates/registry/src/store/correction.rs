//! Requests to correct a value, until their owner decides and afterwards.

use std::collections::BTreeSet;

use motlan_core::Timestamp;
use motlan_store::db::{Connection, DbError};
use sqlx::Row;

use super::record::{RecordError, RecordStore};
use crate::journal::Unsent;
use crate::model::correction::{CorrectionId, CorrectionState, OPEN_MAX};
use crate::model::field::FieldCode;
use crate::model::pack::RegistryCode;
use crate::model::record::Fields;

const COUNT_OPEN: &str = "-- registry.count_open_corrections
SELECT COUNT(*) FROM registry_correction WHERE registry = $1 AND record_key = $2 AND state = 'open'";

const ADD: &str = "-- registry.add_correction
INSERT INTO registry_correction (registry, correction_id, record_key, keys_given, field, asked_value, reason, evidence,
    sent_by, sent_at, pack_version, state, decided_at, decided_by, decision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', 0, '', '')";

const FIND: &str = "-- registry.find_correction
SELECT record_key, keys_given, field, asked_value, reason, evidence, sent_by, sent_at, state, decision, pack_version
FROM registry_correction WHERE registry = $1 AND correction_id = $2";

const LIST: &str = "-- registry.list_open_corrections
SELECT correction_id, field, sent_by, sent_at FROM registry_correction
WHERE registry = $1 AND state = 'open' AND (sent_at > $2 OR (sent_at = $2 AND correction_id > $3))
ORDER BY sent_at, correction_id LIMIT $4";

/// Requests of one list.
pub const OPEN_PER_PAGE: u32 = 100;

const FIND_STATE: &str = "-- registry.find_correction_state
SELECT state FROM registry_correction WHERE registry = $1 AND correction_id = $2";

const DECIDE: &str = "-- registry.decide_correction
UPDATE registry_correction SET state = $3, decided_at = $4, decided_by = $5, decision = $6
WHERE registry = $1 AND correction_id = $2 AND state = 'open'";

/// A request.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) id: CorrectionId,
    pub(crate) key: String,
    /// The keys beside it as they were given: they tell the sender again, also after one of them was corrected.
    pub(crate) keys_given: Fields,
    pub(crate) field: FieldCode,
    pub(crate) value: String,
    pub(crate) reason: String,
    pub(crate) evidence: String,
    /// The system that sent it.
    pub(crate) sent_by: String,
    pub(crate) sent_at: Timestamp,
    pub(crate) state: CorrectionState,
    /// Why it was decided so.
    pub(crate) decision: String,
    /// Whether the pack still has the field and a word for the value; then both are in its words, otherwise in those they
    /// were sent in.
    pub(crate) is_current: bool,
}

/// The record of a request; version 0 and nothing where it is not there.
#[derive(Default)]
pub(crate) struct Held {
    pub(crate) version: u64,
    pub(crate) fields: Fields,
}

/// A request as the list of open ones shows it: about whom it is, and what it says, is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCorrection {
    /// Its id.
    pub id: CorrectionId,
    /// The field.
    pub field: FieldCode,
    /// The system that sent it.
    pub sent_by: String,
    /// When.
    pub sent_at: Timestamp,
}

/// What its owner decided.
pub(crate) struct Ruled<'d> {
    pub(crate) state: CorrectionState,
    pub(crate) at: Timestamp,
    pub(crate) by: &'d str,
    pub(crate) reason: &'d str,
}

impl RecordStore {
    /// Keeps a request, unless too many about the same record are open; tells whether it did.
    pub(crate) async fn add_correction(&self, request: &Request) -> Result<bool, DbError> {
        let registry = self.registry.as_str();
        let keys = serde_json::to_string(&request.keys_given).unwrap_or_default();
        let keys = keys.as_str();
        self.db
            .write("registry.add_correction", |mut connection| async move {
                let open = sqlx::query_scalar(COUNT_OPEN).bind(registry).bind(request.key.as_str());
                let open: i64 = open.fetch_one(&mut *connection).await?;
                if open.unsigned_abs() >= OPEN_MAX {
                    return Ok(false);
                }
                let add = sqlx::query(ADD)
                    .bind(registry)
                    .bind(request.id.as_str())
                    .bind(request.key.as_str())
                    .bind(keys)
                    .bind(request.field.as_str())
                    .bind(request.value.as_str())
                    .bind(request.reason.as_str())
                    .bind(request.evidence.as_str())
                    .bind(request.sent_by.as_str())
                    .bind(request.sent_at.as_micros())
                    .bind(self.layouts.current());
                add.execute(&mut *connection).await?;
                Ok::<_, DbError>(true)
            })
            .await
    }

    /// The request of this id, with the record that it is about as it now is.
    pub(crate) async fn find_correction(
        &self,
        id: &CorrectionId,
    ) -> Result<Unsent<Option<(Request, Held)>>, RecordError> {
        let registry = self.registry.as_str();
        let found = self
            .db
            .read("registry.find_correction", |mut connection| async move {
                let query = sqlx::query(FIND).bind(registry).bind(id.as_str());
                let Some(row) = query.fetch_optional(&mut *connection).await? else {
                    return Ok(None);
                };
                let text = |column: usize| row.try_get::<String, _>(column);
                // Words that no program wrote make it a request that is not there.
                let Ok(field) = text(2)?.parse() else { return Ok(None) };
                let Some(state) = CorrectionState::parse(&text(8)?) else {
                    return Ok(None);
                };
                let (version, asked): (i64, String) = (row.try_get(10)?, text(3)?);
                let keys_given: Fields = serde_json::from_str(&text(1)?).unwrap_or_default();
                let keys_given = keys_given.iter();
                let keys_given = keys_given.filter_map(|(code, value)| self.layouts.translate(version, code, value));
                let translated = self.layouts.translate(version, &field, &asked);
                let is_current = translated.is_some();
                let (field, value) = translated.unwrap_or((field, asked));
                let request = Request {
                    id: id.clone(),
                    key: text(0)?,
                    keys_given: keys_given.collect(),
                    is_current,
                    field,
                    value,
                    reason: text(4)?,
                    evidence: text(5)?,
                    sent_by: text(6)?,
                    sent_at: Timestamp::from_micros(row.try_get(7)?),
                    state,
                    decision: text(9)?,
                };
                let keys = BTreeSet::from([request.key.as_str()]);
                let row = self.current(&mut connection, &keys).await?.remove(&request.key);
                Ok::<_, DbError>(Some((request, row)))
            })
            .await?;
        let Some((request, row)) = found else {
            return Ok(Unsent::new(None));
        };
        let held = match row {
            Some(row) => Held {
                version: row.version.unsigned_abs(),
                fields: (self.layouts.read(row.layout, &request.key, &row.values)).ok_or_else(|| self.damaged())?,
            },
            None => Held::default(),
        };
        Ok(Unsent::new(Some((request, held))))
    }

    /// Up to 100 open requests, the oldest first, after this one.
    pub(crate) async fn open_corrections(
        &self,
        after: Option<&OpenCorrection>,
    ) -> Result<Vec<OpenCorrection>, DbError> {
        let registry = self.registry.as_str();
        let (at, id) = after.map_or((i64::MIN, ""), |after| (after.sent_at.as_micros(), after.id.as_str()));
        self.db
            .read("registry.list_open_corrections", |mut connection| async move {
                let query = sqlx::query(LIST)
                    .bind(registry)
                    .bind(at)
                    .bind(id)
                    .bind(i64::from(OPEN_PER_PAGE));
                let mut open = Vec::new();
                for row in query.fetch_all(&mut *connection).await? {
                    let (id, field): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                    let (Ok(id), Ok(field)) = (id.parse(), field.parse()) else {
                        continue;
                    };
                    open.push(OpenCorrection {
                        id,
                        field,
                        sent_by: row.try_get(2)?,
                        sent_at: Timestamp::from_micros(row.try_get(3)?),
                    });
                }
                Ok::<_, DbError>(open)
            })
            .await
    }

    /// Closes a request without a change of its record; tells whether it was open.
    pub(crate) async fn close_correction(&self, id: &CorrectionId, ruled: &Ruled<'_>) -> Result<bool, DbError> {
        self.db
            .write("registry.decide_correction", |mut connection| async move {
                close(&mut connection, &self.registry, id, ruled).await
            })
            .await
    }
}

/// Whether nobody has decided this request yet.
pub(super) async fn is_open(
    connection: &mut Connection,
    registry: &RegistryCode,
    id: &CorrectionId,
) -> Result<bool, DbError> {
    let find = sqlx::query_scalar(FIND_STATE).bind(registry.as_str()).bind(id.as_str());
    let state: Option<String> = find.fetch_optional(&mut **connection).await?;
    Ok(state.as_deref() == Some(CorrectionState::Open.as_str()))
}

/// Closes a request within a transaction; tells whether it was open.
pub(super) async fn close(
    connection: &mut Connection,
    registry: &RegistryCode,
    id: &CorrectionId,
    ruled: &Ruled<'_>,
) -> Result<bool, DbError> {
    let decide = sqlx::query(DECIDE)
        .bind(registry.as_str())
        .bind(id.as_str())
        .bind(ruled.state.as_str())
        .bind(ruled.at.as_micros())
        .bind(ruled.by)
        .bind(ruled.reason);
    Ok(decide.execute(&mut **connection).await?.rows_affected() == 1)
}
