//! What the owner does with requests to correct: sees that there are some, opens one, accepts or refuses it.
//!
//! The list says about nobody anything; whoever opens a request reads about a person, and that is journalled under the
//! owner's own system. To accept is to change the one value, if the record still has the version that was looked at, and
//! to close the request, in one transaction.

use std::collections::BTreeSet;

use motlan_core::{Caller, Failure};
use tracing::instrument;

use super::Asking;
use crate::journal::{Answer, Outcome};
use crate::model::correction::{CorrectionId, CorrectionState};
use crate::model::field::FieldCode;
use crate::model::pack::Verb;
use crate::model::record::Fields;
use crate::model::refusal::Refusal;
use crate::registry::{Parts, Registry, RegistryError};
use crate::store::correction::{Held, OpenCorrection, Request, Ruled};
use crate::store::record::RecordError;
use crate::store::write::{Applied, Change, Decision as Written, Writing};

/// A request, opened by an officer of its owner.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedCorrection {
    /// Its id.
    pub id: CorrectionId,
    /// The key of the record.
    pub key: String,
    /// The field.
    pub field: FieldCode,
    /// What it is to be.
    pub asked: String,
    /// What it is.
    pub held: Option<String>,
    /// The version that was looked at.
    pub version: u64,
    /// Why it is said to be wrong.
    pub reason: String,
    /// What is said to show it.
    pub evidence: String,
    /// Where it stands.
    pub state: CorrectionState,
}

/// What the owner decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// The value is taken, if the record still has this version.
    Accept {
        /// The version that was looked at.
        known_version: u64,
    },
    /// It is not.
    Refuse,
}

/// Why a request is not decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is none of this id.
    #[error("there is no such request")]
    NotFound,
    /// It was decided before.
    #[error("the request was decided before")]
    Decided,
    /// Every decision has a reason.
    #[error("a decision needs a reason")]
    ReasonMissing,
    /// The record has another version than the one looked at.
    #[error("the record has changed: it has version {version} now")]
    Changed {
        /// The version it has.
        version: u64,
    },
    /// The pack no longer has the field, or no word for the value: it can only be refused.
    #[error("this version of the pack has no such field or value: the request can only be refused")]
    Outdated,
    /// Another record has the value, and no two may share it.
    #[error("another record has this value")]
    NotUnique(Vec<Refusal>),
    /// The registry itself.
    #[error(transparent)]
    Registry(#[from] RegistryError),
}

impl From<RecordError> for DecideError {
    fn from(error: RecordError) -> Self {
        Self::Registry(error.into())
    }
}

impl From<Failure> for DecideError {
    fn from(failure: Failure) -> Self {
        Self::Registry(failure.into())
    }
}

impl Registry {
    /// Up to 100 open requests, the oldest first, after the last of an earlier list.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn corrections(&self, after: Option<&OpenCorrection>) -> Result<Vec<OpenCorrection>, RecordError> {
        Ok(self.parts().records.open_corrections(after).await?)
    }

    /// Opens a request, with the value that is held. `officer` is the owner's own system and whoever sits there.
    ///
    /// # Errors
    /// [`DecideError`].
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn correction(&self, officer: &Caller, id: &CorrectionId) -> Result<OpenedCorrection, DecideError> {
        let (request, held) = self.parts().request(officer, id).await?;
        Ok(OpenedCorrection {
            id: request.id,
            key: request.key,
            held: held.fields.get(&request.field).cloned(),
            field: request.field,
            asked: request.value,
            version: held.version,
            reason: request.reason,
            evidence: request.evidence,
            state: request.state,
        })
    }

    /// Decides a request; returns the version that the record has afterwards, if it was accepted.
    ///
    /// # Errors
    /// [`DecideError`]; then the request is as it was.
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn decide_correction(
        &self,
        officer: &Caller,
        id: &CorrectionId,
        ruling: Ruling,
        reason: &str,
    ) -> Result<Option<u64>, DecideError> {
        let parts = self.parts();
        if reason.trim().is_empty() {
            return Err(DecideError::ReasonMissing);
        }
        let (request, _) = parts.request(officer, id).await?;
        if request.state != CorrectionState::Open {
            return Err(DecideError::Decided);
        }
        let by = officer.officer.clone().unwrap_or_else(|| officer.system.to_string());
        let ruled = |state| Ruled {
            state,
            at: parts.clock.now(),
            by: &by,
            reason,
        };
        match ruling {
            Ruling::Accept { known_version } => {
                let ruled = ruled(CorrectionState::Accepted);
                parts.take(officer, &request, known_version, &ruled).await.map(Some)
            }
            Ruling::Refuse => {
                let ruled = ruled(CorrectionState::Refused);
                let closed = parts.records.close_correction(id, &ruled).await;
                let was_open = closed.map_err(RecordError::from)?;
                was_open.then_some(None).ok_or(DecideError::Decided)
            }
        }
    }
}

impl Parts {
    fn deciding<'a>(&self, officer: &'a Caller) -> Asking<'a> {
        Asking {
            at: self.clock.now(),
            verb: Verb::Correct,
            caller: officer,
        }
    }

    /// A request and its record, once it is journalled that they were read.
    async fn request(&self, officer: &Caller, id: &CorrectionId) -> Result<(Request, Held), DecideError> {
        let found = self.records.find_correction(id).await?;
        let answer = found.map(|found| Answer {
            subjects: found
                .iter()
                .flat_map(|(request, held)| self.pack.keys.subjects(&request.key, &held.fields))
                .collect(),
            fields: found.iter().map(|(request, _)| request.field.clone()).collect(),
            outcome: Outcome::Correction,
            value: found,
        });
        let found = self.send(self.deciding(officer), answer).await?;
        found.ok_or(DecideError::NotFound)
    }

    /// Changes the one value and closes the request, or neither.
    async fn take(
        &self,
        officer: &Caller,
        request: &Request,
        known_version: u64,
        ruling: &Ruled<'_>,
    ) -> Result<u64, DecideError> {
        let field = self.pack.field(request.field.as_str()).filter(|_| request.is_current);
        let parsed = field.map(|field| field.parse(field.code.as_str(), &request.value, self.samples));
        if parsed.is_none_or(|parsed| parsed.is_err()) {
            return Err(DecideError::Outdated);
        }
        let others = self.pack.fields().map(|field| field.code.clone());
        let kept: BTreeSet<FieldCode> = others.filter(|code| *code != request.field).collect();
        let changes = [Change {
            key: request.key.clone(),
            fields: Fields::from([(request.field.clone(), request.value.clone())]),
            known_version: Some(known_version),
            is_refused: false,
        }];
        let writing = Writing {
            changes: &changes,
            kept: &kept,
            now: self.clock.now(),
            mark: None,
            accepted: Some((&request.id, ruling)),
        };
        let decided = self.records.apply(writing).await?;
        let answer = decided.map(|decided| Answer {
            subjects: decided.subjects.into_iter().collect(),
            fields: vec![request.field.clone()],
            outcome: Outcome::Correction,
            value: decided.decisions.into_iter().next(),
        });
        let rules: Vec<&[FieldCode]> = self.pack.unique_at_entry().collect();
        match self.send(self.deciding(officer), answer).await? {
            Some(Written::Applied(Applied::Changed { version } | Applied::Unchanged { version })) => Ok(version),
            Some(Written::Applied(Applied::Superseded { version })) => Err(DecideError::Changed { version }),
            Some(Written::Refused(broken)) => {
                let doubles = broken.iter().filter_map(|rule| rules.get(*rule));
                Err(DecideError::NotUnique(
                    doubles.map(|fields| Refusal::not_unique(fields)).collect(),
                ))
            }
            // Nothing is added: the version was known, and 0 is no record's.
            Some(Written::Applied(Applied::Added)) => Err(DecideError::NotFound),
            None => Err(DecideError::Decided),
        }
    }
}
