//! A record: the values of one thing or person in one registry, checked against the pack when it is loaded.

use std::collections::BTreeMap;

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Code, Failure};

use crate::model::field::{FieldCode, Value};
use crate::model::flaw::Flaw;
use crate::model::pack::Pack;

/// A record's values by field; a field without a value is absent.
pub type Fields = BTreeMap<FieldCode, String>;

/// What a key leads to.
pub(crate) enum Found {
    /// The record of the key.
    Record(Fields),
    /// There is none. Another record, or nothing in an empty registry; none of its values may leave.
    Other(Fields),
}

impl Found {
    /// The record, if it is that of the key.
    pub(crate) const fn held(&self) -> Option<&Fields> {
        match self {
            Self::Record(fields) => Some(fields),
            Self::Other(_) => None,
        }
    }

    /// The values that a question is compared with, whether they count or not.
    pub(crate) const fn compared(&self) -> &Fields {
        match self {
            Self::Record(fields) | Self::Other(fields) => fields,
        }
    }
}

/// A record as it enters: texts by field, its keys among them.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The texts by field.
    pub fields: Fields,
}

/// Shows which fields there are, never what they hold.
impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.fields.keys()).finish()
    }
}

/// A record that fits its pack, ready to be written.
pub(crate) struct CheckedRecord {
    /// The value of the key field.
    pub(crate) key: Value,
    /// All other values, canonical.
    pub(crate) fields: Fields,
}

/// A record as far as it fits its pack, and all that does not.
pub(crate) struct Examined {
    /// The value of the key field, if it is one.
    pub(crate) key: Option<Value>,
    /// All other values that are right, canonical.
    pub(crate) fields: Fields,
    /// What is wrong with which field.
    pub(crate) flaws: Vec<(FieldCode, Flaw)>,
}

impl Record {
    /// A record from pairs of field and text.
    pub fn new(pairs: impl IntoIterator<Item = (FieldCode, String)>) -> Self {
        Self {
            fields: pairs.into_iter().collect(),
        }
    }

    /// Why the registry of this pack would not take the record, if it would not.
    pub fn refusal(&self, pack: &Pack, samples: SamplePolicy) -> Option<Failure> {
        self.clone().check(pack, samples).err()
    }

    /// Checks every value, and that its keys are there; tells the first thing that is wrong.
    pub(crate) fn check(self, pack: &Pack, samples: SamplePolicy) -> Result<CheckedRecord, Failure> {
        let examined = self.examine(pack, samples);
        match (examined.flaws.first(), examined.key) {
            (Some((code, flaw)), _) => Err(flaw.failure(code.as_str())),
            (None, Some(key)) => Ok(CheckedRecord {
                key,
                fields: examined.fields,
            }),
            (None, None) => Err(Code::InvalidBody.into()),
        }
    }

    /// Checks every value, and that its keys are there; tells everything that is wrong.
    pub(crate) fn examine(self, pack: &Pack, samples: SamplePolicy) -> Examined {
        let mut fields = self.fields;
        let missing = pack.keys.asked().filter(|key| !fields.contains_key(*key));
        let mut flaws: Vec<_> = missing.map(|key| (key.clone(), Flaw::Missing)).collect();
        let mut key = None;
        fields.retain(|code, text| {
            let read = match pack.field(code.as_str()) {
                Some(field) => field.read(text, samples),
                None => Err(Flaw::UnknownField(pack.code.clone())),
            };
            match read {
                Ok(value) if *code == pack.keys.record => key = Some(value),
                Ok(value) => {
                    *text = value.into_text();
                    return true;
                }
                Err(flaw) => flaws.push((code.clone(), flaw)),
            }
            false
        });
        Examined { key, fields, flaws }
    }
}
