//! A record: the values of one thing or person in one registry, checked against the pack when it is loaded.

use std::collections::BTreeMap;

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Code, Failure};

use crate::model::field::{FieldCode, Value};
use crate::model::pack::Pack;

/// A record's values by field; a field without a value is absent.
pub type Fields = BTreeMap<FieldCode, String>;

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

impl Record {
    /// A record from pairs of field and text.
    pub fn new(pairs: impl IntoIterator<Item = (FieldCode, String)>) -> Self {
        Self {
            fields: pairs.into_iter().collect(),
        }
    }

    /// Checks every value, and that its keys are there.
    pub(crate) fn check(self, pack: &Pack, samples: SamplePolicy) -> Result<CheckedRecord, Failure> {
        for key in pack.keys.asked() {
            if !self.fields.contains_key(key) {
                return Err(Failure::new(Code::InvalidBody, format!("{key}: is missing")));
            }
        }
        let mut key = None;
        let mut fields = Fields::new();
        for (code, text) in self.fields {
            let field = pack
                .field(code.as_str())
                .ok_or_else(|| Failure::new(Code::UnknownField, format!("{code}: is no field of {}", pack.code)))?;
            let value = field.parse(code.as_str(), &text, samples)?;
            if code == pack.keys.record {
                key = Some(value);
            } else {
                fields.insert(code, value.into_text());
            }
        }
        let key = key.ok_or(Code::InvalidBody)?;
        Ok(CheckedRecord { key, fields })
    }
}
