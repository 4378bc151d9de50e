//! One usage entry and its sealed form: format byte, what it is about, AES-256-GCM of the entry's JSON.
//!
//! The key is fresh for each record and lies in the record's slot, so one fixed nonce is right (NIST SP 800-38D asks for
//! a nonce that is unique *per key*). Format byte and what it is about are authenticated with it.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use motlan_core::caller::{Purpose, TransactionId};
use motlan_core::{SystemId, Timestamp};
use motlan_store::journal::PAYLOAD_BYTES_MAX;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::UsageError;
use super::membership::MemberId;
use super::person::{INDEX_BYTES, PersonIndex};
use crate::model::field::FieldCode;
use crate::model::pack::{RegistryCode, Verb};

/// The format of an entry about one person.
const FORMAT_PERSON: u8 = 1;
/// The format of an entry about the persons of a membership file.
const FORMAT_MEMBERS: u8 = 2;
/// Format byte, and the person's index or the membership file's name.
const HEAD_BYTES: usize = 1 + INDEX_BYTES;

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Everything asked agreed.
    Match,
    /// Something did not, or nobody was found.
    NoMatch,
    /// Data were given.
    Found,
    /// No record matched.
    NotFound,
    /// Records were sent, compared with those held, and taken or not; the sender was told which.
    Synced,
    /// Somebody asked to correct a value, or its owner dealt with that.
    Correction,
    /// A snapshot of the whole registry was opened.
    SnapshotOpened,
}

/// Who asked about a person, why, and how it ended.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageEntry {
    /// When the question was answered.
    pub at: Timestamp,
    /// Which registry.
    pub registry: RegistryCode,
    /// What was asked of it.
    pub service: Verb,
    /// The system that asked.
    pub consumer: SystemId,
    /// The officer behind it, where the consumer names one.
    pub officer: Option<String>,
    /// Legal basis and dossier.
    pub purpose: Purpose,
    /// The transaction that both gateways log.
    #[serde(serialize_with = "as_hex", deserialize_with = "from_hex")]
    pub transaction: TransactionId,
    /// The fields asked about (verify) or given (look-up); never their values.
    pub fields: Vec<FieldCode>,
    /// How it ended.
    pub outcome: Outcome,
    /// Of a mass answer: about how many persons it was. Fields and outcome are then those of all of them together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons: Option<u64>,
    /// From when on the person sees it, where that is later; until then it is not told that there is an entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
}

impl UsageEntry {
    /// Whether the person may see it by now.
    pub fn is_released(&self, now: Timestamp) -> bool {
        self.released_at.is_none_or(|released_at| released_at <= now)
    }
}

/// What an entry is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The person of this index.
    Person(PersonIndex),
    /// Those of the membership file of this name.
    Members(MemberId),
}

impl About {
    /// The 16 bytes that find it.
    pub(super) const fn index(self) -> PersonIndex {
        match self {
            Self::Person(index) | Self::Members(index) => index,
        }
    }
}

/// Shows neither the officer, who is often named by a personal number, nor the transaction's secret id.
impl fmt::Debug for UsageEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsageEntry")
            .field("at", &self.at)
            .field("registry", &self.registry)
            .field("service", &self.service)
            .field("consumer", &self.consumer)
            .field("purpose", &self.purpose)
            .field("fields", &self.fields)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

fn as_hex<S: Serializer>(id: &TransactionId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

fn from_hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TransactionId, D::Error> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(String::deserialize(deserializer)?, &mut bytes).map_err(serde::de::Error::custom)?;
    Ok(TransactionId(bytes))
}

/// A fresh key and the payload it seals.
pub(super) fn seal(about: About, entry: &UsageEntry) -> Result<([u8; 32], Vec<u8>), UsageError> {
    let mut key = [0; 32];
    aws_lc_rs::rand::fill(&mut key).map_err(|_| UsageError::Seal("no randomness"))?;
    let mut text = serde_json::to_vec(entry).map_err(|_| UsageError::Seal("the entry has no JSON form"))?;
    let head = head(about);
    cipher(&key)?
        .seal_in_place_append_tag(nonce(), Aad::from(head), &mut text)
        .map_err(|_| UsageError::Seal("encryption failed"))?;
    let payload = [head.as_slice(), &text].concat();
    if payload.len() > PAYLOAD_BYTES_MAX {
        return Err(UsageError::Seal("the entry is longer than 64 KiB"));
    }
    Ok((key, payload))
}

/// What stands in clear at the start of a payload.
pub(super) fn about(payload: &[u8]) -> Option<About> {
    let (head, _) = payload.split_first_chunk::<HEAD_BYTES>()?;
    let index = head[1..].try_into().ok()?;
    match head[0] {
        FORMAT_PERSON => Some(About::Person(index)),
        FORMAT_MEMBERS => Some(About::Members(index)),
        _ => None,
    }
}

/// Opens a payload with the key of its slot; the error says what is wrong with it.
pub(super) fn open(key: &[u8; 32], payload: &[u8]) -> Result<UsageEntry, &'static str> {
    let (head, sealed) = payload.split_first_chunk::<HEAD_BYTES>().ok_or("it is too short")?;
    let mut text = sealed.to_vec();
    let text = cipher(key)
        .map_err(|_| "its key does not fit")?
        .open_in_place(nonce(), Aad::from(*head), &mut text)
        .map_err(|_| "it does not decrypt")?;
    serde_json::from_slice(text).map_err(|_| "it holds no usage entry")
}

fn head(about: About) -> [u8; HEAD_BYTES] {
    let format = match about {
        About::Person(_) => FORMAT_PERSON,
        About::Members(_) => FORMAT_MEMBERS,
    };
    let mut head = [format; HEAD_BYTES];
    head[1..].copy_from_slice(&about.index());
    head
}

fn cipher(key: &[u8; 32]) -> Result<LessSafeKey, UsageError> {
    let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| UsageError::Seal("the key does not fit"))?;
    Ok(LessSafeKey::new(key))
}

fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> UsageEntry {
        UsageEntry {
            at: Timestamp::from_seconds(1_700_000_000),
            registry: RegistryCode("population".to_owned()),
            service: Verb::LookUp,
            consumer: "VN/GOV/H45/onestop".parse().unwrap(),
            officer: Some("EE-officer-7".to_owned()),
            purpose: "ND-107-2021;dossier=H45.12-230101-0001".parse().unwrap(),
            transaction: TransactionId([0xA5; 32]),
            fields: vec!["sex".parse().unwrap()],
            outcome: Outcome::Found,
            persons: None,
            released_at: None,
        }
    }

    #[test]
    fn opens_what_it_sealed_and_nothing_is_readable_in_it() {
        let (key, payload) = seal(About::Person([7; 16]), &entry()).unwrap();
        assert_eq!(about(&payload), Some(About::Person([7; 16])));
        assert_eq!(open(&key, &payload), Ok(entry()));
        for word in ["onestop", "officer-7", "ND-107", "population", "a5a5"] {
            let found = payload.windows(word.len()).any(|part| part == word.as_bytes());
            assert!(!found, "{word} is readable");
        }
    }

    #[test]
    fn one_flipped_bit_anywhere_is_noticed() {
        let (key, payload) = seal(About::Person([7; 16]), &entry()).unwrap();
        for position in 0..payload.len() {
            let mut wrong = payload.clone();
            wrong[position] ^= 1;
            assert!(open(&key, &wrong).is_err(), "byte {position}");
        }
        assert!(open(&[0; 32], &payload).is_err());
    }

    #[test]
    fn keys_differ_from_record_to_record() {
        let (one, _) = seal(About::Person([7; 16]), &entry()).unwrap();
        let (other, _) = seal(About::Person([7; 16]), &entry()).unwrap();
        assert_ne!(one, other);
    }

    #[test]
    fn an_entry_over_the_limit_is_refused() {
        let long = UsageEntry {
            officer: Some("x".repeat(PAYLOAD_BYTES_MAX)),
            ..entry()
        };
        assert!(matches!(seal(About::Person([7; 16]), &long), Err(UsageError::Seal(_))));
    }
}
