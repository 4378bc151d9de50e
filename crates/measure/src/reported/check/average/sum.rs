//! The sum that an average divides, against the row that prints the same sum of the same days.
//!
//! Average and sum are told by the catalogue: the same is counted above the line of one and in the other.

use super::RULE;
use crate::model::indicator::Kind;
use crate::reported::check::known::Fit;
use crate::reported::check::reading::Reading;
use crate::reported::check::say::{Draft, said};
use crate::reported::check::shown::Vi;
use crate::reported::check::world::{Out, World};
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;

pub(super) fn held(world: &World<'_>, place: usize, reading: &Reading<'_>, out: &mut Out) {
    let (Some(own), Some(days), Some(indicator)) = (reading.numerator, reading.days(), world.indicator(reading)) else {
        return;
    };
    let indicators = world.context.pack.indicators();
    let counts_same = indicators.filter(|other| other.kind == Kind::Flow && other.numerator == indicator.numerator);
    for sum in counts_same {
        let series = (sum.code.as_str(), reading.figure.scope.as_str());
        let rows = world.groups.within(&world.readings, series, days.last..=days.last);
        let is_sum =
            |row: &usize| world.readings[*row].is(PrintedKind::Flow) && world.readings[*row].days() == Some(days);
        for row in rows.into_iter().filter(is_sum) {
            let other = &world.readings[row];
            let Some(total) = other.count() else { continue };
            if own.fit(total.span).min(total.fit(own.span)) == Fit::Off {
                let said = said!(
                    "Số trung bình chia tổng {}, nhưng tổng của kỳ {} được in là {}.",
                    "The average divides a sum of {}, but the sum of {} is printed as {}.",
                    own.value,
                    days,
                    total.value
                );
                let line = format!("{} ≠ {}", Vi(own.value), Vi(total.value));
                let draft = || Draft::new(&RULE, Weight::Contradiction, said.clone()).line(line.clone());
                out.add(place, draft().against(other.figure));
                out.add(row, draft().against(reading.figure));
            }
        }
    }
}
