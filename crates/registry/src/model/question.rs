//! A question about a person: the three keys and, for *verify*, the values asked about. Checked in one place.
//!
//! Which fields may be asked is decided here, before anything is read: unknown fields first, then rights, then values.

use std::collections::BTreeSet;

use motlan_core::vietnam::personal_number::{PersonalNumber, SamplePolicy};
use motlan_core::{Code, Day, Failure};

use crate::model::field::{Field, FieldCode, Value};
use crate::model::pack::Pack;
use crate::model::record::Fields;

/// The right to tell a person who is not in the registry from one whose data differ.
pub const RIGHT_EXISTENCE: &str = "person.existence";

/// The right to ask, for a person, who asked about them.
pub const RIGHT_USAGE: &str = "person.usage";

/// The rights that belong to no field.
pub(crate) const RIGHTS_NO_FIELD: [&str; 2] = [RIGHT_EXISTENCE, RIGHT_USAGE];

/// A question as it came, texts only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawQuestion {
    /// The personal number.
    pub personal_number: String,
    /// The full name.
    pub full_name: String,
    /// The date of birth, `YYYY[-MM[-DD]]`.
    pub birth_date: String,
    /// Asked values by field code, in the order asked.
    pub fields: Vec<(String, String)>,
}

/// What a question is checked against.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) today: Day,
    pub(crate) rights: &'a BTreeSet<String>,
    pub(crate) samples: SamplePolicy,
}

/// A question that may be answered.
pub(crate) struct Question<'a> {
    /// The number asked about.
    pub(crate) number: PersonalNumber,
    full_name: Value,
    birth_date: Value,
    asked: Vec<(&'a Field, Value)>,
    pack: &'a Pack,
}

impl<'a> Question<'a> {
    /// Checks a question.
    pub(crate) fn parse(raw: &RawQuestion, terms: Terms<'a>) -> Result<Self, Failure> {
        let fields = may_ask(&raw.fields, terms)?;
        let in_place = |word: &str, failure: Failure| Failure::new(failure.code, format!("{word}: {}", failure.detail));
        let number = PersonalNumber::parse(&raw.personal_number, terms.samples)
            .map_err(|failure| in_place("personal_number", failure))?;
        let key = |code: &FieldCode, place: &str, text: &str| {
            let field = terms.pack.field(code.as_str()).ok_or(Code::InternalError)?;
            field.parse(place, text, terms.samples)
        };
        let full_name = key(&terms.pack.keys.full_name, "full_name", &raw.full_name)?;
        let birth_date = key(&terms.pack.keys.birth_date, "birth_date", &raw.birth_date)?;
        let asked = fields
            .into_iter()
            .zip(&raw.fields)
            .map(|(field, (_, text))| {
                let place = format!("fields.{}", field.code);
                Ok((field, field.parse(&place, text, terms.samples)?))
            })
            .collect::<Result<_, Failure>>()?;
        Ok(Self {
            number,
            full_name,
            birth_date,
            asked,
            pack: terms.pack,
        })
    }

    /// What is asked about, in the order asked.
    pub(crate) fn asked(&self) -> &[(&'a Field, Value)] {
        &self.asked
    }

    /// Whether the name and the date of birth are those of this record. The number found it already.
    pub(crate) fn identifies(&self, held: &Fields) -> bool {
        let keys = &self.pack.keys;
        // Both are compared before either is looked at, so that the time taken does not tell which one differs.
        let [name, date] =
            [(&keys.full_name, &self.full_name), (&keys.birth_date, &self.birth_date)].map(|(code, asked)| {
                match (self.pack.field(code.as_str()), held.get(code)) {
                    (Some(field), Some(value)) => field.agrees(asked.as_str(), value),
                    _ => false,
                }
            });
        name && date
    }

    /// A record that holds just what is asked: it takes the place of one that is not there, so that an unknown person
    /// costs the comparisons of a known one.
    pub(crate) fn as_record(&self) -> Fields {
        let keys = &self.pack.keys;
        let mut fields: Fields = self
            .asked
            .iter()
            .map(|(field, value)| (field.code.clone(), value.as_str().to_owned()))
            .collect();
        fields.insert(keys.full_name.clone(), self.full_name.as_str().to_owned());
        fields.insert(keys.birth_date.clone(), self.birth_date.as_str().to_owned());
        fields
    }
}

/// The fields asked about, if all of them exist today and the caller has the right to each.
fn may_ask<'a>(asked: &[(String, String)], terms: Terms<'a>) -> Result<Vec<&'a Field>, Failure> {
    let mut unknown = Vec::new();
    let mut refused = Vec::new();
    let mut fields = Vec::new();
    for (code, _) in asked {
        match terms.pack.find_offered(code, terms.today) {
            None => unknown.push(shown(code)),
            Some(field) if !terms.rights.contains(&field.right) => refused.push(field.code.as_str()),
            Some(field) => fields.push(field),
        }
    }
    if !unknown.is_empty() {
        let detail = format!("{} has no such field today: {}", terms.pack.code, unknown.join(", "));
        return Err(Failure::new(Code::UnknownField, detail));
    }
    if !refused.is_empty() {
        let detail = format!("the grant does not hold: {}", refused.join(", "));
        return Err(Failure::new(Code::FieldNotGranted, detail));
    }
    Ok(fields)
}

/// A name that somebody sent, if it can hold no personal data by accident; otherwise only that there was one.
pub(crate) fn shown(name: &str) -> &str {
    let is_word = name.parse::<FieldCode>().is_ok() && !name.bytes().any(|byte| byte.is_ascii_digit());
    if is_word { name } else { "(a name that is no code)" }
}
