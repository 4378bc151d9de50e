//! Tables pasted as text: cells parted by tabs, wide spaces or `|`, with their heads above.

use std::ops::Range;

use super::page::Page;
use super::sentence::Sentence;
use crate::reported::number::Reading;
use crate::reported::token::Token;

/// How many rows up a table's head is looked for: a page of a table, and a fixed number keeps the time linear.
const ROWS_MAX: usize = 60;

/// How many cells at the beginning of a row may say what it is about: number, name, unit and some more.
const LABEL_CELLS_MAX: usize = 8;

/// What the words of each part of a table cost, in tenths of a word.
const LABEL_COST: u32 = 10;
const HEAD_COST: u32 = 30;
const CAPTION_COST: u32 = 200;

/// The cells that say what the number in this row is: its row's words, its column's head, the line above the table.
pub(super) fn cells_of(page: &Page<'_>, row: usize, number: usize) -> Vec<(Range<usize>, u32)> {
    let sentence = &page.sentences[row];
    let column = sentence.cells.partition_point(|cell| cell.end <= number);
    let Some(own) = sentence.cells.get(column) else {
        return Vec::new();
    };
    let mut found = vec![(own.clone(), 0)];
    let is_label = |cell: &&Range<usize>| *cell != own && !has_number(page, cell) && has_words(page, cell);
    found.extend(
        sentence
            .cells
            .iter()
            .take(LABEL_CELLS_MAX)
            .filter(is_label)
            .map(|cell| (cell.clone(), LABEL_COST)),
    );
    if let Some(head) = head_of(page, row) {
        let head_row = &page.sentences[head];
        found.extend(head_cell(head_row, sentence, column).map(|cell| (cell, HEAD_COST)));
        let caption = head.checked_sub(1).map(|above| &page.sentences[above]);
        let caption = caption.filter(|caption| caption.cells.is_empty() && !has_number(page, &caption.tokens));
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

/// The head over a column: counted from the left, or from the right where the head lacks cells on the left.
fn head_cell(head: &Sentence, row: &Sentence, column: usize) -> Option<Range<usize>> {
    let missing = row.cells.len().saturating_sub(head.cells.len());
    head.cells.get(column.checked_sub(missing)?).cloned()
}

/// Whether the column's head, or a cell of the row that holds nothing else, says that numbers are in percent.
pub(super) fn is_percent_column(page: &Page<'_>, row: usize, number: usize) -> Option<usize> {
    let cells = cells_of(page, row, number);
    let signs = cells.into_iter().filter(|(_, cost)| *cost > 0 && *cost < CAPTION_COST);
    let mut tokens = signs.flat_map(|(cell, _)| cell);
    tokens.find(|index| page.tokens[*index].is_mark('%'))
}

/// The word `tăng` or `giảm` in the head of the number's column.
pub(super) fn change_head(page: &Page<'_>, row: usize, number: usize) -> Option<usize> {
    let mut heads = cells_of(page, row, number)
        .into_iter()
        .filter(|(_, cost)| *cost == HEAD_COST);
    let (head, _) = heads.next()?;
    head.into_iter()
        .find(|index| matches!(page.key(*index), "tăng" | "giảm"))
}

/// The power of ten and the token of a unit word in brackets or behind a colon, in the row's words or the column's head: `(triệu)`.
pub(super) fn unit_head(page: &Page<'_>, row: usize, number: usize) -> Option<(u32, usize)> {
    let cells = cells_of(page, row, number)
        .into_iter()
        .filter(|(_, cost)| (1..CAPTION_COST).contains(cost));
    let mut tokens = cells.flat_map(|(cell, _)| cell);
    tokens.find_map(|index| {
        let opens = index
            .checked_sub(1)
            .is_some_and(|before| page.tokens[before].is_mark('(') || page.tokens[before].is_mark(':'));
        let power = match page.key(index) {
            "nghìn" | "ngàn" => 3,
            "triệu" => 6,
            "tỷ" | "tỉ" => 9,
            _ => return None,
        };
        opens.then_some((power, index))
    })
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
