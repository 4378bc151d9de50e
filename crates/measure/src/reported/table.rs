//! Tables of printed figures: the CSV that a person fills in, read strictly, and written back with verdicts.
//!
//! Columns are found by name, in any order; `,`, `;` and tab part cells; a byte order mark is allowed. Only `id`,
//! `indicator`, `kind` and one of `printed`, `value`, `numerator` must be filled in. Columns that are not known (`verdict` and
//! `note` of a checked table among them) are left alone: what somebody thinks of a row never reaches a rule.

mod cell;
mod column;
mod error;
mod row;
mod write;

use std::collections::HashSet;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::figure::{Figure, FigureId};
use column::Columns;

pub use column::COLUMNS;
pub use error::{Fault, TableError};
pub use write::write;

/// The most rows: twice the 100,000 of the benchmark.
pub const ROWS_MAX: usize = 200_000;

/// The most bytes: 200,000 rows of 320 bytes, about twice what rows of the sample take.
pub const BYTES_MAX: usize = ROWS_MAX * 320;

/// The most bytes of a cell: a printed passage is quoted only as short as needed.
pub const CELL_BYTES_MAX: usize = 4_096;

/// The most bad rows that are told: a table with more of them is another one than was meant.
pub const FAULTS_MAX: usize = 50;

/// What a table holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows that can be read, in order; none where there are [`FAULTS_MAX`] faults.
    pub figures: Vec<Figure>,
    /// What is wrong with the others, in order.
    pub faults: Vec<TableError>,
}

/// The figures of a table, in its order.
///
/// # Errors
/// [`TableError`]s name what is wrong by stable codes, with line and column: all that are wrong, at most [`FAULTS_MAX`].
pub fn read(bytes: &[u8]) -> Result<Vec<Figure>, Vec<TableError>> {
    let rows = read_rows(bytes).map_err(|fault| vec![fault])?;
    if rows.faults.is_empty() {
        Ok(rows.figures)
    } else {
        Err(rows.faults)
    }
}

/// The rows of a table that can be read, and what is wrong with the others.
///
/// # Errors
/// [`TableError`] where the whole is no table, or too large a one.
pub fn read_rows(bytes: &[u8]) -> Result<Rows, TableError> {
    if bytes.len() > BYTES_MAX {
        return Err(TableError::of(Fault::TooBig));
    }
    let text = text(bytes)?;
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(text))
        .trim(Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let head = reader.headers().map_err(|_| TableError::of(Fault::Header))?;
    let columns = Columns::of(head)?;
    let (mut rows, mut seen) = (Rows::default(), HashSet::new());
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if rows.figures.len() == ROWS_MAX {
            return Err(TableError::at(Fault::TooManyRows, line(&record)));
        }
        match row(&columns, &record, &mut seen) {
            Ok(figure) => rows.figures.push(figure),
            Err(fault) => rows.faults.push(fault),
        }
        if rows.faults.len() == FAULTS_MAX {
            rows.figures.clear();
            break;
        }
    }
    Ok(rows)
}

fn row(columns: &Columns, record: &StringRecord, seen: &mut HashSet<FigureId>) -> Result<Figure, TableError> {
    let figure = row::figure(columns, record)?;
    if seen.insert(figure.id.clone()) {
        Ok(figure)
    } else {
        Err(TableError::at(Fault::IdTwice, line(record)).column("id"))
    }
}

/// The text without its byte order mark.
fn text(bytes: &[u8]) -> Result<&str, TableError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.iter().take(error.valid_up_to());
        let breaks = before.filter(|byte| **byte == b'\n').count();
        TableError::at(Fault::Encoding, breaks as u64 + 1)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// What parts the cells: of the three known marks, the one most often in the first line.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    // `max_by_key` takes the last of equals, so the comma wins a draw.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}

fn line(record: &StringRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

fn unreadable(error: &csv::Error) -> TableError {
    TableError::at(Fault::Cells, error.position().map_or(0, csv::Position::line))
}

#[cfg(test)]
mod tests;
