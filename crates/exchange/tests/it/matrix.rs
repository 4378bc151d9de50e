//! What X-Road's own tests demand of a gateway, row by row, and the tests here that show it: `docs/x-road-matrix.csv`.
//!
//! A test is named `crate/file::function`, its file found below the crate's `tests/it` or else its `src`. A row without
//! a test says why. Whether a test shows its row is for people to judge; that it is there and runs is held here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// In the place of tests.
const LEFT_OUT: &str = "left out: ";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_row_has_a_test_or_a_reason() {
    let table = std::fs::read_to_string(root().join("docs/x-road-matrix.csv")).unwrap();
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("area,what must hold,tests"));
    let (mut rows, mut wrong) = (BTreeSet::new(), Vec::new());
    for line in lines {
        let [area, row, tests] = line.split(',').collect::<Vec<_>>()[..] else {
            wrong.push(format!("not three fields: {line}"));
            continue;
        };
        if !rows.insert((area, row)) {
            wrong.push(format!("twice: {row}"));
        }
        match tests.strip_prefix(LEFT_OUT) {
            Some(reason) if reason.len() > 10 => {}
            Some(_) => wrong.push(format!("no reason: {row}")),
            None => wrong.extend(
                tests
                    .split("; ")
                    .filter_map(|test| missing(test).map(|why| format!("{row}: {why}"))),
            ),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(rows.len() > 80, "{} rows", rows.len());
}

/// Why there is no such test.
fn missing(name: &str) -> Option<String> {
    let ((package, file), function) = match name.split_once("::") {
        Some((path, function)) => (path.split_once('/').unwrap_or((path, "")), function),
        None => return Some(format!("{name} names no function")),
    };
    let package = root().join("crates").join(package);
    let mut found = ["tests/it", "src"]
        .iter()
        .filter_map(|folder| std::fs::read_to_string(package.join(folder).join(file).with_extension("rs")).ok());
    let Some(source) = found.find(|source| source.contains(&format!("fn {function}("))) else {
        return Some(format!("{name} is not there"));
    };
    (!is_run(&source, function)).then(|| format!("{name} is no test"))
}

/// A test by its attribute, or a row that `rows!` names.
fn is_run(source: &str, function: &str) -> bool {
    let before = source.split(&format!("fn {function}(")).next().unwrap_or_default();
    let attributes = before
        .trim_end()
        .lines()
        .rev()
        .take_while(|line| !line.trim().is_empty());
    let has_attribute = attributes
        .map(str::trim)
        .any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"));
    let rows = source
        .split_once("rows! {")
        .and_then(|(_, rest)| rest.split_once("\n}"));
    has_attribute
        || rows.is_some_and(|(rows, _)| {
            rows.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .any(|word| word == function)
        })
}

#[test]
fn what_is_not_there_is_noticed() {
    for name in [
        "exchange/codes/paths::no_such_row",
        "exchange/no_such_file::every_situation_gives_its_code",
        "nothing/codes::every_situation_gives_its_code",
        "exchange/codes/paths::ambiguous",
        "exchange/codes/paths",
    ] {
        assert!(missing(name).is_some(), "{name}");
    }
    for name in [
        "exchange/codes/paths::patch_without_grant",
        "exchange/matrix::what_is_not_there_is_noticed",
    ] {
        assert_eq!(missing(name), None);
    }
}
