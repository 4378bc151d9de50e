//! A level printed as the sum of a period: the "monthly" figure that continues a series of totals.

use super::known::Known;
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::Vi;
use super::world::{Out, World};
use crate::model::indicator::Kind;
use crate::reported::amount::Amount;
use crate::reported::figure::{Figure, PrintedKind};
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "stock_as_flow",
    name: Words {
        vi: "Lũy kế hay phát sinh trong kỳ",
        en: "Stock against flow",
    },
    explanation: Words {
        vi: "Một số “trong tháng” mà chỉ số ấy vốn là lũy kế, mà chữ in ra nói “lũy kế” hay “tính đến”, hoặc mà không nhỏ hơn tổng lũy kế \
             trước đó, có hai cách hiểu: “chưa rõ”. Tổng lũy kế cũ cộng số trong kỳ vượt tổng lũy kế sau, hay số trong kỳ không có ngày \
             đầu, cũng “chưa rõ”.",
        en: "A figure “of the month” whose indicator is a running total, whose words say “in total” or “as of”, or which is not less \
             than the total before it, has two readings: “ambiguous”. So is a sum that, with the earlier total, exceeds \
             the later one, and a sum without a first day.",
    },
    reference: Words {
        vi: "Nghị định 94/2022/NĐ-CP: chỉ tiêu thời điểm và chỉ tiêu thời kỳ; loại của từng chỉ số trong packs/indicators.",
        en: "Stock and flow variables: SNA 2008, 3.4–3.5; the kind of each indicator stands in packs/indicators.",
    },
};

/// Words that say a total up to a date.
const TOTAL_WORDS: [&str; 5] = ["lũy kế", "luỹ kế", "cộng dồn", "tính đến", "đến nay"];

/// Words that say a sum within a period.
const PERIOD_WORDS: [&str; 6] = [
    "trong tháng",
    "trong quý",
    "trong kỳ",
    "trong năm",
    "riêng tháng",
    "trong tuần",
];

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        let words = reading.figure.printed.to_lowercase();
        match reading.figure.kind {
            PrintedKind::Flow => {
                let drafts = [
                    no_first_day(reading),
                    of_words(&words, reading),
                    of_catalogue(world, reading),
                ];
                for draft in drafts.into_iter().flatten() {
                    out.add(place, draft);
                }
                against_totals(world, place, out);
            }
            PrintedKind::Stock if says(&words, &PERIOD_WORDS) && !says(&words, &TOTAL_WORDS) => {
                out.add(place, in_period(&words));
            }
            _ => {}
        }
    }
}

fn says(words: &str, known: &[&str]) -> bool {
    known.iter().any(|word| words.contains(word))
}

fn no_first_day(reading: &Reading<'_>) -> Option<Draft> {
    let last = reading.last?;
    reading.first.is_none().then(|| {
        Draft::new(
            &RULE,
            Weight::Doubt,
            said!("Là số phát sinh trong kỳ nhưng chỉ có ngày cuối {}: không rõ tính từ ngày nào. Hãy in ngày đầu.", "It is a sum of a period, but only its last day {} is printed: it may begin anywhere. Print the first day.", last),
        )
    })
}

fn of_words(words: &str, reading: &Reading<'_>) -> Option<Draft> {
    let label = reading.figure.period_label.to_lowercase();
    let is_total = says(words, &TOTAL_WORDS) || says(&label, &["lũy kế", "luỹ kế", "cộng dồn"]);
    (is_total && !says(words, &PERIOD_WORDS)).then(|| {
        Draft::new(
            &RULE,
            Weight::Doubt,
            said!(
                "Xếp là số phát sinh trong kỳ, nhưng chữ in ra nói là số lũy kế: hai cách hiểu cho hai số khác nhau.",
                "It is listed as a sum of a period, but the printed words say a running total: the two readings differ."
            ),
        )
    })
}

fn in_period(words: &str) -> Draft {
    let said = PERIOD_WORDS
        .into_iter()
        .find(|word| words.contains(word))
        .unwrap_or_default();
    Draft::new(
        &RULE,
        Weight::Doubt,
        said!(
            "Xếp là số lũy kế tại một thời điểm, nhưng chữ in ra nói “{said}”: hai cách hiểu cho hai số khác nhau.",
            "It is listed as a level at a date, but the printed words say “{said}” (within the period): the two readings differ."
        ),
    )
}

fn of_catalogue(world: &World<'_>, reading: &Reading<'_>) -> Option<Draft> {
    let indicator = world
        .indicator(reading)
        .filter(|indicator| indicator.kind != Kind::Flow)?;
    Some(Draft::new(
        &RULE,
        Weight::Doubt,
        said!(
            "“{}” không phải số phát sinh trong kỳ mà là mức tại một thời điểm hay tỷ lệ, nhưng được in như số phát sinh.",
            "“{}” is a level at a date or a rate, but it is printed as a sum of a period.",
            &indicator.name
        ),
    ))
}

/// The sum of a period against totals of the same thing that other rows print.
fn against_totals(world: &World<'_>, place: usize, out: &mut Out) {
    let reading = &world.readings[place];
    let Some(sum) = reading.count().filter(|_| reading.measure == Measure::Count) else {
        return;
    };
    let near = world.groups.near(&world.readings, place, reading.series());
    let totals = near.into_iter().filter(|other| {
        let other = &world.readings[*other];
        other.is(PrintedKind::Stock) && other.is_alike(reading)
    });
    let totals: Vec<_> = totals.collect();
    let day = |total: &usize| world.readings[*total].last;
    let begin = reading.first.or(reading.last);
    let before = totals
        .iter()
        .rev()
        .find(|total| day(total).is_none() || day(total) < begin);
    let after = totals
        .iter()
        .find(|total| day(total).is_some() && day(total) >= reading.last);
    let total = |place: Option<&usize>| {
        let row = &world.readings[*place?];
        Some((row.figure, row.count()?))
    };
    let (before, after) = (total(before), total(after));
    for draft in [continues(&sum, before), exceeds(&sum, before, after)]
        .into_iter()
        .flatten()
    {
        out.add(place, draft);
    }
}

/// A sum that is not less than the whole total before it.
fn continues(sum: &Known, before: Option<(&Figure, Known)>) -> Option<Draft> {
    let (figure, total) = before?;
    (sum.span.high >= total.span.low).then(|| {
        let said = said!(
            "Số trong kỳ {} không nhỏ hơn cả tổng lũy kế trước đó {}: có lẽ đây là số lũy kế tiếp theo.",
            "The sum of the period, {}, is not less than the whole total before it, {}: it is probably the next total.",
            sum.value,
            total.value
        );
        Draft::new(&RULE, Weight::Doubt, said).against(figure)
    })
}

/// An earlier total and a sum that are more than the later total. Levels may fall, so it is not impossible.
fn exceeds(sum: &Known, before: Option<(&Figure, Known)>, after: Option<(&Figure, Known)>) -> Option<Draft> {
    let (figure, later) = after?;
    let dated = before
        .filter(|(figure, _)| figure.period_end.is_some())
        .map(|(_, total)| total);
    let (least, earlier) = dated.map_or((Amount::ZERO, Amount::ZERO), |total| (total.span.low, total.value));
    (sum.span.low.checked_add(least)? > later.span.high).then(|| {
        let said = said!(
            "Tổng lũy kế trước kỳ {} cộng số trong kỳ {} lớn hơn tổng lũy kế sau đó {}.",
            "The total before, {}, and the sum of the period, {}, are more than the total after it, {}.",
            earlier,
            sum.value,
            later.value
        );
        let line = format!("{} + {} > {}", Vi(earlier), Vi(sum.value), Vi(later.value));
        Draft::new(&RULE, Weight::Doubt, said).line(line).against(figure)
    })
}
