//! Running numbers: of a unit's dossiers within a day, of a unit's documents of one type within a year.

use motlan_store::db::DbError;
use sqlx::AnyConnection;

use super::damaged;

pub(super) const CREATE: &str = "-- casework.create_serial
CREATE TABLE casework_serial (
    series TEXT   NOT NULL PRIMARY KEY,
    last   BIGINT NOT NULL
)";

const NEXT: &str = "-- casework.next_serial
INSERT INTO casework_serial (series, last) VALUES ($1, 1)
ON CONFLICT (series) DO UPDATE SET last = casework_serial.last + 1
RETURNING last";

/// The next number of a series, from 1. Numbers of a transaction that did not commit are given again.
pub(crate) async fn next(connection: &mut AnyConnection, series: &str) -> Result<u32, DbError> {
    let last: i64 = sqlx::query_scalar(NEXT).bind(series).fetch_one(connection).await?;
    u32::try_from(last).map_err(|_| damaged("serial"))
}
