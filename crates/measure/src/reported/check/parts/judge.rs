//! What is said of a group of parts and of each of its rows.

use motlan_core::Name;

use super::RULE;
use super::group::Group;
use crate::reported::amount::Amount;
use crate::reported::check::NEIGHBOURS_MAX;
use crate::reported::check::known::{Fit, Known};
use crate::reported::check::say::Draft;
use crate::reported::check::shown::{En, Vi};
use crate::reported::check::span::Span;
use crate::reported::check::world::{Out, World};
use crate::reported::finding::Weight;

/// The most parts that are written out in a line of arithmetic.
const WRITTEN_MAX: usize = 6;

/// What is said of every row of a group alike.
struct Said {
    weight: Weight,
    vi: String,
    en: String,
}

pub(super) fn judge(world: &World<'_>, mut group: Group, out: &mut Out) {
    group.parts.sort_by_key(|part| world.readings[*part].order());
    let counts: Option<Vec<Known>> = group.parts.iter().map(|part| world.readings[*part].count()).collect();
    let Some(counts) = counts else { return };
    let zero = (Span::exact(Amount::ZERO), Amount::ZERO);
    let sum = counts.iter().try_fold(zero, |(span, value), count| {
        Some((span.plus(count.span)?, value.checked_add(count.value)?))
    });
    let Some((span, value)) = sum else { return };
    let said = said(world, &group, span, value);
    let sign = if said.weight == Weight::Agrees { "=" } else { "≠" };
    let written: Vec<_> = counts
        .iter()
        .take(WRITTEN_MAX)
        .map(|count| Vi(count.value).to_string())
        .collect();
    let more = if counts.len() > WRITTEN_MAX { " + …" } else { "" };
    let lines = [
        format!("{}{more} = {}", written.join(" + "), Vi(value)),
        format!("{} {sign} {}", Vi(value), Vi(group.total.value)),
    ];
    for row in group.parts.iter().chain(&group.whole) {
        let draft = Draft::new(&RULE, said.weight, said.vi.clone(), said.en.clone());
        let draft = lines.iter().fold(draft, |draft, line| draft.line(line.clone()));
        let others = group
            .parts
            .iter()
            .chain(&group.whole)
            .filter(|other| *other != row)
            .take(NEIGHBOURS_MAX);
        let draft = others.fold(draft, |draft, other| draft.against(world.readings[*other].figure));
        out.add(*row, draft);
    }
    other_totals(world, &group, out);
}

fn said(world: &World<'_>, group: &Group, span: Span, value: Amount) -> Said {
    let total = &group.total;
    let is_short = span.high < total.span.low;
    let absent = group.absent.as_deref().unwrap_or_default();
    match total.fit(span) {
        Fit::Within if absent.is_empty() => agrees(value, total),
        Fit::Loose if absent.is_empty() => loose(value, total),
        _ if is_short && !absent.is_empty() => absent_parts(value, total, &world.name(&absent[0])),
        Fit::Within | Fit::Loose => single(value, total),
        Fit::Off if is_short && group.absent.is_none() && group.parts.len() == 1 => single(value, total),
        Fit::Off if is_short && group.absent.is_none() => too_few(value, total),
        Fit::Off => differs(value, total),
    }
}

fn agrees(value: Amount, total: &Known) -> Said {
    Said {
        weight: Weight::Agrees,
        vi: format!(
            "Các phần cộng lại được {}, đúng bằng tổng {}.",
            Vi(value),
            Vi(total.value)
        ),
        en: format!("The parts make {}, which is the total {}.", En(value), En(total.value)),
    }
}

fn loose(value: Amount, total: &Known) -> Said {
    Said {
        weight: Weight::Loose,
        vi: format!(
            "Các phần cộng lại được {}; tổng in {} chỉ khớp nếu bị làm tròn.",
            Vi(value),
            Vi(total.value)
        ),
        en: format!(
            "The parts make {}; the printed total {} agrees only if it was rounded.",
            En(value),
            En(total.value)
        ),
    }
}

fn differs(value: Amount, total: &Known) -> Said {
    Said {
        weight: Weight::Contradiction,
        vi: format!(
            "Các phần cộng lại được {}, nhưng tổng in là {}.",
            Vi(value),
            Vi(total.value)
        ),
        en: format!(
            "The parts make {}, but the printed total is {}.",
            En(value),
            En(total.value)
        ),
    }
}

fn absent_parts(value: Amount, total: &Known, part: &Name) -> Said {
    Said {
        weight: Weight::Doubt,
        vi: format!(
            "Không in “{}”: các phần còn lại chỉ được {} trên tổng {}. Hãy in đủ các phần.",
            part.vi,
            Vi(value),
            Vi(total.value)
        ),
        en: format!(
            "“{}” is not printed: the other parts make only {} of the total {}. Print every part.",
            part.en,
            En(value),
            En(total.value)
        ),
    }
}

fn too_few(value: Amount, total: &Known) -> Said {
    Said {
        weight: Weight::Doubt,
        vi: format!(
            "Các phần được in cộng lại chỉ được {} trên tổng {}: không rõ còn phần nào. Hãy in đủ các phần.",
            Vi(value),
            Vi(total.value)
        ),
        en: format!(
            "The printed parts make only {} of the total {}: it is not said what else there is. Print every part.",
            En(value),
            En(total.value)
        ),
    }
}

fn single(value: Amount, total: &Known) -> Said {
    Said {
        weight: Weight::Note,
        vi: format!(
            "Chỉ in phần {} của tổng {}, nên không cộng lại được: không kết luận.",
            Vi(value),
            Vi(total.value)
        ),
        en: format!(
            "Only the part {} of the total {} is printed, so nothing can be added: nothing is decided.",
            En(value),
            En(total.value)
        ),
    }
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
                format!("Dòng này ghi tổng {}, nhưng tổng được in là {}.", Vi(a), Vi(b)),
                format!(
                    "This row says that the total is {}, but the printed total is {}.",
                    En(a),
                    En(b)
                ),
            );
            let whole = group.whole.map(|whole| world.readings[whole].figure);
            out.add(*part, whole.into_iter().fold(draft, Draft::against));
        }
    }
}
