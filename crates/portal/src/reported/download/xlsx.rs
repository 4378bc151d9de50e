//! The same cells as a workbook (ISO/IEC 29500): numbers as numbers, days as days, the line of names frozen, nothing that
//! computes. A second sheet names the documents.

use motlan_core::{Code, Failure, Timestamp};
use motlan_measure::reported::Amount;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::cells::{Cell, head};

/// Columns that hold sentences or printed words: as wide as a line of reading. The others hold codes and numbers.
const WIDE: [&str; 3] = ["printed", "said_vi", "said_en"];

/// In characters.
const WIDTH_WIDE: f64 = 60.0;
const WIDTH: f64 = 18.0;
const WIDTH_SOURCE: f64 = 36.0;

/// The columns of the second sheet.
const SOURCE_COLUMNS: [&str; 4] = ["source", "label", "name_vi", "name_en"];

/// Digits that a spreadsheet's numbers hold (IEEE 754 double); a longer number stays text.
const DIGITS_MAX: usize = 15;

/// The workbook of these rows.
///
/// Errors: `internal_error`, which is a bug.
pub(super) fn write(rows: &[Vec<Cell>], sources: &[[String; 4]], at: Timestamp) -> Result<Vec<u8>, Failure> {
    workbook(rows, sources, at).map_err(|error| {
        tracing::error!(%error, "a workbook cannot be written");
        Code::InternalError.into()
    })
}

fn workbook(rows: &[Vec<Cell>], sources: &[[String; 4]], at: Timestamp) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(at.as_seconds())?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Số liệu")?;
    sheet.set_freeze_panes(1, 1)?;
    for (place, name) in (0..).zip(head()) {
        sheet.write_with_format(0, place, name, &bold)?;
        sheet.set_column_width(place, if WIDE.contains(&name) { WIDTH_WIDE } else { WIDTH })?;
    }
    for (number, row) in (1..).zip(rows) {
        for (place, cell) in (0..).zip(row) {
            write_cell(sheet, number, place, cell)?;
        }
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name("Nguồn")?;
    for (number, row) in (0..).zip(std::iter::once(&SOURCE_COLUMNS.map(str::to_owned)).chain(sources)) {
        for (place, words) in (0..).zip(row) {
            write_cell(sheet, number, place, &Cell::Words(words.clone()))?;
            sheet.set_column_width(place, WIDTH_SOURCE)?;
        }
    }
    workbook.save_to_buffer()
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Nothing => {}
        Cell::Number(amount) => match exact(*amount) {
            Some(number) => {
                sheet.write_number(row, column, number)?;
            }
            None => {
                sheet.write_string(row, column, cell.harmless())?;
            }
        },
        Cell::Day(day) => {
            let day = ExcelDateTime::parse_from_str(&day.to_string())?;
            sheet.write_datetime_with_format(row, column, &day, &Format::new().set_num_format("yyyy-mm-dd"))?;
        }
        Cell::Words(_) => {
            sheet.write_string(row, column, cell.harmless())?;
        }
    }
    Ok(())
}

/// The number as a spreadsheet holds it, if it loses no digit there.
fn exact(amount: Amount) -> Option<f64> {
    let text = amount.normalize().to_string();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.parse().ok().filter(|_| digits <= DIGITS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_is_the_same_at_the_same_moment() {
        let rows = vec![vec![
            Cell::Words("=1+1".to_owned()),
            Cell::Number(2.into()),
            Cell::Nothing,
            Cell::Day("2024-06-30".parse().unwrap()),
        ]];
        let write = |rows: &[Vec<Cell>], at| write(rows, &[["a", "b", "c", "d"].map(str::to_owned)], at);
        let at = Timestamp::from_seconds(1_795_244_709);
        let written = write(&rows, at).unwrap();
        assert_eq!(&written[..4], b"PK\x03\x04");
        assert_eq!(write(&rows, at).unwrap(), written, "the wall clock stands in it");
        assert_ne!(write(&rows, Timestamp::from_seconds(1)).unwrap(), written);
    }

    #[test]
    fn numbers_that_a_double_would_change_stay_text() {
        assert_eq!(exact("2345678901".parse().unwrap()), Some(2_345_678_901.0));
        assert_eq!(exact("81.05".parse().unwrap()), Some(81.05));
        assert_eq!(exact("79228162514264337593543950335".parse().unwrap()), None);
    }
}
