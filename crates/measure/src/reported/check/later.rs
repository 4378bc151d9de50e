//! A printed change implies an earlier level. Another row may print that level, or one in between.

mod between;
mod of_change;

use motlan_core::Name;

use super::base::Base;
use super::change_reading::{Implied, implied};
use super::known::{Fit, Known};
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::like;
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "level_and_change",
    name: Words {
        vi: "Mức cũ, mức mới và mức tăng",
        en: "Earlier level, later level and stated change",
    },
    explanation: Words {
        vi: "Mức mới trừ mức tăng phải bằng mức cũ nếu mức cũ cũng được in: khớp thì “khớp”, không cách hiểu nào khớp thì “không \
             khớp”. Một mức ở giữa mà mọi cách hiểu đều cho là đi ngược chiều thì “chưa rõ” (tỷ lệ có thể giảm rồi tăng); chỉ một cách \
             hiểu thì ghi chú. Không nói so với lúc nào thì coi là cùng kỳ năm trước. So với tối đa 8 số mỗi chuỗi. Không in mức cũ: \
             không kết luận.",
        en: "The later level without the change must be the earlier level, if that is printed too: it adds up, or no reading fits and it \
             does not. A level in between against which every reading runs is “ambiguous” (rates may fall and rise again); against one \
             reading only, it is noted. A change without a base is taken as from a year earlier. At most 8 figures of a series are \
             compared. Without an earlier level nothing is decided.",
    },
    reference: Words {
        vi: "Phép trừ và phép chia; cùng kỳ năm trước theo thông lệ báo cáo, là điều được giả định.",
        en: "Subtraction and division; “a year earlier” is the habit of reports, and an assumption.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        if reading.change.is_some() && reading.figure.kind != crate::reported::figure::PrintedKind::DeltaPercent {
            held(world, place, reading, out);
        }
        of_change::held(world, place, reading, out);
    }
}

fn held(world: &World<'_>, place: usize, reading: &Reading<'_>, out: &mut Out) {
    let (Some(base), Some(readings)) = (reading.base, implied(reading)) else {
        return;
    };
    if let Some(draft) = impossible(reading, base, &readings) {
        out.add(place, draft);
        return;
    }
    let bases = bases(world, place, base);
    for other in &bases {
        against_base(world, place, *other, &readings, out);
    }
    if bases.is_empty() {
        out.add(place, no_base(reading, base, &readings));
    }
    if reading.is_level() {
        between::held(world, place, base, &readings, out);
    }
}

/// The figures that print the earlier level from which the change of this one is measured.
fn bases(world: &World<'_>, place: usize, base: Base) -> Vec<usize> {
    let reading = &world.readings[place];
    let same_day = world
        .groups
        .within(&world.readings, reading.series(), base.last..=base.last);
    let is_base = |other: &usize| {
        let other = &world.readings[*other];
        let is_same_kind = other.figure.kind == reading.figure.kind && other.days() == base.days();
        other.is_alike(reading) && (is_same_kind || (other.is_level() && reading.is_level()))
    };
    same_day
        .into_iter()
        .filter(|other| *other != place)
        .filter(is_base)
        .collect()
}

/// Whether another figure prints the earlier level that the change implies, so that it cannot have been copied.
pub(super) fn is_confirmed(world: &World<'_>, place: usize) -> bool {
    let reading = &world.readings[place];
    let (Some(base), Some(readings)) = (reading.base, implied(reading)) else {
        return false;
    };
    let earlier = bases(world, place, base)
        .into_iter()
        .filter_map(|other| world.readings[other].level());
    let mut levels = earlier.map(|level| readings.iter().any(|one| fit(&level, one) == Fit::Within));
    levels.next().is_some_and(|first| first && levels.all(|fits| fits))
}

/// A rise by more than the whole level, or a fall from more than 100 %: no reading can be meant.
fn impossible(reading: &Reading<'_>, base: Base, readings: &[Implied]) -> Option<Draft> {
    let level = reading.level()?.value;
    let is_share = reading.measure == Measure::Percent;
    let is_impossible =
        |one: &Implied| one.span.high < Amount::ZERO || (is_share && one.span.low > Amount::ONE_HUNDRED);
    readings.iter().all(is_impossible).then(|| {
        let values = either(readings.iter().map(|one| like(one.value, level)));
        let said = said!(
            "Mức thay đổi này cho mức cũ {} vào {}: không thể có mức như vậy.",
            "The change implies {} on {}: there is no such level.",
            &values,
            base.last
        );
        let draft = Draft::new(&RULE, Weight::Contradiction, said);
        readings.iter().fold(draft, |draft, one| draft.line(one.line.clone()))
    })
}

fn no_base(reading: &Reading<'_>, base: Base, readings: &[Implied]) -> Draft {
    let level = reading.level().map_or(readings[0].value, |level| level.value);
    let values = either(readings.iter().map(|one| like(one.value, level)));
    let said = said!(
        "Mức tăng này cho mức cũ {} vào {}{}; mức cũ không được in, nên không kết luận.",
        "The change implies {} on {}{}; the earlier level is not printed, so nothing is decided.",
        &values,
        base.last,
        &assumed(base.is_said)
    );
    Draft::new(&RULE, Weight::Note, said)
}

/// One number, or two with "or" between them.
fn either(values: impl Iterator<Item = Amount>) -> Name {
    let joined = values.map(|value| said!("{}", "{}", value)).reduce(|one, other| Name {
        vi: format!("{} hoặc {}", one.vi, other.vi),
        en: format!("{} or {}", one.en, other.en),
    });
    joined.unwrap_or_else(|| said!("", ""))
}

/// That a base is assumed, where no words say it.
fn assumed(is_said: bool) -> Name {
    if is_said {
        said!("", "")
    } else {
        said!(" (giả định so với cùng kỳ năm trước)", " (a year earlier is assumed)")
    }
}

/// The printed earlier level against what the readings imply.
fn against_base(world: &World<'_>, place: usize, other: usize, readings: &[Implied], out: &mut Out) {
    let (Some(level), Some(earlier)) = (world.readings[place].level(), world.readings[other].level()) else {
        return;
    };
    let best = readings
        .iter()
        .map(|one| (fit(&earlier, one), one))
        .min_by_key(|(fit, _)| *fit);
    let Some((best, one)) = best else { return };
    let said = compared(best, like(one.value, level.value), earlier.value);
    let draft = || {
        let draft = Draft::new(&RULE, best.weight(), said.clone());
        readings.iter().fold(draft, |draft, one| draft.line(one.line.clone()))
    };
    out.add(place, draft().against(world.readings[other].figure));
    // The earlier level has nothing to add up, but it cannot stand beside a change that excludes it.
    if best == Fit::Off {
        out.add(other, draft().against(world.readings[place].figure));
    }
}

fn compared(fit: Fit, made: Amount, printed: Amount) -> Name {
    match fit {
        Fit::Within => said!(
            "Mức mới bỏ đi mức tăng còn {}, khớp với mức cũ được in {}.",
            "The later level without the change makes {}, which agrees with the printed earlier level {}.",
            made,
            printed
        ),
        Fit::Loose => said!(
            "Mức mới bỏ đi mức tăng còn {}; mức cũ được in {} chỉ khớp nếu bị cắt bớt hoặc làm tròn lên.",
            "The later level without the change makes {}; the printed earlier level {} agrees only if it was cut or rounded up.",
            made,
            printed
        ),
        Fit::Off => said!(
            "Mức tăng này cho mức cũ {}, nhưng mức cũ được in là {}: không cách hiểu nào khớp.",
            "The change implies an earlier level of {}, but {} is printed: no reading fits.",
            made,
            printed
        ),
    }
}

fn fit(earlier: &Known, implied: &Implied) -> Fit {
    earlier.fit(implied.span)
}
