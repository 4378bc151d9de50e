//! An indicator that cannot be more than another one: `not above` of the relations.

use super::known::Known;
use super::reading::Reading;
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::Vi;
use super::world::{Out, World};
use crate::reported::finding::Weight;
use crate::reported::relations::RelationWord;

pub(super) const RULE: Rule = Rule {
    code: "not_above",
    name: Words {
        vi: "Chỉ số không thể lớn hơn chỉ số khác",
        en: "Not above another indicator",
    },
    explanation: Words {
        vi: "Có những chỉ số không thể lớn hơn chỉ số khác: dịch vụ công toàn trình không nhiều hơn dịch vụ công trực tuyến. Nếu trong cùng \
             phạm vi và cùng ngày mà lớn hơn, cả hai “không khớp”. Không có số cùng ngày: không kết luận.",
        en: "Some indicators cannot be more than others: fully online services are online services. Where one is more, for the same scope \
             and day, neither adds up. Without a figure of the same day nothing is decided.",
    },
    reference: Words {
        vi: "Quan hệ giữa các chỉ số, với lý do: packs/figures/relations.csv.",
        en: "Relations between indicators, with their reasons: packs/figures/relations.csv.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    let relations = world.context.relations;
    for (place, reading) in world.each() {
        for relation in relations.wholes(&reading.figure.indicator, RelationWord::NotAbove) {
            let series = (relation.whole.as_str(), reading.figure.scope.as_str());
            let Some(day) = reading.last else { continue };
            for other in world.groups.within(&world.readings, series, day..=day) {
                held(world, place, other, &relation.note, out);
            }
        }
    }
}

fn held(world: &World<'_>, place: usize, other: usize, why: &str, out: &mut Out) {
    let (part, whole) = (&world.readings[place], &world.readings[other]);
    let Some((own, theirs)) = comparable(part, whole) else {
        return;
    };
    if own.span.low <= theirs.span.high {
        return;
    }
    let (a, b) = (own.value, theirs.value);
    let [part_name, whole_name] = [part, whole].map(|reading| world.name(&reading.figure.indicator));
    let reason = if why.is_empty() {
        String::new()
    } else {
        format!(" ({why})")
    };
    let draft = || {
        Draft::new(
            &RULE,
            Weight::Contradiction,
            said!(
                "“{}” là {}, lớn hơn “{}” là {}: không thể.",
                "“{}” is {}, more than “{}” with {}: impossible{reason}.",
                &part_name,
                a,
                &whole_name,
                b
            ),
        )
        .line(format!("{} > {}", Vi(a), Vi(b)))
    };
    out.add(place, draft().against(whole.figure));
    out.add(other, draft().against(part.figure));
}

/// Shares against shares, counts against counts.
fn comparable(part: &Reading<'_>, whole: &Reading<'_>) -> Option<(Known, Known)> {
    let shares = part.share().zip(whole.share());
    shares.or_else(|| {
        let is_share_alone = |reading: &Reading<'_>| reading.numerator.is_none() && reading.share().is_some();
        let are_counts = !is_share_alone(part) && !is_share_alone(whole);
        part.count().zip(whole.count()).filter(|_| are_counts)
    })
}
