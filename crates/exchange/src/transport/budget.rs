//! How many body bytes a gateway holds in memory at one time.

use std::sync::Arc;

use motlan_core::limits::IN_FLIGHT_BYTES_MAX;
use motlan_core::{Code, Failure};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// One permit stands for 1 KiB, so that 64 MiB are 65,536 permits and a body costs at least one.
const PERMIT_BYTES: u64 = 1024;

/// The body bytes that may be in memory at one time.
#[derive(Clone, Debug)]
pub struct Budget {
    permits: Arc<Semaphore>,
}

/// A share of the budget, given back when dropped.
#[derive(Debug)]
pub struct Share {
    permit: OwnedSemaphorePermit,
    size_bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self::with_bytes(IN_FLIGHT_BYTES_MAX)
    }
}

impl Budget {
    /// A budget of `size_bytes`, rounded down to whole KiB.
    pub fn with_bytes(size_bytes: u64) -> Self {
        let permits = usize::try_from(size_bytes / PERMIT_BYTES).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            permits: Arc::new(Semaphore::new(permits.min(Semaphore::MAX_PERMITS))),
        }
    }

    /// Takes a share for `size_bytes`, or refuses with `overloaded`: waiting would only pile up connections.
    pub fn take(&self, size_bytes: u64) -> Result<Share, Failure> {
        let count = u32::try_from(size_bytes.div_ceil(PERMIT_BYTES).max(1)).unwrap_or(u32::MAX);
        match Arc::clone(&self.permits).try_acquire_many_owned(count) {
            Ok(permit) => Ok(Share {
                permit,
                size_bytes: u64::from(count) * PERMIT_BYTES,
            }),
            Err(_) => Err(Failure::new(
                Code::Overloaded,
                "the gateway holds as many body bytes as it may",
            )),
        }
    }

    /// Bytes that are free now.
    pub fn free_bytes(&self) -> u64 {
        self.permits.available_permits() as u64 * PERMIT_BYTES
    }
}

impl Share {
    /// Makes the share hold at least `size_bytes`.
    pub fn grow_to(&mut self, budget: &Budget, size_bytes: u64) -> Result<(), Failure> {
        if size_bytes > self.size_bytes {
            let more = budget.take(size_bytes - self.size_bytes)?;
            self.size_bytes += more.size_bytes;
            self.permit.merge(more.permit);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_given_back_when_it_is_dropped() {
        let budget = Budget::with_bytes(4096);
        let mut share = budget.take(1).unwrap();
        share.grow_to(&budget, 3000).unwrap();
        assert_eq!(budget.free_bytes(), 1024);
        assert_eq!(budget.take(1025).unwrap_err().code, Code::Overloaded);
        drop(share);
        assert_eq!(budget.free_bytes(), 4096);
    }
}
