//! HTTP message signatures (RFC 9421) over header fields, label `motlan`, with a SHA-512 Content-Digest (RFC 9530).
//!
//! Header fields only: no derived components, no component parameters, so that a stock library can check a message
//! whatever its URL was on the way. This module trusts nobody: which key a `keyid` names, which fields must be covered
//! and whether `created` lies in the window is asked by its caller.

mod base;
mod digest;
mod input;
mod member;
mod parsed;

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue};
use motlan_core::{Code, Failure, Timestamp};

use crate::keys::SigningKey;

pub use digest::{content_digest, content_digest_value, parse_content_digest};
pub use parsed::{Parsed, parse};

/// The label of our signature in both fields.
const LABEL: &str = "motlan";

const SIGNATURE_INPUT: HeaderName = HeaderName::from_static("signature-input");
const SIGNATURE: HeaderName = HeaderName::from_static("signature");

/// Signs `components` of `headers` and sets `Signature-Input` and `Signature`, replacing what stood there.
///
/// `components` are lower-case field names, each present in `headers`; `created` is signed in whole seconds. Returns
/// the signature for whoever binds to it. Fails (`internal_error`) where a component is missing or not visible ASCII.
pub fn sign(
    headers: &mut HeaderMap,
    components: &[&'static str],
    created: Timestamp,
    keyid: &str,
    key: &SigningKey,
) -> Result<[u8; 64], Failure> {
    let failure = |reason: String| Failure::new(Code::InternalError, format!("cannot sign: {reason}"));
    let input = signature_input(components, created, keyid, key).map_err(failure)?;
    let mut base = String::with_capacity(base::BYTES_USUAL);
    for component in components {
        base::push_field(&mut base, headers, component).map_err(|error| failure(error.to_string()))?;
    }
    base::push_parameters(&mut base, &input[LABEL.len() + 1..]);
    let signature = key.sign(base.as_bytes());

    let mut value = String::with_capacity(LABEL.len() + 91);
    value.push_str(LABEL);
    value.push_str("=:");
    STANDARD.encode_string(signature, &mut value);
    value.push(':');
    let as_value = |text: String| HeaderValue::try_from(text).map_err(|error| failure(error.to_string()));
    headers.insert(SIGNATURE_INPUT, as_value(input)?);
    headers.insert(SIGNATURE, as_value(value)?);
    Ok(signature)
}

/// `motlan=("a" "b");created=1;keyid="k";alg="ed25519"`.
fn signature_input(components: &[&str], created: Timestamp, keyid: &str, key: &SigningKey) -> Result<String, String> {
    if keyid
        .bytes()
        .any(|byte| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\'))
    {
        return Err("the keyid is not plain visible ASCII".to_owned());
    }
    let mut input = String::with_capacity(base::BYTES_USUAL / 2);
    input.push_str(LABEL);
    input.push_str("=(");
    for (position, component) in components.iter().enumerate() {
        let space = if position == 0 { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(input, "{space}\"{component}\"");
    }
    let _ = write!(
        input,
        ");created={};keyid=\"{keyid}\";alg=\"{}\"",
        created.as_seconds(),
        key.public_key().algorithm()
    );
    Ok(input)
}
