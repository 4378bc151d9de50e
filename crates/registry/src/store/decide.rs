//! What each change comes to: taken, nothing new, overtaken, or refused because another record has what must be unique.
//!
//! Pure but for what was read before: the rows of the changes' keys, and of those that may hold the same values.

use std::collections::{BTreeMap, BTreeSet};

use super::holders::Holders;
use super::record::RecordStore;
use super::write::{Applied, Change, Current, Decided, Decision, Rows, Writing};
use crate::model::record::Fields;
use crate::model::subject::Subject;

/// A transaction as far as it is decided.
struct Deciding<'d> {
    store: &'d RecordStore,
    writing: &'d Writing<'d>,
    current: BTreeMap<String, Current>,
    holders: Holders,
    rows: Rows,
    subjects: BTreeSet<Subject>,
}

impl RecordStore {
    /// What the changes come to, and the rows that they take; none if a row is damaged.
    pub(super) fn decide(
        &self,
        writing: &Writing<'_>,
        current: BTreeMap<String, Current>,
        holders: &Holders,
    ) -> Option<(Decided, Rows)> {
        let mut deciding = Deciding {
            store: self,
            writing,
            current,
            holders: holders.clone(),
            rows: Rows::default(),
            subjects: BTreeSet::new(),
        };
        let mut decisions = Vec::with_capacity(writing.changes.len());
        for change in writing.changes {
            decisions.push(deciding.change(change)?);
        }
        let decided = Decided {
            decisions,
            subjects: deciding.subjects,
        };
        Some((decided, deciding.rows))
    }

    /// What was sent, and of the fields that its sender has no right to what is held.
    pub(super) fn merged(&self, writing: &Writing<'_>, change: &Change, before: Option<&Fields>) -> Fields {
        let mut fields = change.fields.clone();
        let kept = before.into_iter().flatten();
        let kept = kept.filter(|(code, _)| writing.kept.contains(*code) && **code != self.keys.record);
        fields.extend(kept.map(|(code, value)| (code.clone(), value.clone())));
        fields
    }
}

impl Deciding<'_> {
    fn change(&mut self, change: &Change) -> Option<Decision> {
        let held = self.current.get(&change.key).cloned();
        let before = match &held {
            Some(held) => Some(self.read(&change.key, held)?),
            None => None,
        };
        let version = held.as_ref().map_or(0, |held| held.version.unsigned_abs());
        if !change.is_refused && change.known_version.is_some_and(|known| known != version) {
            self.tells(&change.key, before.as_ref().unwrap_or(&change.fields));
            return Some(Decision::Applied(Applied::Superseded { version }));
        }
        let fields = self.store.merged(self.writing, change, before.as_ref());
        let doubles = self.doubles(change, &fields)?;
        if change.is_refused || !doubles.is_empty() {
            return Some(Decision::Refused(doubles));
        }
        self.tells(&change.key, &fields);
        let Some((held, before)) = held.zip(before) else {
            self.write(change, &fields, 1)?;
            return Some(Decision::Applied(Applied::Added));
        };
        self.tells(&change.key, &before);
        let is_same =
            before.len() == fields.len() + 1 && fields.iter().all(|(code, value)| before.get(code) == Some(value));
        if is_same {
            // Also where only the layout differs: the row stays as it is.
            return Some(Decision::Applied(Applied::Unchanged { version }));
        }
        self.rows.search.drop(&self.store.finders, &change.key, &before);
        let next = held.version + 1;
        self.rows.history.push((change.key.clone(), held));
        self.write(change, &fields, next)?;
        Some(Decision::Applied(Applied::Changed { version: version + 1 }))
    }

    fn read(&self, key: &str, row: &Current) -> Option<Fields> {
        self.store.layouts.read(row.layout, key, &row.values)
    }

    fn tells(&mut self, key: &str, fields: &Fields) {
        self.subjects.extend(self.store.keys.subjects(key, fields));
    }

    /// The rules of uniqueness that the values break. Who holds the same is told about, too.
    fn doubles(&mut self, change: &Change, fields: &Fields) -> Option<Vec<usize>> {
        let mut broken = Vec::new();
        for (rule, finder) in self.store.finders.unique.iter().enumerate() {
            let Some(value) = finder.value(fields) else { continue };
            for other in self.holders.of(rule, &value) {
                let Some(row) = self.current.get(&other).filter(|_| other != change.key) else {
                    continue;
                };
                let held = self.read(&other, row)?;
                if finder.value(&held).as_ref() == Some(&value) {
                    self.tells(&other, &held);
                    self.tells(&change.key, fields);
                    broken.push(rule);
                    break;
                }
            }
        }
        Some(broken)
    }

    fn write(&mut self, change: &Change, fields: &Fields, version: i64) -> Option<()> {
        let next = Current {
            version,
            layout: self.store.layouts.current(),
            values: self.store.layouts.write(fields).ok()?,
            valid_from: self.writing.now.as_micros(),
        };
        self.rows.search.add(&self.store.finders, &change.key, fields);
        for (rule, finder) in self.store.finders.unique.iter().enumerate() {
            if let Some(value) = finder.value(fields) {
                self.holders.add(rule, value, &change.key);
            }
        }
        self.rows.changes.push((change.key.clone(), version));
        self.rows.records.insert(change.key.clone(), next.clone());
        self.current.insert(change.key.clone(), next);
        Some(())
    }
}
