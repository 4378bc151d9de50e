//! *findUsage* and *usagePeriod*: the same journal, as Estonia's data tracker asks for it.
//!
//! Source: the protocol of e-gov/AJ, in the version that names these three (2.1.0). It has no keys but the personal code,
//! so it is offered on X-Road's face only, to systems with the right `person.usage`; nothing is read but the journal.

use motlan_core::vietnam::personal_number::PersonalNumber;
use motlan_core::{Caller, Code, Failure, SystemId, Timestamp};
use tracing::instrument;

use super::reading::other_reader;
use super::{Asking, DAY_S};
use crate::journal::{Outcome, Period, UsageEntry, UsageError};
use crate::model::pack::{Pack, Verb};
use crate::model::question::RIGHT_USAGE;
use crate::model::subject::Subject;
use crate::registry::{Registry, RegistryError};

/// About whom, when, and which part of it.
#[derive(Clone, Copy)]
pub struct Tracked<'a> {
    /// The personal number.
    pub person: &'a str,
    /// When.
    pub period: Period,
    /// How many entries to pass over.
    pub offset: usize,
    /// How many to give.
    pub limit: usize,
}

/// One use of somebody's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// When.
    pub at: Timestamp,
    /// What was done and why, for people.
    pub action: String,
    /// The system that asked, and with it its member.
    pub consumer: SystemId,
}

/// A part of the uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedPage {
    /// All of the period, whichever part was asked for.
    pub total: usize,
    /// Newest first.
    pub uses: Vec<Looked>,
}

impl Registry {
    /// Who asked about a person in a period.
    ///
    /// # Errors
    /// [`RegistryError`]; `invalid_query` if nobody stands behind the question, or if the period holds too much.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn find_usage(&self, caller: &Caller, tracked: Tracked<'_>) -> Result<LookedPage, RegistryError> {
        let parts = self.parts();
        let present = parts.present(Verb::Usage)?;
        may_read(caller)?;
        let wrong = |what: &str| Failure::new(Code::InvalidQuery, what);
        if caller.officer.is_none() {
            return Err(wrong("X-Road-UserId: is missing").into());
        }
        let person = PersonalNumber::parse(tracked.person, parts.samples)?;
        if let Some(stopped) = parts.usage.stopped() {
            return Err(UsageError::from(stopped).into());
        }
        if other_reader(caller, &person).is_some() {
            parts.may_try(caller, &present, &Subject::from(&person))?;
        }
        let part = (tracked.offset, tracked.limit);
        let found = self.released_in(&person, tracked.period, part, present.now).await?;
        let found = found.ok_or_else(|| wrong("periodStart: name a later one, there is too much behind this"))?;
        let asking = Asking {
            at: present.now,
            verb: Verb::Usage,
            caller,
        };
        self.note_reading(&person, asking, Outcome::Found).await?;
        Ok(LookedPage {
            total: found.total,
            uses: found.entries.iter().map(|entry| looked(entry, &parts.pack)).collect(),
        })
    }

    /// Since when questions are written down, as far as they are kept.
    ///
    /// # Errors
    /// [`RegistryError`].
    pub fn usage_period(&self, caller: &Caller) -> Result<Timestamp, RegistryError> {
        let parts = self.parts();
        let present = parts.present(Verb::Usage)?;
        may_read(caller)?;
        // 365 days a year: what lies a few days before may still be there.
        let kept_s = parts
            .pack
            .retention
            .usage_years
            .map(|years| i64::from(years) * 365 * DAY_S);
        let kept_since = kept_s.map(|seconds| present.now.plus_seconds(-seconds));
        Ok(kept_since.map_or(parts.usage_since, |since| since.max(parts.usage_since)))
    }
}

fn may_read(caller: &Caller) -> Result<(), Failure> {
    if caller.fields.contains(RIGHT_USAGE) {
        return Ok(());
    }
    let detail = format!("the grant does not hold: {RIGHT_USAGE}");
    Err(Failure::new(Code::FieldNotGranted, detail))
}

/// In Vietnamese, as whoever shows it to the person needs it: the service's name, the legal basis, the dossier.
fn looked(entry: &UsageEntry, pack: &Pack) -> Looked {
    let service = match entry.outcome {
        Outcome::SnapshotOpened => "Mở bản chụp của cả cơ sở dữ liệu",
        _ => pack
            .service(entry.service)
            .map_or(entry.service.as_str(), |service| &service.name.vi),
    };
    let dossier = entry
        .purpose
        .dossier
        .as_ref()
        .map(|dossier| format!("Hồ sơ: {dossier}"));
    let late = entry.released_at.map(|_| "Hiển thị muộn theo quy định".to_owned());
    let said = [service.to_owned(), format!("Căn cứ: {}", entry.purpose.legal_basis)];
    let said: Vec<_> = said.into_iter().chain(dossier).chain(late).collect();
    Looked {
        at: entry.at,
        action: said.join(". "),
        consumer: entry.consumer.clone(),
    }
}
