//! The words by which indicators and scopes are known: `packs/figures/words.toml` and the names of agencies.
//!
//! A phrase is a run of word keys; commas, hyphens and quotation marks inside it in the text do not matter. The dictionary
//! knows words, never a figure.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::code::IndicatorCode;
use crate::reported::token::{Shape, Token, tokens};

/// The words that ship with this version of the program.
static BUILT_IN: LazyLock<Dictionary> = LazyLock::new(|| {
    let words = include_str!("../../../../../packs/figures/words.toml");
    let agencies = include_str!("../../../../../packs/agencies/2022.csv");
    // Unwrap safety: the texts are constants, and the test `the_built_in_words_are_whole` parses them.
    Dictionary::parse(words, agencies).expect("the built-in words parse")
});

/// A phrase's number.
pub(super) type PhraseId = usize;

/// How the number of an indicator is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Form {
    /// In percent, or as a part of a whole.
    Share,
    /// As a count.
    Count,
    /// Per day, or as another mean.
    Mean,
    /// As a place in a row.
    Rank,
}

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Counted {
    Ministries,
    Provinces,
}

/// How an indicator's scope is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ScopeRule {
    /// By the agency that is named.
    Named,
    /// By the counted noun.
    Counted,
}

/// An indicator's words.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) code: IndicatorCode,
    pub(super) forms: Vec<Form>,
    /// One phrase of every group must stand near the number.
    pub(super) groups: Vec<Vec<PhraseId>>,
    pub(super) none: Vec<PhraseId>,
    pub(super) units: Vec<String>,
    pub(super) counted: Option<Counted>,
    pub(super) scope: Option<ScopeRule>,
}

/// A scope's words.
#[derive(Debug)]
pub(super) struct ScopeWords {
    /// As in figures: `VN`, `ministries`, `G24`, `54`.
    pub(super) code: String,
    /// A name is written with capitals; `hòa bình` is peace.
    pub(super) is_name: bool,
}

/// Indicators, scopes and their phrases.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    pub(super) entries: Vec<Entry>,
    phrases: Vec<Vec<String>>,
    scope_of: HashMap<PhraseId, ScopeWords>,
    by_first: HashMap<String, Vec<PhraseId>>,
    pairs: HashSet<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    pairs: Vec<String>,
    indicator: Vec<EntryTable>,
    scope: Vec<ScopeTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryTable {
    code: IndicatorCode,
    form: Vec<Form>,
    all: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    units: Vec<String>,
    counted: Option<Counted>,
    scope: Option<ScopeRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeTable {
    code: String,
    words: String,
}

/// The words cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum DictionaryError {
    #[error(transparent)]
    Shape(#[from] toml::de::Error),
    #[error(transparent)]
    Agencies(#[from] csv::Error),
    #[error("words of format {0} are not known")]
    Format(u32),
}

impl Dictionary {
    /// The words that ship.
    pub(super) fn built_in() -> &'static Self {
        &BUILT_IN
    }

    fn parse(words: &str, agencies: &str) -> Result<Self, DictionaryError> {
        let file: File = toml::from_str(words)?;
        if file.format != 1 {
            return Err(DictionaryError::Format(file.format));
        }
        let mut dictionary = Self::default();
        let mut known = HashMap::new();
        for table in file.indicator {
            dictionary.add_entry(table, &mut known);
        }
        for scope in file.scope {
            dictionary.add_scope(&scope.code, &scope.words, false, &mut known);
        }
        dictionary.add_agencies(agencies, &mut known)?;
        dictionary.pairs = file.pairs.iter().filter_map(|pair| pair_of(pair)).collect();
        for (id, phrase) in dictionary.phrases.iter().enumerate() {
            let first = phrase.first().cloned().unwrap_or_default();
            dictionary.by_first.entry(first).or_default().push(id);
        }
        Ok(dictionary)
    }

    fn add_entry(&mut self, table: EntryTable, known: &mut HashMap<Vec<String>, PhraseId>) {
        let groups = table.all.iter().map(|group| self.add_phrases(group, known)).collect();
        let none = table
            .none
            .iter()
            .flat_map(|group| self.add_phrases(group, known))
            .collect();
        self.entries.push(Entry {
            code: table.code,
            forms: table.form,
            groups,
            none,
            units: table.units,
            counted: table.counted,
            scope: table.scope,
        });
    }

    fn add_phrases(&mut self, group: &str, known: &mut HashMap<Vec<String>, PhraseId>) -> Vec<PhraseId> {
        let keys = |phrase: &str| {
            tokens(phrase)
                .into_iter()
                .map(|token| token.key)
                .filter(|key| !key.is_empty())
        };
        let phrases = group.split('|').map(|phrase| keys(phrase).collect::<Vec<_>>());
        let phrases: Vec<Vec<String>> = phrases.filter(|phrase| !phrase.is_empty()).collect();
        let add = |phrase: Vec<String>| {
            *known.entry(phrase.clone()).or_insert_with(|| {
                self.phrases.push(phrase);
                self.phrases.len() - 1
            })
        };
        phrases.into_iter().map(add).collect()
    }

    fn add_scope(&mut self, code: &str, words: &str, is_name: bool, known: &mut HashMap<Vec<String>, PhraseId>) {
        for id in self.add_phrases(words, known) {
            let code = code.to_owned();
            self.scope_of.entry(id).or_insert(ScopeWords { code, is_name });
        }
    }

    /// Names of ministries and provinces; a province is known without `Tỉnh` too.
    fn add_agencies(&mut self, agencies: &str, known: &mut HashMap<Vec<String>, PhraseId>) -> Result<(), csv::Error> {
        for row in csv::Reader::from_reader(agencies.as_bytes()).records() {
            let row = row?;
            let (province, central, name) = (&row[1], &row[2], &row[3]);
            let code = if province.is_empty() { central } else { province };
            let bare = name.trim_start_matches("Tỉnh ").trim_start_matches("Thành phố ");
            if !code.is_empty() {
                self.add_scope(code, &format!("{name}|{bare}"), true, known);
            }
        }
        Ok(())
    }

    /// The phrases that begin with this token, each with the token after it.
    pub(super) fn phrases_at(&self, tokens: &[Token], start: usize) -> Vec<(PhraseId, usize)> {
        let Some(candidates) = tokens.get(start).and_then(|token| self.by_first.get(&token.key)) else {
            return Vec::new();
        };
        let matched = |id: &PhraseId| Some((*id, end_of(&self.phrases[*id], tokens, start)?));
        candidates.iter().filter_map(matched).collect()
    }

    /// How many words a phrase has.
    pub(super) fn words(&self, phrase: PhraseId) -> u32 {
        u32::try_from(self.phrases[phrase].len()).unwrap_or(u32::MAX)
    }

    /// The scope that a phrase names.
    pub(super) fn scope(&self, phrase: PhraseId) -> Option<&ScopeWords> {
        self.scope_of.get(&phrase)
    }

    /// Whether a comma between these two words parts nothing.
    pub(super) fn is_pair(&self, before: &str, after: &str) -> bool {
        self.pairs.contains(&(before.to_owned(), after.to_owned()))
    }
}

fn pair_of(pair: &str) -> Option<(String, String)> {
    let (before, after) = pair.split_once(", ")?;
    Some((before.to_owned(), after.to_owned()))
}

/// The token after the phrase, if it stands here; signs that part no sense may stand between its words.
fn end_of(phrase: &[String], tokens: &[Token], start: usize) -> Option<usize> {
    let mut index = start;
    for (count, word) in phrase.iter().enumerate() {
        let is_sign = |token: &Token| matches!(token.shape, Shape::Mark(',' | '-' | '"' | '“' | '”' | '&' | '.'));
        if count > 0 && tokens.get(index).is_some_and(is_sign) {
            index += 1;
        }
        if tokens.get(index)?.key != *word {
            return None;
        }
        index += 1;
    }
    Some(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Pack;

    #[test]
    fn the_built_in_words_are_whole() {
        let dictionary = Dictionary::built_in();
        assert!(dictionary.entries.len() > 100);
        for entry in &dictionary.entries {
            assert!(Pack::built_in().find(&entry.code).is_some(), "{}", entry.code);
            assert!(
                !entry.groups.is_empty() && entry.groups.iter().all(|group| !group.is_empty()),
                "{}",
                entry.code
            );
            assert!(!entry.forms.is_empty(), "{}", entry.code);
        }
    }

    #[test]
    fn signs_inside_a_phrase_do_not_matter() {
        let dictionary = Dictionary::built_in();
        let found = |text: &str| {
            let tokens = tokens(text);
            let phrases = dictionary.phrases_at(&tokens, 0);
            phrases
                .into_iter()
                .filter_map(|(id, _)| dictionary.scope(id))
                .map(|scope| scope.code.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("Bộ Lao động – Thương binh và Xã hội"), ["G07"]);
        assert_eq!(found("bộ, ngành"), ["ministries"]);
        assert_eq!(found("Phú Yên"), ["54"]);
    }
}
