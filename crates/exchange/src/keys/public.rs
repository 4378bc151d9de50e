//! A public key, parsed once and shared: verification is the gateway's hot path.
//!
//! Text form `ed25519:<base64 of 32 bytes>` or `ecdsa-p256-sha256:<base64 of the 65-byte uncompressed point>`; PEM is
//! read and written for other people's tools (RFC 5280 SubjectPublicKeyInfo).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, VerificationAlgorithm};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motlan_core::{Code, Failure};
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::pki_types::pem::PemObject;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::multiples::Familiar;
use super::{Algorithm, invalid, pem};

/// DER before the 32 key bytes: SEQUENCE, AlgorithmIdentifier id-Ed25519, BIT STRING (RFC 8410, section 4).
const ED25519_PREFIX: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// DER before the 65 point bytes: SEQUENCE, id-ecPublicKey with prime256v1, BIT STRING (RFC 5480, section 2).
const P256_PREFIX: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// Every encoding of the Ed25519 points of order 1, 2, 4 and 8, sign bit cleared. Under such a key anybody can make
/// signatures, so that its owner could deny one.
const SMALL_ORDER: [[u8; 32]; 7] = [
    hex32(b"0000000000000000000000000000000000000000000000000000000000000000"),
    hex32(b"0100000000000000000000000000000000000000000000000000000000000000"),
    hex32(b"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    hex32(b"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    hex32(b"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    hex32(b"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    hex32(b"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
];

const fn hex32(text: &[u8; 64]) -> [u8; 32] {
    const fn digit(character: u8) -> u8 {
        if character.is_ascii_digit() {
            character - b'0'
        } else {
            character - b'a' + 10
        }
    }
    let mut bytes = [0; 32];
    let mut index = 0;
    while index < 32 {
        bytes[index] = digit(text[2 * index]) * 16 + digit(text[2 * index + 1]);
        index += 1;
    }
    bytes
}

/// A public key. Clones share one parsed key.
#[derive(Clone)]
pub struct PublicKey(Arc<Parts>);

struct Parts {
    algorithm: Algorithm,
    parsed: ParsedPublicKey,
    familiar: Familiar,
    text: String,
    keyid: String,
}

impl PublicKey {
    /// Parses raw key bytes: 32 for Ed25519, the 65-byte uncompressed point for P-256.
    ///
    /// Refuses (`invalid_key`) other lengths, points off the curve and Ed25519 points of small order.
    pub fn from_raw(algorithm: Algorithm, raw: &[u8]) -> Result<Self, Failure> {
        let (verification, is_well_formed): (&'static dyn VerificationAlgorithm, bool) = match algorithm {
            Algorithm::Ed25519 => (&ED25519, raw.len() == 32 && !is_small_order(raw)),
            Algorithm::EcdsaP256Sha256 => (&ECDSA_P256_SHA256_FIXED, raw.len() == 65 && raw[0] == 4),
        };
        if !is_well_formed {
            return Err(invalid("the public key has a wrong length or is a weak point"));
        }
        let parsed =
            ParsedPublicKey::new(verification, raw).map_err(|_| invalid("the public key is no point of its curve"))?;
        let text = format!("{algorithm}:{}", STANDARD.encode(raw));
        let keyid = hex::encode(&digest(&SHA256, text.as_bytes()).as_ref()[..16]);
        Ok(Self(Arc::new(Parts {
            algorithm,
            parsed,
            familiar: Familiar::default(),
            text,
            keyid,
        })))
    }

    /// Parses a PEM `PUBLIC KEY` block.
    pub fn from_pem(text: &str) -> Result<Self, Failure> {
        let der = SubjectPublicKeyInfoDer::from_pem_slice(text.as_bytes())
            .map_err(|_| invalid("there is no PEM block PUBLIC KEY"))?;
        if let Some(raw) = der.strip_prefix(ED25519_PREFIX) {
            Self::from_raw(Algorithm::Ed25519, raw)
        } else if let Some(raw) = der.strip_prefix(P256_PREFIX) {
            Self::from_raw(Algorithm::EcdsaP256Sha256, raw)
        } else {
            Err(invalid("the public key is neither Ed25519 nor uncompressed P-256"))
        }
    }

    /// The PEM `PUBLIC KEY` block.
    pub fn to_pem(&self) -> String {
        let prefix = match self.0.algorithm {
            Algorithm::Ed25519 => ED25519_PREFIX,
            Algorithm::EcdsaP256Sha256 => P256_PREFIX,
        };
        pem("PUBLIC KEY", &[prefix, self.raw()].concat())
    }

    /// The raw key bytes, as [`PublicKey::from_raw`] takes them.
    pub fn raw(&self) -> &[u8] {
        self.0.parsed.as_ref()
    }

    /// How this key's owner signs.
    pub fn algorithm(&self) -> Algorithm {
        self.0.algorithm
    }

    /// The key's name in messages: the first 16 bytes of SHA-256 of its text form, in lower-case hexadecimal.
    ///
    /// It follows from the key alone, so an owner knows it before the directory does.
    pub fn keyid(&self) -> &str {
        &self.0.keyid
    }

    /// Succeeds if `signature` is this key's over `message`; otherwise `invalid_signature`.
    ///
    /// Of an Ed25519 key that is seen often, most signatures are accepted by a shorter way (`keys/multiples.rs`); what
    /// that one does not accept is asked of the library like everything else, which alone refuses.
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), Failure> {
        let key = &self.0;
        if key.algorithm == Algorithm::Ed25519 && key.familiar.accepts(self.raw(), message, signature) {
            return Ok(());
        }
        key.parsed
            .verify_sig(message, signature)
            .map_err(|_| Failure::from(Code::InvalidSignature))
    }
}

fn is_small_order(raw: &[u8]) -> bool {
    SMALL_ORDER
        .iter()
        .any(|point| raw[..31] == point[..31] && raw[31] & 0x7f == point[31])
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for PublicKey {}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl FromStr for PublicKey {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (algorithm, raw) = text
            .split_once(':')
            .ok_or_else(|| invalid("a public key is <algorithm>:<base64>"))?;
        let raw = STANDARD
            .decode(raw)
            .map_err(|_| invalid("the public key is not base64"))?;
        Self::from_raw(algorithm.parse()?, &raw)
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SigningKey;

    const BOTH: [Algorithm; 2] = [Algorithm::Ed25519, Algorithm::EcdsaP256Sha256];

    #[test]
    fn text_and_pem_round_trip() {
        for algorithm in BOTH {
            let key = SigningKey::generate(algorithm).unwrap().public_key().clone();
            assert_eq!(key.to_string().parse::<PublicKey>().unwrap(), key);
            assert_eq!(PublicKey::from_pem(&key.to_pem()).unwrap(), key);
            let json = serde_json::to_string(&key).unwrap();
            assert_eq!(serde_json::from_str::<PublicKey>(&json).unwrap(), key);
            assert!(key.to_string().starts_with(algorithm.as_str()));
        }
    }

    #[test]
    fn the_keyid_follows_from_the_key() {
        let key: PublicKey = "ed25519:JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=".parse().unwrap();
        assert_eq!(key.keyid().len(), 32);
        assert_eq!(key.keyid(), PublicKey::from_pem(&key.to_pem()).unwrap().keyid());
        let other = SigningKey::generate(Algorithm::Ed25519).unwrap();
        assert_ne!(key.keyid(), other.public_key().keyid());
    }

    #[test]
    fn malformed_keys_are_refused() {
        let point = SigningKey::generate(Algorithm::EcdsaP256Sha256).unwrap();
        let mut off_curve = point.public_key().raw().to_vec();
        off_curve[64] ^= 1;
        let compressed = [&[2 + (off_curve[64] & 1)], &off_curve[1..33]].concat();
        for raw in [&off_curve[..], &compressed, &off_curve[..64], &[]] {
            let refused = PublicKey::from_raw(Algorithm::EcdsaP256Sha256, raw).unwrap_err();
            assert_eq!(refused.code, Code::InvalidKey);
        }
        for text in ["", "ed25519", "ed25519:", "ed25519:AAAA", "rsa:AAAA", "ed25519:!!!"] {
            assert_eq!(text.parse::<PublicKey>().unwrap_err().code, Code::InvalidKey, "{text}");
        }
    }

    #[test]
    fn points_of_small_order_are_refused() {
        for point in SMALL_ORDER {
            for sign in [0, 0x80] {
                let mut raw = point;
                raw[31] |= sign;
                let refused = PublicKey::from_raw(Algorithm::Ed25519, &raw).unwrap_err();
                assert_eq!(refused.detail, "the public key has a wrong length or is a weak point");
            }
        }
    }
}
