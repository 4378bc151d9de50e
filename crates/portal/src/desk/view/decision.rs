//! The right region: the clock, what can be done now with the first step in front, what the national portal knows, and what
//! happened so far.

use motlan_casework::service::view::{Action, PortalState, StepView};

use super::{PLACE, action_path};
use crate::desk::action::{is_grave, label, needs_reason};
use crate::desk::dossier::Facts;
use crate::desk::queue::deadline;
use crate::desk::reasons::{Filled, fields};
use crate::language::{Choice, date};
use crate::parts::{Deadline, Form, InputKind, Step, SummaryRow, TextField};
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::{self, moment, seal, sentence, sentence_of};

/// What can be decided.
pub(super) struct Decision {
    /// The id of the region, to which errors lead.
    pub(super) place: &'static str,
    pub(super) deadline: Option<Deadline>,
    pub(super) dates: Vec<SummaryRow>,
    /// The first step, unless it is the check.
    pub(super) first: Option<StepForm>,
    /// The others in the order of the work.
    pub(super) others: Vec<StepForm>,
    /// What is said where nothing can be done.
    pub(super) nothing: Option<String>,
    /// What the national portal knows.
    pub(super) portal: String,
    pub(super) steps: Vec<Step>,
}

/// A step's form.
pub(super) struct StepForm {
    pub(super) form: Form,
    pub(super) label: String,
    pub(super) class: &'static str,
    pub(super) expected: u32,
    pub(super) fields: Vec<TextField>,
    /// Whether it is shown unfolded: it came back with errors.
    pub(super) is_open: bool,
}

impl Decision {
    pub(super) fn new(
        facts: &Facts,
        visitor: &Visitor,
        filled: &Filled,
        first: Option<Action>,
        choice: Choice,
    ) -> Self {
        let text = Text::of(choice.language);
        let row = &facts.view.dossier.row;
        let others = facts.view.actions.iter().copied();
        let others = others.filter(|action| Some(*action) != first && *action != Action::Check);
        let form = |action| step_form(action, first == Some(action), facts, visitor, filled, choice);
        Self {
            place: PLACE,
            deadline: row
                .standing
                .map(|standing| deadline(standing, row.working_days, choice.language)),
            dates: dates(facts, text),
            first: first.filter(|action| *action != Action::Check).map(form),
            others: others.map(form).collect(),
            nothing: nothing(facts, first, text),
            portal: portal(&facts.view.dossier.portal, text),
            steps: facts
                .view
                .dossier
                .steps
                .iter()
                .map(|step| happened(step, facts, choice))
                .rev()
                .collect(),
        }
    }
}

fn dates(facts: &Facts, text: &Text) -> Vec<SummaryRow> {
    let row = &facts.view.dossier.row;
    let days = [
        (text.say("desk-received"), row.received),
        (text.say("desk-due"), row.due),
        (text.say("desk-ended"), row.ended),
    ];
    let rows = days
        .into_iter()
        .filter_map(|(name, day)| Some(SummaryRow::new(name, date(&day?.to_string()))));
    rows.collect()
}

/// Why there is no first step, where that is not plain.
fn nothing(facts: &Facts, first: Option<Action>, text: &Text) -> Option<String> {
    use motlan_casework::model::status::Status;
    match facts.view.dossier.row.status {
        status if status.is_end() => Some(text.say("desk-nothing-ended")),
        Status::SupplementNeeded => Some(text.say("desk-nothing-papers")),
        Status::InProgress if first.is_none() => Some(text.say("desk-nothing-signer")),
        _ => None,
    }
}

fn step_form(
    action: Action,
    is_first: bool,
    facts: &Facts,
    visitor: &Visitor,
    filled: &Filled,
    choice: Choice,
) -> StepForm {
    let text = Text::of(choice.language);
    let fields = reason_fields(action, facts, filled, text);
    StepForm {
        form: Form::new(action_path(facts, action, choice), visitor.csrf()),
        label: label(action, text),
        class: match (is_first, is_grave(action)) {
            (true, _) => "action",
            (false, true) => "danger",
            (false, false) => "second",
        },
        expected: facts.view.dossier.number,
        is_open: fields
            .iter()
            .any(|field| field.error.is_some() || !field.value.is_empty()),
        fields,
    }
}

/// One field for the whole dossier, and where it matters one for each component.
fn reason_fields(action: Action, facts: &Facts, filled: &Filled, text: &Text) -> Vec<TextField> {
    let is_note = action == Action::Decide;
    if !needs_reason(action) && !is_note {
        return Vec::new();
    }
    let components = &facts.view.dossier.components;
    let field = |(name, component): (String, Option<u32>)| {
        let found = components.iter().find(|it| Some(it.component.number) == component);
        let label = match found {
            Some(found) => text.language().name(&found.component.name).to_owned(),
            None if is_note => text.say("desk-note"),
            None if components.is_empty() || action == Action::Stop => text.say("desk-reason"),
            None => text.say("desk-reason-whole"),
        };
        let error = filled.errors.iter().find(|(field, _)| *field == name);
        let value = filled.values.get(&name).cloned().unwrap_or_default();
        let error = error.map(|(_, code)| sentence(*code, text.language()).to_owned());
        TextField::new(name, label)
            .kind(InputKind::Lines)
            .value(value)
            .error(error)
    };
    fields(action, components).into_iter().map(field).collect()
}

fn portal(state: &PortalState, text: &Text) -> String {
    let language = text.language();
    let waiting = ("waiting", number(state.waiting.into()));
    match (state, state.status, state.acknowledged_at) {
        (
            PortalState {
                is_parked: true,
                failure,
                ..
            },
            ..,
        ) => {
            let why = sentence_of(failure.as_deref().unwrap_or_default(), language);
            text.say_with("desk-portal-parked", &[("why", why.into())])
        }
        (PortalState { waiting: 0, .. }, Some(status), Some(at)) => {
            let held = [
                ("status", words::status(status, language).into()),
                ("at", moment(at).into()),
            ];
            text.say_with("desk-portal-held", &held)
        }
        (_, Some(status), _) => {
            let held = [("status", words::status(status, language).into()), waiting];
            text.say_with("desk-portal-behind", &held)
        }
        (PortalState { waiting: 0, .. }, None, _) => text.say("desk-portal-none"),
        (_, None, _) => text.say_with("desk-portal-waiting", &[waiting]),
    }
}

fn happened(step: &StepView, facts: &Facts, choice: Choice) -> Step {
    let text = Text::of(choice.language);
    let components = &facts.view.dossier.components;
    let reason = |reason: &motlan_casework::model::reason::Reason| {
        let found = components
            .iter()
            .find(|it| Some(it.component.number) == reason.component);
        match found {
            Some(found) => format!("{}: {}", choice.language.name(&found.component.name), reason.text),
            None => reason.text.clone(),
        }
    };
    let mut notes: Vec<String> = step.reasons.iter().map(reason).collect();
    if !step.is_proven {
        notes.push(text.say("desk-step-unproven"));
    }
    Step {
        name: words::status(step.status, choice.language).to_owned(),
        when: moment(step.at),
        by: Some(step.officer.clone().unwrap_or_else(|| text.say("desk-applicant"))),
        note: (!notes.is_empty()).then(|| notes.join(" · ")),
        seal: step.is_proven.then(|| seal(step.index, choice)),
        is_now: step.number == facts.view.dossier.number,
    }
}
