//! Readings of the usage journal, which stand in it themselves.
//!
//! A system with the right `person.usage` that names nobody shows the journal to the person: that is what the right is
//! for. So does one whose officer is the person. Anybody else's reading is an entry about the person, one for each day
//! and reader: a list that somebody turns the pages of does not grow by being read.

use std::io;

use motlan_core::vietnam::personal_number::PersonalNumber;
use motlan_core::{Caller, Timestamp};
use tokio::task::spawn_blocking;

use super::Asking;
use crate::journal::{Found, Outcome, Page, Period, UsageEntry, UsageError, UsagePage};
use crate::model::pack::Verb;
use crate::model::subject::Subject;
use crate::registry::{Registry, RegistryError};

/// What stands before a personal number where X-Road's users are named by country.
const COUNTRY: &str = "VN";

/// The officer behind a question, unless that is the person.
pub(super) fn other_reader<'c>(caller: &'c Caller, person: &PersonalNumber) -> Option<&'c str> {
    let officer = caller.officer.as_deref()?;
    (officer.strip_prefix(COUNTRY).unwrap_or(officer) != person.as_str()).then_some(officer)
}

impl Registry {
    /// What a person may see by now.
    pub(super) async fn released_to(
        &self,
        person: &PersonalNumber,
        page: Page,
        now: Timestamp,
    ) -> Result<UsagePage, UsageError> {
        let (usage, subject) = (self.parts().usage.clone(), Subject::from(person));
        spawn_blocking(move || usage.released_to(&subject, page, now))
            .await
            .map_err(io::Error::other)?
    }

    /// The same in a period, counted.
    pub(super) async fn released_in(
        &self,
        person: &PersonalNumber,
        period: Period,
        part: (usize, usize),
        now: Timestamp,
    ) -> Result<Option<Found>, UsageError> {
        let (usage, subject) = (self.parts().usage.clone(), Subject::from(person));
        spawn_blocking(move || usage.released_in(&subject, period, part, now))
            .await
            .map_err(io::Error::other)?
    }

    /// Writes down that somebody else than the person reads about them, or would, if it does not stand there for today.
    pub(super) async fn note_reading(
        &self,
        person: &PersonalNumber,
        asking: Asking<'_>,
        outcome: Outcome,
    ) -> Result<(), RegistryError> {
        let parts = self.parts();
        let Some(officer) = other_reader(asking.caller, person) else {
            return Ok(());
        };
        // The newest hundred: whoever reads again behind a hundred others is written down again.
        let newest = self.usage_of(person.clone(), Page::default()).await?.entries;
        let today = asking.at.hour().day();
        let is_it = |entry: &&UsageEntry| {
            entry.service == Verb::Usage
                && entry.consumer == asking.caller.system
                && entry.outcome == outcome
                && entry.officer.as_deref() == Some(officer)
                && entry.at.hour().day() == today
        };
        if newest.iter().find(is_it).is_some() {
            return Ok(());
        }
        let entry = parts.entry(&asking, &[], outcome);
        parts.usage.append(&[Subject::from(person)], &entry).await?;
        Ok(())
    }
}
