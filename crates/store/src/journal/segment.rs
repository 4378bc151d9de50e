//! One segment file: its name, its header and its creation.
//!
//! `<directory>/<number, 8 digits>.journal`: a header of 16 bytes (magic, version, number, the last two as 32-bit
//! little-endian), then frames.

use std::io;

use super::Position;
use crate::storage::{File, Storage};

/// Bytes of the header; a multiple of the frames' alignment.
pub(super) const HEADER_BYTES: u32 = 16;

const MAGIC: [u8; 8] = *b"MOTLANJL";
const VERSION: u32 = 1;

/// Where the first frame of a segment lies.
pub(super) const fn start(segment: u32) -> Position {
    Position {
        segment,
        offset: HEADER_BYTES,
    }
}

/// The header of a segment.
pub(super) fn header(segment: u32) -> [u8; HEADER_BYTES as usize] {
    let mut bytes = [0; HEADER_BYTES as usize];
    bytes[..8].copy_from_slice(&MAGIC);
    bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
    bytes[12..].copy_from_slice(&segment.to_le_bytes());
    bytes
}

/// The path of a segment's file.
pub(super) fn path(directory: &str, segment: u32) -> String {
    let name = format!("{segment:08}.journal");
    if directory.is_empty() {
        name
    } else {
        format!("{directory}/{name}")
    }
}

/// The numbers of the segments that exist, ascending. Other files in the folder are not ours and are passed over.
pub(super) fn list(storage: &dyn Storage, directory: &str) -> io::Result<Vec<u32>> {
    let names = storage.list(directory)?;
    let mut segments: Vec<u32> = names.iter().filter_map(|name| number(name)).collect();
    // Numbers of nine digits sort wrongly as names.
    segments.sort_unstable();
    Ok(segments)
}

fn number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".journal")?;
    let number = digits.parse().ok()?;
    (format!("{number:08}") == digits).then_some(number)
}

/// Opens a segment that exists, or `NotFound`.
pub(super) fn open(storage: &dyn Storage, directory: &str, segment: u32) -> io::Result<Box<dyn File>> {
    // The storage would make the file.
    if !list(storage, directory)?.contains(&segment) {
        let path = path(directory, segment);
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            format!("there is no segment {path}"),
        ));
    }
    storage.open(&path(directory, segment))
}

/// Begins a segment: header and name are durable when this returns. What the file held before is gone.
pub(super) fn create(storage: &dyn Storage, directory: &str, segment: u32) -> io::Result<Box<dyn File>> {
    let mut file = storage.open(&path(directory, segment))?;
    file.set_size_bytes(0)?;
    file.write_at(0, &header(segment))?;
    file.sync_data()?;
    storage.sync_directory(directory)?;
    Ok(file)
}

/// The journal is not what was written: names the place.
pub(super) fn corrupt(directory: &str, position: Position, what: &str) -> io::Error {
    let path = path(directory, position.segment);
    let message = format!("{path} at offset {}: {what}", position.offset);
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_agree() {
        assert_eq!(path("a/b", 7), "a/b/00000007.journal");
        assert_eq!(path("", 123_456_789), "123456789.journal");
        assert_eq!(number("00000007.journal"), Some(7));
        assert_eq!(number("123456789.journal"), Some(123_456_789));
        for name in [
            "7.journal",
            "+0000007.journal",
            "000000007.journal",
            "00000007.txt",
            "journal",
        ] {
            assert_eq!(number(name), None, "{name}");
        }
    }

    #[test]
    fn the_header_is_fixed() {
        assert_eq!(&header(258), b"MOTLANJL\x01\0\0\0\x02\x01\0\0");
    }
}
