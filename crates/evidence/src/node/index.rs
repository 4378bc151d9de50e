//! The message index: sorted runs of 16 bytes (message tag, segment, offset), one run a mark, and the tags since in memory.
//!
//! A tag is keyed, so that the index alone cannot confirm a message id. Two messages may share a tag; the sealed record
//! decides. Positions that two runs name (after a crash between run and frontier) are found once.

use std::io;
use std::sync::Mutex;

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use motlan_store::journal::Position;
use motlan_store::storage::{File, Storage};

use super::state::{State, Tagged};
use super::{Evidence, lock};
use crate::payload::{MessageTag, TAG_BYTES};

/// Bytes of an item: tag, segment, offset.
const ITEM_BYTES: u64 = 16;

const KEY: &str = "evidence/index/key";

fn run_path(number: u32) -> String {
    format!("evidence/index/{number}.run")
}

/// The key of the tags; drawn at the first start.
pub(super) fn key(storage: &dyn Storage) -> io::Result<hmac::Key> {
    let bytes = match storage.read(KEY) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut bytes = vec![0; 32];
            aws_lc_rs::rand::fill(&mut bytes).map_err(|_| io::Error::other("no random bytes"))?;
            storage.replace(KEY, &bytes, true)?;
            bytes
        }
        read => read?,
    };
    Ok(hmac::Key::new(HMAC_SHA256, &bytes))
}

/// Writes the tags up to `last` as a run; returns how many runs there are then.
pub(super) fn write_run(storage: &dyn Storage, state: &Mutex<State>, last: Option<Position>) -> io::Result<u32> {
    let (mut items, runs) = {
        let state = lock(state);
        let count = state.recent.partition_point(|item| Some(item.position) <= last);
        (state.recent[..count].to_vec(), state.runs)
    };
    if items.is_empty() {
        return Ok(runs);
    }
    let count = items.len();
    items.sort_unstable();
    let bytes: Vec<u8> = items.iter().flat_map(to_bytes).collect();
    storage.replace(&run_path(runs), &bytes, true)?;
    let mut state = lock(state);
    // Tags that came meanwhile stand behind these.
    state.recent.drain(..count);
    state.runs = runs + 1;
    Ok(state.runs)
}

impl Evidence {
    /// The tag of a message id.
    pub(super) fn message_tag(&self, message_id: &str) -> MessageTag {
        let mac = hmac::sign(&self.0.message_key, message_id.as_bytes());
        let mut tag = [0; TAG_BYTES];
        tag.copy_from_slice(&mac.as_ref()[..TAG_BYTES]);
        tag
    }

    /// Where records with this tag lie, in order.
    pub(super) fn positions(&self, tag: MessageTag) -> io::Result<Vec<Position>> {
        let (mut positions, runs) = {
            let state = lock(&self.0.state);
            let recent = state.recent.iter().filter(|item| item.tag == tag);
            (recent.map(|item| item.position).collect::<Vec<_>>(), state.runs)
        };
        for run in 0..runs {
            let mut file = self.0.storage.open(&run_path(run))?;
            search(file.as_mut(), tag, &mut positions)?;
        }
        positions.sort_unstable();
        positions.dedup();
        Ok(positions)
    }
}

/// Adds what a run says about a tag.
fn search(run: &mut dyn File, tag: MessageTag, positions: &mut Vec<Position>) -> io::Result<()> {
    let count = run.size_bytes()? / ITEM_BYTES;
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if read(run, middle)?.tag < tag {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while low < count {
        let item = read(run, low)?;
        if item.tag != tag {
            break;
        }
        positions.push(item.position);
        low += 1;
    }
    Ok(())
}

fn read(run: &mut dyn File, number: u64) -> io::Result<Tagged> {
    let mut bytes = [0; TAG_BYTES + 8];
    run.read_at(number * ITEM_BYTES, &mut bytes)?;
    let [tag @ .., s0, s1, s2, s3, o0, o1, o2, o3] = bytes;
    Ok(Tagged {
        tag,
        position: Position {
            segment: u32::from_be_bytes([s0, s1, s2, s3]),
            offset: u32::from_be_bytes([o0, o1, o2, o3]),
        },
    })
}

fn to_bytes(item: &Tagged) -> Vec<u8> {
    let (segment, offset) = (item.position.segment.to_be_bytes(), item.position.offset.to_be_bytes());
    [item.tag.as_slice(), &segment, &offset].concat()
}
