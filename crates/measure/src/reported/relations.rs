//! What one indicator says about another, as data: `packs/figures/relations.csv`.
//!
//! Rules know no indicator by name. The words of relations are a closed list: an unknown one is refused, so that a misspelt
//! relation is an error and never a rule left out.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

use csv::{ReaderBuilder, Trim};

use super::figure::WordError;
use crate::model::code::IndicatorCode;

/// The relations that ship.
const TEXT: &str = include_str!("../../../../packs/figures/relations.csv");

/// The columns, in order.
const COLUMNS: [&str; 4] = ["part_indicator", "whole_indicator", "relation", "note"];

static BUILT_IN: LazyLock<Relations> = LazyLock::new(|| {
    // Unwrap safety: the text is a constant, and the test `the_built_in_relations_are_read` parses it.
    Relations::parse(TEXT).expect("the built-in relations parse")
});

/// How a part is held against its whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationWord {
    /// With the other parts of the same whole it makes the whole.
    PartOfTotal,
    /// It cannot be more than the whole.
    NotAbove,
    /// Per day it cannot be many times the whole.
    SameOrderPerDay,
}

impl RelationWord {
    /// Every relation with its word in the table.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::PartOfTotal, "part of total"),
        (Self::NotAbove, "not above"),
        (Self::SameOrderPerDay, "same order of magnitude per day"),
    ];
}

impl FromStr for RelationWord {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let of_word = Self::ALL.into_iter().find(|(_, word)| *word == text);
        of_word.map(|(relation, _)| relation).ok_or(WordError)
    }
}

/// One relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The smaller one.
    pub part: IndicatorCode,
    /// The one that it is held against.
    pub whole: IndicatorCode,
    /// How.
    pub word: RelationWord,
    /// Why, in a person's words.
    pub note: String,
}

/// Why a table of relations cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("relations, line {line}: {reason}")]
pub struct RelationsError {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong there.
    pub reason: &'static str,
}

/// Every relation, found by either of its indicators.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    by_part: BTreeMap<IndicatorCode, Vec<Relation>>,
    parts: BTreeMap<IndicatorCode, Vec<IndicatorCode>>,
}

impl Relations {
    /// The relations that ship with this version of the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a table of relations.
    ///
    /// # Errors
    /// [`RelationsError`] with the line.
    pub fn parse(text: &str) -> Result<Self, RelationsError> {
        let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(text.as_bytes());
        let is_known = reader.headers().is_ok_and(|head| head.iter().eq(COLUMNS));
        if !is_known {
            return Err(broken(1, "has other columns"));
        }
        let mut relations = Self::default();
        for record in reader.records() {
            let record = record.map_err(|error| {
                let line = error.position().map_or(0, csv::Position::line);
                broken(line, "has another number of cells")
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |place: usize| record.get(place).unwrap_or_default();
            let code = |place| cell(place).parse().map_err(|_| broken(line, "has no indicator code"));
            relations.add(
                Relation {
                    part: code(0)?,
                    whole: code(1)?,
                    word: cell(2).parse().map_err(|_| broken(line, "has an unknown relation"))?,
                    note: cell(3).to_owned(),
                },
                line,
            )?;
        }
        Ok(relations)
    }

    fn add(&mut self, relation: Relation, line: u64) -> Result<(), RelationsError> {
        let known = self.by_part.entry(relation.part.clone()).or_default();
        let is_twice = known
            .iter()
            .any(|other| other.whole == relation.whole && other.word == relation.word);
        if is_twice || relation.part == relation.whole {
            return Err(broken(line, "is there twice or relates an indicator to itself"));
        }
        if relation.word == RelationWord::PartOfTotal {
            self.parts
                .entry(relation.whole.clone())
                .or_default()
                .push(relation.part.clone());
        }
        known.push(relation);
        Ok(())
    }

    /// What an indicator is held against in this way.
    pub fn wholes<'all>(
        &'all self,
        part: &IndicatorCode,
        word: RelationWord,
    ) -> impl Iterator<Item = &'all Relation> + use<'all> {
        let all = self.by_part.get(part).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(move |relation| relation.word == word)
    }

    /// Every part that makes a total, in the order of the table; none if nothing says what makes it.
    pub fn parts(&self, whole: &IndicatorCode) -> &[IndicatorCode] {
        self.parts.get(whole).map(Vec::as_slice).unwrap_or_default()
    }
}

const fn broken(line: u64, reason: &'static str) -> RelationsError {
    RelationsError { line, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "part_indicator,whole_indicator,relation,note\n";

    fn parse(rows: &str) -> Result<Relations, RelationsError> {
        Relations::parse(&format!("{HEAD}{rows}"))
    }

    #[test]
    fn the_built_in_relations_are_read() {
        let relations = Relations::parse(TEXT).unwrap();
        for (word, _) in RelationWord::ALL {
            let all = relations.by_part.values().flatten();
            assert!(all.clone().any(|relation| relation.word == word), "{word:?}");
        }
        assert!(relations.parts.values().all(|parts| parts.len() > 1));
    }

    #[test]
    fn parts_are_found_by_their_whole_and_wholes_by_their_part() {
        let relations = parse("a.x,a.all,part of total,\na.y,a.all,part of total,\na.x,b.c,not above,why\n").unwrap();
        let code = |text: &str| -> IndicatorCode { text.parse().unwrap() };
        assert_eq!(relations.parts(&code("a.all")), [code("a.x"), code("a.y")]);
        let above: Vec<_> = relations.wholes(&code("a.x"), RelationWord::NotAbove).collect();
        assert_eq!((above.len(), above[0].note.as_str()), (1, "why"));
        assert_eq!(relations.wholes(&code("a.y"), RelationWord::NotAbove).count(), 0);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_line() {
        for (rows, line, reason) in [
            ("a.x,a.y,not over,\n", 2, "has an unknown relation"),
            ("a.x,a.y,not above,\nax,a.y,not above,\n", 3, "has no indicator code"),
            ("a.x,a.y\n", 2, "has another number of cells"),
            (
                "a.x,a.x,not above,\n",
                2,
                "is there twice or relates an indicator to itself",
            ),
        ] {
            assert_eq!(parse(rows), Err(broken(line, reason)), "{rows}");
        }
        assert_eq!(Relations::parse("part,whole\n"), Err(broken(1, "has other columns")));
    }
}
