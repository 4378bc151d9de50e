//! Signed messages on the gateway leg: building their header fields and checking those that came in.
//!
//! Both directions share it. It knows the fields of [`crate::wire`], not what they mean.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue};
use motlan_core::{Code, Failure, Timestamp};
use motlan_evidence::SignedMessage;

use crate::keys::SigningKey;
use crate::signature::{self, Parsed};
use crate::transport::payload::Payload;
use crate::wire::{CONTENT_DIGEST, COVERED, EXCHANGE, HEAD};
use crate::xroad::RequestHash;

/// What a message says.
pub(super) struct Envelope<'a> {
    /// `Motlan-Exchange`.
    pub(super) facts: &'a str,
    /// X-Road's canonical head.
    pub(super) head: &'a [u8],
    /// SHA-512 of the body.
    pub(super) digest: &'a [u8; 64],
}

/// The header fields of a message that is about to leave, and what of it goes into the evidence.
pub(super) struct Sealed {
    pub(super) headers: HeaderMap,
    pub(super) evidence: SignedMessage,
}

/// Puts facts, head and digest into header fields and signs them.
pub(super) fn seal(
    envelope: &Envelope<'_>,
    created: Timestamp,
    key_id: &str,
    key: &SigningKey,
) -> Result<Sealed, Failure> {
    let mut head = String::with_capacity(envelope.head.len() * 4 / 3 + 8);
    head.push(':');
    STANDARD.encode_string(envelope.head, &mut head);
    head.push(':');
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(EXCHANGE, field(envelope.facts)?);
    headers.insert(HEAD, field(&head)?);
    headers.insert(CONTENT_DIGEST, signature::content_digest_value(envelope.digest));
    let signature = signature::sign(&mut headers, &COVERED, created, key_id, key)?;
    Ok(Sealed {
        headers,
        evidence: evidence(*envelope.digest, signature),
    })
}

fn field(text: &str) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(text).map_err(|_| Failure::new(Code::InternalError, "a field of ours is no header value"))
}

/// The signature base is not kept: it repeats the client's headers and query, which may speak of a person.
fn evidence(content_digest: [u8; 64], signature: [u8; 64]) -> SignedMessage {
    SignedMessage {
        content_digest,
        signature,
        base: Vec::new(),
    }
}

/// X-Road's hash of a request: over the head alone where there is no body.
pub(super) fn request_hash(canonical: &[u8], body: &Payload) -> RequestHash {
    match body.length() {
        0 => RequestHash::new(canonical, &[]),
        _ => RequestHash::with_body_digest(canonical, body.digest()),
    }
}

/// The fields of a message that came in. Nothing of it is believed yet.
pub(super) struct Received {
    /// The signature over the three fields; to be verified with the right key.
    pub(super) signature: Parsed,
    /// X-Road's canonical head.
    pub(super) head: Vec<u8>,
    /// The digest that the body must have.
    pub(super) digest: [u8; 64],
}

impl Received {
    /// Reads the fields.
    ///
    /// Errors: `malformed_message`; `invalid_signature` where a field is not covered.
    pub(super) fn parse(headers: &HeaderMap) -> Result<Self, Failure> {
        let signature = signature::parse(headers)?;
        signature.covers(&COVERED)?;
        let head = byte_sequence(single(headers, HEAD)?)?;
        let digest = signature::parse_content_digest(headers)?;
        Ok(Self {
            signature,
            head,
            digest,
        })
    }

    /// What of it goes into the evidence.
    pub(super) fn evidence(&self) -> SignedMessage {
        evidence(self.digest, *self.signature.signature())
    }
}

/// An RFC 9651 byte sequence standing alone: base64 between colons.
fn byte_sequence(value: &[u8]) -> Result<Vec<u8>, Failure> {
    let inner = value.strip_prefix(b":").and_then(|rest| rest.strip_suffix(b":"));
    inner
        .and_then(|inner| STANDARD.decode(inner).ok())
        .ok_or_else(|| Failure::new(Code::MalformedMessage, "Motlan-Head is no byte sequence"))
}

/// The value of a field that may stand once only.
pub(super) fn single<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a [u8], Failure> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value.as_bytes()),
        _ => Err(Failure::new(
            Code::MalformedMessage,
            format!("{name} must stand exactly once"),
        )),
    }
}
