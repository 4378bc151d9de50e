//! Numbers as Vietnamese reports print them, each read by its own marks: `.` parts thousands, `,` parts decimals, but
//! `2.5 triệu` is two and a half million. A text is never read by one locale alone.
//!
//! [`readings`] sorts every run of digits of a text: a number, a part of a whole (`51/63`), a range (`5-7%`), a moment of the
//! calendar, or something that is no quantity, with the reason. A unit word behind the second of two numbers holds for
//! both (`24,55/25 triệu`). Nothing is rounded: what cannot be kept exactly is left out and said. The time is linear in
//! the length of the text: every look around a number has a fixed width.

mod chain;
mod hedge;
mod label;
mod read;
mod spoken;
mod unit;

use std::ops::Range;

use serde::Serialize;

use super::amount::Amount;
use super::calendar::Moment;
use super::figure::Hedge;
use super::token::{Token, tokens};

/// A number found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedNumber {
    /// Where its digits, its unit word and its percent sign stand, in bytes; the hedge before it is not part.
    pub place: Range<usize>,
    /// Its value, the unit word multiplied in.
    pub value: Amount,
    /// The value of one unit of its last printed digit: 10,000 for `1,54 triệu`, 0.01 for `81,05%`.
    pub step: Amount,
    /// Its unit word's factor: 1,000 for nghìn and ngàn, 1,000,000 for triệu, 1,000,000,000 for tỷ, their product for two
    /// (nghìn tỷ), else 1. Of `2 triệu 300 nghìn` that of the last.
    pub factor: Amount,
    /// A `%` follows.
    pub is_percent: bool,
    /// The word before it.
    pub hedge: Hedge,
}

/// What a run of digits is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A number.
    Number(PrintedNumber),
    /// `51/63`: a part and its whole.
    Fraction {
        /// Above the line.
        part: PrintedNumber,
        /// Below the line.
        whole: PrintedNumber,
    },
    /// `5-7%`, `từ 5 đến 7%`: anything from one to the other.
    Range {
        /// The lower end.
        low: PrintedNumber,
        /// The upper end.
        high: PrintedNumber,
    },
    /// A day, a month, a year.
    Moment(Moment),
    /// No figure, for this reason; a length of time and an age still have their number.
    LeftOut(LeftOut, Option<PrintedNumber>),
}

/// Why digits are no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// The number of a law, decree, decision, letter, standard: `766/QĐ-TTg`.
    Document,
    /// An article, clause, annex, table: `Điều 12`.
    Article,
    /// The mark of a list or a row: `2.1.`, `(3)`.
    ListMark,
    /// A page number.
    Page,
    /// Part of a name: `mức 2`, `5G`, `24/7`.
    Name,
    /// A code or an electronic address: `H56.14-240823-0001`.
    Code,
    /// A telephone number.
    Telephone,
    /// A time of day.
    Time,
    /// A length of time: `15 ngày`, `5 năm`.
    Duration,
    /// An age: `15 tuổi`.
    Age,
    /// The marks make no number: `1.23.456`.
    Unreadable,
    /// More than 28 digits.
    TooLong,
}

/// Why a chain of digits is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    Unreadable,
    TooLong,
}

impl From<Refusal> for LeftOut {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unreadable => Self::Unreadable,
            Refusal::TooLong => Self::TooLong,
        }
    }
}

/// A run of digits, or a small number in words, with what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its bytes: digits, unit words, percent sign, and the words of a date.
    pub place: Range<usize>,
    /// What it is.
    pub reading: Reading,
}

/// Every number of a text, in order: both numbers of a fraction or a range, no dates and nothing that is left out.
pub fn numbers(text: &str) -> Vec<PrintedNumber> {
    let mut numbers = Vec::new();
    for found in readings(text) {
        match found.reading {
            Reading::Number(number) => numbers.push(number),
            Reading::Fraction { part, whole } => numbers.extend([part, whole]),
            Reading::Range { low, high } => numbers.extend([low, high]),
            Reading::Moment(_) | Reading::LeftOut(..) => {}
        }
    }
    numbers
}

/// Every run of digits of a text and every small number in words, in order, with what it is.
pub fn readings(text: &str) -> Vec<Found> {
    let tokens = tokens(text);
    let spans = sort(&tokens);
    spans.into_iter().map(|span| span.found).collect()
}

/// A reading with its tokens.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// The tokens of `found.place`.
    pub(crate) tokens: Range<usize>,
    /// Where the words of the hedge before it begin; the first of `tokens` if there are none.
    pub(crate) hedge_start: usize,
    /// What is there.
    pub(crate) found: Found,
}

/// The readings of a text's tokens.
pub(crate) fn sort(tokens: &[Token]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match read::span_at(tokens, at) {
            Some(span) => {
                at = span.tokens.end;
                spans.push(span);
            }
            None => at += 1,
        }
    }
    spans
}

#[cfg(test)]
mod tests;
