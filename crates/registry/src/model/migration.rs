//! What became of the fields of earlier versions: renamed, their values recoded. Data of the pack, applied when a row of an
//! earlier version is read; nothing is rewritten.
//!
//! Read backwards, the same data give a reader of an earlier version what a row of a later one says in its own words; where it
//! has no word for a value, none.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;
use std::sync::Arc;

use serde::Deserialize;

use super::code_list::{self, CodeList};
use super::field::{Field, FieldCode, FieldType};
use super::pack::{Pack, State, Verb};

/// What one version did to one field of the version before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMigration {
    /// The version.
    pub version: u32,
    /// What the field was called before.
    pub field: FieldCode,
    /// What it is called since.
    pub to: FieldCode,
    /// Values before, each with what it is since; a value that is not among them stays. Of a set of codes, each code.
    pub recode: Recode,
}

impl FieldMigration {
    /// What it does to values, if anything.
    fn step(&self, direction: fn(Recode) -> Step) -> Option<Step> {
        (!self.recode.0.is_empty()).then(|| direction(self.recode.clone()))
    }
}

/// Values and what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Recode(pub BTreeMap<String, String>);

impl Recode {
    fn forward<'v>(&'v self, value: &'v str) -> &'v str {
        self.0.get(value).map_or(value, String::as_str)
    }

    /// The value that became this one; none for one that was something else before, so that nothing became it.
    fn back<'v>(&'v self, value: &'v str) -> Option<&'v str> {
        let came_from = self
            .0
            .iter()
            .find(|(_, new)| *new == value)
            .map(|(old, _)| old.as_str());
        came_from.or_else(|| (!self.0.contains_key(value)).then_some(value))
    }

    /// Whether no two values became one, as far as any text may have been a value.
    fn is_one_to_one(&self) -> bool {
        let (old, new): (BTreeSet<_>, BTreeSet<_>) = self.0.iter().unzip();
        old == new
    }
}

/// One step of a value from a version to its neighbour.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Forward(Recode),
    Back(Recode),
}

impl Step {
    fn apply<'v>(&'v self, value: &'v str) -> Option<&'v str> {
        match self {
            Self::Forward(recode) => Some(recode.forward(value)),
            Self::Back(recode) => recode.back(value),
        }
    }
}

/// How the values of a field in one version become those of a field in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// The field there.
    pub(crate) to: FieldCode,
    steps: Vec<Step>,
    /// Where a value is a code or a set of them in another version: what they are there.
    codes: Option<Codes>,
}

/// The codes of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Codes {
    list: Arc<CodeList>,
    /// A value is a set of them.
    is_set: bool,
    /// A value that is none of them is left out: an earlier version has no word for it.
    is_strict: bool,
}

impl Way {
    /// The value there; none if there is no word for it.
    pub(crate) fn apply(&self, value: String) -> Option<String> {
        match &self.codes {
            None if self.steps.is_empty() => Some(value),
            Some(codes) if codes.is_set => self.set(codes, &value),
            _ => self.one(&value).map(str::to_owned),
        }
    }

    /// In the order of the list there, each code once.
    fn set(&self, codes: &Codes, value: &str) -> Option<String> {
        let mut new = Vec::new();
        for code in code_list::codes(value) {
            let code = self.one(code)?;
            if !new.contains(&code) {
                new.push(code);
            }
        }
        let new = new.join(code_list::SEPARATOR);
        codes.list.set(&new).or((!codes.is_strict).then_some(new))
    }

    fn one<'v>(&'v self, value: &'v str) -> Option<&'v str> {
        let value = self.steps.iter().try_fold(value, |value, step| step.apply(value))?;
        let is_known = |codes: &Codes| !codes.is_strict || codes.list.has(value);
        self.codes.as_ref().is_none_or(is_known).then_some(value)
    }
}

/// Why an earlier version cannot be served beside the newest one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EarlierError {
    /// It is the pack of something else.
    #[error("it is the pack of {0}")]
    OtherRegistry(
        /// Of what.
        String,
    ),
    /// Its version is not lower.
    #[error("its version is not lower than that of the newest pack")]
    NotEarlier,
    /// Its version was named before.
    #[error("it is named twice")]
    Twice,
    /// It is a draft, or archived.
    #[error("it is not published")]
    NotPublished,
    /// Two of its values are one now.
    #[error("two values of its field {field} became one")]
    Ambiguous {
        /// Which field.
        field: FieldCode,
    },
    /// Its values are of another type now.
    #[error("its field {field} has another type now")]
    TypeChanged {
        /// Which field.
        field: FieldCode,
    },
    /// Its key, or what has to be known beside it, is not there any more.
    #[error("records can no longer be found by its field {field}")]
    NotFound {
        /// Which field.
        field: FieldCode,
    },
    /// Somebody whom a record is about now, and whom it has no word for.
    #[error(
        "a record is about the person of {field}, and it has no such field: nobody would tell that person who asked"
    )]
    PersonUnknown {
        /// The field of the newest pack.
        field: FieldCode,
    },
}

impl Pack {
    /// What a field of version `from` is called in version `to`, and what becomes of its values on the way; none if it is
    /// not there.
    pub(crate) fn way(&self, code: &FieldCode, from: u32, to: u32) -> Option<Way> {
        let (mut code, mut steps) = (code.clone(), Vec::new());
        for version in from + 1..=to {
            let migrations = self.migrations_of(version);
            if let Some(it) = migrations.iter().find(|it| it.field == code) {
                steps.extend(it.step(Step::Forward));
                code = it.to.clone();
            } else if migrations.iter().any(|it| it.to == code) {
                // Another field has taken its name.
                return None;
            }
        }
        for version in (to + 1..=from).rev() {
            let migrations = self.migrations_of(version);
            if let Some(it) = migrations.iter().find(|it| it.to == code) {
                steps.extend(it.step(Step::Back));
                code = it.field.clone();
            } else if migrations.iter().any(|it| it.field == code) {
                // Its name was another field's before.
                return None;
            }
        }
        Some(Way {
            to: code,
            steps,
            codes: None,
        })
    }

    fn migrations_of(&self, version: u32) -> Vec<&FieldMigration> {
        self.migrations.iter().filter(|it| it.version == version).collect()
    }

    /// The same towards a field of `pack`, which is this one or an earlier version of it.
    pub(crate) fn way_into(&self, code: &FieldCode, from: u32, pack: &Self) -> Option<Way> {
        let way = self.way(code, from, pack.version)?;
        let codes = match &pack.field(way.to.as_str())?.field_type {
            _ if from == pack.version => None,
            FieldType::Code(list) => Some((list, false)),
            FieldType::CodeSet(list) => Some((list, true)),
            _ => None,
        };
        let codes = codes.map(|(list, is_set)| Codes {
            list: Arc::clone(list),
            is_set,
            is_strict: from > pack.version,
        });
        Some(Way { codes, ..way })
    }

    /// Whether an earlier version can be served from the records of this one.
    ///
    /// # Errors
    /// [`EarlierError`].
    pub(crate) fn may_serve(&self, earlier: &Self) -> Result<(), EarlierError> {
        if earlier.code != self.code {
            return Err(EarlierError::OtherRegistry(earlier.code.to_string()));
        }
        if earlier.version >= self.version {
            return Err(EarlierError::NotEarlier);
        }
        if earlier.state != State::Published {
            return Err(EarlierError::NotPublished);
        }
        earlier
            .fields()
            .try_for_each(|field| self.may_serve_field(earlier, field))?;
        self.may_serve_keys(earlier)
    }

    /// Whether its keys are those of today, and everybody whom a record is about can be told in its words.
    fn may_serve_keys(&self, earlier: &Self) -> Result<(), EarlierError> {
        let now = |field: &FieldCode| Some(self.way(field, earlier.version, self.version)?.to);
        let not_found = |field: &FieldCode| EarlierError::NotFound { field: field.clone() };
        let key = &earlier.keys.record;
        if now(key).as_ref() != Some(&self.keys.record) {
            return Err(not_found(key));
        }
        let is_gone = |field: &&FieldCode| now(field).is_none_or(|now| self.field(now.as_str()).is_none());
        if let Some(gone) = earlier.keys.also.iter().find(is_gone) {
            return Err(not_found(gone));
        }
        let by = |pack: &Self| pack.service(Verb::Search).map(|it| it.by.clone());
        let by_now = by(self).unwrap_or_default();
        for field in by(earlier).unwrap_or_default() {
            if now(&field).is_none_or(|now| !by_now.contains(&now)) {
                return Err(not_found(&field));
            }
        }
        let is_told = |field: &FieldCode| {
            let then = self.way(field, self.version, earlier.version);
            then.is_some_and(|then| earlier.keys.persons.contains(&then.to))
        };
        match self.keys.persons.iter().find(|field| !is_told(field)) {
            Some(field) => Err(EarlierError::PersonUnknown { field: field.clone() }),
            None => Ok(()),
        }
    }

    fn may_serve_field(&self, earlier: &Self, field: &Field) -> Result<(), EarlierError> {
        let code = || field.code.clone();
        let Some(forward) = self.way(&field.code, earlier.version, self.version) else {
            // Gone: its earlier rows have it, later ones do not.
            return Ok(());
        };
        let Some(now) = self.field(forward.to.as_str()) else {
            return Ok(());
        };
        if discriminant(&now.field_type) != discriminant(&field.field_type) {
            return Err(EarlierError::TypeChanged { field: code() });
        }
        let is_clear = match &field.field_type {
            FieldType::Code(list) | FieldType::CodeSet(list) => {
                let values: BTreeSet<_> = list.items.iter().filter_map(|item| forward.one(&item.code)).collect();
                values.len() == list.items.len()
            }
            _ => forward.steps.iter().all(|step| match step {
                Step::Forward(recode) | Step::Back(recode) => recode.is_one_to_one(),
            }),
        };
        is_clear
            .then_some(())
            .ok_or_else(|| EarlierError::Ambiguous { field: code() })
    }

    /// Whether one of the pack's own migrations leads somewhere.
    ///
    /// Errors: what is wrong with it.
    pub(super) fn check_migration(&self, migration: &FieldMigration) -> Result<(), String> {
        let FieldMigration {
            version,
            field,
            to,
            recode,
        } = migration;
        if !(2..=self.version).contains(version) {
            return Err(format!("version must be 2 to {}", self.version));
        }
        if field == to && recode.0.is_empty() {
            return Err("changes nothing".to_owned());
        }
        let others = self.migrations_of(*version);
        if others.iter().filter(|it| it.field == *field).count() > 1 {
            return Err(format!("version {version} has the field {field} twice"));
        }
        if others.iter().filter(|it| it.to == *to).count() > 1 {
            return Err(format!("version {version} calls two fields {to}"));
        }
        let is_last = *version == self.version;
        let now = self.way(to, *version, self.version).map(|way| way.to);
        let Some(now) = now.and_then(|now| self.field(now.as_str())) else {
            // A later version may have let go of it.
            return (!is_last)
                .then_some(())
                .ok_or_else(|| format!("{to} is no field of the pack"));
        };
        if recode.0.is_empty() {
            return Ok(());
        }
        match &now.field_type {
            FieldType::Code(list) | FieldType::CodeSet(list) if is_last => {
                let wrong = recode.0.values().find(|value| !list.has(value));
                wrong.map_or(Ok(()), |value| Err(format!("{value:?} is no code of {to}")))
            }
            FieldType::Code(_) | FieldType::CodeSet(_) | FieldType::UnitCode(_) => Ok(()),
            _ => Err("only codes can be recoded".to_owned()),
        }
    }

    /// The last version that renamed or recoded what this code stands for, or gave the code to something else.
    pub(crate) fn changed_in(&self, code: &FieldCode) -> Option<u32> {
        let of_code = self.migrations.iter().filter(|it| it.field == *code || it.to == *code);
        of_code.map(|it| it.version).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> FieldCode {
        text.parse().unwrap()
    }

    fn recode(pairs: &[(&str, &str)]) -> Recode {
        let pairs = pairs.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned()));
        Recode(pairs.collect())
    }

    /// Version, field, what it is called since, and its values.
    type Row<'r> = (u32, &'r str, &'r str, &'r [(&'r str, &'r str)]);

    /// A pack of version 3 with these migrations; its fields do not matter here.
    fn pack(migrations: &[Row<'_>]) -> Pack {
        let mut pack = Pack::built_in("vessel", 1).unwrap().unwrap();
        pack.version = 3;
        pack.migrations = migrations
            .iter()
            .map(|(version, field, to, values)| FieldMigration {
                version: *version,
                field: code(field),
                to: code(to),
                recode: recode(values),
            })
            .collect();
        pack
    }

    #[test]
    fn a_field_is_followed_over_two_versions_and_back() {
        let pack = pack(&[(2, "a", "b", &[("1", "one")]), (3, "b", "c", &[("one", "eins")])]);
        let there = pack.way(&code("a"), 1, 3).unwrap();
        assert_eq!(
            (there.to.as_str(), there.one("1"), there.one("2")),
            ("c", Some("eins"), Some("2"))
        );
        let back = pack.way(&code("c"), 3, 1).unwrap();
        assert_eq!(
            (back.to.as_str(), back.one("eins"), back.one("2")),
            ("a", Some("1"), Some("2"))
        );
        assert_eq!(pack.way(&code("b"), 2, 2).unwrap().to, code("b"));
        assert_eq!(
            pack.way(&code("a"), 2, 3).unwrap().to,
            code("a"),
            "another field, of version 2"
        );
    }

    #[test]
    fn two_fields_that_change_their_names_are_not_mixed_up() {
        let pack = pack(&[(2, "a", "b", &[]), (2, "b", "a", &[]), (3, "a", "c", &[])]);
        for (from, to) in [("a", "b"), ("b", "c")] {
            assert_eq!(pack.way(&code(from), 1, 3).unwrap().to, code(to));
            assert_eq!(pack.way(&code(to), 3, 1).unwrap().to, code(from));
        }
    }

    #[test]
    fn a_name_that_was_given_to_another_field_leads_nowhere() {
        let pack = pack(&[(2, "a", "b", &[])]);
        assert_eq!(pack.way(&code("b"), 1, 2), None, "the first version's b is gone");
        assert_eq!(pack.way(&code("a"), 2, 1), None, "the second version's a is new");
    }

    #[test]
    fn a_code_that_is_used_again_for_something_else_has_no_word_before() {
        let pack = pack(&[(2, "a", "a", &[("1", "2"), ("2", "3")])]);
        let back = pack.way(&code("a"), 2, 1).unwrap();
        assert_eq!(
            [back.one("2"), back.one("3"), back.one("1")],
            [Some("1"), Some("2"), None]
        );
    }

    #[test]
    fn every_value_comes_back_where_no_two_became_one() {
        let values = ["1", "2", "3", "4"];
        // Every one-to-one recode of three of them among themselves, and into words that were none before.
        for new in [["2", "3", "1"], ["1", "3", "2"], ["x", "y", "z"], ["x", "1", "2"]] {
            let pairs: Vec<_> = values.into_iter().zip(new).collect();
            let pack = pack(&[(2, "a", "a", &pairs)]);
            let (there, back) = (pack.way(&code("a"), 1, 2).unwrap(), pack.way(&code("a"), 2, 1).unwrap());
            for value in values {
                let new = there.one(value).unwrap();
                if new != value || !pairs.iter().any(|(_, taken)| *taken == value) {
                    assert_eq!(back.one(new), Some(value), "{pairs:?}");
                }
            }
        }
    }

    #[test]
    fn only_a_recode_among_the_same_values_is_clear_for_any_text() {
        assert!(recode(&[("1", "2"), ("2", "1")]).is_one_to_one());
        assert!(!recode(&[("36", "37")]).is_one_to_one(), "37 was there before");
        assert!(!recode(&[("1", "3"), ("2", "3")]).is_one_to_one());
    }
}
