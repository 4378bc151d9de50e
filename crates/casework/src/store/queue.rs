//! The queue of a desk: the dossiers of up to [`UNITS_MAX`] units, those due first in front.

use motlan_store::db::DbError;
use sqlx::{AnyConnection, Row};

use super::dossier::{self, DossierRow};
use super::{signed, unsigned};
use crate::model::status::Status;

/// Units of one officer. One SQL text needs a fixed number of parameters; an officer of a one-stop desk has one unit, a
/// head of a department a handful.
pub(crate) const UNITS_MAX: usize = 8;

const LIST: &str = "-- casework.list_queue
SELECT * FROM casework_dossier
WHERE unit IN ($1, $2, $3, $4, $5, $6, $7, $8) AND status >= $9 AND status <= $10
    AND status NOT IN ($11, $12, $13, $14) AND COALESCE(due_day, 0) < $15
ORDER BY CASE WHEN due_day IS NULL THEN 1 ELSE 0 END, due_day, submitted_at, code COLLATE \"binary\"
LIMIT $16 OFFSET $17";

const COUNT: &str = "-- casework.count_queue
SELECT COUNT(*) AS total FROM casework_dossier
WHERE unit IN ($1, $2, $3, $4, $5, $6, $7, $8) AND status >= $9 AND status <= $10
    AND status NOT IN ($11, $12, $13, $14) AND COALESCE(due_day, 0) < $15";

const COUNT_BY_STATUS: &str = "-- casework.count_queue_by_status
SELECT status, COUNT(*) AS total FROM casework_dossier
WHERE unit IN ($1, $2, $3, $4, $5, $6, $7, $8) GROUP BY status ORDER BY status";

/// Which dossiers are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Selection {
    /// Lowest and highest status.
    pub(crate) statuses: (u8, u8),
    /// Statuses left out; up to four.
    pub(crate) without: [Option<Status>; 4],
    /// Only those due before this day.
    pub(crate) due_before: Option<u32>,
}

pub(crate) async fn list(
    connection: &mut AnyConnection,
    units: &[String],
    selection: &Selection,
    limit: u32,
    offset: u64,
) -> Result<(Vec<DossierRow>, u64), DbError> {
    let mut query = sqlx::query(LIST);
    let mut count = sqlx::query_scalar::<_, i64>(COUNT);
    for unit in padded(units) {
        query = query.bind(unit);
        count = count.bind(unit);
    }
    for number in selection.numbers() {
        query = query.bind(number);
        count = count.bind(number);
    }
    let total = count.fetch_one(&mut *connection).await?;
    let rows = query
        .bind(i64::from(limit))
        .bind(signed(offset))
        .fetch_all(connection)
        .await?;
    let rows = rows.iter().map(dossier::read).collect::<Result<_, _>>()?;
    Ok((rows, total.unsigned_abs()))
}

/// How many dossiers of these units stand in which status.
pub(crate) async fn count_by_status(
    connection: &mut AnyConnection,
    units: &[String],
) -> Result<Vec<(Status, u64)>, DbError> {
    let mut query = sqlx::query(COUNT_BY_STATUS);
    for unit in padded(units) {
        query = query.bind(unit);
    }
    let rows = query.fetch_all(connection).await?;
    let mut counted = Vec::new();
    for row in rows {
        if let Some(status) = Status::from_code(unsigned(&row, "status")?) {
            counted.push((status, row.try_get::<i64, _>("total")?.unsigned_abs()));
        }
    }
    Ok(counted)
}

impl Selection {
    /// Every dossier.
    pub(crate) const ALL: Self = Self {
        statuses: (1, 10),
        without: [None; 4],
        due_before: None,
    };

    fn numbers(&self) -> [i64; 7] {
        let without = self
            .without
            .map(|status| status.map_or(0, |status| i64::from(status.code())));
        [
            i64::from(self.statuses.0),
            i64::from(self.statuses.1),
            without[0],
            without[1],
            without[2],
            without[3],
            self.due_before.map_or(i64::MAX, i64::from),
        ]
    }
}

/// The units, the rest of the places empty: no unit has an empty code. Units beyond the last place are not shown.
fn padded(units: &[String]) -> [&str; UNITS_MAX] {
    let mut padded = [""; UNITS_MAX];
    for (place, unit) in padded.iter_mut().zip(units) {
        *place = unit;
    }
    padded
}
