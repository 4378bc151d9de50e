//! Keeping a node's directory fresh: the centre's heartbeat, and the records that it speaks of.
//!
//! The node calls it once a second. What cannot be fetched or believed changes nothing; the age then grows until the
//! services' staleness limits close.

use motlan_core::{Code, Failure};

use crate::directory::{Head, Progress};
use crate::gateway::Gateway;
use crate::transport::fetch::fetch;
use crate::transport::pool::Address;

/// Where the centre publishes its heartbeat.
pub const HEAD_PATH: &str = "/danh-ba/head.json";

/// Where the centre publishes the records; `?after=<sequence>` leaves out what a node has.
pub const RECORDS_PATH: &str = "/danh-ba/directory.jsonl";

/// What a refresh brought.
pub struct Refreshed {
    /// New lines of the directory file, to be kept; empty if there are none.
    pub lines: String,
    /// The heartbeat.
    pub head: Head,
}

/// Fetches the heartbeat and new records and takes them in.
pub async fn refresh(gateway: &Gateway, centre: &Address) -> Result<Refreshed, Failure> {
    let text = fetch(&gateway.pool, gateway.room(), centre, HEAD_PATH).await?;
    let head: Head = serde_json::from_slice(&text)
        .map_err(|_| Failure::new(Code::InvalidDirectory, "the heartbeat is malformed"))?;
    let lines = match look_at(gateway, &head)? {
        Progress::Same => String::new(),
        Progress::Newer => records(gateway, centre).await?,
    };
    gateway.directory.take(&lines, head)?;
    if let Some(age) = gateway.directory.age_s(gateway.now()) {
        gateway.metrics.set_directory_age(age);
    }
    gateway
        .metrics
        .set_in_flight_bytes(motlan_core::limits::IN_FLIGHT_BYTES_MAX - gateway.budget.free_bytes());
    Ok(Refreshed { lines, head })
}

/// A heartbeat may be signed by a key that the new records bring: then only the records can show it.
fn look_at(gateway: &Gateway, head: &Head) -> Result<Progress, Failure> {
    gateway.directory.current().position().accept(&head.position())
}

async fn records(gateway: &Gateway, centre: &Address) -> Result<String, Failure> {
    let known = gateway.directory.current().sequence();
    let lines = fetch(
        &gateway.pool,
        gateway.room(),
        centre,
        &format!("{RECORDS_PATH}?after={known}"),
    )
    .await?;
    String::from_utf8(lines.into()).map_err(|_| Failure::new(Code::InvalidDirectory, "the records are not UTF-8"))
}
