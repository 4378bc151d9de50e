//! A pack: a registry as data. What it is called, which keys find a record, its fields, the services it offers.
//!
//! Parsed strictly from one TOML text: an unknown word, a missing list or a rule that cannot hold is refused with its
//! line and place. Whether sample people are accepted is the installation's configuration, never the pack's.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use motlan_core::{Day, Name};

use crate::model::date::Validity;
use crate::model::field::{Field, FieldCode};
use crate::model::migration::FieldMigration;
use crate::model::pack_file;
use crate::model::quality::QualityRule;

/// The version of the pack format.
pub(crate) const FORMAT: u32 = 2;

/// Why a pack cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The file cannot be read.
    #[error("{file} cannot be read: {reason}")]
    File {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// The text is no TOML of the expected shape.
    #[error("{0}")]
    Shape(
        /// What the parser said, with its line.
        String,
    ),
    /// A rule between parts is broken.
    #[error("line {line}: {place}: {reason}")]
    Rule {
        /// The line of the text, counted from 1.
        line: usize,
        /// Where, as in `field sex`.
        place: String,
        /// What is wrong there.
        reason: String,
    },
}

/// A registry's code, as in `population`: `a-z`, then `a-z 0-9 -`, at most 40.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct RegistryCode(pub(crate) String);

impl RegistryCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegistryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a registry can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// Do these data agree?
    Verify,
    /// Which data are there?
    LookUp,
    /// Which records hold this value?
    Search,
    /// Take these records from whoever feeds the registry.
    Sync,
    /// What changed since this position?
    Changes,
    /// Who asked about this person?
    Usage,
    /// This value is wrong: please correct it.
    Correct,
}

impl Verb {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Verify,
        Self::LookUp,
        Self::Search,
        Self::Sync,
        Self::Changes,
        Self::Usage,
        Self::Correct,
    ];

    /// The verb of a service code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.as_str() == code)
    }

    /// The service code, which is also the last part of its path.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::LookUp => "look-up",
            Self::Search => "search",
            Self::Sync => "sync",
            Self::Changes => "changes",
            Self::Usage => "usage",
            Self::Correct => "correct",
        }
    }

    /// Whether it changes nothing, so that a gateway may pass it on before its own entry is durable.
    pub const fn is_safe(self) -> bool {
        !matches!(self, Self::Sync | Self::Correct)
    }
}

/// A service that the registry offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// What it does.
    pub verb: Verb,
    /// Its names.
    pub name: Name,
    /// The only fields that it asks about or gives; absent: all.
    pub fields: Option<BTreeSet<FieldCode>>,
    /// Only *search*: the fields whose values find records.
    pub by: Vec<FieldCode>,
}

/// Whether a pack may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written: may change, is not opened.
    Draft,
    /// In service: its fields do not change any more.
    Published,
    /// Kept for what it once described.
    Archived,
}

/// Why the state may hold these data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Its number, as in `36/2024/QH15`.
    pub code: String,
    /// What it is called, with the article.
    pub name: Name,
    /// Whether it was compared with the text itself; if not, it is shown with a mark.
    pub confirmed: bool,
}

/// How long things are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// A record after it ended; absent: for good.
    pub records_years: Option<u32>,
    /// A usage entry; absent: for good.
    pub usage_years: Option<u32>,
}

/// Which fields find a record, and about whom it is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The field whose value finds the record.
    pub record: FieldCode,
    /// What a question must know beside it before anything is given.
    pub also: Vec<FieldCode>,
    /// The personal numbers of those whose data a record is.
    pub persons: Vec<FieldCode>,
}

impl Keys {
    /// What every question carries: the record's key, then what must agree too.
    pub fn asked(&self) -> impl Iterator<Item = &FieldCode> {
        std::iter::once(&self.record).chain(&self.also)
    }

    /// Whether a record's key is the number of the person whom it is about.
    pub fn is_person(&self) -> bool {
        self.persons.contains(&self.record)
    }
}

/// What a pack's text says, checked.
pub(super) struct Parts {
    pub(super) code: RegistryCode,
    pub(super) version: u32,
    pub(super) name: Name,
    pub(super) validity: Validity,
    pub(super) state: State,
    pub(super) legal_basis: Vec<LegalBasis>,
    pub(super) retention: Retention,
    pub(super) keys: Keys,
    pub(super) services: Vec<Service>,
    pub(super) quality: Vec<QualityRule>,
    pub(super) migrations: Vec<FieldMigration>,
    pub(super) fields: Vec<Field>,
}

/// A registry as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// The registry's code.
    pub code: RegistryCode,
    /// The version of this pack.
    pub version: u32,
    /// Its names.
    pub name: Name,
    /// On which days it is offered.
    pub validity: Validity,
    /// Whether it may be used.
    pub state: State,
    /// Why the state may hold these data.
    pub legal_basis: Vec<LegalBasis>,
    /// How long things are kept.
    pub retention: Retention,
    /// Which fields find a record.
    pub keys: Keys,
    /// What it can be asked.
    pub services: Vec<Service>,
    /// When its data are correct, complete, clean and fresh.
    pub quality: Vec<QualityRule>,
    /// What became of the fields of earlier versions.
    pub migrations: Vec<FieldMigration>,
    fields: Vec<Field>,
    by_code: BTreeMap<FieldCode, usize>,
}

impl Pack {
    /// Reads a pack from the text of its `pack.toml`.
    ///
    /// # Errors
    /// [`PackError`] with the line, the place and the rule it breaks.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        pack_file::parse(text)
    }

    /// A pack of parts that were checked.
    pub(super) fn new(parts: Parts) -> Self {
        let by_code = (0..)
            .zip(&parts.fields)
            .map(|(position, field)| (field.code.clone(), position));
        Self {
            by_code: by_code.collect(),
            code: parts.code,
            version: parts.version,
            name: parts.name,
            validity: parts.validity,
            state: parts.state,
            legal_basis: parts.legal_basis,
            retention: parts.retention,
            keys: parts.keys,
            services: parts.services,
            quality: parts.quality,
            migrations: parts.migrations,
            fields: parts.fields,
        }
    }

    /// The field with this code, whether it is offered today or not.
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.by_code.get(code).map(|position| &self.fields[*position])
    }

    /// The field with this code, if this service offers it on `day`.
    pub fn find_offered(&self, code: &str, verb: Verb, day: Day) -> Option<&Field> {
        self.field(code).filter(|field| self.offers(verb, field, day))
    }

    /// The fields that this service offers on `day`, in the order of the pack.
    pub fn offered(&self, verb: Verb, day: Day) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| self.offers(verb, field, day))
    }

    fn offers(&self, verb: Verb, field: &Field, day: Day) -> bool {
        let is_of_service = |service: &Service| service.fields.as_ref().is_none_or(|only| only.contains(&field.code));
        field.validity.has(day) && self.service(verb).is_some_and(is_of_service)
    }

    /// Every field, in the order of the pack.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    /// The service of this verb, if the registry offers it.
    pub fn service(&self, verb: Verb) -> Option<&Service> {
        self.services.iter().find(|service| service.verb == verb)
    }

    /// Whether the registry offers this service.
    pub fn has_service(&self, verb: Verb) -> bool {
        self.service(verb).is_some()
    }
}
