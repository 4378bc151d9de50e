//! The centre's part: today's transactions and the gateways, failures first. Pure.

mod answer;

use std::collections::BTreeSet;

use super::view::{Answer, CHECK, ROWS_MAX};
use super::{CentreFacts, GatewayFacts, GatewayState, LineFacts};
use crate::facts::FrameFacts;
use crate::frame::Label;
use crate::language::{Choice, date};
use crate::seal::{Figure, Seal, SealKind};
use crate::text::{Text, number};

/// What the template shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TodayView {
    pub(super) lines: Vec<LineRow>,
    pub(super) totals: Counts,
    /// What became of the rows beyond the limit.
    pub(super) more_lines: Option<String>,
    pub(super) gateways: Vec<GatewayRow>,
    pub(super) more_gateways: Option<String>,
}

/// One service between two parties.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LineRow {
    pub(super) service: Label,
    pub(super) consumer: Label,
    pub(super) provider: Label,
    pub(super) counts: Counts,
}

/// Counts; none where there is nothing to count.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) matched: Option<Figure>,
    pub(super) consumer_only: Option<Figure>,
    pub(super) provider_only: Option<Figure>,
}

/// One gateway.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct GatewayRow {
    pub(super) gateway: Label,
    pub(super) pages: Option<String>,
    pub(super) entries: Option<Figure>,
    pub(super) state: String,
    pub(super) is_problem: bool,
    pub(super) problem: Option<ProblemView>,
    pub(super) vkey: String,
}

/// Why a log cannot be read or believed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ProblemView {
    pub(super) sentence: String,
    pub(super) code: &'static str,
    /// In English, as the failure has it; none where the sentence says it already.
    pub(super) detail: Option<String>,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    matched: u64,
    consumer_only: u64,
    provider_only: u64,
}

impl Sums {
    fn one_sided(self) -> u64 {
        self.consumer_only + self.provider_only
    }
}

/// What turns facts into rows.
struct Builder<'a> {
    text: &'static Text,
    choice: Choice,
    /// Members whose log contradicts itself: what matched with it is no longer believed.
    broken: BTreeSet<&'a str>,
}

impl TodayView {
    /// The part and the page's answer.
    pub(super) fn build(facts: &CentreFacts, frame: &FrameFacts, choice: Choice) -> (Answer, Self) {
        let broken = facts
            .gateways
            .iter()
            .filter(|gateway| matches!(gateway.state, GatewayState::Broken(_)));
        let builder = Builder {
            text: Text::of(choice.language),
            choice,
            broken: broken.map(|gateway| gateway.gateway.member.as_str()).collect(),
        };
        let sums = facts.lines.iter().fold(Sums::default(), |sums, line| Sums {
            matched: sums.matched + line.matched,
            consumer_only: sums.consumer_only + line.consumer_only,
            provider_only: sums.provider_only + line.provider_only,
        });
        let mut lines: Vec<_> = facts.lines.iter().collect();
        // What does not match comes first, then the busiest.
        lines.sort_by_key(|line| {
            let one_sided = line.consumer_only + line.provider_only;
            (
                std::cmp::Reverse((one_sided, line.matched)),
                &line.service,
                &line.consumer,
            )
        });
        let mut gateways: Vec<_> = facts.gateways.iter().collect();
        gateways.sort_by_key(|gateway| rank(&gateway.state));
        let day = date(&frame.at.hour().day().to_string());
        let answer = Answer {
            title: builder.title(sums, &facts.gateways),
            seal: builder.title_seal(sums, &facts.gateways),
            lead: builder.text.say_with("centre-lead", &[("date", day.into())]),
            alerts: builder.alerts(&facts.gateways),
        };
        let believed = facts.lines.iter().all(|line| !builder.is_broken(line));
        let view = Self {
            more_lines: builder.more(lines.len()),
            more_gateways: builder.more(gateways.len()),
            lines: lines
                .into_iter()
                .take(ROWS_MAX)
                .map(|line| builder.line(line))
                .collect(),
            totals: builder.counts(sums, believed),
            gateways: gateways
                .into_iter()
                .take(ROWS_MAX)
                .map(|gateway| builder.gateway(gateway))
                .collect(),
        };
        (answer, view)
    }
}

/// Failures first.
fn rank(state: &GatewayState) -> u8 {
    match state {
        GatewayState::Broken(_) => 0,
        GatewayState::Unreachable(_) => 1,
        GatewayState::NotYetRead => 2,
        GatewayState::Read => 3,
    }
}

fn has_problem(gateway: &GatewayFacts) -> bool {
    matches!(gateway.state, GatewayState::Broken(_) | GatewayState::Unreachable(_))
}

impl Builder<'_> {
    fn line(&self, line: &LineFacts) -> LineRow {
        let sums = Sums {
            matched: line.matched,
            consumer_only: line.consumer_only,
            provider_only: line.provider_only,
        };
        LineRow {
            service: Label::new(&line.service, self.choice.language),
            consumer: Label::new(&line.consumer, self.choice.language),
            provider: Label::new(&line.provider, self.choice.language),
            counts: self.counts(sums, !self.is_broken(line)),
        }
    }

    fn is_broken(&self, line: &LineFacts) -> bool {
        [&line.consumer, &line.provider]
            .into_iter()
            .any(|party| self.broken.contains(party.member.as_str()))
    }

    fn counts(&self, sums: Sums, is_believed: bool) -> Counts {
        let figure = |count: u64, kind, label: String| {
            (count > 0).then(|| Figure {
                value: self.choice.language.number(count),
                seal: seal(kind, label),
            })
        };
        let (kind, label) = if is_believed {
            (SealKind::Proven, self.text.say("label-proven"))
        } else {
            (SealKind::Broken, self.text.say("label-broken"))
        };
        Counts {
            matched: figure(sums.matched, kind, label),
            consumer_only: figure(
                sums.consumer_only,
                SealKind::OneSided,
                self.text.say("label-consumer-only"),
            ),
            provider_only: figure(
                sums.provider_only,
                SealKind::OneSided,
                self.text.say("label-provider-only"),
            ),
        }
    }

    fn gateway(&self, facts: &GatewayFacts) -> GatewayRow {
        let is_broken = matches!(facts.state, GatewayState::Broken(_));
        let (kind, label) = if is_broken {
            (SealKind::Broken, self.text.say("label-broken"))
        } else {
            (SealKind::OneSided, self.text.say("label-log"))
        };
        let href = match &facts.pages {
            Some(pages) => format!("{pages}/log/exchange/checkpoint"),
            None => CHECK.to_owned(),
        };
        // Before the first reading nothing is known, not even that there are none.
        let is_known = facts.state != GatewayState::NotYetRead;
        GatewayRow {
            gateway: Label::new(&facts.gateway, self.choice.language),
            pages: facts
                .pages
                .as_ref()
                .map(|pages| format!("{pages}{}", self.choice.link(super::view::PATH))),
            entries: is_known.then(|| Figure {
                value: self.choice.language.number(facts.entries),
                seal: Seal { kind, label, href },
            }),
            state: self.state(&facts.state),
            is_problem: has_problem(facts),
            problem: self.problem(&facts.state),
            vkey: facts.vkey.clone(),
        }
    }

    fn state(&self, state: &GatewayState) -> String {
        match state {
            GatewayState::Read => self.text.say("state-read"),
            GatewayState::NotYetRead => self.text.say("state-not-yet-read"),
            GatewayState::Unreachable(_) => self.text.say("state-unreachable"),
            GatewayState::Broken(_) => self.text.say("state-broken"),
        }
    }

    fn problem(&self, state: &GatewayState) -> Option<ProblemView> {
        let (GatewayState::Broken(failure) | GatewayState::Unreachable(failure)) = state else {
            return None;
        };
        let catalogue = failure.code.description();
        let sentence = match self.choice.language {
            crate::language::Language::Vietnamese => catalogue.vi,
            crate::language::Language::English => catalogue.en,
        };
        Some(ProblemView {
            sentence: sentence.to_owned(),
            code: catalogue.code,
            detail: (failure.detail != catalogue.en).then(|| failure.detail.clone()),
        })
    }

    fn more(&self, rows: usize) -> Option<String> {
        let beyond = rows.checked_sub(ROWS_MAX).filter(|beyond| *beyond > 0)?;
        Some(self.text.say_with("more-rows", &[("rows", number(beyond as u64))]))
    }
}

/// A seal whose evidence is the recomputation.
fn seal(kind: SealKind, label: String) -> Seal {
    Seal {
        kind,
        label,
        href: CHECK.to_owned(),
    }
}
