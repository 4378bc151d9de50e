//! The centre's double-entry book: it follows every gateway's `exchange` log and matches the two entries of each
//! transaction by id commitment.
//!
//! Until settlement exists this runs every second. Counts are functions of verified entries only; what one side alone
//! has is shown as such. Reading and verifying is `follow`'s; what the book may take of memory stands in `book`.

mod book;

use std::sync::{Mutex, MutexGuard, PoisonError};

use motlan_core::GatewayId;
use motlan_evidence::{IdCommitment, LogName};

use self::book::{Book, Half};
pub use self::book::{Line, Parties};
use super::follow::{Follower, transaction};
pub use super::follow::{LogState, Reading};
use crate::gateway::Gateway;

/// The book of the centre.
pub struct Reconciler {
    follower: Follower<Half>,
    book: Mutex<Book>,
}

impl Default for Reconciler {
    fn default() -> Self {
        let keep = |log, bytes: &_, is_own: &dyn Fn(u32) -> bool| Ok(Half::of(&transaction(log, bytes, is_own)?));
        Self {
            follower: Follower::keeping(LogName::Exchange, keep),
            book: Mutex::default(),
        }
    }
}

impl Reconciler {
    /// Reads what is new in every gateway's log, and enters it.
    ///
    /// Days before yesterday are closed at the beginning of the round after one that read every log to its end: whoever
    /// asks [`Self::is_matched`] between two rounds has seen a book with all days in it, also after a restart.
    pub async fn run(&self, gateway: &Gateway) {
        if self.follower.is_current(gateway) {
            self.book().close_before_yesterday(gateway.now().hour());
        }
        let enter = |_: &GatewayId, _, halves: &[Half]| {
            self.enter(halves);
            Ok(())
        };
        self.follower.run(gateway, &enter).await;
    }

    /// What is known of every log.
    pub fn logs(&self, gateway: &Gateway) -> Vec<LogState> {
        self.follower.logs(gateway)
    }

    /// Counts per day, service, consumer and provider, newest day first.
    pub fn lines(&self) -> Vec<Line> {
        self.book().lines()
    }

    /// Whether this transaction stands in both logs, and agrees.
    ///
    /// Known of transactions of yesterday and today (Asia/Ho_Chi_Minh), and of all days while a log is still being
    /// read: see [`Self::run`]. What it once said of a closed day is for the asker to remember.
    pub fn is_matched(&self, id: &IdCommitment) -> bool {
        self.book().is_matched(id)
    }

    fn enter(&self, halves: &[Half]) {
        let mut book = self.book();
        for half in halves {
            book.enter(half);
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use motlan_core::{Failure, Hour};
    use motlan_evidence::checkpoint::Checkpoint;
    use motlan_evidence::edge::RightEdge;
    use motlan_evidence::tree::Hash;
    use motlan_evidence::{
        ConsumerIndex, Entry, Outcome, ProviderIndex, RequestCommitment, ResponseCommitment, Role, ServiceIndex,
        StatusClass,
    };

    use super::*;

    const OWN: u32 = 8;

    fn entry(number: u8, role: Role) -> Entry {
        Entry {
            role,
            hour: Hour(490_000),
            service: ServiceIndex(7),
            consumer: ConsumerIndex(OWN),
            provider: ProviderIndex(9),
            id: IdCommitment([number; 32]),
            request: RequestCommitment([1; 32]),
            outcome: Outcome::Answered {
                class: StatusClass::Success,
                response: ResponseCommitment([1; 32]),
            },
        }
    }

    fn bundle(entries: &[Entry]) -> Vec<u8> {
        let framed = |entry: &Entry| [&[0, 128][..], &entry.to_bytes()].concat();
        entries.iter().flat_map(framed).collect()
    }

    fn target(entries: &[Entry]) -> Checkpoint {
        let mut edge = RightEdge::default();
        for entry in entries {
            edge.append(&Hash::leaf(&entry.to_bytes()), &mut |_, _| {});
        }
        Checkpoint {
            origin: "motlan/VN/GOV/H45/exchange".to_owned(),
            size: edge.size(),
            root: edge.root(),
        }
    }

    /// Reads `served` where the checkpoint is that of `signed`.
    fn read(reconciler: &Reconciler, signed: &[Entry], served: &[Entry]) -> Result<Reading, Failure> {
        let (id, follower) = ("VN/GOV/H45/gw1".parse().unwrap(), &reconciler.follower);
        follower.aim(&id, target(signed))?;
        if let Some(tile) = follower.next(&id) {
            follower.take_in(&id, &bundle(served), tile, &|index| index == OWN)?;
        }
        follower.settle(&id, &|_, _, halves| {
            reconciler.enter(halves);
            Ok(())
        })
    }

    fn detail(result: Result<Reading, Failure>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn entries_count_only_when_their_root_is_signed() {
        let reconciler = Reconciler::default();
        let (one, two) = (entry(1, Role::Consumer), entry(2, Role::Consumer));
        assert_eq!(read(&reconciler, &[one], &[one]), Ok(Reading::Current));
        let failed = detail(read(&reconciler, &[one, two], &[one, entry(3, Role::Consumer)]));
        assert!(failed.contains("root"), "{failed}");
        assert_eq!(reconciler.lines()[0].consumer_only, 1);
        assert_eq!(read(&reconciler, &[one, two], &[one, two]), Ok(Reading::Current));
        assert_eq!(reconciler.lines()[0].consumer_only, 2);
        let failed = detail(read(&reconciler, &[one], &[one]));
        assert!(failed.contains("shorter"), "{failed}");
    }

    #[test]
    fn one_gateway_cannot_write_both_sides() {
        let reconciler = Reconciler::default();
        let both = [entry(1, Role::Consumer), entry(1, Role::Provider)];
        let failed = detail(read(&reconciler, &both, &both));
        assert!(failed.contains("another member"), "{failed}");
        assert_eq!(reconciler.lines(), []);
    }
}
