//! What is read about somebody leaves with a receipt of the usage journal; the exceptions are counted.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::support::folder;

fn programs(folder: PathBuf, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            programs(path, found);
        } else {
            found.push(path);
        }
    }
}

/// How often each reason is given, by file.
fn uses() -> BTreeMap<String, usize> {
    let mut files = Vec::new();
    programs(folder("src"), &mut files);
    let mut uses = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap();
        let place = file.strip_prefix(folder("src")).unwrap().display().to_string();
        for reason in program.split(".take(Unjournalled::").skip(1) {
            let name = reason.split(')').next().unwrap();
            *uses.entry(format!("{place} {name}")).or_default() += 1;
        }
    }
    uses
}

#[test]
fn nothing_more_is_read_without_a_receipt_than_the_list_says() {
    let list = std::fs::read_to_string(folder("tests/unjournalled.txt")).unwrap();
    let listed = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let listed: BTreeMap<String, usize> = listed
        .map(|line| {
            let (place, count) = line.rsplit_once(' ').unwrap();
            (place.to_owned(), count.parse().unwrap())
        })
        .collect();
    assert_eq!(uses(), listed);
}

/// Rows of records are read in the room of the store alone, and what it gives is `Unsent`.
#[test]
fn rows_of_records_are_read_in_the_store_alone() {
    let mut files = Vec::new();
    programs(folder("src"), &mut files);
    let mut readers = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        if ["FROM registry_record", "FROM registry_history"]
            .iter()
            .any(|table| text.contains(table))
        {
            readers += 1;
            assert!(file.starts_with(folder("src/store")), "{}", file.display());
            let program = text.split("#[cfg(test)]").next().unwrap();
            for function in program
                .split("pub")
                .skip(1)
                .filter(|function| function.contains("Fields"))
            {
                let head = function.split('{').next().unwrap();
                let gives_values = head.split("->").nth(1).is_some_and(|given| given.contains("Fields"));
                assert!(!gives_values || head.contains("Unsent<"), "{}: {head}", file.display());
            }
        }
    }
    assert!(readers > 0);
}
