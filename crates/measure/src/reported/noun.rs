//! The nouns that Vietnamese reports count, each with its unit: `packs/figures/nouns.csv`.
//!
//! A noun behind a number tells a count from a label: `mức 2` is a name, `mức 2 điểm` a count; `6/2024` is a month,
//! `6/2024 hồ sơ` a part of a whole.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::token::{Gap, Shape, Token, tokens};

/// The longest noun in words.
const WORDS_MAX: usize = 5;

/// Phrases of word keys joined by spaces, with their units.
static NOUNS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let text = include_str!("../../../../packs/figures/nouns.csv");
    let lines = text.lines().skip(1).filter_map(|line| line.split_once(','));
    lines.map(|(noun, unit)| (phrase(noun), unit.to_owned())).collect()
});

/// A counted noun in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noun {
    /// What it is counted in.
    pub(crate) unit: &'static str,
    /// The token after it.
    pub(crate) end: usize,
}

/// The longest noun that begins with this token, in one line.
pub(crate) fn noun_at(tokens: &[Token], start: usize) -> Option<Noun> {
    let mut words = String::new();
    let mut longest = None;
    for (index, token) in tokens.iter().enumerate().skip(start).take(WORDS_MAX) {
        let is_joined = index == start || token.gap <= Gap::Space;
        if !is_joined || !(token.is_word() || token.is_digits()) {
            break;
        }
        if index > start {
            words.push(' ');
        }
        words.push_str(&token.key);
        if let Some(unit) = NOUNS.get(&words) {
            longest = Some(Noun { unit, end: index + 1 });
        }
    }
    longest
}

/// Whether a counted noun in small letters follows directly: `Bộ Công an` behind a year is no counted thing.
pub(crate) fn is_counted(tokens: &[Token], start: usize) -> bool {
    let is_near = |token: &Token| token.gap <= Gap::Line && (token.shape == Shape::Lower || is_short_form(&token.key));
    tokens.get(start).is_some_and(is_near) && noun_at(tokens, start).is_some()
}

/// Short forms are counted in capitals too.
fn is_short_form(key: &str) -> bool {
    matches!(key, "tthc" | "dvc" | "dvctt" | "vnđ" | "vnd" | "usd" | "csdl")
}

fn phrase(noun: &str) -> String {
    let keys: Vec<String> = tokens(noun).into_iter().map(|token| token.key).collect();
    keys.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Option<&'static str> {
        noun_at(&tokens(text), 0).map(|noun| noun.unit)
    }

    #[test]
    fn the_longest_noun_counts() {
        assert_eq!(unit("dữ liệu công dân đã"), Some("person record"));
        assert_eq!(unit("dữ liệu đất"), Some("record"));
        assert_eq!(unit("bộ dữ liệu mở"), Some("dataset"));
        assert_eq!(unit("BỘ, ngành"), Some("agency"));
        assert_eq!(unit("ngày"), None);
    }

    #[test]
    fn a_name_behind_a_number_is_not_counted() {
        assert!(is_counted(&tokens("5 bộ, ngành"), 1));
        assert!(!is_counted(&tokens("2024 Bộ Công an"), 1));
        assert!(is_counted(&tokens("5 TTHC"), 1));
    }
}
