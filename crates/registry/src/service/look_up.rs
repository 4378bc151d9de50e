//! *Look up*: which data are there? Gives the granted fields of one record, if every key of the pack is its.

use motlan_core::{Caller, Code, Failure};
use tracing::instrument;

use super::Asking;
use crate::journal::{Answer, Outcome};
use crate::model::field::FieldCode;
use crate::model::pack::Verb;
use crate::model::question::{Question, RawQuestion};
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
        let held = parts.records.find(question.key.as_str()).await?;
        let answer = held.map(|held| {
            let subjects = question.subjects(held.as_ref());
            let found: Option<Found> = held.filter(|held| question.identifies(held)).map(|mut held| {
                let values = granted.iter().filter_map(|field| held.remove_entry(&field.code));
                values.collect()
            });
            Answer {
                subjects,
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
