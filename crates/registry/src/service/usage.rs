//! *Usage*: who asked about this person? Read from the usage journal for the person, through the system they trust.
//!
//! The person's own view writes no usage entry: it would otherwise fill the journal. A reading by anybody else does, see
//! `reading`. An entry that is not released yet is not there; afterwards it is, and says that it is late. Who the officer
//! behind a question is stays here; whether there was one is told.

use motlan_core::vietnam::personal_number::PersonalNumber;
use motlan_core::{Caller, Code, Failure, SystemId, Timestamp};
use tracing::instrument;

use super::Asking;
use super::reading::other_reader;
use crate::journal::{Cursor, Outcome, PAGE_SIZE_MAX, Page, Unjournalled, UsageEntry, UsageError, UsagePage};
use crate::model::field::FieldCode;
use crate::model::pack::{RegistryCode, Verb};
use crate::model::question::{PERSONAL_NUMBER, Question, RIGHT_USAGE, RawQuestion};
use crate::model::subject::Subject;
use crate::registry::{Registry, RegistryError};

/// A usage entry as its person may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenUsage {
    /// When the question was answered.
    pub at: Timestamp,
    /// Which registry.
    pub registry: RegistryCode,
    /// What was asked of it.
    pub service: Verb,
    /// The system that asked.
    pub consumer: SystemId,
    /// The code of the legal basis.
    pub legal_basis: String,
    /// The dossier it served, if any.
    pub dossier: Option<String>,
    /// The fields asked about (verify) or given (look-up).
    pub fields: Vec<FieldCode>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the consumer named an officer.
    pub has_officer: bool,
    /// Of a mass answer: about how many persons it was; fields and outcome are then those of all of them together.
    pub persons: Option<u64>,
    /// Whether the person sees it only now, because the purpose wanted it so.
    pub is_delayed: bool,
}

/// Up to [`PAGE_SIZE_MAX`] entries, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPage {
    /// The entries; fewer where some were erased.
    pub entries: Vec<SeenUsage>,
    /// Where older ones begin, if there are any.
    pub next: Option<Cursor>,
}

impl From<UsageEntry> for SeenUsage {
    fn from(entry: UsageEntry) -> Self {
        Self {
            at: entry.at,
            registry: entry.registry,
            service: entry.service,
            consumer: entry.consumer,
            legal_basis: entry.purpose.legal_basis,
            dossier: entry.purpose.dossier,
            fields: entry.fields,
            outcome: entry.outcome,
            has_officer: entry.officer.is_some(),
            persons: entry.persons,
            is_delayed: entry.released_at.is_some(),
        }
    }
}

impl From<UsagePage> for SeenPage {
    fn from(page: UsagePage) -> Self {
        Self {
            entries: page.entries.into_iter().map(SeenUsage::from).collect(),
            next: page.next.map(Cursor),
        }
    }
}

impl Registry {
    /// Who asked about a person; only entries older than `before`, if it is given. Where the pack's key is a person's
    /// number, all its keys must be theirs; elsewhere the question carries the `personal_number` alone.
    ///
    /// # Errors
    /// [`RegistryError`]; `field_not_granted` without the right `person.usage`; `record_not_found` does not tell which
    /// key failed. Once the usage journal has stopped, nothing about anybody leaves, this included.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn usage(
        &self,
        caller: &Caller,
        raw: &RawQuestion,
        before: Option<Cursor>,
    ) -> Result<SeenPage, RegistryError> {
        let parts = self.parts();
        let present = parts.present(Verb::Usage)?;
        if !caller.fields.contains(RIGHT_USAGE) {
            let detail = format!("the grant does not hold: {RIGHT_USAGE}");
            return Err(Failure::new(Code::FieldNotGranted, detail).into());
        }
        let question = (parts.pack.keys.is_person())
            .then(|| Question::parse(raw, parts.terms(Verb::Usage, caller, &present)))
            .transpose()?;
        let person = match &question {
            Some(question) => question.key.as_str(),
            None => raw.key(PERSONAL_NUMBER)?,
        };
        let person = PersonalNumber::parse(person, parts.samples)?;
        if let Some(stopped) = parts.usage.stopped() {
            return Err(UsageError::from(stopped).into());
        }
        let asking = Asking {
            at: present.now,
            verb: Verb::Usage,
            caller,
        };
        if other_reader(caller, &person).is_some() {
            parts.may_try(caller, &present, &Subject::from(&person))?;
        }
        if let Some(question) = question {
            let held = parts.records.find(person.as_str()).await?.take(Unjournalled::OwnUsage);
            if !question.identifies(&held.unwrap_or_default()) {
                self.note_reading(&person, asking, Outcome::NotFound).await?;
                return Err(Failure::from(Code::RecordNotFound).into());
            }
        }
        let page = Page {
            before: before.map(|cursor| cursor.0),
            size: PAGE_SIZE_MAX,
        };
        let seen = self.released_to(&person, page, present.now).await?;
        self.note_reading(&person, asking, Outcome::Found).await?;
        Ok(seen.into())
    }
}
