//! What a start does: adopts index files, reads the open segment, makes the index files that are missing.

use std::io;

use motlan_store::journal::{self, Position};
use motlan_store::storage::Storage;

use super::entry::{self, About};
use super::index::PersonIndexes;
use super::membership::Memberships;

/// Where the first frame of a segment lies: behind the journal's header of 16 bytes. Were it elsewhere, recovery would
/// say that no frame begins here.
pub(super) const FIRST_OFFSET: u32 = 16;

/// Brings the person indexes up to date and returns where the journal goes on.
///
/// Reads the last segment, and everything from the first segment on whose index file is missing or cut.
pub(super) fn recover(
    storage: &dyn Storage,
    directory: &str,
    indexes: &PersonIndexes,
    members: &Memberships,
) -> io::Result<Position> {
    let segments = segments(storage, directory)?;
    let from = match segments.last() {
        None => None,
        Some(&last) => {
            let filed = indexes.adopt(last)?;
            let first = segments.iter().find(|segment| !filed.contains(segment));
            Some(Position {
                segment: first.copied().unwrap_or(last),
                offset: FIRST_OFFSET,
            })
        }
    };
    let mut segment = from.map_or(0, |from| from.segment);
    let mut foreign = None;
    let mut alone = None;
    let next = journal::recover(storage, directory, from, &mut |position, record| {
        if position.segment > segment {
            // One segment at a time, so that a journal without any index files does not fill the memory.
            indexes.file_before(position.segment);
            segment = position.segment;
        }
        match entry::about(&record.payload) {
            Some(About::Members(id)) if !members.has(id) => alone = alone.or(Some(position)),
            Some(about) => indexes.add(position, about.index()),
            None => foreign = foreign.or(Some(position)),
        }
    })?;
    let damages = [(foreign, "no usage entry"), (alone, "its membership file is missing")];
    for (position, what) in damages {
        if let Some(Position { segment, offset }) = position {
            let what = format!("{directory}: segment {segment}, offset {offset}: {what}");
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
    }
    indexes.file_before(next.segment);
    Ok(next)
}

/// The segments there are, ascending.
pub(super) fn segments(storage: &dyn Storage, directory: &str) -> io::Result<Vec<u32>> {
    let names = storage.list(directory)?;
    let mut segments: Vec<u32> = names
        .iter()
        .filter_map(|name| name.strip_suffix(".journal")?.parse().ok())
        .collect();
    segments.sort_unstable();
    Ok(segments)
}
