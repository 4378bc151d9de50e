//! Small counts in words: `còn một nhiệm vụ chưa hoàn thành`, `ba doanh nghiệp viễn thông`.
//!
//! From one to ten, directly before a counted noun, and nothing else: `một` is an article too, so it counts only behind a
//! word that counts, or where the noun's own state follows (`chưa`, `đã`); `năm` is a year unless such a word precedes.

use super::hedge::hedge_before;
use super::{Found, PrintedNumber, Reading, Span};
use crate::reported::amount::Amount;
use crate::reported::noun::noun_at;
use crate::reported::token::{Gap, Shape, Token};

const NUMERALS: [(&str, u8); 10] = [
    ("một", 1),
    ("hai", 2),
    ("ba", 3),
    ("bốn", 4),
    ("năm", 5),
    ("sáu", 6),
    ("bảy", 7),
    ("tám", 8),
    ("chín", 9),
    ("mười", 10),
];

/// The number in words that begins with this token.
pub(super) fn number_at(tokens: &[Token], at: usize) -> Option<Span> {
    let token = tokens
        .get(at)
        .filter(|token| token.shape == Shape::Lower || token.shape == Shape::Title)?;
    let (_, value) = NUMERALS.into_iter().find(|(word, _)| *word == token.key)?;
    let next = tokens
        .get(at + 1)
        .filter(|next| next.gap <= Gap::Line && next.shape == Shape::Lower)?;
    let noun = noun_at(tokens, at + 1)?;
    let before = at
        .checked_sub(1)
        .map(|before| &tokens[before])
        .filter(|_| token.gap < Gap::Blank);
    let before = before.map_or("", |before| before.key.as_str());
    let behind = tokens.get(noun.end).map_or("", |behind| behind.key.as_str());
    let is_told = matches!(
        before,
        "còn" | "có" | "gồm" | "chỉ" | "thêm" | "nhất" | "đủ" | "cả" | "khoảng" | "hơn" | "gần"
    );
    let has_state = matches!(behind, "chưa" | "đã" | "không" | "quá" | "chậm" | "đạt");
    let is_counted = match value {
        1 => is_told && !matches!(before, "có" | "gồm") || has_state,
        5 => is_told,
        _ => !is_part_of_number(before) && !is_ordinal(before),
    };
    // "hai mươi bộ" is twenty: the noun must be a noun here and no numeral before.
    let is_number = is_counted && !is_part_of_number(before) && next.key != "số" && next.key != "mươi";
    is_number.then(|| span(tokens, at, value))
}

fn is_part_of_number(word: &str) -> bool {
    matches!(
        word,
        "mươi" | "mười" | "trăm" | "nghìn" | "ngàn" | "linh" | "lẻ" | "triệu" | "tỷ"
    ) || NUMERALS.iter().any(|(numeral, _)| *numeral == word)
}

/// `thứ hai`, `lần ba`, `tháng ba`, `cấp hai`: labels.
fn is_ordinal(word: &str) -> bool {
    matches!(
        word,
        "thứ" | "lần" | "tháng" | "cấp" | "quý" | "loại" | "mức" | "phần" | "mặt" | "chiều" | "cả" | "như"
    )
}

fn span(tokens: &[Token], at: usize, value: u8) -> Span {
    let place = tokens[at].place.clone();
    let hedged = hedge_before(tokens, at);
    let number = PrintedNumber {
        place: place.clone(),
        value: Amount::from(value),
        step: Amount::ONE,
        factor: Amount::ONE,
        is_percent: false,
        hedge: hedged.hedge,
    };
    Span {
        tokens: at..at + 1,
        hedge_start: hedged.start,
        found: Found {
            place,
            reading: Reading::Number(number),
        },
    }
}
