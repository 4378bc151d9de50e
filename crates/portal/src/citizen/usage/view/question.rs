//! What a person asked an agency, where that stands, and the form for asking. Pure.

use motlan_casework::model::inquiry::Inquiry;
use motlan_core::{Code, Timestamp};

use super::agencies::Agency;
use super::{PATH, UsageFacts};
use crate::citizen::usage::inquire::{AGENCY_FIELD, LOOK_FIELD, TEXT_FIELD};
use crate::citizen::words;
use crate::language::{Choice, Language};
use crate::parts::{Form, FormError, Glyph, Tag, Tone};
use crate::text::Text;
use crate::web::Visitor;

/// What was asked, and the form where nothing is open.
pub(super) struct Question {
    pub(super) asked: Vec<Asked>,
    pub(super) form: Option<AskForm>,
}

/// A question that was sent.
pub(super) struct Asked {
    pub(super) state: Tag,
    pub(super) when: String,
    pub(super) question: String,
    pub(super) answer: Option<String>,
    /// The deadline passed without an answer: what to do next is said.
    pub(super) is_overdue: bool,
}

/// The form.
pub(super) struct AskForm {
    pub(super) form: Form,
    /// The hidden fields.
    pub(super) hidden: [(&'static str, String); 2],
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) error: Option<String>,
}

/// Questions to `agency`, and the form unless one is open; `last` is its last look on the page.
pub(super) fn question(
    place: usize,
    agency: &str,
    last: Option<Timestamp>,
    facts: &UsageFacts,
    visitor: &Visitor,
    choice: Choice,
) -> Question {
    let text = Text::of(choice.language);
    let of_agency = || facts.inquiries.iter().filter(|it| it.agency.to_string() == agency);
    let is_open = of_agency().any(|inquiry| inquiry.answer.is_none());
    let wrong = facts.wrong.as_ref().filter(|wrong| wrong.agency == agency);
    Question {
        asked: of_agency()
            .map(|inquiry| asked(inquiry, facts.frame.at, text))
            .collect(),
        form: (!is_open).then(|| AskForm {
            form: Form::new(choice.link(&format!("{PATH}/hoi")), visitor.csrf()),
            hidden: [
                (AGENCY_FIELD, agency.to_owned()),
                (
                    LOOK_FIELD,
                    last.map(|at| at.as_micros().to_string()).unwrap_or_default(),
                ),
            ],
            id: format!("{TEXT_FIELD}-{place}"),
            name: TEXT_FIELD,
            value: wrong.map(|wrong| wrong.text.clone()).unwrap_or_default(),
            error: wrong.map(|wrong| words::sentence(wrong.code, choice.language).to_owned()),
        }),
    }
}

fn asked(inquiry: &Inquiry, now: Timestamp, text: &Text) -> Asked {
    let due = [("due", words::moment(inquiry.due_at).into())];
    let is_late = inquiry.is_late(now);
    let state = match (&inquiry.answer, is_late) {
        (None, false) => Tag::new(Glyph::Half, Tone::News, text.say_with("my-why-open", &due)),
        (None, true) => Tag::new(Glyph::Barred, Tone::Late, text.say_with("my-why-overdue", &due)),
        (Some(answer), false) => {
            let at = [("at", words::moment(answer.at).into())];
            Tag::new(Glyph::Tick, Tone::Calm, text.say_with("my-why-answered", &at))
        }
        (Some(answer), true) => {
            let about = [
                ("at", words::moment(answer.at).into()),
                ("due", words::moment(inquiry.due_at).into()),
            ];
            Tag::new(Glyph::Tick, Tone::Due, text.say_with("my-why-answered-late", &about))
        }
    };
    Asked {
        state,
        when: text.say_with("my-why-asked", &[("at", words::moment(inquiry.asked_at).into())]),
        question: inquiry.question.clone(),
        answer: inquiry.answer.as_ref().map(|answer| answer.text.clone()),
        is_overdue: is_late && inquiry.answer.is_none(),
    }
}

/// What was wrong, for the summary on top: at its field where the agency stands on the page, else at the content.
pub(super) fn errors(facts: &UsageFacts, agencies: &[Agency], language: Language) -> Vec<FormError> {
    let Some(wrong) = &facts.wrong else {
        return Vec::new();
    };
    let field = agencies
        .iter()
        .filter(|agency| agency.member == wrong.agency)
        .find_map(|agency| Some(agency.question.form.as_ref()?.id.clone()));
    let text = match wrong.code {
        Code::UnknownMember => Text::of(language).say("my-why-nobody"),
        code => words::sentence(code, language).to_owned(),
    };
    vec![FormError {
        field: field.unwrap_or_else(|| "noi-dung".to_owned()),
        text,
    }]
}
