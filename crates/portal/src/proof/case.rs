//! The page of a dossier's step: what happened, in words, and its way to the signed root. Pure.
//!
//! An entry holds numbers, days and a pseudonym; names stand beside them where this node knows what a number means.

use askama::Template;
use motlan_casework::model::status::Status;
use motlan_core::Name;
use motlan_evidence::LogName;
use motlan_evidence::case::{CaseEntry, Channel, DayNumber, Event, Form, Source};
use motlan_measure::Day;

use super::view::{Field, hour};
use super::way::WayView;
use super::{CaseFacts, OpenedCase, file_path, page_path};
use crate::frame::{Frame, Label};
use crate::language::{Choice, Language, date};
use crate::seal::{Seal, SealKind};
use crate::text::{Text, number};
use crate::web::Visitor;

struct CaseView {
    /// What happened, as a sentence.
    what: String,
    system: Label,
    fields: Vec<Field>,
    way: WayView,
}

#[derive(Template)]
#[template(path = "proof/case.html")]
struct CasePage<'a> {
    text: &'a Text,
    frame: Frame,
    seal: Seal,
    lead: String,
    file: String,
    command: String,
    opened: Option<CaseView>,
    /// Why the proof fails, in English as the verifier has it.
    failure: Option<String>,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub fn render(facts: &CaseFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let log = LogName::Casework;
    let file = file_path(log, facts.index);
    let member = choice.language.name(&facts.frame.place.name);
    let arguments = [("number", number(facts.index)), ("member", member.into())];
    let (title, kind, label, lead) = match &facts.opened {
        Ok(opened) => (
            text.say_with("proof-title-casework", &arguments),
            SealKind::OneSided,
            text.say("label-proof"),
            lead(opened.ladder.entry.event, text),
        ),
        Err(_) => (
            text.say_with("proof-title-failed", &arguments),
            SealKind::Broken,
            text.say("label-broken"),
            text.say("proof-lead-failed"),
        ),
    };
    let names = facts.opened.iter().map(|opened| &opened.system);
    let page = CasePage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &page_path(log, facts.index), title).with_names(names),
        seal: Seal {
            kind,
            label,
            href: file.clone(),
        },
        lead,
        command: format!("motlan verify {}.tlog-proof --key '{}'", facts.index, facts.vkey),
        file,
        opened: facts
            .opened
            .as_ref()
            .ok()
            .map(|opened| case_view(opened, choice.language)),
        failure: facts.opened.as_ref().err().map(ToString::to_string),
    };
    page.render()
}

fn lead(event: Event, text: &Text) -> String {
    match event {
        Event::Synced { .. } => text.say("case-lead-synced"),
        _ => text.say("case-lead"),
    }
}

fn case_view(opened: &OpenedCase, language: Language) -> CaseView {
    CaseView {
        what: what(opened, language),
        system: Label::new(&opened.system, language),
        fields: fields(opened, language),
        way: WayView::new(&opened.ladder, language),
    }
}

/// What happened, as a sentence.
fn what(opened: &OpenedCase, language: Language) -> String {
    let text = Text::of(language);
    match opened.ladder.entry.event {
        Event::Status { status, .. } => {
            text.say_with("case-status", &[("status", status_name(status, language).into())])
        }
        Event::Synced { status, .. } => {
            text.say_with("case-synced", &[("status", status_name(status, language).into())])
        }
        Event::Component { component, source, .. } => {
            let name = named(component, opened.component.as_ref(), language);
            let arguments = [("component", name.into())];
            match source {
                Source::Upload => text.say_with("case-upload", &arguments),
                Source::Vault => text.say_with("case-vault", &arguments),
                Source::EarlierComponent => text.say_with("case-earlier-component", &arguments),
                Source::EarlierResult => text.say_with("case-earlier-result", &arguments),
                Source::Registry => text.say_with("case-registry", &arguments),
            }
        }
        Event::Check { is_match: true, .. } => text.say("case-check-match"),
        Event::Check { is_match: false, .. } => text.say("case-check-mismatch"),
        Event::Result { is_electronic: true } => text.say("case-result-electronic"),
        Event::Result { is_electronic: false } => text.say("case-result-paper"),
    }
}

/// Every field of the entry, in words where there are words.
fn fields(opened: &OpenedCase, language: Language) -> Vec<Field> {
    let text = Text::of(language);
    let entry = &opened.ladder.entry;
    let mut fields = vec![
        Field::hash(text.say("case-dossier"), entry.dossier.to_string()),
        Field::words(text.say("case-step"), language.number(entry.step.into())),
    ];
    fields.extend(of_event(opened, language));
    let unit = named(entry.unit, opened.unit.as_ref(), language);
    let procedure = named(entry.procedure, opened.procedure.as_ref(), language);
    fields.push(Field::words(text.say("case-procedure"), procedure));
    fields.push(Field::words(text.say("case-unit"), unit));
    fields.push(Field::words(text.say("case-channel"), channel(entry.channel, text)));
    fields.push(Field::words(text.say("case-hour"), hour(entry.hour, text)));
    fields.extend(days(entry, text));
    fields.push(Field::hash(text.say("case-content"), hex::encode(entry.content)));
    fields
}

/// What only some events have.
fn of_event(opened: &OpenedCase, language: Language) -> Vec<Field> {
    let text = Text::of(language);
    let transaction = |id: motlan_evidence::IdCommitment| Field::hash(text.say("case-transaction"), hex::encode(id.0));
    match opened.ladder.entry.event {
        Event::Status { status, number } | Event::Synced { status, number } => vec![
            Field::words(text.say("case-status-field"), status_name(status, language)),
            Field::words(text.say("case-status-number"), language.number(number.into())),
        ],
        Event::Component {
            component,
            form,
            transaction: asked,
            ..
        } => {
            let name = named(component, opened.component.as_ref(), language);
            let mut fields = vec![
                Field::words(text.say("case-component"), name),
                Field::words(text.say("case-form"), form_name(form, text)),
            ];
            fields.extend(asked.map(transaction));
            fields
        }
        Event::Check { transaction: asked, .. } => vec![transaction(asked)],
        Event::Result { .. } => Vec::new(),
    }
}

fn days(entry: &CaseEntry, text: &Text) -> [Field; 3] {
    let day = |day: Option<DayNumber>| match day {
        Some(day) => date(&Day::from(day).to_string()),
        None => text.say("case-no-day"),
    };
    [
        Field::words(text.say("case-received"), day(entry.received)),
        Field::words(text.say("case-due"), day(entry.due)),
        Field::words(text.say("case-ended"), day(entry.ended)),
    ]
}

/// A number with what it stands for, as in `2 · Giấy phép lái xe đang có`.
fn named(number: u32, name: Option<&Name>, language: Language) -> String {
    match name {
        Some(name) => format!("{number} · {}", language.name(name)),
        None => number.to_string(),
    }
}

fn status_name(code: u8, language: Language) -> String {
    let Some(status) = Status::from_code(code) else {
        return code.to_string();
    };
    let name = match language {
        Language::Vietnamese => status.name_vi(),
        Language::English => status.name_en(),
    };
    format!("{code} · {name}")
}

fn form_name(form: Form, text: &Text) -> String {
    match form {
        Form::Paper => text.say("case-form-paper"),
        Form::Digitised => text.say("case-form-digitised"),
        Form::Electronic => text.say("case-form-electronic"),
        Form::Copy => text.say("case-form-copy"),
    }
}

fn channel(channel: Channel, text: &Text) -> String {
    match channel {
        Channel::Direct => text.say("case-channel-direct"),
        Channel::Online => text.say("case-channel-online"),
        Channel::Post => text.say("case-channel-post"),
    }
}

#[cfg(test)]
mod tests {
    use motlan_core::Hour;
    use motlan_evidence::case::Pseudonym;
    use motlan_evidence::checkpoint::Checkpoint;
    use motlan_evidence::proof::{ProofError, to_text};
    use motlan_evidence::tree::Hash;
    use motlan_evidence::{IdCommitment, LogKey, VerifierKey};

    use super::*;
    use crate::facts::{FrameFacts, Named};
    use crate::proof::climb_case;

    fn key() -> (LogKey, VerifierKey) {
        let key: LogKey = "44".repeat(32).parse().unwrap();
        let verifier = key.verifier("motlan/VN/GOV/H45/casework").unwrap();
        (key, verifier)
    }

    fn entry(event: Event) -> CaseEntry {
        CaseEntry {
            hour: Hour(498_679),
            system: 2,
            unit: 8,
            procedure: 1,
            dossier: Pseudonym([0xAB; 16]),
            step: 3,
            channel: Channel::Online,
            received: Some(DayNumber(20_778)),
            due: Some(DayNumber(20_785)),
            ended: None,
            event,
            content: [0xCC; 32],
        }
    }

    /// The proof file of the second of two entries.
    fn file(event: Event) -> String {
        let (key, _) = key();
        let bytes = entry(event).to_bytes();
        let (first, leaf) = (Hash::leaf(b"the entry before"), Hash::leaf(&bytes));
        let checkpoint = Checkpoint {
            origin: "motlan/VN/GOV/H45/casework".to_owned(),
            size: 2,
            root: Hash::node(&first, &leaf),
        };
        to_text(&bytes, 1, &[first], &checkpoint.sign(&key).unwrap())
    }

    fn words(vi: &str, en: &str) -> Name {
        Name {
            vi: vi.to_owned(),
            en: en.to_owned(),
        }
    }

    fn named(id: &str, vi: &str, en: &str) -> Named {
        Named {
            name: words(vi, en),
            owner: None,
            id: id.to_owned(),
            member: "VN/GOV/H45".to_owned(),
            is_code_unconfirmed: true,
        }
    }

    fn facts(file: &str) -> CaseFacts {
        let opened = climb_case(file, &key().1).map(|ladder| OpenedCase {
            ladder,
            system: named("VN/GOV/H45/onestop", "Một cửa điện tử", "One-stop system"),
            unit: None,
            procedure: Some(words("Đổi giấy phép lái xe", "Renew a driving licence")),
            component: Some(words("Giấy khám sức khỏe", "Health certificate")),
        });
        CaseFacts {
            frame: FrameFacts::sample(),
            index: 1,
            vkey: key().1.to_string(),
            opened,
        }
    }

    fn page(file: &str, language: Language) -> String {
        let choice = Choice {
            language,
            is_explicit: true,
        };
        render(&facts(file), &Visitor::default(), choice).unwrap()
    }

    fn events() -> Vec<Event> {
        let transaction = IdCommitment([0xDD; 32]);
        let mut events: Vec<_> = (1..=10).map(|status| Event::Status { status, number: 2 }).collect();
        events.push(Event::Synced { status: 9, number: 4 });
        for source in Source::ALL {
            events.extend(Form::ALL.map(|form| Event::Component {
                component: 3,
                source,
                form,
                transaction: (source == Source::Registry).then_some(transaction),
            }));
        }
        for is_true in [true, false] {
            events.push(Event::Check {
                is_match: is_true,
                transaction,
            });
            events.push(Event::Result { is_electronic: is_true });
        }
        events
    }

    #[test]
    fn every_event_has_words_in_both_languages() {
        for language in Language::ALL {
            for event in events() {
                let html = page(&file(event), language);
                assert!(
                    !html.contains(">case-") && !html.contains(">proof-"),
                    "{event:?}: a text is missing"
                );
                assert!(html.contains(&"ab".repeat(16)) && html.contains("shape one-sided"));
            }
        }
    }

    #[test]
    fn a_step_is_shown_with_all_that_its_entry_holds() {
        let event = Event::Component {
            component: 3,
            source: Source::Registry,
            form: Form::Electronic,
            transaction: Some(IdCommitment([0xDD; 32])),
        };
        let html = page(&file(event), Language::Vietnamese);
        for words in [
            "Bước hồ sơ số 1 nằm trong nhật ký của Tỉnh Phú Yên",
            "Thành phần 3 · Giấy khám sức khỏe do cơ sở dữ liệu trả lời",
            "1 · Đổi giấy phép lái xe",
            "Trực tuyến",
            "14:00–15:00 ngày 21/11/2026",
            "21/11/2026</dd>",
            "28/11/2026</dd>",
            "chưa có</dd>",
            "motlan verify 1.tlog-proof --key",
            "/minh-chung/casework/1.tlog-proof",
        ] {
            assert!(html.contains(words), "{words}");
        }
        assert!(html.contains(&"dd".repeat(32)) && html.contains(&"cc".repeat(32)));
        let root = facts(&file(event)).opened.unwrap().ladder.root.to_string();
        assert!(html.contains(&root));
    }

    #[test]
    fn a_step_that_is_not_in_the_log_is_shown_as_failing() {
        let wrong = file(Event::Status { status: 2, number: 1 }).replacen("index 1", "index 0", 1);
        assert_eq!(facts(&wrong).opened, Err(ProofError::NotIncluded));
        for language in Language::ALL {
            let html = page(&wrong, language);
            assert!(html.contains("shape broken") && html.contains("the entry is not in the log at this index"));
        }
    }
}
