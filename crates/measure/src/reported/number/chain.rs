//! Digits joined by marks, and what number they make, by the marks alone: no setting says which country's they are.
//!
//! | Marks | Read as |
//! |---|---|
//! | `.` each before three digits | thousands |
//! | one `.` before one or two digits, or behind a lone 0 | decimal mark |
//! | one `,` | decimal mark, also before three digits: `1,234` is a little more than one |
//! | more than one `,`, each before three digits | thousands, as in English |
//! | thousands of one sort, then one mark of the other | decimals |
//! | no-break or thin spaces, each before three digits | thousands; with plain spaces it cannot be told, and is left out |
//!
//! Anything else is refused: it is not known what was meant. So are more digits than are kept.

use super::Refusal;
use crate::reported::amount::Amount;
use crate::reported::token::{Gap, Token};

/// The most digits of a number: what [`Amount`] keeps exactly.
pub(super) const DIGITS_MAX: usize = 28;

/// What joins two runs of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    Dot,
    Comma,
    Space,
}

/// Runs of digits joined by marks.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    first: &'a str,
    rest: Vec<(Join, &'a str)>,
    /// The token after it.
    pub(super) end: usize,
}

impl<'a> Chain<'a> {
    /// The chain that begins with this run of digits.
    pub(super) fn at(tokens: &'a [Token], start: usize) -> Self {
        let mut chain = Self {
            first: &tokens[start].key,
            rest: Vec::new(),
            end: start + 1,
        };
        while let Some((join, digits, end)) = chain.next_run(tokens) {
            chain.rest.push((join, digits));
            chain.end = end;
        }
        chain
    }

    fn next_run(&self, tokens: &'a [Token]) -> Option<(Join, &'a str, usize)> {
        let next = tokens.get(self.end)?;
        if next.gap == Gap::NoBreak && next.is_digits() {
            let is_grouped = self.first.len() <= 3 && self.rest.last().is_none_or(|(join, _)| *join == Join::Space);
            let is_group = next.key.len() == 3;
            return (is_grouped && is_group).then_some((Join::Space, next.key.as_str(), self.end + 1));
        }
        let join = match next {
            _ if next.gap != Gap::None => return None,
            _ if next.is_mark('.') => Join::Dot,
            _ if next.is_mark(',') => Join::Comma,
            _ => return None,
        };
        let digits = tokens.get(self.end + 1)?;
        let is_joined = digits.is_digits() && digits.gap == Gap::None;
        is_joined.then_some((join, digits.key.as_str(), self.end + 2))
    }

    /// The token after digits that only plain spaces part from these, each before three: `12 500 000`. What they mean cannot be told.
    pub(super) fn spaced_end(&self, tokens: &[Token]) -> Option<usize> {
        let starts_group = self.rest.is_empty() && self.first.len() <= 3 && !self.first.starts_with('0');
        let is_group = |token: &&Token| token.is_digits() && token.gap == Gap::Space && token.key.len() == 3;
        let behind = tokens.get(self.end..).filter(|_| starts_group)?;
        let groups = behind.iter().take_while(is_group).count();
        (groups > 0).then_some(self.end + groups)
    }

    /// The digits, if no mark joins any.
    pub(super) fn plain(&self) -> Option<&'a str> {
        self.rest.is_empty().then_some(self.first)
    }

    /// How many digits there are.
    pub(super) fn digit_count(&self) -> usize {
        self.first.len() + self.rest.iter().map(|(_, digits)| digits.len()).sum::<usize>()
    }

    /// How many runs of digits there are.
    pub(super) fn run_count(&self) -> usize {
        1 + self.rest.len()
    }

    /// The first run of digits.
    pub(super) const fn first(&self) -> &'a str {
        self.first
    }

    /// Whether this is a section's number, as `2.1` or `3`: up to two digits each, parted by dots.
    pub(super) fn is_section(&self) -> bool {
        let is_short = |digits: &str| digits.len() <= 2;
        is_short(self.first)
            && self
                .rest
                .iter()
                .all(|(join, digits)| *join == Join::Dot && is_short(digits))
    }

    /// Whether no comma joins the digits.
    pub(super) fn has_no_comma(&self) -> bool {
        self.rest.iter().all(|(join, _)| *join != Join::Comma)
    }

    /// The number it makes.
    pub(super) fn read(&self) -> Result<Digits, Refusal> {
        if self.digit_count() > DIGITS_MAX {
            return Err(Refusal::TooLong);
        }
        let decimals = self.decimals().ok_or(Refusal::Unreadable)?;
        let digits = std::iter::once(self.first).chain(self.rest.iter().map(|(_, digits)| *digits));
        let digits: String = digits.collect();
        let units: i128 = digits.parse().map_err(|_| Refusal::Unreadable)?;
        Ok(Digits { units, decimals })
    }

    /// How many of the digits are decimals; `None` if the marks make no number.
    fn decimals(&self) -> Option<u32> {
        let (last, before) = match self.rest.as_slice() {
            [] => return Some(0),
            [before @ .., last] => (last, before),
        };
        let count = u32::try_from(last.1.len()).ok();
        let is_group = |(_, digits): &(Join, &str)| digits.len() == 3;
        let starts_group = self.first.len() <= 3 && !self.first.starts_with('0');
        let sort = before.first().map(|(join, _)| *join);
        let is_one_sort = before.iter().all(|(join, _)| Some(*join) == sort);
        let before_is_grouped = starts_group && is_one_sort && before.iter().all(is_group);
        match (sort, last.0) {
            (None, Join::Comma) => count,
            (None, Join::Dot) if last.1.len() <= 2 || self.first == "0" => count,
            (None, _) => (starts_group && is_group(last)).then_some(0),
            (Some(sort), join) if sort == join => (before_is_grouped && is_group(last)).then_some(0),
            (Some(_), Join::Space) => None,
            (Some(_), _) => count.filter(|_| before_is_grouped),
        }
    }
}

/// A number's digits as a whole number, and how many of them are decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    units: i128,
    decimals: u32,
}

impl Digits {
    /// A whole number.
    pub(super) const fn whole(units: i128) -> Self {
        Self { units, decimals: 0 }
    }

    /// Whether it has no decimals.
    pub(super) const fn is_whole(self) -> bool {
        self.decimals == 0
    }

    /// The number times ten to this power, exactly.
    pub(super) fn times(self, power: u32) -> Result<Amount, Refusal> {
        let (units, scale) = match power.checked_sub(self.decimals) {
            None => (Some(self.units), self.decimals - power),
            Some(more) => (
                10_i128
                    .checked_pow(more)
                    .and_then(|factor| self.units.checked_mul(factor)),
                0,
            ),
        };
        let units = units.filter(|units| units.unsigned_abs() < 10_u128.pow(28));
        let units = units.ok_or(Refusal::TooLong)?;
        Amount::try_from_i128_with_scale(units, scale).map_err(|_| Refusal::TooLong)
    }

    /// One unit of the last printed digit.
    pub(super) const fn step(self) -> Self {
        Self {
            units: 1,
            decimals: self.decimals,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reported::token::tokens;

    fn read(text: &str) -> Result<String, Refusal> {
        let tokens = tokens(text);
        let chain = Chain::at(&tokens, 0);
        assert_eq!(chain.end, tokens.len(), "{text}");
        Ok(chain.read()?.times(0)?.to_string())
    }

    #[test]
    fn marks_alone_decide() {
        for (text, value) in [
            ("40.128.773", "40128773"),
            ("81,05", "81.05"),
            ("1.234,5", "1234.5"),
            ("1,234,567", "1234567"),
            ("1,234,567.8", "1234567.8"),
            ("1,234", "1.234"),
            ("2.5", "2.5"),
            ("2.318", "2318"),
            ("0.125", "0.125"),
            ("1\u{A0}234\u{202F}567,5", "1234567.5"),
            ("2000", "2000"),
            ("06", "6"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_makes_no_number_is_refused() {
        for text in [
            "1.23.456",
            "1234.567",
            "1.2345",
            "1.234.56",
            "1,2,3",
            "0.123.456",
            "1.234,567,8",
            "192.168.1.1",
        ] {
            assert_eq!(read(text), Err(Refusal::Unreadable), "{text}");
        }
        assert_eq!(read(&"9".repeat(28)), Ok("9".repeat(28)));
        assert_eq!(read(&"9".repeat(29)), Err(Refusal::TooLong));
    }

    #[test]
    fn a_power_of_ten_is_exact_or_refused() {
        let digits = Digits {
            units: 154,
            decimals: 2,
        };
        assert_eq!(digits.times(6).map(|value| value.to_string()), Ok("1540000".into()));
        assert_eq!(
            digits.step().times(6).map(|value| value.to_string()),
            Ok("10000".into())
        );
        let most = Digits::whole(10_i128.pow(28) - 1);
        assert_eq!(most.times(1), Err(Refusal::TooLong));
    }
}
