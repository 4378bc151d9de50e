//! The keyed index of a person: finds somebody's entries without holding a personal number.

use std::fmt;

use aws_lc_rs::hmac;
use motlan_core::vietnam::personal_number::PersonalNumber;

/// Bytes of a person index: 128 bits, so that among 10⁸ people two share one with a chance of 10⁻²³.
pub(super) const INDEX_BYTES: usize = 16;

/// Finds a person's entries.
pub(super) type PersonIndex = [u8; INDEX_BYTES];

/// The key of the person index. It belongs to the installation; whoever holds it can test a number against the journal.
#[derive(Clone)]
pub struct IndexKey(hmac::Key);

impl IndexKey {
    /// A key from 32 random bytes.
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    /// HMAC-SHA-256 over the 12 digits, the first 16 bytes.
    pub(super) fn index(&self, person: &PersonalNumber) -> PersonIndex {
        let tag = hmac::sign(&self.0, person.as_str().as_bytes());
        let mut index = [0; INDEX_BYTES];
        index.copy_from_slice(&tag.as_ref()[..INDEX_BYTES]);
        index
    }
}

impl fmt::Debug for IndexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndexKey(…)")
    }
}
