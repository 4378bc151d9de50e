//! One line of the directory's file: a signed request, its place in the chain, and the centre's signature.
//!
//! The chain hashes the text that the centre signs, not the line's bytes: who re-spells the JSON, or a signature that
//! has two valid spellings, makes no other directory out of it.

use motlan_core::Timestamp;
use serde::{Deserialize, Serialize};

use super::hash::{RecordHash, sha256};
use super::request::{Request, SignedRequest, signed_text};
use crate::keys::{PublicKey, Signature};

/// The longest line: a request of 64 KiB, each character escaped, and what stands around it.
pub(super) const LINE_BYTES_MAX: usize = 160 * 1024;

/// The longest request: a grant with all the 256 rules, fields and purposes it may have, at 85 bytes each.
pub(super) const REQUEST_BYTES_MAX: usize = 64 * 1024;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// Counted from 1, without gaps.
    pub(super) sequence: u32,
    /// The hash of the record before.
    pub(super) previous: RecordHash,
    /// When the centre wrote it; never earlier than the record before.
    pub(super) at: Timestamp,
    /// The owner's request, exactly as signed.
    pub(super) request: String,
    /// The owner's signature.
    pub(super) signature: Signature,
    /// The centre's signature over [`Record::text`].
    pub(super) centre: Signature,
}

impl Record {
    pub(super) fn new(sequence: u32, previous: RecordHash, at: Timestamp, signed: SignedRequest) -> Self {
        Self {
            sequence,
            previous,
            at,
            request: signed.request,
            signature: signed.signature,
            centre: Signature([0; 64]),
        }
    }

    pub(super) fn parse(line: &str) -> Result<Self, String> {
        if line.len() > LINE_BYTES_MAX {
            return Err("the record is longer than 160 KiB".to_owned());
        }
        serde_json::from_str(line).map_err(|error| format!("the record is malformed: {error}"))
    }

    /// What the centre signs and the chain hashes.
    pub(super) fn text(&self) -> String {
        let request = hex::encode(sha256(self.request.as_bytes()));
        format!(
            "motlan/1 directory record\n{}\n{}\n{}\n{request}\n{}",
            self.sequence,
            self.previous,
            self.at.as_micros(),
            self.signature
        )
    }

    pub(super) fn hash(&self) -> RecordHash {
        RecordHash(sha256(self.text().as_bytes()))
    }

    pub(super) fn verify_centre(&self, key: &PublicKey) -> Result<(), String> {
        key.verify(self.text().as_bytes(), &self.centre.0)
            .map_err(|_| "the centre's signature does not verify".to_owned())
    }

    pub(super) fn verify_owner(&self, key: &PublicKey) -> Result<(), String> {
        key.verify(signed_text(&self.request).as_bytes(), &self.signature.0)
            .map_err(|_| "the owner's signature does not verify".to_owned())
    }

    pub(super) fn parse_request(&self) -> Result<Request, String> {
        if self.request.len() > REQUEST_BYTES_MAX {
            return Err("the request is longer than 64 KiB".to_owned());
        }
        serde_json::from_str(&self.request).map_err(|error| format!("the request is malformed: {error}"))
    }
}
