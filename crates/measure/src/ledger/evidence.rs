//! The entries behind a figure: how many, and some of them in order. Whoever reads a page gets a page, and a lock is held
//! no longer than that takes: the country's year has millions of entries.

use std::ops::Range;

use motlan_evidence::case::Pseudonym;

use super::Ledger;
use super::logs::LogNumber;
use crate::model::code::IndicatorCode;
use crate::model::indicator::Counter;
use crate::model::observation::{EntryRef, Scope, Side};
use crate::model::period::Period;
use crate::pack::Pack;

/// Some of the entries behind one side of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// How many there are, counted one by one.
    pub count: usize,
    /// Those that were asked for, in order of member and index.
    pub rows: Vec<EntryRef>,
}

/// Of which log, in which period and on which side.
#[derive(Clone, Copy)]
struct Wanted {
    counter: Counter,
    log: LogNumber,
    period: Period,
    side: Side,
}

impl Ledger {
    /// The entries behind one side of a figure, one for each thing counted: how many they are, and those at these places
    /// in order of member and index.
    ///
    /// Empty for transactions: of those the ledger holds counts. Their entries stand in the logs `exchange` of the two
    /// gateways, and `motlan audit` matches them.
    pub fn evidence(
        &self,
        indicator: &IndicatorCode,
        scope: &Scope,
        period: Period,
        side: Side,
        places: Range<usize>,
    ) -> Entries {
        let mut entries = Entries::default();
        let counter = Pack::built_in().find(indicator).and_then(|found| found.computed_by);
        let Some(counter) = counter else { return entries };
        // Logs come in order of their members, so only those that the places fall into are read for more than a count.
        for log in self.logs_of(scope) {
            let wanted = Wanted {
                counter,
                log,
                period,
                side,
            };
            let before = entries.count;
            self.each_entry(wanted, &mut |_, _| entries.count += 1);
            let within = places.start.max(before)..places.end.min(entries.count);
            if !within.is_empty() {
                let within = within.start - before..within.end - before;
                self.add_rows(wanted, within, &mut entries.rows);
            }
        }
        entries
    }

    /// Adds the entries at these places of one log.
    fn add_rows(&self, wanted: Wanted, within: Range<usize>, rows: &mut Vec<EntryRef>) {
        let mut found = Vec::with_capacity(within.end);
        self.each_entry(wanted, &mut |index, dossier| found.push((index, dossier)));
        // Two cuts take linear time; only what lies between them is sorted.
        if within.end < found.len() {
            found.select_nth_unstable(within.end);
            found.truncate(within.end);
        }
        if within.start > 0 {
            found.select_nth_unstable(within.start);
            found.drain(..within.start);
        }
        found.sort_unstable();
        let member = self.logs.member(wanted.log);
        rows.extend(found.into_iter().map(|(index, dossier)| EntryRef {
            member: member.clone(),
            index,
            dossier: Some(dossier),
        }));
    }

    fn each_entry(&self, wanted: Wanted, sink: &mut dyn FnMut(u64, Pseudonym)) {
        self.each_part_of(wanted.counter, wanted.log, wanted.period, &mut |dossier, part| {
            if part.side == Some(wanted.side) {
                sink(part.index, dossier.key.dossier);
            }
        });
    }
}
