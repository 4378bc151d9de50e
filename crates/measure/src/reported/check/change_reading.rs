//! The earlier level that a printed change implies, by each way in which its words can be read.

use super::known::Known;
use super::points::{Said, said};
use super::reading::{Measure, Reading};
use super::shown::{Vi, like};
use super::span::Span;
use crate::reported::amount::Amount;

/// An implied earlier level.
#[derive(Clone, Debug)]
pub(super) struct Implied {
    pub(super) span: Span,
    pub(super) value: Amount,
    pub(super) line: String,
}

/// One earlier level for each reading: two where points or percent is not said. None where it cannot be computed.
pub(super) fn implied(reading: &Reading<'_>) -> Option<Vec<Implied>> {
    let (level, by) = (reading.level()?, reading.change?);
    let is_share = reading.measure == Measure::Percent;
    match said(reading)? {
        // Points of a count, or things by which a share rose: no level follows.
        Said::Points | Said::Either if !is_share => None,
        Said::Count if is_share => None,
        Said::Count | Said::Points => Some(vec![before_difference(&level, &by)?]),
        Said::Percent => Some(vec![before_percent(&level, &by)?]),
        Said::Either => Some(vec![before_difference(&level, &by)?, before_percent(&level, &by)?]),
    }
}

fn before_difference(level: &Known, by: &Known) -> Option<Implied> {
    let value = level.value.checked_sub(by.value)?;
    Some(Implied {
        span: level.span.minus(by.span)?,
        value,
        line: format!("{} − {} = {}", Vi(level.value), Vi(by.value), Vi(value)),
    })
}

fn before_percent(level: &Known, by: &Known) -> Option<Implied> {
    let one = Span::exact(Amount::ONE);
    let percent = Span {
        low: by.span.low.checked_div(Amount::ONE_HUNDRED)?,
        high: by.span.high.checked_div(Amount::ONE_HUNDRED)?,
    };
    let factor = by.value.checked_div(Amount::ONE_HUNDRED)?.checked_add(Amount::ONE)?;
    let value = level.value.checked_div(factor)?;
    let shown = like(value, level.value);
    Some(Implied {
        span: level.span.over(one.plus(percent)?)?,
        value,
        line: format!("{} ÷ (1 + {} ÷ 100) = {}", Vi(level.value), Vi(by.value), Vi(shown)),
    })
}
