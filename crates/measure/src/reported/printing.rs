//! The numbers of a figure's printed words, with the fractions and ranges that they make.

use super::amount::Amount;
use super::number::{PrintedNumber, Reading, readings};

/// What printed words say in numbers.
#[derive(Debug, Default)]
pub(crate) struct Printing {
    /// Every number, in order.
    pub(crate) numbers: Vec<PrintedNumber>,
    /// The fractions among them: part and whole.
    pub(crate) fractions: Vec<(Amount, Amount)>,
    /// The ranges among them: from and to.
    pub(crate) ranges: Vec<(Amount, Amount)>,
}

impl Printing {
    pub(crate) fn of(words: &str) -> Self {
        let mut printed = Self::default();
        for found in readings(words) {
            match found.reading {
                Reading::Number(number) => printed.numbers.push(number),
                Reading::Fraction { part, whole } => {
                    printed.fractions.push((part.value, whole.value));
                    printed.numbers.extend([part, whole]);
                }
                Reading::Range { low, high } => {
                    printed.ranges.push((low.value, high.value));
                    printed.numbers.extend([low, high]);
                }
                Reading::Moment(_) | Reading::LeftOut(..) => {}
            }
        }
        printed
    }
}
