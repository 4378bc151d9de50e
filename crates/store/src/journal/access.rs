//! One record by its position: read it, erase its key.

use std::io;

use super::frame::{self, Decoded};
use super::segment::{self, HEADER_BYTES, corrupt};
use super::{Position, Record};
use crate::storage::{File, Storage};

/// Reads one record. `NotFound` if there is no such segment, `InvalidData` if no frame begins at this position.
pub fn read(storage: &dyn Storage, directory: &str, position: Position) -> io::Result<Record> {
    let mut file = segment::open(storage, directory, position.segment)?;
    read_frame(file.as_mut(), directory, position)
}

/// Overwrites the key slot of a record with zeros and syncs. Erasing twice is fine.
///
/// The mark is durable before the slot is touched: a power cut between leaves a record whose key reads as `None`. After
/// an error, or a power cut before this returned, ask again.
pub fn erase(storage: &dyn Storage, directory: &str, position: Position) -> io::Result<()> {
    let mut file = segment::open(storage, directory, position.segment)?;
    // Whatever does not begin with a frame stays untouched.
    read_frame(file.as_mut(), directory, position)?;
    let offset = u64::from(position.offset);
    file.write_at(offset + u64::from(frame::SLOT_CHECKSUM_OFFSET), &frame::ERASED)?;
    file.sync_data()?;
    file.write_at(offset + u64::from(frame::SLOT_OFFSET), &frame::EMPTY_SLOT)?;
    file.sync_data()
}

fn read_frame(file: &mut dyn File, directory: &str, position: Position) -> io::Result<Record> {
    let fail = |what| corrupt(directory, position, what);
    let is_aligned = (position.offset as usize).is_multiple_of(frame::ALIGNMENT_BYTES);
    if position.offset < HEADER_BYTES || !is_aligned {
        return Err(fail("no frame begins here"));
    }
    let mut bytes = Vec::new();
    loop {
        match frame::decode(&bytes) {
            Decoded::Frame(record, _) => return Ok(record),
            Decoded::Bad => return Err(fail("no frame begins here")),
            Decoded::Short(needed) => bytes.resize(needed, 0),
        }
        file.read_at(u64::from(position.offset), &mut bytes)
            .map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => fail("the segment ends here"),
                _ => error,
            })?;
    }
}
