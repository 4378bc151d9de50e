//! Taking one change: is it the sender's to tell, is it known, does it follow, and is the entry that came along its own.
//!
//! Figures join the entries of both sides by system and pseudonym, so an entry is believed only from the member whose system
//! it names, and only about the one dossier that this pseudonym stands for.

use motlan_core::{Code, Failure, MemberId};
use motlan_evidence::case::{CaseEntry, Event};
use sqlx::AnyConnection;
use tracing::instrument;

use super::Inbox;
use crate::casework::CaseworkError;
use crate::model::status::Status;
use crate::model::sync::SyncMessage;
use crate::store::entry;
use crate::store::inbox::{self, HeldRow};

/// Why a change was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum AcceptError {
    /// An earlier change is missing.
    #[error("the change before is missing; {held} changes are held")]
    Gap {
        /// The last change that is held; 0 for none.
        held: u32,
    },
    /// Anything else.
    #[error(transparent)]
    Other(#[from] CaseworkError),
}

impl From<motlan_store::db::DbError> for AcceptError {
    fn from(error: motlan_store::db::DbError) -> Self {
        Self::Other(error.into())
    }
}

impl motlan_store::db::TransactionError for AcceptError {
    fn database(&self) -> Option<&motlan_store::db::DbError> {
        match self {
            Self::Other(error) => error.database(),
            Self::Gap { .. } => None,
        }
    }
}

/// A change whose own parts fit together.
struct Checked {
    status: Status,
    entry: CaseEntry,
}

impl Inbox {
    /// Takes a change from `member`; returns the number that is then held.
    #[instrument(skip_all, fields(dossier = %message.dossier_code, number = message.sequence, %member))]
    pub(super) async fn accept(&self, member: &MemberId, message: &SyncMessage) -> Result<u32, AcceptError> {
        if !message.dossier_code.is_of(member) {
            return Err(CaseworkError::from(Code::SyncForeign).into());
        }
        let checked = &check(message)?;
        if (self.0.owner_of)(checked.entry.system).as_ref() != Some(member) {
            return Err(refused("the entry is that of a system of another member").into());
        }
        let now = self.0.clock.now();
        self.0
            .db
            .write("casework.accept", |mut connection| async move {
                let code = &message.dossier_code;
                let held = inbox::find(&mut connection, code).await?;
                let number = held.as_ref().map_or(0, |held| held.number);
                if (1..=number).contains(&message.sequence) {
                    return known(&mut connection, message).await;
                }
                if message.sequence != number + 1 {
                    return Err(AcceptError::Gap { held: number });
                }
                if let Some(held) = &held {
                    check_member(held, member)?;
                    check_same_dossier(&mut connection, held, &checked.entry).await?;
                }
                check_pseudonym(&mut connection, message, &checked.entry).await?;
                check_transition(held.map(|held| held.status), checked.status)?;
                let row = HeldRow {
                    dossier: code.clone(),
                    member: member.to_string(),
                    status: checked.status,
                    number: message.sequence,
                    at: message.at,
                    received_at: now,
                };
                let index = entry::push(&mut connection, &code.to_string(), &synced(checked, message)).await?;
                inbox::take(&mut connection, &row, message, &checked.entry, index).await?;
                Ok(message.sequence)
            })
            .await
    }
}

/// A change that is held is answered again, if it is the same.
async fn known(connection: &mut AnyConnection, message: &SyncMessage) -> Result<u32, AcceptError> {
    let held = inbox::find_message(connection, &message.dossier_code, message.sequence).await?;
    if held.as_ref() == Some(message) {
        Ok(message.sequence)
    } else {
        Err(CaseworkError::from(Code::SyncContradiction).into())
    }
}

/// The message is whole, its entry is that of this change, and of the hour in which the change was made.
fn check(message: &SyncMessage) -> Result<Checked, CaseworkError> {
    let (status, entry) = message.check()?;
    if entry.hour != message.at.hour() {
        return Err(refused("the entry lies in another hour"));
    }
    Ok(Checked { status, entry })
}

fn check_member(held: &HeldRow, member: &MemberId) -> Result<(), CaseworkError> {
    if held.member == member.to_string() {
        Ok(())
    } else {
        Err(Code::SyncForeign.into())
    }
}

fn refused(detail: &str) -> CaseworkError {
    Failure::new(Code::SyncEntry, detail).into()
}

/// A pseudonym stands for one dossier.
async fn check_pseudonym(
    connection: &mut AnyConnection,
    message: &SyncMessage,
    entry: &CaseEntry,
) -> Result<(), CaseworkError> {
    match inbox::find_by_pseudonym(connection, entry.system, entry.dossier).await? {
        Some(known) if known != message.dossier_code => {
            Err(refused("the entry's pseudonym is that of another dossier"))
        }
        _ => Ok(()),
    }
}

/// A dossier keeps its system and its pseudonym, and its steps rise.
async fn check_same_dossier(
    connection: &mut AnyConnection,
    held: &HeldRow,
    entry: &CaseEntry,
) -> Result<(), CaseworkError> {
    let last = inbox::find_message(connection, &held.dossier, held.number).await?;
    let last = last.map(|last| check(&last)).transpose()?;
    match last {
        Some(Checked { entry: last, .. })
            if (last.system, last.dossier) == (entry.system, entry.dossier) && last.step < entry.step =>
        {
            Ok(())
        }
        _ => Err(refused("the entry is that of another dossier")),
    }
}

fn check_transition(from: Option<Status>, to: Status) -> Result<(), CaseworkError> {
    let is_open = match from {
        None => to == Status::New,
        Some(from) => from.step(to).is_ok(),
    };
    if is_open {
        Ok(())
    } else {
        Err(Code::SyncTransition.into())
    }
}

/// The province's entry, with what this node says about it.
fn synced(checked: &Checked, message: &SyncMessage) -> CaseEntry {
    CaseEntry {
        event: Event::Synced {
            status: message.status,
            number: message.sequence,
        },
        ..checked.entry
    }
}
