//! A table of one's own: one bad row does not hide what is wrong with the others, or right.

use motlan_measure::reported::table::{self, Rows};

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
    let Rows { figures, faults } = read(text);
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

/// Reads a table; what makes the whole unreadable is a fault like any other.
fn read(text: &str) -> Rows {
    table::read_rows(text.as_bytes()).unwrap_or_else(|fault| Rows {
        figures: Vec::new(),
        faults: vec![fault],
    })
}

#[cfg(test)]
mod tests {
    use motlan_measure::reported::table::FAULTS_MAX;

    use super::*;

    const HEAD: &str = "id,indicator,kind,value,printed\n";

    fn ids(read: &Rows) -> Vec<&str> {
        read.figures.iter().map(|figure| figure.id.0.as_str()).collect()
    }

    fn lines(read: &Rows) -> Vec<(u64, &str)> {
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
