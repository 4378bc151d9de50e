//! A node's part: its logs, its services, how fresh its directory is. Pure.

use motlan_core::limits::CREATED_WINDOW_S;
use motlan_evidence::LogName;

use super::view::{Alert, Answer};
use super::{LogFacts, NodeFacts};
use crate::facts::FrameFacts;
use crate::frame::Label;
use crate::language::{Choice, date, time_of_day};
use crate::seal::{Figure, Seal, SealKind};
use crate::text::{Text, number};

/// The centre's heart beats once a second. A minute without it is worth a word: it is as far as clocks may differ.
const DIRECTORY_AGE_S_MAX: i64 = CREATED_WINDOW_S;

/// What the template shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NodeView {
    pub(super) logs: Vec<LogRow>,
    pub(super) services: Vec<ServiceRow>,
    pub(super) directory: String,
    pub(super) centre_pages: Option<String>,
}

/// One log.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LogRow {
    pub(super) name: &'static str,
    pub(super) meaning: String,
    pub(super) entries: Option<Figure>,
    pub(super) root: Option<String>,
    pub(super) vkey: String,
}

/// One service.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ServiceRow {
    pub(super) service: Label,
    pub(super) state: String,
    pub(super) is_problem: bool,
}

impl NodeView {
    /// The part and the page's answer.
    pub(super) fn build(facts: &NodeFacts, frame: &FrameFacts, choice: Choice) -> (Answer, Self) {
        let text = Text::of(choice.language);
        let logs: Vec<_> = facts.logs.iter().map(|log| log_row(log, choice)).collect();
        let view = Self {
            services: facts
                .services
                .iter()
                .map(|service| service_row(service, choice))
                .collect(),
            directory: directory(facts, frame, text),
            centre_pages: facts
                .centre_pages
                .as_ref()
                .map(|pages| format!("{pages}{}", choice.link(super::view::PATH))),
            logs,
        };
        let (title, seal) = title(facts, &view.logs, text);
        let name = choice.language.name(&frame.place.name);
        let lead = text.say_with("node-lead", &[("member", name.into())]);
        (
            Answer {
                title,
                seal,
                lead,
                alerts: alerts(facts, text),
            },
            view,
        )
    }
}

fn title(facts: &NodeFacts, logs: &[LogRow], text: &Text) -> (String, Option<Seal>) {
    if facts.is_stopped {
        return (text.say("title-stopped"), None);
    }
    let exchange = facts.logs.iter().find(|log| log.log == LogName::Exchange);
    let entries = exchange
        .and_then(|log| log.checkpoint.as_ref())
        .map_or(0, |checkpoint| checkpoint.size);
    if entries == 0 {
        return (text.say("title-node-empty"), None);
    }
    let seal = logs.iter().find(|log| log.name == LogName::Exchange.as_str());
    let seal = seal.and_then(|log| Some(log.entries.as_ref()?.seal.clone()));
    (text.say_with("title-node", &[("entries", number(entries))]), seal)
}

fn alerts(facts: &NodeFacts, text: &Text) -> Vec<Alert> {
    let mut alerts = Vec::new();
    let mut alert = |text: String, href: &str| {
        alerts.push(Alert {
            text,
            href: href.to_owned(),
        });
    };
    if facts.is_stopped {
        alert(text.say("alert-stopped"), "#nhat-ky");
    }
    if facts.directory_age_s.is_none_or(|age_s| age_s > DIRECTORY_AGE_S_MAX) {
        alert(text.say("alert-directory"), "#danh-ba");
    }
    alerts
}

fn log_row(facts: &LogFacts, choice: Choice) -> LogRow {
    let text = Text::of(choice.language);
    let seal = || Seal {
        kind: SealKind::OneSided,
        label: text.say("label-log"),
        href: format!("/log/{}/checkpoint", facts.log),
    };
    LogRow {
        name: facts.log.as_str(),
        meaning: match facts.log {
            LogName::Exchange => text.say("log-exchange"),
            LogName::Unfinished => text.say("log-unfinished"),
            LogName::Casework => text.say("log-casework"),
        },
        entries: facts.checkpoint.as_ref().map(|checkpoint| Figure {
            value: choice.language.number(checkpoint.size),
            seal: seal(),
        }),
        root: facts.checkpoint.as_ref().map(|checkpoint| checkpoint.root.clone()),
        vkey: facts.vkey.clone(),
    }
}

fn service_row(facts: &super::ServiceFacts, choice: Choice) -> ServiceRow {
    let text = Text::of(choice.language);
    ServiceRow {
        service: Label::new(&facts.service, choice.language),
        state: if facts.is_enabled {
            text.say("service-enabled")
        } else {
            text.say("service-disabled")
        },
        is_problem: !facts.is_enabled,
    }
}

fn directory(facts: &NodeFacts, frame: &FrameFacts, text: &Text) -> String {
    let sequence = ("sequence", number(frame.directory_sequence.into()));
    let Some(age_s) = facts.directory_age_s else {
        return text.say_with("directory-never", &[sequence]);
    };
    let at = frame.at.plus_seconds(-age_s);
    // A centre whose clock runs ahead is heard "0 seconds ago".
    let age = number(u64::try_from(age_s).unwrap_or(0));
    let (time, day) = (time_of_day(at).into(), date(&at.hour().day().to_string()).into());
    text.say_with(
        "directory-heard",
        &[sequence, ("time", time), ("date", day), ("age", age)],
    )
}
