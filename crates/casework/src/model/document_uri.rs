//! What a document is called: `issuer-type-id`, as in `000.00.08.H45-GPLX-261121-0001`.
//!
//! Split at the first two hyphens: issuer and type contain none, an id may. It stands in addresses of pages, so it holds
//! only characters that need no escape there, and whoever draws ids makes them of nothing personal.

use std::fmt;
use std::str::FromStr;

use motlan_core::{Code, Failure};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest issuer and type: an agency code of Decision 20/2020/QĐ-TTg has at most 35 characters.
const PART_BYTES_MAX: usize = 35;

/// The longest id: room for a hash in hexadecimal.
const ID_BYTES_MAX: usize = 64;

/// The identifier of a document in the vault.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentUri {
    text: String,
    issuer_bytes: usize,
    type_bytes: usize,
}

impl DocumentUri {
    /// Puts the parts together.
    ///
    /// # Errors
    /// `document_uri_form`.
    pub fn new(issuer: &str, type_code: &str, id: &str) -> Result<Self, Failure> {
        let is_part = |part: &str| {
            (1..=PART_BYTES_MAX).contains(&part.len())
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'.')
        };
        let is_id = (1..=ID_BYTES_MAX).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        if !is_part(issuer) || !is_part(type_code) || !is_id {
            return Err(Code::DocumentUriForm.into());
        }
        Ok(Self {
            text: format!("{issuer}-{type_code}-{id}"),
            issuer_bytes: issuer.len(),
            type_bytes: type_code.len(),
        })
    }

    /// Who issued it.
    pub fn issuer(&self) -> &str {
        &self.text[..self.issuer_bytes]
    }

    /// What it is, as in `GPLX`.
    pub fn type_code(&self) -> &str {
        &self.text[self.issuer_bytes + 1..][..self.type_bytes]
    }

    /// Which one it is among its issuer's documents of this type.
    pub fn id(&self) -> &str {
        &self.text[self.issuer_bytes + self.type_bytes + 2..]
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for DocumentUri {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(3, '-');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(issuer), Some(type_code), Some(id)) => Self::new(issuer, type_code, id),
            _ => Err(Code::DocumentUriForm.into()),
        }
    }
}

impl fmt::Display for DocumentUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for DocumentUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentUri({self})")
    }
}

impl Serialize for DocumentUri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for DocumentUri {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn is_split_at_the_first_two_hyphens() {
        let uri: DocumentUri = "000.00.08.H45-GPLX-261121-0001".parse().unwrap();
        assert_eq!(uri.issuer(), "000.00.08.H45");
        assert_eq!(uri.type_code(), "GPLX");
        assert_eq!(uri.id(), "261121-0001");
        assert_eq!(
            format!("{uri} {uri:?}"),
            "000.00.08.H45-GPLX-261121-0001 DocumentUri(000.00.08.H45-GPLX-261121-0001)"
        );
    }

    #[test]
    fn what_would_need_an_escape_is_refused() {
        let long = format!("A-B-{}", "x".repeat(65));
        for bad in [
            "",
            "A-B",
            "A--1",
            "-B-1",
            "A-B-",
            "a-B-1",
            "A-B-1/2",
            "A-B-1 2",
            "A-B-1?x",
            "A-B-é",
            long.as_str(),
        ] {
            assert_eq!(
                bad.parse::<DocumentUri>().unwrap_err().code,
                Code::DocumentUriForm,
                "{bad}"
            );
        }
        assert!(DocumentUri::new("A", "B-C", "1").is_err());
    }

    proptest! {
        #[test]
        fn parts_come_back(issuer in "[A-Z0-9.]{1,35}", kind in "[A-Z0-9.]{1,35}", id in "[A-Za-z0-9._-]{1,64}") {
            let uri = DocumentUri::new(&issuer, &kind, &id).unwrap();
            let json = serde_json::to_string(&uri).unwrap();
            let again: DocumentUri = serde_json::from_str(&json).unwrap();
            prop_assert_eq!((again.issuer(), again.type_code(), again.id()), (&*issuer, &*kind, &*id));
            prop_assert_eq!(again, uri);
        }
    }
}
