//! What a registry is used for, one file per verb; and the steps that every question about a person shares.
//!
//! The order never changes: check the question and the rights, read, decide, write the usage entry, and only then
//! answer.

use motlan_core::vietnam::personal_number::PersonalNumber;
use motlan_core::{Caller, Code, Day, Timestamp};

use crate::journal::{Outcome, UsageEntry};
use crate::model::field::FieldCode;
use crate::model::pack::Verb;
use crate::model::question::Terms;
use crate::registry::{Parts, RegistryError};

mod load;
mod look_up;
mod usage;
mod verify;

pub use load::{LoadError, ROWS_PER_TRANSACTION};
pub use look_up::Found;
pub use usage::{SeenPage, SeenUsage};

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
        let now = self.clock.now();
        let today = now.hour().day();
        if !self.pack.validity.has(today) {
            return Err(RegistryError::Refused(Code::ServiceDisabled.into()));
        }
        Ok(Present { now, today })
    }

    fn terms<'a>(&'a self, caller: &'a Caller, present: &'a Present) -> Terms<'a> {
        Terms {
            pack: &self.pack,
            today: present.today,
            rights: &caller.fields,
            samples: self.samples,
        }
    }

    /// Writes who asked about whom. Only when this returned may an answer leave.
    async fn write_usage(&self, person: &PersonalNumber, usage: Usage<'_>) -> Result<(), RegistryError> {
        let entry = UsageEntry {
            at: usage.at,
            registry: self.pack.code.clone(),
            service: usage.verb,
            consumer: usage.caller.system.clone(),
            officer: usage.caller.officer.clone(),
            purpose: usage.caller.purpose.clone(),
            transaction: usage.caller.transaction,
            fields: usage.fields,
            outcome: usage.outcome,
        };
        self.usage.append(person, &entry).await?;
        Ok(())
    }
}

/// What a verb says about one question.
struct Usage<'a> {
    at: Timestamp,
    verb: Verb,
    caller: &'a Caller,
    fields: Vec<FieldCode>,
    outcome: Outcome,
}
