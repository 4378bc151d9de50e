//! Requests per minute that a grant allows, counted by the provider's gateway in memory.
//!
//! A restart forgets the running minute; the quota protects a registry from a runaway client, it is no bill.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use motlan_core::{Code, Failure, Timestamp};

/// Counts of the running minute by grant index.
#[derive(Debug, Default)]
pub(crate) struct Quotas {
    running: Mutex<Running>,
}

#[derive(Debug, Default)]
struct Running {
    minute: i64,
    counts: HashMap<u32, u32>,
}

impl Quotas {
    /// Counts one request under a grant, or refuses it with `quota_exceeded`.
    pub(crate) fn count(&self, grant: u32, per_minute_max: u32, now: Timestamp) -> Result<(), Failure> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.as_seconds().div_euclid(60);
        if running.minute != minute {
            running.minute = minute;
            running.counts.clear();
        }
        let count = running.counts.entry(grant).or_insert(0);
        if *count >= per_minute_max {
            return Err(Failure::new(
                Code::QuotaExceeded,
                format!("{per_minute_max} requests per minute are granted"),
            ));
        }
        *count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_has_its_number_each_minute() {
        let quotas = Quotas::default();
        let now = Timestamp::from_seconds(120);
        quotas.count(7, 2, now).unwrap();
        quotas.count(7, 2, now.plus_seconds(59)).unwrap();
        quotas.count(8, 2, now).unwrap();
        assert_eq!(quotas.count(7, 2, now).unwrap_err().code, Code::QuotaExceeded);
        quotas.count(7, 2, now.plus_seconds(60)).unwrap();
    }
}
