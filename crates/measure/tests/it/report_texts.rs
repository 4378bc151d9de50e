//! Figures found in plain texts: ten reports written for this test, with every figure that a careful reader finds in them.
//!
//! A figure is found if its digits stand at the same bytes with the same value. What is said of it is counted apart.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use motlan_measure::reported::Amount;
use motlan_measure::reported::text::{Proposal, Said, read};

/// The reports, by the names of their files.
const REPORTS: [&str; 10] = [
    "national-half-year",
    "provincial-letter",
    "ministry-list",
    "speech",
    "press-article",
    "pasted-table",
    "bullet-fractions",
    "odd-spelling",
    "laws-and-dates",
    "hedges-and-changes",
];

/// How many of a sort were right.
#[derive(Clone, Copy, Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.all += 1;
    }

    fn per_mille(self) -> usize {
        (self.right * 1000).checked_div(self.all).unwrap_or(1000)
    }
}

/// What was found, by sort.
#[derive(Clone, Default)]
struct Score {
    recall: Share,
    precision: Share,
    parts: BTreeMap<&'static str, Share>,
    notes: Vec<String>,
}

/// A row of the known figures.
struct Known {
    place: Range<usize>,
    cells: BTreeMap<String, String>,
}

impl Known {
    fn cell(&self, name: &str) -> &str {
        &self.cells[name]
    }
}

fn file(name: &str, extension: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/reports");
    std::fs::read_to_string(folder.join(format!("{name}.{extension}"))).unwrap()
}

fn known(name: &str, text: &str) -> Vec<Known> {
    let file = file(name, "csv");
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let cells = headers.iter().map(str::to_owned).zip(row.iter().map(str::to_owned));
        let cells: BTreeMap<String, String> = cells.collect();
        let number = &cells["number"];
        let nth: usize = cells["nth"].parse().unwrap();
        let start = text.match_indices(number.as_str()).nth(nth - 1);
        let (start, _) = start.unwrap_or_else(|| panic!("{name}: {number} is not there {nth} times"));
        Known {
            place: start..start + number.len(),
            cells,
        }
    });
    rows.collect()
}

/// The value as the table writes it: `6/20` for a fraction.
fn value(proposal: &Proposal) -> String {
    let shown = |said: &Option<Said<Amount>>| {
        said.as_ref()
            .map_or_else(String::new, |said| said.value.normalize().to_string())
    };
    let is_fraction = proposal.denominator.is_some()
        && proposal
            .numerator
            .as_ref()
            .and_then(|said| said.words.as_ref())
            .is_some_and(|words| words.start == proposal.place.start)
        && proposal.kind.value.as_word() != "part";
    if is_fraction {
        return format!("{}/{}", shown(&proposal.numerator), shown(&proposal.denominator));
    }
    if proposal.value.is_some() {
        shown(&proposal.value)
    } else {
        shown(&proposal.numerator)
    }
}

fn period(proposal: &Proposal) -> String {
    proposal.period.as_ref().map_or_else(String::new, |period| {
        let first = period.value.first.map_or_else(String::new, |day| day.to_string());
        format!("{first}/{}", period.value.last)
    })
}

fn judge(name: &str) -> Score {
    let text = file(name, "txt");
    let found = read(&text).unwrap().proposals;
    let known = known(name, &text);
    let mut score = Score::default();
    let is_at = |proposal: &Proposal, known: &Known| {
        proposal.place.start == known.place.start && value(proposal) == known.cell("value")
    };
    for proposal in &found {
        let is_known = known.iter().any(|known| is_at(proposal, known));
        score.precision.add(is_known);
        if !is_known {
            score.notes.push(format!(
                "{name}: not known: {} = {}",
                &text[proposal.place.clone()],
                value(proposal)
            ));
        }
    }
    for known in &known {
        let proposal = found.iter().find(|proposal| is_at(proposal, known));
        score.recall.add(proposal.is_some());
        match proposal {
            Some(proposal) => judge_parts(name, known, proposal, &mut score),
            None => score.notes.push(format!(
                "{name}: missed: {} = {}",
                known.cell("number"),
                known.cell("value")
            )),
        }
    }
    score
}

fn judge_parts(name: &str, known: &Known, proposal: &Proposal, score: &mut Score) {
    let change = proposal
        .change
        .as_ref()
        .map_or_else(String::new, |change| change.value.by.normalize().to_string());
    let has_rate = proposal.denominator.is_some() && proposal.kind.value.as_word() == "ratio";
    let rate = proposal
        .value
        .as_ref()
        .filter(|_| has_rate)
        .map_or_else(String::new, |rate| rate.value.normalize().to_string());
    let indicator = proposal
        .indicator
        .as_ref()
        .map_or_else(String::new, |said| said.value.to_string());
    let percent = if proposal.is_percent { "yes" } else { "no" };
    let parts = [
        ("kind", proposal.kind.value.as_word().to_owned()),
        ("period", period(proposal)),
        ("scope", proposal.scope.value.clone()),
        ("indicator", indicator),
        ("percent", percent.to_owned()),
        ("change", change),
        ("rate", rate),
    ];
    for (part, said) in parts {
        let is_right = said == known.cell(part);
        score.parts.entry(part).or_default().add(is_right);
        if !is_right {
            let number = known.cell("number");
            score
                .notes
                .push(format!("{name}: {number}: {part} {said:?}, not {:?}", known.cell(part)));
        }
    }
}

#[test]
fn figures_of_reports_are_found() {
    let mut total = Score::default();
    let percent = |share: Share| {
        let per_mille = share.per_mille();
        format!(
            "{:>3}/{:<3} {:>3}.{} %",
            share.right,
            share.all,
            per_mille / 10,
            per_mille % 10
        )
    };
    eprintln!("{:<22} {:>15} {:>15}", "report", "recall", "precision");
    for name in REPORTS {
        let score = judge(name);
        eprintln!(
            "{name:<22} {:>15} {:>15}",
            percent(score.recall),
            percent(score.precision)
        );
        for (sum, share) in [
            (&mut total.recall, score.recall),
            (&mut total.precision, score.precision),
        ] {
            sum.right += share.right;
            sum.all += share.all;
        }
        for (part, share) in score.parts {
            let sum = total.parts.entry(part).or_default();
            sum.right += share.right;
            sum.all += share.all;
        }
        total.notes.extend(score.notes);
    }
    eprintln!(
        "{:<22} {:>15} {:>15}",
        "all",
        percent(total.recall),
        percent(total.precision)
    );
    for (part, share) in &total.parts {
        eprintln!("{part:<22} {:>15}", percent(*share));
    }
    eprintln!("{}", total.notes.join("\n"));
    assert!(total.recall.per_mille() >= 980 && total.precision.per_mille() >= 980);
    for (part, share) in total.parts {
        assert!(share.per_mille() >= 900, "{part}");
    }
}
