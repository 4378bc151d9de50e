//! Commitments: what an entry says about a transaction's id, request and response to those who hold its key, and to
//! nobody else (`docs/evidence-format.md` section 4).
//!
//! HMAC-SHA-256 (RFC 2104) under the transaction's key. Pure; drawing keys is the consumer's gateway's affair.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::hmac::{Context, HMAC_SHA256, Key};
use motlan_core::caller::TransactionId;

/// Bytes of a commitment and of a key.
pub const COMMITMENT_BYTES: usize = 32;

/// The SHA-512 of a body: the value of its `Content-Digest` (RFC 9530).
pub type ContentDigest = [u8; 64];

/// A message signature: Ed25519, or P-256 as `r ‖ s`.
pub type Signature = [u8; 64];

/// The secret that both gateways of a transaction share and that erasure destroys.
#[derive(Clone)]
pub struct TransactionKey {
    bytes: [u8; 32],
    /// The same, made ready once: a transaction computes five codes under its key, and half of a short one is this.
    mac: Arc<Key>,
}

/// A key of zeros only: that is what an erased slot holds, so a record under it could never be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a transaction key is not all zero")]
pub struct ZeroKey;

impl TransactionKey {
    /// The key of these bytes, as drawn by the consumer's gateway.
    pub fn new(bytes: [u8; 32]) -> Result<Self, ZeroKey> {
        if bytes == [0; 32] {
            Err(ZeroKey)
        } else {
            let mac = Arc::new(Key::new(HMAC_SHA256, &bytes));
            Ok(Self { bytes, mac })
        }
    }

    /// The secret bytes, to be sent inside TLS and kept in a journal slot.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// HMAC-SHA-256 over the label and the parts, one after the other.
    pub(crate) fn mac(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = Context::with_key(&self.mac);
        context.update(label.as_bytes());
        for part in parts {
            context.update(part);
        }
        let mut bytes = [0; 32];
        bytes.copy_from_slice(context.sign().as_ref());
        bytes
    }
}

impl PartialEq for TransactionKey {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for TransactionKey {}

impl TryFrom<[u8; 32]> for TransactionKey {
    type Error = ZeroKey;

    fn try_from(bytes: [u8; 32]) -> Result<Self, ZeroKey> {
        Self::new(bytes)
    }
}

/// Says nothing about the key.
impl fmt::Debug for TransactionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransactionKey(…)")
    }
}

/// The commitment to a transaction id: what the two sides' entries are matched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdCommitment(pub [u8; COMMITMENT_BYTES]);

impl IdCommitment {
    /// Commits to a transaction id.
    pub fn of(key: &TransactionKey, id: &TransactionId) -> Self {
        Self(key.mac("motlan/1 id\n", &[&id.0]))
    }
}

/// The commitment to a request's body and signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestCommitment(pub [u8; COMMITMENT_BYTES]);

impl RequestCommitment {
    /// Commits to a request.
    pub fn of(key: &TransactionKey, digest: &ContentDigest, signature: &Signature) -> Self {
        Self(key.mac("motlan/1 request\n", &[digest, signature]))
    }
}

/// The commitment to a response's body and signature. Never all zero: that means *no response* in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResponseCommitment(pub [u8; COMMITMENT_BYTES]);

impl ResponseCommitment {
    /// Commits to a response.
    pub fn of(key: &TransactionKey, digest: &ContentDigest, signature: &Signature) -> Self {
        Self(key.mac("motlan/1 response\n", &[digest, signature]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> TransactionKey {
        TransactionKey::new([7; 32]).unwrap()
    }

    /// Computed with Python's `hmac.new(b"\x07" * 32, label + message, "sha256")`: the format must never drift.
    #[test]
    fn commitments_are_those_of_the_format() {
        let id = IdCommitment::of(&key(), &TransactionId([1; 32]));
        let request = RequestCommitment::of(&key(), &[2; 64], &[3; 64]);
        let response = ResponseCommitment::of(&key(), &[2; 64], &[3; 64]);
        assert_eq!(
            hex::encode(id.0),
            "d1c36f47a48f7fca9c5d3a6be00d2240b6b017c10235056a3df9f91ef64e55a7"
        );
        assert_eq!(
            hex::encode(request.0),
            "edc4e0c18228c0e4874c0a0a88d8e767ad1c0d340e28461bcc3bae52187f3fc4"
        );
        assert_eq!(
            hex::encode(response.0),
            "8d36b2c789951737389cba6b132a50923f7ce31811202ade7eb48a75c9ace7ff"
        );
    }

    #[test]
    fn a_zero_key_is_refused_and_no_key_is_printed() {
        assert_eq!(TransactionKey::new([0; 32]), Err(ZeroKey));
        assert_eq!(format!("{:?}", key()), "TransactionKey(…)");
    }
}
