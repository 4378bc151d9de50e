//! Keeping a node's directory fresh: the centre's heartbeat, and the records that it speaks of.
//!
//! The node calls it once a second, keeps what it brought in its file, and only then takes it in: what a node goes by
//! is always in its file. What cannot be fetched or believed changes nothing; the age then grows until the services'
//! staleness limits close.

use std::sync::Arc;

use motlan_core::{Code, Failure};

use crate::directory::{Directory, Head};
use crate::directory_handle::believe;
use crate::gateway::Gateway;
use crate::transport::fetch::fetch;
use crate::transport::pool::Address;

/// Where the centre publishes its heartbeat.
pub const HEAD_PATH: &str = "/danh-ba/head.json";

/// Where the centre publishes the records; `?after=<sequence>` leaves out what a node has.
pub const RECORDS_PATH: &str = "/danh-ba/directory.jsonl";

/// The centre answers with whole lines up to this size: half of what a node fetches at once (1 MiB), and three of the
/// longest lines (160 KiB).
pub const PAGE_BYTES_MAX: usize = 512 * 1024;

/// What a refresh brought: verified, and not yet taken in.
#[derive(Debug)]
pub struct Refreshed {
    /// The sequence that the lines follow.
    pub after: u32,
    /// New lines of the directory file, each with its line feed; empty if there are none.
    pub lines: String,
    /// The heartbeat.
    pub head: Head,
    next: Arc<Directory>,
}

impl Refreshed {
    /// Takes it in. Whoever keeps a file has made the lines durable before.
    pub fn take(&self, gateway: &Gateway) -> Result<(), Failure> {
        let now = gateway.now();
        gateway.directory.replace(Arc::clone(&self.next), self.head, now)?;
        if let Some(age) = gateway.directory.age_s(now) {
            gateway.metrics.set_directory_age(age);
        }
        Ok(())
    }
}

/// Fetches the heartbeat and new records and verifies them; [`Refreshed::take`] takes them in.
pub async fn refresh(gateway: &Gateway, centre: &Address) -> Result<Refreshed, Failure> {
    gateway
        .metrics
        .set_in_flight_bytes(motlan_core::limits::IN_FLIGHT_BYTES_MAX - gateway.budget.free_bytes());
    let text = fetch(&gateway.pool, gateway.room(), centre, HEAD_PATH).await?;
    let head: Head = serde_json::from_slice(&text)
        .map_err(|_| Failure::new(Code::InvalidDirectory, "the heartbeat is malformed"))?;
    let known = gateway.directory.current();
    known.position().accept(&head.position())?;
    let (mut next, mut lines) = (Arc::clone(&known), String::new());
    // A heartbeat may be signed by a key that the new records bring: then only the records can show it.
    while next.sequence() < head.sequence {
        let page = page(gateway, centre, &next, &head).await?;
        if page.is_empty() {
            break;
        }
        next = Arc::new(next.extend(&page)?);
        lines.push_str(&page);
    }
    believe(&next, &head, gateway.now())?;
    Ok(Refreshed {
        after: known.sequence(),
        lines,
        head,
        next,
    })
}

/// The next lines, none beyond the heartbeat: the centre may have gone on since it signed it.
async fn page(gateway: &Gateway, centre: &Address, next: &Directory, head: &Head) -> Result<String, Failure> {
    let known = next.sequence();
    let path = format!("{RECORDS_PATH}?after={known}");
    let page = fetch(&gateway.pool, gateway.room(), centre, &path).await?;
    let page =
        std::str::from_utf8(&page).map_err(|_| Failure::new(Code::InvalidDirectory, "the records are not UTF-8"))?;
    let missing = usize::try_from(head.sequence - known).unwrap_or(usize::MAX);
    Ok(page.lines().take(missing).flat_map(|line| [line, "\n"]).collect())
}
