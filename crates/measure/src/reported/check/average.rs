//! An average per day is a sum divided by the days of its own period.

mod sum;

use super::arithmetic::loose;
use super::known::{Fit, Known};
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::{Days, Vi, computed};
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "average_over_days",
    name: Words {
        vi: "Trung bình trên số ngày của kỳ",
        en: "Average over the stated days",
    },
    explanation: Words {
        vi: "Số trung bình mỗi ngày phải chia cho đúng số ngày của kỳ, kể cả ngày đầu và ngày cuối. Mẫu số khác số ngày của kỳ: \
             “không khớp”. Không in mẫu số thì lấy số ngày của kỳ. Tổng được chia phải là tổng được in của kỳ ấy. Không in kỳ hoặc tổng: không kết luận.",
        en: "An average per day must be divided by the days of its own period, first and last day included. Another denominator \
             does not add up. Where no denominator is printed, the days of the period are taken. The sum that is divided \
             must be the printed sum of that period. Without period or sum nothing \
             is decided.",
    },
    reference: Words {
        vi: "Định nghĩa số trung bình: tổng chia cho số ngày.",
        en: "Definition of an average: the sum divided by the days.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        let is_daily = reading.is(PrintedKind::Average) && reading.measure == Measure::PerDay;
        if !is_daily {
            continue;
        }
        sum::held(world, place, reading, out);
        let draft = match (reading.days(), reading.denominator) {
            (Some(days), Some(denominator)) => held(days, &denominator),
            (Some(days), None) => over_days(world, reading, days),
            (None, _) => Some(undated()),
        };
        if let Some(draft) = draft {
            out.add(place, draft);
        }
    }
}

/// The printed number of days against those of the period.
fn held(days: Days, denominator: &Known) -> Option<Draft> {
    let (count, divided) = (Amount::from(days.count()), denominator.value);
    let is_same = divided == count;
    (!is_same).then(|| {
        Draft::new(
            &RULE,
            Weight::Contradiction,
            said!(
                "Kỳ {} có {} ngày, nhưng tổng được chia cho {}.",
                "{} has {} days, but the sum is divided by {}.",
                days,
                count,
                divided
            ),
        )
        .line(format!("{} ≠ {}", Vi(divided), Vi(count)))
    })
}

/// The sum divided by the days of the period, where no denominator is printed.
fn over_days(world: &World<'_>, reading: &Reading<'_>, days: Days) -> Option<Draft> {
    let (sum, printed) = (reading.numerator?, reading.value?);
    let count = Amount::from(days.count());
    let span = sum.span.over(super::span::Span::exact(count))?;
    let value = sum.value.checked_div(count)?;
    let shown = computed(value, printed.value);
    let unit = world.unit(&reading.figure.unit);
    let result = printed.value;
    let fit = printed.fit(span);
    let said = match fit {
        Fit::Within => said!(
            "Kỳ {} có {} ngày: trung bình {}{}, khớp với số in {}{}.",
            "{} has {} days: the average is {}{}, which agrees with the printed {}{}.",
            days,
            count,
            shown,
            &unit,
            result,
            &unit
        ),
        Fit::Loose => loose(&printed, value, shown, &unit),
        Fit::Off => said!(
            "Kỳ {} có {} ngày: trung bình {}{}, nhưng số in là {}{}.",
            "{} has {} days: the average is {}{}, but {}{} is printed.",
            days,
            count,
            shown,
            &unit,
            result,
            &unit
        ),
    };
    let line = format!("{} ÷ {} = {}", Vi(sum.value), Vi(count), Vi(shown));
    Some(Draft::new(&RULE, fit.weight(), said).line(line))
}

fn undated() -> Draft {
    Draft::new(
        &RULE,
        Weight::Note,
        said!(
            "Không in ngày đầu và ngày cuối của kỳ, nên không biết số ngày: không kết luận.",
            "First and last day of the period are not printed, so its days are not known: nothing is decided."
        ),
    )
}
