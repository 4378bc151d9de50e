//! Signing keys of members and of the centre: Ed25519 or ECDSA P-256, by choice of the member.
//!
//! Both sorts give 64-byte signatures, so that every place that stores one has one size. It keeps no key file and
//! knows no member; TLS keys are somebody else's. Names of algorithms: RFC 9421, section 3.3.

mod multiples;
mod public;
mod signing;

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motlan_core::{Code, Failure};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use public::PublicKey;
pub use signing::SigningKey;

/// How a key signs. The text form is the name that RFC 9421 registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// `ed25519`: RFC 8032.
    Ed25519,
    /// `ecdsa-p256-sha256`: the signature is `r` and `s`, 32 bytes each, big-endian.
    EcdsaP256Sha256,
}

impl Algorithm {
    /// The name in RFC 9421's registry.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::EcdsaP256Sha256 => "ecdsa-p256-sha256",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Algorithm {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "ed25519" => Ok(Self::Ed25519),
            "ecdsa-p256-sha256" => Ok(Self::EcdsaP256Sha256),
            _ => Err(invalid("the algorithm is neither ed25519 nor ecdsa-p256-sha256")),
        }
    }
}

/// 64 signature bytes. The text form is base64.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

impl FromStr for Signature {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 64];
        match STANDARD.decode_slice(text, &mut bytes) {
            Ok(64) => Ok(Self(bytes)),
            _ => Err(Failure::new(
                Code::InvalidSignature,
                "a signature is 64 bytes in base64",
            )),
        }
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

fn invalid(detail: &str) -> Failure {
    Failure::new(Code::InvalidKey, detail)
}

/// RFC 7468: base64 in lines of 64 characters between a header and a footer.
fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = tail;
    }
    pem + "-----END " + label + "-----\n"
}
