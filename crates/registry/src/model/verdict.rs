//! The answer to *verify*: whether the data agree, as a whole and field by field.
//!
//! Whoever lacks the right `person.existence` gets, for keys that identify nobody, the answer of a person whose every
//! asked value differs: the two cannot be told apart. Nor is it told how a value differs ([`Hint`]).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::model::field::{Field, FieldCode};
use crate::model::hint::Hint;
use crate::model::question::Question;
use crate::model::record::{Fields, Found};

/// What is said about one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The value asked about is the one held.
    Match,
    /// Another value is held.
    Mismatch,
    /// The registry holds no value.
    Unknown,
}

/// Whether everything agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The keys identify the person and every asked value agrees.
    Match,
    /// Anything else.
    NoMatch,
}

/// The answer to *verify*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether everything agrees.
    pub result: Outcome,
    /// Field by field, in the order asked.
    #[serde(serialize_with = "in_order")]
    pub fields: Vec<(FieldCode, Agreement)>,
    /// How asked values that differ are wrong, where it can be said; only for whoever may know about existence.
    #[serde(serialize_with = "in_order", skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<(FieldCode, Hint)>,
}

fn in_order<S: Serializer, T: Serialize>(fields: &[(FieldCode, T)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(fields.len()))?;
    for (code, said) in fields {
        map.serialize_entry(code, said)?;
    }
    map.end()
}

/// Compares a question with the record of its number, if there is one.
///
/// With the right to know about existence the asked values are compared with that record even where name or date of
/// birth differ: this is how cleansing learns what differs.
pub(crate) fn judge(question: &Question<'_>, found: &Found, may_know_existence: bool) -> Verdict {
    let (held, record) = (found.held(), found.compared());
    let identifies = question.identifies(record);
    let compared: Vec<_> = question
        .asked()
        .iter()
        .map(|(field, asked)| agreement(field, asked.as_str(), record))
        .collect();
    let hints = match held {
        Some(held) if may_know_existence => hints(question, held, &compared),
        _ => Vec::new(),
    };
    let is_identified = identifies && held.is_some();
    let answer = |compared| match (is_identified, may_know_existence, held) {
        (false, false, _) => Agreement::Mismatch,
        (_, _, None) => Agreement::Unknown,
        (_, _, Some(_)) => compared,
    };
    let fields: Vec<_> = question
        .asked()
        .iter()
        .zip(compared)
        .map(|((field, _), compared)| (field.code.clone(), answer(compared)))
        .collect();
    let is_match = is_identified && fields.iter().all(|(_, agreement)| *agreement == Agreement::Match);
    Verdict {
        result: if is_match { Outcome::Match } else { Outcome::NoMatch },
        fields,
        hints,
    }
}

fn hints(question: &Question<'_>, held: &Fields, compared: &[Agreement]) -> Vec<(FieldCode, Hint)> {
    let differing = question
        .asked()
        .iter()
        .zip(compared)
        .filter(|(_, compared)| **compared == Agreement::Mismatch);
    differing
        .filter_map(|((field, asked), _)| {
            let hint = field.hint(asked.as_str(), held.get(&field.code)?)?;
            Some((field.code.clone(), hint))
        })
        .collect()
}

fn agreement(field: &Field, asked: &str, record: &Fields) -> Agreement {
    match record.get(&field.code) {
        None => Agreement::Unknown,
        Some(held) if field.agrees(asked, held) => Agreement::Match,
        Some(_) => Agreement::Mismatch,
    }
}
