//! What a form gets that comes too late: where things stand now, and the way there.
//!
//! Back button, second click and second device all end here; nothing was changed by the late form.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::CaseworkError;
use motlan_casework::model::dossier_code::DossierCode;
use motlan_casework::service::view::DossierRow;

use super::person::Citizen;
use super::words;
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::{Link, Tag};
use crate::text::Text;
use crate::web::Visitor;

/// Why it comes too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The draft is a dossier already.
    Submitted,
    /// The dossier moved on since the form was made.
    Changed,
}

#[derive(Template)]
#[template(path = "citizen/settled.html")]
struct SettledPage<'a> {
    text: &'a Text,
    frame: Frame,
    lead: String,
    name: String,
    code: String,
    tag: Tag,
    on: Link,
}

/// The page about a dossier of this person.
pub(super) async fn page(citizen: &Citizen, code: &DossierCode, why: Why) -> Result<Response, CaseworkError> {
    let view = citizen.casework.dossier_of(citizen.owner.account, code).await?;
    // A draft's address stays good: it answers with what the draft became. A late form is a conflict.
    let status = match why {
        Why::Submitted => StatusCode::OK,
        Why::Changed => StatusCode::CONFLICT,
    };
    let html = render(&citizen.frame(), &view.row, why, &citizen.visitor, citizen.choice);
    Ok(citizen.page(status, html))
}

/// Errors: the template's own, which are bugs.
fn render(
    facts: &FrameFacts,
    row: &DossierRow,
    why: Why,
    visitor: &Visitor,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let path = format!("/ho-so/{}", row.code);
    let (title, lead) = match why {
        Why::Submitted => (text.say("my-settled-title"), text.say("my-settled-lead")),
        Why::Changed => (text.say("my-changed-title"), text.say("my-changed-lead")),
    };
    let page = SettledPage {
        text,
        frame: Frame::for_visitor(facts, visitor, choice, &path, title).composed(Composition::Citizen),
        lead,
        name: words::procedure_name(&row.procedure, &row.procedure_name, text),
        code: row.code.to_string(),
        tag: words::tag(row.status, choice.language),
        on: Link::new(text.say("my-settled-on"), choice.link(&path)),
    };
    page.render()
}

#[cfg(test)]
mod tests {
    use motlan_casework::model::status::Status;

    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    #[test]
    fn a_late_form_is_told_where_things_stand_and_led_there() {
        for language in Language::ALL {
            for why in [Why::Submitted, Why::Changed] {
                let row = sample::row(Status::InProgress, 1);
                let html = render(
                    &sample::frame(),
                    &row,
                    why,
                    &sample::citizen(),
                    sample::choice(language),
                )
                .unwrap();
                sample::check(&html);
                assert!(html.contains(&format!("href=\"/ho-so/{}?lang=", row.code)));
                assert!(html.contains(words::status(Status::InProgress, language)));
            }
        }
    }
}
