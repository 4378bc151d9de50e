//! How many agencies there are: sizes that differ from every list, and counts above them.

use std::collections::{BTreeMap, BTreeSet};

use motlan_core::{Day, Name};

use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::world::{Out, World};
use crate::model::population::{Population, Version};
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "population_size",
    name: Words {
        vi: "Số bộ, ngành, địa phương",
        en: "Population sizes",
    },
    explanation: Words {
        vi: "Mẫu số như 20, 29 hay 36 bộ, ngành không có trong danh sách nào đã biết (22 hoặc 30) thì ghi chú, không đổi kết luận. Số đếm \
             nhiều hơn danh sách: “không khớp” nếu chỉ có một danh sách (63 tỉnh), “chưa rõ” nếu có nhiều. Mẫu số lớn hơn một lần rưỡi \
             danh sách dài nhất: “chưa rõ”.",
        en: "A denominator such as 20, 29 or 36 ministries, which no known list (22 or 30) explains, is noted and changes no verdict. A \
             count above the list does not add up where there is one list only (63 provinces), and is “ambiguous” where there are \
             several. A denominator above one and a half times the longest list is “ambiguous”.",
    },
    reference: Words {
        vi: "Nghị quyết 08/2021/QH15 (22 bộ, cơ quan ngang bộ); Nghị quyết 202/2025/QH15 (34 tỉnh, thành phố từ 01/7/2025); danh mục trong \
             packs/indicators.",
        en: "Resolution 08/2021/QH15 (22 ministries and ministerial agencies); Resolution 202/2025/QH15 (34 provinces and cities from \
             1 July 2025); lists in packs/indicators.",
    },
};

/// Units that count the members of a population.
const UNITS: [&str; 5] = ["agency", "province", "ministry", "district", "commune"];

/// A denominator of more than this many times the longest list counts something else than its members.
const FAR_TIMES: u32 = 3;

/// Words that name the members of a population behind a fraction.
const MEMBER_WORDS: [&str; 4] = ["bộ", "tỉnh", "địa phương", "cấp huyện"];

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    let mut printed: BTreeMap<&str, BTreeSet<Amount>> = BTreeMap::new();
    let held = world.each().filter_map(|(place, reading)| {
        let population = find(world, reading)?;
        is_of_members(reading, population).then_some((place, reading, population))
    });
    let held: Vec<_> = held.collect();
    for (_, reading, population) in &held {
        if let Some(size) = reading.figure.denominator {
            printed.entry(population.code.as_str()).or_default().insert(size);
        }
    }
    for (place, reading, population) in held {
        let sizes = Sizes::of(population, reading.last);
        let others = printed.get(population.code.as_str());
        for draft in [above(reading, &sizes), size(reading, &sizes, others)]
            .into_iter()
            .flatten()
        {
            out.add(place, draft);
        }
    }
}

/// The population whose members a figure counts, if the catalogue gives it a size.
fn find<'a>(world: &World<'a>, reading: &Reading<'_>) -> Option<&'a Population> {
    let indicator = world.indicator(reading)?;
    let codes = &indicator.populations;
    let by_scope = codes.iter().find(|code| code.as_str() == reading.figure.scope);
    let only = codes.first().filter(|_| codes.len() == 1);
    let is_members = codes.first().is_some_and(|first| first.as_str() == "members");
    let code = by_scope.filter(|_| !is_members).or(only)?;
    let population = world.context.pack.population(code)?;
    population
        .versions
        .iter()
        .any(|version| version.size.is_some())
        .then_some(population)
}

/// Whether the figure counts members of the population, alone or as a part of all of them.
///
/// A share of an indicator over provinces may count anything in them: only a denominator of their order counts provinces.
fn is_of_members(reading: &Reading<'_>, population: &Population) -> bool {
    if UNITS.contains(&reading.figure.unit.as_str()) {
        return true;
    }
    let most = population.versions.iter().filter_map(|version| version.size).max();
    let far = most.and_then(|most| Amount::from(most).checked_mul(Amount::from(FAR_TIMES)));
    let is_fraction = matches!(reading.figure.kind, PrintedKind::Ratio | PrintedKind::Target);
    let is_near = reading
        .denominator
        .is_some_and(|below| far.is_some_and(|far| below.value <= far));
    is_fraction && reading.numerator.is_some() && is_near && reading.measure == Measure::Percent
}

/// The sizes that hold on a day, and who is counted.
struct Sizes<'a>(Vec<(Amount, &'a Version)>);

impl<'a> Sizes<'a> {
    fn of(population: &'a Population, day: Option<Day>) -> Self {
        let on_day = population
            .versions
            .iter()
            .filter(|version| day.is_none_or(|day| version.has(day)));
        Self(
            on_day
                .filter_map(|version| Some((Amount::from(version.size?), version)))
                .collect(),
        )
    }

    fn most(&self) -> Option<Amount> {
        self.0.iter().map(|(size, _)| *size).max()
    }

    /// The sizes with who is counted, as in `22 (18 ministries and 4 ministerial agencies)`.
    fn lists(&self) -> Name {
        let lists = self
            .0
            .iter()
            .map(|(size, version)| said!("{} ({})", "{} ({})", *size, &version.who));
        joined(lists)
    }
}

/// Names in a row.
fn joined(names: impl Iterator<Item = Name>) -> Name {
    let joined = names.reduce(|one, other| said!("{}; {}", "{}; {}", &one, &other));
    joined.unwrap_or_else(|| said!("", ""))
}

fn above(reading: &Reading<'_>, sizes: &Sizes<'_>) -> Option<Draft> {
    let most = sizes.most()?;
    let count = reading
        .numerator
        .or(reading.value.filter(|_| reading.measure == Measure::Count))?;
    // Where the document prints its own size, that size is what the count is held against.
    let is_open = reading.denominator.is_none_or(|below| below.value <= most);
    let weight = if sizes.0.len() == 1 {
        Weight::Contradiction
    } else {
        Weight::Doubt
    };
    (is_open && count.span.low > most).then(|| {
        Draft::new(
            &RULE,
            weight,
            said!(
                "{} là nhiều hơn số có trong danh sách: {}.",
                "{} is more than there are in any list: {}.",
                count.value,
                &sizes.lists()
            ),
        )
    })
}

fn size(reading: &Reading<'_>, sizes: &Sizes<'_>, printed: Option<&BTreeSet<Amount>>) -> Option<Draft> {
    let (most, below) = (sizes.most()?, reading.denominator?.value);
    let others = printed
        .into_iter()
        .flatten()
        .filter(|size| **size != below)
        .take(super::NEIGHBOURS_MAX);
    let others = joined(others.map(|size| said!("{}", "{}", *size)));
    let is_known = sizes.0.iter().any(|(size, _)| *size == below);
    if is_known && others.vi.is_empty() {
        return None;
    }
    let also = match others.vi.as_str() {
        "" => others,
        _ => said!(" Các số liệu khác in: {}.", " Other figures print: {}.", &others),
    };
    if is_known {
        let said = said!("Mẫu số là {}.{}", "The denominator is {}.{}", below, &also);
        return Some(Draft::new(&RULE, Weight::Note, said));
    }
    let weight = weight(reading, below, most)?;
    let said = said!(
        "Mẫu số {} không có trong danh sách nào đã biết: {}.{} Hãy nói rõ đếm những cơ quan nào.",
        "No known list has {}: {}.{} Say which agencies are counted.",
        below,
        &sizes.lists(),
        &also
    );
    Some(Draft::new(&RULE, weight, said))
}

/// A denominator that is far above the longest list, where the words name the members, cannot be a way to count them.
fn weight(reading: &Reading<'_>, below: Amount, most: Amount) -> Option<Weight> {
    let words = reading.figure.printed.to_lowercase();
    let is_named = MEMBER_WORDS.iter().any(|word| words.contains(word));
    let is_far = below.checked_add(below)? > most.checked_mul(Amount::from(3))?;
    Some(if is_far && is_named {
        Weight::Doubt
    } else {
        Weight::Note
    })
}
