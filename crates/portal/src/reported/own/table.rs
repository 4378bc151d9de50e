//! A table of one's own: read row by row, so that one bad row does not hide what is wrong with the others.

use csv::ReaderBuilder;
use motlan_measure::reported::Figure;
use motlan_measure::reported::table::{self, Fault, TableError};

use super::Answer;
use super::form::{Asked, Place};
use super::results::Results;
use super::sent::{Sent, TABLE_BYTES_MAX, Trouble};

/// The file's field and the one for pasting; the page of results sends its rows in the second.
pub(super) const FILE: &str = "bang-tep";
pub(super) const PASTED: &str = "bang";

/// Ticked if the figures of the source documents are to be held against these.
pub(super) const BESIDE: &str = "bang-ben-mau";

/// The button that checks the same rows in the other way, and what it says for "alone"; else it names [`BESIDE`].
pub(super) const WAY: &str = "cach";
pub(super) const ALONE: &str = "rieng";

/// Rows that a page checks; larger tables are for the command.
pub(super) const ROWS_MAX: usize = 5_000;

/// Bad rows that are listed. A table with more of them is another table than the one meant here.
pub(super) const FAULTS_MAX: usize = 50;

/// Checks the table that was sent.
pub(super) fn check(sent: &Sent) -> Answer {
    let fields = &sent.fields;
    let is_beside = match fields.get(WAY) {
        "" => !fields.get(BESIDE).is_empty(),
        way => way == BESIDE,
    };
    let (place, text) = match fields.get(FILE) {
        "" => (Place::TablePasted, fields.exact(PASTED)),
        _ => (Place::TableFile, fields.exact(FILE)),
    };
    let mut asked = Asked {
        table: fields.exact(PASTED).to_owned(),
        is_table_beside: is_beside,
        ..Asked::default()
    };
    let wrong = match &sent.trouble {
        Some(Trouble::TooBig) => Some((Place::TableFile, "own-too-big")),
        Some(Trouble::NotText(_)) => Some((Place::TableFile, "own-not-text")),
        None if text.trim().is_empty() => Some((Place::TableFile, "own-table-empty")),
        None if text.len() > TABLE_BYTES_MAX => Some((place, "own-too-big")),
        None => None,
    };
    if let Some((place, key)) = wrong {
        return asked.refused(place, key);
    }
    let Read { figures, faults } = read(text);
    if figures.is_empty() {
        asked.faults = faults;
        let key = if asked.faults.is_empty() {
            "own-no-rows"
        } else {
            "own-bad-rows"
        };
        return asked.refused(place, key);
    }
    if figures.len() > ROWS_MAX {
        return asked.refused(place, "own-too-many-rows");
    }
    Answer::Results(Box::new(Results::new(figures, faults, is_beside)))
}

/// The rows that can be read, and what is wrong with the others.
pub(super) struct Read {
    pub(super) figures: Vec<Figure>,
    pub(super) faults: Vec<TableError>,
}

/// Reads a table; every bad row is taken out and told, until none is left or there are too many.
pub(super) fn read(text: &str) -> Read {
    let mut text = text.to_owned();
    let mut faults = Vec::new();
    loop {
        match table::read(text.as_bytes()) {
            Ok(figures) => return Read { figures, faults },
            Err(fault) => {
                let without = is_of_one_row(&fault).then(|| without_row(&text, fault.line)).flatten();
                faults.push(fault);
                match without {
                    Some(rest) if faults.len() < FAULTS_MAX => text = rest,
                    _ => {
                        let figures = Vec::new();
                        return Read { figures, faults };
                    }
                }
            }
        }
    }
}

/// Whether the table can be read without that row.
fn is_of_one_row(fault: &TableError) -> bool {
    let is_whole = matches!(
        fault.fault,
        Fault::TooBig | Fault::TooManyRows | Fault::Encoding | Fault::Header
    );
    fault.line > 1 && !is_whole
}

/// The table with the row that begins on this line made empty; every other row stays on its line.
fn without_row(text: &str, line: u64) -> Option<String> {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut starts = reader.byte_records().flatten().filter_map(|record| {
        let position = record.position()?;
        Some((position.line(), usize::try_from(position.byte()).ok()?))
    });
    let (_, start) = starts.find(|(begins, _)| *begins == line)?;
    let end = starts.next().map_or(text.len(), |(_, next)| next);
    let lines = text.get(start..end)?.matches('\n').count().max(1);
    // A row of one empty cell is left out by the reader and keeps its place in the count of lines.
    Some(format!(
        "{}{}{}",
        text.get(..start)?,
        "\"\"\n".repeat(lines),
        text.get(end..)?
    ))
}

/// What parts the cells, as the reader of tables finds it: most often in the first line, a comma if in doubt.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    let marks = [b'\t', b';', b','];
    marks.into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id,indicator,kind,value,printed\n";

    fn ids(read: &Read) -> Vec<&str> {
        read.figures.iter().map(|figure| figure.id.0.as_str()).collect()
    }

    fn lines(read: &Read) -> Vec<(u64, &str)> {
        read.faults.iter().map(|fault| (fault.line, fault.code())).collect()
    }

    #[test]
    fn bad_rows_are_told_by_line_and_the_others_are_read() {
        let rows = "a,x.y,stock,1,1\nb,x.y,stick,1,1\nc,x.y,stock,1,\"hai\ndòng\"\nd,X,stock,1,1\na,x.y,stock,1,1\ne,x.y,stock,1,1\n";
        let read = read(&format!("{HEAD}{rows}"));
        assert_eq!(ids(&read), ["a", "c", "e"]);
        let told = lines(&read);
        assert_eq!(told.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 6, 7]);
        assert!(
            told.iter().all(|(_, code)| code.starts_with("figures_table_")),
            "{told:?}"
        );
    }

    #[test]
    fn a_bad_row_of_several_lines_moves_no_other() {
        let rows = "a,x.y,stick,1,\"hai\nba\nbốn\"\nb,x.y,stock,1,1\nc,x.y,stick,1,1";
        let read = read(&format!("{HEAD}{rows}"));
        assert_eq!(ids(&read), ["b"]);
        assert_eq!(lines(&read).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 6]);
    }

    #[test]
    fn a_table_without_its_columns_is_no_table() {
        for text in ["id,kind,value\na,stock,1\n", "xin chào", "", "id\n"] {
            let read = read(text);
            assert!(read.figures.is_empty(), "{text}");
        }
        assert_eq!(lines(&read("id,kind,value\na,stock,1\n")).len(), 1);
    }

    #[test]
    fn too_many_bad_rows_end_the_reading() {
        let bad = "a,x,stock,1,1\n".repeat(10 * FAULTS_MAX);
        let read = read(&format!("{HEAD}ok,x.y,stock,1,1\n{bad}"));
        assert_eq!((read.figures.len(), read.faults.len()), (0, FAULTS_MAX));
    }

    #[test]
    fn semicolons_part_cells_too() {
        let read = read("id;indicator;kind;value\na;x.y;stick;\"1;\n2\"\nb;x.y;stock;1\n");
        assert_eq!(ids(&read), ["b"]);
    }
}
