//! Digits that name something: documents, articles, list marks, codes, telephones, pages, versions. No quantities.
//!
//! Each is told by the words before it or the signs it is joined to, within a few tokens; the reason is kept, so that a
//! person who thinks otherwise can mend it.

mod joined;
mod line;
mod worded;

use super::LeftOut;
use super::chain::Chain;
use crate::reported::token::{Gap, Token};

/// Why digits are left out, and the token after what they belong to.
pub(super) type Label = (LeftOut, usize);

/// A place among tokens where digits stand.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
}

impl<'a> Spot<'a> {
    /// The key of the word so many tokens before; empty for anything else and beyond a paragraph's start.
    pub(super) fn word_before(self, back: usize) -> &'a str {
        let Some(index) = self.at.checked_sub(back) else {
            return "";
        };
        let is_same_paragraph = (index + 1..=self.at).all(|index| self.tokens[index].gap < Gap::Blank);
        let token = &self.tokens[index];
        if is_same_paragraph && token.is_word() {
            &token.key
        } else {
            ""
        }
    }

    /// The token so many before.
    pub(super) fn before(self, back: usize) -> Option<&'a Token> {
        self.at.checked_sub(back).and_then(|index| self.tokens.get(index))
    }

    /// Whether the digits open a line or a cell, but for a hyphen or an opening bracket.
    pub(super) fn opens_line(self) -> bool {
        let token = &self.tokens[self.at];
        let before = self.before(1);
        let is_bullet = before.is_some_and(|mark| mark.is_mark('(') && mark.gap >= Gap::Line);
        token.gap >= Gap::Line || is_bullet
    }
}

/// Why the digits here are no quantity, if they are none.
pub(super) fn label_at(tokens: &[Token], at: usize, chain: &Chain<'_>) -> Option<Label> {
    let spot = Spot { tokens, at };
    worded::telephone(spot)
        .or_else(|| joined::label(spot, chain))
        .or_else(|| line::label(spot, chain))
        .or_else(|| worded::label(spot, chain))
}

/// The token after the last that is joined to this one without a space; a mark at the end is not part.
pub(super) fn joined_end(tokens: &[Token], start: usize) -> usize {
    let mut end = start;
    for (index, token) in tokens.iter().enumerate().skip(start) {
        let is_joining = |mark| matches!(mark, '.' | '-' | '/' | '_' | ':' | '@' | '=' | '?' | '&' | '#' | '%');
        let is_part = match token.shape {
            crate::reported::token::Shape::Mark(mark) => is_joining(mark),
            _ => true,
        };
        if (index > start && token.gap != Gap::None) || !is_part {
            break;
        }
        if token.is_word() || token.is_digits() {
            end = index + 1;
        }
    }
    end.max(start + 1)
}
