//! `/trang-thai`: what runs here, and at the centre what was exchanged today.
//!
//! [`StatusFacts`] are plain data; [`render`] makes the page from them and knows no node. Counts are those of the
//! double-entry book: nothing is counted here.

mod gather;
mod node;
mod today;
mod view;

use motlan_core::Failure;
use motlan_evidence::LogName;

pub(crate) use self::gather::{gather, state as gateway_state};
pub use self::view::render;
pub(crate) use self::view::{OfferView, PATH, offer};
use crate::facts::{CheckpointFacts, FrameFacts, Named};

/// Everything that the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusFacts {
    /// The frame.
    pub frame: FrameFacts,
    /// The centre's part or a node's.
    pub part: Part,
    /// The proof to open.
    pub proof: ProofOffer,
}

/// The two kinds of node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// It reads everybody's logs.
    Centre(CentreFacts),
    /// It knows its own.
    Node(NodeFacts),
}

/// What the centre knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentreFacts {
    /// Every registered gateway.
    pub gateways: Vec<GatewayFacts>,
    /// Today's counts.
    pub lines: Vec<LineFacts>,
}

/// One gateway's log as the centre reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayFacts {
    /// Whose.
    pub gateway: Named,
    /// Base address of its pages, where known.
    pub pages: Option<String>,
    /// Entries that were read and verified.
    pub entries: u64,
    /// The verifier key of its log `exchange`; empty if it registered none.
    pub vkey: String,
    /// Whether it can be read and believed.
    pub state: GatewayState,
}

/// Whether a gateway's log can be read and believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayState {
    /// Read up to its last checkpoint.
    Read,
    /// The centre has just started.
    NotYetRead,
    /// It does not answer; what was read before still holds.
    Unreachable(Failure),
    /// It answers with something that cannot be true.
    Broken(Failure),
}

/// Today's counts of one service between two parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFacts {
    /// What was asked.
    pub service: Named,
    /// Who asked.
    pub consumer: Named,
    /// Who answered.
    pub provider: Named,
    /// Transactions that both logs have and that agree.
    pub matched: u64,
    /// Those that only the consumer's log has, or that differ.
    pub consumer_only: u64,
    /// Those that only the provider's log has, or that differ.
    pub provider_only: u64,
}

/// What a node knows of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeFacts {
    /// Whether its journal has stopped, so that it serves nothing.
    pub is_stopped: bool,
    /// Seconds since the centre's last heartbeat; `None` if none was ever heard.
    pub directory_age_s: Option<i64>,
    /// Its logs.
    pub logs: Vec<LogFacts>,
    /// The services of its member.
    pub services: Vec<ServiceFacts>,
    /// Base address of the centre's pages, where known.
    pub centre_pages: Option<String>,
}

/// One of a node's own logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFacts {
    /// Which.
    pub log: LogName,
    /// Its last published checkpoint.
    pub checkpoint: Option<CheckpointFacts>,
    /// Its verifier key.
    pub vkey: String,
}

/// A service of the node's member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceFacts {
    /// Which.
    pub service: Named,
    /// False while it is out of order.
    pub is_enabled: bool,
}

/// Where a proof can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofOffer {
    /// Here: the newest entry that a checkpoint covers.
    Own {
        /// Its place in the log `exchange`.
        index: u64,
    },
    /// On another node's pages.
    Elsewhere {
        /// Whose.
        node: Named,
        /// Base address of its pages.
        pages: String,
        /// Its newest entry that was read.
        index: u64,
    },
    /// Other nodes have entries; their pages' addresses are not known here.
    NoAddress,
    /// There are no entries yet.
    Nothing,
}
