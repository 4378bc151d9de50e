//! A snapshot a night of each registry that wants one; a night that was missed is made up for as soon as the node runs.

use std::time::Duration;

use anyhow::{Context as _, Result};
use motlan_core::{Clock as _, SystemClock, Timestamp};
use motlan_registry::Registry;

use crate::config::Nightly;

/// How often it is looked whether the hour has come.
pub(super) const PAUSE: Duration = Duration::from_mins(10);

/// Vietnam lies seven hours before UTC, all year.
const OFFSET_S: i64 = 7 * 3600;

/// Takes what is due today, and removes what is older than is kept.
pub(super) async fn take(registries: &[(Registry, Nightly)]) -> Result<()> {
    let hour = hour_of_day(SystemClock.now());
    for (registry, nightly) in registries {
        if hour < i64::from(nightly.hour) {
            continue;
        }
        let code = &registry.pack().code;
        let said = || format!("registry {code}");
        let before = registry.snapshots().await.with_context(said)?;
        let taken = registry.take_snapshot().await.with_context(said)?;
        if !before.contains(&taken) {
            let (records, bytes) = (taken.records, taken.bytes);
            tracing::info!(registry = %code, day = %taken.day, records, bytes, "a snapshot was taken");
            registry
                .keep_snapshots(usize::from(nightly.keep))
                .await
                .with_context(said)?;
        }
    }
    Ok(())
}

fn hour_of_day(now: Timestamp) -> i64 {
    (now.as_seconds() + OFFSET_S).rem_euclid(24 * 3600) / 3600
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_is_that_of_vietnam() {
        for (seconds, hour) in [(0, 7), (16 * 3600 + 3599, 23), (17 * 3600, 0), (19 * 3600, 2)] {
            assert_eq!(hour_of_day(Timestamp::from_seconds(seconds)), hour);
        }
    }
}
