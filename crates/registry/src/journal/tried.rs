//! How many persons a consumer asked about today for one legal basis: limited, so that nobody draws a register of people
//! out of a registry one question at a time.
//!
//! Counted is whomever an entry of the journal is about: who was asked for, and who was found by it. A record that is
//! found by something else than a person's number counts as one, too.
//!
//! Kept in memory and made again from the day's entries when the journal is opened, so that a restart forgets nobody. A
//! day is that of Asia/Ho_Chi_Minh. Size: 16 bytes a person, some 40 with the set around them; at the usual 5,000 that is
//! 200 KB for each consumer and legal basis, 20 MB for a hundred of them. At a start a day of 4 million entries (1.4
//! billion a year) is read again in some 10 s.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::sync::{Mutex, PoisonError};

use motlan_core::{Day, SystemId};
use motlan_store::journal::{self, Position};
use motlan_store::storage::Storage;

use super::entry::{self, About};
use super::person::PersonIndex;
use super::recovery::{FIRST_OFFSET, segments};
use super::{Outcome, UsageEntry};
use crate::model::pack::Verb;

/// Days that are remembered: today, and those around it that a clock which is wrong for a while may show.
const DAYS_MAX: usize = 3;

/// Persons asked about on each day, for each consumer and legal basis.
#[derive(Default)]
pub(super) struct PersonsTried(Mutex<BTreeMap<Day, OfDay>>);

type OfDay = HashMap<(SystemId, String), HashSet<PersonIndex>>;

impl PersonsTried {
    /// Whether this person may be asked about today: those already asked about may, others while there are fewer than
    /// `count_max`. Whoever may is noted.
    pub(super) fn may(&self, day: Day, asking: (&SystemId, &str), person: PersonIndex, count_max: u32) -> bool {
        self.of(day, asking, |persons| {
            let has_room = persons.len() < usize::try_from(count_max).unwrap_or(usize::MAX);
            persons.contains(&person) || has_room && persons.insert(person)
        })
    }

    /// How many persons were asked about.
    pub(super) fn count(&self, day: Day, asking: (&SystemId, &str)) -> usize {
        self.of(day, asking, |persons| persons.len())
    }

    /// Counts those whom an entry is about, whether there was room for them or not.
    pub(super) fn note(&self, entry: &UsageEntry, persons: impl Iterator<Item = PersonIndex>) {
        if is_limited(entry) {
            let asking = (&entry.consumer, entry.purpose.legal_basis.as_str());
            self.of(entry.at.hour().day(), asking, |tried| tried.extend(persons));
        }
    }

    fn of<T>(
        &self,
        day: Day,
        (consumer, legal_basis): (&SystemId, &str),
        with: impl FnOnce(&mut HashSet<PersonIndex>) -> T,
    ) -> T {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_day = days.entry(day).or_default();
        let answer = with(of_day.entry((consumer.clone(), legal_basis.to_owned())).or_default());
        while days.len() > DAYS_MAX {
            days.pop_first();
        }
        answer
    }

    /// Everybody whom the entries of this day are about.
    pub(super) fn read(storage: &dyn Storage, directory: &str, day: Day) -> io::Result<Self> {
        let tried = Self::default();
        let Some(from) = first_segment_of(storage, directory, day)? else {
            return Ok(tried);
        };
        journal::recover(storage, directory, Some(from), &mut |_, record| {
            // What was erased or damaged counts no more.
            let (Some(key), Some(About::Person(person))) = (record.key, entry::about(&record.payload)) else {
                return;
            };
            let Ok(entry) = entry::open(&key, &record.payload) else {
                return;
            };
            if entry.at.hour().day() == day {
                tried.note(&entry, std::iter::once(person));
            }
        })?;
        Ok(tried)
    }
}

/// Whether such an entry counts those whom it is about: the others are of whoever feeds a registry or reads it as a whole.
fn is_limited(entry: &UsageEntry) -> bool {
    let is_question = matches!(
        entry.service,
        Verb::Verify | Verb::LookUp | Verb::Search | Verb::Correct | Verb::Usage
    );
    is_question && entry.outcome != Outcome::SnapshotOpened
}

/// The segment in which the day's entries begin: the last one whose first entry is of an earlier day, or the first of all.
fn first_segment_of(storage: &dyn Storage, directory: &str, day: Day) -> io::Result<Option<Position>> {
    let segments = segments(storage, directory)?;
    let begin = |segment: u32| Position {
        segment,
        offset: FIRST_OFFSET,
    };
    let is_earlier = |segment: &u32| {
        let first = journal::read(storage, directory, begin(*segment)).ok();
        let opened = first.and_then(|first| entry::open(&first.key?, &first.payload).ok());
        opened.is_some_and(|entry| entry.at.hour().day() < day)
    };
    let earlier = segments.iter().rev().find(|segment| is_earlier(segment));
    Ok(earlier.or(segments.first()).map(|segment| begin(*segment)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASIS: &str = "ND-107-2021";

    fn system(code: &str) -> SystemId {
        format!("VN/GOV/H45/{code}").parse().unwrap()
    }

    #[test]
    fn counts_persons_and_not_questions_for_each_consumer_basis_and_day() {
        let tried = PersonsTried::default();
        let (one, other) = (system("onestop"), system("archive"));
        let monday = Day::from_number(19_000);
        let may =
            |day, consumer: &SystemId, basis: &str, person: u8| tried.may(day, (consumer, basis), [person; 16], 2);
        assert!(may(monday, &one, BASIS, 1) && may(monday, &one, BASIS, 2));
        assert!(!may(monday, &one, BASIS, 3) && !may(monday, &one, BASIS, 4));
        assert!(may(monday, &one, BASIS, 1) && may(monday, &one, BASIS, 2));
        assert!(may(monday, &other, BASIS, 3) && may(monday, &one, "ND-61-2018", 3));
        let tuesday = Day::from_number(19_001);
        assert!(may(tuesday, &one, BASIS, 3));
        // A clock that is wrong for a while brings no second budget, and takes none away.
        assert!(!may(monday, &one, BASIS, 4) && may(monday, &one, BASIS, 2));
        assert!(may(tuesday, &one, BASIS, 4) && !may(tuesday, &one, BASIS, 5));
        assert_eq!(tried.count(monday, (&one, BASIS)), 2);
    }
}
