//! Numbers that belong to one figure: a rate behind its fraction, a change behind its level, the level before it.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use super::page::Page;
use super::seed::{Seed, Stand};
use crate::reported::number::PrintedNumber;

/// How many tokens a rate or a change may stand behind its number.
const NEAR_TOKENS: usize = 14;

/// How many tokens a change may stand behind its level: a noun with what describes it, and a comma.
const CHANGE_TOKENS: usize = 28;

/// A change printed beside a level.
#[derive(Clone, Debug)]
pub(super) struct PrintedChange {
    pub(super) seed: Seed,
    pub(super) is_fall: bool,
}

/// A number with what belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) seed: Seed,
    /// The rate printed beside a fraction.
    pub(super) rate: Option<PrintedNumber>,
    /// The change printed beside a level.
    pub(super) change: Option<PrintedChange>,
    /// Of a change with its base printed: the level and the base.
    pub(super) level: Option<usize>,
    pub(super) base: Option<PrintedNumber>,
    /// The tokens of all that belongs to it.
    pub(super) tokens: Range<usize>,
}

impl Draft {
    fn new(seed: Seed) -> Self {
        let tokens = seed.start..seed.end();
        Self {
            seed,
            rate: None,
            change: None,
            level: None,
            base: None,
            tokens,
        }
    }
}

/// Joins numbers that belong to one figure.
pub(super) fn drafts(page: &Page<'_>, seeds: Vec<Seed>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::with_capacity(seeds.len());
    let mut seeds = seeds.into_iter().peekable();
    while let Some(seed) = seeds.next() {
        if let Some(last) = drafts.last_mut()
            && joins_rate(page, last, &seed)
        {
            join_rate(last, seed);
            continue;
        }
        match seed.stand {
            Stand::Level | Stand::Rank => drafts.push(Draft::new(seed)),
            Stand::Multiple => {
                let level = level_of(page, &drafts, &seed, seed.start);
                drafts.push(Draft {
                    level,
                    ..Draft::new(seed)
                });
            }
            Stand::Change { is_fall, word } => {
                let change = PrintedChange { seed, is_fall };
                add_change(page, &mut drafts, change, word, &mut seeds);
            }
        }
    }
    drafts
}

/// A change is a figure of its own if its base is printed, else it belongs to the level behind or before it.
fn add_change(
    page: &Page<'_>,
    drafts: &mut Vec<Draft>,
    change: PrintedChange,
    word: usize,
    seeds: &mut Peekable<IntoIter<Seed>>,
) {
    let level = level_of(page, drafts, &change.seed, word);
    if let Some(base) = seeds.next_if(|next| is_base(page, &change.seed, next)) {
        let mut draft = Draft {
            level,
            ..Draft::new(change.seed)
        };
        draft.tokens.end = base.end() + usize::from(is_closed(page, &base));
        draft.base = Some(base.number);
        drafts.push(draft);
    } else if let Some(next) = seeds.next_if(|next| is_reached(page, &change.seed, next)) {
        let mut draft = Draft::new(next);
        draft.tokens.start = word;
        draft.change = Some(change);
        drafts.push(draft);
    } else if let Some(level) = level.filter(|level| drafts[*level].change.is_none()) {
        drafts[level].tokens.end = change.seed.end().max(drafts[level].tokens.end);
        drafts[level].change = Some(change);
    } else {
        drafts.push(Draft::new(change.seed));
    }
}

fn is_closed(page: &Page<'_>, seed: &Seed) -> bool {
    page.tokens.get(seed.end()).is_some_and(|token| token.is_mark(')'))
}

/// `12/250 TTHC (đạt 4,8%)`, `712.345/790.112, 90,16%`, and the rate before: `90,16% (712.345/790.112)`.
fn joins_rate(page: &Page<'_>, draft: &Draft, seed: &Seed) -> bool {
    let first = &draft.seed;
    let is_one_sentence = first.sentence == seed.sentence;
    let is_level = first.stand == Stand::Level && seed.stand == Stand::Level;
    if !is_one_sentence || !is_level || draft.rate.is_some() || draft.change.is_some() {
        return false;
    }
    let between = first.end()..seed.start;
    let is_mark = |index: usize, mark: char| page.tokens.get(index).is_some_and(|token| token.is_mark(mark));
    if first.is_percent && seed.whole.is_some() && !seed.is_percent {
        // "90,16% (712.345/790.112)", "100% cơ sở khám chữa bệnh (125/125 cơ sở)".
        let opens = seed.start.checked_sub(1).is_some_and(|index| is_mark(index, '('));
        let has_words_only = between.clone().rev().skip(1).all(|index| page.tokens[index].is_word());
        return opens && has_words_only && between.len() <= 10;
    }
    if first.whole.is_none() || first.is_percent || !seed.is_percent || between.len() > CHANGE_TOKENS {
        return false;
    }
    let is_parted = between.clone().any(|index| is_mark(index, ';'));
    let before = |back: usize| seed.start.checked_sub(back).map_or("", |index| page.key(index));
    let says = matches!(before(1), "đạt" | "chiếm" | "bằng" | "đương" | "ứng" | "lệ" | "là");
    // The sign of a bracket or a comma directly before the rate, near the fraction.
    let is_signed = seed
        .start
        .checked_sub(1)
        .is_some_and(|index| is_mark(index, '(') || is_mark(index, ','));
    let is_directly_behind = between.len() <= 2 && is_signed;
    // A comma and then words that name something new begin another figure.
    let last_sign = between
        .clone()
        .rev()
        .find(|index| is_mark(*index, ',') || is_mark(*index, '('));
    let words_behind = last_sign.map_or(between.len(), |sign| seed.start - sign - 1);
    let is_bracketed = last_sign.is_some_and(|sign| is_mark(sign, '('));
    // A bracket says itself what it belongs to, so it may stand further off.
    let is_near = between.len() <= NEAR_TOKENS || (is_bracketed && says);
    !is_parted && is_near && (is_directly_behind || (says && words_behind <= 3) || (is_signed && is_bracketed))
}

fn join_rate(draft: &mut Draft, seed: Seed) {
    if seed.is_percent {
        draft.tokens.end = seed.end();
        draft.rate = Some(seed.number);
        return;
    }
    let mut fraction = Draft::new(seed);
    fraction.tokens.start = draft.tokens.start;
    fraction.rate = Some(draft.seed.number.clone());
    *draft = fraction;
}

/// The level that a change belongs to: the number before it, with no new clause between.
fn level_of(page: &Page<'_>, drafts: &[Draft], change: &Seed, word: usize) -> Option<usize> {
    let is_level = |draft: &Draft| draft.base.is_none() && draft.seed.stand == Stand::Level;
    // A level has at most two changes of its own before this one.
    let back = (0..3)
        .take_while(|changes| *changes < drafts.len())
        .find(|changes| is_level(&drafts[drafts.len() - 1 - changes]));
    let changes = back?;
    let index = drafts.len() - 1 - changes;
    let level = &drafts[index];
    let between = level.tokens.end.min(word)..word;
    let is_row = !page.sentences[change.sentence].cells.is_empty();
    let is_near = level.seed.sentence == change.sentence && between.len() <= CHANGE_TOKENS * (changes + 1);
    if !is_near || is_row {
        return None;
    }
    let is_parted = between.clone().any(|token| page.tokens[token].is_mark(';'));
    let is_sign = |token: &usize| page.tokens[*token].is_mark(',') || page.tokens[*token].is_mark('(');
    let last_sign = between.clone().rev().find(is_sign);
    let words = last_sign.map_or(0, |sign| word - sign - 1);
    (!is_parted && words <= 3).then_some(index)
}

/// `(giảm 33%) so với 12/2023 (1.418)`, `so với 1.418 cuộc của …`: the number behind is what the change counts from.
fn is_base(page: &Page<'_>, change: &Seed, next: &Seed) -> bool {
    let between = change.end()..next.start;
    let is_plain = next.stand == Stand::Level && next.whole.is_none() && (!next.is_percent || change.is_percent);
    if next.sentence != change.sentence || between.len() > 12 || !is_plain {
        return false;
    }
    let compares = between.clone().any(|index| page.has_words(index, &["so", "với"]));
    let opens = next
        .start
        .checked_sub(1)
        .is_some_and(|index| page.tokens[index].is_mark('('));
    let is_bracketed = opens && page.tokens.get(next.end()).is_some_and(|token| token.is_mark(')'));
    let before = next.start.checked_sub(1).map_or("", |index| page.key(index));
    let is_direct =
        before == "với" || (before == "mức" && page.has_words(next.start.saturating_sub(3), &["so", "với"]));
    compares && (is_bracketed || is_direct)
}

/// `(tăng 22,14%) lên 46,36%`, `(giảm 33%), còn 950 cuộc`: the number behind is the level reached.
fn is_reached(page: &Page<'_>, change: &Seed, next: &Seed) -> bool {
    let between = change.end()..next.start;
    let word = next.start.checked_sub(1).map_or("", |index| page.key(index));
    let reaches =
        matches!(word, "lên" | "còn" | "xuống") || page.has_words(next.start.saturating_sub(2), &["lên", "mức"]);
    let is_parted = between.clone().any(|index| page.tokens[index].is_mark(';'));
    next.sentence == change.sentence
        && next.stand == Stand::Level
        && between.len() <= NEAR_TOKENS
        && reaches
        && !is_parted
}
