//! A signing key: made from the machine's randomness, stored as PKCS#8 (RFC 5958), never shown.

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use motlan_core::{Code, Failure};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;

use super::{Algorithm, PublicKey, invalid, pem};

/// A private key with its public half.
pub struct SigningKey {
    pair: Pair,
    public: PublicKey,
}

enum Pair {
    Ed25519(Ed25519KeyPair),
    EcdsaP256(EcdsaKeyPair),
}

impl SigningKey {
    /// Makes a new key.
    pub fn generate(algorithm: Algorithm) -> Result<Self, Failure> {
        let random = SystemRandom::new();
        let document = match algorithm {
            Algorithm::Ed25519 => Ed25519KeyPair::generate_pkcs8v1(&random),
            Algorithm::EcdsaP256Sha256 => EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random),
        };
        Self::from_pkcs8(document.map_err(|_| Code::InternalError)?.as_ref())
    }

    /// Reads a PKCS#8 document, Ed25519 or P-256.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, Failure> {
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8(der) {
            let public = PublicKey::from_raw(Algorithm::Ed25519, pair.public_key().as_ref())?;
            let pair = Pair::Ed25519(pair);
            return Ok(Self { pair, public });
        }
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der)
            .map_err(|_| invalid("the private key is neither Ed25519 nor P-256 in PKCS#8"))?;
        let public = PublicKey::from_raw(Algorithm::EcdsaP256Sha256, pair.public_key().as_ref())?;
        let pair = Pair::EcdsaP256(pair);
        Ok(Self { pair, public })
    }

    /// Reads a PEM `PRIVATE KEY` block.
    pub fn from_pem(text: &str) -> Result<Self, Failure> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(text.as_bytes())
            .map_err(|_| invalid("there is no PEM block PRIVATE KEY"))?;
        Self::from_pkcs8(der.secret_pkcs8_der())
    }

    /// The PKCS#8 document, version 1, which OpenSSL reads. For a file that only its owner may read.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, Failure> {
        let document = match &self.pair {
            Pair::Ed25519(pair) => pair.to_pkcs8v1(),
            Pair::EcdsaP256(pair) => pair.to_pkcs8v1(),
        };
        Ok(document.map_err(|_| Code::InternalError)?.as_ref().to_vec())
    }

    /// The PEM `PRIVATE KEY` block. For a file that only its owner may read.
    pub fn to_pem(&self) -> Result<String, Failure> {
        Ok(pem("PRIVATE KEY", &self.to_pkcs8()?))
    }

    /// The public half.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// Signs a message. Ed25519 signatures are the same each time, P-256 signatures are not.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signed = match &self.pair {
            Pair::Ed25519(pair) => pair.try_sign(message),
            Pair::EcdsaP256(pair) => pair.sign(&SystemRandom::new(), message),
        };
        let mut signature = [0; 64];
        // Unwrap safety: the key was validated when it was read, so signing fails only where memory or the kernel's
        // randomness is gone, and then nothing sensible can follow.
        signature.copy_from_slice(signed.expect("signing with a validated key").as_ref());
        signature
    }
}

/// Shows the public half only.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Algorithm; 2] = [Algorithm::Ed25519, Algorithm::EcdsaP256Sha256];

    #[test]
    fn stored_and_read_again_it_is_the_same_key() {
        for algorithm in BOTH {
            let key = SigningKey::generate(algorithm).unwrap();
            let again = SigningKey::from_pem(&key.to_pem().unwrap()).unwrap();
            assert_eq!(again.public_key(), key.public_key());
            assert_eq!(again.public_key().algorithm(), algorithm);
            key.public_key().verify(b"message", &again.sign(b"message")).unwrap();
        }
    }

    #[test]
    fn only_the_signers_key_verifies() {
        for algorithm in BOTH {
            let signature = SigningKey::generate(algorithm).unwrap().sign(b"message");
            for other in BOTH {
                let other = SigningKey::generate(other).unwrap();
                let refused = other.public_key().verify(b"message", &signature).unwrap_err();
                assert_eq!(refused.code, Code::InvalidSignature);
            }
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        for algorithm in BOTH {
            let key = SigningKey::generate(algorithm).unwrap();
            assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.public_key()));
        }
    }

    #[test]
    fn other_keys_are_refused() {
        assert_eq!(SigningKey::from_pem("").unwrap_err().code, Code::InvalidKey);
        assert_eq!(SigningKey::from_pkcs8(&[0; 48]).unwrap_err().code, Code::InvalidKey);
    }
}
