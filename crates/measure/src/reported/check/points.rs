//! A change of a share: in percentage points or in percent? The two are different numbers.

use super::known::Known;
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::{Vi, like};
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "points_or_percent",
    name: Words {
        vi: "Điểm phần trăm hay phần trăm",
        en: "Points or percent not said",
    },
    explanation: Words {
        vi: "Tỷ lệ 50 % “tăng 10 %” có thể là từ 40 % (điểm phần trăm) hoặc từ 45,45 % (phần trăm của mức cũ). Không in “điểm” thì \
             “chưa rõ”. Số đếm (người, hồ sơ) tăng theo phần trăm thì chỉ có một cách hiểu.",
        en: "A share of 50 % that “rose by 10 %” may come from 40 % (points) or from 45.45 % (percent of the earlier level). Where \
             “points” is not printed, it is “ambiguous”. A count of persons or dossiers that rose by percent has one reading only.",
    },
    reference: Words {
        vi: "Quy tắc số học: hiệu của hai tỷ lệ tính bằng điểm phần trăm, thương của chúng bằng phần trăm.",
        en: "Arithmetic: the difference of two shares is in points, their quotient in percent.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        if let Some(draft) = held(reading) {
            out.add(place, draft);
        }
    }
}

/// In what a change is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Count,
    Percent,
    Points,
    /// Percent or points.
    Either,
}

/// In what the change beside this figure is counted, going by column and words together.
pub(super) fn said(reading: &Reading<'_>) -> Option<Said> {
    let change = reading.figure.change.as_ref()?;
    let is_share = reading.measure == Measure::Percent;
    let words = Behind::of(reading);
    Some(match (Measure::of_unit(&change.unit), is_share) {
        (Some(Measure::Count | Measure::PerDay | Measure::Times), _) => Said::Count,
        (Some(Measure::Points) | None, true) if words.points => Said::Points,
        (Some(Measure::Points), _) if !words.percent => Said::Points,
        (Some(Measure::Percent), true) if !words.percent && !words.points => Said::Percent,
        (Some(Measure::Percent) | None, false) => Said::Percent,
        _ => Said::Either,
    })
}

/// What the words behind the number of the change say.
struct Behind {
    points: bool,
    percent: bool,
}

impl Behind {
    fn of(reading: &Reading<'_>) -> Self {
        let by = reading.change.map(|change| change.value.abs());
        let number = reading.numbers.iter().rev().find(|number| Some(number.value) == by);
        let printed = reading.figure.printed.to_lowercase();
        let points = printed.contains("điểm %") || printed.contains("điểm phần trăm") || printed.contains("điểm %");
        let percent = number.is_some_and(|number| number.is_percent);
        Self {
            points,
            percent: percent && !points,
        }
    }
}

fn held(reading: &Reading<'_>) -> Option<Draft> {
    let (level, by) = (reading.share(), reading.change?);
    match (said(reading)?, level) {
        (Said::Either, Some(level)) => Some(either(&level, &by)),
        (Said::Points | Said::Either, None) => Some(of_a_count(&by)),
        _ => None,
    }
}

fn either(level: &Known, by: &Known) -> Draft {
    let (a, b) = (level.value, by.value);
    let points = a.checked_sub(b);
    let percent = share_before(a, b);
    let draft = Draft::new(
        &RULE,
        Weight::Doubt,
        said!(
            "Không nói rõ {}% là điểm phần trăm hay phần trăm của mức cũ: hai cách hiểu cho hai số khác nhau. Hãy in “điểm phần trăm” hoặc in cả mức cũ.",
            "It is not said whether {}% is in points or in percent of the earlier level: the two readings differ. Print “points”, or print the earlier level too.",
            b
        ),
    );
    let draft = match points {
        Some(points) => draft.line(format!("{} − {} = {} (điểm / points)", Vi(a), Vi(b), Vi(points))),
        None => draft,
    };
    match percent {
        Some(percent) => draft.line(format!(
            "{} ÷ (1 + {} ÷ 100) = {} (%)",
            Vi(a),
            Vi(b),
            Vi(like(percent, a))
        )),
        None => draft,
    }
}

/// The level before it rose by so many percent.
fn share_before(level: Amount, by: Amount) -> Option<Amount> {
    let factor = by.checked_div(Amount::ONE_HUNDRED)?.checked_add(Amount::ONE)?;
    if factor <= Amount::ZERO {
        None
    } else {
        level.checked_div(factor)
    }
}

fn of_a_count(by: &Known) -> Draft {
    Draft::new(
        &RULE,
        Weight::Doubt,
        said!(
            "Mức thay đổi {} tính bằng điểm phần trăm, nhưng số liệu không phải là tỷ lệ: hãy nói rõ tăng bao nhiêu đơn vị hay bao nhiêu phần trăm.",
            "The change by {} is said to be in points, but the figure is no share: say by how many, or by how many percent.",
            by.value
        ),
    )
}
