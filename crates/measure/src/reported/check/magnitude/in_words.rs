//! A unit word in the words against the columns of the same row, and against the number that it stands behind.

use super::RULE;
use crate::reported::amount::Amount;
use crate::reported::check::reading::{Measure, Reading};
use crate::reported::check::say::{Draft, said};
use crate::reported::check::shown::Vi;
use crate::reported::check::words::is_said;
use crate::reported::check::world::World;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;
use crate::reported::number::PrintedNumber;

/// A number of a million written out needs no "triệu" behind it.
const WRITTEN_OUT_FROM: u32 = 1_000_000;

/// What the words of a row say of unit words.
pub(super) fn held(world: &World<'_>, reading: &Reading<'_>) -> Vec<Draft> {
    let drafts = [
        of_column(world, reading),
        of_fraction(reading),
        written_out(world, reading),
    ];
    drafts.into_iter().flatten().collect()
}

/// What unit words multiply by.
fn thousands() -> [Amount; 3] {
    [1_000, 1_000_000, 1_000_000_000].map(Amount::from)
}

/// The printed number from which a value differs by a unit word, and by what factor.
fn apart<'all>(reading: &'all Reading<'_>, value: Amount, is_share: bool) -> Option<(&'all PrintedNumber, Amount)> {
    let size = value.abs();
    if size.is_zero() || is_share || is_said(reading, value, is_share) {
        return None;
    }
    reading
        .numbers
        .iter()
        .filter(|number| !number.is_percent)
        .find_map(|number| {
            let is_apart = |factor: &Amount| {
                number.value.checked_mul(*factor) == Some(size) || size.checked_mul(*factor) == Some(number.value)
            };
            thousands().into_iter().find(is_apart).map(|factor| (number, factor))
        })
}

/// Whether a value differs from a number of the words by a unit word, and by nothing else.
pub(in crate::reported::check) fn is_unit_word_apart(reading: &Reading<'_>, value: Amount, is_share: bool) -> bool {
    apart(reading, value, is_share).is_some()
}

fn of_column(world: &World<'_>, reading: &Reading<'_>) -> Option<Draft> {
    let value = reading.value.or(reading.numerator)?.value;
    let is_share = reading.value.is_some() && reading.measure == Measure::Percent;
    let (number, factor) = apart(reading, value, is_share)?;
    let unit = world.unit(&reading.figure.unit);
    let words = reading.figure.printed.get(number.place.clone()).unwrap_or_default();
    let (printed, size) = (number.value, value.abs());
    Some(
        Draft::new(
            &RULE,
            Weight::Contradiction,
            said!(
                "Chữ in “{words}” nghĩa là {}{}, còn giá trị là {}{}: lệch {} lần vì chữ chỉ đơn vị.",
                "The printed “{words}” means {}{}, but the value is {}{}: {} times apart because of the unit word.",
                printed,
                &unit,
                size,
                &unit,
                factor
            ),
        )
        .line(format!("{} ≠ {}", Vi(printed), Vi(size))),
    )
}

/// A printed fraction whose columns hold it times a unit word: both numbers are apart by the same factor.
fn of_fraction(reading: &Reading<'_>) -> Option<Draft> {
    let (above, below) = (reading.numerator?.value, reading.denominator?.value);
    let is_share = matches!(
        reading.figure.kind,
        PrintedKind::Ratio | PrintedKind::Part | PrintedKind::Target
    );
    let is_times = |(a, b): (Amount, Amount), (c, d): (Amount, Amount), factor: Amount| {
        a.checked_mul(factor) == Some(c) && b.checked_mul(factor) == Some(d)
    };
    if !is_share || reading.fractions.contains(&(above, below)) {
        return None;
    }
    let apart = reading.fractions.iter().find_map(|printed| {
        let columns = (above, below);
        let is_apart = |factor: &Amount| is_times(*printed, columns, *factor) || is_times(columns, *printed, *factor);
        thousands().into_iter().find(is_apart).map(|factor| (*printed, factor))
    });
    let ((a, b), factor) = apart?;
    Some(Draft::new(
        &RULE,
        Weight::Contradiction,
        said!(
            "Chữ in ra nghĩa là {}/{}, còn cột ghi {}/{}: lệch {} lần vì chữ chỉ đơn vị.",
            "The printed words mean {}/{}, but the columns say {}/{}: {} times apart because of the unit word.",
            a,
            b,
            above,
            below,
            factor
        ),
    ))
}

/// A number that is written out to the millions and has a unit word besides. Money may be that great.
fn written_out(world: &World<'_>, reading: &Reading<'_>) -> Option<Draft> {
    let is_money = ["đồng", "dong", "vnd", "usd"]
        .iter()
        .any(|word| reading.figure.unit.to_lowercase().contains(word));
    let number = reading.numbers.iter().find(|number| {
        let bare = number.value.checked_div(number.factor);
        number.factor > Amount::ONE && bare.is_some_and(|bare| bare >= Amount::from(WRITTEN_OUT_FROM))
    })?;
    let words = reading.figure.printed.get(number.place.clone()).unwrap_or_default();
    let unit = world.unit(&reading.figure.unit);
    let value = number.value;
    (!is_money).then(|| {
        Draft::new(
            &RULE,
            Weight::Doubt,
            said!(
                "“{words}” đọc đúng là {}{}: có lẽ chữ chỉ đơn vị bị thừa.",
                "“{words}” literally means {}{}: the unit word is probably one too many.",
                value,
                &unit
            ),
        )
    })
}
