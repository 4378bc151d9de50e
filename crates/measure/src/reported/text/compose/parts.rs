//! The numbers of a proposal: count, part and whole, rate, change.

use std::ops::Range;

use super::Composer;
use crate::reported::amount::Amount;
use crate::reported::figure::{Change, PrintedKind};
use crate::reported::text::assumption::Assumption;
use crate::reported::text::proposal::Said;
use crate::reported::text::seed::Stand;

/// Numerator, denominator and value.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) numerator: Option<Said<Amount>>,
    pub(super) denominator: Option<Said<Amount>>,
    pub(super) value: Option<Said<Amount>>,
}

impl Composer<'_> {
    pub(super) fn parts(&mut self, kind: PrintedKind) -> Parts {
        let (page, draft, seed) = (self.page, self.draft, &self.draft.seed);
        let said = |amount: Amount, place: &Range<usize>| Some(Said::printed(amount, place.clone()));
        let own = said(seed.number.value, &seed.number.place);
        if seed.is_range {
            self.assumed.push(Assumption::LowerEndOfRange);
        }
        if seed.unit_head.is_some() {
            self.assumed.push(Assumption::UnitWordFromHeading);
        }
        if !seed.is_percent && has_three_decimals(&page.text[seed.number.place.clone()]) {
            self.assumed.push(Assumption::CommaIsDecimal);
        }
        match (&seed.whole, kind) {
            (Some(_), _) if seed.stand == Stand::Rank => Parts {
                numerator: own.clone(),
                value: own,
                denominator: None,
            },
            (Some(whole), _) => Parts {
                numerator: own,
                denominator: said(whole.value, &whole.place),
                value: draft.rate.as_ref().and_then(|rate| said(rate.value, &rate.place)),
            },
            (None, PrintedKind::Stock | PrintedKind::Flow | PrintedKind::Part) => Parts {
                numerator: own.clone(),
                value: own,
                denominator: None,
            },
            (None, PrintedKind::DeltaPercent) => self.delta(),
            (None, PrintedKind::Ratio) if !seed.is_percent => Parts {
                numerator: own,
                ..Parts::default()
            },
            (None, _) => Parts {
                value: own,
                ..Parts::default()
            },
        }
    }

    /// A change as a figure of its own: the level, the base, and the change with its sign.
    fn delta(&self) -> Parts {
        let number = &self.draft.seed.number;
        let is_fall = matches!(self.draft.seed.stand, Stand::Change { is_fall: true, .. });
        let base = self.draft.base.as_ref();
        Parts {
            numerator: base.and(self.level).and_then(|level| level.value.clone()),
            denominator: base.map(|base| Said::printed(base.value, base.place.clone())),
            value: Some(Said::printed(signed(number.value, is_fall), number.place.clone())),
        }
    }

    /// The change printed beside a level, in percent where points or percent is not said.
    pub(super) fn change(&self, unit_of_level: &str) -> Option<Said<Change>> {
        let change = self.draft.change.as_ref()?;
        let seed = &change.seed;
        let unit = match (seed.is_points, seed.is_percent) {
            (true, _) => "percentage_point",
            (_, true) if self.draft.seed.is_share() => "percent as printed",
            (_, true) => "percent",
            _ => seed.noun.map_or(unit_of_level, |noun| noun.unit),
        };
        let value = Change {
            by: signed(seed.number.value, change.is_fall),
            unit: unit.to_owned(),
            hedge: seed.hedge(),
        };
        Some(Said::printed(value, self.page.place(&seed.tokens)))
    }
}

fn signed(value: Amount, is_fall: bool) -> Amount {
    if is_fall { -value.abs() } else { value }
}

/// Whether a comma before just three digits was read as a decimal mark.
fn has_three_decimals(words: &str) -> bool {
    let decimals = words.split_once(',').map(|(_, rest)| rest);
    decimals.is_some_and(|rest| rest.chars().take_while(char::is_ascii_digit).count() == 3)
}
