//! Requests to correct as values, and their templates: the list, and one with the forms that decide it. Pure.

use askama::Template;
use motlan_registry::model::correction::CorrectionState;
use motlan_registry::model::field::FieldType;
use motlan_registry::service::OPEN_PER_PAGE;

use super::{ACCEPT, ListFacts, OneFacts, REASON_FIELD, REFUSE, RULING_FIELD, VERSION_FIELD, Why, path_of};
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::{Cell, DataTable, Form, FormError, Glyph, InputKind, SummaryRow, Tag, TextField, Tone};
use crate::registries::{CONSOLE_PATH, words};
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::moment;

#[derive(Template)]
#[template(path = "registries/corrections.html")]
struct ListPage<'a> {
    text: &'a Text,
    frame: Frame,
    back: String,
    open: DataTable,
}

/// The list.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render_list(facts: &ListFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let path = path_of(facts.pack.code.as_str());
    let page = ListPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path, title(facts, choice))
            .composed(Composition::Operator),
        back: choice.link(CONSOLE_PATH),
        open: open(facts, choice),
    };
    page.render()
}

fn title(facts: &ListFacts, choice: Choice) -> String {
    let text = Text::of(choice.language);
    let name = ("name", choice.language.name(&facts.pack.name).into());
    match facts.open.len() {
        0 => text.say_with("correction-title-none", &[name]),
        count if count < OPEN_PER_PAGE as usize => {
            text.say_with("correction-title", &[("count", number(count as u64)), name])
        }
        count => text.say_with("correction-title-many", &[("count", number(count as u64)), name]),
    }
}

fn open(facts: &ListFacts, choice: Choice) -> DataTable {
    let text = Text::of(choice.language);
    let columns = [
        text.say("correction-sent"),
        text.say("correction-field"),
        text.say("correction-by"),
    ];
    let columns = columns.each_ref().map(String::as_str);
    let mut table = DataTable::new(text.say("correction-open"), &columns, text.say("correction-open-none"));
    let path = path_of(facts.pack.code.as_str());
    for (request, system) in &facts.open {
        let name = choice.language.name(&system.name);
        let sent_by = Cell::new(name);
        table.push(vec![
            Cell::new(moment(request.sent_at)).link(choice.link(&format!("{path}/{}", request.id))),
            Cell::new(words::field_name(&facts.pack, &request.field, text)).note(request.field.as_str()),
            match &system.owner {
                Some(owner) => sent_by.note(choice.language.name(owner)),
                None => sent_by,
            },
        ]);
    }
    table
}

#[derive(Template)]
#[template(path = "registries/correction.html")]
struct OnePage<'a> {
    text: &'a Text,
    frame: Frame,
    errors: Vec<FormError>,
    back: String,
    rows: Vec<SummaryRow>,
    reason_sent: String,
    evidence: String,
    state: Tag,
    /// None once it is decided.
    form: Option<DecisionForm>,
    version_field: &'static str,
    ruling_field: &'static str,
    accept: &'static str,
    refuse: &'static str,
}

struct DecisionForm {
    form: Form,
    version: u64,
    reason: TextField,
}

/// One request.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render_one(facts: &OneFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let opened = &facts.opened;
    let list = path_of(facts.pack.code.as_str());
    let path = format!("{list}/{}", opened.id);
    let field = words::field_name(&facts.pack, &opened.field, text);
    let title = text.say_with("correction-one-title", &[("field", field.into())]);
    let is_open = opened.state == CorrectionState::Open;
    let page = OnePage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path, title).composed(Composition::Operator),
        errors: errors(facts, is_open, text),
        back: choice.link(&list),
        rows: rows(facts, choice),
        reason_sent: opened.reason.clone(),
        evidence: opened.evidence.clone(),
        state: state(opened.state, text),
        form: is_open.then(|| DecisionForm {
            form: Form::new(choice.link(&path), visitor.csrf()),
            version: opened.version,
            reason: reason(facts, text),
        }),
        version_field: VERSION_FIELD,
        ruling_field: RULING_FIELD,
        accept: ACCEPT,
        refuse: REFUSE,
    };
    page.render()
}

fn rows(facts: &OneFacts, choice: Choice) -> Vec<SummaryRow> {
    let text = Text::of(choice.language);
    let opened = &facts.opened;
    let key = words::field_name(&facts.pack, &facts.pack.keys.record, text);
    let value = |value: &str| said(facts, value, choice);
    let held = opened.held.as_deref();
    vec![
        SummaryRow::new(key, opened.key.clone()),
        SummaryRow::new(
            text.say("correction-held"),
            held.map_or_else(|| text.say("correction-held-none"), value),
        ),
        SummaryRow::new(text.say("correction-asked"), value(&opened.asked)),
        SummaryRow::new(text.say("correction-version"), opened.version.to_string()),
    ]
}

/// A value as people read it: a code with its name.
fn said(facts: &OneFacts, value: &str, choice: Choice) -> String {
    let field = facts.pack.field(facts.opened.field.as_str());
    let item = field.and_then(|field| match &field.field_type {
        FieldType::Code(list) => list.items.iter().find(|item| item.code == value),
        _ => None,
    });
    match item {
        Some(item) => format!("{} ({value})", words::item_name(item, choice.language)),
        None => value.to_owned(),
    }
}

fn state(state: CorrectionState, text: &Text) -> Tag {
    match state {
        CorrectionState::Open => Tag::new(Glyph::Half, Tone::News, text.say("correction-state-open")),
        CorrectionState::Accepted => Tag::new(Glyph::Tick, Tone::Calm, text.say("correction-state-accepted")),
        CorrectionState::Refused => Tag::new(Glyph::Barred, Tone::Plain, text.say("correction-state-refused")),
    }
}

fn reason(facts: &OneFacts, text: &Text) -> TextField {
    let wrong = facts.wrong.as_ref();
    let is_missing = wrong.is_some_and(|wrong| wrong.why == Why::ReasonMissing);
    TextField::new(REASON_FIELD, text.say("correction-reason"))
        .hint(text.say("correction-reason-hint"))
        .kind(InputKind::Lines)
        .value(wrong.map(|wrong| wrong.reason.clone()).unwrap_or_default())
        .error(is_missing.then(|| text.say("correction-reason-missing")))
}

/// For the summary on top: at the reason, or at the content.
fn errors(facts: &OneFacts, is_open: bool, text: &Text) -> Vec<FormError> {
    let Some(wrong) = &facts.wrong else {
        return Vec::new();
    };
    let (field, key) = match wrong.why {
        Why::ReasonMissing if is_open => (REASON_FIELD, "correction-reason-missing"),
        Why::ReasonMissing | Why::Decided => ("noi-dung", "correction-decided"),
        Why::Changed => ("noi-dung", "correction-changed"),
        Why::NotUnique => ("noi-dung", "correction-not-unique"),
        Why::Outdated => ("noi-dung", "correction-outdated"),
    };
    vec![FormError {
        field: field.to_owned(),
        text: text.say(key),
    }]
}

#[cfg(test)]
mod tests {
    use motlan_identity::Role;
    use motlan_registry::service::{OpenCorrection, OpenedCorrection};

    use super::super::Wrong;
    use super::*;
    use crate::desk::sample::visitor;
    use crate::language::Language;
    use crate::registries::sample;

    const ID: &str = "0123456789abcdef0123456789abcdef";

    fn html(facts: &OneFacts, language: Language) -> String {
        let html = render_one(facts, &visitor(&[Role::Operator]), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    fn opened(state: CorrectionState, wrong: Option<Why>) -> OneFacts {
        OneFacts {
            frame: sample::frame(),
            pack: sample::registry("population").pack,
            opened: OpenedCorrection {
                id: ID.parse().unwrap(),
                key: "003199000001".to_owned(),
                field: "sex".parse().unwrap(),
                asked: "female".to_owned(),
                held: Some("male".to_owned()),
                version: 7,
                reason: "Ghi sai khi nhập liệu".to_owned(),
                evidence: "Giấy khai sinh số 12".to_owned(),
                state,
            },
            wrong: wrong.map(|why| Wrong {
                reason: "Đúng với sổ gốc".to_owned(),
                why,
            }),
        }
    }

    #[test]
    fn the_list_counts_and_names_nobody() {
        let pack = sample::registry("population").pack;
        let [system, _] = sample::agencies();
        let request = |place: u8| OpenCorrection {
            id: format!("{place:032x}").parse().unwrap(),
            field: "sex".parse().unwrap(),
            sent_by: system.id.clone(),
            sent_at: sample::frame().at,
        };
        for (count, title) in [(0, "không có đề nghị"), (2, "2 đề nghị"), (100, "từ 100 đề nghị")] {
            let facts = ListFacts {
                frame: sample::frame(),
                pack: pack.clone(),
                open: (0..count).map(|place| (request(place), system.clone())).collect(),
            };
            for language in Language::ALL {
                let html = render_list(&facts, &visitor(&[Role::Operator]), sample::choice(language)).unwrap();
                sample::check(&html);
                assert_eq!(html.matches("/de-nghi/").count(), usize::from(count));
                assert!(
                    language == Language::English || html.to_lowercase().contains(title),
                    "{html}"
                );
            }
        }
    }

    #[test]
    fn both_values_are_named_and_the_form_carries_the_version_looked_at() {
        for (language, held) in [(Language::Vietnamese, "Nam (male)"), (Language::English, "Male (male)")] {
            let html = html(&opened(CorrectionState::Open, None), language);
            assert!(html.contains(held) && html.contains("Giấy khai sinh số 12"), "{html}");
            assert!(html.contains("name=\"ban\" value=\"7\""));
        }
        for state in [CorrectionState::Accepted, CorrectionState::Refused] {
            assert!(!html(&opened(state, None), Language::Vietnamese).contains("<textarea"));
        }
    }

    #[test]
    fn what_stood_against_a_decision_is_said_and_the_reason_is_kept() {
        for (why, place) in [
            (Why::ReasonMissing, "#ly-do"),
            (Why::Changed, "#noi-dung"),
            (Why::NotUnique, "#noi-dung"),
            (Why::Outdated, "#noi-dung"),
        ] {
            let html = html(&opened(CorrectionState::Open, Some(why)), Language::Vietnamese);
            assert!(html.contains(&format!("href=\"{place}\"")), "{why:?}");
            assert!(html.contains("Đúng với sổ gốc</textarea>"));
        }
        let late = html(&opened(CorrectionState::Refused, Some(Why::Decided)), Language::English);
        assert!(late.contains("href=\"#noi-dung\"") && !late.contains("<textarea"));
    }
}
