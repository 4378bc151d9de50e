//! The registries of a node as a value, and their template: what does not answer first. Pure.

use askama::Template;
use motlan_core::Timestamp;
use motlan_registry::Pack;
use motlan_registry::model::pack::Verb;
use motlan_registry::service::{OPEN_PER_PAGE, RunStanding};

use super::{ConsoleFacts, StandingFacts};
use crate::frame::{Composition, Frame};
use crate::language::{Choice, time_of_day};
use crate::parts::{Cell, DataTable, Glyph, Link, Source, SummaryRow, Tag, Tone};
use crate::registries::{CONSOLE_PATH, PATH, corrections, path_of, words};
use crate::seal::{Seal, SealKind};
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words::moment;

/// Reasons that are shown of a file: what fixes the most comes first, and the rest is in the run's report.
const REASONS_SHOWN: usize = 10;

/// Characters of a file's hash that tell it from others on a page.
const HASH_CHARS: usize = 12;

/// A registry in words.
struct Card {
    id: String,
    link: Link,
    state: Tag,
    /// What an operator does about it; empty if there is nothing to do.
    next: String,
    /// Why its journal stopped.
    reason: Option<String>,
    rows: Vec<SummaryRow>,
    /// To the requests to correct that wait.
    corrections: Option<Link>,
    runs: Option<DataTable>,
    /// What to correct first, file by file.
    remedies: Vec<(String, DataTable)>,
}

#[derive(Template)]
#[template(path = "registries/console.html")]
struct ConsolePage<'a> {
    text: &'a Text,
    frame: Frame,
    cards: Vec<Card>,
    all: Link,
    update: String,
}

/// Whether a registry answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Stopped,
    Loading,
    Answering,
}

/// The page.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &ConsoleFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let text = Text::of(choice.language);
    let mut registries: Vec<_> = facts.registries.iter().collect();
    registries.sort_by_key(|registry| state(registry));
    let page = ConsolePage {
        text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, CONSOLE_PATH, title(facts, text))
            .composed(Composition::Operator),
        cards: registries
            .iter()
            .map(|registry| card(registry, facts.frame.at, choice))
            .collect(),
        all: Link::new(text.say("db-to-all"), choice.link(PATH)),
        update: choice.link(CONSOLE_PATH),
    };
    page.render()
}

fn state(registry: &StandingFacts) -> State {
    match (&registry.standing.stopped, registry.standing.is_loading) {
        (Some(_), _) => State::Stopped,
        (None, true) => State::Loading,
        (None, false) => State::Answering,
    }
}

fn title(facts: &ConsoleFacts, text: &Text) -> String {
    let of = |wanted| facts.registries.iter().filter(|it| state(it) == wanted).count() as u64;
    let all = ("all", number(facts.registries.len() as u64));
    match (of(State::Stopped), of(State::Loading)) {
        _ if facts.registries.is_empty() => text.say("console-title-none"),
        (0, 0) => text.say_with("console-title", &[all]),
        (0, loading) => text.say_with("console-title-loading", &[("count", number(loading)), all]),
        (stopped, _) => text.say_with("console-title-stopped", &[("count", number(stopped)), all]),
    }
}

fn card(registry: &StandingFacts, now: Timestamp, choice: Choice) -> Card {
    let text = Text::of(choice.language);
    let pack = &registry.pack;
    let (tag, next) = match state(registry) {
        State::Stopped => (
            Tag::new(Glyph::Barred, Tone::Late, text.say("console-stopped")),
            text.say("console-stopped-next"),
        ),
        State::Loading => (
            Tag::new(Glyph::Pause, Tone::Due, text.say("console-loading")),
            text.say("console-loading-next"),
        ),
        State::Answering => (
            Tag::new(Glyph::Tick, Tone::Calm, text.say("console-answering")),
            String::new(),
        ),
    };
    let refused = registry.standing.runs.iter().filter(|run| run.tally.rejected > 0);
    Card {
        id: pack.code.to_string(),
        link: Link::new(
            choice.language.name(&pack.name),
            choice.link(&path_of(pack.code.as_str())),
        ),
        state: tag,
        next,
        reason: registry.standing.stopped.as_ref().map(|stopped| stopped.reason.clone()),
        rows: rows(registry, now, choice),
        corrections: (!registry.corrections.is_empty()).then(|| {
            let path = corrections::path_of(pack.code.as_str());
            Link::new(text.say("console-corrections-open"), choice.link(&path))
        }),
        runs: runs(&registry.standing.runs, choice),
        remedies: refused.map(|run| (file(run), remedies(run, pack, choice))).collect(),
    }
}

fn rows(registry: &StandingFacts, now: Timestamp, choice: Choice) -> Vec<SummaryRow> {
    let text = Text::of(choice.language);
    let pack = &registry.pack;
    let about = [
        ("code", pack.code.as_str().into()),
        ("version", pack.version.to_string().into()),
        ("state", words::state(pack.state, text).into()),
    ];
    let records = match registry.count {
        None if registry.standing.is_loading => {
            SummaryRow::new(text.say("console-records"), text.say("console-records-loading"))
        }
        None => SummaryRow::new(text.say("console-records"), text.say("console-counting")),
        Some(counted) => {
            let age = now.as_seconds().saturating_sub(counted.at.as_seconds());
            let since = [
                ("time", time_of_day(counted.at).into()),
                ("age", number(u64::try_from(age).unwrap_or(0))),
            ];
            let value = choice.language.number(counted.records);
            SummaryRow::new(text.say("console-records"), value).from(Source {
                name: text.say_with("console-counted", &since),
                since: None,
                seal: Some(seal(pack, choice)),
            })
        }
    };
    let feed = match (registry.standing.last_position, registry.standing.changed_at) {
        (0, _) | (_, None) => SummaryRow::new(text.say("console-feed"), text.say("console-feed-none")),
        (last, Some(at)) => {
            let value = choice.language.number(last);
            SummaryRow::new(text.say("console-feed"), value).from(Source {
                name: text.say_with("console-feed-at", &[("at", moment(at).into())]),
                since: None,
                seal: Some(seal(pack, choice)),
            })
        }
    };
    let journal = match registry.standing.stopped {
        Some(_) => text.say("console-journal-stopped"),
        None => text.say("console-journal-writing"),
    };
    let mut rows = vec![
        records,
        SummaryRow::new(text.say("console-journal"), journal),
        SummaryRow::new(text.say("db-pack"), text.say_with("db-about", &about)),
        feed,
    ];
    if pack.has_service(Verb::Changes) {
        let waiting = match registry.waiting {
            0 => text.say("console-waiting-none"),
            count => text.say_with("console-waiting-some", &[("count", number(count as u64))]),
        };
        rows.push(SummaryRow::new(text.say("console-waiting"), waiting));
    }
    rows.extend(waiting_corrections(registry, choice));
    if registry.standing.versions.len() > 1 {
        let versions: Vec<_> = registry.standing.versions.iter().map(u32::to_string).collect();
        rows.push(SummaryRow::new(text.say("console-versions"), versions.join(", ")));
    }
    rows.push(snapshot(registry, choice));
    rows
}

/// The newest snapshot.
fn snapshot(registry: &StandingFacts, choice: Choice) -> SummaryRow {
    let text = Text::of(choice.language);
    let label = text.say("console-snapshot");
    let Some(taken) = &registry.standing.snapshot else {
        return SummaryRow::new(label, text.say("console-snapshot-none"));
    };
    let value = [
        ("records", number(taken.records)),
        ("megabytes", number(taken.bytes.div_ceil(1_000_000))),
    ];
    SummaryRow::new(label, text.say_with("console-snapshot-of", &value)).from(Source {
        name: text.say_with("console-snapshot-at", &[("at", moment(taken.head.taken_at).into())]),
        since: None,
        seal: Some(seal(&registry.pack, choice)),
    })
}

/// How many requests to correct wait, and since when; none where the registry takes none.
fn waiting_corrections(registry: &StandingFacts, choice: Choice) -> Option<SummaryRow> {
    let text = Text::of(choice.language);
    if !registry.pack.has_service(Verb::Correct) {
        return None;
    }
    let label = text.say("console-corrections");
    let Some(oldest) = registry.corrections.first() else {
        return Some(SummaryRow::new(label, text.say("console-corrections-none")));
    };
    let count = registry.corrections.len();
    let shown = choice.language.number(count as u64);
    let value = if count < OPEN_PER_PAGE as usize {
        shown
    } else {
        text.say_with("console-corrections-many", &[("count", shown.into())])
    };
    Some(SummaryRow::new(label, value).from(Source {
        name: text.say_with("console-corrections-since", &[("at", moment(oldest.sent_at).into())]),
        since: None,
        seal: Some(seal(&registry.pack, choice)),
    }))
}

/// Counts that this node made of its own tables: no log has them, so the seal is hollow and leads to what the registry is.
fn seal(pack: &Pack, choice: Choice) -> Seal {
    Seal {
        kind: SealKind::Reported,
        label: Text::of(choice.language).say("console-seal"),
        href: choice.link(&path_of(pack.code.as_str())),
    }
}

fn file(run: &RunStanding) -> String {
    run.file.chars().take(HASH_CHARS).collect()
}

/// What became of each file; none where nothing was synced by file.
fn runs(runs: &[RunStanding], choice: Choice) -> Option<DataTable> {
    let text = Text::of(choice.language);
    let columns = [
        text.say("console-column-file"),
        format!("#{}", text.say("console-column-records")),
        format!("#{}", text.say("console-column-taken")),
        format!("#{}", text.say("console-column-unchanged")),
        format!("#{}", text.say("console-column-superseded")),
        format!("#{}", text.say("console-column-rejected")),
    ];
    let columns = columns.each_ref().map(String::as_str);
    let mut table = DataTable::new(text.say("console-runs"), &columns, text.say("console-runs"));
    let figure = |count: u64| Cell::new(choice.language.number(count));
    for run in runs {
        let tally = &run.tally;
        let state = if run.is_finished {
            text.say("console-run-finished")
        } else {
            text.say("console-run-unfinished")
        };
        table.push(vec![
            Cell::new(file(run)).note(state),
            figure(tally.records()),
            figure(tally.added + tally.changed),
            figure(tally.unchanged),
            figure(tally.superseded),
            figure(tally.rejected),
        ]);
    }
    (!runs.is_empty()).then_some(table)
}

/// Which remedy makes the most records acceptable.
fn remedies(run: &RunStanding, pack: &Pack, choice: Choice) -> DataTable {
    let text = Text::of(choice.language);
    let columns = [
        text.say("console-column-remedy"),
        text.say("console-column-field"),
        format!("#{}", text.say("console-column-fixes")),
        format!("#{}", text.say("console-column-appears")),
    ];
    let columns = columns.each_ref().map(String::as_str);
    let caption = text.say_with("console-remedies", &[("file", file(run).into())]);
    let mut table = DataTable::new(caption.clone(), &columns, caption);
    for reason in run.tally.reasons().into_iter().take(REASONS_SHOWN) {
        let field = match &reason.field {
            Some(code) => Cell::new(words::field_name(pack, code, text)).note(code.as_str()),
            None => Cell::new(text.say("console-any-field")),
        };
        table.push(vec![
            Cell::new(choice.language.name(&reason.remedy.sentence())).note(reason.code.as_str()),
            field,
            Cell::new(choice.language.number(reason.fixes_alone)),
            Cell::new(choice.language.number(reason.appears_in)),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use motlan_identity::Role;
    use motlan_registry::model::tally::Tally;
    use motlan_registry::service::{OpenCorrection, Standing};
    use motlan_registry::{Snapshot, SnapshotHead};
    use motlan_store::journal::Stopped;

    use super::*;
    use crate::desk::sample::visitor;
    use crate::language::Language;
    use crate::registries::count::Counted;
    use crate::registries::sample;

    fn registry(code: &str) -> StandingFacts {
        let now = sample::frame().at;
        let pack = sample::registry(code).pack;
        StandingFacts {
            pack: Arc::clone(&pack),
            count: Some(Counted {
                records: 2_000,
                at: now.plus_seconds(-7),
            }),
            standing: Standing {
                stopped: None,
                is_loading: false,
                last_position: 41,
                changed_at: Some(now),
                runs: Vec::new(),
                snapshot: Some(Snapshot {
                    day: now.hour().day(),
                    head: SnapshotHead {
                        registry: pack.code.clone(),
                        pack_version: 1,
                        position: 40,
                        taken_at: now,
                        keys: pack.keys.clone(),
                        rights: BTreeSet::new(),
                    },
                    records: 20_000,
                    bytes: 1_400_001,
                }),
                versions: vec![1, 2],
            },
            waiting: 2,
            corrections: Vec::new(),
        }
    }

    /// Totals as a run keeps them.
    fn tally() -> Tally {
        let text = r#"{"added":90,"changed":1,"unchanged":4,"superseded":2,"rejected":3,"reasons":[
            {"code":"date_form","field":"birth_date","fixes_alone":1,"appears_in":2,
             "remedy":{"code":"use_date","forms":["YYYY"]}},
            {"code":"incomplete","field":"sex","fixes_alone":2,"appears_in":2,"remedy":{"code":"give_value"}}]}"#;
        serde_json::from_str(text).unwrap()
    }

    fn html(registries: Vec<StandingFacts>, language: Language) -> String {
        let facts = ConsoleFacts {
            frame: sample::frame(),
            registries,
        };
        let html = render(&facts, &visitor(&[Role::Operator]), sample::choice(language)).unwrap();
        sample::check(&html);
        html
    }

    #[test]
    fn what_does_not_answer_comes_first_and_says_what_to_do() {
        let mut loading = registry("vessel");
        (loading.standing.is_loading, loading.count) = (true, None);
        let mut stopped = registry("driving-licence");
        stopped.standing.stopped = Some(Stopped {
            reason: "disk full".to_owned(),
        });
        let html = html(vec![registry("population"), loading, stopped], Language::Vietnamese);
        let places =
            ["driving-licence", "vessel", "population"].map(|code| html.find(&format!("id=\"{code}\"")).unwrap());
        assert!(places.is_sorted(), "{places:?}");
        assert!(html.contains("<h1>1 trong 3 cơ sở dữ liệu đã dừng</h1>") && html.contains("disk full"));
    }

    #[test]
    fn a_count_says_its_age_and_has_its_seal() {
        for (language, age) in [
            (Language::Vietnamese, "7 giây trước"),
            (Language::English, "7 seconds ago"),
        ] {
            let html = html(vec![registry("population")], language);
            assert!(html.contains(age), "{html}");
            assert_eq!(
                html.matches("class=\"shape reported\"").count(),
                3,
                "records, position and snapshot"
            );
        }
        let mut uncounted = registry("population");
        uncounted.standing.snapshot = None;
        (uncounted.count, uncounted.standing.last_position) = (None, 0);
        assert!(!html(vec![uncounted], Language::English).contains("class=\"shape reported\""));
    }

    #[test]
    fn the_newest_snapshot_and_the_versions_served_are_told() {
        let html = html(vec![registry("population")], Language::Vietnamese);
        assert!(html.contains("20.000 bản ghi, 2 MB") && html.contains("1, 2"), "{html}");
    }

    #[test]
    fn what_fixes_the_most_records_comes_first() {
        let mut synced = registry("population");
        synced.standing.runs = vec![RunStanding {
            file: "0123456789abcdef".repeat(4),
            tally: tally(),
            is_finished: true,
        }];
        for language in Language::ALL {
            let html = html(vec![synced_of(&synced)], language);
            assert!(html.contains("0123456789ab<") && html.find("incomplete") < html.find("date_form"));
        }
        assert!(
            !html(vec![registry("population")], Language::English).contains("<table"),
            "no empty tables"
        );
    }

    fn synced_of(of: &StandingFacts) -> StandingFacts {
        let mut copy = registry("population");
        copy.standing = of.standing.clone();
        copy
    }

    #[test]
    fn requests_to_correct_say_how_many_and_since_when() {
        let request = |place: u8| OpenCorrection {
            id: format!("{place:032x}").parse().unwrap(),
            field: "sex".parse().unwrap(),
            sent_by: "VN/GOV/H45/onestop".to_owned(),
            sent_at: sample::frame().at.plus_seconds(-3_600),
        };
        let shown = |count: u8, language| {
            let mut registry = registry("population");
            registry.corrections = (0..count).map(request).collect();
            html(vec![registry], language)
        };
        assert!(shown(3, Language::Vietnamese).contains("lâu nhất từ 13:05, 21/11/2026"));
        assert!(shown(100, Language::English).contains("100 or more"));
        assert!(!shown(0, Language::English).contains("the oldest since"));
    }

    #[test]
    fn a_node_without_registries_says_so() {
        for language in Language::ALL {
            assert!(html(Vec::new(), language).contains("<h1>"));
        }
    }
}
