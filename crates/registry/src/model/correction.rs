//! A request to correct one value, with its reason and evidence; and what its owner decides.

use std::fmt;
use std::str::FromStr;

use motlan_core::{Code, Failure};
use serde::{Deserialize, Serialize};

/// The longest reason and the longest evidence, in characters: a page of text.
pub const TEXT_CHARACTERS_MAX: usize = 2_000;

/// Requests about one record that may wait for a decision: nobody reads more, and a queue of 20 texts is 40,000 characters.
pub const OPEN_MAX: u64 = 20;

/// The random 16 bytes that name a request, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionId(String);

impl CorrectionId {
    /// The id of these random bytes.
    pub(crate) fn new(bytes: [u8; 16]) -> Self {
        Self(hex::encode(bytes))
    }

    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CorrectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for CorrectionId {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 32 && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Failure::new(
                Code::InvalidBody,
                "id: must be the `id` of an earlier answer",
            ))
        }
    }
}

/// A request as it came. Field and value stand among the asked values of its question.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawCorrection {
    /// Why the value is wrong.
    pub reason: String,
    /// What shows it: a document, its number, where it can be seen.
    pub evidence: String,
}

impl RawCorrection {
    /// Both texts say something, and not too much.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        for (place, text) in [("reason", &self.reason), ("evidence", &self.evidence)] {
            let wrong = |what: &str| Err(Failure::new(Code::InvalidBody, format!("{place}: {what}")));
            if text.trim().is_empty() {
                return wrong("is empty");
            }
            if text.chars().count() > TEXT_CHARACTERS_MAX {
                return wrong("is longer than 2,000 characters");
            }
            if text.chars().any(|letter| letter.is_control() && letter != '\n') {
                return wrong("holds a control character");
            }
        }
        Ok(())
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionState {
    /// Nobody has decided yet.
    Open,
    /// The value was taken.
    Accepted,
    /// It was not.
    Refused,
}

impl CorrectionState {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::Accepted, Self::Refused]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_what_an_answer_held_and_nothing_else() {
        let id = CorrectionId::new([0xa5; 16]);
        assert_eq!(id.as_str().parse::<CorrectionId>().unwrap(), id);
        for text in ["", "a5", &"A5".repeat(16), &"a5".repeat(17), &"đ".repeat(16)] {
            assert!(text.parse::<CorrectionId>().is_err(), "{text}");
        }
    }

    #[test]
    fn reason_and_evidence_have_their_limits() {
        let check = |reason: &str, evidence: &str| {
            let raw = RawCorrection {
                reason: reason.to_owned(),
                evidence: evidence.to_owned(),
            };
            raw.check().err().map(|failure| failure.detail)
        };
        let long = "ế".repeat(TEXT_CHARACTERS_MAX);
        assert_eq!(check("Sai năm sinh", &long), None);
        assert_eq!(check("Sai\nnăm", "Giấy khai sinh"), None);
        assert_eq!(check(" ", "x").unwrap(), "reason: is empty");
        assert_eq!(
            check("x", &format!("{long}!")).unwrap(),
            "evidence: is longer than 2,000 characters"
        );
        assert_eq!(check("x", "\u{0}").unwrap(), "evidence: holds a control character");
    }
}
