//! Somebody's figures, checked, alone or beside those of the source documents.

use motlan_measure::reported::check::{Context, check};
use motlan_measure::reported::table::TableError;
use motlan_measure::reported::{Figure, FigureId, Verdict};

use super::super::sample::{self, documents};
use super::super::set::{Line, Set, worst_first};

/// What the rules say.
pub(super) struct Results {
    /// Their own figures first, then those of the source documents.
    pub(super) set: Set,
    own: usize,
    /// Rows that could not be read.
    pub(super) faults: Vec<TableError>,
    /// Whether the source documents' figures were held against them.
    pub(super) is_beside: bool,
    /// Proposals without an indicator, which no rule can look at.
    pub(super) unnamed: usize,
    /// Stands before the ids of the source documents' figures.
    mark: String,
}

impl Results {
    /// Checks these figures.
    pub(super) fn new(figures: Vec<Figure>, faults: Vec<TableError>, is_beside: bool) -> Self {
        let own = figures.len();
        let mark = mark(&figures);
        let mut all = figures;
        if is_beside {
            all.extend(documents().figures().map(|figure| Figure {
                id: FigureId(format!("{mark}{}", figure.id)),
                ..figure.clone()
            }));
        }
        let context = if is_beside {
            sample::context(&documents().sources)
        } else {
            Context::built_in()
        };
        let checked = check(&all, &context);
        Self {
            set: Set::new(all, checked),
            own,
            faults,
            is_beside,
            unnamed: 0,
            mark,
        }
    }

    /// Their own figures, in their order.
    pub(super) fn lines(&self) -> Vec<&Line> {
        self.set.lines().iter().take(self.own).collect()
    }

    /// The same, the worst first.
    pub(super) fn worst_first(&self) -> Vec<&Line> {
        worst_first(self.set.lines().iter().take(self.own))
    }

    /// How many of their own have this verdict.
    pub(super) fn count(&self, verdict: Verdict) -> usize {
        let own = self.set.lines().iter().take(self.own);
        own.filter(|line| line.checked.verdict == verdict).count()
    }

    /// The figure of the source documents that a name stands for.
    pub(super) fn of_documents(&self, id: &FigureId) -> Option<&'static Line> {
        documents().set.find(id.0.strip_prefix(&self.mark)?)
    }
}

/// What no id of theirs begins with, so that theirs and the documents' stay apart.
fn mark(figures: &[Figure]) -> String {
    let mut mark = "mau/".to_owned();
    while figures.iter().any(|figure| figure.id.0.starts_with(&mark)) {
        mark.push('/');
    }
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_theirs_and_of_the_documents_stay_apart() {
        let mut theirs: Vec<_> = documents().figures().take(3).cloned().collect();
        theirs[1].id = FigureId("mau/1".to_owned());
        let results = Results::new(theirs.clone(), Vec::new(), true);
        assert_eq!(results.lines().len(), 3);
        assert_eq!(results.set.lines().len(), 3 + documents().figures().count());
        for (line, figure) in results.lines().into_iter().zip(&theirs) {
            assert_eq!(line.figure, *figure);
            assert!(results.of_documents(&line.figure.id).is_none());
        }
        let last = &results.set.lines().last().unwrap().figure.id;
        assert!(results.of_documents(last).is_some());
        let alone = Results::new(theirs, Vec::new(), false);
        assert_eq!(alone.set.lines().len(), 3);
    }
}
