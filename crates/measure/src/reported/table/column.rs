//! The columns of a table, found by their names.

use csv::StringRecord;

use super::CELL_BYTES_MAX;
use super::error::{Fault, TableError};

/// The columns in the order in which a table is written; the last two are not read.
pub(super) const NAMES: [&str; 19] = [
    "id",
    "source",
    "indicator",
    "scope",
    "period_start",
    "period_end",
    "period_label",
    "kind",
    "numerator",
    "denominator",
    "value",
    "unit",
    "change",
    "change_unit",
    "change_hedge",
    "printed",
    "hedge",
    "verdict",
    "note",
];

/// The columns that are read.
pub const COLUMNS: &[&str] = NAMES.split_at(NAMES.len() - 2).0;

/// Columns without which no row means anything.
const NEEDED: [&str; 3] = ["id", "indicator", "kind"];

/// Of these, one must be there.
const NUMBERS: [&str; 3] = ["printed", "value", "numerator"];

/// Where each column stands.
pub(super) struct Columns {
    places: [Option<usize>; NAMES.len()],
    width: usize,
}

/// One cell and its place, for messages.
#[derive(Clone, Copy)]
pub(super) struct Cell<'row> {
    pub(super) text: &'row str,
    name: &'static str,
    line: u64,
}

impl Cell<'_> {
    pub(super) fn fault(&self, fault: Fault) -> TableError {
        TableError::at(fault, self.line).column(self.name)
    }
}

impl Columns {
    pub(super) fn of(head: &StringRecord) -> Result<Self, TableError> {
        let mut columns = Self {
            places: [None; NAMES.len()],
            width: head.len(),
        };
        for (place, name) in head.iter().enumerate() {
            let name = name.to_lowercase();
            let Some(known) = NAMES.iter().position(|known| *known == name) else {
                continue;
            };
            if columns.places[known].replace(place).is_some() {
                return Err(TableError::at(Fault::ColumnTwice, 1).column(NAMES[known]));
            }
        }
        columns.is_whole()?;
        Ok(columns)
    }

    fn is_whole(&self) -> Result<(), TableError> {
        if self.width == 0 {
            return Err(TableError::of(Fault::Header));
        }
        let missing = NEEDED.into_iter().find(|name| self.place(name).is_none());
        let no_number = NUMBERS.iter().all(|name| self.place(name).is_none());
        match missing.or(no_number.then_some("printed")) {
            Some(name) => Err(TableError::at(Fault::ColumnMissing, 1).column(name)),
            None => Ok(()),
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        let known = NAMES.iter().position(|known| *known == name)?;
        self.places[known]
    }

    /// The cell of a column; an absent column is empty everywhere.
    pub(super) fn cell<'row>(&self, record: &'row StringRecord, name: &'static str) -> Result<Cell<'row>, TableError> {
        let line = super::line(record);
        if record.len() != self.width {
            return Err(TableError::at(Fault::Cells, line));
        }
        let text = self.place(name).and_then(|place| record.get(place)).unwrap_or_default();
        let cell = Cell { text, name, line };
        if text.len() > CELL_BYTES_MAX {
            return Err(cell.fault(Fault::CellTooLong));
        }
        Ok(cell)
    }
}
