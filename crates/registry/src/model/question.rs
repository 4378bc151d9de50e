//! A question about a record: its keys and, for *verify*, the values asked about. Checked in one place.
//!
//! Which fields may be asked is decided here, before anything is read: unknown fields first, then rights, then values.

use std::collections::BTreeSet;

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Code, Day, Failure};

use crate::model::field::{Field, FieldCode, Value};
use crate::model::pack::{Pack, Verb};
use crate::model::record::Fields;
use crate::model::subject::Subject;

/// The right to tell a person who is not in the registry from one whose data differ.
pub const RIGHT_EXISTENCE: &str = "person.existence";

/// The right to ask, for a person, who asked about them.
pub const RIGHT_USAGE: &str = "person.usage";

/// The right to send records. What they may hold is a matter of the rights to their fields.
pub const RIGHT_SYNC: &str = "registry.sync";

/// The right to see what a record was at an earlier moment.
pub const RIGHT_HISTORY: &str = "record.history";

/// The right that takes something: whoever holds it gets an identifier of its own in place of a record's key.
pub const RIGHT_PAIRWISE: &str = "identifier.pairwise";

/// The right to ask for a delayed purpose so that the person sees it late: see [`crate::Config::delays`].
pub const RIGHT_DELAY: &str = "usage.delay";

/// The rights that belong to no field.
pub(crate) const RIGHTS_NO_FIELD: [&str; 6] = [
    RIGHT_EXISTENCE,
    RIGHT_USAGE,
    RIGHT_SYNC,
    RIGHT_HISTORY,
    RIGHT_PAIRWISE,
    RIGHT_DELAY,
];

/// The one key of *usage* where records are found by something else than a person's number.
pub(crate) const PERSONAL_NUMBER: &str = "personal_number";

/// What a question of this kind carries to find its record, in order.
pub fn keys(pack: &Pack, verb: Verb) -> Vec<&str> {
    if verb == Verb::Usage && !pack.keys.is_person() {
        vec![PERSONAL_NUMBER]
    } else {
        pack.keys.asked().map(FieldCode::as_str).collect()
    }
}

/// A question as it came, texts only, by field code.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawQuestion {
    /// The keys of the pack: what finds the record and what must agree beside it.
    pub keys: Vec<(String, String)>,
    /// Asked values, in the order asked.
    pub fields: Vec<(String, String)>,
}

impl RawQuestion {
    /// The text of a key.
    pub(crate) fn key(&self, code: &str) -> Result<&str, Failure> {
        let found = self.keys.iter().find(|(name, _)| name == code);
        match found {
            Some((_, text)) if !text.is_empty() => Ok(text),
            _ => Err(Failure::new(Code::InvalidBody, format!("{code}: is missing or empty"))),
        }
    }
}

/// What a question is checked against.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) verb: Verb,
    pub(crate) today: Day,
    pub(crate) rights: &'a BTreeSet<String>,
    pub(crate) samples: SamplePolicy,
}

/// A question that may be answered.
pub(crate) struct Question<'a> {
    /// The key of the record asked about.
    pub(crate) key: Value,
    also: Vec<(&'a Field, Value)>,
    asked: Vec<(&'a Field, Value)>,
    pack: &'a Pack,
}

impl<'a> Question<'a> {
    /// Checks a question.
    pub(crate) fn parse(raw: &RawQuestion, terms: Terms<'a>) -> Result<Self, Failure> {
        let fields = may_ask(&raw.fields, terms)?;
        let key = |code: &FieldCode| {
            let field = terms.pack.field(code.as_str()).ok_or(Code::InternalError)?;
            Ok::<_, Failure>((
                field,
                field.parse(code.as_str(), raw.key(code.as_str())?, terms.samples)?,
            ))
        };
        let (_, record) = key(&terms.pack.keys.record)?;
        let also = terms.pack.keys.also.iter().map(key).collect::<Result<_, _>>()?;
        let asked = fields
            .into_iter()
            .zip(&raw.fields)
            .map(|(field, (_, text))| {
                let place = match terms.verb {
                    Verb::Correct => "value".to_owned(),
                    _ => format!("fields.{}", field.code),
                };
                Ok((field, field.parse(&place, text, terms.samples)?))
            })
            .collect::<Result<_, Failure>>()?;
        Ok(Self {
            key: record,
            also,
            asked,
            pack: terms.pack,
        })
    }

    /// What is asked about, in the order asked.
    pub(crate) fn asked(&self) -> &[(&'a Field, Value)] {
        &self.asked
    }

    /// Whether what must agree beside the key is that of this record. The key found it already.
    pub(crate) fn identifies(&self, held: &Fields) -> bool {
        // Everything is compared before anything is looked at, so that the time taken does not tell what differs.
        let agreed = self.also.iter().filter(|(field, asked)| match held.get(&field.code) {
            Some(value) => field.agrees(asked.as_str(), value),
            None => false,
        });
        agreed.count() == self.also.len()
    }

    /// Whom the question names before anything is read: the person whose number its key is, or else the record.
    pub(crate) fn subject(&self) -> Subject {
        if self.pack.keys.is_person() {
            Subject::person(self.key.as_str())
        } else {
            Subject::record(self.key.as_str())
        }
    }

    /// About whom the question is: whomever it names itself, and those whom the record names.
    pub(crate) fn subjects(&self, held: Option<&Fields>) -> BTreeSet<Subject> {
        static NOTHING: Fields = Fields::new();
        let named = self.pack.keys.subjects(self.key.as_str(), held.unwrap_or(&NOTHING));
        std::iter::once(self.subject()).chain(named).collect()
    }

    /// What must agree beside the key, as it was given.
    pub(crate) fn keys_given(&self) -> Fields {
        let given = self.also.iter();
        given
            .map(|(field, value)| (field.code.clone(), value.as_str().to_owned()))
            .collect()
    }
}

/// The fields asked about, if all of them exist today and the caller has the right to each.
fn may_ask<'a>(asked: &[(String, String)], terms: Terms<'a>) -> Result<Vec<&'a Field>, Failure> {
    let mut unknown = Vec::new();
    let mut refused = Vec::new();
    let mut fields = Vec::new();
    for (code, _) in asked {
        match terms.pack.find_offered(code, terms.verb, terms.today) {
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
