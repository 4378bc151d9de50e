//! A sync of a whole file: batch by batch, each with a durable mark of how far it came, so that a run that was broken off
//! goes on where it stopped and tells everything exactly once.
//!
//! What a batch tells is kept with its mark until it was told: the persons until they are journalled, the lines about
//! refused records until their file has them. Both steps may be done twice without harm.

use motlan_core::Caller;
use serde::Serialize;
use tracing::instrument;

use super::Asking;
use super::sent::Sent;
use super::sync::SyncOutcome;
use crate::journal::{Answer, Outcome, Persons};
use crate::model::pack::Verb;
use crate::model::refusal::Refusal;
use crate::model::tally::Tally;
use crate::registry::{Parts, Registry, RegistryError};
use crate::store::record::RecordError;
use crate::store::run::Run;
use crate::store::write::{Applied, Decided};

/// How far a run has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file that were read.
    pub bytes: u64,
    /// Totals and reasons so far.
    pub tally: Tally,
    /// Where the lines about refused records below belong in their file.
    pub refused_bytes: u64,
    /// Lines about the refused records of the last batch, each JSON with the number of its record. They hold no value.
    pub refused_lines: String,
    /// Whether the end of the file was reached.
    pub is_finished: bool,
}

/// The sync of one file.
pub struct BulkRun<'r> {
    registry: &'r Registry,
    caller: &'r Caller,
    run: Run,
}

#[derive(Serialize)]
struct RefusedLine<'l> {
    record: u64,
    reasons: &'l [Refusal],
}

impl Registry {
    /// Begins the sync of a file, or goes on with one that was broken off; a finished one begins anew. `file` is the
    /// SHA-256 of the file in hexadecimal.
    ///
    /// # Errors
    /// [`RegistryError`].
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn bulk_sync<'r>(&'r self, caller: &'r Caller, file: &str) -> Result<BulkRun<'r>, RegistryError> {
        let parts = self.parts();
        // Says at once who may not.
        parts.examine(caller, Vec::new())?;
        let found = parts.records.find_run(file).await?;
        let found = found.filter(|run| !run.is_finished);
        let run = found.unwrap_or_else(|| Run {
            file: file.to_owned(),
            ..Run::default()
        });
        let bulk = BulkRun {
            registry: self,
            caller,
            run,
        };
        bulk.tell().await?;
        Ok(bulk)
    }
}

impl BulkRun<'_> {
    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress {
            bytes: self.run.bytes,
            tally: self.run.tally.clone(),
            refused_bytes: self.run.refused_bytes,
            refused_lines: self.run.pending_lines.clone(),
            is_finished: self.run.is_finished,
        }
    }

    /// Applies the next records, which take so many bytes of the file. Before it is called again, the lines about
    /// refused records must be durable in their file.
    ///
    /// # Errors
    /// [`RegistryError`]; the run may then be opened again and goes on.
    pub async fn batch(&mut self, sent: Vec<Sent>, bytes: u64) -> Result<(), RegistryError> {
        let parts = self.registry.parts();
        let count = u64::try_from(sent.len()).unwrap_or(u64::MAX);
        let examined = parts.examine(self.caller, sent)?;
        let before = &self.run;
        let first = before.records + 1;
        let mark = |decided: &Decided| {
            let outcomes = parts.outcomes(&examined, decided);
            let (tally, lines) = told(&before.tally, first, &outcomes);
            Run {
                file: before.file.clone(),
                records: before.records + count,
                bytes: before.bytes + bytes,
                refused_bytes: before.refused_bytes + before.pending_lines.len() as u64,
                tally,
                pending_persons: parts.persons(decided).to_bytes(),
                pending_lines: lines,
                is_finished: false,
            }
        };
        let decided = parts.decide(&examined, Some(&mark)).await?;
        let answer = decided.map(|decided| Answer {
            subjects: decided.subjects.iter().cloned().collect(),
            fields: examined.fields(),
            outcome: Outcome::Synced,
            value: mark(&decided),
        });
        self.run = parts.send(examined.asking(), answer).await?;
        Ok(())
    }

    /// Journals what the last batch before a break told.
    async fn tell(&self) -> Result<(), RegistryError> {
        let persons = Persons::from_bytes(&self.run.pending_persons);
        if persons.is_empty() {
            return Ok(());
        }
        let parts: &Parts = self.registry.parts();
        let asking = Asking {
            at: parts.clock.now(),
            verb: Verb::Sync,
            caller: self.caller,
        };
        // Which fields the last batch carried is not known any more: all that it could.
        let today = asking.at.hour().day();
        let fields: Vec<_> = parts
            .pack
            .offered(Verb::Sync, today)
            .filter(|field| self.caller.fields.contains(&field.right))
            .map(|field| field.code.clone())
            .collect();
        let entry = parts.entry(&asking, &fields, Outcome::Synced);
        parts.usage.append_about(persons, &entry).await?;
        Ok(())
    }

    /// The end of the file was reached, and the lines about refused records are durable.
    ///
    /// # Errors
    /// [`RegistryError`].
    pub async fn finish(&mut self) -> Result<(), RegistryError> {
        let run = Run {
            refused_bytes: self.run.refused_bytes + self.run.pending_lines.len() as u64,
            pending_persons: Vec::new(),
            pending_lines: String::new(),
            is_finished: true,
            ..self.run.clone()
        };
        let kept = self.registry.parts().records.keep_run(&run).await;
        kept.map_err(RecordError::from)?;
        self.run = run;
        Ok(())
    }
}

/// The totals with these outcomes, and a line about each refused record.
fn told(before: &Tally, first: u64, outcomes: &[SyncOutcome]) -> (Tally, String) {
    let mut tally = before.clone();
    let mut lines = String::new();
    for (record, outcome) in (first..).zip(outcomes) {
        match outcome {
            Ok(Applied::Added) => tally.added += 1,
            Ok(Applied::Changed { .. }) => tally.changed += 1,
            Ok(Applied::Unchanged { .. }) => tally.unchanged += 1,
            Ok(Applied::Superseded { .. }) => tally.superseded += 1,
            Err(reasons) => {
                tally.reject(reasons);
                let line = RefusedLine { record, reasons };
                lines.push_str(&serde_json::to_string(&line).unwrap_or_default());
                lines.push('\n');
            }
        }
    }
    (tally, lines)
}
