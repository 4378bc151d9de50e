//! The review page as a value, and its template: a letter to the person.

use askama::Template;
use motlan_casework::model::owner::Owner;
use motlan_casework::model::procedure::Procedure;
use motlan_casework::service::view::{ComponentState, ComponentView, Draft};
use motlan_core::Code;
use motlan_identity::Level;

use crate::citizen::sources::{Known, Teller, law, systems};
use crate::citizen::upload::FILE_FIELD;
use crate::citizen::words::{self, Marked};
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::{Choice, date};
use crate::names::Names;
use crate::parts::{Form, FormError, Link, Notice, SummaryRow, Tone, Upload};
use crate::text::{Text, number};
use crate::web::Visitor;

/// Files that a form offers to choose.
pub(crate) const ACCEPTED: &str = "application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png";

/// What is known of a draft.
pub(crate) struct ReviewFacts {
    pub(crate) frame: FrameFacts,
    pub(crate) draft: Draft,
    pub(crate) procedure: Procedure,
    /// The unit that would get it, by its code.
    pub(crate) unit: String,
    pub(crate) owner: Owner,
    pub(crate) level: Level,
    pub(crate) names: Names,
    /// What the last form was refused for.
    pub(crate) trouble: Option<Trouble>,
}

/// Why a form was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The component that it is about; 0 for the whole draft.
    pub(crate) component: u32,
    pub(crate) code: Code,
}

/// A component of the letter.
struct Paper {
    id: String,
    name: String,
    known: Option<Known>,
    handing: Option<Handing>,
    silence: Option<Silence>,
    /// What is missing, where neither a form nor a button helps.
    gap: Option<String>,
}

/// The form that hands a file in.
struct Handing {
    form: Form,
    upload: Upload,
    /// Whether a file is there already, so that the form only replaces it.
    is_replaced: bool,
}

/// Why there is nothing, and the button that asks again.
struct Silence {
    words: String,
    again: Form,
}

/// A line of what will be sent.
struct Sending {
    name: String,
    /// The labels of what it says.
    fields: String,
    law: Marked,
}

#[derive(Template)]
#[template(path = "citizen/review.html")]
struct ReviewPage<'a> {
    text: &'a Text,
    frame: Frame,
    errors: Vec<FormError>,
    notice: Option<Notice>,
    lead: String,
    greeting: String,
    wish: String,
    person: Vec<SummaryRow>,
    papers: Vec<Paper>,
    sent_to: String,
    sendings: Vec<Sending>,
    after: String,
    wrong: Link,
    agree: Option<Form>,
    reviewed: &'a str,
    has_mark: bool,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &ReviewFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let path = format!("/ho-so/nhap/{}", facts.draft.id);
    let frame = Frame::for_visitor(&facts.frame, visitor, choice, &path, title(facts, text));
    let unit = facts.names.say(&facts.unit, choice.language);
    let days = number(facts.procedure.deadline.working_days.into());
    let is_complete = facts.draft.missing().next().is_none();
    let page = ReviewPage {
        text,
        frame: frame.composed(Composition::Citizen),
        errors: errors(facts, choice),
        notice: notice(facts, choice),
        lead: lead(facts, text),
        greeting: text.say_with("my-review-greeting", &[("name", facts.owner.full_name.as_str().into())]),
        wish: text.say_with(
            "my-review-wish",
            &[("procedure", words::procedure(&facts.procedure, text).into())],
        ),
        person: person(facts, text),
        papers: facts
            .draft
            .components
            .iter()
            .map(|view| paper(view, facts, visitor, choice))
            .collect(),
        sent_to: text.say_with("my-review-sent-to", &[("unit", unit.as_str().into())]),
        sendings: facts
            .draft
            .components
            .iter()
            .filter_map(|view| sending(view, choice))
            .collect(),
        after: text.say_with("my-review-after", &[("unit", unit.into()), ("days", days)]),
        wrong: Link::new(text.say("my-review-wrong"), choice.link("/lien-he")),
        agree: is_complete.then(|| Form::new(choice.link(&format!("{path}/nop")), visitor.csrf())),
        reviewed: &facts.draft.digest,
        has_mark: facts
            .draft
            .components
            .iter()
            .any(|view| !view.component.is_law_confirmed),
    };
    page.render()
}

fn title(facts: &ReviewFacts, text: &Text) -> String {
    let missing = facts.draft.missing().count();
    let is_silent = |view: &ComponentView| matches!(view.state, ComponentState::Unavailable { .. });
    if facts.trouble.is_some_and(|trouble| trouble.code == Code::DraftChanged) {
        text.say("my-review-title-changed")
    } else if missing == 0 {
        text.say("my-review-title")
    } else if facts.draft.missing().any(is_silent) {
        text.say("my-review-title-silent")
    } else {
        text.say("my-review-title-missing")
    }
}

/// What the person is spared, or what is still to do.
fn lead(facts: &ReviewFacts, text: &Text) -> String {
    let missing = facts.draft.missing().count();
    let spared = facts.draft.papers_not_asked();
    if missing > 0 {
        text.say("my-review-lead-missing")
    } else if spared == facts.draft.components.len() {
        text.say("my-review-lead-all")
    } else {
        text.say("my-review-lead-some")
    }
}

/// Every missing component at once, after a form was refused for one.
fn errors(facts: &ReviewFacts, choice: Choice) -> Vec<FormError> {
    let text = Text::of(choice.language);
    let Some(trouble) = facts.trouble else {
        return Vec::new();
    };
    if trouble.code == Code::DraftChanged {
        return vec![FormError {
            field: "thu".to_owned(),
            text: words::sentence(trouble.code, choice.language).to_owned(),
        }];
    }
    let is_missing = trouble.code == Code::ComponentMissing;
    let concerned = facts.draft.components.iter().filter(|view| {
        let number = view.component.number;
        let open = view.component.is_required && view.state.satisfied().is_none();
        number == trouble.component || (is_missing && open)
    });
    concerned
        .map(|view| {
            let name = choice.language.name(&view.component.name);
            let sentence = words::sentence(trouble.code, choice.language);
            let arguments = [("paper", name.into()), ("sentence", sentence.into())];
            FormError {
                field: field(view, trouble),
                text: text.say_with("my-review-error", &arguments),
            }
        })
        .collect()
}

/// Where an error of a component leads: its file field if it has one, the component otherwise.
fn field(view: &ComponentView, trouble: Trouble) -> String {
    let number = view.component.number;
    if has_form(view, Some(trouble)) {
        format!("{FILE_FIELD}{number}")
    } else {
        format!("giay-{number}")
    }
}

/// Whether a file can be handed in: where one was, where nothing else satisfies, and where what did was refused.
fn has_form(view: &ComponentView, trouble: Option<Trouble>) -> bool {
    let is_refused = trouble.is_some_and(|trouble| trouble.component == view.component.number);
    view.takes_upload && (view.state.satisfied().is_none() || view.upload.is_some() || is_refused)
}

/// That this account cannot submit, before the person reads on.
fn notice(facts: &ReviewFacts, choice: Choice) -> Option<Notice> {
    let text = Text::of(choice.language);
    ((facts.level as u8) < facts.procedure.level).then(|| Notice {
        tone: Tone::Due,
        title: text.say("my-level-title"),
        text: Some(text.say("my-level-notice")),
        link: None,
    })
}

/// What the account itself knows of the person; what a component says below is not said twice.
fn person(facts: &ReviewFacts, text: &Text) -> Vec<SummaryRow> {
    let owner = &facts.owner;
    let satisfied = || facts.draft.components.iter().filter_map(|view| view.state.satisfied());
    let is_told = |code: &str| satisfied().any(|satisfied| satisfied.value(code).is_some());
    let mut rows = Vec::new();
    if !is_told("full_name") {
        rows.push(SummaryRow::new(text.say("my-person-name"), &owner.full_name));
    }
    rows.push(SummaryRow::new(text.say("my-person-number"), &owner.personal_number));
    if !is_told("birth_date") {
        rows.push(SummaryRow::new(text.say("my-person-birth"), date(&owner.birth_date)));
    }
    rows
}

fn paper(view: &ComponentView, facts: &ReviewFacts, visitor: &Visitor, choice: Choice) -> Paper {
    let text = Text::of(choice.language);
    let number = view.component.number;
    let base = format!("/ho-so/nhap/{}", facts.draft.id);
    let form = |verb: &str| Form::new(choice.link(&format!("{base}/{verb}/{number}")), visitor.csrf());
    let teller = Teller {
        text,
        choice,
        names: &facts.names,
        asked_at: facts.draft.begun_at,
        files: base.clone(),
        verb: text.say("my-preview"),
    };
    let silence = matches!(view.state, ComponentState::Unavailable { .. }).then(|| {
        let asked = systems(&view.component).map(|id| facts.names.say(id, choice.language));
        let asked: Vec<String> = asked.collect();
        let words = text.say_with("my-review-silent", &[("system", asked.join(", ").into())]);
        Silence {
            words,
            again: form("thu-lai"),
        }
    });
    let handing = has_form(view, facts.trouble).then(|| Handing {
        form: form("nop-tep"),
        upload: upload_field(view, facts.trouble, choice),
        is_replaced: view.upload.is_some(),
    });
    let is_missing = matches!(view.state, ComponentState::Missing);
    Paper {
        id: format!("giay-{number}"),
        name: choice.language.name(&view.component.name).to_owned(),
        known: view.state.satisfied().map(|satisfied| teller.known(view, satisfied)),
        handing,
        silence,
        gap: (is_missing && !view.takes_upload).then(|| text.say("my-review-gap")),
    }
}

/// The file field of a component.
pub(crate) fn upload_field(view: &ComponentView, trouble: Option<Trouble>, choice: Choice) -> Upload {
    let text = Text::of(choice.language);
    let number = view.component.number;
    let name = choice.language.name(&view.component.name);
    let trouble = trouble.filter(|trouble| trouble.component == number);
    Upload {
        name: format!("{FILE_FIELD}{number}"),
        label: text.say_with("my-upload-label", &[("paper", name.into())]),
        hint: Some(text.say("my-upload-hint")),
        error: trouble.map(|trouble| words::sentence(trouble.code, choice.language).to_owned()),
        accept: ACCEPTED.to_owned(),
    }
}

fn sending(view: &ComponentView, choice: Choice) -> Option<Sending> {
    let satisfied = view.state.satisfied()?;
    let labels = satisfied.fields.iter().map(|field| choice.language.name(&field.name));
    Some(Sending {
        name: choice.language.name(&view.component.name).to_owned(),
        fields: labels.collect::<Vec<_>>().join(", "),
        law: law(&view.component),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    fn html(facts: &ReviewFacts, language: Language) -> String {
        let html = render(facts, &sample::citizen(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    #[test]
    fn a_complete_draft_needs_one_button_and_no_field() {
        for language in Language::ALL {
            let html = html(&sample::review(), language);
            let fields = html.matches("<input").count();
            assert_eq!(
                fields,
                html.matches("<input type=\"hidden\"").count(),
                "nothing is typed or chosen"
            );
            assert_eq!(html.matches("class=\"action\"").count(), 1);
            assert!(html.contains("/nop?lang="));
        }
    }

    #[test]
    fn the_letter_says_what_is_known_from_where_since_when_and_who_gets_it() {
        let html = html(&sample::review(), Language::Vietnamese);
        for words in [
            "Kính gửi Nguyễn Thị Mẫu",
            "Cơ sở dữ liệu dân cư",
            "hỏi lúc 14:05, 21/11/2026",
            "ngày cấp 01/06/2026",
            "Sở Giao thông vận tải",
            "Thông tư 12/2017/TT-BGTVT, điều 38",
            "href=\"/kho/000.00.05.H45-GKSK-260601-0001?lang=vi\">Xem trước",
        ] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn what_is_missing_is_handed_in_and_what_is_silent_is_asked_again() {
        for language in Language::ALL {
            let html = html(&sample::review_with_gaps(), language);
            assert!(html.contains("enctype=\"multipart/form-data\"") && html.contains("/nop-tep/3?lang="));
            assert!(html.contains("/thu-lai/2?lang="));
            assert!(!html.contains("/nop?lang="), "an incomplete draft cannot be submitted");
        }
    }

    #[test]
    fn a_refused_form_names_every_gap_in_the_summary() {
        let mut facts = sample::review_with_gaps();
        facts.trouble = Some(Trouble {
            component: 3,
            code: Code::ComponentMissing,
        });
        for language in Language::ALL {
            let html = html(&facts, language);
            assert!(html.contains("<a href=\"#tep-3\">") && html.contains("<a href=\"#giay-2\">"));
        }
        facts.trouble = Some(Trouble {
            component: 3,
            code: Code::UploadType,
        });
        let html = html(&facts, Language::Vietnamese);
        assert!(html.contains("<a href=\"#tep-3\">") && !html.contains("<a href=\"#giay-2\">"));
        assert!(html.contains("id=\"tep-3-loi\""));
    }

    #[test]
    fn level_one_is_told_before_the_letter() {
        let mut facts = sample::review();
        facts.level = Level::One;
        assert!(html(&facts, Language::Vietnamese).contains("Cần định danh mức 2"));
    }

    #[test]
    fn the_forms_of_the_page_carry_their_secret() {
        let html = html(&sample::review_with_gaps(), Language::Vietnamese);
        let forms = html.matches("<form").count();
        assert_eq!(html.matches("name=\"csrf\" value=\"token\"").count(), forms);
    }
}
