//! The questions as a value, and their template: the most pressing first, each with its form. Pure.

use askama::Template;
use motlan_casework::model::inquiry::Inquiry;
use motlan_casework::service::inquire::Inquiries;
use motlan_core::{Code, Timestamp};

use super::{ID_FIELD, PATH, TEXT_FIELD};
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::names::Names;
use crate::parts::{Cell, DataTable, Form, FormError, Glyph, SummaryRow, Tag, Tone};
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::{moment, sentence};

/// What was wrong with an answer.
pub(super) struct Wrong {
    pub(super) id: String,
    pub(super) text: String,
    /// Why; none where no such question is open.
    pub(super) code: Option<Code>,
}

/// What the page is made from.
pub(super) struct InquiriesFacts {
    pub(super) frame: FrameFacts,
    pub(super) inquiries: Inquiries,
    pub(super) names: Names,
    pub(super) wrong: Option<Wrong>,
}

/// An open question.
struct Open {
    id: String,
    agency: String,
    deadline: Tag,
    rows: Vec<SummaryRow>,
    question: String,
    form: Form,
    value: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "inquiries.html")]
struct InquiriesPage<'a> {
    text: &'a Text,
    frame: Frame,
    errors: Vec<FormError>,
    open: Vec<Open>,
    more: Option<String>,
    answered: DataTable,
    id_field: &'static str,
    text_field: &'static str,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &InquiriesFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let open = &facts.inquiries.open;
    let hidden = facts.inquiries.open_count.saturating_sub(open.len() as u64);
    let page = InquiriesPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, PATH, title(facts, text))
            .composed(Composition::Operator),
        errors: errors(facts, choice),
        open: open
            .iter()
            .map(|inquiry| card(inquiry, facts, visitor, choice))
            .collect(),
        more: (hidden > 0).then(|| text.say_with("inquiry-more", &[("count", number(hidden))])),
        answered: answered(facts, choice),
        id_field: ID_FIELD,
        text_field: TEXT_FIELD,
    };
    page.render()
}

fn title(facts: &InquiriesFacts, text: &Text) -> String {
    let late = facts
        .inquiries
        .open
        .iter()
        .filter(|it| it.is_late(facts.frame.at))
        .count() as u64;
    let counts = [("open", number(facts.inquiries.open_count)), ("late", number(late))];
    match (facts.inquiries.open_count, late) {
        (0, _) => text.say("inquiry-title-none"),
        (_, 0) => text.say_with("inquiry-title", &counts[..1]),
        _ => text.say_with("inquiry-title-late", &counts),
    }
}

fn card(inquiry: &Inquiry, facts: &InquiriesFacts, visitor: &Visitor, choice: Choice) -> Open {
    let text = Text::of(choice.language);
    let due = [("due", moment(inquiry.due_at).into())];
    let deadline = if inquiry.is_late(facts.frame.at) {
        Tag::new(Glyph::Barred, Tone::Late, text.say_with("inquiry-late", &due))
    } else {
        Tag::new(Glyph::Half, Tone::News, text.say_with("inquiry-due", &due))
    };
    let look = |at: Option<Timestamp>| at.map_or_else(|| text.say("inquiry-no-look"), moment);
    let wrong = facts.wrong.as_ref().filter(|wrong| wrong.id == inquiry.id);
    Open {
        id: inquiry.id.clone(),
        agency: facts.names.say(&inquiry.agency.to_string(), choice.language),
        deadline,
        rows: vec![
            SummaryRow::new(text.say("inquiry-code"), inquiry.id.clone()),
            SummaryRow::new(text.say("inquiry-asked"), moment(inquiry.asked_at)),
            SummaryRow::new(text.say("inquiry-look"), look(inquiry.looked_at)),
        ],
        question: inquiry.question.clone(),
        form: Form::new(choice.link(PATH), visitor.csrf()),
        value: wrong.map(|wrong| wrong.text.clone()).unwrap_or_default(),
        error: wrong
            .and_then(|wrong| wrong.code)
            .map(|code| sentence(code, choice.language).to_owned()),
    }
}

/// For the summary on top: at the field, or at the page's content where the question is no longer open.
fn errors(facts: &InquiriesFacts, choice: Choice) -> Vec<FormError> {
    let Some(wrong) = &facts.wrong else {
        return Vec::new();
    };
    let is_there = facts.inquiries.open.iter().any(|inquiry| inquiry.id == wrong.id);
    let (field, text) = match wrong.code {
        Some(code) if is_there => (
            format!("tra-loi-{}", wrong.id),
            sentence(code, choice.language).to_owned(),
        ),
        _ => ("noi-dung".to_owned(), Text::of(choice.language).say("inquiry-not-open")),
    };
    vec![FormError { field, text }]
}

fn answered(facts: &InquiriesFacts, choice: Choice) -> DataTable {
    let text = Text::of(choice.language);
    let columns = [
        text.say("inquiry-column-agency"),
        text.say("inquiry-column-answered"),
        text.say("inquiry-column-answer"),
    ];
    let columns = columns.each_ref().map(String::as_str);
    let mut table = DataTable::new(
        text.say("inquiry-answered"),
        &columns,
        text.say("inquiry-answered-none"),
    );
    for inquiry in &facts.inquiries.answered {
        let Some(answer) = &inquiry.answer else { continue };
        let at = Cell::new(moment(answer.at));
        let agency = facts.names.say(&inquiry.agency.to_string(), choice.language);
        table.push(vec![
            Cell::new(agency).note(&inquiry.id),
            if inquiry.is_late(facts.frame.at) {
                at.note(text.say("inquiry-was-late"))
            } else {
                at
            },
            Cell::new(&answer.text).note(&inquiry.question),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use motlan_casework::model::inquiry::{ANSWER_WITHIN_S, Answer};
    use motlan_identity::Role;

    use super::*;
    use crate::desk::sample::{self, NOW};
    use crate::language::Language;

    fn inquiry(id: &str, hours_ago: i64, is_answered: bool) -> Inquiry {
        let asked_at = NOW.plus_seconds(-3_600 * hours_ago);
        Inquiry {
            id: id.to_owned(),
            agency: "VN/GOV/G24".parse().unwrap(),
            looked_at: Some(asked_at.plus_seconds(-60)),
            question: "Tôi không tham gia ở đó".to_owned(),
            asked_at,
            due_at: asked_at.plus_seconds(ANSWER_WITHIN_S),
            answer: is_answered.then(|| Answer {
                at: NOW,
                by: "mau-operator".to_owned(),
                text: "Để cấp lại thẻ.".to_owned(),
            }),
        }
    }

    fn facts(open: Vec<Inquiry>, answered: Vec<Inquiry>) -> InquiriesFacts {
        InquiriesFacts {
            frame: sample::frame(),
            inquiries: Inquiries {
                open_count: open.len() as u64,
                open,
                answered,
            },
            names: Names::of(&[("VN/GOV/G24", "Bảo hiểm xã hội", "Social Security")]),
            wrong: None,
        }
    }

    fn html(facts: &InquiriesFacts, language: Language) -> String {
        let html = render(facts, &sample::visitor(&[Role::Operator]), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    #[test]
    fn the_title_says_what_waits_and_what_is_late() {
        let title = |open| title(&facts(open, Vec::new()), Text::of(Language::Vietnamese));
        assert_eq!(title(Vec::new()), "Không câu hỏi nào chờ trả lời");
        assert_eq!(title(vec![inquiry("a", 1, false)]), "1 câu hỏi chờ trả lời");
        let late = vec![inquiry("a", 73, false), inquiry("b", 1, false)];
        assert_eq!(title(late), "2 câu hỏi chờ trả lời, 1 đã quá hạn");
    }

    #[test]
    fn each_open_question_has_its_form_and_an_answered_one_its_answer() {
        let facts = facts(
            vec![inquiry("a", 1, false), inquiry("b", 1, false)],
            vec![inquiry("c", 90, true)],
        );
        for language in Language::ALL {
            let html = html(&facts, language);
            assert_eq!(html.matches("name=\"ma\" value=\"").count(), 2);
            assert_eq!(html.matches("Để cấp lại thẻ.").count(), 1);
        }
        assert!(html(&facts, Language::English).contains("after the deadline"));
        assert!(html(&facts, Language::English).contains("Social Security"));
    }

    #[test]
    fn a_short_answer_comes_back_at_its_field_and_a_late_one_at_the_page() {
        let mut facts = facts(vec![inquiry("a", 1, false)], Vec::new());
        facts.wrong = Some(Wrong {
            id: "a".to_owned(),
            text: "Ngắn".to_owned(),
            code: Some(Code::ReasonTooShort),
        });
        let short = html(&facts, Language::Vietnamese);
        assert!(short.contains("href=\"#tra-loi-a\"") && short.contains(">Ngắn</textarea>"));
        facts.wrong.as_mut().unwrap().id = "gone".to_owned();
        assert!(html(&facts, Language::Vietnamese).contains("href=\"#noi-dung\""));
    }

    #[test]
    fn questions_beyond_the_page_are_counted() {
        let mut facts = facts(vec![inquiry("a", 1, false)], Vec::new());
        facts.inquiries.open_count = 8;
        assert!(html(&facts, Language::English).contains("7 more questions"));
    }
}
