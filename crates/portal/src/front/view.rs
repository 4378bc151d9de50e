//! The pages: the centre's with the book and the doors, a node's with its own entries. Pure.

use askama::Template;
use motlan_evidence::LogName;

use super::PATH;
use super::book::BookView;
use super::door::{Door, DoorView, views};
use crate::frame::{Composition, Frame};
use crate::language::{Choice, date};
use crate::seal::{Figure, Seal, SealKind};
use crate::status::{CentreFacts, NodeFacts, OfferView, PATH as STATUS, Part, StatusFacts, offer};
use crate::text::Text;
use crate::web::Visitor;

#[derive(Template)]
#[template(path = "front.html")]
struct FrontPage<'a> {
    text: &'a Text,
    frame: Frame,
    book: BookView,
    day: String,
    proof: OfferView,
    doors: Vec<DoorView>,
    doors_lead: String,
}

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage<'a> {
    text: &'a Text,
    frame: Frame,
    lead: String,
    entries: Option<(Figure, String)>,
    proof: OfferView,
    centre: Option<String>,
}

/// The page in the chosen language; `doors` are those of a demonstration.
///
/// Errors: the template's own, which are bugs.
pub fn render(facts: &StatusFacts, doors: &[Door], visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let frame = |title: String| Frame::for_visitor(&facts.frame, visitor, choice, PATH, title);
    match &facts.part {
        Part::Centre(centre) => front(facts, centre, doors, frame, choice),
        Part::Node(node) => start(facts, node, frame, choice),
    }
}

fn front(
    facts: &StatusFacts,
    centre: &CentreFacts,
    doors: &[Door],
    frame: impl FnOnce(String) -> Frame,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let title = [
        text.say("front-title-people"),
        text.say("front-title-agencies"),
        text.say("front-title-proof"),
    ];
    let doors = views(doors, choice);
    let is_open = doors.iter().any(|door| door.enter.is_some());
    let services = centre.lines.iter().map(|line| &line.service);
    let day = date(&facts.frame.at.hour().day().to_string());
    let page = FrontPage {
        text,
        frame: frame(title.join(" ")).composed(Composition::Front).with_names(services),
        book: BookView::build(centre, choice),
        day: text.say_with("book-date", &[("date", day.into())]),
        proof: offer(&facts.proof, choice),
        doors_lead: if is_open {
            text.say("doors-lead-demo")
        } else {
            text.say("doors-lead")
        },
        doors,
    };
    page.render()
}

fn start(
    facts: &StatusFacts,
    node: &NodeFacts,
    frame: impl FnOnce(String) -> Frame,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let member = [("member", choice.language.name(&facts.frame.place.name).into())];
    let page = StartPage {
        text,
        frame: frame(text.say_with("start-title", &member)),
        lead: text.say_with("start-lead", &member),
        entries: entries(node, choice),
        proof: offer(&facts.proof, choice),
        centre: node
            .centre_pages
            .as_ref()
            .map(|pages| format!("{pages}{}", choice.link(PATH))),
    };
    page.render()
}

/// The entries of the log `exchange` under its last checkpoint, and what they are.
fn entries(node: &NodeFacts, choice: Choice) -> Option<(Figure, String)> {
    let text = Text::of(choice.language);
    let log = node.logs.iter().find(|log| log.log == LogName::Exchange)?;
    let size = log.checkpoint.as_ref()?.size;
    let figure = Figure {
        value: choice.language.number(size),
        seal: Seal {
            kind: SealKind::OneSided,
            label: text.say("label-log"),
            href: choice.link(STATUS),
        },
    };
    let words = text.say("start-entries");
    (size > 0).then_some((figure, words))
}
