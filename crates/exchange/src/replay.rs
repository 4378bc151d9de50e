//! The memory of transaction ids: a signed request is carried out once.
//!
//! `created` may lie 60 s on either side of the receiver's clock, so a request can be shown again for 120 s after it
//! was first seen. At 8,000 requests/s that is 960,000 ids of 32 bytes, 31 MB. Older ids are forgotten by generation.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use motlan_core::caller::TransactionId;
use motlan_core::limits::CREATED_WINDOW_S;
use motlan_core::{Code, Failure, Timestamp};

/// Ids of one generation: 60 s × 8,000/s.
const GENERATION_MAX: usize = 480_000;

/// The ids seen in the last 120 to 180 seconds.
#[derive(Debug)]
pub(crate) struct ReplayMemory {
    generations: Mutex<Generations>,
}

#[derive(Debug)]
struct Generations {
    /// Seconds since 1970 divided by the window.
    newest: i64,
    /// Newest first. Three of 60 s always cover the last 120 s.
    ids: [HashSet<TransactionId>; 3],
}

impl ReplayMemory {
    /// An empty memory.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            generations: Mutex::new(Generations {
                newest: generation(now),
                ids: Default::default(),
            }),
        }
    }

    /// Remembers an id, or refuses: `transaction_repeated`, or `overloaded` when the generation is full.
    pub(crate) fn remember(&self, id: TransactionId, now: Timestamp) -> Result<(), Failure> {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        generations.age(generation(now));
        if generations.ids.iter().any(|ids| ids.contains(&id)) {
            return Err(Failure::from(Code::TransactionRepeated));
        }
        if generations.ids[0].len() >= GENERATION_MAX {
            return Err(Failure::new(
                Code::Overloaded,
                "more than 8,000 requests/s over a minute",
            ));
        }
        generations.ids[0].insert(id);
        Ok(())
    }
}

fn generation(now: Timestamp) -> i64 {
    now.as_seconds().div_euclid(CREATED_WINDOW_S)
}

impl Generations {
    /// A clock that jumps back keeps the newest generation: forgetting early would open the door to a replay.
    fn age(&mut self, now: i64) {
        for _ in 0..(now - self.newest).clamp(0, 3) {
            self.ids.rotate_right(1);
            self.ids[0].clear();
        }
        self.newest = self.newest.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_refused_for_two_minutes_and_forgotten_after_three() {
        let start = Timestamp::from_seconds(600);
        let memory = ReplayMemory::new(start);
        let id = TransactionId([1; 32]);
        memory.remember(id, start).unwrap();
        for seconds in [0, 59, 60, 120] {
            let failure = memory.remember(id, start.plus_seconds(seconds)).unwrap_err();
            assert_eq!(failure.code, Code::TransactionRepeated, "{seconds} s later");
        }
        memory.remember(id, start.plus_seconds(180)).unwrap();
    }

    #[test]
    fn a_clock_that_jumps_back_forgets_nothing() {
        let start = Timestamp::from_seconds(6_000);
        let memory = ReplayMemory::new(start);
        let id = TransactionId([2; 32]);
        memory.remember(id, start).unwrap();
        assert!(memory.remember(id, start.plus_seconds(-3_000)).is_err());
        assert!(memory.remember(id, start).is_err());
    }
}
