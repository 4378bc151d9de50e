//! Unit words behind a number: nghìn, ngàn, vạn, triệu, tỷ and what is made of two of them.

use crate::reported::token::{Gap, Shape, Token};

/// Unit words found behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The power of ten.
    pub(super) power: u32,
    /// The token after the last of them.
    pub(super) end: usize,
}

/// Unit words that begin with this token; the number stands before it.
pub(super) fn unit_at(tokens: &[Token], start: usize) -> Option<Unit> {
    let first = power(tokens, start, Gap::Line)?;
    // "nghìn tỷ", "trăm triệu": a greater word multiplies.
    let second = power(tokens, start + 1, Gap::Space).filter(|second| *second > first);
    // A hundred or ten alone is no unit word: "trăm" follows digits only before another.
    if first < 3 && second.is_none() {
        return None;
    }
    Some(Unit {
        power: first + second.unwrap_or(0),
        end: start + 1 + usize::from(second.is_some()),
    })
}

fn power(tokens: &[Token], index: usize, gap_max: Gap) -> Option<u32> {
    let token = tokens.get(index)?;
    if token.gap > gap_max || token.gap == Gap::Cell || is_name(tokens, index) {
        return None;
    }
    let next = tokens.get(index + 1).filter(|next| next.gap <= Gap::Line);
    let next = next.map_or("", |next| next.key.as_str());
    match token.key.as_str() {
        "chục" => Some(1),
        "trăm" => Some(2),
        "nghìn" | "ngàn" => Some(3),
        "vạn" => Some(4),
        "triệu" => Some(6),
        // "tỷ lệ" (share), "tỷ trọng" (weight), "tỷ số", "tỷ giá", "tỷ suất" begin another phrase.
        "tỷ" | "tỉ" if !matches!(next, "lệ" | "trọng" | "số" | "giá" | "suất") => Some(9),
        _ => None,
    }
}

/// `Triệu Phong` is a district, not a million.
fn is_name(tokens: &[Token], index: usize) -> bool {
    let is_title = |index: usize| tokens.get(index).is_some_and(|token| token.shape == Shape::Title);
    let is_joined = tokens.get(index + 1).is_some_and(|token| token.gap <= Gap::Space);
    let is_unit = tokens
        .get(index + 1)
        .is_some_and(|token| matches!(token.key.as_str(), "đồng" | "tỷ"));
    is_title(index) && is_title(index + 1) && is_joined && !is_unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reported::token::tokens;

    fn power_of(text: &str) -> Option<u32> {
        unit_at(&tokens(text), 1).map(|unit| unit.power)
    }

    #[test]
    fn unit_words_are_told_from_phrases_that_begin_alike() {
        for (text, power) in [
            ("1 nghìn", Some(3)),
            ("1 ngàn tỷ", Some(12)),
            ("1 trăm triệu", Some(8)),
            ("1triệu", Some(6)),
            ("1\ntriệu", Some(6)),
            ("1 tỉ đồng", Some(9)),
            ("1 tỷ lệ", None),
            ("1 Triệu Phong", None),
            ("1 Triệu đồng", Some(6)),
            ("1 trăm", None),
            ("1\t triệu", None),
            ("1 triệu nghìn", Some(6)),
        ] {
            assert_eq!(power_of(text), power, "{text}");
        }
    }
}
