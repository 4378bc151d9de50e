//! The answer as a value, and its template. Reasons stay with the applicant and the unit: they may name people.

use askama::Template;
use motlan_casework::inbox::Held;

use super::{Answer, Facts};
use crate::facts::{FrameFacts, Named};
use crate::frame::{Composition, Frame, Label};
use crate::language::Choice;
use crate::parts::{FormError, Step, SummaryRow, Tag, TextField};
use crate::sync::FIND_PATH;
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::{self, moment, seal, sentence};

/// The field of the code.
const FIELD: &str = "ma";

/// What is held of a dossier.
struct Found {
    tag: Tag,
    rows: Vec<SummaryRow>,
    member: Label,
    steps: Vec<Step>,
}

#[derive(Template)]
#[template(path = "sync/find.html")]
struct FindPage<'a> {
    text: &'a Text,
    frame: Frame,
    errors: Vec<FormError>,
    lead: Option<String>,
    /// The search, where this node answers.
    field: Option<TextField>,
    action: &'static str,
    /// The language that the address chose.
    tag: Option<&'static str>,
    found: Option<Found>,
    /// Where it is answered.
    elsewhere: Option<String>,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(
    frame: &FrameFacts,
    visitor: &Visitor,
    facts: &Facts,
    choice: Choice,
) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let error = matches!(facts.answer, Answer::NoCode)
        .then(|| sentence(motlan_core::Code::DossierCodeForm, choice.language).to_owned());
    let is_here = !matches!(facts.answer, Answer::Elsewhere(_));
    let field = TextField::new(FIELD, text.say("find-code"))
        .hint(text.say("find-code-hint"))
        .value(&facts.typed)
        .error(error.clone());
    let names = match &facts.answer {
        Answer::Held(_, member) => Some(member),
        _ => None,
    };
    let page = FindPage {
        text,
        frame: Frame::for_visitor(frame, visitor, choice, &path(&facts.typed), title(&facts.answer, text))
            .composed(Composition::Citizen)
            .with_names(names.into_iter()),
        errors: error
            .map(|text| FormError {
                field: FIELD.to_owned(),
                text,
            })
            .into_iter()
            .collect(),
        lead: lead(&facts.answer, text),
        field: is_here.then_some(field),
        action: FIND_PATH,
        tag: choice.is_explicit.then(|| choice.language.tag()),
        found: match &facts.answer {
            Answer::Held(held, member) => Some(found(held, member, choice)),
            _ => None,
        },
        elsewhere: match &facts.answer {
            Answer::Elsewhere(Some(address)) => Some(format!("{address}{}", choice.link(&path(&facts.typed)))),
            _ => None,
        },
    };
    page.render()
}

fn path(typed: &str) -> String {
    if typed.is_empty() {
        return FIND_PATH.to_owned();
    }
    let typed = percent_encoding::utf8_percent_encode(typed, percent_encoding::NON_ALPHANUMERIC);
    format!("{FIND_PATH}?{FIELD}={typed}")
}

fn title(answer: &Answer, text: &Text) -> String {
    match answer {
        Answer::Unasked => text.say("find-title"),
        Answer::NoCode => text.say("find-title-no-code"),
        Answer::Nothing => text.say("find-title-nothing"),
        Answer::Held(held, _) => {
            let status = words::status(held.status, text.language());
            text.say_with("find-title-held", &[("status", status.into())])
        }
        Answer::Elsewhere(_) => text.say("find-title-elsewhere"),
    }
}

fn lead(answer: &Answer, text: &Text) -> Option<String> {
    match answer {
        Answer::Unasked => Some(text.say("find-lead")),
        Answer::NoCode | Answer::Held(..) => None,
        Answer::Nothing => Some(text.say("find-lead-nothing")),
        Answer::Elsewhere(Some(_)) => Some(text.say("find-lead-elsewhere")),
        Answer::Elsewhere(None) => Some(text.say("find-lead-unknown")),
    }
}

fn found(held: &Held, member: &Named, choice: Choice) -> Found {
    let text = Text::of(choice.language);
    let step = |change: &motlan_casework::inbox::HeldChange| {
        let about = [
            ("number", number(change.number.into())),
            ("at", moment(change.received_at).into()),
        ];
        Step {
            name: words::status(change.status, choice.language).to_owned(),
            when: moment(change.at),
            by: None,
            note: Some(text.say_with("find-received", &about)),
            seal: change.is_proven.then(|| seal(change.index, choice)),
            is_now: change.number == held.number,
        }
    };
    Found {
        tag: words::tag(held.status, choice.language),
        rows: vec![
            SummaryRow::new(text.say("find-dossier"), held.dossier.to_string()),
            SummaryRow::new(text.say("find-changed"), moment(held.at)),
            SummaryRow::new(text.say("find-told"), moment(held.received_at)),
        ],
        member: Label::new(member, choice.language),
        steps: held.history.iter().map(step).rev().collect(),
    }
}

#[cfg(test)]
mod tests {
    use motlan_casework::inbox::HeldChange;
    use motlan_casework::model::status::Status;

    use super::*;
    use crate::desk::sample::{self, NOW};
    use crate::language::Language;

    fn held() -> Held {
        let change = |number: u32, status: Status| HeldChange {
            number,
            status,
            at: NOW.plus_seconds(i64::from(number) * 60),
            received_at: NOW.plus_seconds(i64::from(number) * 60 + 1),
            reasons: vec!["Bà Nguyễn Thị Lan chưa ký".to_owned()],
            is_proven: number == 1,
            index: 7,
        };
        Held {
            dossier: "000.00.08.H45-261119-0007".parse().unwrap(),
            member: "VN/GOV/H45".to_owned(),
            status: Status::Received,
            number: 2,
            at: NOW,
            received_at: NOW,
            history: vec![change(1, Status::New), change(2, Status::Received)],
        }
    }

    fn html(answer: Answer, language: Language) -> String {
        let facts = Facts {
            typed: "000.00.08.H45-261119-0007".to_owned(),
            answer,
        };
        render(&sample::frame(), &Visitor::default(), &facts, sample::choice(language)).unwrap()
    }

    #[test]
    fn every_answer_has_all_its_words_in_both_languages() {
        for language in Language::ALL {
            for answer in [
                Answer::Unasked,
                Answer::NoCode,
                Answer::Nothing,
                Answer::Held(Box::new(held()), sample::frame().place),
                Answer::Elsewhere(None),
                Answer::Elsewhere(Some("http://127.0.0.1:8500".to_owned())),
            ] {
                sample::check(&html(answer, language));
            }
        }
    }

    #[test]
    fn reasons_are_not_shown_to_everybody() {
        let page = html(
            Answer::Held(Box::new(held()), sample::frame().place),
            Language::Vietnamese,
        );
        assert!(!page.contains("Nguyễn Thị Lan"), "{page}");
        assert_eq!(
            page.matches("class=\"seal\"").count(),
            1,
            "what is not durable yet has no seal"
        );
    }

    #[test]
    fn the_way_to_the_national_portal_takes_the_code_along() {
        let page = html(
            Answer::Elsewhere(Some("http://127.0.0.1:8500".to_owned())),
            Language::English,
        );
        let address = "http://127.0.0.1:8500/tra-cuu?ma=000%2E00%2E08%2EH45%2D261119%2D0007&#38;lang=en";
        assert!(page.contains(address), "{page}");
    }
}
