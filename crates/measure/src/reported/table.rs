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

use super::figure::Figure;
use column::Columns;

pub use error::{Fault, TableError};
pub use write::write;

/// The most rows: twice the 100,000 of the benchmark.
pub const ROWS_MAX: usize = 200_000;

/// The most bytes: 200,000 rows of 320 bytes, about twice what rows of the sample take.
pub const BYTES_MAX: usize = ROWS_MAX * 320;

/// The most bytes of a cell: a printed passage is quoted only as short as needed.
pub const CELL_BYTES_MAX: usize = 4_096;

/// The figures of a table, in its order.
///
/// # Errors
/// [`TableError`] names what is wrong by a stable code, with line and column. The first fault ends the reading.
pub fn read(bytes: &[u8]) -> Result<Vec<Figure>, TableError> {
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
    let mut figures = Vec::new();
    let mut seen = HashSet::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if figures.len() == ROWS_MAX {
            return Err(TableError::at(Fault::TooManyRows, line(&record)));
        }
        let figure = row::figure(&columns, &record)?;
        if !seen.insert(figure.id.clone()) {
            return Err(TableError::at(Fault::IdTwice, line(&record)).column("id"));
        }
        figures.push(figure);
    }
    Ok(figures)
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
