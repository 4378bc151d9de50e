//! Numbers with every digit that they have, grouped as each language does.

use motlan_measure::reported::Amount;

use crate::language::Language;

/// Every digit, grouped as the language does.
pub(super) fn written(amount: Amount, language: Language) -> String {
    let (group, point) = match language {
        Language::Vietnamese => ('.', ','),
        Language::English => (',', '.'),
    };
    let digits = amount.normalize().abs().to_string();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if amount.is_sign_negative() && !amount.is_zero() {
        text.push('\u{2212}');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit() {
        for (text, vi, en) in [
            ("1234567.80", "1.234.567,8", "1,234,567.8"),
            ("-33", "\u{2212}33", "\u{2212}33"),
            ("0.19", "0,19", "0.19"),
            ("-0.0", "0", "0"),
            (
                "79228162514264337593543950335",
                "79.228.162.514.264.337.593.543.950.335",
                "79,228,162,514,264,337,593,543,950,335",
            ),
        ] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!(written(amount, Language::Vietnamese), vi);
            assert_eq!(written(amount, Language::English), en);
        }
    }
}
