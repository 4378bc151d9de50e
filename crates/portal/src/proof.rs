//! `/trang-thai/minh-chung/{log}/{index}`: one proof, opened: the entry in words, the ladder of hashes, the command.
//!
//! The page believes nothing that it did not verify: a proof that fails is shown as failing. Raw proofs are served by
//! the exchange's own files.

mod case;
mod gather;
mod ladder;
mod view;
mod way;

use motlan_evidence::LogName;
use motlan_evidence::case::CaseEntry;
use motlan_evidence::proof::ProofError;

pub use self::case::render as render_case;
pub(crate) use self::gather::{gather, gather_case};
pub use self::ladder::{Ladder, Rung, Side, climb, climb_case};
pub use self::view::render;

use motlan_core::Name;

use crate::facts::{FrameFacts, Named};

/// The page of a proof.
pub(crate) fn page_path(log: LogName, index: u64) -> String {
    format!("/trang-thai/minh-chung/{log}/{index}")
}

/// The file of a proof.
pub(crate) fn file_path(log: LogName, index: u64) -> String {
    format!("/minh-chung/{}", file_name(log, index))
}

fn file_name(log: LogName, index: u64) -> String {
    format!("{log}/{index}.tlog-proof")
}

/// Everything that the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofFacts {
    /// The frame.
    pub frame: FrameFacts,
    /// The log.
    pub log: LogName,
    /// The entry's place in it.
    pub index: u64,
    /// The log's verifier key.
    pub vkey: String,
    /// The proof file, verified.
    pub opened: Result<Opened, ProofError>,
}

/// A verified proof with the names of those who took part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The entry and its way to the root.
    pub ladder: Ladder,
    /// What was asked.
    pub service: Named,
    /// Who asked.
    pub consumer: Named,
    /// Who answered.
    pub provider: Named,
}

/// Everything that the page of a dossier's step says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// The frame.
    pub frame: FrameFacts,
    /// The entry's place in the log `casework`.
    pub index: u64,
    /// The log's verifier key.
    pub vkey: String,
    /// The proof file, verified.
    pub opened: Result<OpenedCase, ProofError>,
}

/// A verified step of a dossier with the names behind its numbers, where this node knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedCase {
    /// The entry and its way to the root.
    pub ladder: Ladder<CaseEntry>,
    /// The one-stop system that keeps the dossier.
    pub system: Named,
    /// The unit.
    pub unit: Option<Name>,
    /// The procedure.
    pub procedure: Option<Name>,
    /// The component that the step is about.
    pub component: Option<Name>,
}
