//! A figure as cells, and why no cell starts a program.
//!
//! Spreadsheet programs take a cell that begins with `=`, `+`, `-`, `@` (or their wide twins), a tab or a line end for a
//! formula, which may fetch or run something (OWASP, CSV injection). Printed words are somebody's: they get an apostrophe.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};
use motlan_core::{Code, Failure};
use motlan_measure::Day;
use motlan_measure::reported::table::COLUMNS;
use motlan_measure::reported::{Amount, Figure, Hedge, PrintedKind, Verdict};

use super::super::set::Line;

/// The columns of a download behind those that are read: what was found.
const FOUND: [&str; 4] = ["verdict", "rule", "said_vi", "said_en"];

/// The names of a download's columns.
pub(super) fn head() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().chain(&FOUND).copied()
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Somebody's words.
    Words(String),
    /// A number.
    Number(Amount),
    /// A day.
    Day(Day),
    /// Nothing.
    Nothing,
}

impl Cell {
    /// The cell as text that no program takes for a formula.
    pub(super) fn harmless(&self) -> Cow<'_, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Number(amount) => Cow::Owned(amount.to_string()),
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Words(words) if is_formula(words) => Cow::Owned(format!("'{words}")),
            Self::Words(words) => Cow::Borrowed(words),
        }
    }

    /// The same as it was read.
    fn bare(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Number(_) | Self::Day(_) | Self::Nothing => self.harmless().into_owned(),
        }
    }
}

fn is_formula(words: &str) -> bool {
    let starts = |letter: char| "=+-@\t\r\n＝＋－＠".contains(letter);
    words.starts_with(starts) || words.trim_start().starts_with(starts)
}

/// A line of a download.
pub(super) fn of_line(line: &Line) -> Vec<Cell> {
    let mut cells = of_figure(&line.figure);
    let checked = &line.checked;
    let first = checked.findings.first();
    cells.push(word(&Verdict::ALL, checked.verdict));
    cells.push(text(first.map(|finding| finding.rule).unwrap_or_default()));
    cells.push(text(first.map(|finding| finding.said.vi.as_str()).unwrap_or_default()));
    cells.push(text(first.map(|finding| finding.said.en.as_str()).unwrap_or_default()));
    cells
}

fn of_figure(figure: &Figure) -> Vec<Cell> {
    let change = figure.change.as_ref();
    vec![
        text(&figure.id.0),
        text(&figure.source.0),
        text(figure.indicator.as_str()),
        text(&figure.scope),
        day(figure.period_start),
        day(figure.period_end),
        text(&figure.period_label),
        word(&PrintedKind::ALL, figure.kind),
        number(figure.numerator),
        number(figure.denominator),
        number(figure.value),
        text(&figure.unit),
        number(change.map(|change| change.by)),
        text(change.map(|change| change.unit.as_str()).unwrap_or_default()),
        change.map_or(Cell::Nothing, |change| word(&Hedge::ALL, change.hedge)),
        text(&figure.printed),
        word(&Hedge::ALL, figure.hedge),
    ]
}

fn text(words: &str) -> Cell {
    if words.is_empty() {
        Cell::Nothing
    } else {
        Cell::Words(words.to_owned())
    }
}

fn day(day: Option<Day>) -> Cell {
    day.map_or(Cell::Nothing, Cell::Day)
}

fn number(amount: Option<Amount>) -> Cell {
    amount.map_or(Cell::Nothing, Cell::Number)
}

fn word<T: Copy + PartialEq>(all: &[(T, &'static str)], one: T) -> Cell {
    let found = all.iter().find(|(known, _)| *known == one);
    found.map_or(Cell::Nothing, |(_, word)| text(word))
}

/// The figures as a table that is read again and by no spreadsheet program: cells as they are, no verdicts.
pub(in super::super) fn bare_table<'a>(figures: impl Iterator<Item = &'a Figure>) -> Result<String, Failure> {
    let head = std::iter::once(COLUMNS.iter().map(|name| (*name).to_owned()).collect());
    let rows = figures.map(|figure| of_figure(figure).iter().map(Cell::bare).collect());
    let bytes = joined(head.chain(rows))?;
    String::from_utf8(bytes).map_err(|_| Code::InternalError.into())
}

/// Rows of RFC 4180: lines end with CR LF, what needs quotes has them.
pub(super) fn joined(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, Failure> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer
            .write_record(&row)
            .map_err(|_| Failure::from(Code::InternalError))?;
    }
    writer.into_inner().map_err(|_| Code::InternalError.into())
}

#[cfg(test)]
mod tests {
    use motlan_measure::reported::table;

    use super::super::super::sample::documents;
    use super::*;

    #[test]
    fn no_cell_of_words_starts_a_formula_and_numbers_stay_numbers() {
        for bad in [
            "=cmd|' /C calc'!A0",
            "+1+2",
            "-33%",
            "@SUM(A1)",
            "\t=1",
            " =1",
            "\n=1",
            "＝1",
        ] {
            let cell = Cell::Words(bad.to_owned());
            assert_eq!(cell.harmless(), format!("'{bad}"));
            assert_eq!(cell.bare(), bad);
        }
        assert_eq!(Cell::Words("63/63".to_owned()).harmless(), "63/63");
        assert_eq!(Cell::Number((-33).into()).harmless(), "-33");
        assert_eq!(Cell::Nothing.harmless(), "");
    }

    #[test]
    fn columns_are_those_that_were_read_and_what_was_found() {
        for line in documents().set.lines() {
            assert_eq!(of_figure(&line.figure).len(), COLUMNS.len());
            assert_eq!(of_line(line).len(), head().count());
        }
    }

    #[test]
    fn a_bare_table_is_read_back_as_it_was() {
        let written = bare_table(documents().figures()).unwrap();
        let read = table::read(written.as_bytes()).unwrap();
        assert!(documents().figures().eq(&read), "{written}");
        let mut odd = read[0].clone();
        odd.printed = "=1, \"x\"\nđó".to_owned();
        let written = bare_table(std::iter::once(&odd)).unwrap();
        assert_eq!(table::read(written.as_bytes()).unwrap(), [odd]);
    }
}
