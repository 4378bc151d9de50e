//! The number parser against two readings written by other means: a printer whose numbers must be read back, and a reader
//! that tries every style by printing: a text means a number if one of the styles prints just that text.

use motlan_measure::reported::number::numbers;
use motlan_measure::reported::{Amount, Hedge};
use proptest::prelude::*;

/// Whole digits with a mark between every three, from the right.
fn grouped(digits: &str, mark: &str) -> String {
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push_str(mark);
        }
        written.push(digit);
    }
    written
}

/// A way to print a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `1.234,5`
    Vietnamese,
    /// `1234,5`
    Ungrouped,
    /// `1 234,5` with a no-break space.
    Spaced,
    /// `1 234,5` with a thin space.
    Thin,
    /// `1,234,567.8`; only with more than one comma is it told from decimals.
    English,
    /// `2.5`: a decimal point before one or two digits, without groups.
    Point,
}

impl Style {
    const ALL: [Self; 6] = [
        Self::Vietnamese,
        Self::Ungrouped,
        Self::Spaced,
        Self::Thin,
        Self::English,
        Self::Point,
    ];

    /// The number with these digits before and behind the mark; `None` if this style does not print it.
    fn print(self, whole: &str, decimals: &str) -> Option<String> {
        let (group, mark) = match self {
            Self::Vietnamese => (".", ","),
            Self::Ungrouped => ("", ","),
            Self::Spaced => ("\u{A0}", ","),
            Self::Thin => ("\u{2009}", ","),
            Self::English => (",", "."),
            Self::Point => ("", "."),
        };
        let is_allowed = match self {
            Self::English => whole.len() > if decimals.is_empty() { 6 } else { 3 },
            // Behind a lone zero any count of digits is a fraction.
            Self::Point => matches!(decimals.len(), 1..=2) || (whole == "0" && !decimals.is_empty()),
            _ => true,
        };
        let tail = if decimals.is_empty() {
            String::new()
        } else {
            format!("{mark}{decimals}")
        };
        let is_canonical = whole == "0" || !whole.starts_with('0');
        (is_allowed && is_canonical).then(|| grouped(whole, group) + &tail)
    }
}

/// The second reader: strips the marks in every way and asks which style prints the text again.
fn second_reading(text: &str) -> Option<(Amount, u32)> {
    let marks: Vec<usize> = text.match_indices(['.', ',']).map(|(index, _)| index).collect();
    let splits = marks
        .iter()
        .rev()
        .take(1)
        .map(|last| (&text[..*last], &text[last + 1..]));
    let splits = std::iter::once((text, "")).chain(splits);
    let only_digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    for (whole, decimals) in splits {
        let whole = only_digits(whole);
        let is_printed = Style::ALL
            .into_iter()
            .any(|style| style.print(&whole, decimals).as_deref() == Some(text));
        if is_printed && decimals.chars().all(|digit| digit.is_ascii_digit()) {
            let point = if decimals.is_empty() { "" } else { "." };
            let amount = format!("{whole}{point}{decimals}").parse().ok()?;
            return Some((amount, u32::try_from(decimals.len()).ok()?));
        }
    }
    None
}

/// Unit words with their powers of ten.
const UNITS: [(&str, u32); 7] = [
    ("", 0),
    (" nghìn", 3),
    (" ngàn", 3),
    (" triệu", 6),
    (" tỷ", 9),
    (" tỉ", 9),
    (" nghìn tỷ", 12),
];

/// Hedges as reports write them.
const HEDGES: [(&str, Hedge); 10] = [
    ("", Hedge::Exact),
    ("khoảng ", Hedge::About),
    ("xấp xỉ ", Hedge::About),
    ("ước đạt ", Hedge::About),
    ("gần ", Hedge::Nearly),
    ("chưa đầy ", Hedge::Nearly),
    ("hơn ", Hedge::MoreThan),
    ("trên ", Hedge::MoreThan),
    ("vượt ", Hedge::MoreThan),
    ("không dưới ", Hedge::MoreThan),
];

fn ten_to(power: u32) -> Amount {
    Amount::from(10_u64.pow(power))
}

fn whole() -> impl Strategy<Value = String> {
    prop_oneof!["0", "[1-9][0-9]{0,11}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_number_is_read_back(
        whole in whole(),
        decimals in "|[0-9]{1,3}",
        style in prop::sample::select(Style::ALL.to_vec()),
        unit in prop::sample::select(UNITS.to_vec()),
        is_percent: bool,
        hedge in prop::sample::select(HEDGES.to_vec()),
    ) {
        let printed = style.print(&whole, &decimals);
        prop_assume!(printed.is_some());
        let printed = printed.unwrap();
        let (sign, power) = if is_percent { ("%", 0) } else { (unit.0, unit.1) };
        let noun = if is_percent { "" } else { " hồ sơ" };
        let text = format!("Kết quả có {}{printed}{sign}{noun} trong kỳ", hedge.0);
        let found = numbers(&text);
        prop_assert_eq!(found.len(), 1, "{}", text);
        let point = if decimals.is_empty() { "" } else { "." };
        let value: Amount = format!("{whole}{point}{decimals}").parse().unwrap();
        let decimals = u32::try_from(decimals.len()).unwrap();
        prop_assert_eq!(found[0].value, value * ten_to(power), "{}", text);
        prop_assert_eq!(found[0].step, ten_to(power) / ten_to(decimals), "{}", text);
        prop_assert_eq!(found[0].factor, ten_to(power));
        prop_assert_eq!(found[0].is_percent, is_percent);
        prop_assert_eq!(found[0].hedge, hedge.1);
        prop_assert_eq!(&text[found[0].place.clone()], format!("{printed}{sign}"));
    }

    #[test]
    fn a_fraction_is_read_back_with_its_unit_on_both_sides(
        part in 1_u32..9_999,
        more in 0_u32..9_999,
        tenths in 0_u8..10,
        unit in prop::sample::select(vec![("", 0), (" nghìn", 3), (" triệu", 6)]),
    ) {
        let whole = part + more;
        let of = |number: u32| grouped(&number.to_string(), ".");
        let text = format!("đã làm sạch {},{tenths}/{}{} bản ghi", of(part), of(whole + 1), unit.0);
        let found = numbers(&text);
        prop_assert_eq!(found.len(), 2, "{}", text);
        let part: Amount = format!("{part}.{tenths}").parse().unwrap();
        prop_assert_eq!(found[0].value, part * ten_to(unit.1), "{}", text);
        prop_assert_eq!(found[1].value, Amount::from(whole + 1) * ten_to(unit.1), "{}", text);
    }

    #[test]
    fn both_readings_agree_on_any_digits_and_marks(
        first in prop_oneof!["0", "[1-9][0-9]{0,4}"],
        rest in prop::collection::vec(("[.,]", prop_oneof!["[0-9]{3}", "[0-9]{1,4}"]), 0..5),
    ) {
        let rest: String = rest.into_iter().map(|(mark, digits)| mark + &digits).collect();
        let digits = format!("{first}{rest}");
        let text = format!("đã cấp {digits} thẻ");
        let found: Vec<_> = numbers(&text).into_iter().map(|number| (number.value, number.step)).collect();
        let expected = second_reading(&digits);
        let expected = expected.map(|(value, decimals)| (value, Amount::ONE / ten_to(decimals)));
        prop_assert_eq!(found, Vec::from_iter(expected), "{}", text);
    }
}

#[test]
fn a_zero_may_pad_a_small_count() {
    let values = |text: &str| {
        numbers(text)
            .into_iter()
            .map(|number| number.value.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(values("đã có 06 bộ, 01 doanh nghiệp"), ["6", "1"]);
    assert_eq!(values("đã có 06/20 bộ"), ["6", "20"]);
    assert!(values("đã cấp 01.000 thẻ").is_empty());
    assert!(values("mã hồ sơ 0012").is_empty());
}

#[test]
fn more_digits_than_are_kept_are_refused_not_rounded() {
    let most = "9".repeat(28);
    assert_eq!(numbers(&format!("đạt {most}"))[0].value.to_string(), most);
    assert!(numbers(&format!("đạt {most}9")).is_empty());
    assert!(numbers(&format!("đạt {most} triệu")).is_empty());
}
