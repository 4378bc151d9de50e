//! Labels told by their place in a line: list marks, row numbers, page numbers.

use super::{Label, Spot};
use crate::reported::noun::{is_counted, noun_at};
use crate::reported::number::LeftOut;
use crate::reported::number::chain::Chain;
use crate::reported::number::unit::unit_at;
use crate::reported::token::{Gap, Shape, Token};

/// Words that a line does not end with unless its number stands on the next.
const LEADING_WORDS: &[&str] = &[
    "là", "đạt", "có", "tăng", "giảm", "gồm", "được", "khoảng", "gần", "hơn", "trên", "còn", "số",
];

pub(super) fn label(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    list_mark(spot, chain)
        .or_else(|| bracketed_mark(spot, chain))
        .or_else(|| row_number(spot, chain))
        .or_else(|| copies(spot, chain))
        .or_else(|| page_number(spot, chain))
}

/// `1. Kết quả`, `2.1. Hạ tầng`, `2.1 Hạ tầng`, `3) …`, `4/ …` at the beginning of a line.
fn list_mark(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let is_section = chain.is_section() && chain.run_count() <= 4;
    if !is_section || !spot.opens_line() || is_wrapped(spot) {
        return None;
    }
    let mark = spot.tokens.get(chain.end)?;
    let next = spot.tokens.get(chain.end + 1);
    let is_close = mark.gap == Gap::None && [')', '.', '/', '-'].into_iter().any(|sign| mark.is_mark(sign));
    let is_parted = next.is_none_or(|next| next.gap >= Gap::NoBreak);
    // `63/63` and `5-7` go on with digits; `1.Kết quả` lacks a space.
    let lacks_space = next.is_some_and(|next| matches!(next.shape, Shape::Title | Shape::Upper)) && !mark.is_mark('/');
    if is_close && (is_parted || lacks_space) {
        return Some((LeftOut::ListMark, chain.end + 1));
    }
    // `2.1 Hạ tầng` has two runs and a title behind.
    let is_heading = chain.run_count() > 1 && mark.gap == Gap::Space && mark.shape == Shape::Title;
    let is_unit = unit_at(spot.tokens, chain.end).is_some();
    (is_heading && !is_unit).then_some((LeftOut::ListMark, chain.end))
}

/// `(1) kết nối; (2) chia sẻ`: a small number in brackets that no counted word precedes.
fn bracketed_mark(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let digits = chain.plain().filter(|digits| digits.len() <= 2)?;
    let close = spot.tokens.get(chain.end).filter(|token| token.is_mark(')'))?;
    let open = spot.before(1);
    let is_open = open.is_some_and(|open| open.is_mark('('));
    if !is_open {
        // `gồm: 1) kết nối; 2) chia sẻ`.
        let follows_stop = open.is_some_and(|mark| [';', ':', ','].into_iter().any(|stop| mark.is_mark(stop)));
        return (follows_stop && close.gap == Gap::None).then_some((LeftOut::ListMark, chain.end + 1));
    }
    let before = spot.before(2);
    let opens = open.is_some_and(|open| open.gap >= Gap::Cell);
    let is_joined = |token: &Token| matches!(token.key.as_str(), "và" | "hoặc" | "là" | "như") || !token.is_word();
    let is_mark = opens || before.is_none_or(is_joined);
    let has_text = spot
        .tokens
        .get(chain.end + 1)
        .is_some_and(|next| next.is_word() && next.gap <= Gap::Space);
    (is_mark && has_text && !digits.is_empty()).then_some((LeftOut::ListMark, chain.end + 1))
}

/// The first cell of a row: a small number alone in it.
fn row_number(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let digits = chain.plain().filter(|digits| digits.len() <= 3)?;
    let before = spot.before(1);
    let opens = spot.opens_line() || before.is_some_and(|mark| mark.is_mark('|') && mark.gap >= Gap::Line);
    let next = spot.tokens.get(chain.end)?;
    let (ends, label) = match next.shape {
        Shape::Mark('|') if next.gap < Gap::Line => (true, spot.tokens.get(chain.end + 1)),
        _ => (next.gap == Gap::Cell, Some(next)),
    };
    let has_label = label.is_some_and(Token::is_word);
    (opens && ends && has_label && digits != "0").then_some((LeftOut::ListMark, chain.end))
}

/// `Lưu: VT, KSTT (02)`: how many copies of a letter are kept.
fn copies(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    chain.plain().filter(|digits| digits.len() <= 3)?;
    // The line is short; the window keeps the time linear.
    let back = (1..=16).take_while(|back| spot.before(back - 1).is_some_and(|token| token.gap < Gap::Line));
    let mut words = back.map(|back| (spot.word_before(back), spot.before(back - 1)));
    let is_list = words.any(|(word, next)| word == "lưu" && next.is_some_and(|next| next.is_mark(':')));
    is_list.then_some((LeftOut::Name, chain.end))
}

/// `Trang 5`, `- 5 -`, and a small number alone on a line between text that runs on or empty lines.
fn page_number(spot: Spot<'_>, chain: &Chain<'_>) -> Option<Label> {
    let digits = chain.plain().filter(|digits| digits.len() <= 3)?;
    if spot.word_before(1) == "trang" {
        // "Trang 1/2" and "Trang 1 trên 2" say how many there are.
        let is_of = spot
            .tokens
            .get(chain.end)
            .is_some_and(|stroke| stroke.is_mark('/') && stroke.gap <= Gap::Space);
        let has_last = spot.tokens.get(chain.end + 1).is_some_and(Token::is_digits);
        return Some((LeftOut::Page, chain.end + if is_of && has_last { 2 } else { 0 }));
    }
    let next = spot.tokens.get(chain.end);
    let closes = next.is_some_and(|mark| mark.is_mark('-') && mark.gap < Gap::Line);
    let before = spot.before(1).filter(|mark| mark.is_mark('-') && mark.gap >= Gap::Line);
    if closes && before.is_some() {
        return Some((LeftOut::Page, chain.end + 1));
    }
    let gap = spot.tokens[spot.at].gap;
    let gap_behind = next.map_or(Gap::Blank, |next| next.gap);
    let is_alone = gap >= Gap::Line && gap_behind >= Gap::Line && !digits.starts_with('0');
    let is_first = spot.at == 0;
    let runs_on = next.is_some_and(|next| next.shape == Shape::Lower && !is_counted(spot.tokens, chain.end));
    let is_page = (gap == Gap::Blank && gap_behind == Gap::Blank && !is_first) || runs_on;
    (is_alone && is_page && !is_wrapped(spot)).then_some((LeftOut::Page, chain.end))
}

/// Whether the line before breaks off where a number must follow.
fn is_wrapped(spot: Spot<'_>) -> bool {
    let is_next_line = spot.tokens[spot.at].gap == Gap::Line;
    is_next_line && LEADING_WORDS.contains(&spot.word_before(1)) && noun_at(spot.tokens, spot.at - 1).is_none()
}
