//! Evidence: entries, Merkle tree, tiles, checkpoints, proofs, commitments, the node's logs and their verifier.
//!
//! Layouts and counting rules are in `docs/evidence-format.md`. The pure modules ([`tree`], [`tile`], [`note`],
//! [`checkpoint`], [`proof`], [`entry`], [`case`], [`commitment`], [`record`]) know no files; [`node`] keeps a node's logs;
//! [`audit`] and [`proof::verify_proof`] work offline on files only. Nothing here knows the exchange or its directory.

pub mod audit;
pub mod case;
pub mod checkpoint;
pub mod commitment;
pub mod edge;
pub mod entry;
pub mod key;
pub mod node;
pub mod note;
mod payload;
pub mod proof;
pub mod record;
pub mod seal;
pub mod tile;
pub mod tree;

pub use commitment::{IdCommitment, RequestCommitment, ResponseCommitment, TransactionKey};
pub use entry::{Cause, ConsumerIndex, Entry, LogName, Outcome, ProviderIndex, Role, ServiceIndex, StatusClass};
pub use key::{LogKey, VerifierKey};
pub use node::{AppendError, Config, Evidence, EvidenceError, Finished, Found, Intent, Receipt, Recovered};
pub use proof::{VerifiedProof, verify_case_proof, verify_proof};
pub use record::{EvidenceRecord, SignedMessage};
