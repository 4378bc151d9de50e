//! One field of `schema.toml`, as it is written, and its translation: type, list, comparison and right must fit.

use std::sync::Arc;

use motlan_core::Name;
use serde::Deserialize;

use super::{Lists, validity};
use crate::model::field::{CodeList, Comparison, Field, FieldCode, FieldType};
use crate::model::pack::{PackError, rule};
use crate::model::question::RIGHTS_NO_FIELD;

/// The largest number of digits of a unit code: communes have 5.
const UNIT_DIGITS_MAX: u8 = 10;

/// One field, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldTable {
    code: FieldCode,
    name: Name,
    #[serde(rename = "type")]
    kind: Kind,
    list: Option<FieldCode>,
    digits: Option<u8>,
    compare: Comparison,
    right: String,
    source: Option<String>,
    valid_from: Option<String>,
    valid_until: Option<String>,
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
}

impl FieldTable {
    /// Checks the field against the lists and the rules between its parts.
    pub(super) fn read(self, lists: &Lists) -> Result<Field, PackError> {
        let place = format!("field {}", self.code);
        let field_type = field_type(&self, lists, &place)?;
        let may_compare = matches!(
            (self.kind, self.compare),
            (Kind::Text | Kind::PersonalNumber | Kind::PersonName, Comparison::Exact)
                | (Kind::Text | Kind::PersonName, Comparison::Name)
                | (Kind::Date, Comparison::Date | Comparison::Exact)
                | (Kind::Code | Kind::CodeSet | Kind::UnitCode, Comparison::Code)
                | (Kind::CodeSet, Comparison::Includes)
        );
        if !may_compare {
            return Err(rule(place, "its type cannot be compared this way"));
        }
        if RIGHTS_NO_FIELD.contains(&self.right.as_str()) || !is_right(&self.right) {
            let no_field = RIGHTS_NO_FIELD.join(" or ");
            return Err(rule(
                place,
                format!("right must be 1 to 64 of a-z 0-9 _ . and not {no_field}"),
            ));
        }
        Ok(Field {
            validity: validity(&place, self.valid_from, self.valid_until)?,
            code: self.code,
            name: self.name,
            field_type,
            comparison: self.compare,
            right: self.right,
            source: self.source,
        })
    }
}

fn is_right(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
}

fn field_type(table: &FieldTable, lists: &Lists, place: &str) -> Result<FieldType, PackError> {
    if table.list.is_some() != matches!(table.kind, Kind::Code | Kind::CodeSet) {
        return Err(rule(
            place,
            "list belongs to the type code or code_set, and to no other",
        ));
    }
    if table.digits.is_some() != (table.kind == Kind::UnitCode) {
        return Err(rule(place, "digits belongs to the type unit_code, and to no other"));
    }
    Ok(match (table.kind, &table.list, table.digits) {
        (Kind::Text, ..) => FieldType::Text,
        (Kind::Date, ..) => FieldType::Date,
        (Kind::PersonalNumber, ..) => FieldType::PersonalNumber,
        (Kind::PersonName, ..) => FieldType::PersonName,
        (Kind::Code, Some(code), _) => FieldType::Code(list(code, lists, place)?),
        (Kind::CodeSet, Some(code), _) => FieldType::CodeSet(separable(list(code, lists, place)?, place)?),
        (Kind::UnitCode, _, Some(digits)) if (1..=UNIT_DIGITS_MAX).contains(&digits) => FieldType::UnitCode(digits),
        _ => return Err(rule(place, format!("digits must be 1 to {UNIT_DIGITS_MAX}"))),
    })
}

fn list(code: &FieldCode, lists: &Lists, place: &str) -> Result<Arc<CodeList>, PackError> {
    match lists.get(code) {
        Some(list) => Ok(Arc::clone(list)),
        None => Err(rule(place, format!("there is no list {code}"))),
    }
}

/// The list, if a text with commas between its codes can be taken apart again.
fn separable(list: Arc<CodeList>, place: &str) -> Result<Arc<CodeList>, PackError> {
    let is_unclear = |code: &str| code.is_empty() || code.contains(',') || code.trim() != code;
    match list.items.iter().find(|item| is_unclear(&item.code)) {
        Some(item) => Err(rule(place, format!("the code {:?} cannot stand in a set", item.code))),
        None => Ok(list),
    }
}
