//! What the ledger keeps of a dossier: the facts of its entries, and what follows from them.
//!
//! Everything that follows is a least, a greatest or a set of facts, so it does not depend on the order in which they came,
//! nor on one that was written twice.
//!
//! A component that was satisfied more than once is what its last entry says, for every figure: a document of the vault that
//! was not accepted and came as an upload was asked for after all, and an upload that the vault replaced was not needed.

use std::cmp::Reverse;

use motlan_core::Day;
use motlan_evidence::IdCommitment;
use motlan_evidence::case::{CaseEntry, Channel, DayNumber, Event, Form, Source};

use super::{Basis, Key};

/// The national codes of a status (`docs/evidence-format.md`, casework entries) that figures depend on.
pub(super) mod status {
    /// Được tiếp nhận: received.
    pub(crate) const RECEIVED: u8 = 2;
    /// Công dân yêu cầu rút hồ sơ: withdrawn.
    pub(crate) const WITHDRAWN: u8 = 7;
    /// Đã xử lý xong: done.
    pub(crate) const DONE: u8 = 9;
}

/// A status as an entry holds it. The national portal's copy must be equal in all of it: figures rest on the days and
/// the channel, not on the status alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) number: u32,
    /// 0: none, as in an entry; likewise the next two.
    received: u32,
    due: u32,
    ended: u32,
    pub(super) status: u8,
    pub(super) channel: Channel,
}

impl Held {
    pub(super) fn new(entry: &CaseEntry, status: u8, number: u32) -> Self {
        let raw = |day: Option<DayNumber>| day.map_or(0, |day| day.0);
        Self {
            number,
            received: raw(entry.received),
            due: raw(entry.due),
            ended: raw(entry.ended),
            status,
            channel: entry.channel,
        }
    }

    /// The day of receipt.
    pub(super) fn received(&self) -> Option<Day> {
        (self.received != 0).then_some(Day::from_number(self.received))
    }

    /// The day on which it was finished.
    pub(super) fn ended(&self) -> Option<Day> {
        (self.ended != 0).then_some(Day::from_number(self.ended))
    }

    /// Whether it was finished by its due day, or had none.
    pub(super) const fn is_on_time(&self) -> bool {
        self.due == 0 || self.ended <= self.due
    }
}

/// A component as an entry holds it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component {
    pub(super) number: u32,
    pub(super) source: Source,
    pub(super) form: Form,
    /// The transaction that brought a registry's record.
    pub(super) link: [u8; 16],
}

impl Component {
    /// Whether the applicant was spared handing it in.
    pub(super) const fn is_not_asked(&self) -> bool {
        self.source.is_reuse() || matches!(self.source, Source::Registry)
    }

    /// Whether the dossier is a digitised one for it: digitised at the desk, or electronic from the beginning. A
    /// registry's record is no paper that somebody digitised.
    pub(super) const fn is_digitised(&self) -> bool {
        match self.form {
            Form::Digitised => true,
            Form::Electronic => !matches!(self.source, Source::Registry),
            Form::Paper | Form::Copy => false,
        }
    }
}

/// What a transaction is found by.
pub(super) fn link(id: IdCommitment) -> [u8; 16] {
    let mut link = [0; 16];
    link.copy_from_slice(&id.0[..16]);
    link
}

#[derive(Clone, Copy, Debug)]
enum What {
    Status { held: Held, day: Day },
    Component(Component),
    Result { is_electronic: bool },
}

/// What an entry says, as far as figures need it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact {
    index: u64,
    what: What,
}

impl Fact {
    /// The fact of an entry; `None` if no figure needs it.
    pub(super) fn of(index: u64, entry: &CaseEntry) -> Option<Self> {
        let what = match entry.event {
            Event::Status { status, number } => What::Status {
                held: Held::new(entry, status, number),
                day: entry.hour.day(),
            },
            Event::Component {
                component,
                source,
                form,
                transaction,
            } => What::Component(Component {
                number: component,
                source,
                form,
                link: transaction.map_or([0; 16], link),
            }),
            Event::Result { is_electronic } => What::Result { is_electronic },
            Event::Check { .. } | Event::Synced { .. } => return None,
        };
        Some(Self { index, what })
    }

    /// The days on which the dossier may belong to a period for this fact.
    pub(super) fn days(&self) -> impl Iterator<Item = (Basis, Day)> + use<> {
        let days = match self.what {
            What::Status { held, day } => {
                let received = held.received().filter(|_| held.status == status::RECEIVED);
                let ended = held.ended().filter(|_| held.status == status::DONE);
                [
                    Some((Basis::Stepped, day)),
                    received.map(|day| (Basis::Received, day)),
                    ended.map(|day| (Basis::Finished, day)),
                ]
            }
            _ => [None; 3],
        };
        days.into_iter().flatten()
    }
}

/// The facts of one dossier.
#[derive(Clone, Debug)]
pub(super) struct Dossier {
    pub(super) key: Key,
    facts: Vec<Fact>,
}

impl Dossier {
    pub(super) const fn new(key: Key) -> Self {
        Self { key, facts: Vec::new() }
    }

    pub(super) fn add(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    #[cfg(test)]
    pub(super) fn fact_count(&self) -> usize {
        self.facts.len()
    }

    /// Whether the entry with this index was taken.
    pub(super) fn has(&self, index: u64) -> bool {
        self.facts.iter().any(|fact| fact.index == index)
    }

    /// Whether the dossier is already listed on this day.
    pub(super) fn stands_on(&self, basis: Basis, day: Day) -> bool {
        self.facts
            .iter()
            .flat_map(Fact::days)
            .any(|known| known == (basis, day))
    }

    /// Its changes of status: entry, what it holds, day; one for each number, that of the lowest index.
    pub(super) fn steps(&self) -> impl Iterator<Item = (u64, Held, Day)> {
        let steps = self.facts.iter().filter_map(|fact| match fact.what {
            What::Status { held, day } => Some((fact.index, held, day)),
            _ => None,
        });
        let mut steps: Vec<_> = steps.collect();
        steps.sort_unstable_by_key(|(index, held, _)| (held.number, *index));
        steps.dedup_by_key(|(_, held, _)| held.number);
        steps.into_iter()
    }

    /// The first time that it took this status: the lowest number, then the lowest index.
    pub(super) fn first(&self, status: u8) -> Option<(u64, Held)> {
        let statuses = self.facts.iter().filter_map(|fact| match fact.what {
            What::Status { held, .. } if held.status == status => Some((fact.index, held)),
            _ => None,
        });
        statuses.min_by_key(|(index, held)| (held.number, *index))
    }

    /// The first day on which it was finished or withdrawn.
    pub(super) fn end_day(&self) -> Option<Day> {
        let ends = self.facts.iter().filter_map(|fact| match fact.what {
            What::Status { held, day } if [status::DONE, status::WITHDRAWN].contains(&held.status) => {
                Some(held.ended().unwrap_or(day))
            }
            _ => None,
        });
        ends.min()
    }

    /// Its components, each with the entry of the highest index, by number.
    pub(super) fn components(&self) -> Vec<(u64, Component)> {
        let components = self.facts.iter().filter_map(|fact| match fact.what {
            What::Component(component) => Some((fact.index, component)),
            _ => None,
        });
        let mut components: Vec<_> = components.collect();
        components.sort_unstable_by_key(|(index, it)| (it.number, Reverse(*index)));
        components.dedup_by_key(|(_, it)| it.number);
        components
    }

    /// The entry of its first electronic result.
    pub(super) fn electronic_result(&self) -> Option<u64> {
        let results = self.facts.iter().filter_map(|fact| match fact.what {
            What::Result { is_electronic: true } => Some(fact.index),
            _ => None,
        });
        results.min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ledger's statement of memory rests on this.
    #[test]
    fn a_fact_takes_forty_bytes() {
        assert!(size_of::<Fact>() <= 40, "{}", size_of::<Fact>());
        assert!(size_of::<Dossier>() <= 56, "{}", size_of::<Dossier>());
    }
}
