//! The figures of the source documents, checked once, and the names of what they speak of.
//!
//! The table, the documents and their names are data of `packs/figures/sample/` and part of the program.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use motlan_core::Name;
use motlan_measure::Pack;
use motlan_measure::reported::check::{Context, check};
use motlan_measure::reported::relations::Relations;
use motlan_measure::reported::sources::Sources;
use motlan_measure::reported::{Figure, SourceCode, table};

use super::set::Set;

const FIGURES: &str = include_str!("../../../../packs/figures/sample/figures.csv");
const SOURCES: &str = include_str!("../../../../packs/figures/sample/sources.csv");
const NAMES: &str = include_str!("../../../../packs/figures/sample/names.csv");

/// The source documents with their figures.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) set: Set,
    pub(super) sources: Sources,
    names: Vec<(String, Name)>,
}

static DOCUMENTS: LazyLock<Documents> = LazyLock::new(|| {
    // Unwrap safety: the texts are constants, and the test `the_source_documents_are_read` reads them.
    let sources = Sources::parse(SOURCES).expect("the documents parse");
    let figures = table::read(FIGURES.as_bytes()).expect("the figures of the documents parse");
    let checked = check(&figures, &context(&sources));
    Documents {
        set: Set::new(figures, checked),
        sources,
        names: names(NAMES),
    }
});

/// The source documents.
pub(super) fn documents() -> &'static Documents {
    &DOCUMENTS
}

/// What rules know besides the figures, with the documents' dates.
pub(super) fn context(sources: &Sources) -> Context<'_> {
    Context {
        relations: Relations::built_in(),
        pack: Pack::built_in(),
        sources: Some(sources),
    }
}

impl Documents {
    /// The figures as they stand in the table.
    pub(super) fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.set.lines().iter().map(|line| &line.figure)
    }

    /// How many documents there are.
    pub(super) fn count(&self) -> usize {
        let sources: BTreeSet<_> = self.figures().map(|figure| &figure.source).collect();
        sources.len()
    }

    /// The short label of a document, as in tables and addresses.
    pub(super) fn label(&self, source: &SourceCode) -> String {
        self.sources.label(source).to_owned()
    }

    /// What a document or a group of people is called, if anybody said so.
    pub(super) fn name(&self, code: &str) -> Option<&Name> {
        let found = self.names.iter().find(|(known, _)| known == code);
        found.map(|(_, words)| words)
    }
}

/// `code,name_vi,name_en`, names without quotes and commas.
fn names(table: &str) -> Vec<(String, Name)> {
    let row = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        Some((
            cells.next()?,
            Name {
                vi: cells.next()?,
                en: cells.next()?,
            },
        ))
    };
    table.lines().skip(1).filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_documents_are_read() {
        let documents = documents();
        assert_eq!(documents.figures().count(), FIGURES.lines().count() - 1);
        for figure in documents.figures() {
            let label = documents.label(&figure.source);
            assert!(documents.name(&label).is_some(), "{label} has no name");
            assert_ne!(label, figure.source.0);
        }
        for line in NAMES.lines() {
            assert_eq!(line.split(',').count(), 3, "{line}");
            assert!(!line.contains('"'), "{line}");
        }
    }
}
