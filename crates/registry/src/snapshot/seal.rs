//! Sealed chunks: AES-256-GCM with a key of the file's own, so that a counter is a good nonce (NIST SP 800-38D, 8.2.1).
//!
//! The last chunk's nonce says that it is the last, as in the STREAM construction: neither a chunk that is cut off nor one in
//! another place opens. The file's key is made of everything that stands before the chunks, so none opens behind a head that
//! was changed.

use std::io;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;

use super::damaged;

/// Bytes of a chunk before it is sealed.
pub(super) const CHUNK_BYTES: usize = 64 * 1024;

/// What sealing adds.
pub(super) const TAG_BYTES: usize = 16;

/// Bytes of the last chunk: a count.
pub(super) const LAST_BYTES: usize = 8 + TAG_BYTES;

/// Seals and opens the chunks of one file.
pub(super) struct Seal(LessSafeKey);

impl Seal {
    /// For a file that begins with these bytes, at whose end its salt stands.
    pub(super) fn new(key: &[u8; 32], beginning: &[u8]) -> io::Result<Self> {
        let of_file = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), beginning);
        let key = UnboundKey::new(&AES_256_GCM, of_file.as_ref()).map_err(|_| damaged("its key does not fit"))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    pub(super) fn seal(&self, number: u64, is_last: bool, chunk: &mut Vec<u8>) -> io::Result<()> {
        self.0
            .seal_in_place_append_tag(nonce(number, is_last), Aad::empty(), chunk)
            .map_err(|_| io::Error::other("encryption failed"))
    }

    pub(super) fn open(&self, number: u64, is_last: bool, mut chunk: Vec<u8>) -> io::Result<Vec<u8>> {
        let opened = self
            .0
            .open_in_place(nonce(number, is_last), Aad::empty(), &mut chunk)
            .map_err(|_| damaged("a chunk does not open"))?;
        let length = opened.len();
        chunk.truncate(length);
        Ok(chunk)
    }
}

fn nonce(number: u64, is_last: bool) -> Nonce {
    let mut nonce = [0; NONCE_LEN];
    nonce[..8].copy_from_slice(&number.to_be_bytes());
    nonce[NONCE_LEN - 1] = u8::from(is_last);
    Nonce::assume_unique_for_key(nonce)
}
