//! The same indicator of the same days, printed twice.

use std::collections::HashMap;

use super::NEIGHBOURS_MAX;
use super::known::{Fit, Known};
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::Vi;
use super::world::{Out, World};
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "two_sources",
    name: Words {
        vi: "Cùng chỉ số ở hai nơi",
        en: "Same indicator in two places",
    },
    explanation: Words {
        vi: "Cùng chỉ số, phạm vi, loại và kỳ thì mọi nơi phải in cùng một số, trong độ chính xác được in; khác nhau thì cả hai “không khớp”. \
             So với tối đa 8 nơi khác. Không in ngày, hoặc không nói của ai mà có nhiều số: không kết luận.",
        en: "The same indicator, scope, kind and period must be the same number everywhere, within the printed precision; otherwise \
             neither adds up. At most 8 other places are compared. Without a date, or where several figures do not say of whom they \
             are, nothing is decided.",
    },
    reference: Words {
        vi: "Luật Thống kê 2015, điều 5: thống nhất, không trùng lặp, so sánh được.",
        en: "Law on Statistics 2015, article 5: uniform, not duplicated, comparable.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    let mut same: HashMap<_, Vec<usize>> = HashMap::new();
    for (place, reading) in world.each().filter(|(_, reading)| reading.last.is_some()) {
        let unit = if reading.measure == Measure::Count {
            reading.figure.unit.as_str()
        } else {
            ""
        };
        let what = (reading.figure.kind, reading.measure, unit);
        let key = (reading.series(), what, reading.first, reading.last);
        same.entry(key).or_default().push(place);
    }
    for mut places in same.into_values().filter(|places| places.len() > 1) {
        places.sort_by_key(|place| world.readings[*place].order());
        let is_nameless = world.readings[places[0]].figure.scope.is_empty();
        for place in &places {
            if is_nameless {
                out.add(*place, nameless(places.len()));
            } else {
                against_others(world, *place, &places, out);
            }
        }
    }
}

fn nameless(count: usize) -> Draft {
    Draft::new(
        &RULE,
        Weight::Note,
        said!(
            "Có {count} số của cùng chỉ số và kỳ mà không nói của ai: không so được. Hãy ghi phạm vi.",
            "There are {count} figures of this indicator and period that do not say of whom: nothing is compared. Name the scope."
        ),
    )
}

/// The number that two rows must share.
fn number(reading: &Reading<'_>) -> Option<Known> {
    reading.level()
}

fn against_others(world: &World<'_>, place: usize, places: &[usize], out: &mut Out) {
    let reading = &world.readings[place];
    let Some(own) = number(reading) else { return };
    let others = places
        .iter()
        .filter(|other| **other != place && world.readings[**other].is_alike(reading));
    for other in others.take(NEIGHBOURS_MAX) {
        let held = &world.readings[*other];
        let Some(theirs) = number(held) else { continue };
        let fit = own.fit(theirs.span).min(theirs.fit(own.span));
        let (a, b) = (own.value, theirs.value);
        let unit = world.unit(&reading.figure.unit);
        let (here, there) = (world.source(reading), world.source(held));
        let draft = match fit {
            Fit::Off => Draft::new(
                &RULE,
                Weight::Contradiction,
                said!("Cùng chỉ số và kỳ, {here} in {}{} còn {there} in {}{}: không thể cùng đúng.", "For the same indicator and period {here} prints {}{}, and {there} prints {}{}: both cannot be right.", a, &unit, b, &unit),
            )
            .line(format!("{} ≠ {}", Vi(a), Vi(b))),
            Fit::Within | Fit::Loose => Draft::new(
                &RULE,
                Weight::Note,
                said!("{there} in {}{} cho cùng chỉ số và kỳ.", "{there} prints {}{} for the same indicator and period.", b, &unit),
            ),
        };
        out.add(place, draft.against(held.figure));
    }
}
