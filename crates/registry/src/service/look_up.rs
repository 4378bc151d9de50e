//! *Look up*: which data are there? Gives the granted fields of one person, if all three keys are theirs.

use motlan_core::{Caller, Code, Failure};
use tracing::instrument;

use super::Usage;
use crate::journal::Outcome;
use crate::model::field::FieldCode;
use crate::model::pack::Verb;
use crate::model::question::{Question, RawQuestion};
use crate::registry::{Registry, RegistryError};

/// The given values in the order of the pack.
pub type Found = Vec<(FieldCode, String)>;

impl Registry {
    /// The granted fields of the person whom all three keys identify. Asked values are not for this verb.
    ///
    /// # Errors
    /// [`RegistryError`]; `record_not_found` does not tell which key failed, and is in the usage journal.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn look_up(&self, caller: &Caller, raw: &RawQuestion) -> Result<Found, RegistryError> {
        let parts = self.parts();
        let present = parts.present(Verb::LookUp)?;
        let granted: Vec<_> = parts
            .pack
            .fields()
            .filter(|field| field.validity.has(present.today) && caller.fields.contains(&field.right))
            .collect();
        if granted.is_empty() {
            let detail = "the grant holds no field of this registry";
            return Err(Failure::new(Code::FieldNotGranted, detail).into());
        }
        let question = Question::parse(raw, parts.terms(caller, &present))?;
        let mut held = parts.records.find(&question.number).await?.unwrap_or_default();
        let found: Option<Found> = question.identifies(&held).then(|| {
            let values = granted.iter().filter_map(|field| held.remove_entry(&field.code));
            values.collect()
        });
        let usage = Usage {
            at: present.now,
            verb: Verb::LookUp,
            caller,
            fields: found.iter().flatten().map(|(code, _)| code.clone()).collect(),
            outcome: if found.is_some() {
                Outcome::Found
            } else {
                Outcome::NotFound
            },
        };
        parts.write_usage(&question.number, usage).await?;
        found.ok_or_else(|| Failure::from(Code::RecordNotFound).into())
    }
}
