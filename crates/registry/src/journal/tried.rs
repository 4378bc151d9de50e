//! How many persons a consumer asked about today for one legal basis: limited, so that nobody draws a register of people
//! out of a registry one question at a time.
//!
//! Kept in memory and made again from the day's entries when the journal is opened, so that a restart forgets nobody. A
//! day is that of Asia/Ho_Chi_Minh. Size: 16 bytes a person, some 40 with the set around them; at the usual 5,000 that is
//! 200 KB for each consumer and legal basis, 20 MB for a hundred of them. At a start a day of 4 million entries (1.4
//! billion a year) is read again in some 10 s.

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::{Mutex, PoisonError};

use motlan_core::{Day, SystemId};
use motlan_store::journal::{self, Position};
use motlan_store::storage::Storage;

use super::entry::{self, About};
use super::person::PersonIndex;
use super::recovery::{FIRST_OFFSET, segments};
use crate::model::pack::Verb;

/// Persons asked about for each consumer and legal basis, on one day.
#[derive(Default)]
pub(super) struct PersonsTried(Mutex<Tried>);

#[derive(Default)]
struct Tried {
    day: Option<Day>,
    persons: HashMap<(SystemId, String), HashSet<PersonIndex>>,
}

impl Tried {
    fn of(&mut self, day: Day, consumer: &SystemId, legal_basis: &str) -> &mut HashSet<PersonIndex> {
        // A clock that is set back goes on with the counts of the later day.
        if self.day.is_none_or(|last| last < day) {
            self.persons.clear();
            self.day = Some(day);
        }
        let key = (consumer.clone(), legal_basis.to_owned());
        self.persons.entry(key).or_default()
    }
}

impl PersonsTried {
    /// Whether this person may be asked about today: those already asked about may, others while there are fewer than
    /// `count_max`. Whoever may is noted.
    pub(super) fn may(
        &self,
        day: Day,
        (consumer, legal_basis): (&SystemId, &str),
        person: PersonIndex,
        count_max: u32,
    ) -> bool {
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let persons = tried.of(day, consumer, legal_basis);
        if persons.contains(&person) {
            return true;
        }
        let has_room = persons.len() < usize::try_from(count_max).unwrap_or(usize::MAX);
        has_room && persons.insert(person)
    }

    /// Everybody whom the entries of this day are about. `next` is where the journal goes on: it was recovered before.
    ///
    /// Where records are found by something else than a person's number, an entry names those whom the record is about, so
    /// that after a restart they count beside the record asked for: too many rather than too few.
    pub(super) fn read(storage: &dyn Storage, directory: &str, day: Day) -> io::Result<Self> {
        let tried = Self::default();
        let Some(from) = first_segment_of(storage, directory, day)? else {
            return Ok(tried);
        };
        let mut state = tried.0.lock().unwrap_or_else(PoisonError::into_inner);
        journal::recover(storage, directory, Some(from), &mut |_, record| {
            // What was erased or damaged counts no more.
            let (Some(key), Some(About::Person(person))) = (record.key, entry::about(&record.payload)) else {
                return;
            };
            let Ok(entry) = entry::open(&key, &record.payload) else {
                return;
            };
            if is_limited(entry.service) && entry.at.hour().day() == day {
                let persons = state.of(day, &entry.consumer, &entry.purpose.legal_basis);
                persons.insert(person);
            }
        })?;
        drop(state);
        Ok(tried)
    }
}

/// Whether questions of this kind try a person: the others are for whoever feeds a registry or follows it as a whole.
const fn is_limited(verb: Verb) -> bool {
    matches!(verb, Verb::Verify | Verb::LookUp | Verb::Search)
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
        // A clock set back brings no second budget.
        assert!(may(monday, &one, BASIS, 4) && !may(monday, &one, BASIS, 5) && !may(tuesday, &one, BASIS, 5));
    }
}
