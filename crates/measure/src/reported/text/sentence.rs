//! Sentences, list items and table rows, and what leads into them.

use std::ops::Range;

use crate::reported::number::{LeftOut, Reading, Span};
use crate::reported::token::{Gap, Shape, Token};

/// A line this long was broken for want of room, not because its sentence ended.
const WRAPPED_LINE_BYTES_MIN: usize = 60;

/// A sentence, a list item, a heading, or a row of a table.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) tokens: Range<usize>,
    /// It begins a paragraph or a list item.
    pub(super) opens_paragraph: bool,
    /// The sentence that leads into it with a colon.
    pub(super) lead: Option<usize>,
    /// The heading above it.
    pub(super) heading: Option<usize>,
    /// Its cells, if it is a row of a table.
    pub(super) cells: Vec<Range<usize>>,
}

/// The text's sentences, in order; every token is in one.
pub(super) fn split(text: &str, tokens: &[Token], spans: &[Span]) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut cutter = Cutter {
        text,
        tokens,
        spans,
        next_span: 0,
    };
    let mut start = 0;
    for end in 1..=tokens.len() {
        if end < tokens.len() && !cutter.parts(end) {
            continue;
        }
        let opens_paragraph = start == 0 || tokens[start].gap >= Gap::Line;
        let cells = cells(tokens, start..end);
        sentences.push(Sentence {
            tokens: start..end,
            opens_paragraph,
            lead: None,
            heading: None,
            cells,
        });
        start = end;
    }
    link(tokens, spans, &mut sentences);
    sentences
}

struct Cutter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    spans: &'a [Span],
    /// The first reading that does not end before the token looked at.
    next_span: usize,
}

impl Cutter<'_> {
    /// Whether a sentence ends before this token.
    fn parts(&mut self, at: usize) -> bool {
        while self.spans.get(self.next_span).is_some_and(|span| span.tokens.end <= at) {
            self.next_span += 1;
        }
        let span = self.spans.get(self.next_span);
        if span.is_some_and(|span| span.tokens.start < at) {
            return false;
        }
        let is_list_mark = span.is_some_and(|span| {
            span.tokens.start == at && matches!(span.found.reading, Reading::LeftOut(LeftOut::ListMark, _))
        });
        let token = &self.tokens[at];
        let before = &self.tokens[at - 1];
        match token.gap {
            Gap::Blank => true,
            Gap::Line => is_list_mark || self.parts_lines(at),
            _ if self.follows_list_mark(at) => false,
            _ => ends_sentence(self.tokens, before, token, at),
        }
    }

    /// `4.` and its title are one line.
    fn follows_list_mark(&self, at: usize) -> bool {
        let before = self.next_span.checked_sub(1).map(|before| &self.spans[before]);
        before.is_some_and(|span| {
            span.tokens.end == at && matches!(span.found.reading, Reading::LeftOut(LeftOut::ListMark, _))
        })
    }

    fn parts_lines(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let before = &self.tokens[at - 1];
        let is_bullet = matches!(
            token.shape,
            Shape::Mark('-' | '+' | '•' | '*' | '·' | '●' | '▪' | '|' | '–')
        );
        let ends = matches!(before.shape, Shape::Mark('.' | ';' | ':' | '!' | '?' | '|'));
        let is_row = |at: usize| self.line(at).any(|token| token.gap == Gap::Cell || token.is_mark('|'));
        let is_short = self.line_bytes(at - 1) < WRAPPED_LINE_BYTES_MIN;
        let begins = !matches!(token.shape, Shape::Lower | Shape::Mark('%' | ','));
        is_bullet || ends || is_row(at) || is_row(at - 1) || (is_short && begins)
    }

    /// The tokens of a line behind its first, near this one: enough to see whether it has cells.
    fn line(&self, at: usize) -> impl Iterator<Item = &Token> {
        let back = (at.saturating_sub(40)..at).rev().map(|index| &self.tokens[index + 1]);
        let ahead = self.tokens[at + 1..].iter().take(40);
        back.take_while(|token| token.gap < Gap::Line)
            .chain(ahead.take_while(|token| token.gap < Gap::Line))
    }

    /// How long the line is that this token ends.
    fn line_bytes(&self, last: usize) -> usize {
        let end = self.tokens[last].place.end;
        let window = self
            .text
            .floor_char_boundary(end.saturating_sub(WRAPPED_LINE_BYTES_MIN * 2));
        let line = self.text[window..end]
            .rfind('\n')
            .map_or(window, |newline| window + newline);
        // Vietnamese letters take up to three bytes: letters are counted, not bytes.
        self.text[line..end].chars().count()
    }
}

/// `. Trong`, `.Trong`, `! Các`: a stop, then no small letter; not behind an initial or `TP.`.
fn ends_sentence(tokens: &[Token], before: &Token, token: &Token, at: usize) -> bool {
    let Shape::Mark('.' | '!' | '?' | '…') = before.shape else {
        return false;
    };
    let word = at.checked_sub(2).map(|index| &tokens[index]);
    let is_short_form = word.is_some_and(|word| {
        let letters = word.key.chars().count();
        word.is_word()
            && before.gap == Gap::None
            && (letters == 1
                || is_roman(word)
                || matches!(word.key.as_str(), "tp" | "tx" | "ths" | "ts" | "gs" | "pgs"))
    });
    let is_new = !matches!(token.shape, Shape::Lower | Shape::Mark('.' | ',' | ')'));
    let is_parted = token.gap > Gap::None || token.shape == Shape::Title;
    is_new && is_parted && !is_short_form
}

/// `II.` before a heading, not the end of a sentence.
fn is_roman(word: &Token) -> bool {
    word.shape == Shape::Upper
        && word.gap >= Gap::Line
        && word.key.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x'))
}

/// The cells of a row: parted by tabs, wide spaces or `|`; empty for a running text.
fn cells(tokens: &[Token], row: Range<usize>) -> Vec<Range<usize>> {
    let parts = |index: usize| index > row.start && (tokens[index].gap == Gap::Cell || tokens[index].is_mark('|'));
    let count = row.clone().filter(|index| parts(*index)).count();
    if count == 0 {
        return Vec::new();
    }
    let mut cells = Vec::new();
    let mut start = row.start;
    for end in row.start + 1..=row.end {
        if end == row.end || parts(end) {
            let first = start + usize::from(tokens[start].is_mark('|'));
            cells.push(first.min(end)..end);
            start = end;
        }
    }
    cells
}

/// Says what leads into each sentence: the last that ended with a colon, while its items last, and the last heading.
fn link(tokens: &[Token], spans: &[Span], sentences: &mut [Sentence]) {
    let mut lead = None;
    let mut heading = None;
    for (index, sentence) in sentences.iter_mut().enumerate() {
        let range = sentence.tokens.clone();
        let is_item = is_bullet(&tokens[range.start]) || begins_with_mark(spans, range.start);
        let is_new = sentence.opens_paragraph && tokens[range.start].gap == Gap::Blank;
        let is_heading = is_heading(tokens, spans, &range, sentence.opens_paragraph);
        if is_heading || (is_new && !is_item && sentence.cells.is_empty()) {
            lead = None;
        }
        sentence.lead = lead;
        sentence.heading = heading;
        if tokens[range.end - 1].is_mark(':') {
            lead = Some(index);
        }
        if is_heading {
            heading = Some(index);
        }
    }
}

fn is_bullet(token: &Token) -> bool {
    matches!(token.shape, Shape::Mark('-' | '+' | '•' | '*' | '·' | '●' | '▪'))
}

fn begins_with_mark(spans: &[Span], start: usize) -> bool {
    let at = spans.partition_point(|span| span.tokens.start < start);
    let span = spans.get(at).filter(|span| span.tokens.start == start);
    span.is_some_and(|span| matches!(span.found.reading, Reading::LeftOut(LeftOut::ListMark, _)))
}

/// A short line of its own without a number and without a stop at its end.
fn is_heading(tokens: &[Token], spans: &[Span], range: &Range<usize>, opens: bool) -> bool {
    let last = &tokens[range.end - 1];
    let closes = tokens.get(range.end).is_none_or(|next| next.gap >= Gap::Line);
    let first = spans.partition_point(|span| span.tokens.start < range.start);
    let has_number = spans[first..]
        .iter()
        .take_while(|span| span.tokens.start < range.end)
        .any(|span| {
            matches!(
                span.found.reading,
                Reading::Number(_) | Reading::Fraction { .. } | Reading::Range { .. }
            )
        });
    let is_open = !matches!(last.shape, Shape::Mark(';' | ',' | ':' | '!' | '?'));
    opens && closes && !has_number && is_open && range.len() <= 40
}
