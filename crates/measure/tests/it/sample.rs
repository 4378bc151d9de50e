//! Every row of the sample gets the verdict that a careful reader gave it, by rules that know no row.

use std::collections::BTreeMap;
use std::path::PathBuf;

use motlan_measure::reported::{Checked, Context, Figure, Sources, Verdict, check, read, rules, write};

/// The most rows on which the rules may disagree with the reader.
const DISAGREEMENTS_MAX: usize = 5;

pub(crate) fn workspace(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

pub(crate) fn text(path: &str) -> String {
    std::fs::read_to_string(workspace(path)).unwrap()
}

pub(crate) fn figures() -> Vec<Figure> {
    read(text("packs/figures/sample/figures.csv").as_bytes()).unwrap()
}

pub(crate) fn column(path: &str, name: &str) -> BTreeMap<String, String> {
    let text = text(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let place = |head: &csv::StringRecord, name: &str| head.iter().position(|column| column == name).unwrap();
    let head = reader.headers().unwrap().clone();
    let (id, column) = (place(&head, "id"), place(&head, name));
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| (row[id].to_owned(), row[column].to_owned())).collect()
}

pub(crate) fn word(verdict: Verdict) -> &'static str {
    Verdict::ALL.iter().find(|(known, _)| *known == verdict).unwrap().1
}

fn checked() -> Vec<Checked> {
    let sources = Sources::parse(&text("packs/figures/sample/sources.csv")).unwrap();
    let context = Context {
        sources: Some(&sources),
        ..Context::built_in()
    };
    check(&figures(), &context)
}

#[test]
fn every_row_of_the_sample_gets_its_verdict() {
    let mut told = column("packs/figures/sample/figures.csv", "verdict");
    let ours = column("docs/figures-disagreements.csv", "ours");
    assert!(ours.len() <= DISAGREEMENTS_MAX);
    for (id, verdict) in ours {
        let told = told.insert(id.clone(), verdict.clone());
        assert!(told.is_some_and(|told| told != verdict), "{id} is no disagreement");
    }
    let mut wrong = Vec::new();
    for checked in checked() {
        let verdict = word(checked.verdict);
        if told[&checked.id.0] != verdict {
            let said: Vec<_> = checked
                .findings
                .iter()
                .map(|finding| (finding.rule, &finding.said.en))
                .collect();
            wrong.push(format!(
                "{}: {verdict}, told {}: {said:#?}",
                checked.id, told[&checked.id.0]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_finding_names_a_rule_and_speaks_both_languages() {
    let codes: Vec<_> = rules().iter().map(|rule| rule.code).collect();
    for checked in checked() {
        for finding in checked.findings {
            assert!(codes.contains(&finding.rule), "{}", finding.rule);
            assert!(
                !finding.said.vi.is_ascii() && finding.said.vi != finding.said.en,
                "{finding:?}"
            );
            assert!(
                finding.others.iter().all(|other| *other != checked.id),
                "{}: {finding:?}",
                checked.id
            );
        }
    }
    for rule in rules() {
        for words in [rule.name, rule.explanation, rule.reference] {
            assert!(
                !words.vi.is_ascii() && words.vi != words.en && words.en.len() > 8,
                "{}",
                rule.code
            );
        }
    }
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let by_id = |checked: Vec<Checked>| -> BTreeMap<_, _> {
        checked
            .into_iter()
            .map(|checked| (checked.id.0.clone(), checked))
            .collect()
    };
    let forward = by_id(check(&figures(), &Context::built_in()));
    let mut figures = figures();
    figures.reverse();
    assert_eq!(by_id(check(&figures, &Context::built_in())), forward);
    figures.rotate_left(37);
    assert_eq!(by_id(check(&figures, &Context::built_in())), forward);
}

#[test]
fn a_checked_table_is_a_table_with_verdicts() {
    let (figures, checked) = (figures(), checked());
    let written = write(&figures, &checked);
    assert_eq!(read(written.as_bytes()).unwrap(), figures);
    let head = written.lines().next().unwrap();
    assert!(text("packs/figures/sample/figures.csv").starts_with(head), "{head}");
    for checked in &checked {
        let verdict = format!(",{},", word(checked.verdict));
        let row = written
            .lines()
            .find(|row| row.starts_with(&format!("{},", checked.id)))
            .unwrap();
        assert!(row.contains(&verdict), "{row}");
    }
}
