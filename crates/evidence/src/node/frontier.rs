//! The frontier file: where all logs, the open intents and the message index stood at a position of the journal.
//!
//! Layout, big endian: magic; last position (1 byte 0 or 1, segment, offset); runs; per log size, lengths and bytes of
//! edge, bundle and checkpoint; intents (role, id, segment, offset); SHA-256 of all that. A file that does not parse is
//! as good as none: the whole journal is replayed. Version 1 knew two logs; the others were not begun then.

use std::collections::HashMap;

use motlan_store::journal::Position;

use super::state::State;
use super::writer::LogWriter;
use crate::edge::RightEdge;
use crate::entry::LogName;
use crate::payload::IntentKey;
use crate::tile::{BUNDLE_ENTRY_BYTES, FULL_WIDTH};
use crate::tree::{HASH_BYTES, Hash};

const MAGIC: &[u8; 18] = b"motlan/2 frontier\n";

/// The beginning of a file of version 1, and how many logs it has.
const MAGIC_1: &[u8; 18] = b"motlan/1 frontier\n";
const LOGS_1: usize = 2;

/// What the state says at the moment of a mark.
pub(super) struct Frontier {
    pub(super) last: Option<Position>,
    pub(super) runs: u32,
    open: Vec<(IntentKey, Position)>,
}

/// A log at the moment of a mark.
#[derive(Default)]
pub(super) struct MarkedLog {
    pub(super) edge: RightEdge,
    pub(super) bundle: Vec<u8>,
    /// The last checkpoint published before the mark.
    pub(super) checkpoint: Option<String>,
}

/// All that a frontier file says.
pub(super) struct Marked {
    pub(super) last: Option<Position>,
    pub(super) runs: u32,
    pub(super) logs: [MarkedLog; LogName::COUNT],
    pub(super) open: HashMap<IntentKey, Position>,
}

impl Frontier {
    pub(super) fn of(state: &State) -> Self {
        let mut open: Vec<_> = state.open.iter().map(|(key, position)| (*key, *position)).collect();
        open.sort_unstable_by_key(|(_, position)| *position);
        Self {
            last: state.last,
            runs: state.runs,
            open,
        }
    }

    /// The file, with what the writers hold.
    pub(super) fn to_bytes(&self, logs: &[LogWriter; LogName::COUNT]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(u8::from(self.last.is_some()));
        put_position(&mut bytes, self.last.unwrap_or(Position { segment: 0, offset: 0 }));
        bytes.extend_from_slice(&self.runs.to_be_bytes());
        for log in logs {
            let checkpoint = log.published.as_ref().map_or("", |published| &published.text);
            bytes.extend_from_slice(&log.edge.size().to_be_bytes());
            put(&mut bytes, &log.edge.to_bytes());
            put(&mut bytes, &log.bundle);
            put(&mut bytes, checkpoint.as_bytes());
        }
        for (key, position) in &self.open {
            bytes.push(key.role);
            bytes.extend_from_slice(&key.id);
            put_position(&mut bytes, *position);
        }
        let hash = Hash::of(&bytes);
        bytes.extend_from_slice(&hash.0);
        bytes
    }
}

impl Marked {
    /// A log and journal that were never begun.
    pub(super) fn nothing() -> Self {
        Self {
            last: None,
            runs: 0,
            logs: Default::default(),
            open: HashMap::new(),
        }
    }

    /// `None` if the file is torn, changed or of another version.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (content, hash) = bytes.split_at_checked(bytes.len().checked_sub(HASH_BYTES)?)?;
        if Hash::of(content).0 != hash {
            return None;
        }
        let (mut rest, count) = match content.strip_prefix(MAGIC) {
            Some(rest) => (rest, LogName::COUNT),
            None => (content.strip_prefix(MAGIC_1)?, LOGS_1),
        };
        let has_last = take::<1>(&mut rest)? == [1];
        let position = take_position(&mut rest)?;
        let runs = u32::from_be_bytes(take(&mut rest)?);
        let mut logs: [MarkedLog; LogName::COUNT] = Default::default();
        for log in &mut logs[..count] {
            *log = take_log(&mut rest)?;
        }
        let mut open = HashMap::new();
        while !rest.is_empty() {
            let [role] = take(&mut rest)?;
            let id = take(&mut rest)?;
            open.insert(IntentKey { role, id }, take_position(&mut rest)?);
        }
        Some(Self {
            last: has_last.then_some(position),
            runs,
            logs,
            open,
        })
    }
}

fn take_log(rest: &mut &[u8]) -> Option<MarkedLog> {
    let size = u64::from_be_bytes(take(rest)?);
    let edge = RightEdge::parse(size, take_bytes(rest)?)?;
    let bundle = take_bytes(rest)?.to_vec();
    let checkpoint = std::str::from_utf8(take_bytes(rest)?).ok()?.to_owned();
    let is_whole = bundle.len() as u64 == size % u64::from(FULL_WIDTH) * BUNDLE_ENTRY_BYTES as u64;
    is_whole.then_some(MarkedLog {
        edge,
        bundle,
        checkpoint: (!checkpoint.is_empty()).then_some(checkpoint),
    })
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
    bytes.extend_from_slice(part);
}

fn put_position(bytes: &mut Vec<u8>, position: Position) {
    bytes.extend_from_slice(&position.segment.to_be_bytes());
    bytes.extend_from_slice(&position.offset.to_be_bytes());
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*taken)
}

fn take_bytes<'bytes>(rest: &mut &'bytes [u8]) -> Option<&'bytes [u8]> {
    let length = usize::try_from(u64::from_be_bytes(take(rest)?)).ok()?;
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

fn take_position(rest: &mut &[u8]) -> Option<Position> {
    Some(Position {
        segment: u32::from_be_bytes(take(rest)?),
        offset: u32::from_be_bytes(take(rest)?),
    })
}
