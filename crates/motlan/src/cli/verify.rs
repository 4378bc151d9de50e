//! `motlan verify`: is this proof true?

use std::path::Path;

use anyhow::{Context, Result};
use motlan_evidence::{Outcome, Role, verify_proof};
use serde_json::json;

use super::{Verdict, say};

pub(crate) const EXAMPLE: &str = "The proof's address is in the header Motlan-Proof of each answer; the key is in the \
directory and on /trang-thai.\n\nExample:\n  curl -O http://127.0.0.1:8380/minh-chung/exchange/0.tlog-proof\n  \
motlan verify 0.tlog-proof --key 'motlan/VN/GOV/H45/exchange+1a2b3c4d+AbCd…'";

/// Checks a proof and says what it proves.
pub(crate) fn run(proof: &Path, key: &str, json: bool) -> Result<Verdict> {
    let text = std::fs::read_to_string(proof).with_context(|| format!("cannot read {}", proof.display()))?;
    let key = key.parse().context("the key is no verifier key")?;
    let verified = match verify_proof(&text, &key) {
        Ok(verified) => verified,
        Err(error) => {
            if json {
                say(&json!({"verified": false, "reason": error.to_string()}).to_string());
            } else {
                say(&format!("NOT PROVEN: {error}"));
            }
            return Ok(Verdict::False);
        }
    };
    let entry = &verified.entry;
    let role = match entry.role {
        Role::Consumer => "consumer",
        Role::Provider => "provider",
    };
    let outcome = match &entry.outcome {
        Outcome::Answered { class, .. } => format!("answered, status class {class:?}"),
        Outcome::Unfinished(cause) => format!("unfinished, {cause:?}"),
    };
    if json {
        let facts = json!({
            "verified": true, "origin": verified.origin, "index": verified.index, "size": verified.size,
            "role": role, "outcome": outcome, "day": entry.hour.day(), "hour": entry.hour.0,
            "service": entry.service.0, "consumer": entry.consumer.0, "provider": entry.provider.0,
        });
        say(&facts.to_string());
    } else {
        say(&format!(
            "PROVEN: entry {} of {} in {}",
            verified.index, verified.size, verified.origin
        ));
        say(&format!("  day {}, logged by the {role}, {outcome}", entry.hour.day()));
        say(&format!(
            "  directory indexes: service {}, consumer {}, provider {}",
            entry.service.0, entry.consumer.0, entry.provider.0
        ));
    }
    Ok(Verdict::True)
}
