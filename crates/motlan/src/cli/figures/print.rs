//! How checked figures are printed: sentences for people, JSON and CSV for machines.

use anyhow::Result;
use motlan_core::Name;
use motlan_measure::reported::{Checked, Figure, Finding, Verdict, Weight, rules as all_rules, write};
use serde::Serialize;

use super::Language;
use super::report::{Found, Report};
use crate::cli::say;

impl Language {
    fn of(self, name: &Name) -> &str {
        match self {
            Self::En => &name.en,
            Self::Vi => &name.vi,
        }
    }
}

/// One figure of the array.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    figure: &'a Figure,
    verdict: Verdict,
    findings: &'a [Finding],
    #[serde(flatten)]
    found: Option<&'a Found>,
}

/// One array, in the order of the file.
pub(super) fn json(report: &Report, checked: &[Checked]) -> Result<()> {
    let lines = report.figures.iter().zip(checked).enumerate();
    let lines = lines.map(|(place, (figure, checked))| Line {
        figure,
        verdict: checked.verdict,
        findings: &checked.findings,
        found: report.found.get(place),
    });
    say(&serde_json::to_string_pretty(&lines.collect::<Vec<_>>())?);
    Ok(())
}

/// The table with verdicts and reasons.
pub(super) fn table(figures: &[Figure], checked: &[Checked]) {
    say(write(figures, checked).trim_end());
}

/// Each figure with what was found, what was left out, then how many of each verdict there are.
pub(super) fn text(report: &Report, checked: &[Checked], language: Language) {
    for (place, (figure, checked)) in report.figures.iter().zip(checked).enumerate() {
        one(figure, checked, report.found.get(place), language);
    }
    for (words, reason) in &report.left_out {
        say(&format!("left out: {words} ({reason})"));
    }
    let count = |of: Verdict| checked.iter().filter(|one| one.verdict == of).count();
    let counts = Verdict::ALL.map(|(verdict, word)| format!("{} {word}", count(verdict)));
    say(&format!("{} figures: {}", checked.len(), counts.join(", ")));
}

fn one(figure: &Figure, checked: &Checked, found: Option<&Found>, language: Language) {
    let (id, verdict) = (figure.id.0.as_str(), word(checked.verdict));
    let indicator = if found.is_none_or(|found| found.is_named) {
        figure.indicator.as_str()
    } else {
        "?"
    };
    say(&format!("{id:<8} {verdict:<16} {indicator:<40} {}", figure.printed));
    for assumption in found.map(|found| &found.assumed).into_iter().flatten() {
        say(&format!("{:8} ({})", "", language.of(&assumption.said())));
    }
    let findings = checked
        .findings
        .iter()
        .filter(|finding| finding.weight != Weight::Agrees);
    for finding in findings {
        say(&format!("{:8} {}: {}", "", finding.rule, language.of(&finding.said)));
        for line in &finding.arithmetic {
            say(&format!("{:12} {line}", ""));
        }
    }
}

/// Every rule with its explanation and reference.
pub(super) fn rules(language: Language) {
    for rule in all_rules() {
        let words = [rule.name, rule.explanation, rule.reference].map(|words| match language {
            Language::En => words.en,
            Language::Vi => words.vi,
        });
        say(&format!(
            "{}: {}\n    {}\n    {}",
            rule.code, words[0], words[1], words[2]
        ));
    }
}

fn word(verdict: Verdict) -> &'static str {
    let found = Verdict::ALL.into_iter().find(|(known, _)| *known == verdict);
    found.map_or("", |(_, word)| word)
}
