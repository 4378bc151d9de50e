//! Why a record is not taken, and what would make it acceptable: for machines and for people.
//!
//! No reason ever repeats a value. A record has all its reasons at once, so that it is corrected once.

use std::fmt;

use motlan_core::{Code, Name};
use serde::{Deserialize, Serialize};

use crate::model::field::{FieldCode, VALUE_BYTES_MAX};
use crate::model::flaw::Flaw;

/// What is wrong with a record. Stable words, listed in `docs/registry-sync.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// What was sent is no record at all.
    NotARecord,
    /// A field stands there twice.
    FieldTwice,
    /// A value is no text.
    NotText,
    /// The registry has no such field, or does not take it today.
    UnknownField,
    /// A key is missing.
    Missing,
    /// A value is nothing but blanks.
    Empty,
    /// A value is too long.
    TooLong,
    /// A value holds a control character.
    ControlCharacter,
    /// A text does not have its form.
    InvalidForm,
    /// A value is no number.
    NotNumber,
    /// A value is no date.
    DateForm,
    /// A value is no code of its list.
    NotInList,
    /// A value does not have so many digits.
    Digits,
    /// A personal number does not have twelve digits.
    PersonalNumberForm,
    /// A personal number's first three digits belong to nobody here.
    PersonalNumberProvince,
    /// A rule of completeness asks for this field.
    Incomplete,
    /// Another record has the same values.
    NotUnique,
}

impl RefusalCode {
    /// Every code, in the order of the list in `docs/registry-sync.md`.
    pub const ALL: [Self; 17] = [
        Self::NotARecord,
        Self::FieldTwice,
        Self::NotText,
        Self::UnknownField,
        Self::Missing,
        Self::Empty,
        Self::TooLong,
        Self::ControlCharacter,
        Self::InvalidForm,
        Self::NotNumber,
        Self::DateForm,
        Self::NotInList,
        Self::Digits,
        Self::PersonalNumberForm,
        Self::PersonalNumberProvince,
        Self::Incomplete,
        Self::NotUnique,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotARecord => "not_a_record",
            Self::FieldTwice => "field_twice",
            Self::NotText => "not_text",
            Self::UnknownField => "unknown_field",
            Self::Missing => "missing",
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::ControlCharacter => "control_character",
            Self::InvalidForm => "invalid_form",
            Self::NotNumber => "not_number",
            Self::DateForm => "date_form",
            Self::NotInList => "not_in_list",
            Self::Digits => "digits",
            Self::PersonalNumberForm => "personal_number_form",
            Self::PersonalNumberProvince => "personal_number_province",
            Self::Incomplete => "incomplete",
            Self::NotUnique => "not_unique",
        }
    }
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What would make a record acceptable, as far as one reason goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Remedy {
    /// Send an object `{"fields": {name: text}, "known_version"?: number}`.
    SendRecord,
    /// Send the field once.
    SendOnce,
    /// Send the value as a JSON text, or leave the field out.
    SendText,
    /// Leave the field out.
    LeaveOut,
    /// Give the field a value.
    GiveValue,
    /// At most so many bytes of UTF-8.
    Shorten {
        /// The limit.
        bytes_max: usize,
    },
    /// Take control characters out.
    RemoveControlCharacters,
    /// One of these forms: 9 is a digit, A a letter A-Z, anything else itself.
    UseForm {
        /// The forms.
        forms: Vec<String>,
    },
    /// A decimal number with a point, of at most so many digits.
    UseNumber {
        /// Digits in all.
        digits_max: u8,
        /// Digits behind the point.
        decimals_max: u8,
    },
    /// A day that the calendar has, as far as it is known.
    UseDate {
        /// The forms.
        forms: Vec<String>,
    },
    /// A code of the pack's list.
    UseList {
        /// The list.
        list: FieldCode,
        /// Whether several codes may stand there, each once, with commas between them.
        several: bool,
    },
    /// Exactly so many digits.
    UseDigits {
        /// How many.
        digits: u8,
    },
    /// A number as the issuing authority gave it: twelve digits, the first three those of a province or country.
    CorrectPersonalNumber,
    /// These values belong to one record: find out whose they are, and correct the other.
    ResolveDouble {
        /// The fields that no two records may share, together.
        fields: Vec<FieldCode>,
    },
}

impl Remedy {
    /// What to do, in a sentence for people.
    pub fn sentence(&self) -> Name {
        let (vi, en) = match self {
            Self::SendRecord => (
                "Gửi một đối tượng {\"fields\": {…}}.".to_owned(),
                "Send an object {\"fields\": {…}}.".to_owned(),
            ),
            Self::SendOnce => ("Chỉ gửi trường này một lần.".into(), "Send this field once.".into()),
            Self::SendText => (
                "Gửi giá trị dưới dạng chuỗi, hoặc bỏ trường này.".into(),
                "Send the value as a text, or leave the field out.".into(),
            ),
            Self::LeaveOut => ("Bỏ trường này.".into(), "Leave this field out.".into()),
            Self::GiveValue => (
                "Bổ sung giá trị của trường này.".into(),
                "Give this field a value.".into(),
            ),
            Self::Shorten { bytes_max } => (
                format!("Rút ngắn còn nhiều nhất {bytes_max} byte."),
                format!("Shorten it to at most {bytes_max} bytes."),
            ),
            Self::RemoveControlCharacters => (
                "Bỏ các ký tự điều khiển.".into(),
                "Take the control characters out.".into(),
            ),
            Self::UseForm { forms } => (
                format!("Viết theo dạng {}.", forms.join(" hoặc ")),
                format!("Write it in the form {}.", forms.join(" or ")),
            ),
            Self::UseNumber {
                digits_max,
                decimals_max,
            } => (
                format!("Viết số thập phân tối đa {digits_max} chữ số, {decimals_max} chữ số sau dấu chấm."),
                format!("Write a number of at most {digits_max} digits, {decimals_max} of them behind the point."),
            ),
            Self::UseDate { forms } => (
                format!("Viết ngày có thật theo dạng {}.", forms.join(" hoặc ")),
                format!("Write a real date as {}.", forms.join(" or ")),
            ),
            Self::UseList { list, several: false } => (
                format!("Dùng một mã của danh mục {list}."),
                format!("Use a code of the list {list}."),
            ),
            Self::UseList { list, several: true } => (
                format!("Dùng các mã của danh mục {list}, mỗi mã một lần, cách nhau bằng dấu phẩy."),
                format!("Use codes of the list {list}, each once, with commas between them."),
            ),
            Self::UseDigits { digits } => (
                format!("Viết đúng {digits} chữ số."),
                format!("Write exactly {digits} digits."),
            ),
            Self::CorrectPersonalNumber => (
                "Kiểm tra lại số định danh cá nhân trên giấy tờ gốc.".into(),
                "Check the personal number against the original paper.".into(),
            ),
            Self::ResolveDouble { fields } => {
                let fields: Vec<&str> = fields.iter().map(FieldCode::as_str).collect();
                let fields = fields.join(", ");
                (
                    format!("Bản ghi khác đã có cùng {fields}: xác minh và sửa bản ghi sai."),
                    format!("Another record has the same {fields}: find out whose it is and correct the other."),
                )
            }
        };
        Name { vi, en }
    }
}

/// One reason why a record is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What is wrong.
    pub code: RefusalCode,
    /// With which field; none where it is no field's, or where its name is no code.
    pub field: Option<FieldCode>,
    /// What would make it right.
    pub remedy: Remedy,
}

impl Refusal {
    /// What was sent is no record at all.
    pub(crate) const fn not_a_record() -> Self {
        Self {
            code: RefusalCode::NotARecord,
            field: None,
            remedy: Remedy::SendRecord,
        }
    }

    /// A field that a rule of completeness asks for.
    pub(crate) const fn incomplete(field: FieldCode) -> Self {
        Self {
            code: RefusalCode::Incomplete,
            field: Some(field),
            remedy: Remedy::GiveValue,
        }
    }

    /// Fields whose values another record has; there is at least one.
    pub(crate) fn not_unique(fields: &[FieldCode]) -> Self {
        Self {
            code: RefusalCode::NotUnique,
            field: fields.first().cloned(),
            remedy: Remedy::ResolveDouble { fields: fields.into() },
        }
    }

    /// What is wrong with a value.
    pub(crate) fn of(field: FieldCode, flaw: &Flaw) -> Self {
        let (code, remedy) = match flaw {
            Flaw::Missing => (RefusalCode::Missing, Remedy::GiveValue),
            Flaw::UnknownField(_) => (RefusalCode::UnknownField, Remedy::LeaveOut),
            Flaw::Empty => (RefusalCode::Empty, Remedy::GiveValue),
            Flaw::TooLong => (
                RefusalCode::TooLong,
                Remedy::Shorten {
                    bytes_max: VALUE_BYTES_MAX,
                },
            ),
            Flaw::ControlCharacter => (RefusalCode::ControlCharacter, Remedy::RemoveControlCharacters),
            Flaw::Form(forms) => (RefusalCode::InvalidForm, Remedy::UseForm { forms: forms.clone() }),
            Flaw::Number => (
                RefusalCode::NotNumber,
                Remedy::UseNumber {
                    digits_max: 15,
                    decimals_max: 6,
                },
            ),
            Flaw::Date => (
                RefusalCode::DateForm,
                Remedy::UseDate {
                    forms: ["YYYY", "YYYY-MM", "YYYY-MM-DD"].map(str::to_owned).into(),
                },
            ),
            Flaw::NotInList(list) => (RefusalCode::NotInList, use_list(list, false)),
            Flaw::NotInSet(list) => (RefusalCode::NotInList, use_list(list, true)),
            Flaw::Digits(digits) => (RefusalCode::Digits, Remedy::UseDigits { digits: *digits }),
            Flaw::PersonalNumber(failure) if failure.code == Code::PersonalNumberProvince => {
                (RefusalCode::PersonalNumberProvince, Remedy::CorrectPersonalNumber)
            }
            Flaw::PersonalNumber(_) => (RefusalCode::PersonalNumberForm, Remedy::CorrectPersonalNumber),
        };
        Self {
            code,
            field: Some(field),
            remedy,
        }
    }
}

fn use_list(list: &FieldCode, several: bool) -> Remedy {
    Remedy::UseList {
        list: list.clone(),
        several,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_written_as_it_is_called() {
        for code in RefusalCode::ALL {
            let written = serde_json::to_string(&code).unwrap();
            assert_eq!(written, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<RefusalCode>(&written).unwrap(), code);
        }
    }
}
