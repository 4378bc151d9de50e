//! `motlan verify`: is this proof true?
//!
//! The key names the log, and the log says what its entries are: transactions, or steps of dossiers.

use std::path::Path;

use anyhow::{Context, Result};
use motlan_evidence::case::{CaseEntry, DayNumber, Event};
use motlan_evidence::proof::ProofError;
use motlan_evidence::{Entry, Outcome, Role, VerifiedProof, VerifierKey, verify_case_proof, verify_proof};
use motlan_measure::Day;
use serde_json::{Value, json};

use super::{Verdict, say};

pub(crate) const EXAMPLE: &str = "The proof's address is in the header Motlan-Proof of each answer, or on the page of an entry; \
the key is in the directory and on /trang-thai. A key of a log `casework` proves a step of a dossier.\n\nExample:\n  \
curl -O http://127.0.0.1:8380/minh-chung/exchange/0.tlog-proof\n  \
motlan verify 0.tlog-proof --key 'motlan/VN/GOV/H45/exchange+1a2b3c4d+AbCd…'";

/// What the names of logs of dossiers end with.
const CASEWORK_ENDING: &str = "/casework";

/// What a proof proves.
struct Proven {
    origin: String,
    index: u64,
    size: u64,
    /// For people, one line each.
    lines: Vec<String>,
    /// For machines.
    facts: Value,
}

/// Checks a proof and says what it proves.
pub(crate) fn run(proof: &Path, key: &str, json: bool) -> Result<Verdict> {
    let text = std::fs::read_to_string(proof).with_context(|| format!("cannot read {}", proof.display()))?;
    let key = key.parse().context("the key is no verifier key")?;
    match prove(&text, &key) {
        Ok(proven) if json => say(&proven.to_json().to_string()),
        Ok(proven) => proven.print(),
        Err(error) => {
            if json {
                say(&json!({"verified": false, "reason": error.to_string()}).to_string());
            } else {
                say(&format!("NOT PROVEN: {error}"));
            }
            return Ok(Verdict::False);
        }
    }
    Ok(Verdict::True)
}

fn prove(text: &str, key: &VerifierKey) -> Result<Proven, ProofError> {
    if key.name().ends_with(CASEWORK_ENDING) {
        verify_case_proof(text, key).map(|verified| Proven::new(&verified, of_step(&verified.entry)))
    } else {
        verify_proof(text, key).map(|verified| Proven::new(&verified, of_transaction(&verified.entry)))
    }
}

impl Proven {
    fn new<E>(verified: &VerifiedProof<E>, (lines, facts): (Vec<String>, Value)) -> Self {
        Self {
            origin: verified.origin.clone(),
            index: verified.index,
            size: verified.size,
            lines,
            facts,
        }
    }

    fn to_json(&self) -> Value {
        let mut facts = json!({"verified": true, "origin": self.origin, "index": self.index, "size": self.size});
        if let (Some(all), Some(own)) = (facts.as_object_mut(), self.facts.as_object()) {
            all.extend(own.clone());
        }
        facts
    }

    fn print(&self) {
        say(&format!(
            "PROVEN: entry {} of {} in {}",
            self.index, self.size, self.origin
        ));
        for line in &self.lines {
            say(&format!("  {line}"));
        }
    }
}

fn of_transaction(entry: &Entry) -> (Vec<String>, Value) {
    let role = match entry.role {
        Role::Consumer => "consumer",
        Role::Provider => "provider",
    };
    let outcome = match &entry.outcome {
        Outcome::Answered { class, .. } => format!("answered, status class {class:?}"),
        Outcome::Unfinished(cause) => format!("unfinished, {cause:?}"),
    };
    let day = entry.hour.day();
    let (service, consumer, provider) = (entry.service.0, entry.consumer.0, entry.provider.0);
    let facts = json!({
        "role": role, "outcome": outcome, "day": day, "hour": entry.hour.0,
        "service": service, "consumer": consumer, "provider": provider,
    });
    let lines = vec![
        format!("day {day}, logged by the {role}, {outcome}"),
        format!("directory indexes: service {service}, consumer {consumer}, provider {provider}"),
    ];
    (lines, facts)
}

fn of_step(entry: &CaseEntry) -> (Vec<String>, Value) {
    let (what, event) = of_event(entry.event);
    let day = |day: Option<DayNumber>| day.map(|day| Day::from(day).to_string());
    let (received, due, ended) = (day(entry.received), day(entry.due), day(entry.ended));
    let said = |day: &Option<String>| day.clone().unwrap_or_else(|| "none".to_owned());
    let lines = vec![
        format!(
            "day {}, step {} of dossier {}: {what}",
            entry.hour.day(),
            entry.step,
            entry.dossier
        ),
        format!(
            "received {}, due {}, ended {}",
            said(&received),
            said(&due),
            said(&ended)
        ),
        format!(
            "system {}, unit {}, procedure {}",
            entry.system, entry.unit, entry.procedure
        ),
    ];
    let mut facts = json!({
        "day": entry.hour.day(), "hour": entry.hour.0, "dossier": entry.dossier.to_string(), "step": entry.step,
        "received": received, "due": due, "ended": ended, "channel": entry.channel, "system": entry.system,
        "unit": entry.unit, "procedure": entry.procedure,
    });
    if let (Some(all), Some(own)) = (facts.as_object_mut(), event.as_object()) {
        all.extend(own.clone());
    }
    (lines, facts)
}

fn of_event(event: Event) -> (String, Value) {
    match event {
        Event::Status { status, number } => (
            format!("status {status}, change number {number}"),
            json!({"event": "status", "status": status, "number": number}),
        ),
        Event::Synced { status, number } => (
            format!("the national portal holds status {status}, change number {number}"),
            json!({"event": "synced", "status": status, "number": number}),
        ),
        Event::Component {
            component,
            source,
            form,
            transaction,
        } => {
            let transaction = transaction.map(|id| hex::encode(id.0));
            let asked = transaction.as_ref().map(|id| format!(", transaction {id}"));
            let words = format!(
                "component {component}, source {source:?}, form {form:?}{}",
                asked.unwrap_or_default()
            );
            let facts = json!({
                "event": "component", "component": component, "source": source, "form": form,
                "transaction": transaction,
            });
            (words, facts)
        }
        Event::Check { is_match, transaction } => {
            let transaction = hex::encode(transaction.0);
            let outcome = if is_match { "all agree" } else { "something differs" };
            (
                format!("data checked, {outcome}, transaction {transaction}"),
                json!({"event": "check", "is_match": is_match, "transaction": transaction}),
            )
        }
        Event::Result { is_electronic } => {
            let words = if is_electronic {
                "result signed"
            } else {
                "result handed over on paper"
            };
            (
                words.to_owned(),
                json!({"event": "result", "is_electronic": is_electronic}),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use motlan_core::Hour;
    use motlan_evidence::case::{Channel, Form, Pseudonym, Source};
    use motlan_evidence::checkpoint::Checkpoint;
    use motlan_evidence::proof::to_text;
    use motlan_evidence::tree::Hash;
    use motlan_evidence::{IdCommitment, LogKey};

    use super::*;

    const ORIGIN: &str = "motlan/VN/GOV/H45/casework";

    fn step() -> CaseEntry {
        CaseEntry {
            hour: Hour(498_679),
            system: 12,
            unit: 8,
            procedure: 1,
            dossier: Pseudonym([0xAB; 16]),
            step: 3,
            channel: Channel::Online,
            received: Some(DayNumber(20_778)),
            due: None,
            ended: None,
            event: Event::Component {
                component: 2,
                source: Source::Registry,
                form: Form::Electronic,
                transaction: Some(IdCommitment([0xDD; 32])),
            },
            content: [0; 32],
        }
    }

    fn proof() -> (String, VerifierKey) {
        let key: LogKey = "33".repeat(32).parse().unwrap();
        let bytes = step().to_bytes();
        let checkpoint = Checkpoint {
            origin: ORIGIN.to_owned(),
            size: 1,
            root: Hash::leaf(&bytes),
        };
        let text = to_text(&bytes, 0, &[], &checkpoint.sign(&key).unwrap());
        (text, key.verifier(ORIGIN).unwrap())
    }

    #[test]
    fn a_step_of_a_dossier_is_proven_and_said() {
        let (text, key) = proof();
        let proven = prove(&text, &key).unwrap();
        let facts = proven.to_json();
        assert_eq!(
            (facts["verified"].as_bool(), facts["index"].as_u64()),
            (Some(true), Some(0))
        );
        assert_eq!(
            (facts["event"].as_str(), facts["source"].as_str()),
            (Some("component"), Some("registry"))
        );
        assert_eq!(facts["received"], "2026-11-21");
        assert_eq!(facts["due"], Value::Null);
        assert_eq!(facts["transaction"], "dd".repeat(32));
        assert!(proven.lines[0].contains("step 3 of dossier abab") && proven.lines[0].contains("component 2"));
    }

    #[test]
    fn a_step_under_another_logs_key_is_not_proven() {
        let (text, _) = proof();
        let key: LogKey = "33".repeat(32).parse().unwrap();
        for origin in ["motlan/VN/GOV/H45/exchange", "motlan/VN/GOV/H19/casework"] {
            assert!(prove(&text, &key.verifier(origin).unwrap()).is_err(), "{origin}");
        }
    }
}
