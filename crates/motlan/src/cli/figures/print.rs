//! How checked figures are printed: sentences for people, JSON and CSV for machines.

use anyhow::Result;
use motlan_core::Name;
use motlan_measure::reported::{Checked, Figure, Verdict, Weight, rules as all_rules, write};

use super::Language;
use crate::cli::say;

impl Language {
    fn of(self, name: &Name) -> &str {
        match self {
            Self::En => &name.en,
            Self::Vi => &name.vi,
        }
    }
}

/// One array, in the order of the table.
pub(super) fn json(checked: &[Checked]) -> Result<()> {
    say(&serde_json::to_string_pretty(checked)?);
    Ok(())
}

/// The table with verdicts and reasons.
pub(super) fn table(figures: &[Figure], checked: &[Checked]) {
    say(write(figures, checked).trim_end());
}

/// Each figure with what was found, then how many of each verdict there are.
pub(super) fn text(figures: &[Figure], checked: &[Checked], language: Language) {
    for (figure, checked) in figures.iter().zip(checked) {
        let (id, verdict) = (figure.id.0.as_str(), word(checked.verdict));
        let indicator = figure.indicator.as_str();
        say(&format!("{id:<8} {verdict:<16} {indicator:<40} {}", figure.printed));
        for finding in checked
            .findings
            .iter()
            .filter(|finding| finding.weight != Weight::Agrees)
        {
            say(&format!("{:8} {}: {}", "", finding.rule, language.of(&finding.said)));
            for line in &finding.arithmetic {
                say(&format!("{:12} {line}", ""));
            }
        }
    }
    let count = |of: Verdict| checked.iter().filter(|one| one.verdict == of).count();
    let counts = Verdict::ALL.map(|(verdict, word)| format!("{} {word}", count(verdict)));
    say(&format!("{} figures: {}", checked.len(), counts.join(", ")));
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
