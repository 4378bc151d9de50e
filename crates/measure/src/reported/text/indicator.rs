//! Which indicator a number speaks of: the entry of the dictionary whose words stand nearest.

use std::collections::HashMap;
use std::ops::Range;

use super::around::{Hit, Nearness};
use super::dictionary::{Counted, Dictionary, Entry, Form, PhraseId};
use super::seed::{Seed, Stand};
use crate::model::code::IndicatorCode;
use crate::model::indicator::{Kind, Relation};
use crate::pack::Pack;

/// The farthest that words may stand, in tenths of a word.
const COST_MAX: u32 = 600;

/// How much farther than an entry's own words those may stand that forbid it: less than a number between them costs.
const FORBIDDING_REACH: u32 = 55;

/// What each word of a matched phrase is worth: longer phrases say more.
const WORD_WORTH: u32 = 10;

/// An indicator with the words that name it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) entry: &'static Entry,
    /// The tokens of the nearest words.
    pub(super) words: Range<usize>,
    /// How far its words stand; less is nearer.
    pub(super) score: i64,
    /// No word of it stands in the number's own sentence or row.
    pub(super) is_from_before: bool,
}

/// The indicator whose words stand nearest to the number.
pub(super) fn named(
    seed: &Seed,
    form: Form,
    counted: Option<Counted>,
    hits: &[Hit],
    is_resumed: bool,
) -> Option<Named> {
    let dictionary = Dictionary::built_in();
    let mut nearest: HashMap<PhraseId, &Hit> = HashMap::new();
    for hit in hits {
        let known = nearest.entry(hit.phrase).or_insert(hit);
        if hit.cost < known.cost {
            *known = hit;
        }
    }
    let fitting = dictionary
        .entries
        .iter()
        .filter(|entry| fits(entry, seed, form, counted));
    let scored = fitting.filter_map(|entry| score(dictionary, entry, &nearest, is_resumed));
    scored.min_by_key(|named| named.score)
}

fn fits(entry: &Entry, seed: &Seed, form: Form, counted: Option<Counted>) -> bool {
    let unit = seed.noun.map(|noun| noun.unit);
    let is_listed = unit.is_some_and(|unit| entry.units.iter().any(|known| known == unit));
    // A part of so many agencies is no rate of dossiers: who is counted must be listed.
    let is_agency = matches!(unit, Some("agency" | "province" | "district" | "commune" | "facility"));
    let has_unit = is_listed || unit.is_none() || seed.is_percent || (entry.units.is_empty() && !is_agency);
    let is_counted = entry.counted.is_none_or(|known| counted == Some(known));
    entry.forms.contains(&form) && has_unit && is_counted
}

/// How far the entry's words stand; less is better. `None` if one is missing, or words that forbid it stand as near.
fn score(
    dictionary: &Dictionary,
    entry: &'static Entry,
    nearest: &HashMap<PhraseId, &Hit>,
    is_resumed: bool,
) -> Option<Named> {
    let of_group = |group: &Vec<PhraseId>| {
        let hits = group.iter().filter_map(|phrase| nearest.get(phrase).copied());
        let worth = |hit: &Hit| i64::from(hit.cost) - i64::from(WORD_WORTH * dictionary.words(hit.phrase));
        hits.min_by_key(|hit| worth(hit))
    };
    let groups: Vec<&Hit> = entry.groups.iter().map(of_group).collect::<Option<_>>()?;
    let head = groups.iter().min_by_key(|hit| hit.cost)?;
    let farthest = groups.iter().map(|hit| hit.cost).max()?;
    let is_near = |nearness: Nearness| matches!(nearness, Nearness::Here | Nearness::Table | Nearness::Lead);
    let is_told = groups.iter().any(|hit| is_near(hit.nearness)) || is_resumed;
    let forbidding = entry.none.iter().filter_map(|phrase| nearest.get(phrase));
    let is_forbidden = forbidding
        .into_iter()
        .any(|hit| hit.cost <= head.cost + FORBIDDING_REACH);
    if !is_told || is_forbidden || farthest > COST_MAX {
        return None;
    }
    let words: u32 = groups.iter().map(|hit| dictionary.words(hit.phrase)).sum();
    let score = i64::from(head.cost + farthest) / 2 - i64::from(WORD_WORTH * words);
    let is_from_before = !groups
        .iter()
        .any(|hit| matches!(hit.nearness, Nearness::Here | Nearness::Table));
    Some(Named {
        entry,
        words: head.tokens.clone(),
        score,
        is_from_before,
    })
}

/// How an indicator is sought for a number: by its form, or by that of the indicator that it changes.
pub(super) fn form(seed: &Seed, is_mean: bool) -> Form {
    match seed.stand {
        Stand::Rank => Form::Rank,
        _ if seed.is_share() => Form::Share,
        _ if is_mean => Form::Mean,
        _ => Form::Count,
    }
}

/// The indicator that follows from another: its target, its multiple.
pub(super) fn following(of: &IndicatorCode, relation: Relation, kind: Option<Kind>) -> Option<IndicatorCode> {
    let mut all = Pack::built_in().indicators();
    let follows = |code: &(Relation, IndicatorCode)| code.0 == relation && code.1 == *of;
    let found = all.find(|indicator| {
        indicator.relation.as_ref().is_some_and(follows) && kind.is_none_or(|kind| indicator.kind == kind)
    });
    found.map(|indicator| indicator.code.clone())
}

/// The relative change of an indicator against the month or the year before.
pub(super) fn change_on(of: &IndicatorCode, is_on_month: bool) -> Option<IndicatorCode> {
    let suffix = if is_on_month {
        "change_on_month"
    } else {
        "change_on_year"
    };
    let code: IndicatorCode = format!("{of}.{suffix}").parse().ok()?;
    Pack::built_in().find(&code).map(|indicator| indicator.code.clone())
}
