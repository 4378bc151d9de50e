//! The page that says why there is no page: what happened and what to do next.

use askama::Template;
use motlan_core::Code;

use crate::facts::FrameFacts;
use crate::frame::Frame;
use crate::language::{Choice, Language};
use crate::text::Text;
use crate::web::Visitor;

#[derive(Template)]
#[template(path = "missing.html")]
struct MissingPage<'a> {
    text: &'a Text,
    frame: Frame,
    lead: String,
    code: &'static str,
    /// Whether asking again helps.
    again: Option<String>,
}

/// The page for a code; `path` is what was asked for.
///
/// Errors: the template's own, which are bugs.
pub(crate) fn render(
    facts: &FrameFacts,
    visitor: &Visitor,
    code: Code,
    path: &str,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let catalogue = code.description();
    let sentence = match choice.language {
        Language::Vietnamese => catalogue.vi,
        Language::English => catalogue.en,
    };
    let (title, lead) = match (code, catalogue.status) {
        (Code::ProofPending, _) => (text.say("pending-title"), text.say("pending-lead")),
        (Code::NotFound, _) => (text.say("missing-title"), text.say("missing-lead")),
        (Code::RoleRequired, _) => (text.say("forbidden-title"), sentence.to_owned()),
        (_, 400..=499) => (text.say("refused-title"), sentence.to_owned()),
        _ => (text.say("failed-title"), text.say("failed-lead")),
    };
    let page = MissingPage {
        text,
        frame: Frame::for_visitor(facts, visitor, choice, path, title),
        lead,
        code: code.as_str(),
        again: (catalogue.status >= 500).then(|| choice.link(path)),
    };
    page.render()
}
