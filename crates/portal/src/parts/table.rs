//! A table of words and figures whose rows become cards on a narrow screen.

use super::tag::Tag;
use crate::seal::Seal;

/// A column's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What the column holds.
    pub name: String,
    /// Whether it holds numbers: they stand on the right.
    pub is_number: bool,
}

/// A cell.
#[derive(Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// A second, smaller line.
    pub note: Option<String>,
    /// Where its words lead.
    pub href: Option<String>,
    /// Its evidence.
    pub seal: Option<Seal>,
    /// A status in place of plain words.
    pub tag: Option<Tag>,
}

impl Cell {
    /// Plain words.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            note: None,
            href: None,
            seal: None,
            tag: None,
        }
    }

    /// A status.
    pub fn tag(tag: Tag) -> Self {
        Self {
            tag: Some(tag),
            ..Self::new("")
        }
    }

    /// With a second line.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// As a link.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// With its evidence.
    #[must_use]
    pub fn seal(mut self, seal: Seal) -> Self {
        self.seal = Some(seal);
        self
    }
}

/// Cells may hold a person's data.
impl std::fmt::Debug for Cell {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Cell").finish_non_exhaustive()
    }
}

/// A row; its first cell names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What other pages call it by after a `#`.
    pub id: Option<String>,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataTable {
    /// What it shows. Sighted readers have a heading, so it is for those who hear.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What is said when there are no rows, with the next step.
    pub empty: String,
}

impl DataTable {
    /// A table without rows. A column whose name begins with `#` holds numbers.
    pub fn new(caption: impl Into<String>, columns: &[&str], empty: impl Into<String>) -> Self {
        let column = |name: &&str| Column {
            name: name.trim_start_matches('#').to_owned(),
            is_number: name.starts_with('#'),
        };
        Self {
            caption: caption.into(),
            columns: columns.iter().map(column).collect(),
            rows: Vec::new(),
            empty: empty.into(),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { id: None, cells });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_numbers_are_told_by_their_mark() {
        let table = DataTable::new("Dịch vụ", &["Tên", "#Số"], "Chưa có gì");
        let columns: Vec<_> = table
            .columns
            .iter()
            .map(|column| (column.name.as_str(), column.is_number))
            .collect();
        assert_eq!(columns, [("Tên", false), ("Số", true)]);
    }
}
