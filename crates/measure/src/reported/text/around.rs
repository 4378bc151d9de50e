//! What stands around a number: its own sentence or cell, its lead, the sentence before, its heading.

use std::ops::Range;

use super::dictionary::PhraseId;
use super::page::Page;
use super::seed::Seed;
use crate::reported::number::Reading;

/// How many tokens on either side of a number are looked at: some five lines, and a fixed width keeps the time linear.
const WINDOW_TOKENS: usize = 120;

/// What words before a number cost more if the number begins a clause: its own words follow it.
const CLAUSE_COST: u32 = 60;

/// What the counted noun of another number costs more.
const NOUN_COST: u32 = 80;

/// What a piece of text is to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearness {
    /// Its own sentence.
    Here,
    /// The first words of its row, and the head of its column.
    Table,
    /// The sentence that leads into it.
    Lead,
    /// The sentence before it in its paragraph.
    Before,
    /// The heading above it.
    Heading,
}

/// A piece of text near a number.
#[derive(Clone, Debug)]
pub(super) struct Context {
    pub(super) tokens: Range<usize>,
    pub(super) nearness: Nearness,
    /// What its words cost at least, in tenths of a word.
    pub(super) base: u32,
}

/// A known phrase near a number.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) phrase: PhraseId,
    pub(super) tokens: Range<usize>,
    pub(super) nearness: Nearness,
    pub(super) cost: u32,
}

/// The pieces of text near a number.
pub(super) fn contexts(page: &Page<'_>, number: &Range<usize>) -> Vec<Context> {
    let index = page.sentence_of(number.start);
    let Some(sentence) = page.sentences.get(index) else {
        return Vec::new();
    };
    let mut contexts = Vec::new();
    let mut add = |tokens: Range<usize>, nearness, base| contexts.push(Context { tokens, nearness, base });
    if sentence.cells.is_empty() {
        let first = sentence.tokens.start.max(number.start.saturating_sub(WINDOW_TOKENS));
        let end = sentence.tokens.end.min(number.end + WINDOW_TOKENS);
        add(first..end, Nearness::Here, 0);
    } else {
        for (cell, base) in super::table::cells_of(page, index, number.start) {
            add(cell, Nearness::Table, base);
        }
    }
    let clip = |index: usize| {
        let tokens = &page.sentences[index].tokens;
        tokens.start..tokens.end.min(tokens.start + WINDOW_TOKENS)
    };
    if let Some(lead) = sentence.lead {
        add(clip(lead), Nearness::Lead, 150);
    }
    let has_before = !sentence.opens_paragraph && index > 0;
    if has_before {
        let before = clip(index - 1);
        add(before, Nearness::Before, 250);
    }
    if let Some(heading) = sentence.heading {
        add(clip(heading), Nearness::Heading, 300);
    }
    contexts
}

/// The known phrases near a number, each as often as it stands there.
pub(super) fn hits(page: &Page<'_>, contexts: &[Context], seed: &Seed) -> Vec<Hit> {
    let number = &seed.tokens;
    let begins_clause = begins_clause(page, seed.start);
    let mut hits = Vec::new();
    for context in contexts {
        for mention in page.mentions_in(&context.tokens) {
            let distance = match context.nearness {
                Nearness::Here if begins_clause && mention.tokens.end <= number.start => {
                    page.distance(&mention.tokens, number) + CLAUSE_COST
                }
                Nearness::Here => page.distance(&mention.tokens, number),
                Nearness::Table => 0,
                // Of a lead or a heading the last words are the nearest.
                _ => (page.distance(&mention.tokens, &(context.tokens.end..context.tokens.end)) / 4).min(99),
            };
            let counted = if is_noun_of_another(page, mention.tokens.start, number) {
                NOUN_COST
            } else {
                0
            };
            hits.push(Hit {
                phrase: mention.phrase,
                tokens: mention.tokens.clone(),
                nearness: context.nearness,
                cost: context.base + distance + counted,
            });
        }
    }
    hits
}

/// Whether a comma or semicolon stands directly before a number, or before its `có`.
fn begins_clause(page: &Page<'_>, start: usize) -> bool {
    let before = |back: usize| start.checked_sub(back).and_then(|index| page.tokens.get(index));
    let is_verb = before(1).is_some_and(|token| matches!(token.key.as_str(), "có" | "với"));
    let sign = if is_verb { before(2) } else { before(1) };
    sign.is_some_and(|token| token.is_mark(',') || token.is_mark(';'))
}

/// Whether these words are what another number counts.
fn is_noun_of_another(page: &Page<'_>, words: usize, number: &Range<usize>) -> bool {
    let at = page.spans.partition_point(|span| span.tokens.end < words);
    let before = page
        .spans
        .get(at)
        .filter(|span| span.tokens.end == words && span.tokens.start != number.start);
    before.is_some_and(|span| matches!(span.found.reading, Reading::Number(_) | Reading::Fraction { .. }))
}
