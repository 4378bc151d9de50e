//! The whole page: its sentence, its alerts, the part of the centre or of a node, the proof to open. Pure.

use askama::Template;

use super::node::NodeView;
use super::today::TodayView;
use super::{Part, ProofOffer, StatusFacts};
use crate::facts::Named;
use crate::frame::Frame;
use crate::language::Choice;
use crate::proof::page_path;
use crate::seal::{Seal, SealKind};
use crate::text::{Text, number};
use crate::web::Visitor;
use motlan_evidence::LogName;

/// The page's path.
pub(crate) const PATH: &str = "/trang-thai";

/// Where the page explains its seals and how to recompute its figures.
pub(super) const CHECK: &str = "#kiem-lai";

/// Rows of a table on one page: 63 provinces and 30 agencies of the centre with two services each fit.
pub(super) const ROWS_MAX: usize = 200;

/// What is wrong, with a link to where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alert {
    pub(super) text: String,
    pub(super) href: String,
}

/// The answer of the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) title: String,
    pub(super) seal: Option<Seal>,
    pub(super) lead: String,
    pub(super) alerts: Vec<Alert>,
}

/// The proof to open.
pub(crate) struct OfferView {
    pub(crate) sentence: String,
    pub(crate) href: Option<String>,
}

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage<'a> {
    text: &'a Text,
    frame: Frame,
    seal: Option<Seal>,
    lead: String,
    alerts: Vec<Alert>,
    today: Option<TodayView>,
    node: Option<NodeView>,
    proof: OfferView,
    legend: [SealKind; 4],
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub fn render(facts: &StatusFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let (answer, today, node) = match &facts.part {
        Part::Centre(centre) => {
            let (answer, view) = TodayView::build(centre, &facts.frame, choice);
            (answer, Some(view), None)
        }
        Part::Node(node) => {
            let (answer, view) = NodeView::build(node, &facts.frame, choice);
            (answer, None, Some(view))
        }
    };
    let page = StatusPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, PATH, answer.title).with_names(names(&facts.part)),
        seal: answer.seal,
        lead: answer.lead,
        alerts: answer.alerts,
        today,
        node,
        proof: offer(&facts.proof, choice),
        legend: SealKind::ALL,
    };
    page.render()
}

/// The offer in words.
pub(crate) fn offer(offer: &ProofOffer, choice: Choice) -> OfferView {
    let text = Text::of(choice.language);
    let (sentence, href) = match offer {
        ProofOffer::Own { index } => {
            let sentence = text.say_with("proof-own", &[("number", number(*index))]);
            (sentence, Some(choice.link(&page_path(LogName::Exchange, *index))))
        }
        ProofOffer::Elsewhere { node, pages, index } => {
            let name = choice.language.name(&node.name);
            let sentence = text.say_with("proof-elsewhere", &[("node", name.into()), ("number", number(*index))]);
            let path = choice.link(&page_path(LogName::Exchange, *index));
            (sentence, Some(format!("{pages}{path}")))
        }
        ProofOffer::NoAddress => (text.say("proof-no-address"), None),
        ProofOffer::Nothing => (text.say("proof-nothing"), None),
    };
    OfferView { sentence, href }
}

/// The names in the part's tables, but for those of the node itself.
fn names(part: &Part) -> Box<dyn Iterator<Item = &Named> + '_> {
    match part {
        Part::Centre(centre) => {
            let lines = centre
                .lines
                .iter()
                .flat_map(|line| [&line.service, &line.consumer, &line.provider]);
            Box::new(lines.chain(centre.gateways.iter().map(|gateway| &gateway.gateway)))
        }
        Part::Node(node) => Box::new(node.services.iter().map(|service| &service.service)),
    }
}
