//! Periods in words: which one a page speaks of, which others it offers, what an open one means. Pure.

use motlan_measure::model::indicator::Counter;
use motlan_measure::{Day, Flag, Grain, Period};

use super::asked::Span;
use super::facts::{FigureFacts, Reach, SpanFacts};
use super::figure::{Writer, day, with_period};
use crate::parts::Tab;

impl Writer {
    /// What the figures stand on and for when; over how many provinces, where that is what they are about.
    pub(super) fn lead(self, span: SpanFacts, reach: Option<&Reach>) -> String {
        let period = ("period", self.period(span.period).into());
        match reach {
            Some(reach) => {
                let arguments = [period, ("reach", self.reach(reach).into())];
                self.text.say_with("leader-lead", &arguments)
            }
            None => self.text.say_with("leader-lead-short", &[period]),
        }
    }

    /// What a reader must know besides.
    pub(super) fn remark(self, figure: &FigureFacts, span: SpanFacts) -> Option<String> {
        let observation = &figure.found.observation;
        let is_open = span.period.last_day() >= span.today || observation.flag == Flag::Provisional;
        (is_open && figure.found.is_known).then(|| match figure.counter {
            Counter::TransactionsPerDay => self.text.say("leader-provisional-average"),
            _ => self.text.say("leader-provisional"),
        })
    }

    /// Today, this week, this month, the month before, and the period of the address if it is none of them.
    pub(super) fn tabs(self, path: &str, span: SpanFacts) -> Vec<Tab> {
        let month = Period::of(Grain::Month, span.today);
        let month_before = Period::of(
            Grain::Month,
            Day::from_number(month.first_day().number().saturating_sub(1)),
        );
        let week = Span::Week.on(span.today);
        let mut periods = vec![
            (Period::day(span.today), self.text.say("leader-tab-today")),
            (week, self.text.say("leader-tab-week")),
            (month, self.text.say("leader-tab-month")),
            (month_before, self.text.say("leader-tab-month-before")),
        ];
        if periods.iter().all(|(period, _)| *period != span.period) {
            periods.push((span.period, self.period(span.period)));
        }
        let tab = |(period, name): (Period, String)| Tab {
            name,
            href: self.choice.link(&with_period(path, period)),
            count: None,
            is_now: period == span.period,
        };
        periods.into_iter().map(tab).collect()
    }

    /// A period within a sentence.
    pub(super) fn period(self, period: Period) -> String {
        let (first, last) = (period.first_day(), period.last_day());
        let parts = first.to_string();
        let (year, month) = (parts.get(..4).unwrap_or_default(), parts.get(5..7).unwrap_or_default());
        let number = month.parse::<u8>().unwrap_or(1);
        match period.grain() {
            Some(Grain::Day) => self.text.say_with("leader-day", &[("date", day(first).into())]),
            Some(Grain::Month) => self.text.say_with(
                "leader-month",
                &[("month", month.to_owned().into()), ("year", year.to_owned().into())],
            ),
            Some(Grain::Quarter) => {
                let quarter = number.div_ceil(3).to_string();
                let arguments = [("quarter", quarter.into()), ("year", year.to_owned().into())];
                self.text.say_with("leader-quarter", &arguments)
            }
            Some(Grain::Half) => {
                let half = number.div_ceil(6).to_string();
                let arguments = [("half", half.into()), ("year", year.to_owned().into())];
                self.text.say_with("leader-half", &arguments)
            }
            Some(Grain::Year) => self.text.say_with("leader-year", &[("year", year.to_owned().into())]),
            None => self.text.say_with(
                "leader-days",
                &[("first", day(first).into()), ("last", day(last).into())],
            ),
        }
    }
}
