//! What was found in a text, for a person to confirm or mend. Pure.
//!
//! Each proposal shows the words that it was read from, with the number marked; every part of it can be changed, and it can
//! be left out. What had to be assumed stands beside it, and digits that are no figure stand at the end with the reason.

use askama::Template;
use motlan_measure::Pack;
use motlan_measure::reported::{Hedge, PrintedKind};

use super::super::place;
use super::super::writer::Writer;
use super::super::{OWN_PATH, RULES_PATH};
use super::draft::{Draft, Facts, LeftOut};
use super::form::beside;
use super::mend::Wrong;
use super::typed::{Part, Typed, field_name, keep_name, word};
use super::{CONFIRM_PATH, text};
use crate::facts::FrameFacts;
use crate::frame::Frame;
use crate::language::Choice;
use crate::parts::{Checkbox, Form, FormError};
use crate::text::{Text, number};
use crate::web::Visitor;

/// The units that a change may be said in.
const CHANGE_UNITS: [(&str, &str); 3] = [
    ("percent as printed", "reported-unit-as-printed"),
    ("percentage_point", "own-points"),
    ("percent", "own-percent"),
];

/// A field of a proposal.
struct FieldView {
    name: String,
    label: String,
    /// Whether it holds a name, which is longer than a number.
    is_wide: bool,
    value: String,
    error: Option<String>,
    /// The list of known words that it offers.
    list: Option<&'static str>,
    /// The values of which one is chosen; none for a field in which one writes.
    options: Vec<(String, String)>,
}

impl FieldView {
    fn described_by(&self) -> String {
        let error = self.error.as_ref().map(|_| format!("{}-loi", self.name));
        error.unwrap_or_default()
    }
}

/// A proposal.
struct ProposalView {
    number: String,
    passage: [String; 3],
    keep: String,
    is_kept: bool,
    first: Vec<FieldView>,
    rest: Vec<FieldView>,
    /// Whether something below is wrong, so that it must be seen.
    is_open: bool,
    assumed: Vec<String>,
}

#[derive(Template)]
#[template(path = "reported/proposals.html")]
struct ProposalsPage<'a> {
    text: &'a Text,
    frame: Frame,
    is_foreign: bool,
    back: String,
    rules: String,
    errors: Vec<FormError>,
    form: Form,
    sent: String,
    sent_field: &'static str,
    proposals: Vec<ProposalView>,
    left_out: Vec<(String, String)>,
    beyond: Option<String>,
    beside: Checkbox,
    indicators: Vec<String>,
    places: Vec<String>,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(
    facts: &Facts,
    frame: &FrameFacts,
    visitor: &Visitor,
    choice: Choice,
) -> Result<String, askama::Error> {
    let writer = Writer::new(choice);
    let text = writer.text;
    let count = |count: usize| [("count", number(count as u64))];
    let title = match facts.drafts.len() {
        0 => text.say("own-found-none"),
        found => text.say_with("own-found", &count(found)),
    };
    let left_out = |left: &LeftOut| (left.words.clone(), writer.name(&left.reason).to_owned());
    let page = ProposalsPage {
        text,
        frame: Frame::for_visitor(frame, visitor, choice, OWN_PATH, title),
        is_foreign: writer.is_foreign(),
        back: choice.link(OWN_PATH),
        rules: choice.link(&format!("{RULES_PATH}#doc-van-ban")),
        errors: errors(facts, writer),
        form: Form::new(choice.link(CONFIRM_PATH), visitor.csrf()),
        sent: facts.text.clone(),
        sent_field: text::PASTED,
        proposals: facts
            .drafts
            .iter()
            .enumerate()
            .map(|(place, draft)| view(facts, place, draft, writer))
            .collect(),
        left_out: facts.left_out.iter().map(left_out).collect(),
        beyond: (facts.beyond > 0).then(|| text.say_with("own-beyond", &count(facts.beyond))),
        beside: beside(facts.is_beside, writer),
        indicators: Pack::built_in()
            .indicators()
            .map(|known| writer.name(&known.name).to_owned())
            .collect(),
        places: place::all(choice.language),
    };
    page.render()
}

fn errors(facts: &Facts, writer: Writer) -> Vec<FormError> {
    let error = |(place, (part, key)): &(usize, Wrong)| FormError {
        field: if facts.drafts.is_empty() {
            text::PASTED.to_owned()
        } else {
            field_name(*place, *part)
        },
        text: writer.text.say_with(
            "own-wrong-at",
            &[
                ("number", number(*place as u64)),
                ("field", writer.text.say(part.label()).into()),
                ("why", writer.text.say(key).into()),
            ],
        ),
    };
    facts.errors.iter().map(error).collect()
}

fn view(facts: &Facts, place: usize, draft: &Draft, writer: Writer) -> ProposalView {
    let typed = facts.typed.get(place).cloned();
    let typed = typed.unwrap_or_else(|| Typed::of_draft(draft, writer));
    let wrong: Vec<_> = facts
        .errors
        .iter()
        .filter(|(number, _)| *number == draft.number)
        .map(|(_, wrong)| *wrong)
        .collect();
    let field = |part: &Part| field(draft, &typed, *part, &wrong, writer);
    let (first, rest): (Vec<Part>, Vec<Part>) = Part::ALL.into_iter().partition(|part| is_first(draft, *part));
    ProposalView {
        number: writer.choice.language.number(draft.number as u64),
        passage: draft.passage.clone(),
        keep: keep_name(draft.number),
        is_kept: typed.is_kept,
        first: first.iter().map(field).collect(),
        rest: rest.iter().map(field).collect(),
        is_open: wrong.iter().any(|(part, _)| !is_first(draft, *part)),
        assumed: draft.assumed.iter().map(|name| writer.name(name).to_owned()).collect(),
    }
}

/// Whether a part is seen at once; the others are one click below. A fraction is seen with both its numbers.
fn is_first(draft: &Draft, part: Part) -> bool {
    let is_fraction = draft.numerator.is_some() && draft.denominator.is_some();
    part.is_first() || (is_fraction && matches!(part, Part::Numerator | Part::Denominator))
}

fn field(draft: &Draft, typed: &Typed, part: Part, wrong: &[Wrong], writer: Writer) -> FieldView {
    let error = wrong.iter().find(|(at, _)| *at == part);
    FieldView {
        name: field_name(draft.number, part),
        label: writer.text.say(part.label()),
        is_wide: part == Part::Indicator,
        value: typed.get(part).to_owned(),
        error: error.map(|(_, key)| writer.text.say(key)),
        list: match part {
            Part::Indicator => Some("cac-chi-so"),
            Part::Scope => Some("cac-noi"),
            _ => None,
        },
        options: options(draft, part, writer),
    }
}

/// The values of a field of which one is chosen, with their words.
fn options(draft: &Draft, part: Part, writer: Writer) -> Vec<(String, String)> {
    match part {
        Part::Kind => PrintedKind::ALL
            .iter()
            .map(|(kind, value)| ((*value).to_owned(), writer.kind(*kind)))
            .collect(),
        Part::Hedge | Part::ChangeHedge => Hedge::ALL
            .iter()
            .map(|(hedge, _)| (word(&Hedge::ALL, *hedge), writer.hedge(*hedge)))
            .collect(),
        Part::ChangeUnit => {
            let known = CHANGE_UNITS.map(|(unit, key)| (unit.to_owned(), writer.text.say(key)));
            let was = draft.change.as_ref().map(|change| change.unit.clone());
            let was = was.filter(|was| CHANGE_UNITS.iter().all(|(unit, _)| unit != was) && !was.is_empty());
            let mut options = vec![(String::new(), writer.text.say("own-same-unit"))];
            options.extend(was.map(|was| (was.clone(), writer.unit(&was))));
            options.extend(known);
            options
        }
        _ => Vec::new(),
    }
}
