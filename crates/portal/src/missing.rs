//! The page that says why there is no page: what happened and what to do next.

use askama::Template;
use motlan_core::Code;

use crate::facts::FrameFacts;
use crate::frame::Frame;
use crate::language::Choice;
use crate::text::Text;

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
pub(crate) fn render(facts: &FrameFacts, code: Code, path: &str, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let (title, lead) = match code {
        Code::ProofPending => (text.say("pending-title"), text.say("pending-lead")),
        Code::NotFound => (text.say("missing-title"), text.say("missing-lead")),
        _ => (text.say("failed-title"), text.say("failed-lead")),
    };
    let page = MissingPage {
        text,
        frame: Frame::new(facts, choice, path, title),
        lead,
        code: code.as_str(),
        again: (code != Code::NotFound).then(|| choice.link(path)),
    };
    page.render()
}
