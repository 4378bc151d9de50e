//! Where a page of somebody's entries ended, as a text that whoever asks sends back for the next page.
//!
//! It is no secret and no right: a made-up cursor leads to other entries of the same person, or to none.

use std::fmt;
use std::str::FromStr;

use motlan_store::journal::Position;

/// Digits of a segment, and of an offset: 32 bits in hexadecimal.
const HALF: usize = 8;

/// A position in the usage journal, as 16 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor(pub Position);

/// The text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cursor is the `next` of an earlier page")]
pub struct CursorError;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}{:08x}", self.0.segment, self.0.offset)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 2 * HALF || !text.bytes().all(is_digit) {
            return Err(CursorError);
        }
        let (segment, offset) = text.split_at(HALF);
        let number = |digits| u32::from_str_radix(digits, 16).map_err(|_| CursorError);
        Ok(Self(Position {
            segment: number(segment)?,
            offset: number(offset)?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn comes_back_from_its_text(segment: u32, offset: u32) {
            let cursor = Cursor(Position { segment, offset });
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
    }

    #[test]
    fn another_text_is_refused() {
        for text in [
            "",
            "0",
            "000000000000001",
            "00000000000000001",
            "000000000000000G",
            "000000000000000A",
            "+000000000000001",
            "00000000 0000001",
            "đ00000000000000",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
    }
}
