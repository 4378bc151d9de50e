//! A change printed as a figure of its own, against the levels that other rows print: `change_of` of the catalogue says of
//! which indicator it is the change.

use motlan_core::Day;

use super::super::base::Base;
use super::super::known::{Fit, Known};
use super::super::reading::Reading;
use super::super::say::{Draft, said};
use super::super::shown::{Vi, computed, like};
use super::super::span::Span;
use super::super::world::{Out, World};
use super::RULE;
use crate::model::indicator::Relation;
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;

pub(super) fn held(world: &World<'_>, place: usize, reading: &Reading<'_>, out: &mut Out) {
    if !matches!(reading.figure.kind, PrintedKind::DeltaPercent | PrintedKind::Multiple) {
        return;
    }
    let relation = world
        .indicator(reading)
        .and_then(|indicator| indicator.relation.as_ref());
    let Some((Relation::ChangeOf, level)) = relation else {
        return;
    };
    let Some(base) = Base::of(&reading.figure.printed, reading.first, reading.last) else {
        return;
    };
    let row = |first: Option<Day>, last: Option<Day>| {
        let last = last?;
        let series = (level.as_str(), reading.figure.scope.as_str());
        let rows = world.groups.within(&world.readings, series, last..=last);
        rows.into_iter().find(|row| {
            let row = &world.readings[*row];
            row.first == first && row.level().is_some()
        })
    };
    let later = row(reading.first, reading.last);
    let earlier = row(base.first, Some(base.last));
    for (own, other) in [(reading.numerator, later), (reading.denominator, earlier)] {
        if let (Some(own), Some(other)) = (own, other) {
            same(world, place, &own, other, out);
        }
    }
    if let (None, Some(later), None) = (reading.denominator, later, earlier) {
        out.extend(place, implied(reading, &world.readings[later], base));
    }
    if let (None, None, Some(later), Some(earlier)) = (reading.numerator, reading.denominator, later, earlier) {
        made(world, place, later, earlier, out);
    }
}

/// A number of the change that another row prints as a level: it must be the same.
fn same(world: &World<'_>, place: usize, own: &Known, other: usize, out: &mut Out) {
    let Some(level) = world.readings[other].level() else {
        return;
    };
    if level.fit(own.span) != Fit::Off || own.fit(level.span) != Fit::Off {
        return;
    }
    let (a, b) = (own.value, level.value);
    let draft = || {
        Draft::new(
            &RULE,
            Weight::Contradiction,
            said!(
                "Mức tăng được tính từ {}, nhưng dòng của chỉ số ấy in {}.",
                "The change is computed from {}, but the row of that indicator prints {}.",
                a,
                b
            ),
        )
        .line(format!("{} ≠ {}", Vi(a), Vi(b)))
    };
    out.add(place, draft().against(world.readings[other].figure));
    out.add(other, draft().against(world.readings[place].figure));
}

/// A change without parts, made from the two levels that are printed.
fn made(world: &World<'_>, place: usize, later: usize, earlier: usize, out: &mut Out) {
    let (reading, rows) = (
        &world.readings[place],
        [later, earlier].map(|row| world.readings[row].level()),
    );
    let ([Some(above), Some(below)], Some(printed)) = (rows, reading.value) else {
        return;
    };
    let Some((span, value)) = change(reading, &above, &below) else {
        return;
    };
    let fit = printed.fit(span);
    let how = match fit {
        Fit::Within => said!("khớp với", "which agrees with"),
        Fit::Loose => said!(
            "chỉ khớp nếu bị cắt bớt hoặc làm tròn lên với",
            "which agrees only if cut or rounded up with"
        ),
        Fit::Off => said!("khác", "not"),
    };
    let said = said!(
        "Hai mức được in {} và {} cho {}, {} số in {}.",
        "The printed levels {} and {} make {}, {} the printed {}.",
        below.value,
        above.value,
        computed(value, printed.value),
        &how,
        printed.value
    );
    let rows = [later, earlier].map(|row| world.readings[row].figure);
    out.add(
        place,
        rows.into_iter()
            .fold(Draft::new(&RULE, fit.weight(), said), Draft::against),
    );
}

/// How many times, or by how many percent, a level is above another.
fn change(reading: &Reading<'_>, above: &Known, below: &Known) -> Option<(Span, Amount)> {
    let quotient = above.span.over(below.span)?;
    let value = above.value.checked_div(below.value)?;
    if reading.is(PrintedKind::Multiple) {
        return Some((quotient, value));
    }
    let change = quotient.minus(Span::exact(Amount::ONE))?.times(Amount::ONE_HUNDRED)?;
    let value = value.checked_sub(Amount::ONE)?.checked_mul(Amount::ONE_HUNDRED)?;
    Some((change, value))
}

/// The earlier level that a multiple or a change in percent implies, where no row prints it.
fn implied(reading: &Reading<'_>, later: &Reading<'_>, base: Base) -> Option<Draft> {
    let (level, by) = (later.level()?.value, reading.value?.value);
    let times = if reading.is(PrintedKind::Multiple) {
        by
    } else {
        by.checked_div(Amount::ONE_HUNDRED)?.checked_add(Amount::ONE)?
    };
    let earlier = level.checked_div(times).filter(|earlier| *earlier >= Amount::ZERO)?;
    let said = said!(
        "Từ {} suy ra mức cũ khoảng {} vào {}; mức cũ không được in, nên không kết luận.",
        "From {} follows an earlier level of about {} on {}; it is not printed, so nothing is decided.",
        level,
        like(earlier, level),
        base.last
    );
    let line = format!("{} ÷ {} = {}", Vi(level), Vi(times), Vi(like(earlier, level)));
    Some(Draft::new(&RULE, Weight::Note, said).line(line).against(later.figure))
}
