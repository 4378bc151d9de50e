//! The smaller values of a request head: message id, represented party, idempotency key.

use std::fmt;
use std::str::FromStr;

use http::HeaderValue;
use motlan_core::{Code, Failure};
use percent_encoding::percent_decode_str;
use thiserror::Error;
use uuid::Uuid;

/// The longest idempotency key in bytes: four UUIDs fit.
const IDEMPOTENCY_KEY_BYTES_MAX: usize = 160;

/// `X-Road-Id`: the client's own name of a message, kept byte for byte and echoed. It need not be unique.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MessageId(HeaderValue);

impl MessageId {
    /// `{instance}-{uuid}`, as X-Road makes it.
    pub(super) fn generate(instance: &str, id: Uuid) -> Result<Self, Failure> {
        HeaderValue::try_from(format!("{instance}-{id}"))
            .map(Self)
            .map_err(|_| Failure::new(Code::InternalError, "the instance cannot stand in a header"))
    }

    /// The bytes of the header.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<HeaderValue> for MessageId {
    fn from(value: HeaderValue) -> Self {
        Self(value)
    }
}

impl From<MessageId> for HeaderValue {
    fn from(id: MessageId) -> Self {
        id.0
    }
}

/// For people; bytes that are not UTF-8 are replaced.
impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.0.as_bytes()))
    }
}

impl fmt::Debug for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageId({self})")
    }
}

/// On whose behalf a client asks: `[class/]code`, percent-decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepresentedParty {
    /// The party's class, where given.
    pub class: Option<String>,
    /// The party's code.
    pub code: String,
}

/// The text is not `[class/]code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected 1 or 2 segments, none of them empty")]
pub struct RepresentedPartyError;

impl FromStr for RepresentedParty {
    type Err = RepresentedPartyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let decode = |part: &str| match percent_decode_str(part).decode_utf8() {
            Ok(decoded) if !decoded.is_empty() => Ok(decoded.into_owned()),
            _ => Err(RepresentedPartyError),
        };
        let (class, code) = match text.split_once('/') {
            None => (None, text),
            Some((class, code)) if !code.contains('/') => (Some(decode(class)?), code),
            Some(_) => return Err(RepresentedPartyError),
        };
        Ok(Self {
            class,
            code: decode(code)?,
        })
    }
}

/// `Motlan-Idempotency-Key`: 1 to 160 visible ASCII characters of the client's choice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The key as the client wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is no idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected 1 to {IDEMPOTENCY_KEY_BYTES_MAX} visible ASCII characters")]
pub struct IdempotencyKeyError;

impl FromStr for IdempotencyKey {
    type Err = IdempotencyKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if (1..=IDEMPOTENCY_KEY_BYTES_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdempotencyKeyError)
        }
    }
}

/// The hyphenated lower-case text of `id` as a header value.
pub(super) fn uuid_value(id: Uuid) -> HeaderValue {
    // Unwrap safety: a UUID's text is hexadecimal digits and hyphens.
    HeaderValue::try_from(id.hyphenated().to_string()).expect("a UUID is a header value")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_represented_party_has_one_or_two_segments() {
        let party = |class: Option<&str>, code: &str| {
            Ok(RepresentedParty {
                class: class.map(str::to_owned),
                code: code.to_owned(),
            })
        };
        let rows = [
            ("Member", party(None, "Member")),
            ("Class/Member", party(Some("Class"), "Member")),
            ("C%2FD/M%C3%B6", party(Some("C/D"), "Mö")),
            ("Instance/Class/Member", Err(RepresentedPartyError)),
            ("Class/", Err(RepresentedPartyError)),
            ("/Member", Err(RepresentedPartyError)),
            ("", Err(RepresentedPartyError)),
            ("%FF", Err(RepresentedPartyError)),
        ];
        for (text, expected) in rows {
            assert_eq!(text.parse(), expected, "{text}");
        }
    }

    #[test]
    fn an_idempotency_key_is_short_and_visible() {
        for text in ["k", "4f3c/2:a", &"k".repeat(160)] {
            assert_eq!(text.parse::<IdempotencyKey>().unwrap().as_str(), text);
        }
        for text in ["", "a b", "khóa", &"k".repeat(161)] {
            assert_eq!(text.parse::<IdempotencyKey>(), Err(IdempotencyKeyError), "{text}");
        }
    }
}
