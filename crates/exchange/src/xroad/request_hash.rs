//! X-Road's request hash: what a response names so that the client knows which request it answers.
//!
//! Not a signature and no secret: who knows the head as the consumer's gateway saw it can compute it again.
//! Source: X-Road 7.8, RestMessage and RestRequest; SHA-512 of aws-lc-rs.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest::{Context, SHA512, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

/// X-Road's request hash: SHA-512(M), or SHA-512(SHA-512(M) ‖ SHA-512(body)) where there is a body.
///
/// An empty body is no body. Text form: standard base64 with padding, as in `X-Road-Request-Hash`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RequestHash([u8; 64]);

impl RequestHash {
    /// The hash of a request whose head is `message`.
    pub fn new(message: &[u8], body: &[u8]) -> Self {
        if body.is_empty() {
            Self(sha512(message))
        } else {
            Self::with_body_digest(message, &sha512(body))
        }
    }

    /// The same for a body that was digested while it streamed by. Not for an empty body.
    pub fn with_body_digest(message: &[u8], body_sha512: &[u8; 64]) -> Self {
        let mut context = Context::new(&SHA512);
        context.update(&sha512(message));
        context.update(body_sha512);
        Self(to_array(context.finish().as_ref()))
    }

    /// The 64 bytes.
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Display for RequestHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for RequestHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestHash({self})")
    }
}

/// The text is not the base64 of 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a request hash is the base64 of 64 bytes")]
pub struct RequestHashError;

impl FromStr for RequestHash {
    type Err = RequestHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = STANDARD.decode(text).map_err(|_| RequestHashError)?;
        bytes.try_into().map(Self).map_err(|_| RequestHashError)
    }
}

fn sha512(bytes: &[u8]) -> [u8; 64] {
    to_array(digest(&SHA512, bytes).as_ref())
}

fn to_array(digest: &[u8]) -> [u8; 64] {
    // Unwrap safety: SHA-512 has 64 bytes.
    digest.try_into().expect("a SHA-512 digest of 64 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf 'GET\r\n/r1/VN/GOV/G01/population/verify\r\n' | openssl dgst -sha512 -binary | base64 -w0`
    const HEAD: &[u8] = b"GET\r\n/r1/VN/GOV/G01/population/verify\r\n";

    #[test]
    fn the_hash_is_what_openssl_computes() {
        assert_eq!(
            RequestHash::new(HEAD, b"").to_string(),
            "FfT1a7RGkzJ0aPXv47P8dbE6fcucgufKQimcUz6m0hd1K/Zw57NU5WCA/eSyXyC9XPR/qDp/3Y3kxsbtQvTPww=="
        );
        // The SHA-512 of the concatenated SHA-512 of HEAD and of the body `{}`.
        assert_eq!(
            RequestHash::new(HEAD, b"{}").to_string(),
            "ov/5qzGYanqc4JsiUZCuQ7QoksW38ZA/ty7frDh1v70WEvteesBvn7+/HyvU/pOewf20Yquavl0UKK0ogCigpQ=="
        );
    }

    #[test]
    fn a_streamed_body_gives_the_same_hash() {
        assert_eq!(
            RequestHash::with_body_digest(HEAD, &sha512(b"{}")),
            RequestHash::new(HEAD, b"{}")
        );
    }

    #[test]
    fn the_text_form_reads_back_and_nothing_else_does() {
        let hash = RequestHash::new(HEAD, b"");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for text in ["", "AAAA", "not base64", &hash.to_string()[1..]] {
            assert_eq!(text.parse::<RequestHash>(), Err(RequestHashError), "{text}");
        }
    }
}
