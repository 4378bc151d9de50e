//! What a start does with the journal that the last process, or the last power cut, left behind.
//!
//! A torn tail is cut off and forgotten: nobody was told that its records are durable. Anything else that is not as it
//! was written is an error that names its place; nothing is repaired by guessing.

use std::io;

use super::frame::FRAME_BYTES_MAX;
use super::scan::{Next, Scanner};
use super::segment::{self, HEADER_BYTES, corrupt};
use super::writer::COMMIT_BYTES_MAX;
use super::{Position, Record};
use crate::storage::{File, Storage};

/// The most that one commit writes: it takes frames until it holds [`COMMIT_BYTES_MAX`], so it ends before that plus one
/// frame. Only one commit is ever unsynced.
const TAIL_BYTES_MAX: u64 = (COMMIT_BYTES_MAX + FRAME_BYTES_MAX) as u64;

/// Reads every durable record from `from` on (or from the start), in order; cuts a torn tail off and syncs.
/// Returns the position at which the next record will be written.
///
/// What `each` was given is durable once this returns `Ok`. A journal that does not exist is begun. `from` is the
/// position of a record or what an earlier call returned; a journal that ends before it has lost something, which is
/// `InvalidData`, as is everything else that cannot be the work of a power cut.
pub fn recover(
    storage: &dyn Storage,
    directory: &str,
    from: Option<Position>,
    each: &mut dyn FnMut(Position, Record),
) -> io::Result<Position> {
    let from = from.unwrap_or(segment::start(0)).max(segment::start(0));
    let segments = segment::list(storage, directory)?;
    let Some(&last) = segments.last() else {
        if from != segment::start(0) {
            return Err(corrupt(
                directory,
                from,
                "there is no journal, though this position was reached before",
            ));
        }
        segment::create(storage, directory, 0)?;
        return Ok(from);
    };
    if from.segment > last {
        return Err(corrupt(directory, from, "this segment was reached before and is gone"));
    }
    for number in from.segment..last {
        if !segments.contains(&number) {
            return Err(corrupt(directory, segment::start(number), "the segment is missing"));
        }
        let mut file = segment::open(storage, directory, number)?;
        let tail = scan(file.as_mut(), directory, number, from, each)?;
        if tail.garbage_bytes > 0 {
            return Err(corrupt(directory, tail.end, "no frame, and a later segment exists"));
        }
    }
    recover_last(storage, directory, last, from, each)
}

fn recover_last(
    storage: &dyn Storage,
    directory: &str,
    last: u32,
    from: Position,
    each: &mut dyn FnMut(Position, Record),
) -> io::Result<Position> {
    let mut file = segment::open(storage, directory, last)?;
    if file.size_bytes()? <= u64::from(HEADER_BYTES) {
        // No frame was ever written here, for the header is synced first. It may be torn itself.
        segment::create(storage, directory, last)?;
        return check_reached(directory, segment::start(last), from);
    }
    let tail = scan(file.as_mut(), directory, last, from, each)?;
    if tail.garbage_bytes > TAIL_BYTES_MAX {
        return Err(corrupt(
            directory,
            tail.end,
            "no frame, and more follows than one commit can leave",
        ));
    }
    let end = check_reached(directory, tail.end, from)?;
    if tail.garbage_bytes > 0 {
        tracing::warn!(
            segment = last,
            offset = end.offset,
            bytes = tail.garbage_bytes,
            "torn tail cut off"
        );
        file.set_size_bytes(u64::from(end.offset))?;
    }
    rewrite_tail(file.as_mut(), u64::from(end.offset))?;
    file.sync_data()?;
    storage.sync_directory(directory)?;
    Ok(end)
}

/// Where the frames of a segment end, and how much that is no frame follows.
struct Tail {
    end: Position,
    garbage_bytes: u64,
}

/// Hands the records of one segment from `from` on to `each`.
///
/// The segment of `from` is read from its first frame, so that a wrong position is noticed instead of being taken for
/// a torn tail: at most one segment more to read.
fn scan(
    file: &mut dyn File,
    directory: &str,
    number: u32,
    from: Position,
    each: &mut dyn FnMut(Position, Record),
) -> io::Result<Tail> {
    let mut found = [0; HEADER_BYTES as usize];
    file.read_at(0, &mut found)?;
    if found != segment::header(number) {
        let start = Position {
            segment: number,
            offset: 0,
        };
        return Err(corrupt(directory, start, "not the header of this segment"));
    }
    let mut scanner = Scanner::new(file)?;
    let mut is_reached = number > from.segment;
    loop {
        let next = scanner.next()?;
        if let Next::Frame(offset, record) = next {
            let position = Position {
                segment: number,
                offset,
            };
            is_reached |= position == from;
            if is_reached {
                each(position, record);
            } else if position > from {
                return Err(corrupt(directory, from, "no frame begins here"));
            }
            continue;
        }
        let offset = u32::try_from(scanner.offset()).map_err(io::Error::other)?;
        let end = Position {
            segment: number,
            offset,
        };
        let garbage_bytes = scanner.size_bytes() - scanner.offset();
        return Ok(Tail { end, garbage_bytes });
    }
}

/// A journal must not end before a position that it had reached.
fn check_reached(directory: &str, end: Position, from: Position) -> io::Result<Position> {
    if end < from {
        return Err(corrupt(
            directory,
            end,
            "the journal ends before the position it is read from",
        ));
    }
    Ok(end)
}

/// Writes the bytes of the last commit once more, so that the sync after it really writes them.
///
/// After a failed sync Linux takes the pages for clean: they can be read, the disk lacks them, and syncing again
/// succeeds without writing. A process that restarts on the same kernel would take them for durable.
/// Source: Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020.
fn rewrite_tail(file: &mut dyn File, end: u64) -> io::Result<()> {
    let start = end.saturating_sub(TAIL_BYTES_MAX);
    let size = usize::try_from(end - start).map_err(io::Error::other)?;
    let mut bytes = vec![0; size];
    file.read_at(start, &mut bytes)?;
    file.write_at(start, &bytes)
}
