//! Tables pasted as text: cells parted by tabs, wide spaces or `|`, with their heads above.

use std::ops::Range;

use super::page::Page;
use super::sentence::Sentence;
use crate::reported::number::Reading;
use crate::reported::token::Token;

/// How many rows up a table's head is looked for: a page of a table, and a fixed number keeps the time linear.
const ROWS_MAX: usize = 60;

/// What the words of each part of a table cost, in tenths of a word.
const LABEL_COST: u32 = 10;
const HEAD_COST: u32 = 30;
const CAPTION_COST: u32 = 200;

/// The cells that say what the number in this row is: its row's words, its column's head, the line above the table.
pub(super) fn cells_of(page: &Page<'_>, row: usize, number: usize) -> Vec<(Range<usize>, u32)> {
    let sentence = &page.sentences[row];
    let Some(column) = sentence.cells.iter().position(|cell| cell.contains(&number)) else {
        return Vec::new();
    };
    let own = &sentence.cells[column];
    let mut found = vec![(own.clone(), 0)];
    let is_label = |cell: &&Range<usize>| *cell != own && !has_number(page, cell) && has_words(page, cell);
    found.extend(
        sentence
            .cells
            .iter()
            .filter(is_label)
            .map(|cell| (cell.clone(), LABEL_COST)),
    );
    if let Some(head) = head_of(page, row) {
        let head_row = &page.sentences[head];
        found.extend(head_cell(head_row, sentence, column).map(|cell| (cell, HEAD_COST)));
        let caption = head.checked_sub(1).map(|above| &page.sentences[above]);
        let caption = caption.filter(|caption| caption.cells.is_empty());
        found.extend(caption.map(|caption| (caption.tokens.clone(), CAPTION_COST)));
    }
    found
}

/// The nearest row above that holds no number but moments.
fn head_of(page: &Page<'_>, row: usize) -> Option<usize> {
    let above = (row.saturating_sub(ROWS_MAX)..row).rev();
    let mut rows = above.take_while(|index| !page.sentences[*index].cells.is_empty());
    rows.find(|index| {
        let sentence = &page.sentences[*index];
        !has_number(page, &sentence.tokens) && has_words(page, &sentence.tokens)
    })
}

/// The head over a column: the same place counted from the left if both rows have as many cells, else from the right.
fn head_cell(head: &Sentence, row: &Sentence, column: usize) -> Option<Range<usize>> {
    let from_right = row.cells.len() - column;
    let index = if head.cells.len() == row.cells.len() {
        Some(column)
    } else {
        head.cells.len().checked_sub(from_right)
    };
    index.and_then(|index| head.cells.get(index)).cloned()
}

/// Whether the column's head, or a cell of the row that holds nothing else, says that numbers are in percent.
pub(super) fn is_percent_column(page: &Page<'_>, row: usize, number: usize) -> Option<usize> {
    let cells = cells_of(page, row, number);
    let signs = cells.into_iter().filter(|(_, cost)| *cost > 0 && *cost < CAPTION_COST);
    let mut tokens = signs.flat_map(|(cell, _)| cell);
    tokens.find(|index| page.tokens[*index].is_mark('%'))
}

fn has_number(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let is_number = |reading: &Reading| {
        matches!(
            reading,
            Reading::Number(_) | Reading::Fraction { .. } | Reading::Range { .. }
        )
    };
    page.spans_in(tokens).iter().any(|span| is_number(&span.found.reading))
}

fn has_words(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    page.tokens[tokens.clone()]
        .iter()
        .any(|token: &Token| token.is_word() || token.is_mark('%'))
}
