//! One field of a registry: what it is called, what its values look like, how two values compare, who may ask.
//!
//! A value is checked once, where it enters, and kept in one canonical text.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use motlan_core::vietnam::personal_number::{PersonalNumber, SamplePolicy};
use motlan_core::vietnam::text;
use motlan_core::{Failure, Name};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::code_list;
use crate::model::date::{PartialDate, Validity, is_same_as_far_as_known};
use crate::model::flaw::Flaw;
use crate::model::form::Form;
use crate::model::number;
use crate::model::sample::Sample;

pub use crate::model::code_list::{CodeList, CodeListItem};

/// The longest value in bytes: 1,024 holds a full address in UTF-8 several times over.
pub const VALUE_BYTES_MAX: usize = 1024;

/// The longest code of a field, list or right.
const CODE_BYTES_MAX: usize = 64;

/// A field's own code: `a-z`, then `a-z 0-9 _`, at most 64.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldCode(Arc<str>);

/// The text is no code of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code is a letter a-z, then a-z 0-9 _, at most 64")]
pub struct CodeError;

impl FieldCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FieldCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_code = text.len() <= CODE_BYTES_MAX
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if is_code { Ok(Self(text.into())) } else { Err(CodeError) }
    }
}

impl Borrow<str> for FieldCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FieldCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for FieldCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for FieldCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// What the values of a field look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Any text.
    Text,
    /// `YYYY[-MM[-DD]]`.
    Date,
    /// One code of a list.
    Code(Arc<CodeList>),
    /// One or more codes of a list, each once; the canonical text is in the list's order with `, ` between them.
    CodeSet(Arc<CodeList>),
    /// Twelve digits.
    PersonalNumber,
    /// A person's name.
    PersonName,
    /// A unit of the administrative division: exactly so many digits.
    UnitCode(u8),
    /// A decimal number: up to 15 digits, up to 6 of them behind the point.
    Number,
}

/// How carefully a field is to be handled: Decree 13/2023/NĐ-CP, article 2(3) and 2(4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Says nothing about a person.
    Open,
    /// Basic personal data.
    Basic,
    /// Sensitive personal data.
    Sensitive,
}

/// How an asked value is compared with the one held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Same characters after Unicode NFC.
    Exact,
    /// As names: case, spacing and tone placement do not count; nor does eth for `Đ` in the name of a person.
    Name,
    /// As far as both are precise.
    Date,
    /// Same code, or the same set of codes.
    Code,
    /// Every code asked about is among those held.
    Includes,
    /// Same number.
    Number,
}

/// One field of a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its code.
    pub code: FieldCode,
    /// Its names.
    pub name: Name,
    /// What its values look like.
    pub field_type: FieldType,
    /// How values compare.
    pub comparison: Comparison,
    /// What a grant must hold.
    pub right: String,
    /// On which days it is offered.
    pub validity: Validity,
    /// The element of the national message that it corresponds to, where one is known.
    pub source: Option<String>,
    /// How carefully it is to be handled.
    pub sensitivity: Sensitivity,
    /// A text has one of these forms; empty: any.
    pub forms: Vec<Form>,
    /// The unit of a number.
    pub unit: Option<String>,
    /// How a synthetic value is drawn.
    pub sample: Option<Sample>,
}

/// A checked value in its canonical text. Never printed: it is personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Value(String);

impl Value {
    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The canonical text itself.
    pub fn into_text(self) -> String {
        self.0
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(…)")
    }
}

impl Field {
    /// Checks a text that entered as a value of this field; `place` is what a refusal calls it.
    ///
    /// # Errors
    /// `invalid_body`, or the personal number's own codes; the detail names the place and never the value.
    pub fn parse(&self, place: &str, text: &str, samples: SamplePolicy) -> Result<Value, Failure> {
        self.read(text, samples).map_err(|flaw| flaw.failure(place))
    }

    /// The same; what is wrong is said without a place.
    pub(crate) fn read(&self, text: &str, samples: SamplePolicy) -> Result<Value, Flaw> {
        if text.trim().is_empty() {
            return Err(Flaw::Empty);
        }
        if text.len() > VALUE_BYTES_MAX {
            return Err(Flaw::TooLong);
        }
        match &self.field_type {
            FieldType::Text | FieldType::PersonName if text.chars().any(char::is_control) => {
                Err(Flaw::ControlCharacter)
            }
            FieldType::Text if !self.has_form(text.trim()) => {
                Err(Flaw::Form(self.forms.iter().map(Form::to_string).collect()))
            }
            FieldType::Text | FieldType::PersonName => Ok(Value(text::nfc(text.trim()).into_owned())),
            FieldType::Number => number::canonical(text).map(Value).ok_or(Flaw::Number),
            FieldType::Date => match text.parse::<PartialDate>() {
                Ok(date) => Ok(Value(date.as_str().to_owned())),
                Err(_) => Err(Flaw::Date),
            },
            FieldType::Code(list) if !list.has(text) => Err(Flaw::NotInList(list.code.clone())),
            FieldType::CodeSet(list) => list
                .set(text)
                .map(Value)
                .ok_or_else(|| Flaw::NotInSet(list.code.clone())),
            FieldType::UnitCode(digits)
                if text.len() != usize::from(*digits) || !text.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                Err(Flaw::Digits(*digits))
            }
            FieldType::Code(_) | FieldType::UnitCode(_) => Ok(Value(text.to_owned())),
            FieldType::PersonalNumber => match PersonalNumber::parse(text, samples) {
                Ok(number) => Ok(Value(number.as_str().to_owned())),
                Err(failure) => Err(Flaw::PersonalNumber(failure)),
            },
        }
    }

    fn has_form(&self, text: &str) -> bool {
        self.forms.is_empty() || self.forms.iter().any(|form| form.fits(text))
    }

    /// Whether an asked value agrees with the one held, both canonical.
    pub fn agrees(&self, asked: &str, held: &str) -> bool {
        match self.comparison {
            Comparison::Exact | Comparison::Code | Comparison::Number => asked == held,
            Comparison::Includes => code_list::includes(held, asked),
            Comparison::Name => self.is_same_name(asked, held),
            Comparison::Date => is_same_as_far_as_known(asked, held),
        }
    }
}
