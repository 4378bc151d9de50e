//! What became of a file's records: totals that add up, and what would make the most of them acceptable first.

use motlan_registry::model::tally::{Reason, Tally};
use motlan_registry::{FieldCode, Pack};
use serde::Serialize;

/// The report of one file.
#[derive(Serialize)]
pub(super) struct Report<'r> {
    registry: &'r str,
    file_sha256: &'r str,
    records: u64,
    accepted: u64,
    added: u64,
    changed: u64,
    unchanged: u64,
    superseded: u64,
    rejected: u64,
    /// First the reason whose remedy alone makes the most records acceptable.
    reasons: Vec<&'r Reason>,
}

impl<'r> Report<'r> {
    pub(super) fn new(pack: &'r Pack, file_sha256: &'r str, tally: &'r Tally) -> Self {
        Self {
            registry: pack.code.as_str(),
            file_sha256,
            records: tally.records(),
            accepted: tally.added + tally.changed,
            added: tally.added,
            changed: tally.changed,
            unchanged: tally.unchanged,
            superseded: tally.superseded,
            rejected: tally.rejected,
            reasons: tally.reasons(),
        }
    }

    /// For people.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("{:>12} records read", self.records),
            format!(
                "{:>12} accepted: {} added, {} changed",
                self.accepted, self.added, self.changed
            ),
            format!("{:>12} unchanged", self.unchanged),
            format!("{:>12} superseded", self.superseded),
            format!("{:>12} rejected", self.rejected),
        ];
        if !self.reasons.is_empty() {
            lines.push(String::new());
            lines.push("What would make the most records acceptable, first:".to_owned());
            lines.push(format!("{:>12} {:>12}  reason", "fixes alone", "appears in"));
        }
        lines.extend(self.reasons.iter().flat_map(|reason| {
            let field = reason.field.as_ref().map_or("(no field)", FieldCode::as_str);
            let (alone, among) = (reason.fixes_alone, reason.appears_in);
            let remedy = reason.remedy.sentence().en;
            [
                format!("{alone:>12} {among:>12}  {} {field}", reason.code),
                format!("{:>25}  {remedy}", ""),
            ]
        }));
        lines
    }
}
