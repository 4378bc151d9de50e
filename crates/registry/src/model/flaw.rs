//! What is wrong with a text as a value of a field: said as a failure to who asks a question, as a reason with its remedy
//! to who sends records.

use motlan_core::{Code, Failure};

use crate::model::field::FieldCode;
use crate::model::pack::RegistryCode;

/// What is wrong with one value. It never holds the value itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// There is none, and the record cannot do without.
    Missing,
    /// The registry has no such field, or does not offer it today.
    UnknownField(RegistryCode),
    /// Nothing but blanks.
    Empty,
    /// Longer than a value may be.
    TooLong,
    /// A text with a control character.
    ControlCharacter,
    /// None of these forms.
    Form(Vec<String>),
    /// No plain decimal number.
    Number,
    /// No date.
    Date,
    /// No code of this list.
    NotInList(FieldCode),
    /// No set of codes of this list.
    NotInSet(FieldCode),
    /// Not so many digits.
    Digits(u8),
    /// No personal number that counts here.
    PersonalNumber(Failure),
}

impl Flaw {
    /// What whoever asks is told; `place` is where the value stood.
    pub(crate) fn failure(&self, place: &str) -> Failure {
        let wrong = |what: &str| Failure::new(Code::InvalidBody, format!("{place}: {what}"));
        match self {
            Self::Missing => wrong("is missing"),
            Self::UnknownField(registry) => {
                Failure::new(Code::UnknownField, format!("{place}: is no field of {registry}"))
            }
            Self::Empty => wrong("is empty"),
            Self::TooLong => wrong("is longer than 1,024 bytes"),
            Self::ControlCharacter => wrong("holds a control character"),
            Self::Form(forms) => wrong(&format!("must have the form {}", forms.join(" or "))),
            Self::Number => wrong("must be a number of at most 15 digits, 6 of them behind the point"),
            Self::Date => wrong("must be YYYY, YYYY-MM or YYYY-MM-DD"),
            Self::NotInList(list) => wrong(&format!("is no code of the list {list}")),
            Self::NotInSet(list) => wrong(&format!(
                "must be codes of the list {list}, each once, with commas between them"
            )),
            Self::Digits(digits) => wrong(&format!("must have {digits} digits")),
            Self::PersonalNumber(failure) => Failure::new(failure.code, format!("{place}: {}", failure.detail)),
        }
    }
}
