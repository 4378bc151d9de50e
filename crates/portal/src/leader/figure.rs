//! Figures in words: the value as the language writes it, its seal, its fraction, the sentence that it makes. Pure.

use motlan_core::Name;
use motlan_measure::model::indicator::Counter;
use motlan_measure::{Day, Decimal, EvidenceLevel, Indicator, Observation, Pack, Period, Scope};

use super::PATH;
use super::csv::scope_code;
use super::facts::{FigureFacts, Found, Reach};
use super::source::number;
use crate::chart::Unit;
use crate::facts::Named;
use crate::language::{Choice, Language, date};
use crate::parts::Ratio;
use crate::seal::{Seal, SealKind};
use crate::text::{Text, number as count};

/// What writes figures.
#[derive(Clone, Copy)]
pub(super) struct Writer {
    pub(super) choice: Choice,
    pub(super) text: &'static Text,
}

impl Writer {
    pub(super) fn new(choice: Choice) -> Self {
        Self {
            choice,
            text: Text::of(choice.language),
        }
    }

    pub(super) fn say(self, name: &Name) -> &str {
        self.choice.language.name(name)
    }

    /// The value, as in `31,40 %`; none where there is none.
    pub(super) fn value(self, indicator: &Indicator, found: &Found) -> Option<String> {
        let unit = Pack::built_in().unit(&indicator.unit);
        let decimal = found
            .observation
            .value
            .rounded(unit.map_or(1, |unit| unit.factor), indicator.rounding)?;
        found.is_known.then(|| match unit.map(|unit| unit.factor) {
            Some(100) => format!("{}\u{a0}%", written(decimal, self.choice.language)),
            _ => written(decimal, self.choice.language),
        })
    }

    /// The seal of a figure; it leads to the entries.
    pub(super) fn seal(self, indicator: &Indicator, observation: &Observation) -> Seal {
        let (kind, label) = match observation.level {
            EvidenceLevel::Proven => (SealKind::Proven, self.text.say("leader-seal-proven")),
            EvidenceLevel::OneSided => (SealKind::OneSided, self.text.say("leader-seal-one-sided")),
            EvidenceLevel::Reported => (SealKind::Reported, self.text.say("leader-seal-reported")),
        };
        let href = self
            .choice
            .link(&address(indicator, Some(&observation.scope), observation.period));
        Seal { kind, label, href }
    }

    /// One large figure over its fraction; none where there is nothing to say. A count that is no fraction stands over
    /// itself.
    pub(super) fn ratio(self, figure: &FigureFacts) -> Option<Ratio> {
        let (indicator, found) = (figure.indicator, &figure.found);
        let written = |number: Option<u64>| number.map(|number| self.choice.language.number(number));
        let denominator = indicator.denominator.as_ref().map(|name| self.say(name).to_owned());
        Some(Ratio {
            value: self.value(indicator, found)?,
            numerator: (
                written(found.observation.numerator)?,
                self.say(&indicator.numerator).to_owned(),
            ),
            denominator: (
                written(found.observation.denominator).unwrap_or_default(),
                denominator.unwrap_or_default(),
            ),
            seal: self.seal(indicator, &found.observation),
        })
    }

    /// The fraction in short, as in `157 trong 500`; the unit of what is no fraction.
    pub(super) fn fraction(self, indicator: &Indicator, observation: &Observation) -> String {
        let unit = Pack::built_in()
            .unit(&indicator.unit)
            .map_or("", |unit| self.say(&unit.name));
        match (observation.numerator, observation.denominator) {
            (Some(part), Some(whole)) if indicator.computed_by == Some(Counter::TransactionsPerDay) => self
                .text
                .say_with("leader-per-days", &[("part", count(part)), ("days", count(whole))]),
            (Some(part), Some(whole)) if indicator.computed_by == Some(Counter::StatusSynced) => self.text.say_with(
                "leader-fraction-steps",
                &[("part", count(part)), ("whole", count(whole))],
            ),
            (Some(part), Some(whole)) => self
                .text
                .say_with("leader-fraction", &[("part", count(part)), ("whole", count(whole))]),
            _ => unit.to_owned(),
        }
    }

    /// The fraction as a label of a drawing, as in `157/500`; none for what is no share.
    pub(super) fn short_fraction(self, indicator: &Indicator, observation: &Observation) -> Option<String> {
        let write = |count| self.choice.language.number(count);
        let (part, whole) = observation.numerator.zip(observation.denominator)?;
        is_share(indicator).then(|| format!("{}/{}", write(part), write(whole)))
    }

    /// Why there is no figure.
    pub(super) fn missing(self, counter: Counter) -> String {
        match counter {
            Counter::Transactions | Counter::TransactionsPerDay | Counter::TransactionsUnmatched => {
                self.text.say("leader-missing-transactions")
            }
            Counter::Finished | Counter::OnTime | Counter::ElectronicResult => self.text.say("leader-missing-finished"),
            Counter::StatusSynced | Counter::StatusDifferences => self.text.say("leader-missing-status"),
            _ => self.text.say("leader-missing-received"),
        }
    }

    /// The difference on the period before in percentage points, with the fraction of then; shares only.
    pub(super) fn change(self, figure: &FigureFacts) -> Option<String> {
        let before = &figure.before;
        if !(figure.found.is_known && before.is_known && is_share(figure.indicator)) {
            return None;
        }
        let points = number(&figure.found.observation)? - number(&before.observation)?;
        let arguments = [
            ("points", self.points(points).into()),
            ("period", self.period(before.observation.period).into()),
            ("fraction", self.fraction(figure.indicator, &before.observation).into()),
        ];
        Some(self.text.say_with("leader-change", &arguments))
    }

    /// A difference of shares, as in `+0,71`.
    pub(super) fn points(self, difference: f64) -> String {
        let written = self.choice.language.decimal(difference * 100.0, 2);
        let is_more = difference > 0.0 && written.contains(|digit: char| ('1'..='9').contains(&digit));
        if is_more { format!("+{written}") } else { written }
    }

    /// For whom a figure of all places is, as the subject of a sentence.
    pub(super) fn everybody(self, reach: &Reach) -> String {
        match (&reach.provinces[..], &reach.agencies[..]) {
            ([], []) => self.text.say("leader-everybody"),
            ([only], []) | ([], [only]) => self.choice.language.name(&only.name).to_owned(),
            (provinces, []) => self
                .text
                .say_with("leader-provinces", &[("count", count(provinces.len() as u64))]),
            (provinces, agencies) => {
                let all = provinces.len() + agencies.len();
                self.text.say_with("leader-agencies", &[("count", count(all as u64))])
            }
        }
    }

    /// How far the figures reach, as in `2 trong 63 tỉnh có dữ liệu`.
    pub(super) fn reach(self, reach: &Reach) -> String {
        let with = count(reach.provinces.len() as u64);
        match &reach.population {
            Some((all, _)) => self
                .text
                .say_with("leader-reach", &[("with", with), ("all", count(*all))]),
            None => self.text.say_with("leader-reach-unknown", &[("with", with)]),
        }
    }

    /// The sentence of a page, by its figure and for whom it is.
    pub(super) fn title(self, figure: &FigureFacts, place: Option<&Named>, reach: &Reach) -> String {
        let subject = match place {
            Some(place) => self.choice.language.name(&place.name).to_owned(),
            None if figure.counter.is_of_exchange() => self.text.say("leader-everybody-exchange"),
            None => self.everybody(reach),
        };
        let name = within_sentence(self.say(&figure.indicator.name));
        let Some(value) = self.value(figure.indicator, &figure.found) else {
            return self
                .text
                .say_with("leader-title-none", &[("place", subject.into()), ("name", name.into())]);
        };
        let arguments = [
            ("place", subject.into()),
            ("value", value.into()),
            ("name", name.into()),
        ];
        match figure.counter {
            Counter::Digitised => self.text.say_with("leader-title-digitised", &arguments),
            Counter::Reuse => self.text.say_with("leader-title-reuse", &arguments),
            Counter::Prefill => self.text.say_with("leader-title-prefill", &arguments),
            Counter::OnTime => self.text.say_with("leader-title-on-time", &arguments),
            Counter::ElectronicResult => self.text.say_with("leader-title-electronic", &arguments),
            Counter::TransactionsPerDay => self.text.say_with("leader-title-per-day", &arguments),
            Counter::PapersNotAsked => self.text.say_with("leader-title-papers", &arguments),
            _ => self.text.say_with("leader-title-other", &arguments),
        }
    }
}

/// The address of a figure's page, or of its entries in a scope.
pub(super) fn address(indicator: &Indicator, scope: Option<&Scope>, period: Period) -> String {
    let path = match scope {
        None => format!("{PATH}/{}", indicator.code),
        Some(scope) => format!("{PATH}/{}/{}", indicator.code, encoded(scope_code(scope))),
    };
    with_period(&path, period)
}

/// A member's code may hold letters that an address may not.
pub(super) fn encoded(code: &str) -> String {
    percent_encoding::utf8_percent_encode(code, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// An address with its period.
pub(super) fn with_period(path: &str, period: Period) -> String {
    format!("{path}?ky={period}")
}

/// Whether a figure is a part of a whole.
pub(super) fn is_share(indicator: &Indicator) -> bool {
    Pack::built_in()
        .unit(&indicator.unit)
        .is_some_and(|unit| unit.factor == 100)
}

/// How charts write a figure.
pub(super) fn unit(indicator: &Indicator) -> Unit {
    let decimals = usize::from(indicator.rounding.decimals);
    match (is_share(indicator), decimals) {
        (true, decimals) => Unit::Percent(decimals),
        (false, 0) => Unit::Count,
        (false, decimals) => Unit::Number(decimals),
    }
}

/// A day as `dd/MM/yyyy`.
pub(super) fn day(day: Day) -> String {
    date(&day.to_string())
}

/// Every digit as the ledger rounded it.
fn written(decimal: Decimal, language: Language) -> String {
    let whole = language.number(u64::try_from(decimal.whole()).unwrap_or(u64::MAX));
    let point = match language {
        Language::Vietnamese => ',',
        Language::English => '.',
    };
    match decimal.fraction_digits() {
        digits if digits.is_empty() => whole,
        digits => format!("{whole}{point}{digits}"),
    }
}

/// A name as it stands within a sentence.
fn within_sentence(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}
