//! The text of a report: read, proposed to a person, and checked as that person confirmed it.
//!
//! The text travels in the form and is read again with the answers: reading is a function of the text, so the proposals are
//! the same, and nothing of them has to be stored or believed.

use super::super::writer::Writer;
use super::Answer;
use super::draft::Facts;
use super::form::{Asked, Place};
use super::results::Results;
use super::sent::{Sent, TEXT_BYTES_MAX, Trouble};
use super::typed::{Part, Typed};
use super::{mend, reading, table};
use crate::language::Choice;

/// The file's field and the one for pasting; the page of proposals sends the text in the second.
pub(super) const FILE: &str = "van-ban-tep";
pub(super) const PASTED: &str = "van-ban";

/// Proposals of a page: about 3 KB of HTML each. Longer reports are read in parts.
const DRAFTS_MAX: usize = 200;

/// Digits that are listed as no figures.
const LEFT_OUT_MAX: usize = 300;

/// Reads the text that was sent.
pub(super) fn read(sent: &Sent) -> Answer {
    let fields = &sent.fields;
    let (place, text) = match fields.get(FILE) {
        "" => (Place::TextPasted, fields.exact(PASTED)),
        _ => (Place::TextFile, fields.exact(FILE)),
    };
    let asked = Asked {
        report: fields.exact(PASTED).to_owned(),
        ..Asked::default()
    };
    let wrong = match &sent.trouble {
        Some(Trouble::TooBig) => Some((Place::TextFile, "own-text-too-big")),
        Some(Trouble::NotText(_)) => Some((Place::TextFile, "own-not-text")),
        None if text.trim().is_empty() => Some((Place::TextFile, "own-text-empty")),
        None if text.len() > TEXT_BYTES_MAX => Some((place, "own-text-too-big")),
        None => None,
    };
    match wrong {
        Some((place, key)) => asked.refused(place, key),
        None => Answer::Proposals(Box::new(facts(text, sent))),
    }
}

/// Checks what a person confirmed; shows the proposals again where something cannot be read.
pub(super) fn confirm(sent: &Sent, choice: Choice) -> Answer {
    let text = sent.fields.exact(PASTED);
    if sent.trouble.is_some() || text.trim().is_empty() || text.len() > TEXT_BYTES_MAX {
        return read(sent);
    }
    let writer = Writer::new(choice);
    let mut facts = facts(text, sent);
    let (mut figures, mut unnamed) = (Vec::new(), 0);
    for draft in &facts.drafts {
        let typed = Typed::of_fields(&sent.fields, draft.number);
        if typed.is_kept && typed.get(Part::Indicator).is_empty() {
            unnamed += 1;
        } else if typed.is_kept {
            match mend::figure(&typed, draft, writer) {
                Ok(figure) => figures.push(figure),
                Err(wrong) => facts
                    .errors
                    .extend(wrong.into_iter().map(|wrong| (draft.number, wrong))),
            }
        }
        facts.typed.push(typed);
    }
    if figures.is_empty() && facts.errors.is_empty() {
        facts.errors.push((1, (Part::Indicator, "own-wrong-none-kept")));
    }
    if !facts.errors.is_empty() {
        return Answer::Proposals(Box::new(facts));
    }
    let mut results = Results::new(figures, Vec::new(), facts.is_beside);
    results.unnamed = unnamed;
    Answer::Results(Box::new(results))
}

fn facts(text: &str, sent: &Sent) -> Facts {
    let (mut drafts, mut left_out) = reading::found(text);
    let beyond = drafts.len().saturating_sub(DRAFTS_MAX);
    drafts.truncate(DRAFTS_MAX);
    left_out.truncate(LEFT_OUT_MAX);
    Facts {
        text: text.to_owned(),
        drafts,
        typed: Vec::new(),
        left_out,
        beyond,
        is_beside: !sent.fields.get(table::BESIDE).is_empty(),
        errors: Vec::new(),
    }
}
