//! No figure of the sample stands in the code, in the catalogue or in the data of the rules: rules that knew one would prove
//! nothing.
//!
//! Looked for are row ids, names of sources, and every number of five or more significant digits, however its thousands are
//! marked. Tests and `packs/figures/sample/` are exempt.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::sample::{column, figures, text, workspace};

/// Fewer significant digits may stand anywhere: 63, 2024, 100.
const DIGITS_MIN: usize = 5;

const SAMPLE: &str = "packs/figures/sample/figures.csv";

/// What must not occur.
struct Secrets {
    ids: BTreeSet<String>,
    sources: BTreeSet<String>,
    numbers: BTreeMap<String, String>,
}

impl Secrets {
    fn of_sample() -> Self {
        let numbers = ["value", "numerator", "denominator", "change"].map(|name| column(SAMPLE, name));
        let numbers = numbers.into_iter().flatten().filter_map(|(id, number)| {
            let digits = digits(&number);
            (digits.trim_end_matches('0').len() >= DIGITS_MIN).then_some((digits, id))
        });
        Self {
            ids: figures().into_iter().map(|figure| figure.id.0).collect(),
            sources: column(SAMPLE, "source").into_values().collect(),
            numbers: numbers.collect(),
        }
    }

    fn found(&self, line: &str) -> Option<String> {
        let words = line.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        let id = words
            .into_iter()
            .find(|word| self.ids.contains(*word))
            .map(str::to_owned);
        let source = self
            .sources
            .iter()
            .find(|source| line.contains(source.trim_end_matches(".txt")))
            .cloned();
        let joined = joined(line);
        let mut runs = joined.split(|letter: char| !letter.is_ascii_digit());
        let number = runs.find(|run| self.numbers.contains_key(run.trim_start_matches('0')));
        id.or(source)
            .or_else(|| number.map(|run| format!("{run} of {}", self.numbers[run.trim_start_matches('0')])))
    }
}

fn digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// A line whose numbers have no marks between their digits any more.
fn joined(line: &str) -> String {
    let letters: Vec<char> = line.chars().collect();
    let is_mark = |place: usize| {
        let is_digit = |place: Option<usize>| {
            place
                .and_then(|place| letters.get(place))
                .is_some_and(char::is_ascii_digit)
        };
        let mark = matches!(letters[place], '_' | '.' | ',' | '\u{A0}' | '\u{202F}' | '\'');
        mark && is_digit(place.checked_sub(1)) && is_digit(Some(place + 1))
    };
    (0..letters.len())
        .filter(|place| !is_mark(*place))
        .map(|place| letters[place])
        .collect()
}

fn scan(folder: &Path, secrets: &Secrets, hits: &mut Vec<String>) -> usize {
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("packs/figures/sample") {
            continue;
        }
        if path.is_dir() {
            count += scan(&path, secrets, hits);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            count += 1;
            for (line, words) in text.lines().enumerate() {
                let found = secrets.found(words);
                hits.extend(found.map(|found| format!("{}:{}: {found}", path.display(), line + 1)));
            }
        }
    }
    count
}

#[test]
fn no_figure_of_the_sample_stands_in_code_catalogue_or_data() {
    let secrets = Secrets::of_sample();
    let mut hits = Vec::new();
    let mut count = scan(&workspace("packs/indicators"), &secrets, &mut hits);
    count += scan(&workspace("packs/figures"), &secrets, &mut hits);
    for entry in std::fs::read_dir(workspace("crates")).unwrap() {
        let source = entry.unwrap().path().join("src");
        if source.is_dir() {
            count += scan(&source, &secrets, &mut hits);
        }
    }
    assert!(count > 200, "{count} files");
    assert!(hits.is_empty(), "{}", hits.join("\n"));
}

#[test]
fn the_scan_finds_what_it_looks_for() {
    let secrets = Secrets::of_sample();
    assert!(secrets.numbers.len() > 12 && secrets.ids.len() > 100 && secrets.sources.len() == 5);
    let mut hits = Vec::new();
    scan(&workspace("packs/figures/sample"), &secrets, &mut hits);
    assert!(hits.len() > 100, "{}", hits.len());
    let row = text(SAMPLE).lines().nth(1).unwrap().to_owned();
    let number = row.split(',').nth(8).unwrap().to_owned();
    let (head, tail) = number.split_at(number.len() - 3);
    for written in [
        number.clone(),
        format!("{head}.{tail}"),
        format!("{head}_{tail}"),
        format!("{head},{tail}"),
    ] {
        assert!(
            secrets.found(&format!("const A: u64 = {written};")).is_some(),
            "{written}"
        );
    }
    assert_eq!(secrets.found("63 of 100, 1_000_000 and 2024-06-30"), None);
}
