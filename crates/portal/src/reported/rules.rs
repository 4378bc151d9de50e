//! The rules: what each looks at, on what it rests, and how a text is read before any rule sees it. Pure.

use askama::Template;
use motlan_measure::reported::check::rules;

use super::list::{Meaning, meanings};
use super::writer::Writer;
use super::{OWN_PATH, PATH, RULES_PATH};
use crate::facts::FrameFacts;
use crate::frame::Frame;
use crate::language::Choice;
use crate::text::{Text, number};
use crate::web::Visitor;

/// A rule.
struct RuleView {
    code: &'static str,
    name: &'static str,
    explanation: &'static str,
    reference: &'static str,
}

#[derive(Template)]
#[template(path = "reported/rules.html")]
struct RulesPage<'a> {
    text: &'a Text,
    frame: Frame,
    back: String,
    own: String,
    rules: Vec<RuleView>,
    meanings: Vec<Meaning>,
    weights: Vec<String>,
    reading: Vec<String>,
    left_out: Vec<String>,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(frame: &FrameFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let writer = Writer::new(choice);
    let text = writer.text;
    let count = number(rules().len() as u64);
    let title = text.say_with("reported-rules-title", &[("count", count)]);
    let view = |rule: &'static motlan_measure::reported::check::Rule| RuleView {
        code: rule.code,
        name: writer.words(rule.name.vi, rule.name.en),
        explanation: writer.words(rule.explanation.vi, rule.explanation.en),
        reference: writer.words(rule.reference.vi, rule.reference.en),
    };
    let say = |keys: &[&str]| keys.iter().map(|key| text.say(key)).collect();
    let page = RulesPage {
        text,
        frame: Frame::for_visitor(frame, visitor, choice, RULES_PATH, title),
        back: choice.link(PATH),
        own: choice.link(OWN_PATH),
        rules: rules().iter().map(view).collect(),
        meanings: meanings(writer),
        weights: say(&[
            "reported-weigh-heaviest",
            "reported-weigh-words",
            "reported-weigh-note",
            "reported-weigh-hedge",
            "reported-weigh-undecided",
        ]),
        reading: say(&READING),
        left_out: say(&LEFT_OUT),
    };
    page.render()
}

/// How a text is read.
const READING: [&str; 5] = [
    "reported-reads-numbers",
    "reported-reads-hedges",
    "reported-reads-words",
    "reported-reads-nothing-invented",
    "reported-reads-person",
];

/// What is a run of digits but no figure.
const LEFT_OUT: [&str; 4] = [
    "reported-leaves-dates",
    "reported-leaves-laws",
    "reported-leaves-codes",
    "reported-leaves-lists",
];
