//! The confirmation and the page for accounts of level 1 as values, and their templates.

use askama::Template;
use motlan_core::Code;

use super::PASSPHRASE;
use crate::citizen::draft::ReviewFacts;
use crate::citizen::words;
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::{Form, FormError, InputKind, Link, SummaryRow, TextField};
use crate::text::{Text, number};
use crate::web::Visitor;

/// What is known when the person confirms.
pub(super) struct ConfirmFacts {
    pub(super) review: ReviewFacts,
    /// Whether a button is enough.
    pub(super) by_button: bool,
    /// What the person reviewed.
    pub(super) reviewed: String,
    /// Why the last attempt was refused.
    pub(super) failed: Option<Code>,
}

#[derive(Template)]
#[template(path = "citizen/confirm.html")]
struct ConfirmPage<'a> {
    text: &'a Text,
    frame: Frame,
    errors: Vec<FormError>,
    lead: String,
    rows: Vec<SummaryRow>,
    form: Form,
    reviewed: &'a str,
    passphrase: Option<TextField>,
    back: Link,
}

#[derive(Template)]
#[template(path = "citizen/level.html")]
struct LevelPage<'a> {
    text: &'a Text,
    frame: Frame,
    back: Link,
}

/// The confirmation.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &ConfirmFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let review = &facts.review;
    let path = format!("/ho-so/nhap/{}/xac-nhan", review.draft.id);
    let sentence = facts.failed.map(|code| match code {
        Code::LogInFailed => text.say("my-confirm-wrong"),
        code => words::sentence(code, choice.language).to_owned(),
    });
    let title = if facts.failed.is_some() {
        text.say("my-confirm-title-failed")
    } else {
        text.say("my-confirm-title")
    };
    let passphrase = TextField {
        autocomplete: "current-password",
        ..TextField::new(PASSPHRASE, text.say("my-confirm-passphrase"))
            .hint(text.say("my-confirm-passphrase-hint"))
            .error(sentence.clone())
            .kind(InputKind::Passphrase)
    };
    let error = |text: String| FormError {
        field: if facts.by_button {
            "xac-nhan".to_owned()
        } else {
            PASSPHRASE.to_owned()
        },
        text,
    };
    let page = ConfirmPage {
        text,
        frame: Frame::for_visitor(&review.frame, visitor, choice, &path, title).composed(Composition::Citizen),
        errors: sentence.map(error).into_iter().collect(),
        lead: if facts.by_button {
            text.say("my-confirm-lead-button")
        } else {
            text.say("my-confirm-lead")
        },
        rows: rows(review, choice),
        form: Form::new(choice.link(&path), visitor.csrf()),
        reviewed: &facts.reviewed,
        passphrase: (!facts.by_button).then_some(passphrase),
        back: Link::new(
            text.say("my-confirm-back"),
            choice.link(&format!("/ho-so/nhap/{}", review.draft.id)),
        ),
    };
    page.render()
}

fn rows(review: &ReviewFacts, choice: Choice) -> Vec<SummaryRow> {
    let text = Text::of(choice.language);
    let days = number(review.procedure.deadline.working_days.into());
    let papers = review
        .draft
        .components
        .iter()
        .filter(|view| view.state.satisfied().is_some());
    let papers: Vec<&str> = papers.map(|view| choice.language.name(&view.component.name)).collect();
    vec![
        SummaryRow::new(text.say("my-confirm-what"), words::procedure(&review.procedure, text)),
        SummaryRow::new(
            text.say("my-confirm-to"),
            review.names.say(&review.unit, choice.language),
        ),
        SummaryRow::new(text.say("my-confirm-papers"), papers.join("; ")),
        SummaryRow::new(
            text.say("my-confirm-days"),
            text.say_with("my-confirm-days-value", &[("days", days)]),
        ),
    ]
}

/// What somebody whose account has level 1 can do.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render_level(
    facts: &FrameFacts,
    visitor: &Visitor,
    back: &str,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let frame = Frame::for_visitor(facts, visitor, choice, back, text.say("my-level-page-title"));
    let page = LevelPage {
        text,
        frame: frame.composed(Composition::Citizen),
        back: Link::new(text.say("my-level-back"), choice.link(back)),
    };
    page.render()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    fn html(by_button: bool, failed: Option<Code>, language: Language) -> String {
        let facts = ConfirmFacts {
            review: sample::review(),
            by_button,
            reviewed: "5e".repeat(32),
            failed,
        };
        let html = render(&facts, &sample::citizen(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    #[test]
    fn a_demonstration_confirms_with_one_button() {
        for language in Language::ALL {
            let html = html(true, None, language);
            assert!(!html.contains("type=\"password\""));
            assert_eq!(html.matches("class=\"action\"").count(), 1);
        }
    }

    #[test]
    fn elsewhere_the_passphrase_is_asked_and_its_error_is_told_twice() {
        let html = html(false, Some(Code::LogInFailed), Language::Vietnamese);
        assert!(html.contains("<a href=\"#mat-khau\">") && html.contains("id=\"mat-khau-loi\""));
        assert!(html.contains("autocomplete=\"current-password\""));
    }

    #[test]
    fn level_one_is_told_how_to_get_level_two() {
        for language in Language::ALL {
            let facts = sample::frame();
            let html = render_level(&facts, &sample::citizen(), "/ho-so", sample::choice(language)).unwrap();
            sample::check(&html);
            assert!(html.contains("href=\"/ho-so?lang="));
        }
    }
}
