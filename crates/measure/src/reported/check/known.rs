//! A printed number with the room that its print leaves: half a unit of its last printed digit, and up to 5 % on the side
//! to which a hedge points.
//!
//! Three answers to "does a computed number fit?":
//! * *within*: correct rounding at the printed digits gives what is printed, or the hedge's side holds it;
//! * *loose*: some rounding at the printed digits gives it, up or down, but not the correct one (it is off by less than one
//!   unit of the last printed digit); or the print ends in zeros (`4.127.000`), and rounding or cutting at the last digit
//!   before them gives it. That is what a cut or carelessly rounded number looks like, and no number with two digits
//!   swapped does;
//! * *off*: anything else.
//!
//! Counted things are whole: a count printed to its last digit leaves no room, and only its zeros may be loose.

use super::span::Span;
use crate::reported::amount::Amount;
use crate::reported::figure::Hedge;
use crate::reported::finding::Weight;

/// How far a hedge reaches on its side: 5 %.
const HEDGE_SHARE: Amount = Amount::from_parts(5, 0, 0, false, 2);

/// Zeros at the end count as digits left out from this number on: nobody rounds 90 agencies.
const ROUND_FROM: u32 = 1_000;

/// The fewest digits that stay when zeros at the end count as left out: `2.000` may be loose by a hundred, not by a thousand.
const DIGITS_MIN: u32 = 2;

/// How a computed number fits a printed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Within,
    Loose,
    Off,
}

impl Fit {
    /// How heavy a finding with this fit is.
    pub(super) const fn weight(self) -> Weight {
        match self {
            Self::Within => Weight::Agrees,
            Self::Loose => Weight::Loose,
            Self::Off => Weight::Contradiction,
        }
    }
}

/// What a number counts, as far as its room depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sort {
    /// Whole things.
    Count,
    /// Shares, averages, changes: anything that is divided.
    Quotient,
}

/// A printed number and its room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) value: Amount,
    /// One unit of the last printed digit.
    pub(super) step: Amount,
    pub(super) span: Span,
    /// Where it may be loose; its ends are not part of it.
    loose: Span,
}

impl Known {
    /// None if the number is too great to compute with.
    pub(super) fn new(value: Amount, step: Amount, hedge: Hedge, sort: Sort) -> Option<Self> {
        let is_whole = sort == Sort::Count && step <= Amount::ONE && value.fract().is_zero();
        let half = if is_whole {
            Amount::ZERO
        } else {
            step.checked_div(Amount::TWO)?
        };
        let side = value.abs().checked_mul(HEDGE_SHARE)?;
        let mut span = Span::around(value, half)?;
        let widened = Span::around(value, side.max(half))?;
        // "Fell by more than 33 %" is a greater fall: the side is that of the magnitude.
        match (hedge, value.is_sign_negative()) {
            (Hedge::MoreThan, false) | (Hedge::Nearly, true) => span.high = widened.high,
            (Hedge::MoreThan, true) | (Hedge::Nearly, false) => span.low = widened.low,
            (Hedge::Exact | Hedge::About, _) => {}
        }
        let loose = loose(value, step, span)?;
        Some(Self {
            value,
            step,
            span,
            loose,
        })
    }

    /// How a number that lies in this span fits.
    pub(super) fn fit(&self, computed: Span) -> Fit {
        if self.span.meets(computed) {
            Fit::Within
        } else if self.loose.overlaps(computed) {
            Fit::Loose
        } else {
            Fit::Off
        }
    }
}

/// Where a number may be loose: less than a step away, or rounded or cut at the zeros at its end, but never rounded up there.
fn loose(value: Amount, step: Amount, span: Span) -> Option<Span> {
    let near = Span::around(value, step)?;
    let zeros = if step <= Amount::ONE {
        zeros(value)
    } else {
        Amount::ZERO
    };
    let rounded = Span::around(value, zeros.checked_div(Amount::TWO)?)?;
    let cut = Span::around(value, zeros)?;
    let (low, high) = if value.is_sign_negative() {
        (cut.low, rounded.high)
    } else {
        (rounded.low, cut.high)
    };
    Some(Span {
        low: low.min(near.low).min(span.low),
        high: high.max(near.high).max(span.high),
    })
}

/// Whether zeros at the end of a number may stand for digits left out: an average of a million and a half, not `100 %`.
fn is_round(value: Amount) -> bool {
    value.abs() >= Amount::from(ROUND_FROM) && value.fract().is_zero()
}

/// One unit of the last digit before the zeros at the end; zero if nobody would have rounded there.
fn zeros(value: Amount) -> Amount {
    let value = value.abs().normalize();
    if !is_round(value) {
        return Amount::ZERO;
    }
    let digits = value.trunc().mantissa().to_string();
    let kept = digits.trim_end_matches('0').len();
    let kept = u32::try_from(kept).unwrap_or(u32::MAX).max(DIGITS_MIN);
    let length = u32::try_from(digits.len()).unwrap_or(u32::MAX);
    let power = length.saturating_sub(kept);
    10_i128
        .checked_pow(power)
        .and_then(|unit| Amount::try_from_i128_with_scale(unit, 0).ok())
        .unwrap_or(Amount::ONE)
}

/// One unit of the last digit that this number carries, where no printed words say it.
pub(super) fn own_step(value: Amount) -> Amount {
    Amount::new(1, value.scale())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn fit(printed: &str, step: &str, hedge: Hedge, sort: Sort, computed: &str) -> Fit {
        let known = Known::new(amount(printed), amount(step), hedge, sort).unwrap();
        known.fit(Span::exact(amount(computed)))
    }

    #[test]
    fn correct_rounding_is_within_cut_is_loose_anything_else_is_off() {
        let share = |computed| fit("4.8", "0.1", Hedge::Exact, Sort::Quotient, computed);
        assert_eq!(["4.8", "4.75", "4.85", "4.7999"].map(share), [Fit::Within; 4]);
        assert_eq!(["4.86", "4.8999", "4.71"].map(share), [Fit::Loose; 3]);
        assert_eq!(["4.9", "4.7", "8.4", "-4.8"].map(share), [Fit::Off; 4]);
        assert_eq!(fit("100", "1", Hedge::Exact, Sort::Quotient, "92"), Fit::Off);
    }

    #[test]
    fn a_count_leaves_no_room_but_its_zeros_may_be_loose() {
        let count = |printed, computed| fit(printed, "1", Hedge::Exact, Sort::Count, computed);
        assert_eq!(count("4118", "4118"), Fit::Within);
        assert_eq!(
            [count("5000", "4910"), count("5000", "4949"), count("5000", "5100")],
            [Fit::Off; 3]
        );
        assert_eq!(
            [count("4118", "4119"), count("90", "91"), count("2000", "2100")],
            [Fit::Off; 3]
        );
        assert_eq!(
            [
                count("4100", "4118"),
                count("4127000", "4126994"),
                count("2000", "1960")
            ],
            [Fit::Loose; 3]
        );
    }

    #[test]
    fn hedges_widen_their_side_only_and_about_none() {
        let million = |hedge, computed| fit("20000000", "1000000", hedge, Sort::Count, computed);
        assert_eq!(million(Hedge::MoreThan, "20999999"), Fit::Within);
        assert_eq!(million(Hedge::MoreThan, "21000001"), Fit::Off);
        assert_eq!(million(Hedge::Nearly, "19000000"), Fit::Within);
        assert_eq!(million(Hedge::Nearly, "20600000"), Fit::Loose);
        assert_eq!(million(Hedge::About, "20600000"), Fit::Loose);
        assert_eq!(fit("-33", "1", Hedge::MoreThan, Sort::Quotient, "-34.6"), Fit::Within);
        assert_eq!(fit("-33", "1", Hedge::MoreThan, Sort::Quotient, "-31.9"), Fit::Off);
    }

    proptest! {
        #[test]
        fn what_was_rounded_correctly_is_within_and_what_was_cut_is_not_off(units in 0..10_000_000_u64, decimals in 0..4_u32) {
            let exact = Amount::new(i64::try_from(units).unwrap(), 4);
            let step = Amount::new(1, decimals);
            for (printed, worst) in [
                (exact.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero), Fit::Within),
                (exact.trunc_with_scale(decimals), Fit::Loose),
            ] {
                let known = Known::new(printed, step, Hedge::Exact, Sort::Quotient).unwrap();
                prop_assert!(known.fit(Span::exact(exact)) <= worst);
            }
        }

        #[test]
        fn the_same_print_in_another_unit_fits_alike(printed in 1..100_000_i64, computed in 1..100_000_i64, power in 0..9_u32) {
            let factor = Amount::from(10_i64.pow(power));
            let fit = |factor: Amount| {
                let (printed, step) = (Amount::new(printed, 2) * factor, Amount::new(1, 2) * factor);
                let known = Known::new(printed, step, Hedge::Nearly, Sort::Quotient).unwrap();
                known.fit(Span::exact(Amount::new(computed, 2) * factor))
            };
            // Zeros at the end of a great number may be loose, so only what is off may differ, and only to loose.
            let (one, other) = (fit(Amount::ONE), fit(factor));
            prop_assert!(one == other || (one, other) == (Fit::Off, Fit::Loose));
        }
    }
}
