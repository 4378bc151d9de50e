//! The log-in page as a value, and its template.

use askama::Template;
use motlan_core::Code;

use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::{Choice, Language};
use crate::parts::{Form, FormError, InputKind, Notice, TextField, Tone};
use crate::text::Text;
use crate::web::Visitor;

/// What is known when the page is shown.
#[derive(Default)]
pub(super) struct Asked {
    /// Where the person wanted to go; empty if nowhere.
    pub(super) back: String,
    /// What was typed as the user name.
    pub(super) user_name: String,
    /// Why the last attempt failed.
    pub(super) failed: Option<Code>,
    /// Whether a session has just ended.
    pub(super) has_expired: bool,
    /// The people of a demonstration: what the button sends, and the name.
    pub(super) personas: Vec<(&'static str, String)>,
}

/// A button of a demonstration.
struct Button {
    persona: &'static str,
    label: String,
}

#[derive(Template)]
#[template(path = "log_in.html")]
struct LogInPage<'a> {
    text: &'a Text,
    frame: Frame,
    notice: Option<Notice>,
    errors: Vec<FormError>,
    log_in: Form,
    enter: Form,
    back: &'a str,
    name: TextField,
    passphrase: TextField,
    buttons: Vec<Button>,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(
    facts: &FrameFacts,
    visitor: &Visitor,
    asked: &Asked,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let sentence = asked.failed.map(|code| match choice.language {
        Language::Vietnamese => code.description().vi.to_owned(),
        Language::English => code.description().en.to_owned(),
    });
    let title = text.say(if asked.failed.is_some() {
        "log-in-title-failed"
    } else {
        "log-in-title"
    });
    let button = |(persona, name): &(&'static str, String)| Button {
        persona,
        label: text.say_with("log-in-as", &[("name", name.as_str().into())]),
    };
    let passphrase = TextField {
        autocomplete: "current-password",
        ..TextField::new("mat-khau", text.say("log-in-passphrase")).kind(InputKind::Passphrase)
    };
    let name = TextField {
        autocomplete: "username",
        ..TextField::new("ten-dang-nhap", text.say("log-in-name"))
            .value(&asked.user_name)
            .error(sentence.clone())
    };
    let page = LogInPage {
        text,
        frame: Frame::for_visitor(facts, visitor, choice, "/dang-nhap", title).composed(Composition::Citizen),
        notice: asked.has_expired.then(|| Notice {
            tone: Tone::Due,
            title: text.say("log-in-expired"),
            text: Some(text.say("log-in-expired-how")),
            link: None,
        }),
        errors: sentence
            .map(|text| FormError {
                field: "ten-dang-nhap".to_owned(),
                text,
            })
            .into_iter()
            .collect(),
        log_in: Form::new(choice.link("/dang-nhap"), ""),
        enter: Form::new(choice.link("/dang-nhap/dung-thu"), ""),
        back: &asked.back,
        name,
        passphrase,
        buttons: asked.personas.iter().map(button).collect(),
    };
    page.render()
}
