//! A place among tokens that moves on over what it expects, or says that it is not there.

use std::ops::RangeInclusive;

use super::YEARS;
use crate::reported::noun::is_counted;
use crate::reported::token::{Gap, Token};

/// A token to be read next.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    /// Where the moment begins: what stands before it is none of its affair.
    pub(super) start: usize,
}

impl<'a> Cursor<'a> {
    /// The token here.
    pub(super) fn token(self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    /// One token on.
    pub(super) const fn next(self) -> Self {
        Self {
            tokens: self.tokens,
            at: self.at + 1,
            start: self.start,
        }
    }

    /// Whether this word is here.
    pub(super) fn is(self, word: &str) -> bool {
        self.token().is_some_and(|token| token.key == word)
    }

    /// Whether the token here stands in the paragraph of the one before, or begins the moment.
    fn is_near(self) -> bool {
        self.at == self.start || self.token().is_some_and(|token| token.gap <= Gap::Line)
    }

    /// Behind this word, in the same paragraph.
    pub(super) fn word(self, word: &str) -> Option<Self> {
        let is_here = self.token()?.gap <= Gap::Line && self.is(word);
        is_here.then_some(self.next())
    }

    /// Behind this mark, in the same cell.
    pub(super) fn mark(self, mark: char) -> Option<Self> {
        let token = self.token()?;
        (token.gap <= Gap::Space && token.is_mark(mark)).then_some(self.next())
    }

    /// The plain digits here, which no mark joins to others.
    pub(super) fn digits(self) -> Option<(&'a str, Self)> {
        let token = self.token()?;
        let is_here = token.is_digits() && self.is_near() && !self.joins_digits();
        is_here.then_some((token.key.as_str(), self.next()))
    }

    /// Whether `.` or `,` and more digits follow without a space.
    pub(super) fn joins_digits(self) -> bool {
        let mark = self.tokens.get(self.at + 1);
        let digits = self.tokens.get(self.at + 2);
        let is_join = mark.is_some_and(|mark| mark.gap == Gap::None && (mark.is_mark('.') || mark.is_mark(',')));
        is_join && digits.is_some_and(|digits| digits.gap == Gap::None && digits.is_digits())
    }

    /// A number of one or two digits in this range.
    pub(super) fn number(self, range: RangeInclusive<u8>) -> Option<(u8, Self)> {
        let (digits, end) = self.digits().filter(|(digits, _)| digits.len() <= 2)?;
        let number = digits.parse().ok().filter(|number| range.contains(number))?;
        Some((number, end))
    }

    /// A year of four digits.
    pub(super) fn year(self) -> Option<(i16, Self)> {
        let (digits, end) = self.digits().filter(|(digits, _)| digits.len() == 4)?;
        let year = digits.parse().ok().filter(|year| YEARS.contains(year))?;
        Some((year, end))
    }

    /// A year that may be joined to the next by a comma alone, as in `năm 2022,2023`.
    pub(super) fn year_run(self) -> Option<(i16, Self)> {
        let digits = self.token().filter(|token| token.is_digits() && self.is_near())?;
        let is_joined = self.joins_digits();
        let next = Self {
            at: self.at + 2,
            ..self
        };
        if is_joined && (next.year().is_none() || !self.next().token()?.is_mark(',')) {
            return None;
        }
        let is_year = digits.key.len() == 4;
        let year = digits.key.parse().ok().filter(|year| is_year && YEARS.contains(year))?;
        Some((year, self.next()))
    }

    /// `/2024`, `-2024`, `năm 2024`, `, năm 2024` behind a day's or a month's number; no year and the same place if there is none.
    pub(super) fn year_behind(self) -> (Option<i16>, Self) {
        let joined = self.mark('/').or_else(|| self.mark('-')).and_then(Self::year);
        let year_word = |cursor: Self| cursor.word("của").unwrap_or(cursor).word("năm");
        let spoken = year_word(self).or_else(|| self.mark(',').and_then(year_word));
        let found = joined.or_else(|| spoken.and_then(Self::year));
        found.map_or((None, self), |(year, end)| (Some(year), end))
    }

    /// Whether what follows makes a quantity of the number before: a percent sign, a fraction stroke, a counted noun.
    pub(super) fn is_quantity(self) -> bool {
        let is_percent = self
            .token()
            .is_some_and(|token| token.is_mark('%') && token.gap <= Gap::Space);
        is_percent || is_counted(self.tokens, self.at)
    }

    /// Whether one of these words (or `/`) stands so many tokens before.
    pub(super) fn before(self, back: usize, words: &[&str]) -> bool {
        let token = self.at.checked_sub(back).and_then(|at| self.tokens.get(at));
        token.is_some_and(|token| words.contains(&token.key.as_str()) || (words.contains(&"/") && token.is_mark('/')))
    }

    /// Whether digits stand directly before.
    pub(super) fn follows_digits(self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.is_some_and(Token::is_digits)
    }
}
