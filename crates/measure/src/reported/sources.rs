//! What the documents are called: a short label, and of when they speak. As data, beside a table of figures.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, Trim};
use serde::Deserialize;

use super::figure::SourceCode;

/// The text is no table of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sources, line {0}: not the columns source, label, published_or_printed, period_spoken_of, note")]
pub struct SourcesError(pub u64);

/// One document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// Its name in tables of figures.
    pub source: SourceCode,
    /// What readers call it.
    pub label: String,
    /// When it was published or printed, as far as that is known.
    #[serde(default)]
    pub published_or_printed: String,
    /// Of when it speaks.
    #[serde(default)]
    pub period_spoken_of: String,
    /// What else must be known.
    #[serde(default)]
    pub note: String,
}

/// Documents by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(BTreeMap<SourceCode, Source>);

impl Sources {
    /// Reads a table of sources; `source` and `label` are needed.
    ///
    /// # Errors
    /// [`SourcesError`] with the line.
    pub fn parse(text: &str) -> Result<Self, SourcesError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(text.as_bytes());
        let mut sources = BTreeMap::new();
        for row in reader.deserialize::<Source>() {
            let row = row.map_err(|error| SourcesError(error.position().map_or(1, csv::Position::line)))?;
            sources.insert(row.source.clone(), row);
        }
        Ok(Self(sources))
    }

    /// The document with this name.
    pub fn find(&self, source: &SourceCode) -> Option<&Source> {
        self.0.get(source)
    }

    /// What a reader calls it: its label, else its name.
    pub fn label<'all>(&'all self, source: &'all SourceCode) -> &'all str {
        self.find(source)
            .map_or(source.0.as_str(), |found| found.label.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_called_by_its_label_where_it_has_one() {
        let sources = Sources::parse("source,label,note\na.txt,A,bản sao\n").unwrap();
        assert_eq!(sources.label(&SourceCode("a.txt".into())), "A");
        assert_eq!(sources.label(&SourceCode("b.txt".into())), "b.txt");
        assert_eq!(Sources::parse("label\nA\n"), Err(SourcesError(2)));
    }
}
