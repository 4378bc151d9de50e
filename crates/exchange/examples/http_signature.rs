//! Signs or verifies one message, so that other people's RFC 9421 libraries can be tried against ours.
//!
//! `http_signature sign [ed25519|ecdsa-p256-sha256]` prints `{"algorithm", "keyid", "public_key_pem", "body",
//! "headers": {…}}`. `http_signature verify` reads `{"public_key_pem", "algorithm", "body", "headers": {…}}` from
//! standard input, checks digest and signature, and exits with 0 or 1.

use std::io::{Read, Write};
use std::process::ExitCode;

use http::{HeaderMap, HeaderName, HeaderValue};
use motlan_core::time::SystemClock;
use motlan_core::{Clock, Code, Failure};
use motlan_exchange::keys::{Algorithm, PublicKey, SigningKey};
use motlan_exchange::signature;
use serde_json::{Value, json};

/// What the example covers, and asks others to cover.
const COVERED: &[&str] = &["motlan-method", "motlan-path", "motlan-service", "content-digest"];

const BODY: &str = "{\"personal_number\": \"003…\"}";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["sign"] => sign(Algorithm::Ed25519),
        ["sign", algorithm] => algorithm.parse().and_then(sign),
        ["verify"] => verify(),
        _ => Err(Failure::new(
            Code::InvalidRequest,
            "use: http_signature sign [ALGORITHM] | verify",
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // There is nobody left to tell if standard error is closed.
            let _ = writeln!(std::io::stderr(), "{failure}");
            ExitCode::FAILURE
        }
    }
}

fn sign(algorithm: Algorithm) -> Result<(), Failure> {
    let key = SigningKey::generate(algorithm)?;
    let keyid = key.public_key().keyid();
    let mut headers = HeaderMap::new();
    headers.insert("motlan-method", HeaderValue::from_static("POST"));
    headers.insert("motlan-path", HeaderValue::from_static("/verify"));
    headers.insert(
        "motlan-service",
        HeaderValue::from_static("VN/GOV/G01/population/verify"),
    );
    let digest = signature::content_digest(BODY.as_bytes());
    headers.insert("content-digest", signature::content_digest_value(&digest));
    signature::sign(&mut headers, COVERED, SystemClock.now(), keyid, &key)?;
    let headers: serde_json::Map<String, Value> = headers
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
        .collect();
    let message = json!({
        "algorithm": algorithm.as_str(),
        "keyid": keyid,
        "public_key_pem": key.public_key().to_pem(),
        "body": BODY,
        "headers": headers,
    });
    writeln!(std::io::stdout(), "{message}").map_err(invalid)
}

fn verify() -> Result<(), Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(invalid)?;
    let message: Value = serde_json::from_str(&text).map_err(invalid)?;
    let key = PublicKey::from_pem(message["public_key_pem"].as_str().unwrap_or_default())?;
    if message["algorithm"].as_str() != Some(key.algorithm().as_str()) {
        return Err(invalid("the algorithm is not the key's"));
    }
    let mut headers = HeaderMap::new();
    for (name, value) in message["headers"].as_object().into_iter().flatten() {
        let name = HeaderName::try_from(name).map_err(invalid)?;
        headers.append(name, value.as_str().unwrap_or_default().parse().map_err(invalid)?);
    }
    let parsed = signature::parse(&headers)?;
    parsed.covers(COVERED)?;
    parsed.verify(&key)?;
    let body = message["body"].as_str().unwrap_or_default();
    if signature::parse_content_digest(&headers)? != signature::content_digest(body.as_bytes()) {
        return Err(Code::DigestMismatch.into());
    }
    Ok(())
}

fn invalid(reason: impl std::fmt::Display) -> Failure {
    Failure::new(Code::InvalidRequest, reason.to_string())
}
