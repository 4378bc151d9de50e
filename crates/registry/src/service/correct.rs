//! *Correct*: somebody who may know a value says that it is wrong, with a reason and evidence; its owner decides.
//!
//! To ask for a correction tells nothing about what is held but that the keys agree, which *look-up* tells too. Where a
//! request stands is told to the system that sent it, for the same keys.

use motlan_core::{Caller, Code, Failure};
use tracing::instrument;

use super::Asking;
use crate::journal::{Answer, Outcome};
use crate::model::correction::{CorrectionId, CorrectionState, RawCorrection};
use crate::model::field::FieldCode;
use crate::model::pack::Verb;
use crate::model::question::{Question, RawQuestion};
use crate::model::record::Fields;
use crate::registry::{Parts, Registry, RegistryError};
use crate::store::correction::Request;
use crate::store::record::RecordError;

/// Where a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionStatus {
    /// Its id.
    pub id: CorrectionId,
    /// Where it stands.
    pub state: CorrectionState,
    /// Why it was decided so; empty while it is open.
    pub decision: String,
}

impl Registry {
    /// Asks that one value of the record that all keys identify be corrected: the one asked value of the question.
    ///
    /// # Errors
    /// [`RegistryError`]; `field_not_granted` without the right to the field; `record_not_found` does not tell which key
    /// failed; `corrections_full` where too many about one record wait.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn correct(
        &self,
        caller: &Caller,
        raw: &RawQuestion,
        correction: &RawCorrection,
    ) -> Result<CorrectionStatus, RegistryError> {
        let parts = self.parts();
        let present = parts.present(Verb::Correct)?;
        let question = Question::parse(raw, parts.terms(Verb::Correct, caller, &present))?;
        correction.check()?;
        let [(field, value)] = question.asked() else {
            return Err(Failure::new(Code::InvalidBody, "field: is missing").into());
        };
        if field.code == parts.pack.keys.record {
            return Err(Failure::new(Code::InvalidBody, "field: finds the record and cannot be corrected").into());
        }
        parts.may_try(caller, &present, &question.subject())?;
        let asking = Asking {
            at: present.now,
            verb: Verb::Correct,
            caller,
        };
        parts.identify(&question, asking, vec![field.code.clone()]).await?;
        let mut id = [0; 16];
        aws_lc_rs::rand::fill(&mut id).map_err(|_| Failure::from(Code::InternalError))?;
        let request = Request {
            id: CorrectionId::new(id),
            key: question.key.as_str().to_owned(),
            keys_given: question.keys_given(),
            field: field.code.clone(),
            value: value.as_str().to_owned(),
            reason: correction.reason.clone(),
            evidence: correction.evidence.clone(),
            sent_by: caller.system.to_string(),
            sent_at: present.now,
            state: CorrectionState::Open,
            decision: String::new(),
            is_current: true,
        };
        if !parts
            .records
            .add_correction(&request)
            .await
            .map_err(RecordError::from)?
        {
            return Err(Failure::from(Code::CorrectionsFull).into());
        }
        Ok(status(&request))
    }

    /// Where a request stands, for the system that sent it and the keys that it gave.
    ///
    /// # Errors
    /// [`RegistryError`]; `record_not_found` where id, keys or system are others.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn correction_status(
        &self,
        caller: &Caller,
        raw: &RawQuestion,
        id: &CorrectionId,
    ) -> Result<CorrectionStatus, RegistryError> {
        let parts = self.parts();
        let present = parts.present(Verb::Correct)?;
        let question = Question::parse(raw, parts.terms(Verb::Correct, caller, &present))?;
        parts.may_try(caller, &present, &question.subject())?;
        let found = parts.records.find_correction(id).await?;
        let answer = found.map(|found| {
            let system = caller.system.to_string();
            let found = found.filter(|(request, _)| {
                request.key == question.key.as_str()
                    && request.sent_by == system
                    && question.identifies(&request.keys_given)
            });
            let held = found.as_ref().map(|(_, held)| &held.fields);
            Answer {
                subjects: question.subjects(held).into_iter().collect(),
                fields: found.iter().map(|(request, _)| request.field.clone()).collect(),
                outcome: outcome(found.is_some()),
                value: found.as_ref().map(|(request, _)| status(request)),
            }
        });
        let asking = Asking {
            at: present.now,
            verb: Verb::Correct,
            caller,
        };
        let found = parts.send(asking, answer).await?;
        found.ok_or_else(|| Failure::from(Code::RecordNotFound).into())
    }
}

impl Parts {
    /// Whether all keys are those of one record; that this was asked is journalled.
    async fn identify(
        &self,
        question: &Question<'_>,
        asking: Asking<'_>,
        fields: Vec<FieldCode>,
    ) -> Result<(), RegistryError> {
        let held = self.records.find(question.key.as_str()).await?;
        let answer = held.map(|held: Option<Fields>| {
            let is_identified = held.as_ref().is_some_and(|held| question.identifies(held));
            Answer {
                subjects: question.subjects(held.as_ref()).into_iter().collect(),
                fields,
                outcome: outcome(is_identified),
                value: is_identified,
            }
        });
        if self.send(asking, answer).await? {
            Ok(())
        } else {
            Err(Failure::from(Code::RecordNotFound).into())
        }
    }
}

const fn outcome(is_found: bool) -> Outcome {
    if is_found {
        Outcome::Correction
    } else {
        Outcome::NotFound
    }
}

fn status(request: &Request) -> CorrectionStatus {
    CorrectionStatus {
        id: request.id.clone(),
        state: request.state,
        decision: request.decision.clone(),
    }
}
