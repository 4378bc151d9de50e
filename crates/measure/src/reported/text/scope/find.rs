//! The scope nearest to a number that its indicator may have.

use std::ops::Range;

use super::{COUNTRY, FoundScope, Issuer, group_at, is_addressee, is_author, is_date_line};
use crate::model::population::PopulationCode;
use crate::pack::Pack;
use crate::reported::text::around::{Hit, Nearness};
use crate::reported::text::dictionary::{Counted, Entry, ScopeRule, ScopeWords};
use crate::reported::text::page::Page;
use crate::reported::text::seed::Seed;
use crate::reported::token::{Gap, Shape, Token};

/// From here on words behind a number belong to the next clause, in tenths of a word.
const RIGHT_COST_MAX: u32 = 100;

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
        indicator.populations.iter().map(PopulationCode::as_str).collect()
    });
    let has = |code: &str| populations.contains(&code);
    let is_country_only = populations.iter().all(|code| *code == "country");
    Allowed {
        groups: (has("ministries") && has("provinces")) || entry.scope == Some(ScopeRule::Counted),
        named: entry.scope == Some(ScopeRule::Named) || !is_country_only,
    }
}

/// Whom the number speaks of.
pub(in crate::reported::text) fn scope(
    page: &Page<'_>,
    seed: &Seed,
    entry: Option<&'static Entry>,
    hits: &[Hit],
    issuer: Option<&Issuer>,
    is_resumed: bool,
) -> FoundScope {
    let seeker = Seeker {
        page,
        seed,
        allowed: allowed(entry),
        is_resumed,
    };
    let found = seeker
        .by_noun(entry)
        .or_else(|| seeker.district(issuer))
        .or_else(|| seeker.nearest(hits));
    found.unwrap_or_else(|| FoundScope {
        code: issuer.map_or(COUNTRY, |issuer| issuer.code.as_str()).to_owned(),
        words: None,
        is_of_document: issuer.is_some(),
    })
}

struct Seeker<'a> {
    page: &'a Page<'a>,
    seed: &'a Seed,
    allowed: Allowed,
    is_resumed: bool,
}

fn printed(code: &str, words: Range<usize>) -> FoundScope {
    FoundScope {
        code: code.to_owned(),
        words: Some(words),
        is_of_document: false,
    }
}

impl Seeker<'_> {
    /// The group that the counted noun names, where the noun is the scope.
    fn by_noun(&self, entry: Option<&Entry>) -> Option<FoundScope> {
        let entry = entry.filter(|_| self.seed.noun.is_some())?;
        let is_counted = entry.scope == Some(ScopeRule::Counted);
        if !is_counted && (!self.allowed.groups || entry.counted.is_some()) {
            return None;
        }
        let code = match group_at(self.page, self.seed.tokens.end)? {
            Counted::Ministries => "ministries",
            Counted::Provinces => "provinces",
        };
        Some(printed(code, self.seed.tokens.end..self.seed.end()))
    }

    /// The nearest words that name a scope; of two as near, the longer name.
    fn nearest(&self, hits: &[Hit]) -> Option<FoundScope> {
        let candidates = hits.iter().filter_map(|hit| {
            let scope = self.page.dictionary.scope(hit.phrase)?;
            self.may_name(hit, scope).then_some((hit, scope.code.as_str()))
        });
        let nearest = candidates.min_by_key(|(hit, _)| (hit.cost, std::cmp::Reverse(hit.tokens.len())));
        nearest.map(|(hit, code)| printed(merged(self.page, hit, code), hit.tokens.clone()))
    }

    fn may_name(&self, hit: &Hit, scope: &ScopeWords) -> bool {
        let (page, seed) = (self.page, self.seed);
        let is_group = matches!(scope.code.as_str(), "ministries" | "provinces");
        let is_named = scope.code == COUNTRY || self.allowed.named;
        let is_allowed = if is_group { self.allowed.groups } else { is_named };
        let is_near = hit.nearness != Nearness::Before || (is_group && self.is_resumed);
        // The counted noun itself is no scope: "63 địa phương" of the whole country.
        let is_own_noun = hit.tokens.start >= seed.tokens.end && hit.tokens.start < seed.end();
        // Behind the number a clause further on speaks of something else.
        let is_behind = hit.tokens.start >= seed.tokens.end && hit.nearness == Nearness::Here;
        let is_far = is_behind && hit.cost >= RIGHT_COST_MAX;
        let is_of_letter =
            is_author(page, &hit.tokens) || is_addressee(page, &hit.tokens) || is_date_line(page, &hit.tokens);
        is_allowed && is_near && !is_own_noun && !is_far && !is_of_letter
    }

    /// `thị xã Sông Cầu` in a province's document: a district, by its own name.
    fn district(&self, issuer: Option<&Issuer>) -> Option<FoundScope> {
        let issuer = issuer.filter(|issuer| issuer.code.starts_with(|first: char| first.is_ascii_digit()))?;
        let (page, seed) = (self.page, self.seed);
        let sentence = page.sentences[seed.sentence].tokens.start;
        let window = sentence.max(seed.start.saturating_sub(60))..seed.start;
        let found = window
            .rev()
            .filter(|_| self.allowed.named)
            .find_map(|start| district_name(page, start, seed.start));
        found.map(|name| {
            let words = page.text[page.place(&name)].to_owned();
            printed(&format!("{}/{words}", issuer.code), name)
        })
    }
}

/// The name behind `huyện`, `thị xã` or `thành phố`, if it is no province's.
fn district_name(page: &Page<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let first = match page.key(start) {
        "huyện" => start + 1,
        "thị" if page.key(start + 1) == "xã" => start + 2,
        "thành" if page.key(start + 1) == "phố" => start + 2,
        _ => return None,
    };
    let is_name = |token: &&Token| token.shape == Shape::Title && token.gap <= Gap::Space;
    let count = page.tokens[first.min(end)..end]
        .iter()
        .take(4)
        .take_while(is_name)
        .count();
    let mut named = page.mentions_in(&(first..first + 1)).iter();
    let is_province = named.any(|mention| page.dictionary.scope(mention.phrase).is_some_and(|scope| scope.is_name));
    (count > 0 && !is_province).then_some(first..first + count)
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
