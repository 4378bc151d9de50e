//! The keyed index that finds the entries about a person without holding a personal number.

use std::fmt;

use aws_lc_rs::hmac;

use crate::model::subject::Subject;

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

    /// A key for another purpose, which says nothing about this one.
    pub(crate) fn derive(&self, purpose: &str) -> [u8; 32] {
        // Subjects are digits, or begin with `record:`.
        let tag = hmac::sign(&self.0, format!("derive:{purpose}").as_bytes());
        let mut key = [0; 32];
        key.copy_from_slice(tag.as_ref());
        key
    }

    /// HMAC-SHA-256 over the 12 digits (or the record's key with its word before it), the first 16 bytes.
    pub(super) fn index(&self, subject: &Subject) -> PersonIndex {
        let tag = hmac::sign(&self.0, subject.as_str().as_bytes());
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
