//! What the reader of texts found, as drafts for a person: words cut out of the text, nothing added.

use std::ops::Range;

use motlan_core::Name;
use motlan_measure::reported::text::assumption::said_of_left_out;
use motlan_measure::reported::text::{self, Omission, Omitted, Proposal};

use super::draft::{Draft, LeftOut};

/// Letters of a passage before a number and behind it; the reader's own passage is shorter as a rule.
const LETTERS_MAX: usize = 200;

/// The figures of a text and its other digits. A text that is too long for the reader has been refused before.
pub(super) fn found(text: &str) -> (Vec<Draft>, Vec<LeftOut>) {
    let Ok(read) = text::read(text) else {
        return (Vec::new(), Vec::new());
    };
    let drafts = (1..)
        .zip(&read.proposals)
        .map(|(number, proposal)| draft(number, proposal, text));
    let left_out = read.omissions.iter().map(|omission| left_out(omission, text));
    (drafts.collect(), left_out.collect())
}

fn draft(number: usize, proposal: &Proposal, text: &str) -> Draft {
    let period = proposal.period.as_ref().map(|said| &said.value);
    let (before, after) = (
        proposal.passage.start.min(proposal.place.start)..proposal.place.start,
        proposal.place.end..proposal.passage.end.max(proposal.place.end),
    );
    Draft {
        number,
        passage: [words(text, &before), words(text, &proposal.place), words(text, &after)],
        indicator: proposal.indicator.as_ref().map(|said| said.value.clone()),
        scope: proposal.scope.value.clone(),
        period_start: period.and_then(|period| period.first),
        period_end: period.map(|period| period.last),
        period_label: period.map(|period| period.label.clone()).unwrap_or_default(),
        kind: proposal.kind.value,
        numerator: proposal.numerator.as_ref().map(|said| said.value),
        denominator: proposal.denominator.as_ref().map(|said| said.value),
        value: proposal.value.as_ref().map(|said| said.value),
        unit: proposal.unit.value.clone(),
        change: proposal.change.as_ref().map(|said| said.value.clone()),
        printed: words(text, &proposal.printed).trim().to_owned(),
        hedge: proposal.hedge,
        assumed: proposal.assumed.iter().map(|assumed| assumed.said()).collect(),
    }
}

fn left_out(omission: &Omission, text: &str) -> LeftOut {
    LeftOut {
        words: words(text, &omission.place).trim().to_owned(),
        reason: match omission.reason {
            Omitted::Moment => moment(),
            Omitted::LeftOut(reason) => said_of_left_out(reason),
        },
    }
}

/// It says when other figures hold, and is none itself.
fn moment() -> Name {
    Name::new("ngày, tháng, năm".to_owned(), "day, month or year".to_owned())
}

/// The words of a place on one line: runs of white space, line ends too, become one space.
fn words(text: &str, place: &Range<usize>) -> String {
    let mut words = String::new();
    for letter in text.get(place.clone()).unwrap_or_default().chars().take(LETTERS_MAX) {
        match letter {
            _ if !letter.is_whitespace() || letter == '\u{a0}' => words.push(letter),
            _ if !words.ends_with(' ') => words.push(' '),
            _ => {}
        }
    }
    words
}
