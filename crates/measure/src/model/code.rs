//! The code of an indicator, as in `dossiers.reuse_rate`: words parted by dots, the subject first.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest code in bytes: it stands in addresses and tables.
pub const CODE_BYTES_MAX: usize = 80;

/// The text is no indicator code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an indicator code is 2 to 6 words of a-z, 0-9 and _, parted by dots, at most 80 bytes")]
pub struct CodeError;

/// What an indicator is called in code, tables and addresses. Never reused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndicatorCode(Arc<str>);

impl IndicatorCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IndicatorCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words = text.split('.').count();
        let is_code = (2..=6).contains(&words) && text.len() <= CODE_BYTES_MAX && text.split('.').all(is_word);
        if is_code { Ok(Self(text.into())) } else { Err(CodeError) }
    }
}

fn is_word(word: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    word.bytes().all(is_letter) && word.starts_with(|first: char| first.is_ascii_lowercase())
}

impl Borrow<str> for IndicatorCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IndicatorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for IndicatorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for IndicatorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_words_parted_by_dots() {
        for good in [
            "dossiers.reuse_rate",
            "plan2022.issued",
            "incidents.attacks.change_on_year",
        ] {
            assert_eq!(good.parse::<IndicatorCode>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "dossiers",
            "Dossiers.rate",
            "dossiers..rate",
            "dossiers.2022",
            ".rate",
            "dossiers.tỷ_lệ",
            "a.b.c.d.e.f.g",
        ] {
            assert_eq!(bad.parse::<IndicatorCode>(), Err(CodeError), "{bad}");
        }
        assert_eq!(format!("a.{}", "b".repeat(79)).parse::<IndicatorCode>(), Err(CodeError));
    }
}
