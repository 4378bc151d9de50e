//! Unit words (nghìn, triệu, tỷ) against the size of a number.

use super::limits::Limits;
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::Draft;
use super::shown::{En, Vi};
use super::words::is_said;
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;
use crate::reported::number::PrintedNumber;

pub(super) const RULE: Rule = Rule {
    code: "unit_word",
    name: Words {
        vi: "Đơn vị nghìn, triệu, tỷ và độ lớn của số",
        en: "Unit words against magnitude",
    },
    explanation: Words {
        vi: "Chữ “nghìn”, “triệu”, “tỷ” sau một số nhân nó lên 1.000, 1.000.000, 1.000.000.000 lần. Giá trị trong cột khác chữ in \
             đúng những lần đó: “không khớp”. Số đã viết đủ hàng triệu mà còn thêm “triệu”, hoặc lớn hơn hay nhỏ hơn trên 300 lần \
             số cùng chỉ số ở kỳ gần nhất (tối đa 8 số): “chưa rõ”. Nhiều hơn số có thể có trong cả nước: “không khớp”.",
        en: "“Nghìn”, “triệu”, “tỷ” behind a number multiply it by 1,000, 1,000,000, 1,000,000,000. A column that differs from the \
             words by just such a factor does not add up. A number written out to the millions with “triệu” behind it, or one more \
             than 300 times what the same indicator has at the nearest dates (8 at most), is “ambiguous”. More than there can be \
             in the country does not add up.",
    },
    reference: Words {
        vi: "Cách đọc số tiếng Việt; giới hạn trong packs/figures/limits.csv, có nguồn.",
        en: "How Vietnamese numbers are read; limits with their sources in packs/figures/limits.csv.",
    },
};

/// Between a thousand, which a unit word is wrong by, and what a level grows between two reports.
const JUMP: u32 = 300;

/// Smaller numbers may grow by any factor.
const JUMP_FROM: u32 = 1_000;

/// A number of a million written out needs no "triệu" behind it.
const WRITTEN_OUT_FROM: u32 = 1_000_000;

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        for draft in [of_column(world, reading), written_out(world, reading), beyond(reading)]
            .into_iter()
            .flatten()
        {
            out.add(place, draft);
        }
        jumps(world, place, out);
    }
}

/// The printed number from which a value differs by a unit word, and by what factor.
fn apart<'all>(reading: &'all Reading<'_>, value: Amount, is_share: bool) -> Option<(&'all PrintedNumber, Amount)> {
    let size = value.abs();
    if size.is_zero() || is_share || is_said(reading, value, is_share) {
        return None;
    }
    let thousands = [1_000, 1_000_000, 1_000_000_000].map(Amount::from);
    reading
        .numbers
        .iter()
        .filter(|number| !number.is_percent)
        .find_map(|number| {
            let is_apart = |factor: &Amount| {
                number.value.checked_mul(*factor) == Some(size) || size.checked_mul(*factor) == Some(number.value)
            };
            thousands.into_iter().find(is_apart).map(|factor| (number, factor))
        })
}

/// Whether a value differs from a number of the words by a unit word, and by nothing else.
pub(super) fn is_unit_word_apart(reading: &Reading<'_>, value: Amount, is_share: bool) -> bool {
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
            format!(
                "Chữ in “{words}” nghĩa là {}{}, còn giá trị là {}{}: lệch {} lần vì chữ chỉ đơn vị.",
                Vi(printed),
                unit.vi,
                Vi(size),
                unit.vi,
                Vi(factor)
            ),
            format!(
                "The printed “{words}” means {}{}, but the value is {}{}: {} times apart because of the unit word.",
                En(printed),
                unit.en,
                En(size),
                unit.en,
                En(factor)
            ),
        )
        .line(format!("{} ≠ {}", Vi(printed), Vi(size))),
    )
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
            format!(
                "“{words}” đọc đúng là {}{}: có lẽ chữ chỉ đơn vị bị thừa.",
                Vi(value),
                unit.vi
            ),
            format!(
                "“{words}” literally means {}{}: the unit word is probably one too many.",
                En(value),
                unit.en
            ),
        )
    })
}

/// More than there can be.
fn beyond(reading: &Reading<'_>) -> Option<Draft> {
    let count = reading.count().filter(|_| reading.measure == Measure::Count)?;
    let limit = Limits::built_in().find(&reading.figure.unit)?;
    let is_level = matches!(
        reading.figure.kind,
        PrintedKind::Stock | PrintedKind::Part | PrintedKind::Ratio
    );
    (is_level && count.span.low > limit.most).then(|| {
        Draft::new(
            &RULE,
            Weight::Contradiction,
            format!(
                "{} là nhiều hơn số có thể có: {} ({}).",
                Vi(count.value),
                limit.why.vi,
                Vi(limit.most)
            ),
            format!(
                "{} is more than there can be: {} ({}).",
                En(count.value),
                limit.why.en,
                En(limit.most)
            ),
        )
    })
}

/// A number many times that of the same indicator at the nearest dates.
fn jumps(world: &World<'_>, place: usize, out: &mut Out) {
    let reading = &world.readings[place];
    let Some(own) = rate(reading) else { return };
    for other in world.groups.near(&world.readings, place, reading.series()) {
        let held = &world.readings[other];
        let Some(theirs) = rate(held).filter(|_| held.is_alike(reading) && held.figure.kind == reading.figure.kind)
        else {
            continue;
        };
        let (low, high) = (own.min(theirs), own.max(theirs));
        let is_jump = low > Amount::ZERO
            && high >= Amount::from(JUMP_FROM)
            && low.checked_mul(Amount::from(JUMP)).is_some_and(|most| most <= high);
        if is_jump {
            let unit = world.unit(&reading.figure.unit);
            let source = world.source(held);
            out.add(
                place,
                Draft::new(
                    &RULE,
                    Weight::Doubt,
                    format!("{}{} và {}{} của cùng chỉ số ({source}) cách nhau trên {JUMP} lần: xem lại chữ nghìn, triệu, tỷ.", Vi(own), unit.vi, Vi(theirs), unit.vi),
                    format!("{}{} and {}{} of the same indicator ({source}) are more than {JUMP} times apart: look at the unit words again.", En(own), unit.en, En(theirs), unit.en),
                )
                .against(held.figure),
            );
            return;
        }
    }
}

/// A level, or a sum per day, rounded to whole things.
fn rate(reading: &Reading<'_>) -> Option<Amount> {
    if reading.measure != Measure::Count {
        return None;
    }
    let value = reading.count()?.value;
    match reading.figure.kind {
        PrintedKind::Stock => Some(value),
        PrintedKind::Flow => value
            .checked_div(Amount::from(reading.days()?.count()))
            .map(|rate| rate.round_dp(2)),
        _ => None,
    }
}
