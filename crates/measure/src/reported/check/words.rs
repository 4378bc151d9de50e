//! The columns of a row and its printed words must say the same.
//!
//! A number of the words that differs from its column by a unit word is the affair of [`super::magnitude`].

use super::magnitude::is_unit_word_apart;
use super::reading::{Measure, Reading, find_printed};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::Vi;
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;
use crate::reported::number::PrintedNumber;

pub(super) const RULE: Rule = Rule {
    code: "words_and_columns",
    name: Words {
        vi: "Chữ in ra và số trong cột",
        en: "Printed words and columns",
    },
    explanation: Words {
        vi: "Giá trị, mức tăng và phân số trong cột phải là số đọc được từ chữ in ra. Khác nhau thì không biết số nào đúng: “chưa rõ”. \
             Tổng của các số trong chữ cũng được coi là đã in. Chữ không có số nào: không kết luận.",
        en: "Value, change and fraction of the columns must be numbers that the printed words say. Where they differ, either may be \
             meant: “ambiguous”. A sum of the numbers in the words counts as said. Words without any number decide nothing.",
    },
    reference: Words {
        vi: "Cách viết số: Luật Kế toán 2015, điều 11 (dấu chấm ngăn hàng nghìn, dấu phẩy ngăn số thập phân).",
        en: "How numbers are written: Law on Accounting 2015, article 11 (dots part thousands, a comma parts decimals).",
    },
};

/// The most numbers of which sums are formed: a passage is short.
const SUMMED_MAX: usize = 12;

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each().filter(|(_, reading)| !reading.numbers.is_empty()) {
        let drafts = [
            of_value(world, reading),
            of_fraction(reading),
            of_change(reading),
            of_direction(reading),
        ];
        for draft in drafts.into_iter().flatten() {
            out.add(place, draft);
        }
    }
}

fn of_value(world: &World<'_>, reading: &Reading<'_>) -> Option<Draft> {
    let is_share = matches!(reading.measure, Measure::Percent | Measure::Points);
    // A figure without a value is its numerator, which counts things.
    let (value, is_share) = match (reading.value, reading.numerator) {
        (Some(value), _) => (value.value, is_share),
        (None, numerator) => (numerator?.value, false),
    };
    let printed = fitting(reading, is_share).next()?.value;
    let is_open = !is_said(reading, value, is_share) && !is_unit_word_apart(reading, value, is_share);
    let unit = if is_share {
        world.unit("percent")
    } else {
        world.unit("")
    };
    is_open.then(|| {
        Draft::new(
            &RULE,
            Weight::Doubt,
            said!(
                "Cột ghi {}{}, nhưng chữ in ra nói {}{}: hãy xem lại văn bản gốc.",
                "The column says {}{}, but the printed words say {}{}: look at the document again.",
                value,
                &unit,
                printed,
                &unit
            ),
        )
        .line(format!("{} ≠ {}", Vi(value), Vi(printed)))
    })
}

/// The numbers of the words that are of one sort: shares, or anything else.
fn fitting<'all>(reading: &'all Reading<'_>, is_share: bool) -> impl Iterator<Item = &'all PrintedNumber> {
    reading
        .numbers
        .iter()
        .filter(move |number| number.is_percent == is_share)
}

/// Whether the words say this number: as it is, as a sum of their numbers, or between the ends of a range.
pub(super) fn is_said(reading: &Reading<'_>, value: Amount, is_share: bool) -> bool {
    let size = value.abs();
    if find_printed(&reading.numbers, size).is_some() {
        return true;
    }
    let counts: Vec<_> = fitting(reading, is_share).take(SUMMED_MAX).collect();
    let sum = counts
        .iter()
        .try_fold(Amount::ZERO, |sum, number| sum.checked_add(number.value));
    let is_pair = |(place, left): (usize, &&PrintedNumber)| {
        let behind = counts.get(place + 1..).unwrap_or_default();
        behind
            .iter()
            .any(|right| left.value.checked_add(right.value) == Some(size))
    };
    let is_between = |(low, high): &(Amount, Amount)| *low < size && size < *high;
    sum == Some(size) || counts.iter().enumerate().any(is_pair) || reading.ranges.iter().any(is_between)
}

/// A fraction printed as one: `51/63`.
fn of_fraction(reading: &Reading<'_>) -> Option<Draft> {
    let (above, below) = (reading.numerator?.value, reading.denominator?.value);
    let is_share = matches!(
        reading.figure.kind,
        PrintedKind::Ratio | PrintedKind::Target | PrintedKind::Part
    );
    let printed = &reading.fractions;
    let is_said = printed.contains(&(above, below));
    let (a, b) = *printed.first()?;
    // A part and its total may be printed apart; only a fraction that shares one number with the columns is theirs, unless
    // the whole figure is that fraction.
    let is_its_own =
        reading.value.is_none() && printed.len() == 1 || printed.iter().any(|(a, b)| *a == above || *b == below);
    (is_share && !is_said && is_its_own).then(|| {
        Draft::new(
            &RULE,
            Weight::Doubt,
            said!(
                "Cột ghi {}/{}, nhưng chữ in ra nói {}/{}: hãy xem lại văn bản gốc.",
                "The columns say {}/{}, but the printed words say {}/{}: look at the document again.",
                above,
                below,
                a,
                b
            ),
        )
    })
}

fn of_change(reading: &Reading<'_>) -> Option<Draft> {
    let by = reading.change?.value;
    let is_open = find_printed(&reading.numbers, by).is_none();
    (is_open && says_change(reading)).then(|| {
        Draft::new(
            &RULE,
            Weight::Doubt,
            said!("Cột ghi mức thay đổi {}, nhưng chữ in ra không có số đó: hãy xem lại văn bản gốc.", "The column says a change by {}, but the printed words have no such number: look at the document again.", by),
        )
    })
}

fn says_change(reading: &Reading<'_>) -> bool {
    let words = reading.figure.printed.to_lowercase();
    words.contains("tăng") || words.contains("giảm")
}

/// A fall in the words and a rise in the column, or the other way round.
fn of_direction(reading: &Reading<'_>) -> Option<Draft> {
    let words = reading.figure.printed.to_lowercase();
    let by = match reading.figure.kind {
        PrintedKind::DeltaPercent => reading.value,
        _ => reading.change,
    }?
    .value;
    let (rises, falls) = (words.contains("tăng"), words.contains("giảm"));
    let is_against = (by.is_sign_negative() && rises && !falls) || (by > Amount::ZERO && falls && !rises);
    let said = if falls {
        said!("giảm", "a fall")
    } else {
        said!("tăng", "a rise")
    };
    is_against.then(|| {
        let said = said!(
            "Chữ in ra nói “{}”, nhưng cột ghi {}: dấu ngược nhau.",
            "The printed words say {}, but the column says {}: the signs differ.",
            &said,
            by
        );
        Draft::new(&RULE, Weight::Doubt, said)
    })
}
