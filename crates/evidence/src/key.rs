//! Keys of a log: the Ed25519 key that signs its checkpoints, and the verifier key that outsiders hold
//! (C2SP signed-note, signature type 0x01).
//!
//! One signing key serves all logs of a node: the key name, which is the log's origin, makes the verifier keys differ.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, ParsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::tree::Hash;

/// Signature type of Ed25519 in signed notes.
const ED25519_TYPE: u8 = 0x01;

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Neither PKCS#8 PEM nor 64 hexadecimal digits, or not an Ed25519 key. Says nothing about the secret.
    #[error("a signing key is Ed25519: PKCS#8 as PEM, or a 32-byte seed as 64 hexadecimal digits")]
    SigningKey,
    /// Not `<name>+<key id>+<base64>`, or the key id is not that of the key.
    #[error("a verifier key is <name>+<8 hexadecimal digits>+<base64 of type and key>, of type Ed25519")]
    VerifierKey,
    /// The name holds a space, a plus or a control character, or is empty.
    #[error("a key name has no spaces, plus signs or control characters")]
    Name,
    /// The system gave no random bytes.
    #[error("no random bytes for a new key")]
    NoRandomness,
}

/// Signs the checkpoints of a node's logs.
pub struct LogKey(Ed25519KeyPair);

impl LogKey {
    /// The key of a 32-byte seed (RFC 8032's private key).
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, KeyError> {
        Ed25519KeyPair::from_seed_unchecked(seed)
            .map(Self)
            .map_err(|_| KeyError::SigningKey)
    }

    /// A new key and its text form, 64 hexadecimal digits and a newline, to be written to a file only its owner reads.
    pub fn generate() -> Result<(Self, String), KeyError> {
        let mut seed = [0; 32];
        aws_lc_rs::rand::fill(&mut seed).map_err(|_| KeyError::NoRandomness)?;
        Ok((Self::from_seed(&seed)?, hex::encode(seed) + "\n"))
    }

    /// What outsiders verify with; `name` is the log's origin.
    pub fn verifier(&self, name: &str) -> Result<VerifierKey, KeyError> {
        let mut public = [0; 32];
        public.copy_from_slice(self.0.public_key().as_ref());
        VerifierKey::new(name, public)
    }

    /// Signs a note's text.
    pub(crate) fn sign(&self, text: &str) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.0.sign(text.as_bytes()).as_ref());
        signature
    }
}

/// PKCS#8 as PEM, or a seed as 64 hexadecimal digits.
impl FromStr for LogKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let Some(body) = text.strip_prefix("-----BEGIN PRIVATE KEY-----") else {
            let mut seed = [0; 32];
            hex::decode_to_slice(text, &mut seed).map_err(|_| KeyError::SigningKey)?;
            return Self::from_seed(&seed);
        };
        let body = body
            .strip_suffix("-----END PRIVATE KEY-----")
            .ok_or(KeyError::SigningKey)?;
        let body: String = body.split_ascii_whitespace().collect();
        let der = STANDARD.decode(body).map_err(|_| KeyError::SigningKey)?;
        // Files of other tools (openssl) leave the public key out, which is PKCS#8 version 1.
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der)
            .map(Self)
            .map_err(|_| KeyError::SigningKey)
    }
}

/// Says nothing about the key.
impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogKey(…)")
    }
}

/// The public half under its name: `<name>+<key id>+<base64>`.
#[derive(Clone, Debug)]
pub struct VerifierKey {
    name: String,
    public: [u8; 32],
    parsed: ParsedPublicKey,
}

impl VerifierKey {
    fn new(name: &str, public: [u8; 32]) -> Result<Self, KeyError> {
        if name.is_empty() || name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+') {
            return Err(KeyError::Name);
        }
        let parsed = ParsedPublicKey::new(&ED25519, public).map_err(|_| KeyError::VerifierKey)?;
        Ok(Self {
            name: name.to_owned(),
            public,
            parsed,
        })
    }

    /// The key name: the origin of the log it belongs to.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First 4 bytes of SHA-256(name ‖ newline ‖ type ‖ key), which signature lines carry.
    pub fn id(&self) -> [u8; 4] {
        let input = [self.name.as_bytes(), b"\n", &[ED25519_TYPE], &self.public].concat();
        let hash = Hash::of(&input).0;
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// Whether `signature` is this key's over a note's text.
    pub(crate) fn is_valid(&self, text: &str, signature: &[u8]) -> bool {
        self.parsed.verify_sig(text.as_bytes(), signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[ED25519_TYPE], self.public.as_slice()].concat());
        write!(f, "{}+{}+{key}", self.name, hex::encode(self.id()))
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        // Base64 may hold a plus, so only the first two separate.
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::VerifierKey);
        };
        let key = STANDARD.decode(key).map_err(|_| KeyError::VerifierKey)?;
        let public = match key.split_first() {
            Some((&ED25519_TYPE, public)) => public.try_into().map_err(|_| KeyError::VerifierKey)?,
            _ => return Err(KeyError::VerifierKey),
        };
        let key = Self::new(name, public)?;
        if hex::encode(key.id()) == id {
            Ok(key)
        } else {
            Err(KeyError::VerifierKey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verifier key of the Go module `sumdb/note`'s documentation and tests.
    const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn the_go_reference_key_parses_and_is_written_the_same() {
        let key: VerifierKey = PETER.parse().unwrap();
        assert_eq!(key.name(), "PeterNeumann");
        assert_eq!(key.to_string(), PETER);
    }

    #[test]
    fn a_changed_verifier_key_is_refused() {
        for wrong in [
            "PeterNeumanm+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3",
            "",
        ] {
            assert_eq!(
                wrong.parse::<VerifierKey>().unwrap_err(),
                KeyError::VerifierKey,
                "{wrong}"
            );
        }
    }

    #[test]
    fn seed_and_pkcs8_give_the_same_key() {
        // RFC 8032 section 7.1, test 1.
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let pem = "-----BEGIN PRIVATE KEY-----\n\
                   MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
                   -----END PRIVATE KEY-----\n";
        let from_seed: LogKey = seed.parse().unwrap();
        let from_pem: LogKey = pem.parse().unwrap();
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        for key in [from_seed, from_pem] {
            assert_eq!(hex::encode(key.verifier("log").unwrap().public), public);
        }
    }

    #[test]
    fn a_generated_key_comes_back_from_its_text() {
        let (key, text) = LogKey::generate().unwrap();
        let again: LogKey = text.parse().unwrap();
        assert_eq!(
            key.verifier("a").unwrap().to_string(),
            again.verifier("a").unwrap().to_string()
        );
        assert_eq!("00".parse::<LogKey>().unwrap_err(), KeyError::SigningKey);
        assert_eq!(key.verifier("a b").unwrap_err(), KeyError::Name);
    }
}
