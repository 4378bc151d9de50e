//! A dossier's page as a value, and its template.

mod portal_state;
mod steps;

use askama::Template;
use motlan_casework::model::status::Status;
use motlan_casework::service::view::{ComponentView, DossierView};
use motlan_core::Code;

use self::portal_state::PortalLine;
use crate::citizen::draft::upload_field;
use crate::citizen::sources::Teller;
use crate::citizen::upload::FILE_FIELD;
use crate::citizen::words;
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::names::Names;
use crate::parts::{
    Deadline, Form, FormError, InputKind, Link, Notice, Source, Step, SummaryRow, Tag, TextField, Tone, Upload,
};
use crate::text::{Text, number};
use crate::web::Visitor;

/// The hidden field with the number of changes that a form was made for.
pub(crate) const STEP_FIELD: &str = "buoc";

/// The field of the reason.
const REASON_FIELD: &str = "ly-do";

/// What is known of a dossier.
pub(crate) struct DossierFacts {
    pub(crate) frame: FrameFacts,
    pub(crate) dossier: DossierView,
    pub(crate) names: Names,
    /// Whether it has just been submitted.
    pub(crate) is_new: bool,
    pub(crate) trouble: Option<FormTrouble>,
}

/// Which form was refused, and why.
pub(crate) enum FormTrouble {
    /// Taking it back: the reason that was typed is too short or too long.
    Withdrawal { code: Code, typed: String },
    /// Adding files.
    Supplement(Code),
}

/// What the receipt of a new dossier says.
struct Receipt {
    code: String,
    next: String,
    when: String,
    who: String,
}

/// The form that takes a dossier back.
struct Withdrawal {
    form: Form,
    reason: TextField,
    is_open: bool,
}

/// The form that adds files.
struct Supplement {
    form: Form,
    uploads: Vec<Upload>,
}

#[derive(Template)]
#[template(path = "citizen/dossier.html")]
struct DossierPage<'a> {
    text: &'a Text,
    frame: Frame,
    errors: Vec<FormError>,
    receipt: Option<Receipt>,
    name: String,
    code: String,
    unit: String,
    tag: Tag,
    deadline: Option<Deadline>,
    due: Option<String>,
    notice: Option<Notice>,
    reasons: Vec<String>,
    supplement: Option<Supplement>,
    step: u32,
    step_field: &'static str,
    steps: Vec<Step>,
    portal: Option<PortalLine>,
    papers: Vec<SummaryRow>,
    withdrawal: Option<Withdrawal>,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &DossierFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let row = &facts.dossier.row;
    let path = if facts.is_new {
        format!("/ho-so/{}?moi=1", row.code)
    } else {
        format!("/ho-so/{}", row.code)
    };
    let title = if facts.is_new {
        text.say("my-receipt-title")
    } else {
        title(row.status, text)
    };
    let page = DossierPage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path, title).composed(Composition::Citizen),
        errors: errors(facts, choice),
        receipt: facts.is_new.then(|| receipt(facts, choice)),
        name: words::procedure_name(&row.procedure, &row.procedure_name, text),
        code: row.code.to_string(),
        unit: facts.names.say(&row.unit, choice.language),
        tag: words::tag(row.status, choice.language),
        deadline: words::deadline(row, choice.language),
        due: due(facts, text),
        notice: notice(facts, choice),
        reasons: steps::last_reasons(&facts.dossier),
        supplement: supplement(facts, visitor, choice),
        step: facts.dossier.number,
        step_field: STEP_FIELD,
        steps: steps::steps(facts, choice),
        portal: portal_state::line(facts, choice),
        papers: papers(facts, choice),
        withdrawal: withdrawal(facts, visitor, choice),
    };
    page.render()
}

fn title(status: Status, text: &Text) -> String {
    match status {
        Status::New => text.say("my-dossier-title-new"),
        Status::Received => text.say("my-dossier-title-received"),
        Status::NotReceived => text.say("my-dossier-title-not-received"),
        Status::InProgress => text.say("my-dossier-title-in-progress"),
        Status::SupplementNeeded => text.say("my-dossier-title-supplement"),
        Status::PaymentNeeded => text.say("my-dossier-title-payment"),
        Status::Withdrawn => text.say("my-dossier-title-withdrawn"),
        Status::Stopped => text.say("my-dossier-title-stopped"),
        Status::Done => text.say("my-dossier-title-done"),
        Status::Returned => text.say("my-dossier-title-returned"),
    }
}

fn receipt(facts: &DossierFacts, choice: Choice) -> Receipt {
    let text = Text::of(choice.language);
    let unit = facts.names.say(&facts.dossier.row.unit, choice.language);
    let days = number(facts.dossier.row.working_days.unwrap_or(0).into());
    Receipt {
        code: facts.dossier.row.code.to_string(),
        next: text.say_with("my-receipt-next", &[("unit", unit.as_str().into())]),
        when: text.say_with("my-receipt-when", &[("days", days)]),
        who: text.say_with("my-receipt-who", &[("unit", unit.into())]),
    }
}

fn due(facts: &DossierFacts, text: &Text) -> Option<String> {
    let row = &facts.dossier.row;
    if let Some(ended) = row.ended {
        return Some(text.say_with("my-ended-on", &[("date", words::day(ended).into())]));
    }
    row.due
        .map(|due| text.say_with("my-due-on", &[("date", words::day(due).into())]))
}

/// The result, or what the person has to do.
fn notice(facts: &DossierFacts, choice: Choice) -> Option<Notice> {
    let text = Text::of(choice.language);
    if let Some(uri) = &facts.dossier.result {
        return Some(Notice {
            tone: Tone::Calm,
            title: text.say("my-result-ready"),
            text: Some(text.say("my-result-ready-text")),
            link: Some(Link::new(
                text.say("my-result-open"),
                choice.link(&format!("/kho/{uri}")),
            )),
        });
    }
    let (tone, title, words) = match facts.dossier.row.status {
        Status::SupplementNeeded => (
            Tone::Due,
            text.say("my-supplement-notice"),
            text.say("my-supplement-text"),
        ),
        Status::PaymentNeeded => (Tone::Due, text.say("my-payment-notice"), text.say("my-payment-text")),
        Status::NotReceived => (Tone::Late, text.say("my-refused-notice"), text.say("my-refused-text")),
        Status::Stopped => (Tone::Late, text.say("my-stopped-notice"), text.say("my-stopped-text")),
        _ => return None,
    };
    Some(Notice {
        tone,
        title,
        text: Some(words),
        link: None,
    })
}

fn papers(facts: &DossierFacts, choice: Choice) -> Vec<SummaryRow> {
    let text = Text::of(choice.language);
    let teller = Teller {
        text,
        choice,
        names: &facts.names,
        asked_at: facts.dossier.row.submitted_at,
        files: format!("/ho-so/{}", facts.dossier.row.code),
        verb: text.say("my-open"),
    };
    let row = |view: &ComponentView| {
        let satisfied = view.state.satisfied()?;
        let known = teller.known(view, satisfied);
        let values: Vec<String> = known
            .rows
            .iter()
            .map(|row| format!("{}: {}", row.label, row.value))
            .collect();
        let source = Source {
            name: if known.since.is_empty() {
                known.from
            } else {
                format!("{} · {}", known.from, known.since)
            },
            since: None,
            seal: None,
        };
        let row = SummaryRow::new(known.name, values.join(" · ")).from(source);
        Some(match known.link {
            Some(link) => row.link(link),
            None => row,
        })
    };
    facts.dossier.components.iter().filter_map(row).collect()
}

fn supplement(facts: &DossierFacts, visitor: &Visitor, choice: Choice) -> Option<Supplement> {
    if facts.dossier.row.status != Status::SupplementNeeded {
        return None;
    }
    let action = choice.link(&format!("/ho-so/{}/bo-sung", facts.dossier.row.code));
    let uploads: Vec<Upload> = asked(facts).map(|view| upload_field(view, None, choice)).collect();
    (!uploads.is_empty()).then(|| Supplement {
        form: Form::new(action, visitor.csrf()),
        uploads: with_error(uploads, facts.trouble.as_ref(), choice),
    })
}

/// What the desk asked for.
fn asked(facts: &DossierFacts) -> impl Iterator<Item = &ComponentView> {
    let asked = &facts.dossier.asked;
    let components = facts.dossier.components.iter();
    components.filter(|view| asked.contains(&view.component.number))
}

/// The error stands at the first field: which file was wrong is not known once the body was refused.
fn with_error(mut uploads: Vec<Upload>, trouble: Option<&FormTrouble>, choice: Choice) -> Vec<Upload> {
    if let (Some(FormTrouble::Supplement(code)), Some(first)) = (trouble, uploads.first_mut()) {
        first.error = Some(words::sentence(*code, choice.language).to_owned());
    }
    uploads
}

fn withdrawal(facts: &DossierFacts, visitor: &Visitor, choice: Choice) -> Option<Withdrawal> {
    let text = Text::of(choice.language);
    let status = facts.dossier.row.status;
    let (error, typed) = match &facts.trouble {
        Some(FormTrouble::Withdrawal { code, typed }) => {
            (Some(words::sentence(*code, choice.language).to_owned()), typed.as_str())
        }
        _ => (None, ""),
    };
    status.next().contains(&Status::Withdrawn).then(|| Withdrawal {
        form: Form::new(
            choice.link(&format!("/ho-so/{}/rut", facts.dossier.row.code)),
            visitor.csrf(),
        ),
        is_open: error.is_some(),
        reason: TextField::new(REASON_FIELD, text.say("my-withdraw-reason"))
            .hint(text.say("my-withdraw-hint"))
            .value(typed)
            .error(error)
            .kind(InputKind::Lines),
    })
}

fn errors(facts: &DossierFacts, choice: Choice) -> Vec<FormError> {
    let (field, code) = match &facts.trouble {
        None => return Vec::new(),
        Some(FormTrouble::Withdrawal { code, .. }) => (REASON_FIELD.to_owned(), *code),
        Some(FormTrouble::Supplement(code)) => {
            let first = asked(facts).next();
            let field = first.map_or_else(
                || "cac-buoc".to_owned(),
                |view| format!("{FILE_FIELD}{}", view.component.number),
            );
            (field, *code)
        }
    };
    vec![FormError {
        field,
        text: words::sentence(code, choice.language).to_owned(),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citizen::sample;
    use crate::language::Language;

    fn html(facts: &DossierFacts, language: Language) -> String {
        let html = render(facts, &sample::citizen(), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    #[test]
    fn every_status_has_its_sentence_in_both_languages() {
        for language in Language::ALL {
            let titles: std::collections::BTreeSet<String> = Status::ALL
                .into_iter()
                .map(|status| sample::title(&html(&sample::dossier(status), language)))
                .collect();
            assert_eq!(titles.len(), 10);
        }
    }

    #[test]
    fn the_receipt_says_code_next_step_time_and_who() {
        let mut facts = sample::dossier(Status::New);
        facts.is_new = true;
        let html = html(&facts, Language::Vietnamese);
        assert!(html.contains("<p class=\"code\">000.00.08.H45-261121-0001</p>"));
        for words in [
            "Sở Giao thông vận tải sẽ xem và tiếp nhận",
            "5 ngày làm việc",
            "quyết định",
        ] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn a_dossier_can_be_taken_back_only_while_the_statuses_allow_it() {
        for status in Status::ALL {
            let html = html(&sample::dossier(status), Language::Vietnamese);
            let may = status.next().contains(&Status::Withdrawn);
            assert_eq!(html.contains("/rut?lang=vi"), may, "{status:?}");
            assert_eq!(html.contains("/bo-sung?lang=vi"), status == Status::SupplementNeeded);
        }
    }

    #[test]
    fn forms_carry_the_step_that_they_were_made_for() {
        let html = html(&sample::dossier(Status::SupplementNeeded), Language::Vietnamese);
        let number = sample::dossier(Status::SupplementNeeded).dossier.number;
        assert_eq!(html.matches(&format!("name=\"buoc\" value=\"{number}\"")).count(), 2);
        // The secret is the first field of the form with files.
        assert!(html.contains("enctype=\"multipart/form-data\"><input type=\"hidden\" name=\"csrf\""));
    }

    #[test]
    fn a_refused_form_keeps_what_was_typed() {
        let mut facts = sample::dossier(Status::Received);
        facts.trouble = Some(FormTrouble::Withdrawal {
            code: Code::ReasonTooShort,
            typed: "vội".to_owned(),
        });
        let html = html(&facts, Language::Vietnamese);
        assert!(html.contains("<details open>") && html.contains(">vội</textarea>"));
        assert!(html.contains("<a href=\"#ly-do\">"));
        let mut facts = sample::dossier(Status::SupplementNeeded);
        facts.trouble = Some(FormTrouble::Supplement(Code::UploadType));
        assert!(self::html(&facts, Language::English).contains("<a href=\"#tep-3\">"));
    }

    #[test]
    fn the_result_leads_to_the_vault() {
        let html = html(&sample::dossier(Status::Done), Language::Vietnamese);
        assert!(html.contains("href=\"/kho/000.00.08.H45-GPLX-261126-0001?lang=vi\""));
    }
}
