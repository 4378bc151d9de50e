//! *Look up*: which data are there? Gives the granted fields of one record, if every key of the pack is its.

use motlan_core::{Caller, Code, Failure, Timestamp};
use tracing::instrument;

use super::Asking;
use crate::journal::{Answer, Outcome};
use crate::model::field::FieldCode;
use crate::model::pack::Verb;
use crate::model::question::{Question, RIGHT_HISTORY, RawQuestion};
use crate::registry::{Registry, RegistryError};

/// The given values in the order of the pack.
pub type Found = Vec<(FieldCode, String)>;

impl Registry {
    /// The granted fields of the record that all keys identify. Asked values are not for this verb.
    ///
    /// # Errors
    /// [`RegistryError`]; `record_not_found` does not tell which key failed, and is in the usage journal.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn look_up(&self, caller: &Caller, raw: &RawQuestion) -> Result<Found, RegistryError> {
        self.look(caller, raw, None).await
    }

    /// The same as the record was at a moment. The keys are those of today: they tell that its asker knows the person.
    ///
    /// # Errors
    /// [`RegistryError`]; `field_not_granted` without the right `record.history`; `record_not_found` also where there was
    /// no record yet.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn look_up_as_of(
        &self,
        caller: &Caller,
        raw: &RawQuestion,
        at: Timestamp,
    ) -> Result<Found, RegistryError> {
        if !caller.fields.contains(RIGHT_HISTORY) {
            let detail = format!("the grant does not hold: {RIGHT_HISTORY}");
            return Err(Failure::new(Code::FieldNotGranted, detail).into());
        }
        self.look(caller, raw, Some(at)).await
    }

    async fn look(&self, caller: &Caller, raw: &RawQuestion, at: Option<Timestamp>) -> Result<Found, RegistryError> {
        let parts = self.parts();
        let present = parts.present(Verb::LookUp)?;
        let granted: Vec<_> = parts
            .pack
            .offered(Verb::LookUp, present.today)
            .filter(|field| caller.fields.contains(&field.right))
            .collect();
        if granted.is_empty() {
            let detail = "the grant holds no field of this registry";
            return Err(Failure::new(Code::FieldNotGranted, detail).into());
        }
        let question = Question::parse(raw, parts.terms(Verb::LookUp, caller, &present))?;
        parts.may_try(caller, &present, &question.subject())?;
        let key = question.key.as_str();
        let held = parts.records.find(key).await?;
        let held = match at {
            None => held.map(|held| (held, None)),
            Some(at) => held.and(parts.records.as_of(key, at).await?.map(Some)),
        };
        let answer = held.map(|(held, past)| {
            let mut subjects = question.subjects(held.as_ref());
            let given = match past {
                None => held.filter(|held| question.identifies(held)),
                Some(past) => {
                    subjects.extend(question.subjects(past.as_ref()));
                    past.filter(|_| held.is_some_and(|held| question.identifies(&held)))
                }
            };
            let found: Option<Found> = given.map(|mut given| {
                let values = granted.iter().filter_map(|field| given.remove_entry(&field.code));
                values.collect()
            });
            Answer {
                subjects: subjects.into_iter().collect(),
                fields: found.iter().flatten().map(|(code, _)| code.clone()).collect(),
                outcome: if found.is_some() {
                    Outcome::Found
                } else {
                    Outcome::NotFound
                },
                value: found,
            }
        });
        let asking = Asking {
            at: present.now,
            verb: Verb::LookUp,
            caller,
        };
        let found = parts.send(asking, answer).await?;
        found.ok_or_else(|| Failure::from(Code::RecordNotFound).into())
    }
}
