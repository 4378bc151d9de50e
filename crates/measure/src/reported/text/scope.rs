//! Whom a number speaks of: ministries or provinces as a group, a named one, a district, or the whole country.
//!
//! The catalogue says whether an indicator is one of a group at all: `population.connected.provinces` counts provinces of
//! the whole country. Whose document it is holds where nothing nearer is printed, and is said.

mod find;

use std::ops::Range;

pub(super) use self::find::scope;
use super::around::Hit;
use super::dictionary::{Counted, Dictionary};
use super::page::Page;
use super::seed::Seed;
use crate::reported::calendar::Moment;
use crate::reported::number::{LeftOut, Reading};

/// Tokens from the beginning in which a document names its issuer: the head and the title.
const HEAD_TOKENS: usize = 120;

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
            Reading::Moment(Moment::Day { .. }) | Reading::LeftOut(LeftOut::Document, _)
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
