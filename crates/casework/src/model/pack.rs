//! What the packs of this crate have in common: strict reading, days of validity, and why a pack cannot be used.

use jiff::civil::Date;
use serde::de::DeserializeOwned;

use crate::model::day::parse_day;

/// The only version of the pack formats so far.
pub(crate) const FORMAT: u32 = 1;

/// Why a pack cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The text is no TOML of the expected shape.
    #[error("{0}")]
    Shape(String),
    /// A rule between parts is broken.
    #[error("{place}: {reason}")]
    Rule {
        /// Where, as in `component 2`.
        place: String,
        /// What is wrong there.
        reason: String,
    },
}

/// First and last day on which a pack holds; a missing end has no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// The first day.
    pub from: Option<Date>,
    /// The last day, included.
    pub until: Option<Date>,
}

impl Validity {
    /// Whether it holds on `day`.
    pub fn has(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Reads both ends; they must be days, the first not after the last.
    pub(crate) fn parse(from: Option<&str>, until: Option<&str>) -> Result<Self, PackError> {
        let end = |word: &str, text: Option<&str>| text.map(|text| day(word, text)).transpose();
        let validity = Self {
            from: end("valid_from", from)?,
            until: end("valid_until", until)?,
        };
        match (validity.from, validity.until) {
            (Some(from), Some(until)) if from > until => Err(rule("valid_until", "lies before valid_from")),
            _ => Ok(validity),
        }
    }
}

/// A broken rule and its place.
pub(crate) fn rule(place: impl Into<String>, reason: impl Into<String>) -> PackError {
    PackError::Rule {
        place: place.into(),
        reason: reason.into(),
    }
}

/// Reads a TOML text into its tables; these refuse unknown words.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|error| PackError::Shape(error.to_string()))
}

/// A day of a pack, `YYYY-MM-DD`.
pub(crate) fn day(place: &str, text: &str) -> Result<Date, PackError> {
    parse_day(text).ok_or_else(|| rule(place, format!("{text} is no day, YYYY-MM-DD")))
}

/// A code of our own: `a-z`, then `a-z 0-9` and the given joint, at most 64.
pub(crate) fn is_code(text: &str, joint: u8) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == joint)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn validity_includes_both_ends() {
        let validity = Validity::parse(Some("2022-01-06"), Some("2025-06-30")).unwrap();
        assert!(validity.has(date(2022, 1, 6)) && validity.has(date(2025, 6, 30)));
        assert!(!validity.has(date(2022, 1, 5)) && !validity.has(date(2025, 7, 1)));
        assert!(Validity::default().has(date(1900, 1, 1)));
        assert!(Validity::parse(Some("2022-01-07"), Some("2022-01-06")).is_err());
        assert!(Validity::parse(Some("2022"), None).is_err());
    }

    #[test]
    fn codes_are_small_letters() {
        assert!(is_code("driving-licence-renewal", b'-') && is_code("a1_b", b'_'));
        for bad in ["", "1a", "A", "a b", "a_b", "é"] {
            assert!(!is_code(bad, b'-'), "{bad}");
        }
        assert!(!is_code(&"a".repeat(65), b'-'));
    }
}
