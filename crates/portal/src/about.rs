//! Pages of words alone: who can do what here, contact, accessibility, privacy. One template, no figures.

use askama::Template;

use crate::facts::FrameFacts;
use crate::frame::Frame;
use crate::front::{Persona, persona_name};
use crate::language::Choice;
use crate::text::Text;
use crate::web::Visitor;

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What each of the six personas can do.
    Introduction,
    /// Who runs this node and what to say when something is wrong.
    Contact,
    /// What the pages keep so that everybody can use them.
    Accessibility,
    /// What the pages know of their reader.
    Privacy,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Introduction, Self::Contact, Self::Accessibility, Self::Privacy];

    /// The page's path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Introduction => "/gioi-thieu",
            Self::Contact => "/lien-he",
            Self::Accessibility => "/tro-nang",
            Self::Privacy => "/quyen-rieng-tu",
        }
    }
}

/// A part of a page.
struct Section {
    id: &'static str,
    name: String,
    words: String,
    /// What a reader can run.
    command: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    text: &'a Text,
    frame: Frame,
    lead: String,
    sections: Vec<Section>,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub fn render(facts: &FrameFacts, visitor: &Visitor, topic: Topic, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let member = [("member", choice.language.name(&facts.place.name).into())];
    let (title, lead, sections) = match topic {
        Topic::Introduction => (text.say("about-title"), text.say("about-lead"), personas(text)),
        Topic::Contact if facts.is_demo => (
            text.say("contact-title-demo"),
            text.say("contact-lead-demo"),
            contact(text),
        ),
        Topic::Contact => (
            text.say_with("contact-title", &member),
            text.say_with("contact-lead", &member),
            contact(text),
        ),
        Topic::Accessibility => (
            text.say("accessibility-title"),
            text.say("accessibility-lead"),
            accessibility(text),
        ),
        Topic::Privacy => (text.say("privacy-title"), text.say("privacy-lead"), privacy(text)),
    };
    let page = AboutPage {
        text,
        frame: Frame::for_visitor(facts, visitor, choice, topic.path(), title),
        lead,
        sections,
    };
    page.render()
}

fn personas(text: &Text) -> Vec<Section> {
    let section = |persona: Persona| {
        let (words, command) = match persona {
            Persona::Citizen => (text.say("citizen-how"), None),
            Persona::Officer => (text.say("officer-how"), None),
            Persona::Operator => (text.say("operator-how"), Some("motlan doctor")),
            Persona::Leader => (text.say("leader-how"), None),
            Persona::Auditor => (text.say("auditor-how"), Some("motlan audit ./motlan-data")),
            Persona::Integrator => (text.say("integrator-how"), Some("motlan demo")),
        };
        Section {
            id: persona.code(),
            name: persona_name(persona, text),
            words,
            command,
        }
    };
    Persona::ALL.map(section).into()
}

fn section(id: &'static str, name: String, words: String) -> Section {
    Section {
        id,
        name,
        words,
        command: None,
    }
}

fn contact(text: &Text) -> Vec<Section> {
    vec![
        section("bao-loi", text.say("contact-report"), text.say("contact-report-how")),
        section("du-lieu-sai", text.say("contact-data"), text.say("contact-data-how")),
    ]
}

fn accessibility(text: &Text) -> Vec<Section> {
    vec![
        section("ban-phim", text.say("access-keyboard"), text.say("access-keyboard-how")),
        section("mat-nhin", text.say("access-sight"), text.say("access-sight-how")),
        section("man-hinh-nho", text.say("access-screen"), text.say("access-screen-how")),
        section("chua-dat", text.say("access-open"), text.say("access-open-how")),
    ]
}

fn privacy(text: &Text) -> Vec<Section> {
    vec![
        section(
            "trinh-duyet",
            text.say("privacy-browser"),
            text.say("privacy-browser-how"),
        ),
        section("nhat-ky", text.say("privacy-log"), text.say("privacy-log-how")),
        section(
            "minh-chung",
            text.say("privacy-evidence"),
            text.say("privacy-evidence-how"),
        ),
    ]
}
