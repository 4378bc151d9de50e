//! The queue as a value, and its template: one line of 40 px for each dossier, those due first in front.

use askama::Template;
use motlan_casework::model::deadline::Standing;
use motlan_casework::model::status::Status;
use motlan_casework::service::view::{DossierRow, ROWS_PER_PAGE};

use super::{Asked, Facts, Show};
use crate::desk::dossier_path;
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::{Choice, Language, date};
use crate::parts::{Clock, Deadline, Tab, Tag, Tone, Turn};
use crate::text::{Text, number};
use crate::web::Visitor;
use crate::words;

/// A line of the queue.
struct Line {
    href: String,
    code: String,
    procedure: String,
    tag: Tag,
    submitted: String,
    due: Option<String>,
    deadline: Option<Deadline>,
}

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct QueuePage<'a> {
    text: &'a Text,
    frame: Frame,
    shows: Vec<Tab>,
    units: Vec<Tab>,
    lines: Vec<Line>,
    turn: Turn,
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
    let title = title(facts, text);
    let page = QueuePage {
        text,
        frame: Frame::for_visitor(frame, visitor, choice, &facts.asked.path(), title).composed(Composition::Officer),
        shows: shows(facts, text, choice),
        units: units(facts, text, choice),
        lines: facts.listing.rows.iter().map(|row| line(row, choice)).collect(),
        turn: turn(facts, text, choice),
    };
    page.render()
}

fn title(facts: &Facts, text: &Text) -> String {
    let total = facts.listing.total;
    let count = ("count", number(total));
    match facts.asked.show {
        Show::Open if total == 0 => text.say("desk-title-none"),
        Show::Open if facts.overdue == 0 => text.say_with("desk-title", &[count]),
        Show::Open => text.say_with("desk-title-late", &[count, ("late", number(facts.overdue))]),
        Show::Overdue if total == 0 => text.say("desk-title-overdue-none"),
        Show::Overdue => text.say_with("desk-title-overdue", &[count]),
        Show::All => text.say_with("desk-title-all", &[count]),
        Show::Status(status) => {
            let name = words::status(status, text.language());
            text.say_with("desk-title-status", &[count, ("status", name.into())])
        }
    }
}

/// Dossiers of these statuses.
fn sum(facts: &Facts, takes: impl Fn(Status) -> bool) -> u64 {
    facts
        .counts
        .iter()
        .filter(|(status, _)| takes(*status))
        .map(|(_, count)| count)
        .sum()
}

fn shows(facts: &Facts, text: &Text, choice: Choice) -> Vec<Tab> {
    let tab = |name: String, show: Show, count: u64| Tab {
        name,
        href: choice.link(&facts.asked.shows(show).path()),
        count: Some(text.language().number(count)),
        is_now: facts.asked.show == show,
    };
    let open = sum(facts, |status| !status.is_end());
    let mut tabs = vec![
        tab(text.say("desk-show-open"), Show::Open, open),
        tab(text.say("desk-show-overdue"), Show::Overdue, facts.overdue),
    ];
    for status in Status::ALL {
        let count = sum(facts, |other| other == status);
        if count > 0 || facts.asked.show == Show::Status(status) {
            tabs.push(tab(
                words::status(status, text.language()).to_owned(),
                Show::Status(status),
                count,
            ));
        }
    }
    tabs.push(tab(text.say("desk-show-all"), Show::All, sum(facts, |_| true)));
    tabs
}

/// Nothing to choose for an officer of one unit.
fn units(facts: &Facts, text: &Text, choice: Choice) -> Vec<Tab> {
    if facts.units.len() < 2 {
        return Vec::new();
    }
    let tab = |name: String, unit: Option<&str>| {
        let asked = Asked {
            unit: unit.map(str::to_owned),
            page: 1,
            ..facts.asked.clone()
        };
        Tab {
            name,
            href: choice.link(&asked.path()),
            count: None,
            is_now: facts.asked.unit.as_deref() == unit,
        }
    };
    let mut tabs = vec![tab(text.say("desk-units-all"), None)];
    tabs.extend(facts.units.iter().map(|unit| {
        let name = match choice.language {
            Language::Vietnamese => &unit.name_vi,
            Language::English => &unit.name_en,
        };
        tab(name.clone(), Some(&unit.code))
    }));
    tabs
}

fn line(row: &DossierRow, choice: Choice) -> Line {
    Line {
        href: choice.link(&dossier_path(row.code.as_str())),
        code: row.code.to_string(),
        procedure: choice.language.name(&row.procedure_name).to_owned(),
        tag: words::tag(row.status, choice.language),
        submitted: date(&row.submitted_at.hour().day().to_string()),
        due: row.due.map(|due| date(&due.to_string())),
        deadline: row
            .standing
            .map(|standing| short(standing, row.working_days, choice.language)),
    }
}

/// The bar with few words: the column's head says that working days are counted, and the status why the clock stands.
fn short(standing: Standing, days: Option<u32>, language: Language) -> Deadline {
    let text = Text::of(language);
    let count = [("days", number(standing.days_left.unsigned_abs().into()))];
    let words = match standing {
        Standing { is_late: true, .. } => text.say_with("desk-days-over", &count),
        Standing { is_paused: true, .. } => text.say_with("desk-days-paused", &count),
        Standing { days_left: 0, .. } => text.say("desk-days-today"),
        _ => text.say_with("desk-days-left", &count),
    };
    Deadline {
        words,
        ..deadline(standing, days, language)
    }
}

fn turn(facts: &Facts, text: &Text, choice: Choice) -> Turn {
    let page = u64::from(facts.asked.page);
    let link = |page: u32| {
        choice.link(
            &Asked {
                page,
                ..facts.asked.clone()
            }
            .path(),
        )
    };
    let first = (page - 1) * u64::from(ROWS_PER_PAGE);
    let last = first + u64::try_from(facts.listing.rows.len()).unwrap_or_default();
    let place = [
        ("first", number(first + 1)),
        ("last", number(last)),
        ("total", number(facts.listing.total)),
    ];
    Turn {
        previous: (page > 1).then(|| link(facts.asked.page - 1)),
        next: (page < facts.listing.pages()).then(|| link(facts.asked.page + 1)),
        position: text.say_with("desk-position", &place),
    }
}

/// The bar of a dossier's clock; `days` is what its procedure gives.
pub(in crate::desk) fn deadline(standing: Standing, days: Option<u32>, language: Language) -> Deadline {
    let left = standing.days_left.unsigned_abs();
    let days = days.unwrap_or(left);
    match standing {
        Standing {
            is_paused: true,
            is_late: false,
            ..
        } => Deadline::new(Clock::Paused { days_left: left, days }, language),
        // The day is past by a weekend only.
        Standing {
            is_late: true,
            days_left: 0,
            ..
        } => Deadline {
            words: Text::of(language).say("desk-just-late"),
            tone: Tone::Late,
            length: 0,
            is_paused: standing.is_paused,
        },
        Standing { is_late: true, .. } => Deadline::new(Clock::Overdue { days: left }, language),
        _ => Deadline::new(Clock::Running { days_left: left, days }, language),
    }
}

#[cfg(test)]
mod tests {
    use motlan_casework::Unit;
    use motlan_casework::service::view::Listing;

    use super::*;
    use crate::desk::view::sample;

    fn facts(rows: Vec<DossierRow>, show: Show, overdue: u64) -> Facts {
        let unit = |code: &str, name: &str| Unit {
            code: code.to_owned(),
            number: 1,
            name_vi: format!("Sở {name}"),
            name_en: format!("Department of {name}"),
        };
        Facts {
            asked: Asked {
                show,
                unit: None,
                page: 1,
            },
            listing: Listing {
                total: u64::try_from(rows.len()).unwrap(),
                rows,
            },
            counts: vec![(Status::New, 1), (Status::InProgress, 2), (Status::Returned, 7)],
            overdue,
            units: vec![unit("000.00.08.H45", "A"), unit("000.00.09.H45", "B")],
        }
    }

    fn html(facts: &Facts, language: Language) -> String {
        render(&sample::frame(), &sample::officer(), facts, sample::choice(language)).unwrap()
    }

    #[test]
    fn every_state_of_the_queue_has_all_its_words_in_both_languages() {
        let rows: Vec<_> = (1..=10).map(|status| sample::view(status).dossier.row).collect();
        for language in Language::ALL {
            for show in [Show::Open, Show::Overdue, Show::All, Show::Status(Status::InProgress)] {
                for (rows, overdue) in [(rows.clone(), 0), (rows.clone(), 2), (Vec::new(), 0)] {
                    let page = html(&facts(rows, show, overdue), language);
                    sample::check(&page);
                }
            }
        }
    }

    #[test]
    fn the_title_says_what_waits_and_what_is_late() {
        let rows = vec![sample::view(4).dossier.row];
        let page = html(&facts(rows.clone(), Show::Open, 1), Language::Vietnamese);
        assert!(page.contains(">1 hồ sơ đang chờ, 1 hồ sơ đã quá hạn</h1>"), "{page}");
        let page = html(&facts(Vec::new(), Show::Open, 0), Language::English);
        assert!(page.contains(">No dossier is waiting for you</h1>"));
    }

    #[test]
    fn open_counts_leave_out_what_has_ended() {
        let facts = facts(Vec::new(), Show::Open, 0);
        let counts: Vec<_> = shows(&facts, Text::of(Language::English), sample::choice(Language::English))
            .into_iter()
            .filter_map(|tab| tab.count)
            .collect();
        assert_eq!(counts, ["3", "0", "1", "2", "7", "10"]);
    }

    #[test]
    fn a_weekend_past_the_day_is_late_without_a_working_day() {
        let standing = sample::standing(0, true);
        let bar = deadline(standing, Some(5), Language::Vietnamese);
        assert_eq!((bar.tone, bar.words.as_str()), (Tone::Late, "Đã qua ngày hẹn trả"));
        let bar = deadline(sample::standing(-3, true), Some(5), Language::Vietnamese);
        assert_eq!(bar.words, "Quá hạn 3 ngày làm việc");
        let bar = short(sample::standing(-3, true), Some(5), Language::Vietnamese);
        assert_eq!((bar.tone, bar.words.as_str()), (Tone::Late, "Quá 3 ngày"));
    }
}
