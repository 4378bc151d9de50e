//! The state of the sync as a value, and its template: what failed first, then what waits, then what arrived.

use std::collections::BTreeSet;

use askama::Template;
use motlan_casework::service::send::SyncState;

use super::Facts;
use crate::chart::{About, Bars, Chart, Datum, Unit};
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::{Cell, DataTable, Form, Glyph, SummaryRow, Tag, Tone};
use crate::seal::{Figure, Seal, SealKind};
use crate::sync::again::CODE_FIELD;
use crate::sync::age::age;
use crate::sync::{AGAIN_PATH, FIND_PATH, PATH};
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::{moment, sentence_of};

/// The button of the exercise.
struct Exercise {
    form: Form,
    label: String,
    class: &'static str,
    hint: String,
}

/// The button that sends the refused changes of a dossier again.
struct Again {
    form: Form,
    code: String,
    label: String,
}

#[derive(Template)]
#[template(path = "sync/state.html")]
struct SyncPage<'a> {
    text: &'a Text,
    frame: Frame,
    lead: String,
    line: Tag,
    waiting: Figure,
    rows: Vec<SummaryRow>,
    parked: DataTable,
    again: Vec<Again>,
    code_field: &'static str,
    bars: Option<Chart>,
    update: String,
    look_up: Option<String>,
    exercise: Option<Exercise>,
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
    let state = &facts.state;
    let title = title(facts, text);
    let pages = facts.line.as_ref().and_then(|line| line.pages.as_ref());
    let page = SyncPage {
        text,
        frame: Frame::for_visitor(frame, visitor, choice, PATH, title).composed(Composition::Operator),
        lead: lead(facts, text),
        line: line(facts, text),
        waiting: Figure {
            value: choice.language.number(state.waiting),
            seal: seal(choice),
        },
        rows: rows(facts, text),
        parked: parked(facts, text),
        again: again(facts, visitor, choice),
        code_field: CODE_FIELD,
        bars: bars(state, choice),
        update: choice.link(PATH),
        look_up: pages.map(|address| format!("{address}{}", choice.link(FIND_PATH))),
        exercise: facts.may_cut.then(|| exercise(facts, visitor, choice)),
    };
    page.render()
}

/// Whether nothing gets through, for whatever reason.
fn is_down(facts: &Facts) -> bool {
    facts.line.as_ref().is_some_and(|line| line.is_cut) || facts.state.is_cut
}

fn title(facts: &Facts, text: &Text) -> String {
    let SyncState { waiting, parked, .. } = facts.state;
    let waits = [("count", number(waiting))];
    match (is_down(facts), waiting, parked) {
        (true, 0, _) => text.say("sync-title-down"),
        (true, _, _) => text.say_with("sync-title-down-waiting", &waits),
        (false, _, 1..) => text.say_with("sync-title-parked", &[("count", number(parked))]),
        (false, 0, 0) => text.say("sync-title-done"),
        (false, _, 0) => text.say_with("sync-title-waiting", &waits),
    }
}

fn lead(facts: &Facts, text: &Text) -> String {
    match (is_down(facts), facts.state.waiting) {
        (true, _) => text.say("sync-lead-down"),
        (false, 0) => text.say("sync-lead-done"),
        (false, _) => text.say("sync-lead-waiting"),
    }
}

fn line(facts: &Facts, text: &Text) -> Tag {
    match &facts.line {
        None => Tag::new(Glyph::Ring, Tone::Plain, text.say("sync-line-none")),
        Some(line) if line.is_cut => Tag::new(Glyph::Barred, Tone::Late, text.say("sync-line-cut")),
        Some(_) if facts.state.is_cut => Tag::new(Glyph::Barred, Tone::Late, text.say("sync-line-down")),
        Some(_) => Tag::new(Glyph::Tick, Tone::Calm, text.say("sync-line-up")),
    }
}

/// These are counts of this side alone; where both sides' logs are compared, the seal leads on.
fn seal(choice: Choice) -> Seal {
    Seal {
        kind: SealKind::OneSided,
        label: Text::of(choice.language).say("sync-seal"),
        href: choice.link("/trang-thai"),
    }
}

fn rows(facts: &Facts, text: &Text) -> Vec<SummaryRow> {
    let state = &facts.state;
    let since = |at| {
        let about = [("at", moment(at).into()), ("age", age(at, facts.now, text).into())];
        text.say_with("sync-since", &about)
    };
    let mut rows = vec![
        SummaryRow::new(
            text.say("sync-oldest"),
            state.oldest_at.map_or_else(|| text.say("sync-oldest-none"), since),
        ),
        SummaryRow::new(
            text.say("sync-last"),
            state.acknowledged_at.map_or_else(|| text.say("sync-last-none"), since),
        ),
    ];
    if let Some(line) = &facts.line {
        rows.push(SummaryRow::new(
            text.say("sync-other-end"),
            text.language().name(&line.member.name),
        ));
    }
    if let Some(code) = &state.last_error {
        let error = format!("{} ({code})", sentence_of(code, text.language()));
        rows.push(SummaryRow::new(text.say("sync-last-error"), error));
    }
    rows
}

fn parked(facts: &Facts, text: &Text) -> DataTable {
    let columns = [
        text.say("sync-column-dossier"),
        format!("#{}", text.say("sync-column-number")),
        text.say("sync-column-since"),
        text.say("sync-column-code"),
    ];
    let columns = columns.each_ref().map(String::as_str);
    let mut table = DataTable::new(text.say("sync-parked"), &columns, text.say("sync-parked-none"));
    for row in &facts.state.parked_list {
        table.push(vec![
            Cell::new(row.dossier.to_string()),
            Cell::new(text.language().number(row.number.into())),
            Cell::new(moment(row.queued_at)),
            Cell::new(&row.code).note(sentence_of(&row.code, text.language())),
        ]);
    }
    table
}

/// One button for each dossier that has refused changes, in their order.
fn again(facts: &Facts, visitor: &Visitor, choice: Choice) -> Vec<Again> {
    if !facts.may_send {
        return Vec::new();
    }
    let text = Text::of(choice.language);
    let codes: BTreeSet<String> = facts
        .state
        .parked_list
        .iter()
        .map(|row| row.dossier.to_string())
        .collect();
    let button = |code: String| Again {
        form: Form::new(choice.link(AGAIN_PATH), visitor.csrf()),
        label: text.say_with("sync-send-again", &[("dossier", code.as_str().into())]),
        code,
    };
    codes.into_iter().map(button).collect()
}

/// All changes as one bar: what arrived, what waits, what was refused.
fn bars(state: &SyncState, choice: Choice) -> Option<Chart> {
    let text = Text::of(choice.language);
    let total = state.acknowledged + state.waiting + state.parked;
    if total == 0 {
        return None;
    }
    let part = |name: String, count: u64| Datum {
        seal: Some(seal(choice)),
        // Counts of changes lie far below the 2^53 that a float holds exactly.
        ..Datum::new(name, u32::try_from(count).ok().map(f64::from))
    };
    let finding = [("held", number(state.acknowledged)), ("total", number(total))];
    let about = About {
        id: "thay-doi".to_owned(),
        finding: text.say_with("sync-finding", &finding),
        names: text.say("sync-column-state"),
        unit: Unit::Count,
        language: choice.language,
    };
    let bars = Bars {
        values: text.say("sync-column-changes"),
        parts: vec![
            part(text.say("sync-held"), state.acknowledged),
            part(text.say("sync-waiting"), state.waiting),
            part(text.say("sync-refused"), state.parked),
        ],
    };
    Some(bars.chart(&about))
}

fn exercise(facts: &Facts, visitor: &Visitor, choice: Choice) -> Exercise {
    let text = Text::of(choice.language);
    let is_cut = facts.line.as_ref().is_some_and(|line| line.is_cut);
    let (path, label, class, hint) = if is_cut {
        (
            "/dong-bo/noi",
            text.say("sync-join"),
            "action",
            text.say("sync-join-hint"),
        )
    } else {
        (
            "/dong-bo/cat",
            text.say("sync-cut"),
            "danger",
            text.say("sync-cut-hint"),
        )
    };
    Exercise {
        form: Form::new(choice.link(path), visitor.csrf()),
        label,
        class,
        hint,
    }
}

#[cfg(test)]
mod tests {
    use motlan_casework::service::send::Parked;
    use motlan_identity::Role;

    use super::*;
    use crate::desk::sample::{self, NOW};
    use crate::language::Language;
    use crate::sync::line::Line;

    fn facts(waiting: u64, parked: u64, is_cut: bool) -> Facts {
        let row = |number: u64| Parked {
            dossier: "000.00.08.H45-261119-0007".parse().unwrap(),
            number: u32::try_from(number).unwrap(),
            code: "sync_transition".to_owned(),
            queued_at: NOW.plus_seconds(-600),
        };
        Facts {
            state: SyncState {
                waiting,
                acknowledged: 1_234,
                parked,
                parked_list: (1..=parked).map(row).collect(),
                oldest_at: (waiting > 0).then(|| NOW.plus_seconds(-245)),
                acknowledged_at: Some(NOW.plus_seconds(-300)),
                is_cut,
                last_error: is_cut.then(|| "peer_unreachable".to_owned()),
            },
            line: Some(Line {
                member: sample::frame().place,
                pages: Some("http://127.0.0.1:8500".to_owned()),
                authorities: vec!["127.0.0.1:8555".to_owned()],
                is_cut,
            }),
            now: NOW,
            may_send: true,
            may_cut: true,
        }
    }

    fn html(facts: &Facts, language: Language) -> String {
        let visitor = sample::visitor(&[Role::Operator]);
        render(&sample::frame(), &visitor, facts, sample::choice(language)).unwrap()
    }

    #[test]
    fn every_state_has_all_its_words_in_both_languages() {
        for language in Language::ALL {
            for (waiting, parked, is_cut) in [
                (0, 0, false),
                (12, 0, false),
                (12, 2, false),
                (0, 0, true),
                (12, 1, true),
            ] {
                sample::check(&html(&facts(waiting, parked, is_cut), language));
            }
            let mut nothing = facts(0, 0, false);
            nothing.state.acknowledged = 0;
            nothing.state.acknowledged_at = None;
            nothing.line = None;
            nothing.may_cut = false;
            sample::check(&html(&nothing, language));
        }
    }

    #[test]
    fn the_title_says_whether_something_is_lost() {
        let title = |waiting, parked, is_cut| title(&facts(waiting, parked, is_cut), Text::of(Language::Vietnamese));
        assert_eq!(title(0, 0, false), "Cổng quốc gia đã nhận mọi thay đổi");
        assert_eq!(
            title(12, 0, true),
            "Đường truyền đang đứt, 12 thay đổi nằm chờ, không mất thay đổi nào"
        );
        assert_eq!(title(3, 1, false), "Cổng quốc gia từ chối 1 thay đổi, cần người xử lý");
    }

    #[test]
    fn each_dossier_with_refused_changes_has_one_button() {
        let mut facts = facts(1, 3, false);
        for language in Language::ALL {
            let html = html(&facts, language);
            assert_eq!(html.matches("action=\"/dong-bo/gui-lai?lang=").count(), 1);
            assert!(html.contains("name=\"ma\" value=\"000.00.08.H45-261119-0007\""));
        }
        facts.may_send = false;
        assert!(!html(&facts, Language::English).contains("/dong-bo/gui-lai"));
    }

    #[test]
    fn only_whoever_may_cut_the_line_sees_the_button() {
        let mut facts = facts(1, 0, false);
        assert!(html(&facts, Language::Vietnamese).contains("action=\"/dong-bo/cat?lang=vi\""));
        facts.line.as_mut().unwrap().is_cut = true;
        assert!(html(&facts, Language::Vietnamese).contains("action=\"/dong-bo/noi?lang=vi\""));
        facts.may_cut = false;
        assert!(!html(&facts, Language::Vietnamese).contains("/dong-bo/noi"));
    }
}
