//! What an audit says about one log: its report, and what can be wrong with it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;
use thiserror::Error;

/// What is wrong with a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Error)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum LogProblem {
    /// Not a checkpoint, or not signed by the key of its origin.
    #[error("checkpoint: {reason}")]
    Checkpoint {
        /// Why.
        reason: String,
    },
    /// Keys were given, none of them for this origin.
    #[error("no verifier key for {origin}")]
    NoKey {
        /// Whose key is missing.
        origin: String,
    },
    /// A file that the checkpoint implies is missing.
    #[error("{path} is missing")]
    Missing {
        /// Below the log's folder.
        path: String,
    },
    /// A bundle is not as many entries, each after its length, as it must be.
    #[error("{path} is not a bundle of its width")]
    Bundle {
        /// Below the log's folder.
        path: String,
    },
    /// A hash tile is not what the entries give.
    #[error("{path} does not match the entries")]
    Tile {
        /// Below the log's folder.
        path: String,
    },
    /// The entries give another root than the checkpoint.
    #[error("the entries do not give the checkpoint's root")]
    Root,
    /// An entry that the format does not allow in this log.
    #[error("entry {index}: {reason}")]
    Entry {
        /// Its place.
        index: u64,
        /// Why.
        reason: String,
    },
    /// A dossier's steps or statuses do not count on: what is found is less than expected if it was repeated, more if
    /// something was skipped.
    #[error("entry {index}: dossier {dossier} has {counter} {found} where {expected} is next")]
    Sequence {
        /// Its place.
        index: u64,
        /// The dossier's pseudonym, in hexadecimal.
        dossier: String,
        /// What is counted: `step`, `status` or `synced status`.
        counter: &'static str,
        /// What was next.
        expected: u32,
        /// What the entry has.
        found: u32,
    },
}

/// One log, as the audit saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogReport {
    /// Its folder.
    pub folder: PathBuf,
    /// Its origin; empty if there is no checkpoint to read it from.
    pub origin: String,
    /// Entries under its checkpoint.
    pub size: u64,
    /// Whether a key was given and its signature verified.
    pub is_signature_checked: bool,
    /// Whether its entries were counted, or handed out: it passed every check, and no other log has its origin.
    pub is_counted: bool,
    /// Entries written as the consumer's gateway. Of `exchange` and `unfinished` logs only, as are the next two.
    pub consumer: u64,
    /// Entries written as the provider's gateway.
    pub provider: u64,
    /// Entries by outcome code.
    pub outcomes: BTreeMap<u8, u64>,
}
