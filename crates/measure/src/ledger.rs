//! The ledger: takes entries of verified logs and gives figures, their levels and the entries behind them.
//!
//! Order does not matter, and an entry taken twice counts once, so that a follower may read logs as they come and an
//! auditor in any order: both get the same figures. It believes what it is given: that a log's checkpoint, root and
//! signatures hold and that its entries are of its own member is the caller's affair (`motlan_evidence::audit`).
//!
//! Memory: an entry takes 40 bytes in its dossier, with the room that lists keep free at most 80; a dossier about 150
//! bytes more, a matched or open transaction id about 40. Measured with `examples/recompute`: 77 bytes an entry in all, so a
//! hundred million entries take 7.7 GB.

mod collect;
mod counters;
mod dossier;
pub mod evidence;
mod figures;
mod logs;
mod parts;
pub mod rows;
mod sums;
mod transactions;

use std::collections::{BTreeMap, HashMap, HashSet};

use motlan_evidence::IdCommitment;
use motlan_evidence::audit::CaseLog;
use motlan_evidence::case::{CaseEntry, Event, Pseudonym};

pub use self::logs::OriginError;

use motlan_core::{Day, MemberId};

use self::dossier::{Dossier, Fact, Held};
use self::logs::{LogNumber, Logs};
use self::transactions::Transactions;

/// Which dossier: the log it stands in, the one-stop system that keeps it, its pseudonym.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    log: LogNumber,
    system: u32,
    dossier: Pseudonym,
}

/// Why a dossier may belong to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Basis {
    /// It was received on that day.
    Received,
    /// It was finished on that day.
    Finished,
    /// It took a status on that day.
    Stepped,
}

/// What the national portal's side holds of a dossier, and in whose log.
type Copies = Vec<(LogNumber, Held)>;

/// Figures from evidence.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    logs: Logs,
    dossiers: Vec<Dossier>,
    places: HashMap<Key, usize>,
    /// Dossiers that may belong to a day. Whether they do is decided when a figure is asked for.
    days: BTreeMap<(Basis, LogNumber, Day), Vec<usize>>,
    synced: HashMap<(u32, Pseudonym), Copies>,
    /// The first 16 bytes of each commitment: an HMAC that two gateways agreed on; a second one with the same 128 bits
    /// takes 2^64 tries and gains a level only.
    matched: HashSet<[u8; 16]>,
    open_links: HashSet<IdCommitment>,
    transactions: Transactions,
    portal: Option<MemberId>,
    today: Option<Day>,
}

impl Ledger {
    /// A ledger that believes copies of a status in this member's log only: the national portal's.
    ///
    /// [`Ledger::default`] believes those in any log but the dossier's own, so that nobody proves his own figures, but
    /// two members could do it for each other.
    pub fn with_portal(portal: MemberId) -> Self {
        Self {
            portal: Some(portal),
            ..Self::default()
        }
    }

    /// Takes whole logs, each with the member that runs it, from their first entry.
    pub fn take_logs<'log>(&mut self, logs: impl IntoIterator<Item = (&'log MemberId, &'log [CaseEntry])>) {
        for (member, entries) in logs {
            for (index, entry) in (0..).zip(entries) {
                self.take_case(member, index, entry);
            }
        }
    }

    /// Takes the logs that an audit found good; nothing if the origin of one of them names no member.
    pub fn take_audited(&mut self, logs: &[CaseLog]) -> Result<(), OriginError> {
        let members = logs.iter().map(|log| logs::member_of(&log.origin));
        let members: Vec<MemberId> = members.collect::<Result<_, _>>()?;
        self.take_logs(members.iter().zip(logs.iter().map(|log| &log.entries[..])));
        Ok(())
    }

    /// Takes one entry of a member's log `casework`.
    pub fn take_case(&mut self, log: &MemberId, index: u64, entry: &CaseEntry) {
        let log = self.logs.number(log);
        match entry.event {
            Event::Synced { status, number } => {
                let copies = self.synced.entry((entry.system, entry.dossier)).or_default();
                let copy = (log, Held::new(entry, status, number));
                if !copies.contains(&copy) {
                    copies.push(copy);
                }
            }
            _ => self.take_fact(log, index, entry),
        }
    }

    fn take_fact(&mut self, log: LogNumber, index: u64, entry: &CaseEntry) {
        let Some(fact) = Fact::of(index, entry) else { return };
        let key = Key {
            log,
            system: entry.system,
            dossier: entry.dossier,
        };
        let dossiers = &mut self.dossiers;
        let place = *self.places.entry(key).or_insert_with(|| {
            dossiers.push(Dossier::new(key));
            dossiers.len() - 1
        });
        let dossier = &mut dossiers[place];
        if dossier.has(index) {
            return;
        }
        if let Event::Component {
            transaction: Some(id), ..
        } = entry.event
            && !self.matched.contains(&dossier::link(id))
        {
            self.open_links.insert(id);
        }
        for (basis, day) in fact.days() {
            // One line a day and dossier: a dossier that already stands there has a fact with the same day.
            if !dossier.stands_on(basis, day) {
                self.days.entry((basis, log, day)).or_default().push(place);
            }
        }
        dossier.add(fact);
    }

    /// Sets the transactions of a day between two members, over all services: those that both logs hold, and those that
    /// only one does. Counts given before for the same day and pair are replaced.
    pub fn take_transactions(
        &mut self,
        day: Day,
        consumer: &MemberId,
        provider: &MemberId,
        matched: u64,
        consumer_only: u64,
        provider_only: u64,
    ) {
        let pair = (self.logs.number(consumer), self.logs.number(provider));
        self.transactions
            .set(day, pair, [matched, consumer_only, provider_only]);
    }

    /// Takes the id of a transaction that both gateways' logs hold alike.
    pub fn take_matched_id(&mut self, id: IdCommitment) {
        self.matched.insert(dossier::link(id));
        self.open_links.remove(&id);
    }

    /// The transactions that registries' records were brought by and that were not taken as matched: what to ask the
    /// exchange's settlement for, whose answer goes to [`Ledger::take_matched_id`].
    pub fn open_links(&self) -> impl Iterator<Item = IdCommitment> {
        self.open_links.iter().copied()
    }

    /// Says which day it is, so that figures of a period that is not over are marked as provisional.
    pub fn set_today(&mut self, today: Day) {
        self.today = Some(today);
    }

    /// Every member whose log or transactions were taken, in order.
    pub fn members(&self) -> Vec<MemberId> {
        self.logs.members()
    }
}

#[cfg(test)]
mod tests {
    use motlan_core::Hour;
    use motlan_evidence::case::{Channel, DayNumber};

    use super::*;

    /// A follower that begins anew reads everything again: figures stay, and so does the memory.
    #[test]
    fn an_entry_taken_again_is_kept_once() {
        let member: MemberId = "VN/GOV/H45".parse().unwrap();
        let status = |event| CaseEntry {
            hour: Hour(480_000),
            system: 1,
            unit: 1,
            procedure: 1,
            dossier: Pseudonym([1; 16]),
            step: 1,
            channel: Channel::Online,
            received: Some(DayNumber(20_000)),
            due: None,
            ended: None,
            event,
            content: [0; 32],
        };
        let own = status(Event::Status { status: 2, number: 1 });
        let copy = status(Event::Synced { status: 2, number: 1 });
        let mut ledger = Ledger::default();
        for _ in 0..3 {
            ledger.take_case(&member, 0, &own);
            ledger.take_case(&member, 1, &copy);
        }
        assert_eq!(ledger.dossiers.len(), 1);
        assert_eq!(ledger.dossiers[0].fact_count(), 1);
        assert_eq!(ledger.days.values().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(ledger.synced.values().map(Vec::len).collect::<Vec<_>>(), [1]);
    }
}
