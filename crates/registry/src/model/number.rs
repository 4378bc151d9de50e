//! One canonical text for each decimal number, so that equal numbers are equal texts.

/// Digits in all, and behind the point.
const DIGITS_MAX: usize = 15;
const DECIMALS_MAX: usize = 6;

/// `-0.50` as `-0.5`, `007` as `7`; none if the text is no plain decimal number or too long.
pub(super) fn canonical(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (digits, ""),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let decimals = decimals.trim_end_matches('0');
    if whole.len() + decimals.len() > DIGITS_MAX || decimals.len() > DECIMALS_MAX {
        return None;
    }
    Some(match (whole, decimals) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        ("", decimals) => format!("{sign}0.{decimals}"),
        (whole, decimals) => format!("{sign}{whole}.{decimals}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_for_each_number() {
        for (text, expected) in [
            ("007", "7"),
            ("-0.50", "-0.5"),
            ("0.0", "0"),
            ("-0", "0"),
            ("120.5", "120.5"),
            ("10", "10"),
        ] {
            assert_eq!(canonical(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1,5",
            "1e3",
            "+1",
            " 1",
            "0.1234567",
            "1234567890123456",
            "١",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
