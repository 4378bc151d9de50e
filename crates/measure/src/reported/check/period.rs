//! The label of a period against its first and last day.

use motlan_core::{Day, Name};

use super::label::Label;
use super::reading::Reading;
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::Days;
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "label_and_bounds",
    name: Words {
        vi: "Tên kỳ và ngày đầu, ngày cuối",
        en: "Period label against period bounds",
    },
    explanation: Words {
        vi: "“Tháng 01/2024” là từ 01 đến 31/01/2024. Ngày đầu, ngày cuối khác thế thì “chưa rõ”, trừ kỳ chốt số liệu theo Nghị định \
             09/2019 (từ ngày 15 tháng trước đến ngày 14), được ghi chú. Ngày đầu sau ngày cuối: “chưa rõ”. Tên kỳ không đọc được: \
             không kết luận.",
        en: "“January 2024” is 1 to 31 January 2024. Other bounds are “ambiguous”, except the reporting period of Decree 09/2019 (from \
             the 15th of the month before to the 14th), which is noted. A first day after the last is “ambiguous”. A label that \
             cannot be read decides nothing.",
    },
    reference: Words {
        vi: "Nghị định 09/2019/NĐ-CP, điều 12: thời gian chốt số liệu báo cáo định kỳ.",
        en: "Decree 09/2019/NĐ-CP, article 12: closing dates of regular reports.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        for draft in [reversed(reading), held(reading)].into_iter().flatten() {
            out.add(place, draft);
        }
    }
}

fn reversed(reading: &Reading<'_>) -> Option<Draft> {
    let (first, last) = (reading.first?, reading.last?);
    (first > last).then(|| {
        Draft::new(
            &RULE,
            Weight::Doubt,
            said!(
                "Kỳ bắt đầu ngày {} sau khi kết thúc ngày {}.",
                "The period begins on {} after it ends on {}.",
                first,
                last
            ),
        )
    })
}

fn held(reading: &Reading<'_>) -> Option<Draft> {
    let figure = reading.figure;
    let (weight, said) = match (reading.label, figure.period_start, figure.period_end) {
        (Label::Unclear, _, _) => unclear(),
        (Label::Days(first, last), Some(from), Some(until)) if from <= until => {
            let (label, days) = (
                Days { first, last },
                Days {
                    first: from,
                    last: until,
                },
            );
            match label == days {
                true => return None,
                false if closes_early(label, days) => closing(days),
                false => differs(label, days),
            }
        }
        (Label::Days(from, until), None, Some(last)) if !(from..=until).contains(&last) => ends(until, last),
        (Label::Until(until), _, Some(last)) if until != last => ends(until, last),
        _ => return None,
    };
    let said = said!("“{}”: {}", "“{}”: {}", figure.period_label.as_str(), &said);
    Some(Draft::new(&RULE, weight, said))
}

/// From the 15th of the month before to the 14th of the last month: the reporting period of the decree.
fn closes_early(label: Days, days: Days) -> bool {
    let is_15th_before = || {
        let before = Day::from_number(label.first.number().checked_sub(1)?);
        Some(days.first.date().day() == 15 && days.first.date().first_of_month() == before.date().first_of_month())
    };
    let is_14th =
        days.last.date().day() == 14 && days.last.date().first_of_month() == label.last.date().first_of_month();
    is_14th && is_15th_before().unwrap_or(false)
}

fn unclear() -> (Weight, Name) {
    let said = said!(
        "không đọc được tên kỳ này, nên không so được với ngày đầu, ngày cuối.",
        "this label cannot be read, so it is not held against the bounds."
    );
    (Weight::Note, said)
}

fn closing(days: Days) -> (Weight, Name) {
    let said = said!(
        "kỳ chốt số liệu {} theo Nghị định 09/2019/NĐ-CP.",
        "the reporting period {} of Decree 09/2019/NĐ-CP.",
        days
    );
    (Weight::Note, said)
}

fn differs(label: Days, days: Days) -> (Weight, Name) {
    let said = said!(
        "tên kỳ nghĩa là {}, nhưng số liệu tính cho {} ({} ngày). Hãy ghi đúng kỳ.",
        "the label means {}, but the figure covers {} ({} days). Name the right period.",
        label,
        days,
        Amount::from(days.count())
    );
    (Weight::Doubt, said)
}

fn ends(label: Day, last: Day) -> (Weight, Name) {
    let said = said!(
        "tên kỳ kết thúc ngày {}, nhưng số liệu tính đến ngày {}.",
        "the label ends on {}, but the figure is as of {}.",
        label,
        last
    );
    (Weight::Doubt, said)
}
