//! Whom a number speaks of: ministries or provinces as a group, a named one, a district, or the whole country.
//!
//! The catalogue says whether an indicator is one of a group at all: `population.connected.provinces` counts provinces of
//! the whole country. Whose document it is holds where nothing nearer is printed, and is said.

use std::ops::Range;

use super::around::{Hit, Nearness};
use super::dictionary::{Counted, Dictionary, Entry, ScopeRule};
use super::page::Page;
use super::seed::Seed;
use crate::pack::Pack;
use crate::reported::number::{LeftOut, Reading};
use crate::reported::token::{Gap, Shape, Token};

/// Tokens from the beginning in which a document names its issuer: the head and the title.
const HEAD_TOKENS: usize = 120;

/// From here on words behind a number belong to the next clause, in tenths of a word.
const RIGHT_COST_MAX: u32 = 100;

/// The whole country.
pub(super) const COUNTRY: &str = "VN";

/// A scope with its words; none if it was taken for granted.
#[derive(Clone, Debug)]
pub(super) struct FoundScope {
    pub(super) code: String,
    pub(super) words: Option<Range<usize>>,
    pub(super) is_of_document: bool,
}

/// What a document's head says about its issuer.
#[derive(Clone, Debug)]
pub(super) struct Issuer {
    pub(super) code: String,
    pub(super) words: Range<usize>,
}

/// The province whose document this is, or the ministry whose own affairs it reports.
pub(super) fn issuer(page: &Page<'_>) -> Option<Issuer> {
    let head = 0..page.tokens.len().min(HEAD_TOKENS);
    let named = page.mentions_in(&head).iter().filter_map(|mention| {
        let scope = page.dictionary.scope(mention.phrase).filter(|scope| scope.is_name)?;
        Some((scope, mention))
    });
    let is_own = |code: &str, tokens: &Range<usize>| {
        let is_province = code.starts_with(|first: char| first.is_ascii_digit());
        let before = |back: usize| tokens.start.checked_sub(back).map_or("", |index| page.key(index));
        let is_place = is_date_line(page, tokens);
        let says_province = matches!(before(1), "tỉnh" | "phố")
            || page.key(tokens.start) == "tỉnh"
            || page.key(tokens.start) == "thành";
        let says_ministry = matches!(before(1), "của" | "tại" | "thuộc");
        // Names of the national portal's owner stand in many heads; its reports speak of the whole country.
        if is_province {
            says_province && !is_place
        } else {
            says_ministry && code != "G22"
        }
    };
    let found = named
        .into_iter()
        .find(|(scope, mention)| is_own(&scope.code, &mention.tokens));
    found.map(|(scope, mention)| Issuer {
        code: scope.code.clone(),
        words: mention.tokens.clone(),
    })
}

/// `Phú Yên, ngày 15 tháng 7`: where a letter was signed.
fn is_date_line(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    page.tokens.get(tokens.end).is_some_and(|token| token.is_mark(',')) && page.key(tokens.end + 1) == "ngày"
}

/// `Công văn số … ngày … của Văn phòng Chính phủ`: who signed a document.
fn is_author(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let Some(of) = tokens.start.checked_sub(1).filter(|of| page.key(*of) == "của") else {
        return false;
    };
    let at = page.spans.partition_point(|span| span.tokens.end < of);
    let before = page.spans.get(at).filter(|span| span.tokens.end == of);
    before.is_some_and(|span| {
        matches!(
            span.found.reading,
            Reading::Moment(_) | Reading::LeftOut(LeftOut::Document, _)
        )
    })
}

/// `Kính gửi: …`: who a letter is for.
fn is_addressee(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let sentence = &page.sentences[page.sentence_of(tokens.start)].tokens;
    let mut back = sentence.start.max(tokens.start.saturating_sub(16))..tokens.start;
    back.any(|index| page.has_words(index, &["kính", "gửi"]))
}

/// Whether ministries or provinces are counted: by the noun, else by the nearest words.
pub(super) fn counted(page: &Page<'_>, seed: &Seed, hits: &[Hit]) -> Option<Counted> {
    let noun = seed.noun.map(|_| seed.tokens.end);
    let by_noun = noun.and_then(|start| group_at(page, start));
    if seed.noun.is_some() {
        return by_noun;
    }
    let groups = hits.iter().filter_map(|hit| {
        let group = match Dictionary::built_in().scope(hit.phrase)?.code.as_str() {
            "ministries" => Counted::Ministries,
            "provinces" => Counted::Provinces,
            _ => return None,
        };
        Some((hit.cost, group))
    });
    groups.min_by_key(|(cost, _)| *cost).map(|(_, group)| group)
}

/// The group that the noun at this token counts; none if it goes on with the other: `88 bộ, ngành, địa phương`.
fn group_at(page: &Page<'_>, start: usize) -> Option<Counted> {
    let is_run_on = |index: usize| !page.tokens[index].is_digits() && !page.tokens[index].is_mark(';');
    let mut behind = (start..page.tokens.len().min(start + 7)).take_while(|index| is_run_on(*index));
    match page.key(start) {
        "bộ" | "ngành" if behind.any(|index| page.has_words(index, &["địa", "phương"])) => None,
        "bộ" | "ngành" => Some(Counted::Ministries),
        "địa" | "tỉnh" | "thành" => Some(Counted::Provinces),
        _ => None,
    }
}

/// What scopes an indicator may have.
#[derive(Clone, Copy)]
struct Allowed {
    groups: bool,
    named: bool,
}

fn allowed(entry: Option<&Entry>) -> Allowed {
    let Some(entry) = entry else {
        return Allowed {
            groups: true,
            named: true,
        };
    };
    let pack = Pack::built_in();
    let populations: Vec<&str> = pack.find(&entry.code).map_or(Vec::new(), |indicator| {
        indicator
            .populations
            .iter()
            .map(super::super::super::model::population::PopulationCode::as_str)
            .collect()
    });
    let has = |code: &str| populations.contains(&code);
    let is_country_only = populations.iter().all(|code| *code == "country");
    Allowed {
        groups: (has("ministries") && has("provinces")) || entry.scope == Some(ScopeRule::Counted),
        named: entry.scope == Some(ScopeRule::Named) || !is_country_only,
    }
}

/// Whom the number speaks of.
pub(super) fn scope(
    page: &Page<'_>,
    seed: &Seed,
    entry: Option<&'static Entry>,
    hits: &[Hit],
    issuer: Option<&Issuer>,
    is_resumed: bool,
) -> FoundScope {
    let allowed = allowed(entry);
    let is_counted = entry.is_some_and(|entry| entry.scope == Some(ScopeRule::Counted));
    let printed = |code: &str, words: Range<usize>| FoundScope {
        code: code.to_owned(),
        words: Some(words),
        is_of_document: false,
    };
    let by_noun = seed
        .noun
        .filter(|_| is_counted || entry.is_some_and(|entry| allowed.groups && entry.counted.is_none()));
    if let Some(group) = by_noun.and_then(|_| group_at(page, seed.tokens.end)) {
        let code = if group == Counted::Ministries {
            "ministries"
        } else {
            "provinces"
        };
        return printed(code, seed.tokens.end..seed.end());
    }
    let candidates = hits.iter().filter_map(|hit| {
        let scope = page.dictionary.scope(hit.phrase)?;
        let is_group = matches!(scope.code.as_str(), "ministries" | "provinces");
        let is_country = scope.code == COUNTRY;
        let is_allowed = if is_group {
            allowed.groups
        } else {
            is_country || allowed.named
        };
        let is_near = hit.nearness != Nearness::Before || (is_group && is_resumed);
        // The counted noun itself is no scope: "63 địa phương" of the whole country.
        let is_own_noun = hit.tokens.start >= seed.tokens.end && hit.tokens.start < seed.end();
        let is_place = is_date_line(page, &hit.tokens);
        // Behind the number a clause further on speaks of something else.
        let is_far =
            hit.tokens.start >= seed.tokens.end && hit.cost >= RIGHT_COST_MAX && hit.nearness == Nearness::Here;
        let is_author = is_author(page, &hit.tokens) || is_addressee(page, &hit.tokens);
        let is_its = !is_author && is_allowed && is_near && !is_own_noun && !is_place && !is_far;
        is_its.then_some((hit.cost, hit, scope.code.as_str()))
    });
    // Of two that stand as near, the longer name.
    let nearest = candidates.min_by_key(|(cost, hit, _)| (*cost, std::cmp::Reverse(hit.tokens.len())));
    let district = allowed.named.then(|| district(page, seed, issuer)).flatten();
    if let Some(found) = district {
        return found;
    }
    if let Some((_, hit, code)) = nearest {
        return printed(merged(page, hit, code), hit.tokens.clone());
    }
    let code = issuer.map_or(COUNTRY, |issuer| issuer.code.as_str());
    FoundScope {
        code: code.to_owned(),
        words: None,
        is_of_document: issuer.is_some(),
    }
}

/// `bộ, ngành, địa phương` names both groups: the whole country.
fn merged<'a>(page: &Page<'_>, hit: &Hit, code: &'a str) -> &'a str {
    let is_ministries = code == "ministries";
    let rest = hit.tokens.end..(hit.tokens.end + 3).min(page.tokens.len());
    let joins = |index: usize| page.tokens[index].is_mark(',') || page.key(index) == "và";
    let is_both = is_ministries
        && rest.clone().next().is_some_and(joins)
        && page.has_words(hit.tokens.end + 1, &["địa", "phương"]);
    let before = hit.tokens.start.checked_sub(1);
    let follows = code == "provinces"
        && before.is_some_and(joins)
        && before
            .and_then(|before| before.checked_sub(1))
            .is_some_and(|index| page.key(index) == "ngành");
    if is_both || follows { COUNTRY } else { code }
}

/// `thị xã Sông Cầu` in a province's document: a district, by its own name.
fn district(page: &Page<'_>, seed: &Seed, issuer: Option<&Issuer>) -> Option<FoundScope> {
    let issuer = issuer.filter(|issuer| issuer.code.starts_with(|first: char| first.is_ascii_digit()))?;
    let sentence = &page.sentences[seed.sentence].tokens;
    let window = sentence.start.max(seed.start.saturating_sub(60))..seed.start;
    let starts = window.clone().rev().filter(|index| {
        let first = *index;
        page.key(first) == "huyện" || page.has_words(first, &["thị", "xã"]) || page.has_words(first, &["thành", "phố"])
    });
    for start in starts {
        let first = if page.key(start) == "huyện" {
            start + 1
        } else {
            start + 2
        };
        let is_name = |token: &Token| token.shape == Shape::Title && token.gap <= Gap::Space;
        let count = page.tokens[first.min(seed.start)..seed.start]
            .iter()
            .take(4)
            .take_while(|token| is_name(token))
            .count();
        let words = first..first + count;
        let is_province = page
            .mentions_in(&(first..first + 1))
            .iter()
            .any(|mention| page.dictionary.scope(mention.phrase).is_some_and(|scope| scope.is_name));
        if count > 0 && !is_province {
            let name = page.text[page.place(&words)].to_owned();
            return Some(FoundScope {
                code: format!("{}/{name}", issuer.code),
                words: Some(start..words.end),
                is_of_document: false,
            });
        }
    }
    None
}
