//! What a one-stop system tells the national portal about one change of one dossier's status.
//!
//! The message brings the evidence entry of that change, so that a status told differs from a status logged only where
//! everybody can see it. Reading is strict: an unknown or missing word is an error.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motlan_core::{Code, Failure, Timestamp};
use motlan_evidence::case::{CaseEntry, Event};
use serde::{Deserialize, Serialize};

use crate::model::dossier_code::DossierCode;
use crate::model::reason::REASON_CHARS_MAX;
use crate::model::status::Status;

/// The most reasons of one change: a procedure's components, and some.
pub const REASONS_MAX: usize = 50;

/// One change of status.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SyncMessage {
    /// The dossier.
    pub dossier_code: DossierCode,
    /// Counts the dossier's changes of status from 1.
    pub sequence: u32,
    /// The national code of the status, 1 to 10.
    pub status: u8,
    /// When it changed: microseconds since 1970-01-01T00:00:00Z.
    pub at: Timestamp,
    /// Why, where the status needs a reason.
    pub reasons: Vec<String>,
    /// The 128 bytes of the change's evidence entry in base64.
    pub entry: String,
}

impl SyncMessage {
    /// The message of a change that `entry` is the evidence of.
    pub fn new(
        dossier_code: DossierCode,
        sequence: u32,
        status: Status,
        at: Timestamp,
        reasons: Vec<String>,
        entry: &CaseEntry,
    ) -> Self {
        Self {
            dossier_code,
            sequence,
            status: status.code(),
            at,
            reasons,
            entry: STANDARD.encode(entry.to_bytes()),
        }
    }

    /// The status and the entry, if the message is whole and its entry is that of this very change.
    ///
    /// # Errors
    /// `invalid_body` for a status, a sequence or reasons that cannot be; `sync_entry` for an entry that is none, or of
    /// another change.
    pub fn check(&self) -> Result<(Status, CaseEntry), Failure> {
        let invalid = |detail: &str| Failure::new(Code::InvalidBody, detail);
        let status = Status::from_code(self.status).ok_or_else(|| invalid("status is 1 to 10"))?;
        if self.sequence == 0 {
            return Err(invalid("sequence counts from 1"));
        }
        let is_long = |reason: &String| reason.chars().count() > REASON_CHARS_MAX;
        if self.reasons.len() > REASONS_MAX || self.reasons.iter().any(is_long) {
            return Err(invalid("there are at most 50 reasons of 1,000 characters"));
        }
        let bytes = STANDARD.decode(&self.entry).map_err(|_| entry("is no base64"))?;
        let parsed = CaseEntry::parse(&bytes).map_err(|_| entry("is no casework entry"))?;
        match parsed.event {
            Event::Status { status: code, number } if code == self.status && number == self.sequence => {
                Ok((status, parsed))
            }
            _ => Err(entry("is not that of this change of status")),
        }
    }
}

fn entry(what: &str) -> Failure {
    Failure::new(Code::SyncEntry, format!("entry {what}"))
}

/// Shows which change it is, not why.
impl fmt::Debug for SyncMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncMessage")
            .field("dossier_code", &self.dossier_code)
            .field("sequence", &self.sequence)
            .field("status", &self.status)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use motlan_core::Hour;
    use motlan_evidence::case::{Channel, DayNumber, Pseudonym};

    use super::*;

    fn case_entry(event: Event) -> CaseEntry {
        CaseEntry {
            hour: Hour(498_665),
            system: 3,
            unit: 8,
            procedure: 1,
            dossier: Pseudonym([7; 16]),
            step: 5,
            channel: Channel::Online,
            received: Some(DayNumber(20_778)),
            due: Some(DayNumber(20_785)),
            ended: None,
            event,
            content: [9; 32],
        }
    }

    fn message() -> SyncMessage {
        let entry = case_entry(Event::Status { status: 5, number: 3 });
        SyncMessage::new(
            "000.00.08.H45-261121-0001".parse().unwrap(),
            3,
            Status::SupplementNeeded,
            Timestamp::from_seconds(1_795_230_000),
            vec!["Giấy khám sức khỏe đã hết hạn".to_owned()],
            &entry,
        )
    }

    #[test]
    fn a_message_survives_the_wire_and_brings_its_entry() {
        let json = serde_json::to_string(&message()).unwrap();
        assert!(json.starts_with(
            r#"{"dossier_code":"000.00.08.H45-261121-0001","sequence":3,"status":5,"at":1795230000000000,"#
        ));
        let again: SyncMessage = serde_json::from_str(&json).unwrap();
        assert_eq!(again, message());
        let (status, entry) = again.check().unwrap();
        assert_eq!(status, Status::SupplementNeeded);
        assert_eq!(entry, case_entry(Event::Status { status: 5, number: 3 }));
    }

    #[test]
    fn an_entry_of_another_change_is_refused() {
        let refused = |change: &dyn Fn(&mut SyncMessage)| {
            let mut message = message();
            change(&mut message);
            message.check().unwrap_err().code
        };
        let with = |event: Event| refused(&|message| message.entry = STANDARD.encode(case_entry(event).to_bytes()));
        // The portal is told "done" while the log says "papers needed".
        assert_eq!(refused(&|message| message.status = 9), Code::SyncEntry);
        assert_eq!(refused(&|message| message.sequence = 4), Code::SyncEntry);
        assert_eq!(with(Event::Synced { status: 5, number: 3 }), Code::SyncEntry);
        assert_eq!(with(Event::Result { is_electronic: true }), Code::SyncEntry);
        assert_eq!(refused(&|message| message.entry.truncate(20)), Code::SyncEntry);
        assert_eq!(refused(&|message| message.entry.push('*')), Code::SyncEntry);
    }

    #[test]
    fn words_that_cannot_be_are_refused() {
        let refused = |change: &dyn Fn(&mut SyncMessage)| {
            let mut message = message();
            change(&mut message);
            message.check().unwrap_err().code
        };
        assert_eq!(refused(&|message| message.status = 0), Code::InvalidBody);
        assert_eq!(refused(&|message| message.status = 11), Code::InvalidBody);
        assert_eq!(refused(&|message| message.sequence = 0), Code::InvalidBody);
        assert_eq!(
            refused(&|message| message.reasons = vec!["x".repeat(1_001)]),
            Code::InvalidBody
        );
        assert_eq!(
            refused(&|message| message.reasons = vec![String::new(); 51]),
            Code::InvalidBody
        );
        let json = serde_json::to_string(&message()).unwrap();
        let renamed = json.replace("reasons", "reason");
        let more = json.replacen('{', r#"{"owner":"x","#, 1);
        for bad in [renamed, more] {
            assert!(serde_json::from_str::<SyncMessage>(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn reasons_stay_out_of_debug_output() {
        assert!(!format!("{:?}", message()).contains("khám"));
    }
}
