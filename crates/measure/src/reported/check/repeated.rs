//! The same increase printed for two indicators: one of them may have been copied.

use std::collections::{BTreeMap, HashMap};

use super::NEIGHBOURS_MAX;
use super::later::is_confirmed;
use super::reading::Measure;
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::world::{Out, World};
use crate::model::code::IndicatorCode;
use crate::reported::amount::Amount;
use crate::reported::figure::Figure;
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "same_increase_twice",
    name: Words {
        vi: "Cùng một mức tăng ở hai chỉ số",
        en: "The same increase for two indicators",
    },
    explanation: Words {
        vi: "Hai chỉ số khác nhau của cùng một phạm vi, trong cùng văn bản, hiếm khi tăng đúng như nhau; thường là chép nhầm: “chưa \
             rõ” cho cả hai. Bỏ qua mức tăng dưới 10 đơn vị đếm, vì có thể trùng, và mức tăng khớp với mức cũ được in.",
        en: "Two indicators of one scope in one document hardly ever rise by exactly the same; often one was copied: “ambiguous” for \
             both. Increases by fewer than ten counted things may well be equal, and those that a printed earlier level \
             confirms were not copied: both are left alone.",
    },
    reference: Words {
        vi: "Kinh nghiệm đối chiếu số liệu: trùng số là dấu hiệu chép nhầm, không phải bằng chứng.",
        en: "Editing practice: equal numbers are a sign of copying, not a proof.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    let mut groups: HashMap<_, Vec<usize>> = HashMap::new();
    for (place, reading) in world.each() {
        let figure = reading.figure;
        let (Some(change), Some(by)) = (&figure.change, reading.change) else {
            continue;
        };
        let measure = Measure::of_unit(&change.unit);
        let is_small_count = measure == Some(Measure::Count) && by.value.abs() < Amount::TEN;
        if !is_small_count && !by.value.is_zero() && !is_confirmed(world, place) {
            // Points and percent may both be meant where neither is said: the number alone decides.
            let is_count = measure == Some(Measure::Count);
            let key = (
                &figure.source,
                &figure.scope,
                reading.last,
                is_count,
                by.value.normalize(),
            );
            groups.entry(key).or_default().push(place);
        }
    }
    for places in groups.into_values() {
        let representatives = one_of_each(world, &places);
        if representatives.len() > 1 {
            for place in places {
                if let Some(draft) = repeated(world, place, &representatives) {
                    out.add(place, draft);
                }
            }
        }
    }
}

/// One figure of each indicator, a few of them, always the same ones.
fn one_of_each<'a>(world: &World<'a>, places: &[usize]) -> Vec<&'a Figure> {
    let mut first: BTreeMap<&IndicatorCode, &Figure> = BTreeMap::new();
    for place in places {
        let figure = world.readings[*place].figure;
        let known = first.entry(&figure.indicator).or_insert(figure);
        if figure.id < known.id {
            *known = figure;
        }
    }
    first.into_values().take(NEIGHBOURS_MAX).collect()
}

fn repeated(world: &World<'_>, place: usize, representatives: &[&Figure]) -> Option<Draft> {
    let reading = &world.readings[place];
    let by = reading.change?.value;
    let change = reading.figure.change.as_ref()?;
    let unit = match Measure::of_unit(&change.unit) {
        None | Some(Measure::Percent) => world.unit("percent"),
        _ => world.unit(&change.unit),
    };
    let others = representatives
        .iter()
        .filter(|other| other.indicator != reading.figure.indicator);
    let others: Vec<_> = others.collect();
    let name = world.name(&others.first()?.indicator);
    let draft = Draft::new(
        &RULE,
        Weight::Doubt,
        said!(
            "Mức thay đổi {}{} được in y hệt cho “{}”: có thể một trong hai bị chép nhầm. Hãy in số liệu gốc của cả hai.",
            "The change by {}{} is printed for “{}” too: one of the two may have been copied. Print the counts behind both.",
            by,
            &unit,
            &name
        ),
    );
    Some(others.into_iter().fold(draft, |draft, other| draft.against(other)))
}
