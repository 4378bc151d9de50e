//! The sorted index file of one closed segment: which frames are about which person.
//!
//! Layout: `MLUSAGE1`, the number of rows (32 bits), 4 zero bytes; then rows of 20 bytes, a person index and the frame's
//! offset (32 bits), in ascending order. Numbers are big-endian, so bytes compare like rows. The file can be made again
//! from its segment, so it is replaced without waiting for the disk.

use std::io;

use motlan_store::storage::{File, Storage};

use super::person::{INDEX_BYTES, PersonIndex};

const MAGIC: &[u8; 8] = b"MLUSAGE1";
const HEAD_BYTES: usize = 16;
const ROW_BYTES: usize = INDEX_BYTES + 4;

/// One row: about whom, and at which offset.
pub(super) type Row = (PersonIndex, u32);

/// The name of a segment's index file.
pub(super) fn path(directory: &str, segment: u32) -> String {
    format!("{directory}/{segment:010}.persons")
}

/// The segment that an index file belongs to.
pub(super) fn segment_of(name: &str) -> Option<u32> {
    name.strip_suffix(".persons")?.parse().ok()
}

/// Writes the index of a segment.
pub(super) fn write(storage: &dyn Storage, directory: &str, segment: u32, mut rows: Vec<Row>) -> io::Result<()> {
    rows.sort_unstable();
    let count = u32::try_from(rows.len()).map_err(io::Error::other)?;
    let mut content = Vec::with_capacity(HEAD_BYTES + rows.len() * ROW_BYTES);
    content.extend_from_slice(MAGIC);
    content.extend_from_slice(&count.to_be_bytes());
    content.extend_from_slice(&[0; 4]);
    for (person, offset) in rows {
        content.extend_from_slice(&person);
        content.extend_from_slice(&offset.to_be_bytes());
    }
    storage.replace(&path(directory, segment), &content, false)
}

/// Whether a segment's index file is whole, by its head and length.
pub(super) fn is_whole(storage: &dyn Storage, directory: &str, segment: u32) -> bool {
    storage
        .open(&path(directory, segment))
        .and_then(|mut file| count(&mut *file))
        .is_ok()
}

/// The offsets of a person's frames in a segment, ascending.
pub(super) fn find(storage: &dyn Storage, directory: &str, segment: u32, person: PersonIndex) -> io::Result<Vec<u32>> {
    let mut file = storage.open(&path(directory, segment))?;
    let count = count(&mut *file)?;
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if row(&mut *file, middle)?.0 < person {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let mut offsets = Vec::new();
    while low < count {
        match row(&mut *file, low)? {
            (found, offset) if found == person => offsets.push(offset),
            _ => break,
        }
        low += 1;
    }
    Ok(offsets)
}

fn count(file: &mut dyn File) -> io::Result<u64> {
    let mut head = [0; HEAD_BYTES];
    file.read_at(0, &mut head)?;
    let [.., a, b, c, d, _, _, _, _] = head;
    let count = u64::from(u32::from_be_bytes([a, b, c, d]));
    let is_whole = head.starts_with(MAGIC) && file.size_bytes()? == HEAD_BYTES as u64 + count * ROW_BYTES as u64;
    if is_whole {
        Ok(count)
    } else {
        Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "an index file of the usage journal is damaged",
        ))
    }
}

fn row(file: &mut dyn File, position: u64) -> io::Result<Row> {
    let mut bytes = [0; ROW_BYTES];
    file.read_at(HEAD_BYTES as u64 + position * ROW_BYTES as u64, &mut bytes)?;
    let mut person = [0; INDEX_BYTES];
    person.copy_from_slice(&bytes[..INDEX_BYTES]);
    let [.., a, b, c, d] = bytes;
    Ok((person, u32::from_be_bytes([a, b, c, d])))
}

#[cfg(test)]
mod tests {
    use motlan_store::storage::faulty::FaultyStorage;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_every_row_of_everybody(rows in proptest::collection::vec((0_u8..6, any::<u32>()), 0..200)) {
            let storage = FaultyStorage::new(1);
            let rows: Vec<Row> = rows.into_iter().map(|(person, offset)| ([person; 16], offset)).collect();
            write(&storage, "persons", 3, rows.clone()).unwrap();
            prop_assert!(is_whole(&storage, "persons", 3));
            for person in 0..7 {
                let mut expected: Vec<_> =
                    rows.iter().filter(|row| row.0 == [person; 16]).map(|row| row.1).collect();
                expected.sort_unstable();
                prop_assert_eq!(find(&storage, "persons", 3, [person; 16]).unwrap(), expected);
            }
        }
    }

    #[test]
    fn a_cut_or_foreign_file_is_not_whole() {
        let storage = FaultyStorage::new(1);
        write(&storage, "persons", 0, vec![([1; 16], 2), ([2; 16], 3)]).unwrap();
        let content = storage.read(&path("persons", 0)).unwrap();
        for length in 0..content.len() {
            storage.replace(&path("persons", 0), &content[..length], false).unwrap();
            assert!(!is_whole(&storage, "persons", 0), "{length} bytes");
        }
        let mut foreign = content.clone();
        foreign[0] = b'X';
        storage.replace(&path("persons", 0), &foreign, false).unwrap();
        assert!(find(&storage, "persons", 0, [1; 16]).is_err());
    }

    #[test]
    fn names_carry_the_segment() {
        assert_eq!(path("a/persons", 12), "a/persons/0000000012.persons");
        assert_eq!(segment_of("0000000012.persons"), Some(12));
        assert_eq!(segment_of("0000000012.journal"), None);
    }
}
