//! Where the sync stands: what waits, what was refused, and whether the line works.

use motlan_core::Timestamp;

use super::judge::Outcome;
use crate::casework::{Casework, CaseworkError, Parts};
use crate::model::dossier_code::DossierCode;
use crate::store::outbox;

/// Where the sync stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncState {
    /// Changes on their way.
    pub waiting: u64,
    /// Changes that the portal holds.
    pub acknowledged: u64,
    /// Changes refused for good.
    pub parked: u64,
    /// The first of them.
    pub parked_list: Vec<Parked>,
    /// Since when the oldest that is not acknowledged waits.
    pub oldest_at: Option<Timestamp>,
    /// When the last one was acknowledged.
    pub acknowledged_at: Option<Timestamp>,
    /// Whether the last attempt did not get through.
    pub is_cut: bool,
    /// The public code of what went wrong last, until something gets through.
    pub last_error: Option<String>,
}

/// A change that was refused for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Whose change.
    pub dossier: DossierCode,
    /// Which change.
    pub number: u32,
    /// The portal's code.
    pub code: String,
    /// When it was made.
    pub queued_at: Timestamp,
}

/// What the last attempts said about the line itself. Forgotten by a restart, which tries anew.
#[derive(Debug, Default)]
pub(crate) struct LineState {
    is_cut: bool,
    last_error: Option<String>,
    /// Whether something failed on the line since a change was last held: others may wait for the same reason.
    has_failed: bool,
}

impl Casework {
    /// Where the sync stands, for its page.
    pub async fn sync_state(&self) -> Result<SyncState, CaseworkError> {
        let parts = self.parts();
        let summary = parts.summary().await?;
        let parked = parts
            .db
            .read("casework.list_parked_outbox", |mut connection| async move {
                outbox::list_parked(&mut connection).await
            })
            .await?;
        let line = parts.line_state();
        Ok(SyncState {
            waiting: summary.waiting,
            acknowledged: summary.acknowledged,
            parked: summary.parked,
            parked_list: parked
                .into_iter()
                .map(|row| Parked {
                    dossier: row.dossier,
                    number: row.number,
                    code: row.failure,
                    queued_at: row.queued_at,
                })
                .collect(),
            oldest_at: summary.oldest_at,
            acknowledged_at: summary.acknowledged_at,
            is_cut: line.is_cut,
            last_error: line.last_error.clone(),
        })
    }

    /// Sends a dossier's parked changes again, after a person has put right what was refused. Returns how many.
    pub async fn unpark(&self, code: &DossierCode) -> Result<u64, CaseworkError> {
        let parts = self.parts();
        let now = parts.now();
        Ok(parts
            .db
            .write("casework.unpark_outbox", |mut connection| async move {
                outbox::unpark(&mut connection, code, now).await
            })
            .await?)
    }
}

impl Parts {
    pub(super) async fn summary(&self) -> Result<outbox::Summary, CaseworkError> {
        Ok(self
            .db
            .read("casework.summarise_outbox", |mut connection| async move {
                outbox::summary(&mut connection).await
            })
            .await?)
    }

    /// Remembers whether the line works. Once a change is held again, nobody waits out a pause that was due to the line.
    pub(super) async fn keep_line_state(&self, outcome: &Outcome) -> Result<(), CaseworkError> {
        if !self.take_outcome(outcome) {
            return Ok(());
        }
        let now = self.now();
        Ok(self
            .db
            .write("casework.hurry_outbox", |mut connection| async move {
                outbox::hurry(&mut connection, now).await
            })
            .await?)
    }

    /// Whether this is the first change that is held since the line failed.
    fn take_outcome(&self, outcome: &Outcome) -> bool {
        let mut line = self.line_state();
        match outcome {
            Outcome::Later { code, is_line } => {
                line.is_cut = *is_line;
                line.has_failed |= *is_line;
                line.last_error = Some(code.clone());
                false
            }
            Outcome::Held => std::mem::take(&mut *line).has_failed,
            Outcome::Gap { .. } | Outcome::Refused { .. } => {
                line.is_cut = false;
                line.last_error = None;
                false
            }
        }
    }
}
