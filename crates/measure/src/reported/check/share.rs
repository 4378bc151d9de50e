//! A part is never more than its whole.

use motlan_core::Name;

use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "share_above_whole",
    name: Words {
        vi: "Tỷ lệ trên 100 % hoặc tử số lớn hơn mẫu số",
        en: "Share above 100 %, or numerator above denominator",
    },
    explanation: Words {
        vi: "Một phần không thể lớn hơn toàn thể: tỷ lệ trên 100 % hay dưới 0 %, tử số lớn hơn mẫu số, mẫu số bằng 0, số đếm âm, hay \
             giảm quá 100 % đều “không khớp”.",
        en: "A part cannot be more than its whole: a share above 100 % or below 0 %, a numerator above its denominator, a \
             denominator of zero, a negative count or a fall by more than 100 % does not add up.",
    },
    reference: Words {
        vi: "Định nghĩa tỷ lệ: phần chia cho toàn thể chứa nó.",
        en: "Definition of a share: a part divided by the whole that holds it.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        for said in [above_denominator(reading), out_of_range(reading)]
            .into_iter()
            .flatten()
        {
            out.add(place, Draft::new(&RULE, Weight::Contradiction, said));
        }
    }
}

fn above_denominator(reading: &Reading<'_>) -> Option<Name> {
    let (above, below) = (reading.numerator?, reading.denominator?);
    let (a, b) = (above.value, below.value);
    if b <= Amount::ZERO {
        return Some(said!(
            "Mẫu số là {}: không có gì để chia.",
            "The denominator is {}: there is nothing to divide by.",
            b
        ));
    }
    let is_share = match reading.figure.kind {
        PrintedKind::Ratio | PrintedKind::Part => true,
        PrintedKind::Target => reading.measure == Measure::Percent,
        _ => false,
    };
    (is_share && above.span.low > below.span.high).then(|| {
        said!(
            "Tử số {} lớn hơn mẫu số {}: phần không thể lớn hơn toàn thể.",
            "The numerator {} is more than the denominator {}: a part cannot be more than its whole.",
            a,
            b
        )
    })
}

fn out_of_range(reading: &Reading<'_>) -> Option<Name> {
    let figure = reading.figure;
    let value = reading.value.or(reading.numerator)?.value;
    let is_percent = reading.measure == Measure::Percent && reading.value.is_some();
    let is_share = figure.kind == PrintedKind::Ratio && is_percent;
    let is_change = matches!(figure.kind, PrintedKind::DeltaPercent) && is_percent;
    if is_share && value > Amount::ONE_HUNDRED {
        Some(said!(
            "Tỷ lệ {}% lớn hơn 100 %.",
            "A share of {}% is more than 100 %.",
            value
        ))
    } else if is_change && value < -Amount::ONE_HUNDRED {
        Some(said!(
            "Không gì có thể giảm {}%: giảm 100 % là hết.",
            "Nothing can fall by {}%: after 100 % nothing is left.",
            value.abs()
        ))
    } else if value < Amount::ZERO && figure.kind != PrintedKind::DeltaPercent {
        Some(said!(
            "Số {} nhỏ hơn 0: số đếm và tỷ lệ không thể âm.",
            "{} is less than zero: counts and shares cannot be negative.",
            value
        ))
    } else {
        None
    }
}
