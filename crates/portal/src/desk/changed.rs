//! The page for a step that came too late: where the dossier stands now, and the way there.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::dossier::Facts;
use super::dossier_path;
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::Tag;
use crate::portal::Portal;
use crate::text::Text;
use crate::web::{Visitor, page};
use crate::words::{self, moment};

#[derive(Template)]
#[template(path = "desk/changed.html")]
struct ChangedPage<'a> {
    text: &'a Text,
    frame: Frame,
    code: String,
    lead: String,
    tag: Tag,
    href: String,
}

/// The answer: 409, nothing was done.
pub(super) fn answer(portal: &Portal, visitor: &Visitor, facts: &Facts, choice: Choice) -> Response {
    let frame = portal.frame_facts(&portal.gateway.directory().current());
    page(StatusCode::CONFLICT, choice, render(&frame, visitor, facts, choice))
}

fn render(frame: &FrameFacts, visitor: &Visitor, facts: &Facts, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let row = &facts.view.dossier.row;
    let path = dossier_path(row.code.as_str());
    let title = text.say("desk-changed-title");
    let at = facts.view.dossier.steps.last().map_or(row.submitted_at, |step| step.at);
    let now = [
        ("status", words::status(row.status, choice.language).into()),
        ("at", moment(at).into()),
    ];
    let page = ChangedPage {
        text,
        frame: Frame::for_visitor(frame, visitor, choice, &path, title).composed(Composition::Officer),
        code: row.code.to_string(),
        lead: text.say_with("desk-changed-lead", &now),
        tag: words::tag(row.status, choice.language),
        href: choice.link(&path),
    };
    page.render()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::view::sample;
    use crate::language::Language;

    #[test]
    fn it_says_where_the_dossier_stands_now_and_leads_there() {
        for language in Language::ALL {
            let facts = sample::facts(4);
            let html = render(&sample::frame(), &sample::officer(), &facts, sample::choice(language)).unwrap();
            sample::check(&html);
            assert!(html.contains(&format!(
                "href=\"{}",
                dossier_path(facts.view.dossier.row.code.as_str())
            )));
            assert!(html.contains(words::status(facts.view.dossier.row.status, language)));
        }
    }
}
