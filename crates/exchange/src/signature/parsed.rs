//! A received signature, taken apart but not yet believed.

use std::ops::Range;

use http::HeaderMap;
use motlan_core::{Code, Failure, Timestamp};

use super::{SIGNATURE, SIGNATURE_INPUT, base, input, member};
use crate::keys::{Algorithm, PublicKey, Signature};

/// What the signature labelled `motlan` covers and claims. Nothing in it counts before [`Parsed::verify`].
#[derive(Debug)]
pub struct Parsed {
    base: String,
    components: Vec<Range<usize>>,
    created: Timestamp,
    expires: Option<Timestamp>,
    keyid: String,
    algorithm: Option<Algorithm>,
    signature: [u8; 64],
}

/// Takes the signature labelled `motlan` apart and rebuilds its base from the fields as they arrived.
///
/// Fails with `malformed_message` where the two fields are missing or malformed, where `created` or `keyid` is
/// missing, or where a covered component is not a header field of this message.
pub fn parse(headers: &HeaderMap) -> Result<Parsed, Failure> {
    let text = member::find(headers, &SIGNATURE_INPUT).map_err(|reason| malformed("Signature-Input", reason))?;
    let input = input::read(text).map_err(|reason| malformed("Signature-Input", &reason))?;
    let mut base = String::with_capacity(base::BYTES_USUAL);
    let mut components = Vec::with_capacity(input.components.len());
    for name in &input.components {
        // The name starts behind the quotation mark of its line.
        let start = base.len() + 1;
        base::push_field(&mut base, headers, name.as_str())
            .map_err(|error| malformed("Signature-Input", &error.to_string()))?;
        components.push(start..start + name.as_str().len());
    }
    base::push_parameters(&mut base, text);
    Ok(Parsed {
        base,
        components,
        created: input
            .created
            .ok_or_else(|| malformed("Signature-Input", "has no created"))?,
        expires: input.expires,
        keyid: input
            .keyid
            .ok_or_else(|| malformed("Signature-Input", "has no keyid"))?,
        algorithm: input.algorithm,
        signature: read_signature(headers)?,
    })
}

fn read_signature(headers: &HeaderMap) -> Result<[u8; 64], Failure> {
    let text = member::find(headers, &SIGNATURE).map_err(|reason| malformed("Signature", reason))?;
    let signature = text
        .strip_prefix(':')
        .and_then(|text| text.strip_suffix(':'))
        .and_then(|text| text.parse::<Signature>().ok());
    signature
        .map(|signature| signature.0)
        .ok_or_else(|| malformed("Signature", "is not 64 bytes in base64 between colons"))
}

fn malformed(field: &str, reason: &str) -> Failure {
    Failure::new(Code::MalformedMessage, format!("{field}: {reason}"))
}

impl Parsed {
    /// The covered fields, lower case, in the order of the signature.
    pub fn components(&self) -> impl Iterator<Item = &str> {
        self.components.iter().map(|range| &self.base[range.clone()])
    }

    /// When it was signed, in whole seconds.
    pub fn created(&self) -> Timestamp {
        self.created
    }

    /// After which moment the signer wants it refused, if it says so.
    pub fn expires(&self) -> Option<Timestamp> {
        self.expires
    }

    /// The name of the key that is said to have signed.
    pub fn keyid(&self) -> &str {
        &self.keyid
    }

    /// The algorithm, where the signature names it.
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.algorithm
    }

    /// The signature itself.
    pub fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The signature base: the exact text that was signed.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Succeeds if every one of `required` is covered; otherwise `invalid_signature` with the first that is not.
    pub fn covers(&self, required: &[&str]) -> Result<(), Failure> {
        match required
            .iter()
            .find(|name| !self.components().any(|covered| covered == **name))
        {
            None => Ok(()),
            Some(name) => Err(Failure::new(
                Code::InvalidSignature,
                format!("the signature does not cover {name}"),
            )),
        }
    }

    /// Succeeds if `key` signed this base, with the algorithm that the signature names, if it names one.
    pub fn verify(&self, key: &PublicKey) -> Result<(), Failure> {
        if self.algorithm.is_some_and(|named| named != key.algorithm()) {
            return Err(Failure::new(
                Code::InvalidSignature,
                "the signature names another algorithm than its key's",
            ));
        }
        key.verify(self.base.as_bytes(), &self.signature)
    }
}
