//! The middle region: whether everything is there, and field by field what the population registry says.

use motlan_casework::model::satisfied::Satisfied;
use motlan_casework::service::check::{Agreement, CheckOutcome, CheckedField};
use motlan_casework::service::view::{Action, ComponentState, ComponentView};

use super::action_path;
use crate::desk::dossier::Facts;
use crate::language::Choice;
use crate::parts::{Cell, DataTable, Form, Glyph, Tag, Task, Tone};
use crate::text::Text;
use crate::web::Visitor;
use crate::words::{moment, partial_date, value_of};

/// The check-list.
pub(super) struct CheckList {
    pub(super) tasks: Vec<Task>,
    /// What the last check said, as a sentence.
    pub(super) verdict: Tag,
    /// When, by whom, and whether it is signed.
    pub(super) made: Option<String>,
    pub(super) matching: DataTable,
    pub(super) button: Option<CheckButton>,
}

/// One click asks the registry.
pub(super) struct CheckButton {
    pub(super) form: Form,
    pub(super) label: String,
    pub(super) class: &'static str,
    pub(super) expected: u32,
    /// Checks so far.
    pub(super) checks: usize,
}

impl CheckList {
    pub(super) fn new(facts: &Facts, visitor: &Visitor, first: Option<Action>, choice: Choice) -> Self {
        let text = Text::of(choice.language);
        let last = facts.view.checks.last();
        let is_open = facts.view.actions.contains(&Action::Check);
        let label = if last.is_some() {
            text.say("desk-check-again")
        } else {
            text.say("desk-check")
        };
        Self {
            tasks: facts
                .view
                .dossier
                .components
                .iter()
                .map(|it| task(it, choice))
                .collect(),
            verdict: verdict(last, text),
            made: last.map(|check| made(check, text)),
            matching: matching(last, facts, choice),
            button: is_open.then(|| CheckButton {
                form: Form::new(action_path(facts, Action::Check, choice), visitor.csrf()),
                label,
                class: if first == Some(Action::Check) {
                    "action"
                } else {
                    "second"
                },
                expected: facts.view.dossier.number,
                checks: facts.view.checks.len(),
            }),
        }
    }
}

fn task(component: &ComponentView, choice: Choice) -> Task {
    let text = Text::of(choice.language);
    let is_required = component.component.is_required;
    let tag = match &component.state {
        ComponentState::Satisfied(_) => Tag::new(Glyph::Tick, Tone::Calm, text.say("desk-is-there")),
        ComponentState::Unavailable { .. } => Tag::new(Glyph::Pause, Tone::Due, text.say("desk-is-unavailable")),
        ComponentState::Missing if is_required => Tag::new(Glyph::Barred, Tone::Late, text.say("desk-is-missing")),
        ComponentState::Missing => Tag::new(Glyph::Ring, Tone::Plain, text.say("desk-is-optional")),
    };
    Task {
        name: choice.language.name(&component.component.name).to_owned(),
        href: None,
        hint: Some(component.component.law.clone()).filter(|law| !law.is_empty()),
        tag,
    }
}

fn verdict(last: Option<&CheckOutcome>, text: &Text) -> Tag {
    match last {
        None => Tag::new(Glyph::Ring, Tone::Plain, text.say("desk-unchecked")),
        Some(check) if check.is_match => Tag::new(Glyph::Tick, Tone::Calm, text.say("desk-matches")),
        Some(_) => Tag::new(Glyph::Barred, Tone::Late, text.say("desk-mismatches")),
    }
}

fn made(check: &CheckOutcome, text: &Text) -> String {
    let about = [
        ("at", moment(check.at).into()),
        ("officer", check.officer.as_str().into()),
    ];
    if check.is_signed {
        text.say_with("desk-checked-signed", &about)
    } else {
        text.say_with("desk-checked-unsigned", &about)
    }
}

/// The table: what the dossier says beside what the registry says about it. The registry never tells its own value.
fn matching(last: Option<&CheckOutcome>, facts: &Facts, choice: Choice) -> DataTable {
    let text = Text::of(choice.language);
    let columns = [
        text.say("desk-column-field"),
        text.say("desk-column-value"),
        text.say("desk-column-answer"),
    ];
    let columns = columns.each_ref().map(String::as_str);
    let mut table = DataTable::new(text.say("desk-match-caption"), &columns, text.say("desk-match-empty"));
    for field in last.map_or(&[][..], |check| check.fields.as_slice()) {
        table.push(vec![
            Cell::new(field_name(field, text)),
            Cell::new(value(&field.code, facts, text)),
            Cell::tag(agreement(field.agreement, text)),
        ]);
    }
    table
}

/// The pack names what it asks for; the two keys of every question have names of their own.
fn field_name(field: &CheckedField, text: &Text) -> String {
    match field.code.as_str() {
        "full_name" => text.say("desk-name"),
        "birth_date" => text.say("desk-birth"),
        _ => text.language().name(&field.name).to_owned(),
    }
}

fn value(code: &str, facts: &Facts, text: &Text) -> String {
    let owner = &facts.view.owner;
    let satisfied = || {
        facts
            .view
            .dossier
            .components
            .iter()
            .filter_map(|component| component.state.satisfied())
    };
    match code {
        "full_name" => owner.full_name.clone(),
        "birth_date" => partial_date(&owner.birth_date),
        _ => satisfied()
            .find_map(|it: &Satisfied| it.value(code))
            .map_or_else(|| "–".to_owned(), |value| value_of(code, value, text)),
    }
}

fn agreement(agreement: Agreement, text: &Text) -> Tag {
    match agreement {
        Agreement::Match => Tag::new(Glyph::Tick, Tone::Calm, text.say("desk-field-match")),
        Agreement::Mismatch => Tag::new(Glyph::Barred, Tone::Late, text.say("desk-field-mismatch")),
        Agreement::Unknown => Tag::new(Glyph::Ring, Tone::Plain, text.say("desk-field-unknown")),
    }
}
