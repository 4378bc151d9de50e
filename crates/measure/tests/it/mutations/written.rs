//! Numbers as a report writes them.

use motlan_measure::reported::Amount;
use rust_decimal::RoundingStrategy;

/// `1.234.567,80`
pub(super) fn vi(amount: Amount) -> String {
    let text = amount.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() {
        grouped
    } else {
        format!("{grouped},{fraction}")
    }
}

/// Rounded correctly at this many decimals, all of them kept.
pub(super) fn rounded(amount: Amount, decimals: u32) -> Amount {
    let mut rounded = amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    rounded
}

/// A count in the unit word that fits its size, rounded at two decimals of it: the printed words and the value they say.
pub(super) fn in_words(count: u64) -> (String, Amount) {
    let (factor, word) = match count {
        0..100_000 => return (vi(count.into()), count.into()),
        100_000..1_000_000 => (1_000, "nghìn"),
        1_000_000..1_000_000_000 => (1_000_000, "triệu"),
        _ => (1_000_000_000, "tỷ"),
    };
    let factor = Amount::from(factor);
    let mantissa = rounded(Amount::from(count) / factor, 2);
    (format!("{} {word}", vi(mantissa)), (mantissa * factor).normalize())
}
