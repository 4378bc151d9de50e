//! Levels before and after the base of a printed change: a rise that every reading of the words contradicts.

use std::ops::RangeInclusive;

use motlan_core::Day;

use super::super::base::Base;
use super::super::change_reading::Implied;
use super::super::known::Known;
use super::super::say::{Draft, said};
use super::super::shown::like;
use super::super::world::{Out, World};
use super::RULE;
use crate::reported::finding::Weight;

/// How long before the base an earlier level still speaks of the same course, in days: two years.
const BEFORE_DAYS: u32 = 2 * 366;

/// Holds the other levels of the series against the course from the base to the later level.
pub(super) fn held(world: &World<'_>, place: usize, base: Base, readings: &[Implied], out: &mut Out) {
    let later = &world.readings[place];
    let (Some(level), Some(change), Some(last)) = (later.level(), later.change, later.last) else {
        return;
    };
    let rises = !change.value.is_sign_negative();
    let Some((before, between)) = windows(base.last, last) else {
        return;
    };
    let find = |days| world.groups.within(&world.readings, later.series(), days);
    let is_alike = |other: &usize| world.readings[*other].is_level() && world.readings[*other].is_alike(later);
    for other in find(between).into_iter().filter(is_alike) {
        let against = |earlier: &Known, one: &Implied| {
            let (low, high) = if rises {
                (one.span.low, level.span.high)
            } else {
                (level.span.low, one.span.high)
            };
            earlier.span.high < low || earlier.span.low > high
        };
        said(world, place, other, base, readings, &against, out);
    }
    // Nearest first: one level before the base is enough.
    for other in find(before).into_iter().filter(is_alike).take(1) {
        let against = |earlier: &Known, one: &Implied| {
            if rises {
                earlier.span.low > one.span.high
            } else {
                earlier.span.high < one.span.low
            }
        };
        said(world, place, other, base, readings, &against, out);
    }
}

/// The days before the base, and those between it and the later level.
fn windows(base: Day, last: Day) -> Option<(RangeInclusive<Day>, RangeInclusive<Day>)> {
    let day = |number: Option<u32>| number.map(Day::from_number);
    let before_base = day(base.number().checked_sub(1))?;
    let before_last = day(last.number().checked_sub(1))?;
    let after_base = Day::from_number(base.number() + 1);
    let begin = Day::from_number(base.number().saturating_sub(BEFORE_DAYS));
    let is_open = after_base <= before_last;
    // An empty span is written as one day of which nothing is found twice.
    let between = if is_open {
        after_base..=before_last
    } else {
        after_base..=base
    };
    Some((begin..=before_base, between))
}

fn said(
    world: &World<'_>,
    place: usize,
    other: usize,
    base: Base,
    readings: &[Implied],
    against: &dyn Fn(&Known, &Implied) -> bool,
    out: &mut Out,
) {
    let (later, earlier) = (&world.readings[place], &world.readings[other]);
    let (Some(level), Some(held), Some(day)) = (later.level(), earlier.level(), earlier.last) else {
        return;
    };
    let broken: Vec<_> = readings.iter().filter(|one| against(&held, one)).collect();
    if broken.is_empty() {
        return;
    }
    let is_every = broken.len() == readings.len();
    let values = super::either(broken.iter().map(|one| like(one.value, level.value)));
    let by = if is_every {
        said!("mọi cách hiểu", "every reading")
    } else {
        said!("một cách hiểu", "one reading")
    };
    let unit = world.unit(&later.figure.unit);
    let said = said!(
        "Mức {}{} ngày {} đi ngược chiều: theo {} của mức tăng được in ({}), mức cũ là {} vào {}{}, rồi đến {}.",
        "{}{} on {} runs against the course: by {} of the printed change ({}) the earlier level was {} on {}{}, and later {}.",
        held.value,
        &unit,
        day,
        &by,
        world.source(later),
        &values,
        base.last,
        &super::assumed(base.is_said),
        level.value
    );
    let weight = if is_every { Weight::Doubt } else { Weight::Note };
    let draft = || {
        let draft = Draft::new(&RULE, weight, said.clone());
        broken.iter().fold(draft, |draft, one| draft.line(one.line.clone()))
    };
    out.add(other, draft().against(later.figure));
    out.add(place, draft().against(earlier.figure));
}
