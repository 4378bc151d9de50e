//! The value of a figure: an exact fraction, rounded only to be shown, and then by one rule.
//!
//! Rounding is to the nearest, a half upwards (away from zero), computed in whole numbers: 40,128,773 ÷ 26 at two
//! decimals of a million is 1.54, never 1.55.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// The most decimals that a figure is shown with.
pub const DECIMALS_MAX: u8 = 6;

/// How many decimals a figure is shown with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rounding {
    /// Digits after the decimal mark, at most [`DECIMALS_MAX`].
    pub decimals: u8,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// There is nothing to say: the denominator is zero, or nothing computes it.
    Missing,
    /// So many.
    Count(u64),
    /// One count divided by another, which is not zero.
    Fraction {
        /// Above the line.
        numerator: u64,
        /// Below the line; not zero.
        denominator: u64,
    },
}

impl Value {
    /// The fraction of two counts; missing if there is nothing to divide by.
    pub const fn fraction(numerator: u64, denominator: u64) -> Self {
        if denominator == 0 {
            Self::Missing
        } else {
            Self::Fraction { numerator, denominator }
        }
    }

    /// The value times `factor` (100 for a percentage), rounded.
    pub fn rounded(self, factor: u32, rounding: Rounding) -> Option<Decimal> {
        let decimals = rounding.decimals.min(DECIMALS_MAX);
        let scale = u128::from(factor) * 10_u128.pow(u32::from(decimals));
        let (numerator, denominator) = match self {
            // A fraction made by hand may divide by zero; it is as missing as any other.
            Self::Missing | Self::Fraction { denominator: 0, .. } => return None,
            Self::Count(count) => (u128::from(count), 1),
            Self::Fraction { numerator, denominator } => (u128::from(numerator), u128::from(denominator)),
        };
        // At most 2^64 × 2^32 × 10^6 × 2 < 2^118: no overflow.
        let units = (2 * numerator * scale + denominator) / (2 * denominator);
        Some(Decimal { units, decimals })
    }
}

/// A rounded number: `units` ÷ 10^`decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// Every digit, without the decimal mark.
    pub units: u128,
    /// How many of them stand after the mark.
    pub decimals: u8,
}

impl Decimal {
    /// The digits before the mark, as a number.
    pub const fn whole(self) -> u128 {
        self.units / 10_u128.pow(self.decimals as u32)
    }

    /// The digits after the mark, as text of exactly `decimals` digits.
    pub fn fraction_digits(self) -> String {
        if self.decimals == 0 {
            return String::new();
        }
        let rest = self.units % 10_u128.pow(u32::from(self.decimals));
        format!("{rest:0width$}", width = usize::from(self.decimals))
    }
}

/// For machines: a decimal point, no grouping, as in `80.95`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.whole())?;
        match self.fraction_digits() {
            digits if digits.is_empty() => Ok(()),
            digits => write!(f, ".{digits}"),
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(value: Value, factor: u32, decimals: u8) -> String {
        value.rounded(factor, Rounding { decimals }).unwrap().to_string()
    }

    #[test]
    fn rounds_as_reports_should() {
        assert_eq!(shown(Value::fraction(51, 63), 100, 2), "80.95");
        assert_eq!(shown(Value::fraction(712_345, 790_112), 100, 2), "90.16");
        assert_eq!(shown(Value::fraction(40_128_773, 26), 1, 0), "1543414");
        assert_eq!(shown(Value::fraction(40_128_773, 26_000_000), 1, 2), "1.54");
        assert_eq!(shown(Value::fraction(1, 8), 100, 0), "13");
        assert_eq!(shown(Value::fraction(1, 400), 100, 1), "0.3");
        assert_eq!(shown(Value::Count(31_407), 1, 0), "31407");
        assert_eq!(shown(Value::fraction(1, 2000), 100, 2), "0.05");
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(Value::fraction(0, 0), Value::Missing);
        assert_eq!(Value::Missing.rounded(100, Rounding { decimals: 2 }), None);
        let by_hand = Value::Fraction {
            numerator: 1,
            denominator: 0,
        };
        assert_eq!(by_hand.rounded(1, Rounding { decimals: 0 }), None);
    }

    proptest! {
        #[test]
        fn is_never_off_by_more_than_half_of_the_last_digit(numerator: u64, denominator in 1..u64::MAX, decimals in 0..=6_u8) {
            let rounded = Value::fraction(numerator, denominator).rounded(100, Rounding { decimals }).unwrap();
            let exact = u128::from(numerator) * 100 * 10_u128.pow(u32::from(decimals));
            let distance = exact.abs_diff(rounded.units * u128::from(denominator));
            prop_assert!(2 * distance <= u128::from(denominator));
        }
    }
}
