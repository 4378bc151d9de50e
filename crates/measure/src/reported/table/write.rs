//! A checked table: the columns that were read, a verdict, and what led to it.

use std::collections::HashMap;

use csv::WriterBuilder;
use motlan_core::Day;

use super::column::NAMES;
use crate::reported::amount::Amount;
use crate::reported::figure::{Change, Figure, FigureId, Hedge, PrintedKind};
use crate::reported::finding::{Checked, Finding, Verdict, Weight};

/// The table of these figures, each with the verdict and the sentences of the check that bears its id.
///
/// `note` holds Vietnamese sentences, the heaviest finding first; a figure that was not checked has neither.
pub fn write(figures: &[Figure], checked: &[Checked]) -> String {
    let by_id: HashMap<&FigureId, &Checked> = checked.iter().map(|checked| (&checked.id, checked)).collect();
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let rows = figures
        .iter()
        .map(|figure| cells(figure, by_id.get(&figure.id).copied()));
    for row in std::iter::once(NAMES.map(str::to_owned)).chain(rows) {
        // Unwrap safety: a vector takes every byte, and every row has as many cells as there are names.
        writer.write_record(&row).expect("a row is written to memory");
    }
    // Unwrap safety: as above, and what was written is text.
    let bytes = writer.into_inner().expect("memory needs no flush");
    String::from_utf8(bytes).expect("cells are text")
}

fn cells(figure: &Figure, checked: Option<&Checked>) -> [String; NAMES.len()] {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let amount = |amount: Option<Amount>| amount.map(|amount| amount.to_string()).unwrap_or_default();
    let change = |of: fn(&Change) -> String| figure.change.as_ref().map(of).unwrap_or_default();
    [
        figure.id.0.clone(),
        figure.source.0.clone(),
        figure.indicator.to_string(),
        figure.scope.clone(),
        day(figure.period_start),
        day(figure.period_end),
        figure.period_label.clone(),
        word(&PrintedKind::ALL, figure.kind),
        amount(figure.numerator),
        amount(figure.denominator),
        amount(figure.value),
        figure.unit.clone(),
        change(|change| change.by.to_string()),
        change(|change| change.unit.clone()),
        change(|change| word(&Hedge::ALL, change.hedge)),
        figure.printed.clone(),
        word(&Hedge::ALL, figure.hedge),
        checked
            .map(|checked| word(&Verdict::ALL, checked.verdict))
            .unwrap_or_default(),
        checked.map(note).unwrap_or_default(),
    ]
}

fn word<T: Copy + PartialEq>(all: &[(T, &str)], one: T) -> String {
    let found = all.iter().find(|(known, _)| *known == one);
    found.map(|(_, word)| (*word).to_owned()).unwrap_or_default()
}

fn note(checked: &Checked) -> String {
    let is_heavy = |finding: &&Finding| finding.weight > Weight::Agrees;
    let heavy: Vec<_> = checked
        .findings
        .iter()
        .filter(is_heavy)
        .map(|finding| finding.said.vi.as_str())
        .collect();
    heavy.join(" ")
}
