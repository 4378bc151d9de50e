//! From where to where a number may lie, and the few operations that rules need. Every operation may overflow: then there is
//! no answer, and the rule that asked cannot decide.

use crate::reported::amount::Amount;

/// Both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) low: Amount,
    pub(super) high: Amount,
}

impl Span {
    pub(super) const fn exact(value: Amount) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// The value and as much on both sides.
    pub(super) fn around(value: Amount, reach: Amount) -> Option<Self> {
        Some(Self {
            low: value.checked_sub(reach)?,
            high: value.checked_add(reach)?,
        })
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether they share more than an end.
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.low < other.high && other.low < self.high
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.checked_add(other.low)?,
            high: self.high.checked_add(other.high)?,
        })
    }

    pub(super) fn minus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.checked_sub(other.high)?,
            high: self.high.checked_sub(other.low)?,
        })
    }

    /// Times a factor that is not negative.
    pub(super) fn times(self, factor: Amount) -> Option<Self> {
        Some(Self {
            low: self.low.checked_mul(factor)?,
            high: self.high.checked_mul(factor)?,
        })
    }

    /// Divided by what is certainly more than zero; none if it may be zero or less.
    pub(super) fn over(self, below: Self) -> Option<Self> {
        if below.low <= Amount::ZERO {
            return None;
        }
        let most = |value: Amount, by: Amount| value.checked_div(by);
        let low_by = if self.low.is_sign_negative() {
            below.low
        } else {
            below.high
        };
        let high_by = if self.high.is_sign_negative() {
            below.high
        } else {
            below.low
        };
        Some(Self {
            low: most(self.low, low_by)?,
            high: most(self.high, high_by)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(low: i64, high: i64) -> Span {
        Span {
            low: low.into(),
            high: high.into(),
        }
    }

    #[test]
    fn nothing_is_divided_by_what_may_be_zero_and_overflow_has_no_answer() {
        assert_eq!(span(1, 2).over(span(0, 3)), None);
        assert_eq!(Span::exact(Amount::MAX).plus(Span::exact(Amount::ONE)), None);
        assert_eq!(Span::exact(Amount::MAX).times(Amount::TEN), None);
        assert_eq!(span(-4, 8).over(span(2, 4)), Some(span(-2, 4)));
    }

    proptest! {
        #[test]
        fn an_operation_holds_what_comes_of_any_two_numbers_inside(
            a in -1000..1000_i64, b in 0..50_i64, c in 1..1000_i64, d in 0..50_i64, x in 0..=50_i64, y in 0..=50_i64,
        ) {
            let (left, right) = (span(a, a + b), span(c, c + d));
            let (p, q) = (Amount::from(a + x.min(b)), Amount::from(c + y.min(d)));
            for (made, value) in [
                (left.plus(right), p + q),
                (left.minus(right), p - q),
                (left.over(right), p / q),
                (left.times(q), p * q),
            ] {
                prop_assert!(made.unwrap().meets(Span::exact(value)));
            }
        }
    }
}
