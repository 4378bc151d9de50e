//! Unit words (nghìn, triệu, tỷ) against the size of a number.

mod in_words;

use super::limits::Limits;
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;

pub(super) use in_words::is_unit_word_apart;

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

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        let said = in_words::held(world, reading).into_iter();
        for draft in said.chain(beyond(reading)) {
            out.add(place, draft);
        }
        jumps(world, place, out);
    }
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
            said!(
                "{} là nhiều hơn số có thể có: {} ({}).",
                "{} is more than there can be: {} ({}).",
                count.value,
                &limit.why,
                limit.most
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
                    said!("{}{} và {}{} của cùng chỉ số ({source}) cách nhau trên {JUMP} lần: xem lại chữ nghìn, triệu, tỷ.", "{}{} and {}{} of the same indicator ({source}) are more than {JUMP} times apart: look at the unit words again.", own, &unit, theirs, &unit),
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
