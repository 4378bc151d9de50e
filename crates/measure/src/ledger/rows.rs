//! Every figure as one table of plain text: what an audit prints and what a second reader compares.

use std::fmt;

use serde::Serialize;

use super::Ledger;
use super::figures::empty;
use super::sums::Sums;
use crate::model::indicator::Indicator;
use crate::model::observation::{Observation, Scope};
use crate::model::period::Grain;
use crate::pack::Pack;

/// One figure as text. A value that is missing is an empty column; digits are for machines, as in `80.95`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    /// The indicator's code.
    pub indicator: String,
    /// `VN` for the whole country, or a member.
    pub scope: String,
    /// The first day, `yyyy-MM-dd`.
    pub period_start: String,
    /// The last day.
    pub period_end: String,
    /// The population and its version, as in `members/1`.
    pub population: String,
    /// What was counted.
    pub numerator: String,
    /// What it is divided by; empty if it is no fraction.
    pub denominator: String,
    /// The value, rounded as the indicator declares.
    pub value: String,
    /// The code of its unit.
    pub unit: String,
    /// `proven`, `one_sided` or `reported`.
    pub level: String,
}

impl Row {
    /// The first line of the table.
    pub const HEADER: &str =
        "indicator,scope,period_start,period_end,population,numerator,denominator,value,unit,level";

    /// The row of an observation.
    pub fn new(indicator: &Indicator, observation: &Observation) -> Self {
        let factor = Pack::built_in().unit(&indicator.unit).map_or(1, |unit| unit.factor);
        let value = observation.value.rounded(factor, indicator.rounding);
        Self {
            indicator: observation.indicator.to_string(),
            scope: observation.scope.to_string(),
            period_start: observation.period.first_day().to_string(),
            period_end: observation.period.last_day().to_string(),
            population: text(observation.population.as_ref()),
            numerator: text(observation.numerator),
            denominator: text(observation.denominator),
            value: text(value),
            unit: indicator.unit.as_str().to_owned(),
            level: observation.level.as_str().to_owned(),
        }
    }
}

fn text(part: Option<impl fmt::Display>) -> String {
    part.map(|part| part.to_string()).unwrap_or_default()
}

/// One line of the table (RFC 4180): a member's code may hold a comma.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.scope {
            scope if scope.contains(',') => write!(f, "{},\"{scope}\"", self.indicator)?,
            scope => write!(f, "{},{scope}", self.indicator)?,
        }
        let rest = [
            &self.period_start,
            &self.period_end,
            &self.population,
            &self.numerator,
            &self.denominator,
            &self.value,
            &self.unit,
            &self.level,
        ];
        rest.iter().try_for_each(|part| write!(f, ",{part}"))
    }
}

impl Ledger {
    /// The figures of every month in which something happened: [`Ledger::rows_by`] month.
    pub fn rows(&self) -> Vec<Row> {
        self.rows_by(Grain::Month)
    }

    /// Every computed indicator, for the country and each member, for each period of this length in which the scope has
    /// dossiers (or, for the exchange's indicators, transactions). Sorted.
    ///
    /// The same figures as [`Ledger::observe`] gives one by one, from one pass over the dossiers.
    pub fn rows_by(&self, grain: Grain) -> Vec<Row> {
        let sums = Sums::of(self, grain);
        let mut scopes = vec![(Scope::Country, None)];
        let members = self.logs.list().into_iter();
        scopes.extend(members.map(|(member, log)| (Scope::Member(member.clone()), Some(log))));
        let mut rows = Vec::new();
        for (scope, log) in &scopes {
            for indicator in Pack::built_in().indicators() {
                let Some(counter) = indicator.computed_by else { continue };
                for period in sums.periods(counter, *log) {
                    let tally = match counter.basis() {
                        Some(_) => sums.tally(counter, *log, period),
                        None => self.tally(counter, scope, period),
                    };
                    let mut observation = empty(&indicator.code, scope, period);
                    self.fill(&mut observation, counter, tally);
                    rows.push(Row::new(indicator, &observation));
                }
            }
        }
        rows.sort();
        rows
    }
}
