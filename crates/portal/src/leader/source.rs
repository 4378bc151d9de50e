//! Asks the ledger for what a page says. Pure but for the ledger: tests need no node.

use std::collections::BTreeMap;

use motlan_core::{Code, Failure, MemberId};
use motlan_measure::model::indicator::{Counter, Kind};
use motlan_measure::{Day, EntryRef, Grain, Indicator, Ledger, Observation, Pack, Period, Scope, Side, Value};

use super::asked::Asked;
use super::facts::{
    DetailFacts, EntryFacts, Evidence, FigureFacts, Found, OverviewFacts, PlaceFacts, ScopeFacts, SpanFacts, Trend,
};
use crate::facts::{FrameFacts, Named};

/// What the address of all places together ends with.
pub(super) const ALL_PLACES: &str = "VN";

/// Entries on one page: a screen and a half.
pub(super) const PAGE_ENTRIES: usize = 50;

/// Entries in one part of a table of plain text: at most 160 bytes a line, 16 MB.
pub(super) const TABLE_ENTRIES: usize = 100_000;

/// Days of a trend.
const TREND_DAYS: u32 = 30;

/// Months that are looked through for one with dossiers: two years.
const MONTHS_BACK: u32 = 24;

/// The figures that the first page speaks of, in its order.
const CHOSEN: [Counter; 7] = [
    Counter::Digitised,
    Counter::Reuse,
    Counter::Prefill,
    Counter::OnTime,
    Counter::ElectronicResult,
    Counter::TransactionsPerDay,
    Counter::PapersNotAsked,
];

/// What the pages are made from.
pub(super) struct Source<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) frame: FrameFacts,
    pub(super) today: Day,
    /// The member of this node.
    pub(super) own: &'a MemberId,
    /// Base addresses of other nodes' pages.
    pub(super) addresses: &'a BTreeMap<MemberId, String>,
    /// What members are called.
    pub(super) name: &'a dyn Fn(&MemberId) -> Named,
}

impl Source<'_> {
    pub(super) fn overview(&self, asked: &Asked) -> OverviewFacts {
        let span = self.span(asked);
        let figure = |counter| self.figure(counter, &Scope::Country, span.period);
        let others = Counter::ALL.into_iter().filter(|counter| !CHOSEN.contains(counter));
        let trends = [Counter::Reuse, Counter::Prefill].into_iter().filter_map(|counter| {
            let indicator = Pack::built_in().find_computed(counter)?;
            Some((indicator, self.trend(indicator, counter, &Scope::Country, span)))
        });
        OverviewFacts {
            frame: self.frame.clone(),
            span,
            reach: self.reach(span),
            chosen: CHOSEN.into_iter().filter_map(figure).collect(),
            others: others.filter_map(figure).collect(),
            trends: trends.collect(),
        }
    }

    pub(super) fn detail(&self, code: &str, asked: &Asked) -> Result<DetailFacts, Failure> {
        let span = self.span(asked);
        let (indicator, counter) = find(code)?;
        let figure = self
            .figure(counter, &Scope::Country, span.period)
            .ok_or(Code::NotFound)?;
        Ok(DetailFacts {
            frame: self.frame.clone(),
            span,
            reach: self.reach(span),
            figure,
            trend: self.trend(indicator, counter, &Scope::Country, span),
            places: self.places(indicator, counter, span.period),
        })
    }

    pub(super) fn place(&self, code: &str, scope: &str, asked: &Asked) -> Result<ScopeFacts, Failure> {
        let span = self.span(asked);
        let (indicator, counter) = find(code)?;
        let member = match scope {
            ALL_PLACES => None,
            code => Some(self.member(code).ok_or(Code::NotFound)?),
        };
        let scope_of = member.clone().map_or(Scope::Country, Scope::Member);
        let figure = self.figure(counter, &scope_of, span.period).ok_or(Code::NotFound)?;
        let evidence = if counter.is_of_exchange() {
            Evidence::Days(self.days(counter, &scope_of, span))
        } else {
            self.entries(indicator, &scope_of, span.period, asked)?
        };
        let listed = match &evidence {
            Evidence::Entries { rows, .. } => rows.iter().map(|row| row.member.clone()).collect(),
            Evidence::Days(_) => Vec::new(),
        };
        let address = |member: &MemberId| match self.addresses.get(member) {
            _ if member == self.own => Some(String::new()),
            found => found.cloned(),
        };
        Ok(ScopeFacts {
            frame: self.frame.clone(),
            span,
            reach: self.reach(span),
            figure,
            place: member.as_ref().map(|member| (self.name)(member)),
            code: scope.to_owned(),
            side: asked.side,
            page: asked.page,
            evidence,
            names: listed
                .iter()
                .map(|member| (member.clone(), (self.name)(member)))
                .collect(),
            pages: listed
                .iter()
                .filter_map(|it| Some((it.clone(), address(it)?)))
                .collect(),
        })
    }

    /// What is asked for, or the last month in which a dossier was received: evidence decides, so that the first page
    /// of a month that has just begun is not empty.
    fn span(&self, asked: &Asked) -> SpanFacts {
        let today = self.today;
        let this_month = Period::of(Grain::Month, today);
        let period = asked.span.map_or_else(
            || {
                let mut month = this_month;
                for _ in 0..MONTHS_BACK {
                    if self.count(Counter::Received, &Scope::Country, month) > 0 {
                        return month;
                    }
                    month = before(month);
                }
                this_month
            },
            |span| span.on(today),
        );
        SpanFacts { period, today }
    }

    fn figure(&self, counter: Counter, scope: &Scope, period: Period) -> Option<FigureFacts> {
        let indicator = Pack::built_in().find_computed(counter)?;
        Some(FigureFacts {
            indicator,
            counter,
            found: self.found(indicator, counter, scope, period),
            before: self.found(indicator, counter, scope, before(period)),
        })
    }

    fn found(&self, indicator: &Indicator, counter: Counter, scope: &Scope, period: Period) -> Found {
        let observation = self.ledger.observe(&indicator.code, scope, period);
        Found {
            is_known: self.is_known(counter, &observation),
            observation,
        }
    }

    /// Whether a count of nothing is a count: something must have come in that could have been counted.
    fn is_known(&self, counter: Counter, observation: &Observation) -> bool {
        if observation.value == Value::Missing {
            return false;
        }
        if observation.numerator.is_some_and(|count| count > 0) {
            return true;
        }
        let (scope, period) = (&observation.scope, observation.period);
        let came = |counter| self.count(counter, scope, period) > 0;
        match counter {
            Counter::PapersNotAsked | Counter::CarriedOver => came(Counter::Received),
            Counter::StatusDifferences => came(Counter::StatusSynced),
            Counter::TransactionsUnmatched => came(Counter::Transactions),
            Counter::Transactions | Counter::TransactionsPerDay => came(Counter::TransactionsUnmatched),
            // What is left of the counts is its own base; a ratio has a base where it has a value.
            counter => counter.kind() == Kind::Ratio,
        }
    }

    pub(super) fn count(&self, counter: Counter, scope: &Scope, period: Period) -> u64 {
        let Some(indicator) = Pack::built_in().find_computed(counter) else {
            return 0;
        };
        self.ledger
            .observe(&indicator.code, scope, period)
            .numerator
            .unwrap_or(0)
    }

    /// The last days up to the period's end, or up to today.
    fn trend(&self, indicator: &Indicator, counter: Counter, scope: &Scope, span: SpanFacts) -> Trend {
        let last = span.period.last_day().min(span.today);
        let first = Day::from_number(last.number().saturating_sub(TREND_DAYS - 1));
        first
            .to(last)
            .map(|day| (day, self.found(indicator, counter, scope, Period::day(day))))
            .collect()
    }

    /// How many transactions stand on each day of the period; the sum is the figure's count.
    fn days(&self, counter: Counter, scope: &Scope, span: SpanFacts) -> Vec<(Day, u64)> {
        let last = span.period.last_day().min(span.today);
        let first = span.period.first_day();
        let days = (first <= last).then(|| first.to(last)).into_iter().flatten();
        days.map(|day| (day, self.count(counter, scope, Period::day(day))))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    fn entries(
        &self,
        indicator: &Indicator,
        scope: &Scope,
        period: Period,
        asked: &Asked,
    ) -> Result<Evidence, Failure> {
        let size = if asked.is_table { TABLE_ENTRIES } else { PAGE_ENTRIES };
        let first = (asked.page - 1).saturating_mul(size);
        let places = first..first.saturating_add(size);
        let found = self.ledger.evidence(&indicator.code, scope, period, asked.side, places);
        if first > 0 && first >= found.count {
            return Err(Code::NotFound.into());
        }
        let row = |entry: EntryRef| EntryFacts {
            member: entry.member,
            index: entry.index,
            dossier: entry.dossier,
        };
        Ok(Evidence::Entries {
            rows: found.rows.into_iter().map(row).collect(),
            count: found.count as u64,
        })
    }

    /// The figure of every place that ever had something of the kind, the highest first.
    fn places(&self, indicator: &Indicator, counter: Counter, period: Period) -> Vec<PlaceFacts> {
        let mut places: Vec<_> = self
            .ledger
            .members_of(counter)
            .into_iter()
            .map(|member| PlaceFacts {
                place: (self.name)(&member),
                found: self.found(indicator, counter, &Scope::Member(member), period),
            })
            .collect();
        places.sort_by(|left, right| {
            let value = |place: &PlaceFacts| place.found.is_known.then(|| number(&place.found.observation));
            let by_value = value(right).flatten().partial_cmp(&value(left).flatten());
            by_value
                .unwrap_or(std::cmp::Ordering::Equal)
                .then_with(|| left.place.cmp(&right.place))
        });
        places
    }

    fn member(&self, code: &str) -> Option<MemberId> {
        self.ledger.members().into_iter().find(|member| member.code() == code)
    }
}

/// The indicator with this code, if something computes it.
fn find(code: &str) -> Result<(&'static Indicator, Counter), Failure> {
    let code = code.parse().map_err(|_| Code::NotFound)?;
    let indicator = Pack::built_in().find(&code).ok_or(Code::NotFound)?;
    let counter = indicator.computed_by.ok_or(Code::NotFound)?;
    Ok((indicator, counter))
}

/// The period of the same length that ended the day before.
fn before(period: Period) -> Period {
    let last = Day::from_number(period.first_day().number().saturating_sub(1));
    if let Some(grain) = period.grain() {
        return Period::of(grain, last);
    }
    let days = u32::try_from(period.day_count()).unwrap_or(u32::MAX);
    let first = Day::from_number(period.first_day().number().saturating_sub(days));
    Period::custom(first, last).unwrap_or(Period::day(last))
}

/// A value for order and drawings; none where there is none.
#[expect(clippy::cast_precision_loss, reason = "the exact counts stand beside every drawing")]
pub(super) fn number(observation: &Observation) -> Option<f64> {
    match observation.value {
        Value::Missing | Value::Fraction { denominator: 0, .. } => None,
        Value::Count(count) => Some(count as f64),
        Value::Fraction { numerator, denominator } => Some(numerator as f64 / denominator as f64),
    }
}

/// The count on one side of a figure.
pub(super) fn side(observation: &Observation, side: Side) -> Option<u64> {
    match side {
        Side::Numerator => observation.numerator,
        Side::Denominator => observation.denominator,
    }
}

#[cfg(test)]
mod tests {
    use super::super::asked::RawQuery;
    use super::super::sample::{ledger, with_source};
    use super::*;

    fn asked(period: &str) -> Asked {
        Asked {
            span: (!period.is_empty()).then(|| super::super::asked::Span::Exact(period.parse().unwrap())),
            ..Asked::parse(&RawQuery::default()).unwrap()
        }
    }

    /// Every place's rows of every side, counted again, are the figure.
    #[test]
    fn the_rows_are_as_many_as_every_figure_says() {
        let ledger = ledger();
        with_source(&ledger, |source| {
            for indicator in Pack::built_in()
                .indicators()
                .filter(|indicator| indicator.computed_by.is_some())
            {
                for scope in [ALL_PLACES, "H45", "H19"] {
                    for side_of in [Side::Numerator, Side::Denominator] {
                        let asked = Asked {
                            side: side_of,
                            is_table: true,
                            ..asked("2026-11")
                        };
                        let facts = source.place(indicator.code.as_str(), scope, &asked).unwrap();
                        let observation = &facts.figure.found.observation;
                        let (listed, expected) = match &facts.evidence {
                            Evidence::Entries { rows, count } => {
                                assert_eq!(rows.len() as u64, *count);
                                (*count, side(observation, side_of).unwrap_or(0))
                            }
                            Evidence::Days(days) => (
                                days.iter().map(|(_, count)| count).sum(),
                                observation.numerator.unwrap(),
                            ),
                        };
                        assert_eq!(listed, expected, "{} {scope}", indicator.code);
                    }
                }
            }
        });
    }

    #[test]
    fn nothing_received_is_no_zero() {
        let ledger = ledger();
        with_source(&ledger, |source| {
            let overview = source.overview(&asked("2026-09"));
            for figure in overview.chosen.iter().chain(&overview.others) {
                assert!(!figure.found.is_known, "{}", figure.indicator.code);
            }
            assert_eq!(overview.reach.provinces, []);
            // A place that reused nothing, but received something, has zero.
            let facts = source
                .place("dossiers.reuse_rate", "H19", &asked("2026-10-13"))
                .unwrap();
            assert!(facts.figure.found.is_known);
            assert_eq!(facts.figure.found.observation.numerator, Some(0));
        });
    }

    #[test]
    fn the_page_opens_at_the_last_month_with_dossiers() {
        let period = |ledger: &Ledger, today: &str| {
            with_source(ledger, |source| {
                let source = Source {
                    today: today.parse().unwrap(),
                    frame: source.frame.clone(),
                    ..*source
                };
                source.overview(&asked("")).span.period.to_string()
            })
        };
        let full = ledger();
        assert_eq!(period(&full, "2026-11-21"), "2026-11");
        assert_eq!(period(&full, "2026-12-01"), "2026-11");
        assert_eq!(period(&full, "2027-02-14"), "2026-11");
        assert_eq!(
            period(&Ledger::default(), "2026-11-21"),
            "2026-11",
            "nothing at all: this month"
        );
    }

    #[test]
    fn only_what_the_portal_holds_is_proven() {
        let ledger = ledger();
        let level = |scope: &str| {
            with_source(&ledger, |source| {
                let facts = source.place("dossiers.on_time_rate", scope, &asked("2026-11")).unwrap();
                facts.figure.found.observation.level.as_str()
            })
        };
        assert_eq!(
            [level("H45"), level("H19"), level(ALL_PLACES)],
            ["proven", "one_sided", "one_sided"]
        );
    }

    #[test]
    fn addresses_that_name_nothing_are_not_found() {
        let ledger = ledger();
        with_source(&ledger, |source| {
            let code = |result: Result<ScopeFacts, Failure>| result.unwrap_err().code;
            for indicator in ["dossiers.none", "x", "dti.province.total"] {
                assert_eq!(
                    code(source.place(indicator, "H45", &asked("2026-11"))),
                    Code::NotFound,
                    "{indicator}"
                );
                assert_eq!(source.detail(indicator, &asked("")).unwrap_err().code, Code::NotFound);
            }
            assert_eq!(
                code(source.place("dossiers.received", "H99", &asked("2026-11"))),
                Code::NotFound
            );
            let beyond = Asked {
                page: 3,
                ..asked("2026-11")
            };
            assert_eq!(code(source.place("dossiers.received", "H45", &beyond)), Code::NotFound);
        });
    }

    #[test]
    fn the_period_before_is_as_long() {
        let of = |text: &str| before(text.parse().unwrap()).to_string();
        assert_eq!(of("2026-11"), "2026-10");
        assert_eq!(of("2026-Q1"), "2025-Q4");
        assert_eq!(of("2026-11-01"), "2026-10-31");
        assert_eq!(of("2026-11-16/2026-11-22"), "2026-11-09/2026-11-15");
    }
}
