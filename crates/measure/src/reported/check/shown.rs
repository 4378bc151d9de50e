//! Numbers, days and spans as a reader writes them: `1.545.982,85` and `20/01/2024` in Vietnamese, `1,545,982.85` and
//! `20 January 2024` in English.

use std::fmt;

use motlan_core::{Day, Name};
use rust_decimal::RoundingStrategy;

use crate::reported::amount::Amount;

/// The most decimals of a computed number.
const DECIMALS_MAX: u32 = 4;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// As it is written in Vietnamese.
pub(super) struct Vi<T>(pub(super) T);

/// As it is written in English.
pub(super) struct En<T>(pub(super) T);

impl fmt::Display for Vi<Amount> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_amount(f, self.0, '.', ',')
    }
}

impl fmt::Display for En<Amount> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_amount(f, self.0, ',', '.')
    }
}

fn write_amount(f: &mut fmt::Formatter<'_>, amount: Amount, group: char, decimal: char) -> fmt::Result {
    use fmt::Write as _;

    let text = amount.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    if amount.is_sign_negative() && !amount.is_zero() {
        f.write_char('−')?;
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            f.write_char(group)?;
        }
        f.write_char(digit)?;
    }
    if fraction.is_empty() {
        Ok(())
    } else {
        write!(f, "{decimal}{fraction}")
    }
}

impl fmt::Display for Vi<&Name> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.vi)
    }
}

impl fmt::Display for En<&Name> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

/// The same in both languages: names of documents, quoted words.
impl fmt::Display for Vi<&str> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for En<&str> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Vi<Day> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.0.date();
        write!(f, "{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
    }
}

impl fmt::Display for En<Day> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.0.date();
        let month = usize::try_from(date.month() - 1)
            .ok()
            .and_then(|month| MONTHS.get(month));
        write!(f, "{} {} {:04}", date.day(), month.unwrap_or(&""), date.year())
    }
}

/// First and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Days {
    pub(super) first: Day,
    pub(super) last: Day,
}

impl Days {
    pub(super) fn count(self) -> u32 {
        self.last.number() - self.first.number() + 1
    }
}

impl fmt::Display for Vi<Days> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", Vi(self.0.first), Vi(self.0.last))
    }
}

impl fmt::Display for En<Days> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", En(self.0.first), En(self.0.last))
    }
}

/// A computed number with two decimals more than what it is held against, at most four.
pub(super) fn computed(amount: Amount, held_against: Amount) -> Amount {
    let decimals = (held_against.normalize().scale() + 2).min(DECIMALS_MAX);
    amount
        .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
}

/// A level that a change implies, with the decimals of the printed level, at least one.
pub(super) fn like(amount: Amount, printed: Amount) -> Amount {
    let decimals = if printed.fract().is_zero() && printed.abs() >= Amount::ONE_THOUSAND {
        0
    } else {
        printed.scale().max(1)
    };
    amount
        .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_each_language_does() {
        let written = |text: &str| {
            let amount: Amount = text.parse().unwrap();
            (Vi(amount).to_string(), En(amount).to_string())
        };
        assert_eq!(written("1234567.80"), ("1.234.567,80".into(), "1,234,567.80".into()));
        assert_eq!(written("-33"), ("−33".into(), "−33".into()));
        assert_eq!(written("100"), ("100".into(), "100".into()));
        let day: Day = "2024-06-03".parse().unwrap();
        assert_eq!(
            (Vi(day).to_string(), En(day).to_string()),
            ("03/06/2024".into(), "3 June 2024".into())
        );
    }
}
