//! Numbers as Vietnamese reports print them, each read by its own marks: `.` parts thousands, `,` parts decimals, but
//! `2.5 triệu` is two and a half million. A text is never read by one locale alone.

use std::ops::Range;

use super::amount::Amount;
use super::figure::Hedge;

/// A number found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedNumber {
    /// Where its digits and its unit word stand, in bytes; the hedge before it is not part.
    pub place: Range<usize>,
    /// Its value, the unit word multiplied in.
    pub value: Amount,
    /// The value of one unit of its last printed digit: 10,000 for `1,54 triệu`, 0.01 for `81,05%`.
    pub step: Amount,
    /// Its unit word's factor: 1,000 for nghìn and ngàn, 1,000,000 for triệu, 1,000,000,000 for tỷ, else 1.
    pub factor: Amount,
    /// A `%` follows.
    pub is_percent: bool,
    /// The word before it.
    pub hedge: Hedge,
}

/// Every number of a text, in order.
pub fn numbers(text: &str) -> Vec<PrintedNumber> {
    let _ = text;
    Vec::new()
}
