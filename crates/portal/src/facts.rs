//! Plain facts that several pages share. No language, no layout, no running node.

use motlan_core::Timestamp;

pub use crate::named::{Named, Words};

/// A checkpoint of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointFacts {
    /// Names the log, as in `motlan/VN/GOV/H45/exchange`.
    pub origin: String,
    /// Entries that it covers.
    pub size: u64,
    /// Root of the tree, in base64 as the checkpoint has it.
    pub root: String,
}

/// What the frame of every page shows: where one is, and what the page stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameFacts {
    /// The member whose node this is.
    pub place: Named,
    /// Whether this node is the centre.
    pub is_centre: bool,
    /// Whether people and traffic are synthetic.
    pub is_demo: bool,
    /// When the facts were gathered.
    pub at: Timestamp,
    /// The last record of the directory that names were taken from.
    pub directory_sequence: u32,
    /// Hash of that record, in hexadecimal.
    pub directory_hash: String,
    /// The last published checkpoint of the node's log `exchange`.
    pub checkpoint: Option<CheckpointFacts>,
}
