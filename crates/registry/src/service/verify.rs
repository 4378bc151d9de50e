//! *Verify*: do these data agree? Answers yes or no, and gives nothing away.

use motlan_core::Caller;
use tracing::instrument;

use super::Asking;
use crate::journal::{Answer, Outcome};
use crate::model::pack::Verb;
use crate::model::question::{Question, RIGHT_EXISTENCE, RawQuestion};
use crate::model::verdict::{self, Verdict, judge};
use crate::registry::{Registry, RegistryError};

impl Registry {
    /// Compares what is asked with the record of its key.
    ///
    /// # Errors
    /// [`RegistryError`]; a question that is refused is not written to the usage journal, for it tells nothing about
    /// anybody.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn verify(&self, caller: &Caller, raw: &RawQuestion) -> Result<Verdict, RegistryError> {
        let parts = self.parts();
        let present = parts.present(Verb::Verify)?;
        let question = Question::parse(raw, parts.terms(Verb::Verify, caller, &present))?;
        let may_know_existence = caller.fields.contains(RIGHT_EXISTENCE);
        parts.may_try(caller, &present, &question.subject())?;
        let held = parts.records.find_or_other(question.key.as_str()).await?;
        let answer = held.map(|found| {
            let verdict = judge(&question, &found, may_know_existence);
            Answer {
                subjects: question.subjects(found.held()).into_iter().collect(),
                fields: verdict.fields.iter().map(|(code, _)| code.clone()).collect(),
                outcome: match verdict.result {
                    verdict::Outcome::Match => Outcome::Match,
                    verdict::Outcome::NoMatch => Outcome::NoMatch,
                },
                value: verdict,
            }
        });
        let asking = Asking {
            at: present.now,
            verb: Verb::Verify,
            caller,
        };
        parts.send(asking, answer).await
    }
}
