//! How many records the registries have. Counting ten million takes seconds, so a page shows the last count with its age,
//! and the next one is made beside it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use motlan_core::Timestamp;
use motlan_registry::Registry;
use tokio::task::JoinSet;

/// A count that is younger is not made again.
const FRESH_S: i64 = 60;

/// How long a page waits for a count: small registries are counted within it.
const PATIENCE: Duration = Duration::from_millis(200);

/// A count and when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) records: u64,
    pub(super) at: Timestamp,
}

/// The last counts, and those under way; they end with the node.
#[derive(Default)]
pub(super) struct Counts {
    known: Arc<Mutex<BTreeMap<String, Known>>>,
    under_way: tokio::sync::Mutex<JoinSet<()>>,
}

#[derive(Clone, Copy, Default)]
struct Known {
    last: Option<Counted>,
    is_counting: bool,
}

impl Counts {
    /// The last count of this registry, at most a minute old unless a count takes longer; none before the first is made.
    pub(super) async fn of(&self, registry: &Registry, now: Timestamp) -> Option<Counted> {
        let code = registry.pack().code.to_string();
        if self.begin(&code, now) {
            self.count(registry.clone(), code.clone(), now).await;
        }
        lock(&self.known).get(&code).and_then(|known| known.last)
    }

    /// Whether a count is due and nobody makes it yet; then it is the caller's to make.
    fn begin(&self, code: &str, now: Timestamp) -> bool {
        let mut counts = lock(&self.known);
        let known = counts.entry(code.to_owned()).or_default();
        let is_fresh = known
            .last
            .is_some_and(|last| now.as_seconds() - last.at.as_seconds() < FRESH_S);
        let is_due = !is_fresh && !known.is_counting;
        known.is_counting |= is_due;
        is_due
    }

    /// Counts, and waits for it as long as a page may.
    async fn count(&self, registry: Registry, code: String, now: Timestamp) {
        let known = Arc::clone(&self.known);
        let (done, waiting) = tokio::sync::oneshot::channel();
        let counting = async move {
            let counted = registry.count().await.inspect_err(|error| {
                tracing::error!(registry = %code, %error, "records cannot be counted");
            });
            if let Some(known) = lock(&known).get_mut(&code) {
                known.is_counting = false;
                known.last = counted.ok().map(|records| Counted { records, at: now }).or(known.last);
            }
            // Whoever waited may have gone.
            let _ = done.send(());
        };
        let mut under_way = self.under_way.lock().await;
        while under_way.try_join_next().is_some() {}
        under_way.spawn(counting);
        drop(under_way);
        let _ = tokio::time::timeout(PATIENCE, waiting).await;
    }
}

fn lock(known: &Mutex<BTreeMap<String, Known>>) -> MutexGuard<'_, BTreeMap<String, Known>> {
    // Numbers only: a panic elsewhere leaves them whole.
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_244_709);

    #[test]
    fn a_count_is_made_by_one_and_again_after_a_minute() {
        let counts = Counts::default();
        assert!(counts.begin("population", NOW), "nobody has counted");
        assert!(!counts.begin("population", NOW), "somebody counts");
        assert!(counts.begin("vessel", NOW), "each registry by itself");
        let counted = Known {
            last: Some(Counted { records: 7, at: NOW }),
            is_counting: false,
        };
        lock(&counts.known).insert("population".to_owned(), counted);
        assert!(!counts.begin("population", NOW.plus_seconds(FRESH_S - 1)));
        assert!(counts.begin("population", NOW.plus_seconds(FRESH_S)));
    }
}
