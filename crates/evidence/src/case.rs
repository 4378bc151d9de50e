//! The casework entry: 128 bytes about one step of one dossier (`docs/evidence-format.md` section 9).
//!
//! Holds nothing personal: a random pseudonym, numbers of unit, procedure and component, three days, and a keyed
//! commitment. A component that a registry filled names the transaction that brought it, so that an auditor finds the
//! same id commitment in both gateways' logs.

mod bytes;
mod code;

use aws_lc_rs::hmac::{Context, HMAC_SHA256, Key};
use motlan_core::{Day, Hour};
use serde::Serialize;

use crate::commitment::IdCommitment;

pub use crate::entry::{ENTRY_BYTES, EntryError};

/// What a dossier is called in entries: 16 random bytes that lead to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(pub [u8; 16]);

/// Lower-case hexadecimal.
impl std::fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// A calendar day in Asia/Ho_Chi_Minh: days since 1970-01-01. Not 0, which stands for no day in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct DayNumber(pub u32);

impl From<Day> for DayNumber {
    fn from(day: Day) -> Self {
        Self(day.number())
    }
}

impl From<DayNumber> for Day {
    fn from(number: DayNumber) -> Self {
        Self::from_number(number.0)
    }
}

/// How a component was satisfied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 1: the applicant handed it in.
    Upload,
    /// 2: a document of the applicant's vault.
    Vault,
    /// 3: a component of an earlier dossier.
    EarlierComponent,
    /// 4: the result of an earlier dossier.
    EarlierResult,
    /// 5: a registry's record; the entry names the transaction.
    Registry,
}

impl Source {
    /// Whether this counts as reuse. A registry's record is *prefilled*, a rate of its own.
    pub const fn is_reuse(self) -> bool {
        matches!(self, Self::Vault | Self::EarlierComponent | Self::EarlierResult)
    }
}

/// In which form a component is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 1: on paper only.
    Paper,
    /// 2: a copy that the desk digitised and vouches for.
    Digitised,
    /// 3: electronic from the beginning: data, or a signed document.
    Electronic,
    /// 4: a picture or scan that the applicant sent and nobody vouches for. It is not digitised.
    Copy,
}

/// How the dossier came in (*kênh thực hiện*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 1: at the desk.
    Direct,
    /// 2: online.
    Online,
    /// 3: by post (*bưu chính công ích*).
    Post,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// 1: the dossier took a status.
    Status {
        /// 1 to 10, the national codes.
        status: u8,
        /// Counts the dossier's changes of status from 1: the *sequence* of the status sync.
        number: u32,
    },
    /// 2: a component was satisfied.
    Component {
        /// Its number in the procedure's pack.
        component: u32,
        /// From where.
        source: Source,
        /// In which form it is held.
        form: Form,
        /// Of a registry's record: the transaction. Others: none.
        transaction: Option<IdCommitment>,
    },
    /// 3: an officer asked a registry to check the applicant's data.
    Check {
        /// Whether everything agreed.
        is_match: bool,
        /// The transaction.
        transaction: IdCommitment,
    },
    /// 4: a result was signed (electronic), or handed over on paper.
    Result {
        /// Whether it is a signed electronic document.
        is_electronic: bool,
    },
    /// 5: the national portal holds this status; written by its node, every other field as in the province's entry.
    Synced {
        /// The status.
        status: u8,
        /// The sequence.
        number: u32,
    },
}

/// One step of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CaseEntry {
    /// Hour of the step.
    pub hour: Hour,
    /// Directory index of the one-stop system that keeps the dossier.
    pub system: u32,
    /// The unit within it, by the number that its node's configuration gives it.
    pub unit: u32,
    /// The procedure, by the number that its pack gives it; never reused.
    pub procedure: u32,
    /// The dossier.
    pub dossier: Pseudonym,
    /// Counts the dossier's entries from 1.
    pub step: u32,
    /// How it came in.
    pub channel: Channel,
    /// The day of receipt, once received.
    pub received: Option<DayNumber>,
    /// The day it is due, once received.
    pub due: Option<DayNumber>,
    /// The day it was finished, once finished.
    pub ended: Option<DayNumber>,
    /// What happened.
    pub event: Event,
    /// The commitment ([`content`]) to what the step was about; all zero if about nothing more.
    pub content: [u8; 32],
}

/// The commitment of [`CaseEntry::content`] to what a step was about, under the dossier's random key; all zero for a step
/// that was about nothing more.
pub fn content(dossier_key: &[u8; 32], about: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    if !about.is_empty() {
        let mut mac = Context::with_key(&Key::new(HMAC_SHA256, dossier_key));
        mac.update(b"motlan/1 step\n");
        mac.update(about);
        bytes.copy_from_slice(mac.sign().as_ref());
    }
    bytes
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An entry of the kind that every test changes a little.
    pub(crate) fn entry(event: Event) -> CaseEntry {
        CaseEntry {
            hour: Hour(490_000),
            system: 0x0102_0304,
            unit: 5,
            procedure: 6,
            dossier: Pseudonym([0xAA; 16]),
            step: 7,
            channel: Channel::Online,
            received: Some(DayNumber(20_416)),
            due: Some(DayNumber(20_423)),
            ended: None,
            event,
            content: [0xCC; 32],
        }
    }

    /// One of every event, and of every value that an event can have.
    pub(crate) fn events() -> Vec<Event> {
        let mut events = Vec::new();
        for status in 1..=10 {
            events.push(Event::Status { status, number: 2 });
            events.push(Event::Synced { status, number: 3 });
        }
        for source in Source::ALL {
            events.extend(Form::ALL.map(|form| Event::Component {
                component: 4,
                source,
                form,
                transaction: (source == Source::Registry).then_some(IdCommitment([0xDD; 32])),
            }));
        }
        for is_true in [true, false] {
            let transaction = IdCommitment([0xDD; 32]);
            let is_match = is_true;
            events.push(Event::Check { is_match, transaction });
            events.push(Event::Result { is_electronic: is_true });
        }
        events
    }

    #[test]
    fn a_registrys_record_is_no_reuse() {
        let reuse = [Source::Vault, Source::EarlierComponent, Source::EarlierResult];
        assert!(reuse.iter().all(|source| source.is_reuse()));
        assert!(!Source::Registry.is_reuse() && !Source::Upload.is_reuse());
    }

    #[test]
    fn a_pseudonym_is_written_in_hexadecimal() {
        assert_eq!(Pseudonym([0xA0; 16]).to_string(), "a0".repeat(16));
    }

    #[test]
    fn a_content_is_bound_to_key_and_bytes() {
        // Computed with Python's hmac: HMAC-SHA-256(32 bytes 0x11, "motlan/1 step\n" + "about").
        let expected = "def7c96bbe92b6cc9e119a6d0ebc4d4c367e5ebd10172c5f29dfbb38c724a55b";
        assert_eq!(hex::encode(content(&[0x11; 32], b"about")), expected);
        assert_ne!(content(&[0x12; 32], b"about"), content(&[0x11; 32], b"about"));
        assert_ne!(content(&[0x11; 32], b"abouT"), content(&[0x11; 32], b"about"));
    }

    #[test]
    fn about_nothing_more_is_all_zero() {
        assert_eq!(content(&[0x11; 32], b""), [0; 32]);
    }
}
