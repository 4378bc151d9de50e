//! A short passage around a figure, cut at words.

use std::ops::Range;

use super::page::Page;

/// The longest passage in letters.
const PASSAGE_LETTERS_MAX: usize = 160;

/// The bytes of a passage around these tokens: as much of the sentence as fits, the words before first.
pub(super) fn passage(page: &Page<'_>, sentence: usize, tokens: &Range<usize>) -> Range<usize> {
    let bounds = page
        .sentences
        .get(sentence)
        .map_or(tokens.clone(), |sentence| sentence.tokens.clone());
    let letters = |range: &Range<usize>| page.text[page.place(range)].chars().count();
    let mut around = tokens.clone();
    if letters(&around) > PASSAGE_LETTERS_MAX {
        return first_letters(page, &around);
    }
    // Two words before for each one behind; a number's words stand before it.
    let mut step = 0;
    loop {
        let wider = match step % 3 {
            2 => around.start..(around.end + 1).min(bounds.end),
            _ => around.start.saturating_sub(1).max(bounds.start)..around.end,
        };
        if letters(&wider) > PASSAGE_LETTERS_MAX {
            break;
        }
        if wider == around && around.start <= bounds.start && around.end >= bounds.end {
            break;
        }
        around = wider;
        step += 1;
    }
    page.place(&around)
}

fn first_letters(page: &Page<'_>, tokens: &Range<usize>) -> Range<usize> {
    let place = page.place(tokens);
    let text = &page.text[place.clone()];
    let end = text
        .char_indices()
        .nth(PASSAGE_LETTERS_MAX)
        .map_or(text.len(), |(end, _)| end);
    place.start..place.start + end
}
