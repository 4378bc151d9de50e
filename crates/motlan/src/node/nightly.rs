//! A snapshot a night of each registry that wants one. A node that did not run at the hour takes it when it runs again, if
//! that is the same day.

use std::time::Duration;

use anyhow::{Result, bail};
use motlan_core::Timestamp;
use motlan_registry::Registry;
use motlan_registry::service::{SnapshotError, Taken};

use crate::config::Nightly;

/// How often it is looked whether the hour has come.
pub(super) const PAUSE: Duration = Duration::from_mins(10);

/// Takes what is due, and removes what is older than is kept. A registry that fails keeps no other one back.
pub(super) async fn take(registries: &[(Registry, Nightly)], now: Timestamp) -> Result<()> {
    let hour = i64::from(now.local().hour());
    let mut failed = Vec::new();
    for (registry, nightly) in registries {
        if hour >= i64::from(nightly.hour)
            && let Err(error) = take_one(registry, *nightly).await
        {
            failed.push(format!("registry {}: {error}", registry.pack().code));
        }
    }
    if !failed.is_empty() {
        bail!("{}", failed.join("; "));
    }
    Ok(())
}

async fn take_one(registry: &Registry, nightly: Nightly) -> Result<(), SnapshotError> {
    if let Taken::Now(taken) = registry.take_snapshot().await? {
        let code = &registry.pack().code;
        tracing::info!(registry = %code, day = %taken.day, records = taken.records, bytes = taken.bytes, "a snapshot was taken");
    }
    registry.keep_snapshots(usize::from(nightly.keep)).await
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use motlan_core::time::TestClock;
    use motlan_core::vietnam::personal_number::SamplePolicy;
    use motlan_registry::journal::IndexKey;
    use motlan_registry::{Config, Listed, Pack};
    use motlan_store::db::Db;
    use motlan_store::storage::{DiskStorage, Storage as _};

    use super::*;

    /// 2026-11-21, midnight in Vietnam.
    const MIDNIGHT: Timestamp = Timestamp::from_seconds(1_795_194_000);

    struct Night {
        folder: tempfile::TempDir,
        clock: Arc<TestClock>,
        registries: Vec<(Registry, Nightly)>,
    }

    impl Night {
        /// Two registries whose hour is two, and which keep two nights.
        async fn fall() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let clock = Arc::new(TestClock::new(MIDNIGHT));
            let mut registries = Vec::new();
            for code in ["vessel", "vehicle"] {
                let url = format!("sqlite:{}/{code}.db", folder.path().display());
                let pack = Pack::built_in(code, 1).unwrap().unwrap();
                let config = Config::new(SamplePolicy::Allowed, IndexKey::new(&[7; 32]), clock.clone());
                let storage = Arc::new(DiskStorage::new(folder.path()).unwrap());
                let registry = Registry::open(pack, Db::open(&url).await.unwrap(), storage, config).await;
                registries.push((registry.unwrap(), Nightly { hour: 2, keep: 2 }));
            }
            Self {
                folder,
                clock,
                registries,
            }
        }

        async fn take_after(&self, hours: i64) -> Result<()> {
            self.clock.advance_seconds(hours * 3600);
            take(&self.registries, motlan_core::Clock::now(&*self.clock)).await
        }

        /// The days of the snapshots of each registry.
        async fn days(&self) -> [Vec<String>; 2] {
            let day = |listed: &Listed| listed.snapshot.as_ref().map(|whole| whole.day.to_string());
            let mut days = [Vec::new(), Vec::new()];
            for (days, (registry, _)) in days.iter_mut().zip(&self.registries) {
                *days = registry.snapshots().await.unwrap().iter().filter_map(day).collect();
            }
            days
        }
    }

    #[tokio::test]
    async fn one_is_taken_from_the_hour_on_and_two_stay() {
        let night = Night::fall().await;
        night.registries[0]
            .0
            .keep_snapshots(0)
            .await
            .expect("there is no folder yet");
        night.take_after(1).await.unwrap();
        assert_eq!(
            night.days().await,
            [const { Vec::<String>::new() }; 2],
            "it is one o'clock"
        );
        for (hours, expected) in [
            (1, vec!["2026-11-21"]),
            (3, vec!["2026-11-21"]),
            (24, vec!["2026-11-22", "2026-11-21"]),
            (36, vec!["2026-11-23", "2026-11-22"]),
        ] {
            night.take_after(hours).await.unwrap();
            assert_eq!(night.days().await, [expected.clone(), expected], "{hours} hours later");
        }
    }

    #[tokio::test]
    async fn one_that_fails_keeps_no_other_back() {
        let night = Night::fall().await;
        // Where its folder would be there is a file.
        let storage = DiskStorage::new(night.folder.path()).unwrap();
        storage.replace("snapshots/vessel", b"", false).unwrap();
        let said = night.take_after(2).await.unwrap_err().to_string();
        assert!(
            said.starts_with("registry vessel: ") && !said.contains("vehicle"),
            "{said}"
        );
        let taken = night.registries[1].0.snapshots().await.unwrap();
        assert_eq!(taken.len(), 1);
    }
}
