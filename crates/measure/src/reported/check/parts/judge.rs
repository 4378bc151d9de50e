//! What is said of a group of parts and of each of its rows.

use motlan_core::Name;

use super::RULE;
use super::group::Group;
use crate::reported::amount::Amount;
use crate::reported::check::NEIGHBOURS_MAX;
use crate::reported::check::known::{Fit, Known};
use crate::reported::check::say::{Draft, said};
use crate::reported::check::shown::Vi;
use crate::reported::check::span::Span;
use crate::reported::check::world::{Out, World};
use crate::reported::finding::Weight;

/// The most parts that are written out in a line of arithmetic.
const WRITTEN_MAX: usize = 6;

pub(super) fn judge(world: &World<'_>, mut group: Group, out: &mut Out) {
    group.parts.sort_by_key(|part| world.readings[*part].order());
    let counts: Option<Vec<Known>> = group.parts.iter().map(|part| world.readings[*part].count()).collect();
    let Some(counts) = counts else { return };
    let zero = (Span::exact(Amount::ZERO), Amount::ZERO);
    let sum = counts.iter().try_fold(zero, |(span, value), count| {
        Some((span.plus(count.span)?, value.checked_add(count.value)?))
    });
    let Some((span, value)) = sum else { return };
    let (weight, said) = said(world, &group, span, value);
    let lines = lines(&counts, value, &group.total, weight == Weight::Agrees);
    for row in group.parts.iter().chain(&group.whole) {
        let draft = Draft::new(&RULE, weight, said.clone());
        let draft = lines.iter().fold(draft, |draft, line| draft.line(line.clone()));
        let others = group.parts.iter().chain(&group.whole).filter(|other| *other != row);
        let others = others.take(NEIGHBOURS_MAX).map(|other| world.readings[*other].figure);
        out.add(*row, others.fold(draft, Draft::against));
    }
    other_totals(world, &group, out);
}

/// The addition written out, and the sum against the total.
fn lines(counts: &[Known], sum: Amount, total: &Known, is_equal: bool) -> [String; 2] {
    let written = counts.iter().take(WRITTEN_MAX).map(|count| Vi(count.value).to_string());
    let written: Vec<_> = written.collect();
    let more = if counts.len() > WRITTEN_MAX { " + …" } else { "" };
    let sign = if is_equal { "=" } else { "≠" };
    [
        format!("{}{more} = {}", written.join(" + "), Vi(sum)),
        format!("{} {sign} {}", Vi(sum), Vi(total.value)),
    ]
}

fn said(world: &World<'_>, group: &Group, span: Span, value: Amount) -> (Weight, Name) {
    let total = &group.total;
    let is_short = span.high < total.span.low;
    let absent = group.absent.as_deref().unwrap_or_default();
    let is_single = group.absent.is_none() && group.parts.len() == 1;
    match total.fit(span) {
        Fit::Within if absent.is_empty() => (Weight::Agrees, agrees(value, total)),
        Fit::Loose if absent.is_empty() => (Weight::Loose, loose(value, total)),
        _ if is_short && !absent.is_empty() => (Weight::Doubt, absent_part(value, total, &world.name(&absent[0]))),
        Fit::Within | Fit::Loose => (Weight::Note, single(value, total)),
        Fit::Off if is_short && is_single => (Weight::Note, single(value, total)),
        Fit::Off if is_short && group.absent.is_none() => (Weight::Doubt, too_few(value, total)),
        Fit::Off => (Weight::Contradiction, differs(value, total)),
    }
}

fn agrees(value: Amount, total: &Known) -> Name {
    said!(
        "Các phần cộng lại được {}, đúng bằng tổng {}.",
        "The parts make {}, which is the total {}.",
        value,
        total.value
    )
}

fn loose(value: Amount, total: &Known) -> Name {
    said!(
        "Các phần cộng lại được {}; tổng in {} chỉ khớp nếu bị làm tròn.",
        "The parts make {}; the printed total {} agrees only if it was rounded.",
        value,
        total.value
    )
}

fn differs(value: Amount, total: &Known) -> Name {
    said!(
        "Các phần cộng lại được {}, nhưng tổng in là {}.",
        "The parts make {}, but the printed total is {}.",
        value,
        total.value
    )
}

fn absent_part(value: Amount, total: &Known, part: &Name) -> Name {
    said!(
        "Không in “{}”: các phần còn lại chỉ được {} trên tổng {}. Hãy in đủ các phần.",
        "“{}” is not printed: the other parts make only {} of the total {}. Print every part.",
        part,
        value,
        total.value
    )
}

fn too_few(value: Amount, total: &Known) -> Name {
    said!(
        "Các phần được in cộng lại chỉ được {} trên tổng {}: không rõ còn phần nào. Hãy in đủ các phần.",
        "The printed parts make only {} of the total {}: it is not said what else there is. Print every part.",
        value,
        total.value
    )
}

fn single(value: Amount, total: &Known) -> Name {
    said!(
        "Chỉ in phần {} của tổng {}, nên không cộng lại được: không kết luận.",
        "Only the part {} of the total {} is printed, so nothing can be added: nothing is decided.",
        value,
        total.value
    )
}

/// Parts whose own row prints another total.
fn other_totals(world: &World<'_>, group: &Group, out: &mut Out) {
    for part in &group.parts {
        let Some(own) = world.readings[*part].denominator else {
            continue;
        };
        if own.fit(group.total.span) == Fit::Off && group.total.fit(own.span) == Fit::Off {
            let (a, b) = (own.value, group.total.value);
            let draft = Draft::new(
                &RULE,
                Weight::Contradiction,
                said!(
                    "Dòng này ghi tổng {}, nhưng tổng được in là {}.",
                    "This row says that the total is {}, but the printed total is {}.",
                    a,
                    b
                ),
            );
            let whole = group.whole.map(|whole| world.readings[whole].figure);
            out.add(*part, whole.into_iter().fold(draft, Draft::against));
        }
    }
}
