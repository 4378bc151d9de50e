//! Identifiers that stand for somebody or something at one consumer alone: two consumers cannot put theirs together.
//!
//! HMAC-SHA-256 with a key of the installation, over the consumer's system and the key of the record. It never changes
//! for the same system, so that a subscriber finds its own row again.

use aws_lc_rs::hmac;
use motlan_core::SystemId;

use crate::journal::IndexKey;
use crate::model::pack::Pack;

/// Bytes of an identifier: 128 bits, so that among 10⁸ people two share one with a chance of 10⁻²³.
const IDENTIFIER_BYTES: usize = 16;

/// The installation's key for such identifiers.
pub(crate) struct PairwiseKey(hmac::Key);

impl PairwiseKey {
    /// Derived from the key of the person index, with a word that no subject of that index begins with.
    pub(crate) fn derive(index_key: &IndexKey) -> Self {
        Self(hmac::Key::new(
            hmac::HMAC_SHA256,
            &index_key.derive("pairwise identifiers"),
        ))
    }

    /// What stands for the record of this key at this consumer. For a person it is the same in every registry of the
    /// installation; a record that is about nobody belongs to one registry.
    pub(crate) fn identifier(&self, consumer: &SystemId, pack: &Pack, key: &str) -> String {
        let consumer = consumer.to_string();
        // No code of a registry is empty.
        let domain = if pack.keys.is_person() { "" } else { pack.code.as_str() };
        // The key comes last: neither of the others holds a zero byte.
        let tag = hmac::sign(&self.0, [consumer.as_str(), domain, key].join("\0").as_bytes());
        hex::encode(&tag.as_ref()[..IDENTIFIER_BYTES])
    }
}
