//! What a registry is used for, one file per verb; and the steps that every question about a person shares.
//!
//! The order never changes: check the question and the rights, read, decide, write the usage entry, and only then
//! answer.

use std::sync::atomic::Ordering;

use motlan_core::{Caller, Code, Day, Failure, SystemId, Timestamp};

use crate::journal::{Answer, Outcome, Unsent, UsageEntry};
use crate::model::field::FieldCode;
use crate::model::pack::Verb;
use crate::model::question::{RIGHT_DELAY, Terms};
use crate::model::subject::Subject;
use crate::registry::{Parts, RegistryError};

mod bulk_sync;
mod changes;
mod correct;
mod decide;
mod history;
mod load;
mod look_up;
mod owner;
mod reading;
mod search;
mod sent;
mod snapshot;
mod standing;
mod sync;
mod tracker;
mod usage;
mod verify;

pub use crate::store::correction::OPEN_PER_PAGE;
pub use crate::store::correction::OpenCorrection;
pub use bulk_sync::{BulkRun, Progress};
pub(crate) use changes::WAITING_MAX;
pub use changes::{ChangePage, Identity, Since, TOLD_MAX, Told, WAIT_MAX};
pub use correct::CorrectionStatus;
pub use decide::{DecideError, OpenedCorrection, Ruling};
pub use history::Version;
pub use load::{LoadError, ROWS_PER_TRANSACTION};
pub use look_up::Found;
pub use owner::owner;
pub(crate) use search::Criterion;
pub use search::{FOUND_MAX, SearchPage};
pub use sent::Sent;
pub use snapshot::{SnapshotError, Taken};
pub use standing::{RunStanding, Standing};
pub use sync::{Applied, SyncOutcome};
pub use tracker::{Looked, LookedPage, Tracked};
pub use usage::{SeenPage, SeenUsage};

/// Persons whom a consumer may ask about in a day and for one legal basis where its grant does not say.
const PERSONS_PER_DAY_DEFAULT: u32 = 5_000;

/// What a question needs to know about the present: one moment for all of it.
struct Present {
    now: Timestamp,
    today: Day,
}

impl Parts {
    /// The present, if the registry offers this verb today.
    fn present(&self, verb: Verb) -> Result<Present, RegistryError> {
        if !self.pack.has_service(verb) {
            return Err(RegistryError::Refused(Code::UnknownService.into()));
        }
        if self.is_loading.load(Ordering::Relaxed) {
            let detail = "a bulk load of this registry has not ended";
            return Err(Failure::new(Code::ServiceDisabled, detail).into());
        }
        let now = self.clock.now();
        let today = now.hour().day();
        if !self.pack.validity.has(today) {
            return Err(RegistryError::Refused(Code::ServiceDisabled.into()));
        }
        Ok(Present { now, today })
    }

    fn terms<'a>(&'a self, verb: Verb, caller: &'a Caller, present: &'a Present) -> Terms<'a> {
        Terms {
            pack: &self.pack,
            verb,
            today: present.today,
            rights: &caller.fields,
            samples: self.samples,
        }
    }

    /// Refuses a question about one person more than the grant allows in a day and for one legal basis. Asking about the
    /// same person again is free. Nothing is read before.
    fn may_try(&self, caller: &Caller, present: &Present, subject: &Subject) -> Result<(), Failure> {
        let count_max = persons_max(caller);
        if self.usage.may_try(present.today, asker(caller), subject, count_max) {
            Ok(())
        } else {
            Err(persons_limit(count_max))
        }
    }

    /// Refuses a question that finds persons by something else than their number, once the grant allows no more of them
    /// for today: whether it found somebody would be told by the refusal.
    fn may_find(&self, caller: &Caller, present: &Present) -> Result<(), Failure> {
        let count_max = persons_max(caller);
        if self.usage.tried(present.today, asker(caller)) < count_max as usize {
            Ok(())
        } else {
            Err(persons_limit(count_max))
        }
    }

    /// Writes who asked about whom, and only then gives the answer.
    async fn send<T>(&self, question: Asking<'_>, answer: Unsent<Answer<T>>) -> Result<T, RegistryError> {
        let (subjects, fields, outcome) = answer.about();
        let entry = self.entry(&question, fields, outcome);
        let receipt = self.usage.append(subjects, &entry).await?;
        self.usage.note_tried(subjects, &entry);
        Ok(answer.release(&receipt))
    }

    /// What the journal says about a question.
    fn entry(&self, question: &Asking<'_>, fields: &[FieldCode], outcome: Outcome) -> UsageEntry {
        let caller = question.caller;
        let days = self.delays.get(&caller.purpose.legal_basis);
        let days = days.filter(|_| caller.fields.contains(RIGHT_DELAY));
        UsageEntry {
            at: question.at,
            registry: self.pack.code.clone(),
            service: question.verb,
            consumer: caller.system.clone(),
            officer: caller.officer.clone(),
            purpose: caller.purpose.clone(),
            transaction: caller.transaction,
            fields: fields.iter().map(|code| self.in_newest(code).clone()).collect(),
            outcome,
            persons: None,
            released_at: days.map(|days| question.at.plus_seconds(i64::from(*days) * DAY_S)),
        }
    }
}

fn persons_max(caller: &Caller) -> u32 {
    caller.persons_per_day_max.unwrap_or(PERSONS_PER_DAY_DEFAULT)
}

/// By what persons are counted.
fn asker(caller: &Caller) -> (&SystemId, &str) {
    (&caller.system, &caller.purpose.legal_basis)
}

fn persons_limit(count_max: u32) -> Failure {
    let detail = format!("{count_max} persons were asked about today for this legal basis");
    Failure::new(Code::PersonsLimit, detail)
}

/// Seconds of a day; Vietnam's have no others.
const DAY_S: i64 = 24 * 3600;

/// Who asks what, and when.
#[derive(Clone, Copy)]
struct Asking<'a> {
    at: Timestamp,
    verb: Verb,
    caller: &'a Caller,
}
