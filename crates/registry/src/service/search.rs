//! *Search*: which records hold these values? Only by the fields that the pack names, by exact values, a page at most.

use std::collections::BTreeSet;

use motlan_core::{Caller, Code, Failure};
use tracing::instrument;

use super::{Asking, Found};
use crate::journal::{Answer, Outcome};
use crate::model::field::{Field, FieldCode, Value};
use crate::model::pack::{Pack, Verb};
use crate::model::question::shown;
use crate::model::record::Fields;
use crate::model::subject::Subject;
use crate::registry::{Parts, Registry, RegistryError};

/// Records of one answer, and persons in it: each person gets an entry of their own in the usage journal.
pub const FOUND_MAX: usize = 100;

/// What a search found.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchPage {
    /// The granted fields of each record, in the order of the pack; records in the order of their keys.
    pub records: Vec<Found>,
    /// Whether there are more: a narrower question finds them.
    pub has_more: bool,
}

/// A value that records must hold.
pub(crate) type Criterion<'a> = (&'a Field, Value);

impl Registry {
    /// The records that hold all of these values; at most [`FOUND_MAX`].
    ///
    /// # Errors
    /// [`RegistryError`]; `persons_limit` where the persons found are too many for one day.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn search(&self, caller: &Caller, by: &[(String, String)]) -> Result<SearchPage, RegistryError> {
        let parts = self.parts();
        let present = parts.present(Verb::Search)?;
        let granted: Vec<&Field> = parts
            .pack
            .offered(Verb::Search, present.today)
            .filter(|field| caller.fields.contains(&field.right))
            .collect();
        let criteria = parts.criteria(by, caller, present.today)?;
        let asked: Vec<Subject> = criteria
            .iter()
            .filter(|(field, _)| parts.pack.keys.persons.contains(&field.code))
            .map(|(_, value)| Subject::person(value.as_str()))
            .collect();
        parts.may_find(caller, &present)?;
        for person in &asked {
            parts.may_try(caller, &present, person)?;
        }
        let candidates = parts.records.search(&criteria, FOUND_MAX + 1).await?;
        let answer = candidates.map(|held| page(&parts.pack, &criteria, &granted, asked, held));
        // Those found are told of the question, also where they are too many for an answer.
        let mut found = answer.about().0.iter();
        let tried = found.try_for_each(|person| parts.may_try(caller, &present, person));
        let answer = answer.map(|answer| Answer {
            outcome: tried.as_ref().map_or(Outcome::NotFound, |()| answer.outcome),
            value: tried.map(|()| answer.value),
            subjects: answer.subjects,
            fields: answer.fields,
        });
        let asking = Asking {
            at: present.now,
            verb: Verb::Search,
            caller,
        };
        Ok(parts.send(asking, answer).await??)
    }
}

impl Parts {
    /// The values searched for, if the pack lets search by them and the caller has the right to each.
    fn criteria(
        &self,
        by: &[(String, String)],
        caller: &Caller,
        today: motlan_core::Day,
    ) -> Result<Vec<Criterion<'_>>, Failure> {
        let offered = self.pack.service(Verb::Search).map_or(&[][..], |search| &search.by);
        if by.is_empty() {
            let codes: Vec<&str> = offered.iter().map(FieldCode::as_str).collect();
            let detail = format!("body: needs one at least of {}", codes.join(", "));
            return Err(Failure::new(Code::InvalidBody, detail));
        }
        by.iter()
            .map(|(code, text)| {
                let is_offered = |field: &&Field| offered.contains(&field.code) && field.validity.has(today);
                let Some(field) = self.pack.field(code).filter(is_offered) else {
                    let detail = format!("{} is not searched by {} today", self.pack.code, shown(code));
                    return Err(Failure::new(Code::UnknownField, detail));
                };
                if !caller.fields.contains(&field.right) {
                    let detail = format!("the grant does not hold: {}", field.code);
                    return Err(Failure::new(Code::FieldNotGranted, detail));
                }
                Ok((field, field.parse(code, text, self.samples)?))
            })
            .collect()
    }
}

/// The answer, and about whom it is: those whose records are in it and those asked about.
fn page(
    pack: &Pack,
    criteria: &[Criterion<'_>],
    granted: &[&Field],
    asked: Vec<Subject>,
    held: Vec<Fields>,
) -> Answer<SearchPage> {
    let mut subjects: BTreeSet<Subject> = asked.into_iter().collect();
    let mut found = SearchPage {
        records: Vec::new(),
        has_more: false,
    };
    for mut record in held {
        let key = record.get(&pack.keys.record).cloned().unwrap_or_default();
        let about = pack.keys.subjects(&key, &record);
        let new = about.iter().filter(|subject| !subjects.contains(subject)).count();
        if found.records.len() == FOUND_MAX || subjects.len() + new > FOUND_MAX {
            found.has_more = true;
            break;
        }
        subjects.extend(about);
        let values = granted.iter().filter_map(|field| record.remove_entry(&field.code));
        found.records.push(values.collect());
    }
    let outcome = if found.records.is_empty() {
        Outcome::NotFound
    } else {
        Outcome::Found
    };
    if subjects.is_empty() {
        // Nothing about anybody: the entry tells that somebody searched.
        subjects.insert(Subject::record(""));
    }
    let given = granted.iter().map(|field| &field.code);
    let fields: BTreeSet<&FieldCode> = criteria.iter().map(|(field, _)| &field.code).chain(given).collect();
    Answer {
        value: found,
        subjects: subjects.into_iter().collect(),
        fields: fields.into_iter().cloned().collect(),
        outcome,
    }
}
