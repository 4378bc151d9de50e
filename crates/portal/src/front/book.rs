//! Today's book as the front page opens it: what each side entered, joined by a seal. Pure.

use std::collections::BTreeMap;

use crate::facts::Named;
use crate::frame::Label;
use crate::language::Choice;
use crate::seal::{Figure, Seal, SealKind};
use crate::status::{CentreFacts, GatewayState, LineFacts};
use crate::text::{Text, number};

/// Services on the front page; the others are counted and stand on the status page.
const SERVICES_MAX: usize = 5;

/// Where every seal of this page leads: the recomputation, explained.
const EVIDENCE: &str = "/trang-thai#kiem-lai";

/// The book.
#[derive(Debug)]
pub(super) struct BookView {
    /// What agrees.
    pub(super) matched: Option<Figure>,
    /// Of what was seen.
    pub(super) of: String,
    pub(super) unmatched: String,
    pub(super) rows: Vec<BookRow>,
    pub(super) more: Option<String>,
    pub(super) runs: String,
}

/// One service: what its two sides entered.
#[derive(Debug)]
pub(super) struct BookRow {
    pub(super) service: Label,
    pub(super) consumer: String,
    pub(super) provider: String,
    pub(super) seal: Seal,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    matched: u64,
    consumer_only: u64,
    provider_only: u64,
    is_broken: bool,
}

impl Sums {
    fn add(&mut self, line: &LineFacts, is_broken: bool) {
        self.matched += line.matched;
        self.consumer_only += line.consumer_only;
        self.provider_only += line.provider_only;
        self.is_broken |= is_broken;
    }

    fn one_sided(self) -> u64 {
        self.consumer_only + self.provider_only
    }

    /// The seal of a sum; `is_whole` says whether every log that it stands on was read.
    fn seal(self, is_whole: bool, choice: Choice) -> Seal {
        let text = Text::of(choice.language);
        let (kind, label) = if self.is_broken {
            (SealKind::Broken, text.say("label-broken"))
        } else if self.one_sided() > 0 || !is_whole {
            (SealKind::OneSided, text.say("label-incomplete"))
        } else {
            (SealKind::Proven, text.say("label-proven"))
        };
        Seal {
            kind,
            label,
            href: choice.link(EVIDENCE),
        }
    }
}

impl BookView {
    pub(super) fn build(facts: &CentreFacts, choice: Choice) -> Self {
        let text = Text::of(choice.language);
        let broken: Vec<_> = facts
            .gateways
            .iter()
            .filter(|gateway| matches!(gateway.state, GatewayState::Broken(_)))
            .map(|gateway| gateway.gateway.member.as_str())
            .collect();
        let is_broken = |line: &LineFacts| {
            [&line.consumer, &line.provider]
                .iter()
                .any(|party| broken.contains(&party.member.as_str()))
        };
        let mut total = Sums::default();
        let mut services: BTreeMap<&Named, Sums> = BTreeMap::new();
        for line in &facts.lines {
            total.add(line, is_broken(line));
            services.entry(&line.service).or_default().add(line, is_broken(line));
        }
        let read = facts
            .gateways
            .iter()
            .filter(|gateway| gateway.state == GatewayState::Read)
            .count();
        let is_whole = read == facts.gateways.len();
        let mut services: Vec<_> = services.into_iter().collect();
        // What does not match comes first, then the busiest.
        services.sort_by_key(|(_, sums)| std::cmp::Reverse((sums.is_broken, sums.one_sided(), sums.matched)));
        let seen = total.matched + total.one_sided();
        let beyond = services.len().saturating_sub(SERVICES_MAX);
        Self {
            matched: (seen > 0).then(|| Figure {
                value: choice.language.number(total.matched),
                seal: total.seal(is_whole, choice),
            }),
            of: text.say_with("today-seen", &[("count", number(seen))]),
            unmatched: match total.one_sided() {
                0 => text.say("today-none-unmatched"),
                count => text.say_with("today-unmatched", &[("count", number(count))]),
            },
            rows: services
                .into_iter()
                .take(SERVICES_MAX)
                .map(|(service, sums)| row(service, sums, choice))
                .collect(),
            more: (beyond > 0).then(|| text.say_with("book-more", &[("services", number(beyond as u64))])),
            runs: runs(read, facts.gateways.len(), text),
        }
    }
}

fn row(service: &Named, sums: Sums, choice: Choice) -> BookRow {
    let count = |count| choice.language.number(count);
    BookRow {
        service: Label::new(service, choice.language),
        consumer: count(sums.matched + sums.consumer_only),
        provider: count(sums.matched + sums.provider_only),
        seal: sums.seal(true, choice),
    }
}

fn runs(read: usize, gateways: usize, text: &Text) -> String {
    let arguments = [("read", number(read as u64)), ("gateways", number(gateways as u64))];
    match gateways {
        0 => text.say("runs-none"),
        _ if read == gateways => text.say_with("runs-all", &arguments),
        _ => text.say_with("runs-some", &arguments),
    }
}
