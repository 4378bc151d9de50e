//! A text cut into sentences, with its numbers and its known phrases, and how far one stands from the other.
//!
//! Distances are in tenths of a word. Before a number they grow slowly, for Vietnamese says first what it counts; behind it
//! a comma ends what belongs to it. Another number between costs most.

use std::ops::Range;

use super::dictionary::{Dictionary, PhraseId};
use super::sentence::{self, Sentence};
use crate::reported::number::{Reading, Span, sort};
use crate::reported::token::{Shape, Token, tokens};

/// A known phrase in the text.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) phrase: PhraseId,
    pub(super) tokens: Range<usize>,
}

/// A text that has been looked through once.
pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    pub(super) dictionary: &'static Dictionary,
    pub(super) tokens: Vec<Token>,
    pub(super) spans: Vec<Span>,
    pub(super) sentences: Vec<Sentence>,
    /// In order of their first tokens.
    pub(super) mentions: Vec<Mention>,
    /// Sums of what the tokens before each cost, read from left to right and from right to left.
    left: Vec<u32>,
    right: Vec<u32>,
}

impl<'a> Page<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let dictionary = Dictionary::built_in();
        let tokens = tokens(text);
        let spans = sort(&tokens);
        let sentences = sentence::split(text, &tokens, &spans);
        let starts = 0..tokens.len();
        let mentions = starts.flat_map(|start| {
            let phrases = dictionary.phrases_at(&tokens, start).into_iter();
            phrases.map(move |(phrase, end)| Mention {
                phrase,
                tokens: start..end,
            })
        });
        let mentions: Vec<Mention> = mentions.filter(|it| is_written(dictionary, &tokens, it)).collect();
        let (left, right) = sums(dictionary, &tokens, &spans);
        Self {
            text,
            dictionary,
            tokens,
            spans,
            sentences,
            mentions,
            left,
            right,
        }
    }

    /// The bytes of tokens.
    pub(super) fn place(&self, tokens: &Range<usize>) -> Range<usize> {
        let first = self
            .tokens
            .get(tokens.start)
            .map_or(self.text.len(), |token| token.place.start);
        let last = tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last));
        first..last.map_or(first, |token| token.place.end.max(first))
    }

    /// The key of a token; empty for a mark and beyond the text.
    pub(super) fn key(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| token.key.as_str())
    }

    /// Whether the words stand here, one token each.
    pub(super) fn has_words(&self, start: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| self.key(start + offset) == *word)
    }

    /// The sentence of a token.
    pub(super) fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The phrases that begin in these tokens.
    pub(super) fn mentions_in(&self, tokens: &Range<usize>) -> &[Mention] {
        let first = self
            .mentions
            .partition_point(|mention| mention.tokens.start < tokens.start);
        let end = self
            .mentions
            .partition_point(|mention| mention.tokens.start < tokens.end);
        &self.mentions[first..end.max(first)]
    }

    /// The readings that begin in these tokens.
    pub(super) fn spans_in(&self, tokens: &Range<usize>) -> &[Span] {
        let first = self.spans.partition_point(|span| span.tokens.start < tokens.start);
        let end = self.spans.partition_point(|span| span.tokens.start < tokens.end);
        &self.spans[first..end.max(first)]
    }

    /// How far words stand from a number in one sentence.
    pub(super) fn distance(&self, words: &Range<usize>, number: &Range<usize>) -> u32 {
        if words.end <= number.start {
            self.left[number.start] - self.left[words.end]
        } else if words.start >= number.end {
            RIGHT_BASE + self.right[words.start] - self.right[number.end]
        } else {
            0
        }
    }
}

/// What stands behind a number is a little farther.
const RIGHT_BASE: u32 = 10;

/// A name must be written with capitals.
fn is_written(dictionary: &Dictionary, tokens: &[Token], mention: &Mention) -> bool {
    let is_name = dictionary.scope(mention.phrase).is_some_and(|scope| scope.is_name);
    let is_capital = |token: &Token| token.shape == Shape::Title || token.shape == Shape::Upper;
    !is_name
        || (is_capital(&tokens[mention.tokens.start])
            && tokens[mention.tokens.clone()]
                .iter()
                .filter(|token| is_capital(token))
                .count()
                > 1)
}

fn sums(dictionary: &Dictionary, tokens: &[Token], spans: &[Span]) -> (Vec<u32>, Vec<u32>) {
    let mut costs: Vec<(u32, u32)> = (0..tokens.len()).map(|index| cost(dictionary, tokens, index)).collect();
    for span in spans {
        let and = span.tokens.start.checked_sub(1).filter(|and| tokens[*and].key == "và");
        let of_span = match span.found.reading {
            // "6 bộ và 3 địa phương có …": what follows is said of both.
            Reading::Number(_) | Reading::Fraction { .. } | Reading::Range { .. } if and.is_some() => (60, 20),
            Reading::Number(_) | Reading::Fraction { .. } | Reading::Range { .. } => (60, 80),
            Reading::Moment(_) | Reading::LeftOut(..) => (10, 10),
        };
        costs[span.tokens.clone()].fill((0, 0));
        costs[span.tokens.start] = of_span;
        if let Some(and) = and {
            costs[and] = (5, 5);
        }
    }
    let sum = |pick: fn(&(u32, u32)) -> u32| {
        let mut sums = Vec::with_capacity(costs.len() + 1);
        let mut total = 0;
        sums.push(total);
        for cost in &costs {
            total += pick(cost);
            sums.push(total);
        }
        sums
    };
    (sum(|cost| cost.0), sum(|cost| cost.1))
}

fn cost(dictionary: &Dictionary, tokens: &[Token], index: usize) -> (u32, u32) {
    let token = &tokens[index];
    let Shape::Mark(mark) = token.shape else {
        return if token.key == "và" { (5, 30) } else { (5, 5) };
    };
    let near = |index: Option<usize>| {
        index
            .and_then(|index| tokens.get(index))
            .map_or("", |token| token.key.as_str())
    };
    match mark {
        ',' if dictionary.is_pair(near(index.checked_sub(1)), near(Some(index + 1))) => (0, 0),
        ',' => (20, 100),
        ';' => (120, 200),
        ':' => (0, 60),
        '(' => (10, 40),
        ')' => (10, 60),
        _ => (2, 2),
    }
}
