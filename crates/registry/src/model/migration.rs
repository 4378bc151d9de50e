//! What became of the fields of earlier versions: renamed, their values recoded. Data of the pack, applied when a row of an
//! earlier version is read; nothing is rewritten.
//!
//! Read backwards, the same data give a reader of an earlier version what a row of a later one says in its own words.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::code_list::{self, CodeList};
use super::field::{Field, FieldCode, FieldType};
use super::pack::{Pack, State, Verb};

/// What one version did to one field of the version before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The version.
    pub version: u32,
    /// What the field was called before.
    pub field: FieldCode,
    /// What it is called since.
    pub to: FieldCode,
    /// Values before, each with what it is since; a value that is not among them stays. Of a set of codes, each code.
    pub recode: Recode,
}

/// Values and what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Recode(pub BTreeMap<String, String>);

impl Recode {
    fn apply<'v>(&'v self, value: &'v str) -> &'v str {
        self.0.get(value).map_or(value, String::as_str)
    }

    /// The way back; none where two values became one.
    fn inverse(&self) -> Option<Self> {
        let back: BTreeMap<_, _> = self.0.iter().map(|(old, new)| (new.clone(), old.clone())).collect();
        (back.len() == self.0.len()).then_some(Self(back))
    }
}

/// How the values of a field in one version become those of a field in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// The field there.
    pub(crate) to: FieldCode,
    recodes: Vec<Recode>,
    /// Where a value is a code or a set of them: what they are there.
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
            _ if self.is_plain() => Some(value),
            Some(codes) if codes.is_set => {
                let new: Option<Vec<&str>> = code_list::codes(&value).map(|code| self.one(code)).collect();
                let new = new?.join(code_list::SEPARATOR);
                codes.list.set(&new).or((!codes.is_strict).then_some(new))
            }
            _ => self.one(&value).map(str::to_owned),
        }
    }

    /// Whether every value stays as it is.
    fn is_plain(&self) -> bool {
        self.recodes.is_empty() && self.codes.as_ref().is_none_or(|codes| !codes.is_strict)
    }

    fn one<'v>(&'v self, value: &'v str) -> Option<&'v str> {
        let value = self.recodes.iter().fold(value, |value, recode| recode.apply(value));
        let is_known = |codes: &Codes| !codes.is_strict || codes.list.has(value);
        self.codes.as_ref().is_none_or(is_known).then_some(value)
    }
}

/// Why an earlier version cannot be served beside a later one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EarlierError {
    /// It is the pack of something else.
    #[error("is the pack {0}")]
    OtherRegistry(
        /// Of what.
        String,
    ),
    /// Its version is not lower, or stands there twice.
    #[error("its version is not one before")]
    NotEarlier,
    /// It is a draft, or archived.
    #[error("is not published")]
    NotPublished,
    /// Two of its values are one now.
    #[error("field {field}: two of its values became one, so that no answer can be given in its words")]
    Ambiguous {
        /// Which field.
        field: FieldCode,
    },
    /// What its records are found by is another field now.
    #[error("field {field}: records are found by it no more")]
    NotFound {
        /// Which field.
        field: FieldCode,
    },
}

impl Pack {
    /// What a field of version `from` is called in version `to`, and what becomes of its values on the way; none if it is
    /// not there.
    pub(crate) fn way(&self, code: &FieldCode, from: u32, to: u32) -> Option<Way> {
        let (mut code, mut recodes) = (code.clone(), Vec::new());
        let mut step = |version: u32, is_back: bool| {
            let of_version = || self.migrations.iter().filter(|it| it.version == version);
            let ends = |it: &Migration| {
                let (field, to) = (it.field.clone(), it.to.clone());
                if is_back { (to, field) } else { (field, to) }
            };
            if let Some(found) = of_version().find(|it| ends(it).0 == code) {
                if !found.recode.0.is_empty() {
                    recodes.push(if is_back {
                        found.recode.inverse()?
                    } else {
                        found.recode.clone()
                    });
                }
                code = ends(found).1;
                return Some(());
            }
            // Another field has taken its name, or took it before.
            of_version().all(|it| ends(it).1 != code).then_some(())
        };
        for version in from + 1..=to {
            step(version, false)?;
        }
        for version in (to + 1..=from).rev() {
            step(version, true)?;
        }
        Some(Way {
            to: code,
            recodes,
            codes: None,
        })
    }

    /// The same towards a field of `pack`, which is this one or an earlier version of it.
    pub(crate) fn way_into(&self, code: &FieldCode, from: u32, pack: &Self) -> Option<Way> {
        let way = self.way(code, from, pack.version)?;
        let codes = match &pack.field(way.to.as_str())?.field_type {
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
        for field in earlier.fields() {
            self.may_serve_field(earlier, field)?;
        }
        let not_found = |field: &FieldCode| EarlierError::NotFound { field: field.clone() };
        let key = &earlier.keys.record;
        let way = self.way(key, earlier.version, self.version);
        if way.is_none_or(|way| way.to != self.keys.record) {
            return Err(not_found(key));
        }
        let by = |pack: &Self| pack.service(Verb::Search).map(|it| it.by.clone());
        let now = by(self).unwrap_or_default();
        for field in by(earlier).unwrap_or_default() {
            let way = self.way(&field, earlier.version, self.version);
            if way.is_none_or(|way| !now.contains(&way.to)) {
                return Err(not_found(&field));
            }
        }
        Ok(())
    }

    fn may_serve_field(&self, earlier: &Self, field: &Field) -> Result<(), EarlierError> {
        let ambiguous = || EarlierError::Ambiguous {
            field: field.code.clone(),
        };
        let Some(forward) = self.way(&field.code, earlier.version, self.version) else {
            // Gone: its earlier rows have it, later ones do not.
            return Ok(());
        };
        if self.way(&forward.to, self.version, earlier.version).is_none() {
            return Err(ambiguous());
        }
        let (FieldType::Code(list) | FieldType::CodeSet(list)) = &field.field_type else {
            return Ok(());
        };
        let mut values: Vec<_> = list.items.iter().filter_map(|item| forward.one(&item.code)).collect();
        values.sort_unstable();
        values.dedup();
        if values.len() == list.items.len() {
            Ok(())
        } else {
            Err(ambiguous())
        }
    }

    /// Whether one of the pack's own migrations leads somewhere.
    ///
    /// Errors: what is wrong with it.
    pub(super) fn check_migration(&self, migration: &Migration) -> Result<(), String> {
        let Migration {
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
        let count = |is_same: fn(&Migration, &Migration) -> bool| {
            let same = self.migrations.iter().filter(|it| it.version == *version);
            same.filter(|it| is_same(it, migration)).count()
        };
        if count(|one, other| one.field == other.field) > 1 {
            return Err(format!("version {version} has the field {field} twice"));
        }
        if count(|one, other| one.to == other.to) > 1 {
            return Err(format!("version {version} calls two fields {to}"));
        }
        let Some(way) = self.way_into(to, *version, self) else {
            return Err(format!("{to} is no field of the pack today"));
        };
        if way.to == self.keys.record && !recode.0.is_empty() {
            return Err("finds the record, so its values cannot be recoded".to_owned());
        }
        let is_code = |value: &&String| {
            let codes = way.codes.as_ref();
            codes.is_none_or(|codes| way.one(value).is_some_and(|value| codes.list.has(value)))
        };
        match recode.0.values().find(|value| !is_code(value)) {
            Some(value) => Err(format!("{value:?} is no code of {}", way.to)),
            None => Ok(()),
        }
    }

    /// The last version that renamed or recoded what this code stands for, or gave the code to something else.
    pub(crate) fn changed_in(&self, code: &FieldCode) -> Option<u32> {
        let of_code = self.migrations.iter().filter(|it| it.field == *code || it.to == *code);
        of_code.map(|it| it.version).max()
    }
}
