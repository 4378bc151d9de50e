//! The steps of dossiers in one log: that they count on without a gap and without a repetition.

use std::collections::HashMap;

use super::report::LogProblem;
use crate::case::{CaseEntry, Event, Pseudonym};

/// The entries of one `casework` log that passed every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLog {
    /// Its origin, which names the member that runs it.
    pub origin: String,
    /// All its entries; the place is the index in the log. About 200 bytes each in memory.
    pub entries: Vec<CaseEntry>,
}

/// What a dossier has reached.
#[derive(Clone, Copy, Default)]
struct Reached {
    step: u32,
    status_number: u32,
}

/// The dossiers of one log, as far as it was read.
#[derive(Default)]
pub(super) struct Dossiers {
    own: HashMap<Pseudonym, Reached>,
    /// Statuses that a national portal holds, by the province's system and dossier: nobody but that system draws the
    /// pseudonym, so another system's equal one must not disturb it.
    synced: HashMap<(u32, Pseudonym), u32>,
}

impl Dossiers {
    /// Takes the entry of this index in, which must go on where its dossier stands.
    pub(super) fn take(&mut self, index: u64, entry: &CaseEntry) -> Result<(), LogProblem> {
        let next = |reached: &mut u32, counter: &'static str, found: u32| {
            let expected = reached.saturating_add(1);
            *reached = found;
            if found == expected {
                return Ok(());
            }
            let dossier = entry.dossier.to_string();
            Err(LogProblem::Sequence {
                index,
                dossier,
                counter,
                expected,
                found,
            })
        };
        if let Event::Synced { number, .. } = entry.event {
            let reached = self.synced.entry((entry.system, entry.dossier)).or_default();
            return next(reached, "synced status", number);
        }
        let reached = self.own.entry(entry.dossier).or_default();
        next(&mut reached.step, "step", entry.step)?;
        match entry.event {
            Event::Status { number, .. } => next(&mut reached.status_number, "status", number),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::tests::entry;

    fn status(dossier: u8, step: u32, number: u32) -> CaseEntry {
        CaseEntry {
            dossier: Pseudonym([dossier; 16]),
            step,
            ..entry(Event::Status { status: 4, number })
        }
    }

    fn component(dossier: u8, step: u32) -> CaseEntry {
        CaseEntry {
            dossier: Pseudonym([dossier; 16]),
            step,
            ..entry(Event::Result { is_electronic: true })
        }
    }

    fn synced(system: u32, step: u32, number: u32) -> CaseEntry {
        CaseEntry {
            system,
            step,
            ..entry(Event::Synced { status: 4, number })
        }
    }

    /// Index, counter, expected and found of the first entry that does not go on; `None` if all do.
    fn problem(entries: &[CaseEntry]) -> Option<(u64, &'static str, u32, u32)> {
        let mut dossiers = Dossiers::default();
        (0..)
            .zip(entries)
            .find_map(|(index, entry)| dossiers.take(index, entry).err())
            .map(|problem| match problem {
                LogProblem::Sequence {
                    index,
                    counter,
                    expected,
                    found,
                    ..
                } => (index, counter, expected, found),
                other => panic!("{other:?}"),
            })
    }

    #[test]
    fn the_steps_of_dossiers_may_alternate() {
        let entries = [
            status(1, 1, 1),
            status(2, 1, 1),
            component(1, 2),
            component(2, 2),
            status(2, 3, 2),
            status(1, 3, 2),
        ];
        assert_eq!(problem(&entries), None);
    }

    #[test]
    fn a_skipped_or_repeated_step_is_found() {
        assert_eq!(problem(&[component(1, 2)]), Some((0, "step", 1, 2)));
        assert_eq!(problem(&[component(1, 1), component(1, 1)]), Some((1, "step", 2, 1)));
        assert_eq!(problem(&[component(1, 1), component(1, 3)]), Some((1, "step", 2, 3)));
    }

    #[test]
    fn a_skipped_or_repeated_status_is_found() {
        assert_eq!(problem(&[status(1, 1, 2)]), Some((0, "status", 1, 2)));
        assert_eq!(problem(&[status(1, 1, 1), status(1, 2, 1)]), Some((1, "status", 2, 1)));
        let entries = [status(1, 1, 1), component(1, 2), status(1, 3, 3)];
        assert_eq!(problem(&entries), Some((2, "status", 2, 3)));
    }

    #[test]
    fn synced_statuses_count_on_by_their_number_and_by_system() {
        // The steps are the province's, with those left out that are no status.
        assert_eq!(problem(&[synced(3, 1, 1), synced(3, 4, 2), synced(8, 1, 1)]), None);
        assert_eq!(problem(&[synced(3, 2, 2)]), Some((0, "synced status", 1, 2)));
        let entries = [synced(3, 1, 1), synced(3, 1, 1)];
        assert_eq!(problem(&entries), Some((1, "synced status", 2, 1)));
    }
}
