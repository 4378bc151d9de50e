//! Which rows are parts of which total.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use motlan_core::Day;

use crate::model::code::IndicatorCode;
use crate::reported::amount::Amount;
use crate::reported::check::known::Known;
use crate::reported::check::reading::Reading;
use crate::reported::check::world::World;
use crate::reported::figure::PrintedKind;
use crate::reported::relations::RelationWord;

/// Parts and their total.
pub(super) struct Group {
    /// The rows of the parts.
    pub(super) parts: Vec<usize>,
    /// The row of the total, if there is one.
    pub(super) whole: Option<usize>,
    /// The total.
    pub(super) total: Known,
    /// Parts that relations name but no row prints; `None` where nothing names the parts.
    pub(super) absent: Option<Vec<IndicatorCode>>,
}

/// Where and when: parts and total must agree in it.
type Place<'a> = (&'a str, &'a str, Option<Day>, Option<Day>);

fn place<'a>(reading: &Reading<'a>) -> Place<'a> {
    let figure = reading.figure;
    (&figure.source.0, &figure.scope, reading.first, reading.last)
}

/// Groups that relations name.
pub(super) fn of_relations(world: &World<'_>) -> Vec<Group> {
    let relations = world.context.relations;
    let mut parts: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let mut wholes: HashMap<_, usize> = HashMap::new();
    for (at, reading) in world.each().filter(|(_, reading)| reading.count().is_some()) {
        let code = &reading.figure.indicator;
        if !relations.parts(code).is_empty() {
            let first = wholes.entry((code, place(reading))).or_insert(at);
            *first = lesser(world, *first, at);
        }
        for relation in relations.wholes(code, RelationWord::PartOfTotal) {
            parts.entry((&relation.whole, place(reading))).or_default().push(at);
        }
    }
    let groups = parts.into_iter().filter_map(|(key, parts)| {
        let whole = wholes.get(&key).copied();
        let printed: BTreeSet<_> = parts
            .iter()
            .map(|part| &world.readings[*part].figure.indicator)
            .collect();
        let named = relations.parts(key.0).iter();
        let absent: Vec<_> = named.filter(|part| !printed.contains(part)).cloned().collect();
        // A part that is printed twice would be counted twice.
        let is_once = printed.len() == parts.len();
        let total = whole.and_then(|whole| world.readings[whole].count());
        let total = total.or_else(|| usual_total(world, &parts))?;
        is_once.then_some(Group {
            parts,
            whole,
            total,
            absent: Some(absent),
        })
    });
    groups.collect()
}

/// Groups of rows of the kind *part* of which no relation speaks.
pub(super) fn of_rows(world: &World<'_>) -> Vec<Group> {
    let relations = world.context.relations;
    let is_part = |reading: &Reading<'_>| {
        let has_parts = reading.numerator.is_some() && reading.denominator.is_some();
        let code = &reading.figure.indicator;
        let is_related = relations.wholes(code, RelationWord::PartOfTotal).next().is_some();
        reading.is(PrintedKind::Part) && has_parts && !is_related
    };
    let mut across_scopes: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, reading) in world.each().filter(|(_, reading)| is_part(reading)) {
        let (source, _, first, last) = place(reading);
        let key = (
            source,
            &reading.figure.indicator,
            first,
            last,
            reading.figure.denominator,
        );
        across_scopes.entry(key).or_default().push(at);
    }
    let mut under_a_name: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let mut groups = Vec::new();
    for parts in across_scopes.into_values() {
        match parts.as_slice() {
            [single] => {
                let reading = &world.readings[*single];
                let (stem, _) = reading.figure.indicator.as_str().rsplit_once('.').unwrap_or_default();
                under_a_name.entry((stem, place(reading))).or_default().push(*single);
            }
            _ => groups.extend(group(world, None, parts)),
        }
    }
    for ((stem, place), parts) in under_a_name {
        groups.extend(under_name(world, stem, place, parts));
    }
    groups
}

/// Parts under one name, with the total of that name where it is printed as a row.
fn under_name(world: &World<'_>, stem: &str, at: Place<'_>, parts: Vec<usize>) -> Vec<Group> {
    let (_, scope, _, last) = at;
    let near = last
        .map(|last| world.groups.within(&world.readings, (stem, scope), last..=last))
        .unwrap_or_default();
    let is_total = |row: &usize| place(&world.readings[*row]) == at && world.readings[*row].count().is_some();
    let whole = near.into_iter().find(is_total);
    let totals = super::super::reading::tally(parts.iter().map(|part| world.readings[*part].figure.denominator));
    // Every part of another total: they do not belong together.
    if whole.is_none() && parts.len() > 1 && totals.len() == parts.len() && !is_made(world, &parts) {
        return parts
            .into_iter()
            .filter_map(|part| group(world, None, vec![part]))
            .collect();
    }
    group(world, whole, parts).into_iter().collect()
}

fn group(world: &World<'_>, whole: Option<usize>, parts: Vec<usize>) -> Option<Group> {
    let row = whole.and_then(|whole| world.readings[whole].count());
    let total = row.or_else(|| usual_total(world, &parts))?;
    Some(Group {
        parts,
        whole,
        total,
        absent: None,
    })
}

/// Whether the parts make one of the totals that they print.
fn is_made(world: &World<'_>, parts: &[usize]) -> bool {
    let counts = parts
        .iter()
        .map(|part| world.readings[*part].count().map(|count| count.value));
    let sum = counts
        .into_iter()
        .try_fold(Amount::ZERO, |sum, count| sum.checked_add(count?));
    parts.iter().any(|part| world.readings[*part].figure.denominator == sum)
}

/// The total that the parts make, else the one that most of them print, else the least.
fn usual_total(world: &World<'_>, parts: &[usize]) -> Option<Known> {
    let counts = parts
        .iter()
        .map(|part| world.readings[*part].count().map(|count| count.value));
    let sum = counts
        .into_iter()
        .try_fold(Amount::ZERO, |sum, count| sum.checked_add(count?));
    let totals: Vec<_> = parts
        .iter()
        .filter_map(|part| world.readings[*part].denominator)
        .collect();
    let made = totals.iter().find(|total| Some(total.value) == sum);
    let counts = super::super::reading::tally(totals.iter().map(|total| total.value));
    let usual = counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| **count)
        .map(|(value, _)| *value);
    let of_value = |value: Amount| totals.iter().find(|total| total.value == value);
    made.or_else(|| usual.and_then(of_value)).copied()
}

/// The row that comes first whatever the order of the set.
fn lesser(world: &World<'_>, a: usize, b: usize) -> usize {
    if world.readings[b].figure.id < world.readings[a].figure.id {
        b
    } else {
        a
    }
}
