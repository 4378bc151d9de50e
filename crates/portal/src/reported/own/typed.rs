//! The fields of one proposal as they stand in the form: filled in from what was read, then as a person mended them.

use motlan_measure::Day;
use motlan_measure::reported::{Amount, Hedge, PrintedKind};

use super::super::amount::written;
use super::super::place;
use super::super::writer::Writer;
use super::draft::Draft;
use crate::language::{Language, date};
use crate::web::Fields;

/// A part of a figure that a person may mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Indicator,
    Value,
    Numerator,
    Denominator,
    Unit,
    Kind,
    Scope,
    First,
    Last,
    Label,
    Hedge,
    Change,
    ChangeUnit,
    ChangeHedge,
    Printed,
}

impl Part {
    /// All of them, in the order of the page.
    pub(super) const ALL: [Self; 15] = [
        Self::Indicator,
        Self::Value,
        Self::Unit,
        Self::Scope,
        Self::First,
        Self::Last,
        Self::Kind,
        Self::Numerator,
        Self::Denominator,
        Self::Hedge,
        Self::Label,
        Self::Change,
        Self::ChangeUnit,
        Self::ChangeHedge,
        Self::Printed,
    ];

    /// What the field is called.
    const fn key(self) -> &'static str {
        match self {
            Self::Indicator => "chi-so",
            Self::Value => "gia-tri",
            Self::Numerator => "tu-so",
            Self::Denominator => "mau-so",
            Self::Unit => "don-vi",
            Self::Kind => "loai",
            Self::Scope => "cua-ai",
            Self::First => "tu-ngay",
            Self::Last => "den-ngay",
            Self::Label => "ky",
            Self::Hedge => "rao-don",
            Self::Change => "thay-doi",
            Self::ChangeUnit => "don-vi-thay-doi",
            Self::ChangeHedge => "rao-don-thay-doi",
            Self::Printed => "chu-in",
        }
    }

    /// The key of its label.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Indicator => "reported-column-indicator",
            Self::Value => "reported-value",
            Self::Numerator => "reported-numerator",
            Self::Denominator => "reported-denominator",
            Self::Unit => "own-unit",
            Self::Kind => "reported-kind",
            Self::Scope => "own-whom",
            Self::First => "own-first-day",
            Self::Last => "own-last-day",
            Self::Label => "reported-period-label",
            Self::Hedge => "reported-hedge",
            Self::Change => "reported-change",
            Self::ChangeUnit => "own-change-unit",
            Self::ChangeHedge => "own-change-hedge",
            Self::Printed => "reported-column-printed",
        }
    }

    /// Whether it is always seen at once.
    pub(super) const fn is_first(self) -> bool {
        matches!(
            self,
            Self::Indicator | Self::Value | Self::Unit | Self::Kind | Self::Scope | Self::First | Self::Last
        )
    }
}

/// The name of a field of the proposal with this number, from 1.
pub(super) fn field_name(number: usize, part: Part) -> String {
    format!("p{number}-{}", part.key())
}

/// The name of the box that keeps a proposal.
pub(super) fn keep_name(number: usize) -> String {
    format!("p{number}-giu")
}

/// What stands in the fields of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) is_kept: bool,
    values: [String; Part::ALL.len()],
}

impl Typed {
    /// What was read, in words.
    pub(super) fn of_draft(draft: &Draft, writer: Writer) -> Self {
        Self {
            is_kept: true,
            values: Part::ALL.map(|part| shown(draft, part, writer)),
        }
    }

    /// What a person sent.
    pub(super) fn of_fields(fields: &Fields, number: usize) -> Self {
        Self {
            is_kept: !fields.get(&keep_name(number)).is_empty(),
            values: Part::ALL.map(|part| fields.get(&field_name(number, part)).to_owned()),
        }
    }

    /// What stands in one field.
    pub(super) fn get(&self, part: Part) -> &str {
        let place = Part::ALL.iter().position(|known| *known == part);
        place.map_or("", |place| self.values[place].as_str())
    }
}

/// A part of a proposal as its field shows it.
fn shown(draft: &Draft, part: Part, writer: Writer) -> String {
    let day = |day: Option<Day>| day.map(|day| date(&day.to_string())).unwrap_or_default();
    let change = draft.change.as_ref();
    match part {
        Part::Indicator => draft
            .indicator
            .as_ref()
            .map(|code| writer.indicator(code))
            .unwrap_or_default(),
        Part::Value => number(draft.value),
        Part::Numerator => number(draft.numerator),
        Part::Denominator => number(draft.denominator),
        Part::Unit => writer.unit(&draft.unit),
        Part::Kind => word(&PrintedKind::ALL, draft.kind),
        Part::Scope if draft.scope.is_empty() => String::new(),
        Part::Scope => place::say(&draft.scope, writer.choice.language),
        Part::First => day(draft.period_start),
        Part::Last => day(draft.period_end),
        Part::Label => draft.period_label.clone(),
        Part::Hedge => word(&Hedge::ALL, draft.hedge),
        Part::Change => number(change.map(|change| change.by)),
        Part::ChangeUnit => change.map(|change| change.unit.clone()).unwrap_or_default(),
        Part::ChangeHedge => word(&Hedge::ALL, change.map(|change| change.hedge).unwrap_or_default()),
        Part::Printed => draft.printed.clone(),
    }
}

/// Numbers stand in the form as reports write them, in either language: they are compared with a Vietnamese text.
fn number(amount: Option<Amount>) -> String {
    amount
        .map(|amount| written(amount, Language::Vietnamese))
        .unwrap_or_default()
}

/// The word of one of several values, as forms send it.
pub(super) fn word<T: Copy + PartialEq>(all: &[(T, &'static str)], one: T) -> String {
    let found = all.iter().find(|(known, _)| *known == one);
    found.map(|(_, word)| (*word).to_owned()).unwrap_or_default()
}
