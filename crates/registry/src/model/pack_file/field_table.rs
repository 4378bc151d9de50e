//! One field of a pack, as it is written, and its translation: type, list, comparison and right must fit.

use std::sync::Arc;

use motlan_core::Name;
use serde::Deserialize;
use toml::Spanned;

use super::{Lists, PackError, Text};
use crate::model::field::{CodeList, Comparison, Field, FieldCode, FieldType, Sensitivity};
use crate::model::form::Form;
use crate::model::question::RIGHTS_NO_FIELD;
use crate::model::sample::Sample;

/// The largest number of digits of a unit code: communes have 5.
const UNIT_DIGITS_MAX: u8 = 10;

/// One field, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldTable {
    pub(super) code: Spanned<FieldCode>,
    name: Name,
    #[serde(rename = "type")]
    kind: Kind,
    list: Option<FieldCode>,
    digits: Option<u8>,
    compare: Comparison,
    right: String,
    #[serde(default)]
    forms: Vec<Form>,
    unit: Option<String>,
    sensitivity: Sensitivity,
    source: Option<String>,
    valid_from: Option<Spanned<String>>,
    valid_until: Option<Spanned<String>>,
    sample: Option<Sample>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Text,
    Date,
    Code,
    CodeSet,
    PersonalNumber,
    PersonName,
    UnitCode,
    Number,
}

impl FieldTable {
    /// Checks the field against the lists and the rules between its parts.
    pub(super) fn read(self, text: Text<'_>, lists: &Lists) -> Result<Field, PackError> {
        let place = format!("field {}", self.code.get_ref());
        let wrong = |reason: String| text.rule(&self.code, place.clone(), reason);
        let field_type = self.field_type(lists).map_err(wrong)?;
        self.check().map_err(wrong)?;
        Ok(Field {
            validity: text.validity(&place, self.valid_from.as_ref(), self.valid_until.as_ref())?,
            code: self.code.into_inner(),
            name: self.name,
            field_type,
            comparison: self.compare,
            right: self.right,
            source: self.source,
            sensitivity: self.sensitivity,
            forms: self.forms,
            unit: self.unit,
            sample: self.sample,
        })
    }

    fn check(&self) -> Result<(), String> {
        let may_compare = matches!(
            (self.kind, self.compare),
            (Kind::Text | Kind::PersonalNumber | Kind::PersonName, Comparison::Exact)
                | (Kind::Text | Kind::PersonName, Comparison::Name)
                | (Kind::Date, Comparison::Date | Comparison::Exact)
                | (Kind::Code | Kind::CodeSet | Kind::UnitCode, Comparison::Code)
                | (Kind::CodeSet, Comparison::Includes)
                | (Kind::Number, Comparison::Number)
        );
        if !may_compare {
            return Err("its type cannot be compared this way".to_owned());
        }
        if RIGHTS_NO_FIELD.contains(&self.right.as_str()) || !is_right(&self.right) {
            let no_field = RIGHTS_NO_FIELD.join(" or ");
            return Err(format!("right must be 1 to 64 of a-z 0-9 _ . and not {no_field}"));
        }
        if !self.forms.is_empty() && self.kind != Kind::Text {
            return Err("forms belongs to the type text, and to no other".to_owned());
        }
        if self.unit.is_some() && self.kind != Kind::Number {
            return Err("unit belongs to the type number, and to no other".to_owned());
        }
        Ok(())
    }

    fn field_type(&self, lists: &Lists) -> Result<FieldType, String> {
        if self.list.is_some() != matches!(self.kind, Kind::Code | Kind::CodeSet) {
            return Err("list belongs to the type code or code_set, and to no other".to_owned());
        }
        if self.digits.is_some() != (self.kind == Kind::UnitCode) {
            return Err("digits belongs to the type unit_code, and to no other".to_owned());
        }
        Ok(match (self.kind, &self.list, self.digits) {
            (Kind::Text, ..) => FieldType::Text,
            (Kind::Date, ..) => FieldType::Date,
            (Kind::Number, ..) => FieldType::Number,
            (Kind::PersonalNumber, ..) => FieldType::PersonalNumber,
            (Kind::PersonName, ..) => FieldType::PersonName,
            (Kind::Code, Some(code), _) => FieldType::Code(list(code, lists)?),
            (Kind::CodeSet, Some(code), _) => FieldType::CodeSet(separable(list(code, lists)?)?),
            (Kind::UnitCode, _, Some(digits)) if (1..=UNIT_DIGITS_MAX).contains(&digits) => FieldType::UnitCode(digits),
            _ => return Err(format!("digits must be 1 to {UNIT_DIGITS_MAX}")),
        })
    }
}

fn is_right(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
}

fn list(code: &FieldCode, lists: &Lists) -> Result<Arc<CodeList>, String> {
    match lists.get(code) {
        Some(list) => Ok(Arc::clone(list)),
        None => Err(format!("there is no list {code}")),
    }
}

/// The list, if a text with commas between its codes can be taken apart again.
fn separable(list: Arc<CodeList>) -> Result<Arc<CodeList>, String> {
    let is_unclear = |code: &str| code.is_empty() || code.contains(',') || code.trim() != code;
    match list.items.iter().find(|item| is_unclear(&item.code)) {
        Some(item) => Err(format!("the code {:?} cannot stand in a set", item.code)),
        None => Ok(list),
    }
}
