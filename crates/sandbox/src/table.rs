//! The embedded CSV files of `packs/`, read strictly: a fixed header, a fixed number of columns, no escapes.
//!
//! Not a general CSV reader. A value may stand in quotes when it holds a comma; a quote inside a value is refused.

use thiserror::Error;

/// What is wrong with an embedded file, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}, line {line}: {problem}")]
pub struct TableError {
    /// The file's path below `packs/`.
    pub file: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The first line is not the expected header.
    #[error("the header is not the expected one")]
    Header,
    /// Too few or too many columns, or quotes in the wrong place.
    #[error("the columns cannot be read")]
    Columns,
    /// A value that is not allowed in its column.
    #[error("the value {1:?} is not allowed in the column {0}")]
    Value(&'static str, String),
    /// The rows are not in strictly ascending order of their codes, so a code may stand twice.
    #[error("the code {0:?} does not follow the one before it")]
    Order(String),
    /// The parent is not a unit of the level above.
    #[error("the parent {0:?} does not exist")]
    Parent(String),
}

/// One embedded file.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    pub(crate) file: &'static str,
    pub(crate) text: &'static str,
}

impl Table {
    /// Reads every row with `read` and stops at the first problem. `header` has `COLUMNS` names.
    pub(crate) fn rows<const COLUMNS: usize, T>(
        self,
        header: [&str; COLUMNS],
        mut read: impl FnMut([&'static str; COLUMNS]) -> Result<T, Problem>,
    ) -> Result<Vec<T>, TableError> {
        let at = |line, problem| TableError {
            file: self.file,
            line,
            problem,
        };
        let mut lines = self.text.split_terminator('\n').zip(1..);
        if lines.next().map(|(line, _)| line) != Some(header.join(",").as_str()) {
            return Err(at(1, Problem::Header));
        }
        lines
            .map(|(line, number)| {
                let columns = split(line).ok_or(Problem::Columns);
                columns.and_then(&mut read).map_err(|problem| at(number, problem))
            })
            .collect()
    }
}

/// The values of one line, or nothing when there are not exactly `COLUMNS`.
fn split<const COLUMNS: usize>(line: &'static str) -> Option<[&'static str; COLUMNS]> {
    let mut values = [""; COLUMNS];
    let mut rest = Some(line);
    for value in &mut values {
        (*value, rest) = first_value(rest?)?;
    }
    rest.is_none().then_some(values)
}

/// The first value of `text`, and what follows its comma if there is one.
fn first_value(text: &'static str) -> Option<(&'static str, Option<&'static str>)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (value, rest) = quoted.split_once('"')?;
        return match rest {
            "" => Some((value, None)),
            _ => Some((value, Some(rest.strip_prefix(',')?))),
        };
    }
    let (value, rest) = text
        .split_once(',')
        .map_or((text, None), |(value, rest)| (value, Some(rest)));
    (!value.contains('"')).then_some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str) -> Result<Vec<[&'static str; 2]>, TableError> {
        Table { file: "test.csv", text }.rows(["a", "b"], Ok)
    }

    #[test]
    fn quotes_hold_commas() {
        assert_eq!(
            read("a,b\n1,\"x, y\"\n\"p,q\",\n"),
            Ok(vec![["1", "x, y"], ["p,q", ""]])
        );
    }

    #[test]
    fn what_is_not_a_table_is_refused_with_its_line() {
        let problem = |text| read(text).map_err(|error| (error.line, error.problem)).unwrap_err();
        assert_eq!(problem(""), (1, Problem::Header));
        assert_eq!(problem("b,a\n1,2\n"), (1, Problem::Header));
        for line in [
            "a,b\n1\n",
            "a,b\n1,2,3\n",
            "a,b\n\n",
            "a,b\n1,x\"y\n",
            "a,b\n1,\"x\n",
            "a,b\n1,\"x\"y\n",
        ] {
            assert_eq!(problem(line), (2, Problem::Columns), "{line:?}");
        }
    }
}
