//! One change of a dossier, inside one transaction: the dossier's row, the step of its timeline, the entry that its log is
//! to get, and the message that the national portal is to get. All of them, or nothing.

use jiff::civil::Date;
use motlan_core::{Code, Timestamp};
use motlan_evidence::case::{CaseEntry, DayNumber, Event, content};
use sqlx::AnyConnection;

use super::sign::take_back;
use crate::casework::{CaseworkError, Parts};
use crate::model::day::{day_number, day_of};
use crate::model::deadline::{Deadline, StatusChange};
use crate::model::procedure::Procedure;
use crate::model::reason::Reason;
use crate::model::status::Status;
use crate::model::sync::SyncMessage;
use crate::store::dossier::DossierRow;
use crate::store::step::StepRow;
use crate::store::{dossier, entry, outbox, step};

/// What becomes of a dossier.
pub(crate) struct Change<'a> {
    pub(crate) to: Status,
    pub(crate) at: Timestamp,
    /// The officer's user name; empty for the applicant.
    pub(crate) actor: &'a str,
    pub(crate) reasons: &'a [Reason],
}

/// Something that happened within a status and leaves an entry.
pub(crate) struct Note<'a> {
    pub(crate) event: Event,
    pub(crate) at: Timestamp,
    /// What it was about; empty for nothing more.
    pub(crate) content: &'a [u8],
}

impl Parts {
    /// Takes a dossier from one status to the next.
    pub(crate) async fn change(
        &self,
        connection: &mut AnyConnection,
        dossier: &mut DossierRow,
        change: &Change<'_>,
    ) -> Result<(), CaseworkError> {
        dossier.status.step(change.to)?;
        let read_at_step = dossier.step;
        dossier.status = change.to;
        dossier.number += 1;
        if matches!(change.to, Status::SupplementNeeded | Status::Stopped) {
            // What comes back may be another dossier than the one that was signed about.
            take_back(connection, dossier).await?;
        }
        self.take_days(connection, dossier, change).await?;
        self.record(connection, dossier, change).await?;
        save(connection, dossier, read_at_step).await
    }

    /// Writes the entry, the step and the message of the status that `dossier` has just taken.
    pub(crate) async fn record(
        &self,
        connection: &mut AnyConnection,
        dossier: &mut DossierRow,
        change: &Change<'_>,
    ) -> Result<(), CaseworkError> {
        let reasons = reasons_text(change.reasons);
        let event = Event::Status {
            status: dossier.status.code(),
            number: dossier.number,
        };
        let note = Note {
            event,
            at: change.at,
            content: reasons.as_bytes(),
        };
        let (entry, entry_index) = self.push(connection, dossier, &note).await?;
        let row = StepRow {
            number: dossier.number,
            status: dossier.status,
            at: change.at,
            actor: change.actor.to_owned(),
            reasons: change.reasons.to_vec(),
            entry_index,
        };
        step::insert(connection, &dossier.code, &row).await?;
        if self.config.portal.is_some() {
            let message = message(dossier, change, &entry);
            outbox::insert(connection, &dossier.code, &message, change.at).await?;
        }
        Ok(())
    }

    /// Leaves an entry about something that does not change the status, and saves the dossier.
    pub(crate) async fn note(
        &self,
        connection: &mut AnyConnection,
        dossier: &mut DossierRow,
        notes: &[Note<'_>],
    ) -> Result<(), CaseworkError> {
        let read_at_step = dossier.step;
        for note in notes {
            self.push(connection, dossier, note).await?;
        }
        save(connection, dossier, read_at_step).await
    }

    /// Puts the next entry of a dossier behind all others. The dossier's row is not written here.
    pub(crate) async fn push(
        &self,
        connection: &mut AnyConnection,
        dossier: &mut DossierRow,
        note: &Note<'_>,
    ) -> Result<(CaseEntry, u64), CaseworkError> {
        dossier.step += 1;
        let entry = CaseEntry {
            hour: note.at.hour(),
            system: self.system_index()?,
            unit: dossier.unit_number,
            procedure: dossier.procedure_number,
            dossier: dossier.pseudonym,
            step: dossier.step,
            channel: dossier.channel,
            received: dossier.received,
            due: dossier.due,
            ended: dossier.ended,
            event: note.event,
            content: content(&dossier.key, note.content),
        };
        let index = entry::push(connection, &dossier.code.to_string(), &entry).await?;
        Ok((entry, index))
    }

    /// Sets the days that the new status brings: receipt, due day (moved by pauses that are over), end.
    async fn take_days(
        &self,
        connection: &mut AnyConnection,
        dossier: &mut DossierRow,
        change: &Change<'_>,
    ) -> Result<(), CaseworkError> {
        if dossier.status == Status::Received {
            let counted = self.config.calendar.counted_day(change.at)?;
            dossier.received = Some(day_number(counted));
        }
        if dossier.received.is_some() && !dossier.status.is_end() {
            let procedure = self.procedure(&dossier.procedure, dossier.version)?;
            let mut changes = status_changes(&step::list(connection, &dossier.code).await?);
            changes.push(StatusChange {
                status: dossier.status,
                at: change.at,
            });
            dossier.due = self.due(procedure, &changes)?.map(day_number);
        }
        if matches!(dossier.status, Status::NotReceived | Status::Withdrawn | Status::Done) {
            dossier.ended = Some(day_number(day_of(change.at)));
        }
        Ok(())
    }

    fn due(&self, procedure: &Procedure, changes: &[StatusChange]) -> Result<Option<Date>, CaseworkError> {
        let deadline = Deadline::of(procedure.deadline.working_days, changes);
        Ok(deadline
            .map(|deadline| deadline.due(&self.config.calendar))
            .transpose()?)
    }
}

/// The changes of status of a timeline, as deadlines are computed from.
pub(crate) fn status_changes(steps: &[StepRow]) -> Vec<StatusChange> {
    let change = |step: &StepRow| StatusChange {
        status: step.status,
        at: step.at,
    };
    steps.iter().map(change).collect()
}

/// Refuses a form that was made for another state of the dossier.
pub(crate) fn check_expected(dossier: &DossierRow, expected: u32) -> Result<(), CaseworkError> {
    if dossier.number == expected {
        Ok(())
    } else {
        Err(Code::DossierChanged.into())
    }
}

/// Writes the dossier's row, if nobody else has since it was read.
pub(super) async fn save(
    connection: &mut AnyConnection,
    dossier: &DossierRow,
    read_at_step: u32,
) -> Result<(), CaseworkError> {
    if dossier::update(connection, dossier, read_at_step).await? {
        Ok(())
    } else {
        Err(Code::DossierChanged.into())
    }
}

fn message(dossier: &DossierRow, change: &Change<'_>, entry: &CaseEntry) -> SyncMessage {
    SyncMessage::new(
        dossier.code.clone(),
        dossier.number,
        dossier.status,
        change.at,
        change.reasons.iter().map(|reason| reason.text.clone()).collect(),
        entry,
    )
}

/// What the commitment of a status is over: one line for each reason, its component first. Nothing for no reason.
fn reasons_text(reasons: &[Reason]) -> String {
    let line = |reason: &Reason| {
        let component = reason
            .component
            .map(|component| component.to_string())
            .unwrap_or_default();
        format!("{component}\t{}\n", reason.text)
    };
    reasons.iter().map(line).collect()
}

/// A day number as a day; none for a number that no calendar holds.
pub(crate) fn shown(day: Option<DayNumber>) -> Option<Date> {
    day.and_then(crate::model::day::date_of)
}
