//! When a number holds: the moments of a text, what each is for, and which one a number speaks of.
//!
//! A date of a law, the year in a plan's name and what a change is compared with are no period of a figure.

mod role;

use std::ops::Range;

use motlan_core::Day;

use super::around::{Context, Nearness};
use super::page::Page;
use crate::reported::number::Reading;

pub(super) use self::role::{Timed, timed};

/// Tokens from the beginning in which a document's title stands.
const TITLE_TOKENS: usize = 160;

/// From here on a moment behind a number belongs to the next clause, in tenths of a word.
const RIGHT_COST_MAX: u32 = 200;

/// How many tokens behind a moment the number that it is for may stand.
const ANOTHER_TOKENS: usize = 5;

/// How many moments of a sentence are looked at: a fixed number keeps the time linear.
const MOMENTS_MAX: usize = 16;

/// A period with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundPeriod {
    /// The first day; `None` for a level's date.
    pub(super) first: Option<Day>,
    pub(super) last: Day,
    /// The tokens of the label.
    pub(super) label: Range<usize>,
    pub(super) source: PeriodSource,
    /// A year or month was filled in from elsewhere.
    pub(super) is_completed: bool,
}

/// Where a period was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PeriodSource {
    /// In the number's own sentence or table.
    Here,
    /// In the sentence before, the lead, the heading.
    Before,
    /// In the document's title.
    Title,
}

/// The period that a number speaks of.
pub(super) fn period(
    page: &Page<'_>,
    timed: &[Timed],
    contexts: &[Context],
    number: &Range<usize>,
    title: Option<&FoundPeriod>,
) -> Option<FoundPeriod> {
    let mut nearest: Option<(u32, FoundPeriod)> = None;
    for context in contexts {
        let first = timed.partition_point(|it| it.tokens.start < context.tokens.start);
        let within = timed[first..]
            .iter()
            .take_while(|it| it.tokens.start < context.tokens.end);
        for (offset, moment) in within.enumerate() {
            let is_here = context.nearness == Nearness::Here;
            let distance = if is_here {
                page.distance(&moment.tokens, number)
            } else {
                0
            };
            let is_far = moment.tokens.start >= number.end && distance >= RIGHT_COST_MAX;
            if is_here && (is_far || is_anothers(page, moment, number)) {
                continue;
            }
            let cost = context.base + distance + moment.cost;
            let Some(found) = found(page, timed, first + offset, context.nearness) else {
                continue;
            };
            if nearest.as_ref().is_none_or(|(known, _)| cost < *known) {
                nearest = Some((cost, found));
            }
        }
    }
    let mut found = nearest.map(|(_, found)| found).or_else(|| carried(page, timed, number));
    if found.is_none() {
        found = title.cloned();
    }
    found.or_else(|| last_date(page, timed, number))
}

/// Whether a moment behind a number opens a bracket that gives another number for it: `71,2% (quý II/2023 là 66,8%)`.
fn is_anothers(page: &Page<'_>, moment: &Timed, number: &Range<usize>) -> bool {
    let opens = moment.tokens.start.checked_sub(1).filter(|index| *index >= number.end);
    let is_opened = opens.is_some_and(|index| page.tokens[index].is_mark('('));
    let behind = moment.tokens.end..(moment.tokens.end + ANOTHER_TOKENS).min(page.tokens.len());
    let within = behind
        .clone()
        .take_while(|index| !page.tokens[*index].is_mark(')'))
        .count();
    let inside = behind.start..behind.start + within;
    is_opened
        && page
            .spans_in(&inside)
            .iter()
            .any(|span| matches!(span.found.reading, Reading::Number(_) | Reading::Fraction { .. }))
}

/// Sentences further back in the paragraph, as far as the first that names a period.
fn carried(page: &Page<'_>, timed: &[Timed], number: &Range<usize>) -> Option<FoundPeriod> {
    let index = page.sentence_of(number.start);
    // A paragraph of more than a dozen sentences has forgotten how it began.
    for back in index.saturating_sub(12)..=index {
        let sentence = &page.sentences[index - (back - index.saturating_sub(12))];
        if sentence.tokens.start < number.start && sentence.tokens.end <= number.start {
            let first = timed.partition_point(|it| it.tokens.start < sentence.tokens.start);
            let own = (first..timed.len())
                .take(MOMENTS_MAX)
                .take_while(|at| timed[*at].tokens.start < sentence.tokens.end);
            let found = own.into_iter().find_map(|at| found(page, timed, at, Nearness::Before));
            if found.is_some() {
                return found;
            }
        }
        if sentence.opens_paragraph {
            return None;
        }
    }
    None
}

/// The last period that the text named before, if its title names none.
fn last_date(page: &Page<'_>, timed: &[Timed], number: &Range<usize>) -> Option<FoundPeriod> {
    let before = timed.partition_point(|it| it.tokens.start < number.start);
    // The nearest few: a text of many dates has none that holds throughout.
    let mut nearest = (before.saturating_sub(4)..before).rev();
    let at = nearest.find(|at| timed[*at].is_period())?;
    found(page, timed, at, Nearness::Before)
}

/// The period that a title names, if the head of the document does.
pub(super) fn of_title(page: &Page<'_>, timed: &[Timed]) -> Option<FoundPeriod> {
    let end = timed.partition_point(|it| it.tokens.start < TITLE_TOKENS);
    let is_title = |at: &usize| {
        let sentence = &page.sentences[page.sentence_of(timed[*at].tokens.start)];
        let has_number = page
            .spans_in(&sentence.tokens)
            .iter()
            .any(|span| matches!(span.found.reading, Reading::Number(_) | Reading::Fraction { .. }));
        !has_number && sentence.cells.is_empty() && timed[*at].is_period()
    };
    let at = (0..end).find(is_title)?;
    let mut found = found(page, timed, at, Nearness::Heading)?;
    found.source = PeriodSource::Title;
    Some(found)
}

/// The period of one moment, with the two days that explain it: `tháng 01/2024 (từ ngày 01/01 đến ngày 20/01/2024)`.
fn found(page: &Page<'_>, timed: &[Timed], at: usize, nearness: Nearness) -> Option<FoundPeriod> {
    let moment = timed.get(at).filter(|moment| moment.is_period())?;
    let follower = timed
        .get(at + 1)
        .filter(|next| next.is_range && !moment.is_range && is_explained(page, moment, next));
    let leader = at.checked_sub(1).map(|before| &timed[before]);
    let leader = leader.filter(|before| moment.is_range && before.is_period() && is_explained(page, before, moment));
    let bounds = follower.unwrap_or(moment);
    let label = leader.unwrap_or(moment);
    let source = match nearness {
        Nearness::Here | Nearness::Table => PeriodSource::Here,
        _ => PeriodSource::Before,
    };
    Some(FoundPeriod {
        first: bounds.first,
        last: bounds.last,
        label: label.tokens.clone(),
        source,
        is_completed: bounds.is_completed,
    })
}

/// Whether two days stand in brackets directly behind a moment.
fn is_explained(page: &Page<'_>, moment: &Timed, days: &Timed) -> bool {
    let between = moment.tokens.end..days.tokens.start;
    between.len() <= 3 && between.into_iter().any(|index| page.tokens[index].is_mark('('))
}
