//! A flow that travels inside another one: per day it cannot be many times as much.

use motlan_core::Day;

use super::known::Known;
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::{Days, Vi};
use super::world::{Out, World};
use crate::model::code::IndicatorCode;
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;
use crate::reported::relations::RelationWord;

pub(super) const RULE: Rule = Rule {
    code: "daily_magnitude",
    name: Words {
        vi: "Độ lớn mỗi ngày so với chỉ số chứa nó",
        en: "Magnitude per day",
    },
    explanation: Words {
        vi: "Số phát sinh trong kỳ của một chỉ số nằm trong chỉ số khác không thể gấp trên 10 lần mức mỗi ngày của chỉ số kia: “không khớp”. \
             So với kỳ gần nhất trước và sau, cách nhau tối đa một năm. Không có kỳ nào gần thế: không kết luận.",
        en: "The sum of a period of an indicator that is part of another one cannot be more than ten times the daily rate of that one: \
             it does not add up. The nearest periods before and after are taken, a year away at most. Without one nothing is decided.",
    },
    reference: Words {
        vi: "Quan hệ giữa các chỉ số, với lý do: packs/figures/relations.csv.",
        en: "Relations between indicators, with their reasons: packs/figures/relations.csv.",
    },
};

/// How many times the whole's daily rate a part may be.
const TIMES_MAX: u32 = 10;

/// How far the whole's period may lie from the part's, in days: within a year traffic does not grow tenfold.
const APART_DAYS_MAX: u32 = 366;

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each().filter(|(_, reading)| reading.is(PrintedKind::Flow)) {
        for relation in world
            .context
            .relations
            .wholes(&reading.figure.indicator, RelationWord::SameOrderPerDay)
        {
            let Some((days, sum)) = flow(reading) else { continue };
            let near = nearest(world, relation.whole.as_str(), reading, days);
            let draft = match near {
                Some((whole, whole_days, total)) => held(world, &(days, sum), whole, whole_days, total),
                None => Some(undecided(world, &relation.whole)),
            };
            if let Some(draft) = draft {
                out.add(place, draft);
            }
        }
    }
}

/// A sum of a known period.
fn flow(reading: &Reading<'_>) -> Option<(Days, Known)> {
    let is_flow = reading.is(PrintedKind::Flow) && reading.measure == Measure::Count;
    reading.days().zip(reading.count()).filter(|_| is_flow)
}

/// Of the nearest figures of the whole, the one with the highest daily rate: the one most in favour of the part.
fn nearest(world: &World<'_>, whole: &str, part: &Reading<'_>, days: Days) -> Option<(usize, Days, Known)> {
    let reach = |day: Day, by: i64| {
        let number = i64::from(day.number()).saturating_add(by).max(0);
        Day::from_number(u32::try_from(number).unwrap_or(u32::MAX))
    };
    let apart = i64::from(APART_DAYS_MAX);
    let span = reach(days.first, -apart)..=reach(days.last, apart);
    let rows = world
        .groups
        .within(&world.readings, (whole, part.figure.scope.as_str()), span);
    let flows = rows.into_iter().filter_map(|row| {
        let (days, total) = flow(&world.readings[row])?;
        let rate = total.span.high.checked_div(Amount::from(days.count()))?;
        Some((rate, row, days, total))
    });
    let best = flows.max_by(|a, b| {
        a.0.cmp(&b.0)
            .then_with(|| world.readings[b.1].order().cmp(&world.readings[a.1].order()))
    });
    best.map(|(_, row, days, total)| (row, days, total))
}

fn held(world: &World<'_>, part: &(Days, Known), whole: usize, days: Days, total: Known) -> Option<Draft> {
    let (own, sum) = (Amount::from(part.0.count()), part.1);
    let per_day = total.value.checked_div(Amount::from(days.count()))?;
    let expected = per_day.checked_mul(own)?;
    let times = sum.value.checked_div(expected)?.round_dp(0);
    let most = expected.checked_mul(Amount::from(TIMES_MAX))?;
    let row = &world.readings[whole];
    let name = world.name(&row.figure.indicator);
    let (value, source) = (sum.value, world.source(row));
    (sum.span.low > most).then(|| {
        Draft::new(
            &RULE,
            Weight::Contradiction,
            said!(
                "{} trong {} ngày là gấp {} lần “{}” ({} mỗi ngày, {source}): không thể là số phát sinh của kỳ {}.",
                "{} in {} days is {} times “{}” ({} per day, {source}): it cannot be the sum of {}.",
                value,
                own,
                times,
                &name,
                per_day.round_dp(0),
                part.0
            ),
        )
        .line(format!(
            "{} ÷ {} × {} = {}",
            Vi(total.value),
            days.count(),
            Vi(own),
            Vi(expected.round_dp(0))
        ))
        .line(format!("{} ÷ {} ≈ {}", Vi(value), Vi(expected.round_dp(0)), Vi(times)))
        .against(row.figure)
    })
}

fn undecided(world: &World<'_>, whole: &IndicatorCode) -> Draft {
    let said = said!(
        "Không có số “{}” của kỳ nào gần đó để so độ lớn mỗi ngày: không kết luận.",
        "There is no figure of “{}” near that period, so the magnitude per day is not decided.",
        &world.name(whole)
    );
    Draft::new(&RULE, Weight::Note, said)
}
