//! The words before a number that say it is not exact.
//!
//! [`Hedge`] knows three. A lower bound (`trên`, `vượt`, `ít nhất`, `tối thiểu`, `không dưới`, `trở lên`) is taken as
//! *more than*, an upper bound (`gần`, `dưới`, `chưa đầy`, `không quá`, `tối đa`) as *nearly*. `ước` and `xấp xỉ` are
//! *about*. A difference (`cao hơn 5%`) has no hedge, and neither has `12 trên 63`, a part of a whole.

use crate::reported::figure::Hedge;
use crate::reported::token::{Gap, Shape, Token};

/// A hedge and the first token of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hedged {
    /// The hedge.
    pub(super) hedge: Hedge,
    /// Where its words begin; that of the number if there are none.
    pub(super) start: usize,
}

/// The hedge before the number that begins with this token.
pub(super) fn hedge_before(tokens: &[Token], number: usize) -> Hedged {
    // Bounded by the words that one number ever has before it, as "ước đạt khoảng hơn".
    let is_parted = tokens
        .get(number)
        .is_none_or(|token| token.gap >= Gap::Cell && token.gap != Gap::Line);
    let at = |back: usize| number.checked_sub(back).and_then(|index| tokens.get(index));
    let word = |back: usize| at(back).map_or("", word_or_mark);
    let found = |hedge, words| Hedged {
        hedge,
        start: number - words,
    };
    if is_parted {
        return found(Hedge::Exact, 0);
    }
    match (word(3), word(2), word(1)) {
        ("ước", "tính", "đạt" | "có") => found(Hedge::About, 3),
        (_, "trên", "dưới") | (_, "xấp", "xỉ") | (_, "ước", "đạt" | "tính" | "có" | "khoảng") => {
            found(Hedge::About, 2)
        }
        (_, "không", "dưới") | (_, "ít", "nhất") | (_, "tối", "thiểu") | (_, "vượt", "quá") => {
            found(Hedge::MoreThan, 2)
        }
        (_, "không", "quá" | "hơn") | (_, "chưa", "đầy" | "đến" | "tới") | (_, "tối", "đa") => {
            found(Hedge::Nearly, 2)
        }
        (_, before, "hơn") if is_comparison(before) => found(Hedge::Exact, 0),
        (_, _, "trên") if at(2).is_some_and(Token::is_digits) => found(Hedge::Exact, 0),
        (_, _, "hơn" | "trên" | "vượt" | "quá" | ">" | "≥") => found(Hedge::MoreThan, 1),
        (_, _, "gần" | "ngót" | "dưới" | "<" | "≤") => found(Hedge::Nearly, 1),
        (_, _, "khoảng" | "chừng" | "ước" | "cỡ" | "~" | "≈") => found(Hedge::About, 1),
        _ => found(Hedge::Exact, 0),
    }
}

/// Whether `trở lên` or `trở xuống` follows, and which hedge that is.
pub(super) fn hedge_behind(tokens: &[Token], end: usize) -> Option<Hedge> {
    let word = |index: usize| tokens.get(index).map(|token| token.key.as_str());
    match (word(end)?, word(end + 1)?) {
        ("trở", "lên") => Some(Hedge::MoreThan),
        ("trở", "xuống") => Some(Hedge::Nearly),
        _ => None,
    }
}

/// `cao hơn`, `ít hơn`: what follows is a difference.
fn is_comparison(word: &str) -> bool {
    matches!(
        word,
        "cao" | "thấp" | "nhiều" | "ít" | "lớn" | "nhỏ" | "nhanh" | "chậm" | "sớm" | "muộn" | "kém" | "dài" | "ngắn"
    )
}

fn word_or_mark(token: &Token) -> &str {
    match token.shape {
        Shape::Mark('~') => "~",
        Shape::Mark('≈') => "≈",
        Shape::Mark('>') => ">",
        Shape::Mark('<') => "<",
        Shape::Mark('≥') => "≥",
        Shape::Mark('≤') => "≤",
        _ => &token.key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reported::token::tokens;

    #[test]
    fn words_before_a_number_widen_it() {
        use Hedge::{About, Exact, MoreThan, Nearly};
        for (text, hedge) in [
            ("khoảng 5", About),
            ("xấp xỉ 5", About),
            ("ước đạt 5", About),
            ("ước đạt hơn 5", MoreThan),
            ("khoảng hơn 5", MoreThan),
            ("trên dưới 5", About),
            ("gần 5", Nearly),
            ("chưa đầy 5", Nearly),
            ("không quá 5", Nearly),
            ("trên 5", MoreThan),
            ("không dưới 5", MoreThan),
            ("tối thiểu 5", MoreThan),
            ("cao hơn 5", Exact),
            ("12 trên 5", Exact),
            ("đạt 5", Exact),
            ("gần\n\n5", Exact),
            ("5", Exact),
        ] {
            let tokens = tokens(text);
            assert_eq!(hedge_before(&tokens, tokens.len() - 1).hedge, hedge, "{text}");
        }
    }
}
