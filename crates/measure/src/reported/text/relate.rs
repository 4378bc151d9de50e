//! Parts of one whole, means and their sums: what one proposal says about another in its sentence.

use std::ops::Range;

use motlan_core::Day;

use super::assumption::Assumption;
use super::link::Draft;
use super::page::Page;
use super::proposal::{Proposal, Said};
use crate::model::code::IndicatorCode;
use crate::model::period::{Grain, Period};
use crate::pack::Pack;
use crate::reported::amount::Amount;
use crate::reported::calendar::Moment;
use crate::reported::figure::PrintedKind;
use crate::reported::number::Reading;

/// How many numbers back another may belong to one: a fixed number keeps the time linear.
pub(super) const RELATED_MAX: usize = 24;

/// Joins parts to their total and a mean to its sum.
pub(super) fn relate(page: &Page<'_>, drafts: &[Draft], proposals: &mut [Proposal]) {
    for index in 1..proposals.len() {
        match proposals[index].kind.value {
            PrintedKind::Average => join_mean(drafts, proposals, index),
            PrintedKind::Stock | PrintedKind::Flow => join_part(page, drafts, proposals, index),
            _ => {}
        }
    }
}

/// The sum before a mean in its sentence, or in the sentence before, and the days of its period.
fn join_mean(drafts: &[Draft], proposals: &mut [Proposal], index: usize) {
    let sentence = drafts[index].seed.sentence;
    let unit = proposals[index].unit.value.trim_end_matches("/day").to_owned();
    if unit == proposals[index].unit.value {
        return;
    }
    let is_near = |at: usize| drafts[at].seed.sentence + 1 >= sentence;
    let sum = (index.saturating_sub(RELATED_MAX)..index)
        .rev()
        .take_while(|at| is_near(*at))
        .find(|at| {
            let sum = &proposals[*at];
            sum.kind.value == PrintedKind::Flow && sum.unit.value == unit
        });
    let Some(sum) = sum else { return };
    let (numerator, period) = (proposals[sum].value.clone(), proposals[sum].period.clone());
    let days = period.as_ref().and_then(|period| {
        let first = period.value.first?;
        let days = period.value.last.number().checked_sub(first.number())? + 1;
        Some(Said {
            value: Amount::from(days),
            words: period.words.clone(),
        })
    });
    let Some(days) = days else { return };
    let mean = &mut proposals[index];
    mean.numerator = numerator;
    mean.denominator = Some(days);
    mean.period = period;
    mean.assumed.push(Assumption::PartsOfMean);
    mean.assumed.retain(|it| *it != Assumption::PeriodOfDocument);
    mean.assumed.sort_unstable();
}

/// `(trong đó: bộ, ngành 172.841 dữ liệu; địa phương …)`: parts of the total printed before them.
fn join_part(page: &Page<'_>, drafts: &[Draft], proposals: &mut [Proposal], index: usize) {
    let part = &drafts[index];
    let total = (index.saturating_sub(RELATED_MAX)..index)
        .rev()
        .take_while(|at| drafts[*at].seed.sentence == part.seed.sentence);
    let total = total
        .into_iter()
        .find(|at| is_whole(page, drafts, proposals, *at, index));
    let Some(total) = total else { return };
    let (value, words) = match &proposals[total].value {
        Some(said) => (said.value, said.words.clone()),
        None => return,
    };
    let code = proposals[total].indicator.clone();
    let scope = scope_of(page, part);
    let is_part = proposals[index].value.as_ref().is_some_and(|said| said.value <= value);
    if !is_part {
        return;
    }
    let part = &mut proposals[index];
    part.kind = Said {
        value: PrintedKind::Part,
        words: None,
    };
    part.denominator = Some(Said { value, words });
    part.assumed.push(Assumption::WholeFromBefore);
    part.assumed
        .retain(|it| !matches!(it, Assumption::KindOfCatalogue | Assumption::KindStock));
    if let Some(code) = code {
        part.indicator = part_code(&code.value, scope)
            .map(|of_part| Said {
                value: of_part,
                words: code.words.clone(),
            })
            .or(part.indicator.take());
    }
    part.assumed.sort_unstable();
    part.assumed.dedup();
}

/// Whether a total stands before `trong đó` or `gồm`, and only its parts between.
fn is_whole(page: &Page<'_>, drafts: &[Draft], proposals: &[Proposal], total: usize, part: usize) -> bool {
    let is_count = matches!(proposals[total].kind.value, PrintedKind::Stock | PrintedKind::Flow);
    let unit = |index: usize| drafts[index].seed.noun.map(|noun| noun.unit);
    let is_alike = unit(part).is_none() || unit(total).is_none() || unit(part) == unit(total);
    let between = drafts[total].tokens.end..drafts[part].seed.start;
    // Who is approved is no part of who applied, but something of its own.
    let code = |index: usize| proposals[index].indicator.as_ref().map(|said| &said.value);
    let is_borrowed = proposals[part].assumed.contains(&Assumption::SubjectFromBefore);
    let is_same = is_borrowed || code(part).is_none() || code(part) == code(total);
    // A rate may stand beside the total; the first count behind it is the first part.
    let first_part = drafts[total + 1..=part].iter().find(|draft| !draft.seed.is_share());
    let next = first_part.map_or(between.end, |first| first.seed.start);
    let opening = between.start..next.max(between.start);
    let says = opening
        .clone()
        .any(|index| page.has_words(index, &["trong", "đó"]) || page.key(index) == "gồm");
    is_count && is_alike && says && is_same && opening.len() <= 16
}

/// The group that a part names just before its number, or counts.
fn scope_of(page: &Page<'_>, draft: &Draft) -> Option<&'static str> {
    let near = draft.seed.start.saturating_sub(8)..draft.seed.end() + 6;
    let mentions = page.mentions_in(&near).iter().filter_map(|mention| {
        let code = page.dictionary.scope(mention.phrase)?.code.as_str();
        let group = ["ministries", "provinces"].into_iter().find(|group| *group == code)?;
        Some((page.distance(&mention.tokens, &draft.seed.tokens), group))
    });
    mentions.min_by_key(|(distance, _)| *distance).map(|(_, group)| group)
}

/// The part's own indicator, as `civil_servants.synced.provinces` of `civil_servants.synced`.
fn part_code(whole: &IndicatorCode, group: Option<&str>) -> Option<IndicatorCode> {
    let code: IndicatorCode = format!("{whole}.{}", group?).parse().ok()?;
    Pack::built_in().find(&code).map(|indicator| indicator.code.clone())
}

/// The last day of the month that a change is compared with, if one is printed in these tokens.
pub(super) fn base_month(page: &Page<'_>, tokens: &Range<usize>) -> Option<Day> {
    page.spans_in(tokens).iter().find_map(|span| match span.found.reading {
        Reading::Moment(moment @ Moment::Months { first, last, .. }) if first == last => {
            moment.bounds(None, None).map(|(_, last)| last)
        }
        _ => None,
    })
}

/// Whether a day lies in the month after the one that ends with `last`.
pub(super) fn is_month_after(last: Day, day: Day) -> bool {
    let next = Day::from_number(last.number() + 1);
    Period::of(Grain::Month, next).has(day)
}
