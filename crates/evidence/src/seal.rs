//! Seals evidence records: AES-256-GCM under a key derived from the transaction's key, bound to the entry
//! (`docs/evidence-format.md` section 6).
//!
//! One transaction key seals several records (the consumer's, the provider's, an intent and what closes it), so the
//! nonce is derived from the content: the same content gives the same bytes, different content another nonce.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use crate::commitment::TransactionKey;
use crate::entry::ENTRY_BYTES;

/// Bytes of the nonce.
pub const NONCE_BYTES: usize = 12;

/// A sealed record was changed, or belongs to another key or entry; or sealing failed inside the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sealed evidence does not open under this key and entry")]
pub struct SealError;

/// Nonce and sealed bytes of a plaintext.
pub fn seal(
    key: &TransactionKey,
    entry: &[u8; ENTRY_BYTES],
    plaintext: Vec<u8>,
) -> Result<([u8; NONCE_BYTES], Vec<u8>), SealError> {
    let mac = key.mac("motlan/1 nonce\n", &[entry, &plaintext]);
    let mut nonce = [0; NONCE_BYTES];
    nonce.copy_from_slice(&mac[..NONCE_BYTES]);
    let mut sealed = plaintext;
    cipher(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(entry), &mut sealed)
        .map_err(|_| SealError)?;
    Ok((nonce, sealed))
}

/// The plaintext of sealed bytes.
pub fn open(
    key: &TransactionKey,
    entry: &[u8; ENTRY_BYTES],
    nonce: [u8; NONCE_BYTES],
    sealed: &[u8],
) -> Result<Vec<u8>, SealError> {
    let mut plaintext = sealed.to_vec();
    let length = cipher(key)?
        .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(entry), &mut plaintext)
        .map_err(|_| SealError)?
        .len();
    plaintext.truncate(length);
    Ok(plaintext)
}

fn cipher(key: &TransactionKey) -> Result<LessSafeKey, SealError> {
    UnboundKey::new(&AES_256_GCM, &key.mac("motlan/1 seal\n", &[]))
        .map(LessSafeKey::new)
        .map_err(|_| SealError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_under_its_own_key_and_entry_only() {
        let key = TransactionKey::new([1; 32]).unwrap();
        let other = TransactionKey::new([2; 32]).unwrap();
        let (nonce, sealed) = seal(&key, &[3; 128], b"evidence".to_vec()).unwrap();
        assert_eq!(open(&key, &[3; 128], nonce, &sealed), Ok(b"evidence".to_vec()));
        assert_eq!(open(&other, &[3; 128], nonce, &sealed), Err(SealError));
        assert_eq!(open(&key, &[4; 128], nonce, &sealed), Err(SealError));
        for bit in 0..sealed.len() * 8 {
            let mut wrong = sealed.clone();
            wrong[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&key, &[3; 128], nonce, &wrong), Err(SealError), "bit {bit}");
        }
    }

    #[test]
    fn different_content_under_one_key_has_another_nonce() {
        let key = TransactionKey::new([1; 32]).unwrap();
        let nonce = |entry: u8, text: &str| seal(&key, &[entry; 128], text.into()).unwrap().0;
        assert_ne!(nonce(3, "evidence"), nonce(3, "evidencf"));
        assert_ne!(nonce(3, "evidence"), nonce(4, "evidence"));
        assert_eq!(nonce(3, "evidence"), nonce(3, "evidence"));
    }
}
