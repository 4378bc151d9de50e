//! One segment of an identifier, and how a text falls into segments.
//!
//! Decodes and refuses; it never repairs. It does not know how many segments an identifier has.
//! Source: X-Road Message Protocol for REST v1, section 4.1, and what X-Road's proxy warns about.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use thiserror::Error;

use crate::vietnam::agency_code::AgencyCode;

/// What may stand unescaped in a segment: RFC 3986 unreserved characters and the sub-delimiters that X-Road allows.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'+')
    .remove(b',')
    .remove(b'=');

/// The longest segment in bytes after decoding, as in X-Road's database schema.
const SEGMENT_BYTES_MAX: usize = 255;

/// Why a text is no identifier.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdentifierError {
    /// The number of segments is wrong.
    #[error("expected {expected} segments, found {found}")]
    SegmentCount {
        /// What is allowed, in words.
        expected: &'static str,
        /// What was there.
        found: usize,
    },
    /// A segment is empty, too long, not UTF-8 or holds a forbidden character.
    #[error("segment {position} {reason}")]
    Segment {
        /// Counted from 1.
        position: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Both separators stand in one text, so that nobody can say where a code ends.
    #[error("mixes the slash form and the colon form; inside a code write '/' as %2F and ':' as %3A")]
    MixedForms,
}

/// One decoded segment of an identifier.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Segment(Arc<str>);

impl Segment {
    /// Decodes a segment as it stands in a text.
    pub(super) fn parse(text: &str, position: usize) -> Result<Self, IdentifierError> {
        let fail = |reason| IdentifierError::Segment { position, reason };
        Self::check(&decode(text).map_err(fail)?).map_err(fail)
    }

    /// Takes a code that is not percent-encoded.
    pub(super) fn from_code(code: &str, position: usize) -> Result<Self, IdentifierError> {
        Self::check(code).map_err(|reason| IdentifierError::Segment { position, reason })
    }

    fn check(code: &str) -> Result<Self, &'static str> {
        if code.is_empty() {
            return Err("is empty");
        }
        if code.len() > SEGMENT_BYTES_MAX {
            return Err("is longer than 255 bytes");
        }
        if code.chars().any(|c| c.is_control() || is_deceptive(c)) {
            return Err("holds a control or invisible character");
        }
        if matches!(code, "." | "..") {
            return Err("is a relative path segment");
        }
        Ok(Self(code.into()))
    }

    /// The decoded code.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        utf8_percent_encode(&self.0, ESCAPED).fmt(f)
    }
}

/// Percent-decodes once. A `%` that starts no escape is refused: to keep it would give one code two spellings.
fn decode(text: &str) -> Result<Cow<'_, str>, &'static str> {
    let is_escape = |rest: &str| rest.len() >= 2 && rest.bytes().take(2).all(|b| b.is_ascii_hexdigit());
    if !text.split('%').skip(1).all(is_escape) {
        return Err("holds a '%' without two hexadecimal digits");
    }
    percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| "is not UTF-8 after percent-decoding")
}

/// Zero-width characters (X-Road names U+200B and U+FEFF) and direction marks: they only serve to deceive a reader.
fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Splits the slash form or the colon form into segments.
pub(super) fn split(text: &str) -> Result<Vec<Segment>, IdentifierError> {
    let separator = match (text.contains('/'), text.contains(':')) {
        (true, true) => return Err(IdentifierError::MixedForms),
        (false, true) => ':',
        _ => '/',
    };
    let mut parts = text
        .split(separator)
        .enumerate()
        .map(|(index, part)| Segment::parse(part, index + 1))
        .collect::<Result<Vec<_>, _>>()?;
    // The field writes a Vietnamese agency in the form of QCVN 102:2016; members are registered in the shorter form
    // of Decision 20/2020/QĐ-TTg. What is no agency code, as an enterprise's number with a dash, stays as it is.
    if let [instance, class, member, ..] = parts.as_mut_slice()
        && instance.as_str() == "VN"
        && class.as_str() == "GOV"
        && let Ok(code) = member.as_str().parse::<AgencyCode>()
    {
        member.0 = code.as_str().into();
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reason(text: &str) -> String {
        Segment::parse(text, 1)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn decodes_escapes_and_writes_them_again() {
        for (text, code, shown) in [
            ("s%2Fub", "s/ub", "s%2Fub"),
            ("%C3%B6", "ö", "%C3%B6"),
            ("ö", "ö", "%C3%B6"),
            ("a%3ab", "a:b", "a%3Ab"),
            ("100%25", "100%", "100%25"),
            ("A-z_0.9~'()+,=", "A-z_0.9~'()+,=", "A-z_0.9~'()+,="),
        ] {
            let segment = Segment::parse(text, 1).unwrap();
            assert_eq!((segment.as_str(), segment.to_string().as_str()), (code, shown));
        }
    }

    #[test]
    fn refuses_with_position_and_reason() {
        assert_eq!(reason(""), "segment 1 is empty");
        assert_eq!(reason(".."), "segment 1 is a relative path segment");
        assert_eq!(reason("%2e%2E"), "segment 1 is a relative path segment");
        assert_eq!(reason("."), "segment 1 is a relative path segment");
        assert_eq!(reason("%FF"), "segment 1 is not UTF-8 after percent-decoding");
        for broken in ["%", "a%2", "%zz", "%%41", "%2ö"] {
            assert_eq!(
                reason(broken),
                "segment 1 holds a '%' without two hexadecimal digits",
                "{broken}"
            );
        }
        for hidden in ["a%00", "a\n", "a\u{200B}", "%EF%BB%BFa", "a\u{202E}b"] {
            assert_eq!(
                reason(hidden),
                "segment 1 holds a control or invisible character",
                "{hidden:?}"
            );
        }
    }

    #[test]
    fn the_limit_counts_decoded_bytes() {
        assert_eq!(reason(&"%41".repeat(255)), "");
        assert_eq!(reason(&"a".repeat(256)), "segment 1 is longer than 255 bytes");
        assert_eq!(reason(&"ö".repeat(128)), "segment 1 is longer than 255 bytes");
    }

    proptest! {
        #[test]
        fn every_code_survives_its_own_text(code in any::<String>()) {
            if let Ok(segment) = Segment::from_code(&code, 1) {
                let text = segment.to_string();
                prop_assert!(text.is_ascii() && !text.contains(['/', ':', '?', '#', ' ']));
                let again = Segment::parse(&text, 1).unwrap();
                prop_assert_eq!(again.as_str(), code.as_str());
            }
        }

        #[test]
        fn parsing_never_panics(text in any::<String>()) {
            let _ = split(&text);
        }
    }
}
