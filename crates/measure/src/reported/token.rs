//! A Vietnamese text as words, runs of digits and marks, each with its bytes in the text as it was given.
//!
//! The text is never changed: a word's *key* is its composed, lower-case spelling with the tone mark in one place, so
//! that decomposed text and both spellings of `hóa` match the dictionary while every place stays one of the original.
//! Signs without width (soft hyphen, zero-width space, byte order mark) part nothing.

use std::ops::Range;

use motlan_core::vietnam::text::normalise_tone_placement;

/// What stands between a token and the one before it; a later one parts more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing.
    None,
    /// One no-break, narrow, thin or figure space: the space that may group digits.
    NoBreak,
    /// White space in a line.
    Space,
    /// A tab, or three and more spaces: the next cell of a table pasted as text.
    Cell,
    /// A new line.
    Line,
    /// An empty line, a form feed, or the beginning of the text.
    Blank,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters only, no upper-case one.
    Lower,
    /// Letters, the first of them upper-case, the others not.
    Title,
    /// Letters with an upper-case one elsewhere, or one upper-case letter alone.
    Upper,
    /// Digits; full-width ones too.
    Digits,
    /// Any other sign.
    Mark(char),
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// Its bytes.
    pub(crate) place: Range<usize>,
    /// What it is.
    pub(crate) shape: Shape,
    /// What parts it from the token before.
    pub(crate) gap: Gap,
    /// A word's key, the ASCII digits of a run, empty for a mark.
    pub(crate) key: String,
}

impl Token {
    /// Whether it is the mark.
    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.shape == Shape::Mark(mark)
    }

    /// Whether it is made of letters.
    pub(crate) const fn is_word(&self) -> bool {
        matches!(self.shape, Shape::Lower | Shape::Title | Shape::Upper)
    }

    /// Whether it is made of digits.
    pub(crate) fn is_digits(&self) -> bool {
        self.shape == Shape::Digits
    }
}

/// The text's tokens, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut gap = Spaces::at_start();
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if is_ignored(letter) {
            continue;
        }
        if letter.is_whitespace() {
            gap.add(letter);
            continue;
        }
        let sort = Sort::of(letter);
        let mut end = start + letter.len_utf8();
        while let Some(&(next, other)) = letters.peek() {
            if sort == Sort::Mark || (!is_ignored(other) && Sort::of(other) != sort) || other.is_whitespace() {
                break;
            }
            end = next + other.len_utf8();
            letters.next();
        }
        let piece = &text[start..end];
        let (shape, key) = sort.read(letter, piece);
        tokens.push(Token {
            place: start..end,
            shape,
            gap: gap.take(),
            key,
        });
    }
    tokens
}

/// Soft hyphen, zero-width space and joiners, word joiner, byte order mark.
const fn is_ignored(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Letter,
    Digit,
    Mark,
}

impl Sort {
    fn of(letter: char) -> Self {
        match letter {
            '0'..='9' | '\u{FF10}'..='\u{FF19}' => Self::Digit,
            '\u{300}'..='\u{36F}' => Self::Letter,
            _ if letter.is_alphabetic() => Self::Letter,
            _ => Self::Mark,
        }
    }

    fn read(self, first: char, piece: &str) -> (Shape, String) {
        match self {
            Self::Letter => (case(piece), key(piece)),
            Self::Digit => (Shape::Digits, piece.chars().filter_map(ascii_digit).collect()),
            Self::Mark => (Shape::Mark(narrow(first)), String::new()),
        }
    }
}

/// The key of a word: composed, lower case, the tone mark where the older spelling has it.
pub(crate) fn key(word: &str) -> String {
    let word: String = word.chars().filter(|letter| !is_ignored(*letter)).collect();
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    normalise_tone_placement(&word.to_lowercase())
}

fn case(word: &str) -> Shape {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    let is_first_upper = letters.next().is_some_and(char::is_uppercase);
    let has_upper_later = letters.clone().any(char::is_uppercase);
    match (is_first_upper, has_upper_later, letters.next()) {
        (_, true, _) | (true, _, None) => Shape::Upper,
        (true, false, Some(_)) => Shape::Title,
        (false, false, _) => Shape::Lower,
    }
}

fn ascii_digit(digit: char) -> Option<char> {
    match digit {
        '\u{FF10}'..='\u{FF19}' => char::from_u32(u32::from(digit) - 0xFF10 + u32::from('0')),
        '0'..='9' => Some(digit),
        _ => None,
    }
}

/// A mark in its usual width; the dashes and slashes that stand for `-` and `/` become these. The minus sign stays.
const fn narrow(mark: char) -> char {
    match mark {
        '％' | '﹪' => '%',
        '．' => '.',
        '，' => ',',
        '／' | '⁄' | '∕' => '/',
        '‐' | '‑' | '–' | '—' | '－' => '-',
        '（' => '(',
        '）' => ')',
        '：' => ':',
        other => other,
    }
}

/// The white space before a token, as it is read.
struct Spaces {
    gap: Gap,
    plain: usize,
    lines: usize,
}

impl Spaces {
    const fn at_start() -> Self {
        Self {
            gap: Gap::Blank,
            plain: 0,
            lines: 2,
        }
    }

    fn add(&mut self, space: char) {
        self.plain += 1;
        let gap = match space {
            '\u{A0}' | '\u{202F}' | '\u{2007}'..='\u{2009}' if self.gap == Gap::None => Gap::NoBreak,
            '\n' | '\u{2028}' => {
                self.lines += 1;
                if self.lines > 1 { Gap::Blank } else { Gap::Line }
            }
            '\u{C}' | '\u{2029}' => Gap::Blank,
            '\t' => Gap::Cell,
            _ if self.plain > 2 => Gap::Cell,
            _ => Gap::Space,
        };
        self.gap = self.gap.max(gap);
    }

    fn take(&mut self) -> Gap {
        let gap = self.gap;
        *self = Self {
            gap: Gap::None,
            plain: 0,
            lines: 0,
        };
        gap
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.key).collect()
    }

    #[test]
    fn one_word_in_any_form_has_one_key() {
        assert_eq!(keys("Số hoá"), ["số", "hóa"]);
        assert_eq!(keys("so\u{302}\u{301} ho\u{301}a"), ["số", "hóa"]);
        assert_eq!(keys("TRIỆU"), ["triệu"]);
        assert_eq!(keys("１２tri\u{AD}ệu"), ["12", "triệu"]);
    }

    #[test]
    fn gaps_say_what_parts_two_tokens() {
        let gaps: Vec<Gap> = tokens("a b\u{A0}c\td\ne\n\nf g.")
            .into_iter()
            .map(|token| token.gap)
            .collect();
        let expected = [
            Gap::Blank,
            Gap::Space,
            Gap::NoBreak,
            Gap::Cell,
            Gap::Line,
            Gap::Blank,
            Gap::Space,
            Gap::None,
        ];
        assert_eq!(gaps, expected);
    }

    #[test]
    fn the_case_of_a_word_is_kept() {
        use Shape::{Lower, Title, Upper};
        let shapes: Vec<Shape> = tokens("bộ Bộ BỘ QĐ TTg G")
            .into_iter()
            .map(|token| token.shape)
            .collect();
        assert_eq!(shapes, [Lower, Title, Upper, Upper, Upper, Upper]);
    }

    proptest! {
        #[test]
        fn places_are_whole_letters_in_order(text in any::<String>()) {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.place.start >= end && token.place.end > token.place.start);
                prop_assert!(text.get(token.place.clone()).is_some());
                end = token.place.end;
            }
        }
    }
}
