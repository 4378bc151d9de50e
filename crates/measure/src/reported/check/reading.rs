//! A figure as rules read it: its numbers with the room that their print leaves, its days, what it is counted in.

use std::collections::BTreeMap;

use motlan_core::Day;

use super::base::Base;
use super::groups::Series;
use super::known::{Known, Sort, own_step};
use super::label::Label;
use super::shown::Days;
use crate::reported::amount::Amount;
use crate::reported::figure::{Change, Figure, Hedge, PrintedKind};
use crate::reported::number::PrintedNumber;
use crate::reported::printing::Printing;

/// What a number counts, as far as rules tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Measure {
    Count,
    Percent,
    Points,
    Times,
    PerDay,
}

/// Unit words that may stand in the unit itself, as in `triệu người`.
const UNIT_WORDS: [(&str, i64); 8] = [
    ("nghìn", 1_000),
    ("ngàn", 1_000),
    ("thousand", 1_000),
    ("triệu", 1_000_000),
    ("million", 1_000_000),
    ("tỷ", 1_000_000_000),
    ("tỉ", 1_000_000_000),
    ("billion", 1_000_000_000),
];

impl Measure {
    /// The measure of a unit's text; `None` for `percent as printed`, which may be either.
    pub(super) fn of_unit(unit: &str) -> Option<Self> {
        let unit = unit.trim().to_lowercase().replace('_', " ");
        Some(match unit.as_str() {
            "percent as printed" | "%" | "phần trăm" => return None,
            "percent" | "per cent" | "percent relative" => Self::Percent,
            "percentage point"
            | "percentage points"
            | "point"
            | "points"
            | "pp"
            | "điểm"
            | "điểm %"
            | "điểm phần trăm" => Self::Points,
            "times" | "lần" => Self::Times,
            other if other.ends_with("/day") || other.ends_with(" per day") || other.ends_with("/ngày") => {
                Self::PerDay
            }
            _ => Self::Count,
        })
    }
}

/// A figure and what follows from it alone.
pub(super) struct Reading<'a> {
    pub(super) figure: &'a Figure,
    /// The numbers of its printed words.
    pub(super) numbers: Vec<PrintedNumber>,
    /// The fractions among them: part and whole.
    pub(super) fractions: Vec<(Amount, Amount)>,
    /// The ranges among them: from and to.
    pub(super) ranges: Vec<(Amount, Amount)>,
    pub(super) measure: Measure,
    pub(super) value: Option<Known>,
    pub(super) numerator: Option<Known>,
    pub(super) denominator: Option<Known>,
    pub(super) change: Option<Known>,
    pub(super) label: Label,
    /// From the columns, else from the label.
    pub(super) first: Option<Day>,
    pub(super) last: Option<Day>,
    /// What its change is measured from.
    pub(super) base: Option<Base>,
}

impl<'a> Reading<'a> {
    pub(super) fn of(figure: &'a Figure) -> Self {
        let Printing {
            numbers,
            fractions,
            ranges,
        } = Printing::of(&figure.printed);
        // A share printed as `%` is one in percent.
        let measure = Measure::of_unit(&figure.unit).unwrap_or(Measure::Percent);
        let label = Label::of(&figure.period_label, figure.period_end.or(figure.period_start));
        let is_open = figure.period_start.is_none() && figure.period_end.is_none();
        let said = label.days().filter(|_| is_open);
        let first = figure.period_start.or(said.and_then(|(first, _)| first));
        let last = figure.period_end.or(said.map(|(_, last)| last));
        let sort = if measure == Measure::Count {
            Sort::Count
        } else {
            Sort::Quotient
        };
        let value = figure
            .value
            .and_then(|value| value.checked_mul(unit_factor(&figure.unit)));
        // The hedge of the row is that of its number: the value, or the numerator of a figure without one.
        let of_numerator = Some(figure.hedge).filter(|hedge| value.is_none() && *hedge != Hedge::Exact);
        let base = figure
            .change
            .as_ref()
            .and_then(|_| Base::of(&figure.printed, first, last));
        Self {
            figure,
            measure,
            value: known(&numbers, value, Some(figure.hedge), sort),
            numerator: known(&numbers, figure.numerator, of_numerator, Sort::Count),
            denominator: known(&numbers, figure.denominator, None, Sort::Count),
            change: figure.change.as_ref().and_then(|change| of_change(&numbers, change)),
            label,
            first,
            last,
            base,
            numbers,
            fractions,
            ranges,
        }
    }

    pub(super) fn series(&self) -> Series<'a> {
        (self.figure.indicator.as_str(), self.figure.scope.as_str())
    }

    /// By time, and by what else tells figures apart; never by their place in the set.
    pub(super) fn order(&self) -> (Option<Day>, Option<Day>, &'a str, &'a str) {
        (self.last, self.first, &self.figure.source.0, &self.figure.id.0)
    }

    /// Its first and last day, if both are said and in order.
    pub(super) fn days(&self) -> Option<Days> {
        let days = Days {
            first: self.first?,
            last: self.last?,
        };
        (days.first <= days.last).then_some(days)
    }

    /// Whether any date is printed.
    pub(super) fn is_dated(&self) -> bool {
        self.first.is_some() || self.last.is_some() || self.label.is_said()
    }

    pub(super) fn is(&self, kind: PrintedKind) -> bool {
        self.figure.kind == kind
    }

    /// A level at a date: a stock or a share.
    pub(super) fn is_level(&self) -> bool {
        matches!(self.figure.kind, PrintedKind::Stock | PrintedKind::Ratio)
    }

    /// How many were counted: the value of a count, else the numerator.
    pub(super) fn count(&self) -> Option<Known> {
        let value = self
            .value
            .filter(|_| self.measure == Measure::Count && self.denominator.is_none());
        value
            .or(self.numerator)
            .or(self.value.filter(|_| self.measure == Measure::Count))
    }

    /// The share in percent: the value, else what the parts make.
    pub(super) fn share(&self) -> Option<Known> {
        if self.measure != Measure::Percent {
            return None;
        }
        self.value.or_else(|| {
            let made = self.numerator?.value.checked_mul(Amount::ONE_HUNDRED)?;
            let made = made.checked_div(self.denominator?.value)?.round_dp(4);
            Known::new(made, own_step(made), self.figure.hedge, Sort::Quotient)
        })
    }

    /// The number that is compared with those of other days, in its own measure.
    pub(super) fn level(&self) -> Option<Known> {
        match self.measure {
            Measure::Percent => self.share(),
            Measure::Count => self.count(),
            _ => self.value,
        }
    }

    /// Whether two figures count the same thing, so that one can be held against the other.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        let is_same_unit = self.figure.unit == other.figure.unit || self.measure != Measure::Count;
        self.measure == other.measure && is_same_unit
    }
}

/// How much a figure changed.
fn of_change(numbers: &[PrintedNumber], change: &Change) -> Option<Known> {
    let is_count = Measure::of_unit(&change.unit) == Some(Measure::Count);
    let sort = if is_count { Sort::Count } else { Sort::Quotient };
    known(numbers, Some(change.by), Some(change.hedge), sort)
}

/// What one of the unit is worth.
pub(super) fn unit_factor(unit: &str) -> Amount {
    let lower = unit.to_lowercase();
    let mut words = lower.split_whitespace();
    let found = words.find_map(|word| UNIT_WORDS.into_iter().find(|(known, _)| *known == word));
    Amount::from(found.map_or(1, |(_, factor)| factor))
}

/// A number of the columns, with the room that its print leaves where the words print it.
///
/// A column's hedge counts for its own number; other numbers take the hedge that stands before them in the words.
fn known(numbers: &[PrintedNumber], value: Option<Amount>, hedge: Option<Hedge>, sort: Sort) -> Option<Known> {
    let value = value?;
    let printed = find_printed(numbers, value);
    let step = printed.map_or_else(|| own_step(value), |number| number.step);
    let hedge = hedge.or(printed.map(|number| number.hedge)).unwrap_or_default();
    Known::new(value, step, hedge, sort)
}

/// The printed number that says this value.
pub(super) fn find_printed(numbers: &[PrintedNumber], value: Amount) -> Option<&PrintedNumber> {
    let size = value.abs();
    numbers.iter().find(|number| number.value == size)
}

/// How many figures have each key.
pub(super) fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}
