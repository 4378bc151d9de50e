//! A closed list of codes, and a value that is a set of them: a person may hold several classes of one licence.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::model::field::FieldCode;

/// What stands between the codes of a set in its canonical text.
pub(crate) const SEPARATOR: &str = ", ";

/// A closed list of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeList {
    /// The list's own code.
    pub code: FieldCode,
    /// Whether it was compared with the official table; if not, it is shown with a mark.
    pub is_confirmed: bool,
    /// The codes, in the order in which people expect them.
    pub items: Vec<CodeListItem>,
}

/// One code of a list and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeListItem {
    /// The code.
    pub code: String,
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl CodeList {
    /// Whether this is one of the codes.
    pub fn has(&self, code: &str) -> bool {
        self.items.iter().any(|item| item.code == code)
    }

    /// The canonical text of a set of codes with commas between them; none if one is not in the list or stands twice.
    pub(crate) fn set(&self, text: &str) -> Option<String> {
        let mut positions = BTreeSet::new();
        for code in text.split(',').map(str::trim) {
            let position = self.items.iter().position(|item| item.code == code)?;
            if !positions.insert(position) {
                return None;
            }
        }
        let codes: Vec<&str> = positions
            .into_iter()
            .map(|position| self.items[position].code.as_str())
            .collect();
        Some(codes.join(SEPARATOR))
    }
}

/// The codes of a canonical set.
pub(crate) fn codes(set: &str) -> impl Iterator<Item = &str> {
    set.split(SEPARATOR)
}

/// Whether every code of the set `part` is in the set `whole`; both are canonical.
pub(crate) fn includes(whole: &str, part: &str) -> bool {
    codes(part).all(|code| codes(whole).any(|held| held == code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> CodeList {
        let item = |code: &str| CodeListItem {
            code: code.to_owned(),
            vi: String::new(),
            en: String::new(),
        };
        CodeList {
            code: "class".parse().unwrap(),
            is_confirmed: false,
            items: ["A1", "B2", "FB2"].map(item).into(),
        }
    }

    #[test]
    fn a_set_has_one_canonical_text() {
        for text in ["B2,A1", "A1, B2", " B2 ,A1 "] {
            assert_eq!(list().set(text).as_deref(), Some("A1, B2"), "{text}");
        }
        assert_eq!(list().set("FB2").as_deref(), Some("FB2"));
        for text in ["", ",", "A1,", "A1 B2", "A1, A1", "b2", "A1; B2", "C"] {
            assert_eq!(list().set(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_is_included_and_a_similar_code_is_not() {
        assert!(includes("A1, B2", "B2") && includes("A1, B2", "A1, B2"));
        assert!(!includes("A1, FB2", "B2") && !includes("B2", "A1, B2"));
    }
}
