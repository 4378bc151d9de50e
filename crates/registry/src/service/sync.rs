//! *Sync*: records from whoever feeds the registry; each is taken, or refused with all its reasons and their remedies.
//!
//! A record is whole: a field that it leaves out has no value any more. But a field that the sender has no right to, or
//! that is not offered today, stays as it is. What the sender is told says something about people whose data are held, so
//! it is journalled like the answer to a question.

use std::collections::BTreeSet;

use motlan_core::{Caller, Code, Failure};
use tracing::instrument;

use super::sent::Sent;
use super::{Asking, Present};
use crate::journal::{Answer, Outcome, Persons, Unsent};
use crate::model::field::FieldCode;
use crate::model::flaw::Flaw;
use crate::model::pack::Verb;
use crate::model::question::{RIGHT_SYNC, shown};
use crate::model::record::Record;
use crate::model::refusal::Refusal;
use crate::model::subject::Subject;
use crate::registry::{Parts, Registry, RegistryError};
use crate::store::record::RecordError;
use crate::store::run::Run;
use crate::store::write::{Change, Decided, Decision, Writing};

pub use crate::store::write::Applied;

/// What became of a record.
pub type SyncOutcome = Result<Applied, Vec<Refusal>>;

/// Records that were looked at.
pub(super) struct Examined<'e> {
    pub(super) present: Present,
    caller: &'e Caller,
    /// Those whose key is known, in order.
    changes: Vec<Change>,
    /// For each record its reasons so far, and its place among the changes.
    reasons: Vec<(Vec<Refusal>, Option<usize>)>,
    kept: BTreeSet<FieldCode>,
    /// The fields that somebody's record carries.
    sent: BTreeSet<FieldCode>,
}

impl Registry {
    /// Applies records in order and in one transaction; a record that is refused keeps no other back.
    ///
    /// # Errors
    /// [`RegistryError`]; `field_not_granted` without the right `registry.sync` or that to a field of a record: then
    /// nothing was written. If the usage journal fails the records are applied, and nobody is told.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn sync(&self, caller: &Caller, sent: Vec<Sent>) -> Result<Vec<SyncOutcome>, RegistryError> {
        let parts = self.parts();
        let examined = parts.examine(caller, sent)?;
        let decided = parts.decide(&examined, None).await?;
        let answer = decided.map(|decided| Answer {
            subjects: decided.subjects.iter().cloned().collect(),
            fields: examined.fields(),
            outcome: Outcome::Synced,
            value: parts.outcomes(&examined, &decided),
        });
        parts.send(examined.asking(), answer).await
    }
}

impl Examined<'_> {
    pub(super) const fn asking(&self) -> Asking<'_> {
        Asking {
            at: self.present.now,
            verb: Verb::Sync,
            caller: self.caller,
        }
    }

    pub(super) fn fields(&self) -> Vec<FieldCode> {
        self.sent.iter().cloned().collect()
    }
}

impl Parts {
    /// Looks at records: every value, the keys, what must be complete, and whether their sender may send them.
    pub(super) fn examine<'e>(&self, caller: &'e Caller, sent: Vec<Sent>) -> Result<Examined<'e>, RegistryError> {
        let present = self.present(Verb::Sync)?;
        if !caller.fields.contains(RIGHT_SYNC) {
            let detail = format!("the grant does not hold: {RIGHT_SYNC}");
            return Err(Failure::new(Code::FieldNotGranted, detail).into());
        }
        let offered = self.pack.offered(Verb::Sync, present.today);
        let (may, may_not): (Vec<_>, Vec<_>) = offered.partition(|field| caller.fields.contains(&field.right));
        let writable: BTreeSet<&str> = may.iter().map(|field| field.code.as_str()).collect();
        let refused: BTreeSet<&str> = may_not.iter().map(|field| field.code.as_str()).collect();
        let carried: BTreeSet<&FieldCode> = sent.iter().flat_map(|sent| sent.record.fields.keys()).collect();
        let not_granted: Vec<&str> = (carried.iter().map(|code| code.as_str()))
            .filter(|code| refused.contains(code))
            .collect();
        if !not_granted.is_empty() {
            let detail = format!("the grant does not hold: {}", not_granted.join(", "));
            return Err(Failure::new(Code::FieldNotGranted, detail).into());
        }
        let sent_fields = (carried.into_iter())
            .filter(|code| writable.contains(code.as_str()))
            .cloned()
            .collect();
        let kept = self.pack.fields().map(|field| field.code.clone());
        let mut examined = Examined {
            kept: kept.filter(|code| !writable.contains(code.as_str())).collect(),
            present,
            caller,
            changes: Vec::with_capacity(sent.len()),
            reasons: Vec::with_capacity(sent.len()),
            sent: sent_fields,
        };
        for sent in sent {
            self.examine_one(sent, &writable, &mut examined);
        }
        Ok(examined)
    }

    fn examine_one(&self, sent: Sent, writable: &BTreeSet<&str>, examined: &mut Examined<'_>) {
        let mut reasons = sent.unread;
        if reasons.iter().any(|reason| *reason == Refusal::not_a_record()) {
            examined.reasons.push((reasons, None));
            return;
        }
        let (offered, unknown): (Vec<_>, Vec<_>) =
            (sent.record.fields.into_iter()).partition(|(code, _)| writable.contains(code.as_str()));
        let unknown_field = Flaw::UnknownField(self.pack.code.clone());
        reasons.extend(unknown.into_iter().map(|(code, _)| Refusal::of(code, &unknown_field)));
        let record = Record::new(offered).examine(&self.pack, self.samples);
        let is_named =
            |reasons: &[Refusal], code: &FieldCode| reasons.iter().any(|reason| reason.field.as_ref() == Some(code));
        // What could not be read is there, only not readable.
        let flaws = record.flaws.iter().filter(|(code, _)| !is_named(&reasons, code));
        let flaws: Vec<_> = flaws.map(|(code, flaw)| Refusal::of(code.clone(), flaw)).collect();
        reasons.extend(flaws);
        for code in self.pack.complete_at_entry() {
            let is_there = record.fields.contains_key(code) || *code == self.pack.keys.record;
            if !is_there && writable.contains(code.as_str()) && !is_named(&reasons, code) {
                reasons.push(Refusal::incomplete(code.clone()));
            }
        }
        let place = record.key.map(|key| {
            examined.changes.push(Change {
                key: key.into_text(),
                fields: record.fields,
                known_version: sent.known_version,
                is_refused: !reasons.is_empty(),
            });
            examined.changes.len() - 1
        });
        for reason in &mut reasons {
            // A name that is no field of the pack may be anything.
            let is_told =
                |code: &FieldCode| self.pack.field(code.as_str()).is_some() || shown(code.as_str()) == code.as_str();
            reason.field = reason.field.take().filter(is_told);
        }
        examined.reasons.push((reasons, place));
    }

    /// Decides and writes.
    pub(super) async fn decide(
        &self,
        examined: &Examined<'_>,
        mark: Option<&(dyn Fn(&Decided) -> Run + Send + Sync)>,
    ) -> Result<Unsent<Decided>, RecordError> {
        let writing = Writing {
            changes: &examined.changes,
            kept: &examined.kept,
            now: examined.present.now,
            mark,
            accepted: None,
        };
        self.records.apply(writing).await
    }

    /// What became of each record, in order.
    pub(super) fn outcomes(&self, examined: &Examined<'_>, decided: &Decided) -> Vec<SyncOutcome> {
        let rules: Vec<&[FieldCode]> = self.pack.unique_at_entry().collect();
        let outcomes = examined.reasons.iter().map(|(reasons, place)| {
            let decision = place.and_then(|place| decided.decisions.get(place));
            match decision {
                Some(Decision::Applied(applied)) => Ok(*applied),
                None => Err(reasons.clone()),
                Some(Decision::Refused(broken)) => {
                    let doubles = broken.iter().filter_map(|rule| rules.get(*rule));
                    let doubles = doubles.map(|fields| Refusal::not_unique(fields));
                    Err(reasons.iter().cloned().chain(doubles).collect())
                }
            }
        });
        outcomes.collect()
    }

    /// What finds the journal entries of those about whom it tells something.
    pub(super) fn persons(&self, decided: &Decided) -> Persons {
        let subjects: Vec<Subject> = decided.subjects.iter().cloned().collect();
        self.usage.persons(&subjects)
    }
}
