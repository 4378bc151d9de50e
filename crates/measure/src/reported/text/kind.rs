//! What sort of number it is: by its form, the words before it, and where they are silent by the catalogue.

use std::ops::Range;

use super::assumption::Assumption;
use super::link::Draft;
use super::page::Page;
use super::period::FoundPeriod;
use super::seed::Stand;
use crate::model::code::IndicatorCode;
use crate::model::indicator::Kind;
use crate::pack::Pack;
use crate::reported::figure::PrintedKind;

/// A kind with the words that say it.
#[derive(Clone, Debug)]
pub(super) struct FoundKind {
    pub(super) kind: PrintedKind,
    pub(super) words: Option<Range<usize>>,
    pub(super) assumed: Option<Assumption>,
}

/// How far back a word that says level or target may stand.
pub(super) const BACK_TOKENS: usize = 60;

/// Units of things that happen: printed for a span of days they are a sum.
const EVENT_UNITS: &[&str] = &[
    "transaction",
    "request",
    "dossier",
    "incident",
    "report",
    "declaration",
    "rating",
    "enrolment",
    "activity",
];

/// Words of a mean around a number, and whether it is one per day.
#[derive(Clone, Debug)]
pub(super) struct Mean {
    pub(super) words: Range<usize>,
    pub(super) is_per_day: bool,
}

/// `trung bình mỗi ngày`, `1,54 triệu giao dịch/ngày`.
pub(super) fn mean(page: &Page<'_>, draft: &Draft) -> Option<Mean> {
    let seed = &draft.seed;
    if seed.is_share() || seed.stand != Stand::Level {
        return None;
    }
    let sentence = &page.sentences[seed.sentence].tokens;
    let end = seed.end();
    let stroke = page.tokens.get(end).is_some_and(|token| token.is_mark('/')) && page.key(end + 1) == "ngày";
    let each = page.has_words(end, &["mỗi", "ngày"])
        || page.has_words(end, &["một", "ngày"])
        || page.has_words(end, &["trên", "ngày"]);
    if stroke || each {
        return Some(Mean {
            words: end..end + 2,
            is_per_day: true,
        });
    }
    let start = sentence.start.max(seed.start.saturating_sub(16));
    let own = own_clause(page, start, seed.start);
    let says = |index: usize| page.has_words(index, &["trung", "bình"]) || page.has_words(index, &["bình", "quân"]);
    let at = own.clone().rev().find(|index| says(*index))?;
    let is_per_day = (at..seed.start).any(|index| page.key(index) == "ngày") && page.key(seed.tokens.end) != "ngày";
    let is_of_time = page.key(seed.tokens.end) == "ngày";
    (is_per_day || is_of_time).then_some(Mean {
        words: at..at + 2,
        is_per_day,
    })
}

/// The tokens before a number that no other number parts from it.
fn own_clause(page: &Page<'_>, start: usize, end: usize) -> Range<usize> {
    use crate::reported::number::Reading;
    let mut numbers = page.spans_in(&(start..end)).iter();
    let last = numbers.rfind(|span| {
        matches!(
            span.found.reading,
            Reading::Number(_) | Reading::Fraction { .. } | Reading::Range { .. }
        )
    });
    last.map_or(start, |span| span.tokens.end)..end
}

/// What sort of number it is.
pub(super) fn kind(
    page: &Page<'_>,
    draft: &Draft,
    indicator: Option<&IndicatorCode>,
    mean: Option<&Mean>,
    period: Option<&FoundPeriod>,
) -> FoundKind {
    let said = |kind, words| FoundKind {
        kind,
        words,
        assumed: None,
    };
    let seed = &draft.seed;
    let own = Some(seed.tokens.clone());
    match seed.stand {
        Stand::Multiple => return said(PrintedKind::Multiple, own),
        Stand::Change { word, .. } if seed.is_percent || seed.is_points || draft.base.is_some() => {
            return said(PrintedKind::DeltaPercent, Some(word..word + 1));
        }
        Stand::Rank => return said(PrintedKind::Stock, own),
        _ => {}
    }
    if let Some(words) = target(page, draft) {
        return said(PrintedKind::Target, Some(words));
    }
    if seed.is_share() || seed.is_points {
        return said(PrintedKind::Ratio, own);
    }
    if let Some(mean) = mean {
        return said(PrintedKind::Average, Some(mean.words.clone()));
    }
    count(page, draft, indicator, period)
}

/// A level or a sum.
fn count(page: &Page<'_>, draft: &Draft, indicator: Option<&IndicatorCode>, period: Option<&FoundPeriod>) -> FoundKind {
    let seed = &draft.seed;
    let catalogue = indicator
        .and_then(|code| Pack::built_in().find(code))
        .map(|indicator| indicator.kind);
    let is_span = period.is_some_and(|period| period.first.is_some());
    let is_event = seed.noun.is_none_or(|noun| EVENT_UNITS.contains(&noun.unit));
    let is_printed_here = period.is_some_and(|period| period.source == super::period::PeriodSource::Here);
    let assumed = |kind, assumed| FoundKind {
        kind,
        words: None,
        assumed: Some(assumed),
    };
    if catalogue == Some(Kind::Ratio) {
        return assumed(PrintedKind::Stock, Assumption::WholeNotPrinted);
    }
    if let Some(words) = level_words(page, draft).filter(|_| !is_span) {
        return FoundKind {
            kind: PrintedKind::Stock,
            words: Some(words),
            assumed: None,
        };
    }
    match (catalogue, is_span) {
        (Some(Kind::Flow), _) => assumed(PrintedKind::Flow, Assumption::KindOfCatalogue),
        (Some(Kind::Stock), true) if is_printed_here && is_event && seed.noun.is_some() => FoundKind {
            kind: PrintedKind::Flow,
            words: period.map(|period| period.label.clone()),
            assumed: None,
        },
        (Some(_), _) => assumed(PrintedKind::Stock, Assumption::KindOfCatalogue),
        (None, true) if is_event && seed.noun.is_some() => FoundKind {
            kind: PrintedKind::Flow,
            words: period.map(|period| period.label.clone()),
            assumed: None,
        },
        (None, _) => assumed(PrintedKind::Stock, Assumption::KindStock),
    }
}

/// `lũy kế`, `tính đến`, `đến nay`, `hiện có`: a level.
fn level_words(page: &Page<'_>, draft: &Draft) -> Option<Range<usize>> {
    let sentence = &page.sentences[draft.seed.sentence].tokens;
    let back = sentence.start.max(draft.seed.start.saturating_sub(BACK_TOKENS))..draft.seed.start;
    let phrases: [&[&str]; 7] = [
        &["lũy", "kế"],
        &["tính", "đến"],
        &["đến", "nay"],
        &["hiện", "có"],
        &["hiện", "nay"],
        &["đến", "hết"],
        &["đến", "ngày"],
    ];
    back.rev().find_map(|index| {
        let phrase = phrases.iter().find(|phrase| page.has_words(index, phrase))?;
        Some(index..index + phrase.len())
    })
}

/// `phấn đấu … đạt 80%`, `chỉ tiêu 50%`: a level to be reached; not behind `hoàn thành`, `vượt`.
fn target(page: &Page<'_>, draft: &Draft) -> Option<Range<usize>> {
    let sentence = &page.sentences[draft.seed.sentence];
    let seed = &draft.seed;
    let start = sentence.tokens.start.max(seed.start.saturating_sub(BACK_TOKENS));
    // "66% dân số đã có tài khoản" behind a semicolon is a level again.
    let behind = (seed.end()..sentence.tokens.end).take_while(|index| !page.tokens[*index].is_mark(';'));
    if behind.take(BACK_TOKENS).any(|index| page.key(index) == "đã") {
        return None;
    }
    let own = (start..seed.start).find(|index| is_strong(page, *index) && !is_past(page, *index..seed.start));
    let is_goal_here = |index: &usize| is_goal(page, *index, start, seed.start);
    // "Mục tiêu cuối năm: …; …" opens the sentence and holds for all of it.
    let opening = || (start..seed.start.min(start + 4)).find(is_goal_here);
    let near = || own_clause(page, start, seed.start).find(is_goal_here);
    let is_open = !is_past(page, start..seed.start);
    let lead = || {
        sentence
            .lead
            .filter(|_| is_open)
            .and_then(|lead| goal_of_lead(page, lead))
    };
    let found = own.or_else(opening).or_else(near).or_else(lead);
    let is_bound = ["thiểu", "nhất"].contains(&page.key(seed.start + 1)) && seed.start < seed.tokens.start;
    found
        .map(|index| index..index + 2)
        .or(is_bound.then_some(seed.start..seed.tokens.start))
}

/// `phấn đấu`, `phải đạt`, `cần đạt`.
fn is_strong(page: &Page<'_>, index: usize) -> bool {
    let phrases = [["phấn", "đấu"], ["phải", "đạt"], ["cần", "đạt"]];
    phrases.iter().any(|phrase| page.has_words(index, phrase))
}

fn goal_of_lead(page: &Page<'_>, lead: usize) -> Option<usize> {
    let tokens = &page.sentences[lead].tokens;
    let end = tokens.end.min(tokens.start + BACK_TOKENS);
    (tokens.start..end).find(|index| is_strong(page, *index) || is_goal(page, *index, tokens.start, end))
}

/// `chỉ tiêu`, `mục tiêu` that are not reported as met.
fn is_goal(page: &Page<'_>, index: usize, start: usize, end: usize) -> bool {
    let is_goal = page.has_words(index, &["chỉ", "tiêu"]) || page.has_words(index, &["mục", "tiêu"]);
    // "11 chỉ tiêu" counts them; "vượt mục tiêu 65%" still names the goal.
    let is_counted = index
        .checked_sub(1)
        .is_some_and(|before| page.tokens[before].is_digits());
    let is_named = end <= index + 3;
    let before = start.max(index.saturating_sub(4))..index;
    let is_open = !is_past(page, before) && !is_past(page, index..end);
    is_goal && !is_counted && (is_named || is_open)
}

/// Words of something done.
fn is_past(page: &Page<'_>, tokens: Range<usize>) -> bool {
    tokens.into_iter().any(|index| {
        matches!(page.key(index), "hoàn" | "vượt" | "đã" | "được" | "chưa" | "quả")
            || page.has_words(index, &["so", "với"])
    })
}
