//! All figures of a check, read once, with their groups; and where findings are gathered.

use motlan_core::Name;

use super::Context;
use super::groups::Groups;
use super::reading::Reading;
use super::say::Draft;
use crate::model::code::IndicatorCode;
use crate::model::indicator::Indicator;
use crate::reported::figure::Figure;
use crate::reported::finding::Finding;

/// Every figure of the set.
pub(super) struct World<'a> {
    pub(super) readings: Vec<Reading<'a>>,
    pub(super) groups: Groups<'a>,
    pub(super) context: &'a Context<'a>,
}

impl<'a> World<'a> {
    pub(super) fn of(figures: &'a [Figure], context: &'a Context<'a>) -> Self {
        let readings: Vec<_> = figures.iter().map(Reading::of).collect();
        Self {
            groups: Groups::of(&readings),
            readings,
            context,
        }
    }

    /// The readings with their places.
    pub(super) fn each(&self) -> impl Iterator<Item = (usize, &Reading<'a>)> {
        self.readings.iter().enumerate()
    }

    /// What the catalogue says of a figure's indicator.
    pub(super) fn indicator(&self, reading: &Reading<'_>) -> Option<&'a Indicator> {
        self.context.pack.find(&reading.figure.indicator)
    }

    /// What an indicator is called: its name in the catalogue, else its code.
    pub(super) fn name(&self, code: &IndicatorCode) -> Name {
        let found = self.context.pack.find(code);
        found.map_or_else(|| name(code.as_str(), code.as_str()), |found| found.name.clone())
    }

    /// What a document is called.
    pub(super) fn source(&self, reading: &Reading<'a>) -> &'a str {
        let source = &reading.figure.source;
        self.context
            .sources
            .map_or(source.0.as_str(), |sources| sources.label(source))
    }

    /// What a figure is counted in, as it stands behind a number: `%`, ` hồ sơ`.
    pub(super) fn unit(&self, unit: &str) -> Name {
        let named = match unit {
            "percent" | "%" | "percent as printed" => return name("%", "%"),
            "" => return name("", ""),
            day if day.ends_with("/day") => self.find_unit(&format!("{}_per_day", day.trim_end_matches("/day"))),
            unit => self.find_unit(&unit.replace(' ', "_")),
        };
        let named = named.unwrap_or_else(|| name(unit, unit));
        name(&format!(" {}", named.vi), &format!(" {}", named.en))
    }

    fn find_unit(&self, code: &str) -> Option<Name> {
        self.context.pack.find_unit(code).map(|unit| unit.name.clone())
    }
}

fn name(vi: &str, en: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: en.to_owned(),
    }
}

/// The most findings of one figure. Rules say at most a few each; only a figure that a great many others are held against
/// could have more, and then the first ones say enough.
const FINDINGS_MAX: usize = 64;

/// The findings of each figure.
pub(super) struct Out(Vec<Vec<Finding>>);

impl Out {
    pub(super) fn of(count: usize) -> Self {
        Self(vec![Vec::new(); count])
    }

    pub(super) fn add(&mut self, place: usize, draft: Draft) {
        let finding = draft.done();
        // Two comparisons may say the same; a reader needs it once, and no figure needs more than a page of findings.
        let findings = &self.0[place];
        if findings.len() < FINDINGS_MAX && !findings.contains(&finding) {
            self.0[place].push(finding);
        }
    }

    pub(super) fn extend(&mut self, place: usize, drafts: impl IntoIterator<Item = Draft>) {
        for draft in drafts {
            self.add(place, draft);
        }
    }

    /// The findings, the heaviest first, in an order that does not depend on that of the figures.
    pub(super) fn findings(self) -> impl Iterator<Item = Vec<Finding>> {
        self.0.into_iter().map(|mut findings| {
            findings.sort_by(|a, b| {
                let heavier = b.weight.cmp(&a.weight);
                heavier
                    .then_with(|| a.rule.cmp(b.rule))
                    .then_with(|| a.said.vi.cmp(&b.said.vi))
            });
            findings
        })
    }
}
