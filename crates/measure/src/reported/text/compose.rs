//! Puts a proposal together from a number and what stands around it.

use std::ops::Range;

use super::around::{contexts, hits};
use super::assumption::Assumption;
use super::indicator::{self, Named, change_on, following};
use super::kind::{self, Mean};
use super::link::{Draft, drafts};
use super::page::Page;
use super::passage::passage;
use super::period::{FoundPeriod, PeriodSource, Timed, of_title, period, timed};
use super::proposal::{Dates, Proposal, Said};
use super::relate;
use super::scope::{self, Issuer};
use super::seed::{Seed, Stand, seeds};
use crate::model::code::IndicatorCode;
use crate::model::indicator::{Kind, PeriodRule, Relation};
use crate::pack::Pack;
use crate::reported::amount::Amount;
use crate::reported::figure::{Change, Hedge, PrintedKind};

/// What the whole document says.
struct Document {
    issuer: Option<Issuer>,
    timed: Vec<Timed>,
    title: Option<FoundPeriod>,
}

/// The page's figures, in order.
pub(super) fn proposals(page: &Page<'_>) -> Vec<Proposal> {
    let timed = timed(page);
    let document = Document {
        issuer: scope::issuer(page),
        title: of_title(page, &timed),
        timed,
    };
    let drafts = drafts(page, seeds(page));
    let mut proposals: Vec<Proposal> = Vec::with_capacity(drafts.len());
    for draft in &drafts {
        let level = draft.level.map(|level| &proposals[level]);
        let mut proposal = propose(page, &document, draft, level);
        if is_taken(&drafts[..proposals.len()], &proposals, draft, &proposal) {
            proposal.indicator = None;
        }
        proposals.push(proposal);
    }
    relate::relate(page, &drafts, &mut proposals);
    proposals
}

/// Whether another number of the sentence, counted in something else, has this indicator already: "803 tin từ 501 công dân".
fn is_taken(drafts: &[Draft], proposals: &[Proposal], draft: &Draft, proposal: &Proposal) -> bool {
    let Some(code) = proposal.indicator.as_ref().map(|said| &said.value) else {
        return false;
    };
    let before = drafts.iter().zip(proposals).rev();
    let mut sentence = before.take_while(|(other, _)| other.seed.sentence == draft.seed.sentence);
    let is_person = |unit: &str| matches!(unit, "person" | "person record");
    sentence.any(|(_, other)| {
        let is_same = other.indicator.as_ref().is_some_and(|said| said.value == *code);
        is_same
            && is_person(&other.unit.value) != is_person(&proposal.unit.value)
            && proposal.kind.value == other.kind.value
    })
}

fn propose(page: &Page<'_>, document: &Document, draft: &Draft, level: Option<&Proposal>) -> Proposal {
    let seed = &draft.seed;
    let contexts = contexts(page, &seed.tokens);
    let hits = hits(page, &contexts, seed);
    let mean = kind::mean(page, draft);
    let counted = scope::counted(page, seed, &hits);
    let is_resumed = is_resumed(page, seed);
    let form = indicator::form(seed, mean.is_some());
    let find = |form| indicator::named(seed, form, counted, &hits, is_resumed);
    // A multiple or a change speaks of a level whose own form is not printed.
    let is_derived = matches!(seed.stand, Stand::Multiple | Stand::Change { .. });
    let named = if is_derived { find_any(find) } else { find(form) };
    let period = period(page, &document.timed, &contexts, &seed.tokens, document.title.as_ref());
    let code = named.as_ref().map(|named| named.entry.code.clone());
    let kind = kind::kind(page, draft, code.as_ref(), mean.as_ref(), period.as_ref());
    let scope = scope::scope(
        page,
        seed,
        named.as_ref().map(|named| named.entry),
        &hits,
        document.issuer.as_ref(),
        is_resumed,
    );
    let mut assumed = Vec::new();
    assumed.extend(kind.assumed);
    let indicator = said_indicator(page, draft, named.as_ref(), level, kind.kind, &mut assumed);
    let scope = said_scope(page, scope, document.issuer.as_ref(), &mut assumed);
    let unit = said_unit(page, draft, indicator.as_ref(), mean.as_ref(), kind.kind, &mut assumed);
    let is_level = kind.kind == PrintedKind::Stock || is_level(page, seed, indicator.as_ref(), period.as_ref());
    let period = said_period(page, period, is_level, &mut assumed);
    let parts = parts(page, draft, level, kind.kind, &mut assumed);
    let place = page.place(&seed.tokens);
    assumed.sort_unstable();
    assumed.dedup();
    Proposal {
        place,
        printed: page.place(&draft.tokens),
        passage: passage(page, seed.sentence, &draft.tokens),
        indicator,
        scope,
        period,
        kind: Said {
            value: kind.kind,
            words: kind.words.map(|words| page.place(&words)),
        },
        numerator: parts.numerator,
        denominator: parts.denominator,
        value: parts.value,
        change: change(page, draft, &unit.value),
        unit,
        hedge: if is_derived || draft.rate.is_none() {
            seed.hedge()
        } else {
            Hedge::Exact
        },
        is_percent: seed.is_percent,
        assumed,
    }
}

fn find_any(find: impl Fn(super::dictionary::Form) -> Option<Named>) -> Option<Named> {
    use super::dictionary::Form::{Count, Share};
    [find(Share), find(Count)]
        .into_iter()
        .flatten()
        .min_by_key(|named| named.score)
}

/// `Trong đó`, `cụ thể`, `riêng`: the sentence goes on with the subject of the one before.
fn is_resumed(page: &Page<'_>, seed: &Seed) -> bool {
    let start = page.sentences[seed.sentence].tokens.start;
    let first = start + usize::from(page.key(start).is_empty());
    page.has_words(first, &["trong", "đó"])
        || page.has_words(first, &["cụ", "thể"])
        || matches!(page.key(first), "riêng" | "gồm")
        || page.has_words(first, &["bao", "gồm"])
}

fn said_indicator(
    page: &Page<'_>,
    draft: &Draft,
    named: Option<&Named>,
    level: Option<&Proposal>,
    kind: PrintedKind,
    assumed: &mut Vec<Assumption>,
) -> Option<Said<IndicatorCode>> {
    let of_level = level.and_then(|level| level.indicator.as_ref());
    let derive = |code: &IndicatorCode| match (draft.seed.stand, kind) {
        (Stand::Multiple, _) => following(code, Relation::ChangeOf, Some(Kind::Multiple)),
        (Stand::Change { .. }, PrintedKind::DeltaPercent) => change_of(page, draft, code, level),
        (_, PrintedKind::Target) => following(code, Relation::TargetOf, None).or_else(|| Some(code.clone())),
        _ => Some(code.clone()),
    };
    if let (Stand::Change { .. } | Stand::Multiple, Some(of)) = (draft.seed.stand, of_level) {
        let words = of.words.clone();
        return derive(&of.value).map(|value| Said { value, words });
    }
    let named = named?;
    let code = derive(&named.entry.code)?;
    if named.is_from_before {
        assumed.push(Assumption::SubjectFromBefore);
    }
    Some(Said::printed(code, page.place(&named.words)))
}

/// The change against the month or the year before, as far as its words say which.
fn change_of(page: &Page<'_>, draft: &Draft, of: &IndicatorCode, level: Option<&Proposal>) -> Option<IndicatorCode> {
    let sentence = &page.sentences[draft.seed.sentence].tokens;
    let behind = draft.seed.end()..sentence.end.min(draft.seed.end() + 10);
    let says = |words: &[&str]| behind.clone().any(|index| page.has_words(index, words));
    let of_level = level
        .and_then(|level| level.period.as_ref())
        .map(|period| period.value.last);
    let base = relate::base_month(page, &behind);
    let is_on_month = match base.zip(of_level) {
        _ if says(&["tháng", "trước"]) => true,
        _ if says(&["cùng", "kỳ"]) || says(&["năm", "trước"]) => false,
        Some((base, level)) => relate::is_month_after(base, level),
        None => return None,
    };
    change_on(of, is_on_month)
}

fn said_scope(
    page: &Page<'_>,
    found: scope::FoundScope,
    issuer: Option<&Issuer>,
    assumed: &mut Vec<Assumption>,
) -> Said<String> {
    let words = found.words.map(|words| page.place(&words));
    if words.is_none() {
        assumed.push(if found.is_of_document {
            Assumption::ScopeOfDocument
        } else {
            Assumption::ScopeCountry
        });
    }
    let of_issuer = issuer
        .filter(|_| found.is_of_document)
        .map(|issuer| page.place(&issuer.words));
    Said {
        value: found.code,
        words: words.or(of_issuer),
    }
}

fn said_unit(
    page: &Page<'_>,
    draft: &Draft,
    indicator: Option<&Said<IndicatorCode>>,
    mean: Option<&Mean>,
    kind: PrintedKind,
    assumed: &mut Vec<Assumption>,
) -> Said<String> {
    let seed = &draft.seed;
    let own = || page.place(&seed.tokens);
    let text = |unit: &str| unit.to_owned();
    if let Some(head) = seed.percent_head {
        assumed.push(Assumption::PercentFromHeading);
        return Said::printed(text("percent"), page.place(&(head..head + 1)));
    }
    match kind {
        PrintedKind::Multiple => return Said::printed(text("times"), own()),
        PrintedKind::DeltaPercent | PrintedKind::Ratio => return Said::printed(text("percent"), own()),
        PrintedKind::Target if seed.is_share() => return Said::printed(text("percent"), own()),
        _ if seed.stand == Stand::Rank => return Said::printed(text("rank"), own()),
        _ => {}
    }
    let per_day = if mean.is_some_and(|mean| mean.is_per_day) {
        "/day"
    } else {
        ""
    };
    if let Some(noun) = seed.noun {
        return Said::printed(
            format!("{}{per_day}", noun.unit),
            page.place(&(seed.tokens.end..noun.end)),
        );
    }
    let catalogue = indicator.and_then(|said| Pack::built_in().find(&said.value));
    let unit = catalogue.map(|indicator| indicator.unit.as_str()).unwrap_or_default();
    let unit = match unit {
        "transaction_per_day" => "transaction/day",
        "person_record" => "person record",
        other => other,
    };
    if !unit.is_empty() {
        assumed.push(Assumption::UnitOfCatalogue);
    }
    Said::assumed(text(unit))
}

fn said_period(
    page: &Page<'_>,
    found: Option<FoundPeriod>,
    is_level: bool,
    assumed: &mut Vec<Assumption>,
) -> Option<Said<Dates>> {
    let found = found?;
    match found.source {
        PeriodSource::Here => {}
        PeriodSource::Before => assumed.push(Assumption::PeriodFromBefore),
        PeriodSource::Title => assumed.push(Assumption::PeriodOfDocument),
    }
    if found.is_completed {
        assumed.push(Assumption::YearFromBefore);
    }
    let words = page.place(&found.label);
    let label = page.text[words.clone()]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let dates = Dates {
        // A level has a date and no span.
        first: found.first.filter(|_| !is_level),
        last: found.last,
        label,
    };
    Some(Said::printed(dates, words))
}

/// Whether a rate is one of a date: the catalogue takes it at the end of its period, or `đến nay` is said, and no period is
/// printed beside it.
fn is_level(
    page: &Page<'_>,
    seed: &Seed,
    indicator: Option<&Said<IndicatorCode>>,
    period: Option<&FoundPeriod>,
) -> bool {
    let is_elsewhere = period.is_some_and(|period| period.source != PeriodSource::Here);
    let rule = indicator
        .and_then(|said| Pack::built_in().find(&said.value))
        .map(|indicator| indicator.period);
    let mut sentence = page.sentences[seed.sentence].tokens.start..seed.start;
    let is_now =
        sentence.any(|index| page.has_words(index, &["đến", "nay"]) || page.has_words(index, &["hiện", "nay"]));
    is_elsewhere && (rule == Some(PeriodRule::AtEnd) || is_now)
}

struct Parts {
    numerator: Option<Said<Amount>>,
    denominator: Option<Said<Amount>>,
    value: Option<Said<Amount>>,
}

fn parts(
    page: &Page<'_>,
    draft: &Draft,
    level: Option<&Proposal>,
    kind: PrintedKind,
    assumed: &mut Vec<Assumption>,
) -> Parts {
    let seed = &draft.seed;
    let number = &seed.number;
    let said = |amount: Amount, place: &Range<usize>| Some(Said::printed(amount, place.clone()));
    let own = said(number.value, &number.place);
    if seed.is_range {
        assumed.push(Assumption::LowerEndOfRange);
    }
    if page.text[number.place.clone()]
        .split_once(',')
        .is_some_and(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).count() == 3)
        && !seed.is_percent
    {
        assumed.push(Assumption::CommaIsDecimal);
    }
    if let Some(whole) = &seed.whole {
        let rate = draft.rate.as_ref().and_then(|rate| said(rate.value, &rate.place));
        let denominator = said(whole.value, &whole.place);
        let is_rank = seed.stand == Stand::Rank;
        return Parts {
            value: if is_rank { own.clone() } else { rate },
            numerator: own,
            denominator: if is_rank { None } else { denominator },
        };
    }
    match kind {
        PrintedKind::Stock | PrintedKind::Flow | PrintedKind::Part => Parts {
            numerator: own.clone(),
            denominator: None,
            value: own,
        },
        PrintedKind::DeltaPercent => delta(draft, level),
        PrintedKind::Ratio if !seed.is_percent => Parts {
            numerator: own,
            denominator: None,
            value: None,
        },
        _ => Parts {
            numerator: None,
            denominator: None,
            value: own,
        },
    }
}

/// A change as a figure of its own: the level, the base, and the change with its sign.
fn delta(draft: &Draft, level: Option<&Proposal>) -> Parts {
    let number = &draft.seed.number;
    let is_fall = matches!(draft.seed.stand, Stand::Change { is_fall: true, .. });
    let base = draft.base.as_ref();
    Parts {
        numerator: base.and(level).and_then(|level| level.value.clone()),
        denominator: base.map(|base| Said::printed(base.value, base.place.clone())),
        value: Some(Said::printed(signed(number.value, is_fall), number.place.clone())),
    }
}

fn signed(value: Amount, is_fall: bool) -> Amount {
    if is_fall { -value.abs() } else { value }
}

fn change(page: &Page<'_>, draft: &Draft, unit_of_level: &str) -> Option<Said<Change>> {
    let change = draft.change.as_ref()?;
    let seed = &change.seed;
    let unit = if seed.is_points {
        "percentage_point"
    } else if seed.is_percent && draft.seed.is_share() {
        "percent as printed"
    } else if seed.is_percent {
        "percent"
    } else {
        seed.noun.map_or(unit_of_level, |noun| noun.unit)
    };
    let value = Change {
        by: signed(seed.number.value, change.is_fall),
        unit: unit.to_owned(),
        hedge: seed.hedge(),
    };
    Some(Said::printed(value, page.place(&seed.tokens)))
}
