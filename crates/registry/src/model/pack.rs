//! A pack: a registry as data. What it is called, which keys find a person, its fields, the services it offers.
//!
//! Parsed strictly from two TOML texts: an unknown word, a missing list or a rule that cannot hold is refused with its
//! place. Whether sample people are accepted is the installation's configuration, never the pack's.

use std::collections::BTreeMap;
use std::fmt;

use motlan_core::{Day, Name};

use crate::model::date::Validity;
use crate::model::field::{Field, FieldCode};
use crate::model::pack_file;

/// The only version of the pack format so far.
pub(crate) const FORMAT: u32 = 1;

/// Why a pack cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// A file cannot be read.
    #[error("{file}: cannot be read: {reason}")]
    File {
        /// The file's name in the pack.
        file: &'static str,
        /// What the system said.
        reason: String,
    },
    /// A file is no TOML of the expected shape.
    #[error("{file}: {reason}")]
    Shape {
        /// The file's name in the pack.
        file: &'static str,
        /// What the parser said, with its line.
        reason: String,
    },
    /// A rule between parts is broken.
    #[error("{place}: {reason}")]
    Rule {
        /// Where, as in `field sex`.
        place: String,
        /// What is wrong there.
        reason: String,
    },
}

/// A registry's code, as in `population`: `a-z`, then `a-z 0-9 _ -`, at most 64.
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
    /// Who asked about this person?
    Usage,
}

impl Verb {
    /// The service code, which is also the last part of its path.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::LookUp => "look-up",
            Self::Usage => "usage",
        }
    }
}

/// A service that the registry offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// What it does.
    pub verb: Verb,
    /// Its names.
    pub name: Name,
    /// Whether it changes nothing.
    pub is_safe: bool,
}

/// Which fields hold the three keys of a question about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonKeys {
    /// The personal number: the key of the record.
    pub personal_number: FieldCode,
    /// The full name.
    pub full_name: FieldCode,
    /// The date of birth.
    pub birth_date: FieldCode,
}

impl PersonKeys {
    /// The three fields.
    pub fn all(&self) -> [&FieldCode; 3] {
        [&self.personal_number, &self.full_name, &self.birth_date]
    }
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
    /// Which fields find a person.
    pub keys: PersonKeys,
    /// What it can be asked.
    pub services: Vec<Service>,
    fields: Vec<Field>,
    by_code: BTreeMap<FieldCode, usize>,
}

impl Pack {
    /// Reads a pack from the texts of its `registry.toml` and `schema.toml`.
    ///
    /// # Errors
    /// [`PackError`] with the file and line, or the field and the rule it breaks.
    pub fn parse(registry: &str, schema: &str) -> Result<Self, PackError> {
        let parts = pack_file::parse(registry, schema)?;
        let mut by_code = BTreeMap::new();
        for (position, field) in parts.fields.iter().enumerate() {
            if by_code.insert(field.code.clone(), position).is_some() {
                return Err(rule(format!("field {}", field.code), "is declared twice"));
            }
        }
        Ok(Self {
            code: parts.code,
            version: parts.version,
            name: parts.name,
            validity: parts.validity,
            keys: parts.keys,
            services: parts.services,
            fields: parts.fields,
            by_code,
        })
    }

    /// The field with this code, whether it is offered today or not.
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.by_code.get(code).map(|position| &self.fields[*position])
    }

    /// The field with this code, if it is offered on `day`.
    pub fn find_offered(&self, code: &str, day: Day) -> Option<&Field> {
        self.field(code).filter(|field| field.validity.has(day))
    }

    /// Every field, in the order of the pack.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    /// Whether the registry offers this service.
    pub fn has_service(&self, verb: Verb) -> bool {
        self.services.iter().any(|service| service.verb == verb)
    }
}

/// A broken rule and its place.
pub(crate) fn rule(place: impl Into<String>, reason: impl Into<String>) -> PackError {
    PackError::Rule {
        place: place.into(),
        reason: reason.into(),
    }
}
