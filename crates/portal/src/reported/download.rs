//! Checked figures as files: the columns that were read, then verdict, rule and sentences in both languages.
//!
//! CSV is RFC 4180, XLSX is ISO/IEC 29500. A cell that a spreadsheet program could take for a formula gets an apostrophe in
//! front; numbers stay numbers. The time of making a spreadsheet is the node's own.

mod cells;
mod xlsx;

use std::collections::BTreeSet;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use motlan_core::{Code, Failure, Timestamp};
use motlan_measure::reported::SourceCode;

use self::cells::{Cell, head};
use super::asked::FileKind;
use super::sample::documents;
use super::set::Line;

pub(super) use self::cells::bare_table;

/// Without its ending.
const FILE_NAME: &str = "doi-chieu";

/// A file on its way.
pub(super) struct Download {
    kind: FileKind,
    rows: Vec<Vec<Cell>>,
    /// The documents with their labels and names.
    sources: Vec<[String; 4]>,
    at: Timestamp,
}

impl Download {
    /// The file of these figures, made at this moment.
    pub(super) fn new<'a>(kind: FileKind, lines: impl Iterator<Item = &'a Line>, at: Timestamp) -> Self {
        let (mut rows, mut sources) = (Vec::new(), BTreeSet::new());
        for line in lines {
            rows.push(cells::of_line(line));
            sources.insert(&line.figure.source);
        }
        Self {
            kind,
            rows,
            sources: sources.into_iter().map(source).collect(),
            at,
        }
    }

    /// The answer that saves it.
    ///
    /// Errors: `internal_error` if it cannot be written, which is a bug.
    pub(super) fn answer(&self) -> Result<Response, Failure> {
        let (bytes, media_type) = match self.kind {
            FileKind::Csv => (self.csv()?, "text/csv; charset=utf-8; header=present"),
            FileKind::Xlsx => (
                xlsx::write(&self.rows, &self.sources, self.at)?,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
        };
        let mut response = bytes.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        let name = format!("attachment; filename=\"{FILE_NAME}.{}\"", self.kind.word());
        // Constants: there is no letter that a header may not have.
        let name = HeaderValue::try_from(name).map_err(|_| Code::InternalError)?;
        headers.insert(header::CONTENT_DISPOSITION, name);
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        Ok(response)
    }

    fn csv(&self) -> Result<Vec<u8>, Failure> {
        let head: Vec<_> = head().map(|name| Cell::Words(name.to_owned())).collect();
        let rows = std::iter::once(&head[..]).chain(self.rows.iter().map(Vec::as_slice));
        let rows = rows.map(|row| row.iter().map(|cell| cell.harmless().into_owned()).collect());
        cells::joined(rows)
    }
}

/// A document as the second sheet has it; one that nobody named has its name in the table alone.
fn source(code: &SourceCode) -> [String; 4] {
    let label = documents().label(code);
    let words = documents().name(&label);
    let (vi, en) = words.map_or_else(Default::default, |words| (words.vi.clone(), words.en.clone()));
    [code.0.clone(), label, vi, en]
}
