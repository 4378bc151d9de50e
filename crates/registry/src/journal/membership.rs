//! About whom a mass entry is: a sorted file of person indexes beside the journal, written before the entry.
//!
//! Layout: `MLMEMBER`, the number of rows (32 bits), 4 zero bytes; then the person indexes of 16 bytes in ascending order.
//! Its name is the file's random 16 bytes in hexadecimal, and the entry carries the same 16 bytes where an entry about one
//! person carries the person's: so the person indexes find it too. The file is durable before its entry is written. One
//! whose entry never came says nothing about anybody and is passed over.
//!
//! A search halves each file: 10,000 files of 5,000 persons are 10,000 × 13 reads of 16 bytes, some 0.2 s from the page
//! cache.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use motlan_store::journal::Position;
use motlan_store::storage::{File, Storage};

use super::index::PersonIndexes;
use super::person::{INDEX_BYTES, PersonIndex};

const MAGIC: &[u8; 8] = b"MLMEMBER";
const HEAD_BYTES: usize = 16;

/// Persons in one mass entry: 2^20 × 16 bytes = 16 MiB, read whole only when somebody is erased from it.
pub(super) const PERSONS_MAX: usize = 1 << 20;

/// The random name of a membership file, which its entry is found by.
pub(super) type MemberId = [u8; INDEX_BYTES];

/// The membership files of one journal. Clones share them.
#[derive(Clone)]
pub(super) struct Memberships {
    storage: Arc<dyn Storage>,
    directory: Arc<str>,
    /// Where the entry of each file lies, as far as that was asked before.
    positions: Arc<Mutex<BTreeMap<MemberId, Option<Position>>>>,
}

impl Memberships {
    /// Takes over the files that are there.
    pub(super) fn open(storage: Arc<dyn Storage>, directory: String) -> io::Result<Self> {
        let names = storage.list(&directory)?;
        let positions = names.iter().filter_map(|name| Some((id_of(name)?, None))).collect();
        Ok(Self {
            storage,
            directory: directory.into(),
            positions: Arc::new(Mutex::new(positions)),
        })
    }

    fn positions(&self) -> MutexGuard<'_, BTreeMap<MemberId, Option<Position>>> {
        self.positions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, id: MemberId) -> String {
        format!("{}/{}.members", self.directory, hex::encode(id))
    }

    /// Whether there is a file of this name.
    pub(super) fn has(&self, id: MemberId) -> bool {
        self.positions().contains_key(&id)
    }

    /// Writes a file durably and returns its name. Blocking.
    pub(super) fn write(&self, mut persons: Vec<PersonIndex>) -> io::Result<MemberId> {
        let mut id = MemberId::default();
        aws_lc_rs::rand::fill(&mut id).map_err(|_| io::Error::other("no randomness"))?;
        persons.sort_unstable();
        persons.dedup();
        self.storage.replace(&self.path(id), &content(&persons)?, true)?;
        self.positions().insert(id, None);
        Ok(id)
    }

    /// The positions of the mass entries about this person before `before`, newest first. Blocking.
    pub(super) fn find(
        &self,
        indexes: &PersonIndexes,
        person: PersonIndex,
        before: Option<Position>,
    ) -> io::Result<Vec<(Position, MemberId)>> {
        let known = self.positions().clone();
        let mut found = Vec::new();
        for (id, position) in known {
            let is_late = position
                .zip(before)
                .is_some_and(|(position, before)| position >= before);
            if is_late || !self.holds(id, person)? {
                continue;
            }
            let position = match position {
                Some(position) => Some(position),
                None => self.locate(indexes, id)?,
            };
            // A file without an entry: the power went off between the two.
            if let Some(position) = position.filter(|position| before.is_none_or(|before| *position < before)) {
                found.push((position, id));
            }
        }
        found.sort_unstable_by(|one, other| other.cmp(one));
        Ok(found)
    }

    fn locate(&self, indexes: &PersonIndexes, id: MemberId) -> io::Result<Option<Position>> {
        let position = indexes.find(id, None, 1)?.first().copied();
        if position.is_some() {
            self.positions().insert(id, position);
        }
        Ok(position)
    }

    fn holds(&self, id: MemberId, person: PersonIndex) -> io::Result<bool> {
        let mut file = self.storage.open(&self.path(id))?;
        let (mut low, mut high) = (0, count(&mut *file)?);
        while low < high {
            let middle = low + (high - low) / 2;
            match row(&mut *file, middle)?.cmp(&person) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Ok(true),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(false)
    }

    /// Takes a person out of every file for good, and returns of how many. The entries stay, for they are about others
    /// too. Blocking.
    pub(super) fn erase(&self, person: PersonIndex) -> io::Result<u64> {
        let known: Vec<MemberId> = self.positions().keys().copied().collect();
        let mut erased = 0;
        for id in known {
            if !self.holds(id, person)? {
                continue;
            }
            let mut file = self.storage.open(&self.path(id))?;
            let count = count(&mut *file)?;
            let mut persons = Vec::new();
            for position in 0..count {
                persons.push(row(&mut *file, position)?);
            }
            persons.retain(|other| *other != person);
            self.storage.replace(&self.path(id), &content(&persons)?, true)?;
            erased += 1;
        }
        Ok(erased)
    }
}

fn content(persons: &[PersonIndex]) -> io::Result<Vec<u8>> {
    if persons.len() > PERSONS_MAX {
        return Err(io::Error::other("a mass entry is about more persons than its limit"));
    }
    let count = u32::try_from(persons.len()).map_err(io::Error::other)?;
    let mut content = Vec::with_capacity(HEAD_BYTES + persons.len() * INDEX_BYTES);
    content.extend_from_slice(MAGIC);
    content.extend_from_slice(&count.to_be_bytes());
    content.extend_from_slice(&[0; 4]);
    content.extend_from_slice(persons.as_flattened());
    Ok(content)
}

fn id_of(name: &str) -> Option<MemberId> {
    let mut id = MemberId::default();
    hex::decode_to_slice(name.strip_suffix(".members")?, &mut id).ok()?;
    Some(id)
}

fn count(file: &mut dyn File) -> io::Result<u64> {
    let mut head = [0; HEAD_BYTES];
    file.read_at(0, &mut head)?;
    let [.., a, b, c, d, _, _, _, _] = head;
    let count = u64::from(u32::from_be_bytes([a, b, c, d]));
    let is_whole = head.starts_with(MAGIC) && file.size_bytes()? == HEAD_BYTES as u64 + count * INDEX_BYTES as u64;
    if is_whole {
        Ok(count)
    } else {
        Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a membership file of the usage journal is damaged",
        ))
    }
}

fn row(file: &mut dyn File, position: u64) -> io::Result<PersonIndex> {
    let mut person = PersonIndex::default();
    file.read_at(HEAD_BYTES as u64 + position * INDEX_BYTES as u64, &mut person)?;
    Ok(person)
}

#[cfg(test)]
mod tests {
    use motlan_store::storage::faulty::FaultyStorage;
    use proptest::prelude::*;

    use super::*;

    fn open(storage: &FaultyStorage) -> Memberships {
        Memberships::open(Arc::new(storage.clone()), "members".to_owned()).unwrap()
    }

    proptest! {
        #[test]
        fn holds_exactly_who_was_written(persons in proptest::collection::vec(0_u8..60, 0..40), erased in 0_u8..60) {
            let storage = FaultyStorage::new(1);
            let members = open(&storage);
            let id = members.write(persons.iter().map(|person| [*person; 16]).collect()).unwrap();
            for person in 0..60 {
                prop_assert_eq!(members.holds(id, [person; 16]).unwrap(), persons.contains(&person));
            }
            let was_there = persons.contains(&erased);
            prop_assert_eq!(members.erase([erased; 16]).unwrap(), u64::from(was_there));
            for person in 0..60 {
                let expected = person != erased && persons.contains(&person);
                prop_assert_eq!(open(&storage).holds(id, [person; 16]).unwrap(), expected);
            }
        }
    }

    #[test]
    fn a_cut_file_is_damaged_and_says_so() {
        let storage = FaultyStorage::new(1);
        let members = open(&storage);
        let id = members.write(vec![[1; 16], [2; 16]]).unwrap();
        let whole = storage.read(&members.path(id)).unwrap();
        for length in 0..whole.len() {
            storage.replace(&members.path(id), &whole[..length], false).unwrap();
            assert!(members.holds(id, [1; 16]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_file_without_an_entry_is_about_nobody() {
        let storage = FaultyStorage::new(1);
        let members = open(&storage);
        members.write(vec![[1; 16]]).unwrap();
        let indexes = PersonIndexes::new(Arc::new(storage.clone()), "persons".to_owned());
        assert_eq!(members.find(&indexes, [1; 16], None).unwrap(), []);
    }
}
