//! The drawings of figures: the last thirty days as a line, the places as dots. Pure.

use motlan_measure::Indicator;

use super::facts::{DetailFacts, Found, PlaceFacts, SpanFacts, Trend};
use super::figure::{Writer, address, day, is_share, unit};
use super::source::number;
use crate::chart::{About, Chart, Datum, Dots, Lines, Series, Value};
use crate::parts::{Cell, DataTable};
use crate::text::number as count;

/// The trend of one figure, or of two that are shown beside each other; none where no day has a figure.
pub(super) fn trend(writer: Writer, id: &str, trends: &[(&'static Indicator, &Trend)]) -> Option<Chart> {
    let (indicator, days) = trends.first()?;
    let has_figure = |trend: &Trend| trend.iter().any(|(_, found)| found.is_known);
    if !trends.iter().any(|(_, trend)| has_figure(trend)) {
        return None;
    }
    let series = |(indicator, trend): &(&'static Indicator, &Trend)| Series {
        name: writer.say(&indicator.name).to_owned(),
        data: trend.iter().map(|(_, found)| datum(writer, indicator, found)).collect(),
    };
    let lines = Lines {
        series: trends.iter().map(series).collect(),
        aim: None,
    };
    let about = About {
        id: id.to_owned(),
        finding: finding(writer, indicator, days),
        names: writer.text.say("leader-day-column"),
        unit: unit(indicator),
        language: writer.choice.language,
    };
    Some(lines.chart(&about))
}

/// How many of the days have a figure, and the latest one.
fn finding(writer: Writer, indicator: &Indicator, trend: &Trend) -> String {
    let last = trend.last().map(|(last, _)| day(*last)).unwrap_or_default();
    let known: Vec<_> = trend.iter().filter(|(_, found)| found.is_known).collect();
    let name = writer.say(&indicator.name);
    let Some((at, value)) = known
        .last()
        .and_then(|(at, found)| Some((day(*at), writer.value(indicator, found)?)))
    else {
        return writer
            .text
            .say_with("leader-trend-none", &[("name", name.into()), ("last", last.into())]);
    };
    let arguments = [
        ("name", name.into()),
        ("value", value.into()),
        ("at", at.into()),
        ("known", count(known.len() as u64)),
        ("days", count(trend.len() as u64)),
    ];
    writer.text.say_with("leader-trend", &arguments)
}

/// A day's figure with its seal; the day leads to its own page.
fn datum(writer: Writer, indicator: &'static Indicator, found: &Found) -> Datum {
    let observation = &found.observation;
    let period = observation.period;
    let mut datum = Datum::new(day(period.first_day()), number(observation).filter(|_| found.is_known));
    datum.href = Some(writer.choice.link(&address(indicator, None, period)));
    if found.is_known {
        datum.detail = Some(writer.fraction(indicator, observation));
        datum.seal = Some(writer.seal(indicator, observation));
    }
    datum
}

/// One dot for each place, with how many things its figure rests on.
pub(super) fn dots(writer: Writer, facts: &DetailFacts) -> Option<Chart> {
    let indicator = facts.figure.indicator;
    if facts.places.is_empty() {
        return None;
    }
    let place = |place: &PlaceFacts| {
        let found = &place.found;
        let name = writer.choice.language.name(&place.place.name);
        let mut datum = Datum::new(name, None);
        datum.href = Some(place_link(writer, indicator, place));
        datum.missing = writer.text.say("leader-place-missing");
        if found.is_known {
            if let Some(fraction) = writer.short_fraction(indicator, &found.observation) {
                datum.name = format!("{name} ({fraction})");
            }
            datum.value = number(&found.observation).and_then(Value::new);
            datum.seal = Some(writer.seal(indicator, &found.observation));
        }
        datum
    };
    let reference = number(&facts.figure.found.observation)
        .filter(|_| is_share(indicator) && facts.figure.found.is_known)
        .zip(writer.value(indicator, &facts.figure.found))
        .map(|(value, words)| {
            (
                value,
                writer.text.say_with("leader-reference", &[("value", words.into())]),
            )
        });
    let dots = Dots {
        values: writer.say(&indicator.name).to_owned(),
        data: facts.places.iter().map(place).collect(),
        reference,
    };
    let about = About {
        id: "tung-noi-hinh".to_owned(),
        finding: places_finding(writer, facts),
        names: writer.text.say("leader-place-column"),
        unit: unit(indicator),
        language: writer.choice.language,
    };
    Some(dots.chart(&about))
}

/// The highest and the lowest with what they rest on and how far they are apart.
fn places_finding(writer: Writer, facts: &DetailFacts) -> String {
    let indicator = facts.figure.indicator;
    let known: Vec<_> = facts.places.iter().filter(|place| place.found.is_known).collect();
    let name = |place: &PlaceFacts| writer.choice.language.name(&place.place.name).to_owned();
    let words = |place: &PlaceFacts| {
        let value = writer.value(indicator, &place.found).unwrap_or_default();
        if is_share(indicator) {
            format!("{value} ({})", writer.fraction(indicator, &place.found.observation))
        } else {
            value
        }
    };
    match &known[..] {
        [] => writer.text.say("leader-places-none"),
        [only] => {
            let arguments = [("place", name(only).into()), ("value", words(only).into())];
            writer.text.say_with("leader-places-one", &arguments)
        }
        [best, .., last] => {
            let apart = number(&best.found.observation).unwrap_or(0.0) - number(&last.found.observation).unwrap_or(0.0);
            let apart = if is_share(indicator) {
                writer.choice.language.decimal(apart * 100.0, 2)
            } else {
                unit(indicator).write(apart, writer.choice.language)
            };
            let arguments = [
                ("best", name(best).into()),
                ("most", words(best).into()),
                ("last", name(last).into()),
                ("least", words(last).into()),
                ("apart", apart.into()),
            ];
            if is_share(indicator) {
                writer.text.say_with("leader-places-shares", &arguments)
            } else {
                writer.text.say_with("leader-places", &arguments)
            }
        }
    }
}

/// The places as a table: value, what it rests on, difference on all of them, the way down.
pub(super) fn places(writer: Writer, facts: &DetailFacts) -> DataTable {
    let indicator = facts.figure.indicator;
    let is_share = is_share(indicator);
    let value_head = format!("#{}", writer.say(&indicator.name));
    let mut heads = vec![writer.text.say("leader-place-column"), value_head];
    if is_share {
        heads.push(format!("#{}", writer.text.say("leader-fraction-column")));
        heads.push(format!("#{}", writer.text.say("leader-difference-column")));
    }
    let heads: Vec<_> = heads.iter().map(String::as_str).collect();
    let caption = writer.text.say("leader-places-caption");
    let mut table = DataTable::new(caption, &heads, writer.text.say("leader-places-none"));
    let all = number(&facts.figure.found.observation).filter(|_| facts.figure.found.is_known);
    for place in &facts.places {
        let name = writer.choice.language.name(&place.place.name);
        let mut cells = vec![Cell::new(name).link(place_link(writer, indicator, place))];
        let Some(value) = writer.value(indicator, &place.found) else {
            cells.push(Cell::new(writer.text.say("leader-no-figure")).note(writer.missing(facts.figure.counter)));
            cells.resize(heads.len(), Cell::new("\u{2013}"));
            table.push(cells);
            continue;
        };
        cells.push(Cell::new(value).seal(writer.seal(indicator, &place.found.observation)));
        if is_share {
            cells.push(Cell::new(writer.fraction(indicator, &place.found.observation)));
            let difference = number(&place.found.observation).zip(all);
            let difference = difference.map(|(own, all)| writer.points(own - all));
            cells.push(Cell::new(difference.unwrap_or_default()));
        }
        table.push(cells);
    }
    table
}

fn place_link(writer: Writer, indicator: &Indicator, place: &PlaceFacts) -> String {
    let observation = &place.found.observation;
    writer
        .choice
        .link(&address(indicator, Some(&observation.scope), observation.period))
}

/// Figures in a list, each with its name, value, seal and way down.
pub(super) fn list(writer: Writer, figures: &[super::facts::FigureFacts], span: SpanFacts) -> DataTable {
    let heads = [
        writer.text.say("leader-figure-column"),
        format!("#{}", writer.text.say("leader-value-column")),
    ];
    let heads: Vec<_> = heads.iter().map(String::as_str).collect();
    let mut table = DataTable::new(
        writer.text.say("leader-others"),
        &heads,
        writer.text.say("leader-no-figure"),
    );
    for figure in figures {
        let indicator = figure.indicator;
        let href = writer.choice.link(&address(indicator, None, span.period));
        let name = Cell::new(writer.say(&indicator.name)).link(href);
        let value = match writer.value(indicator, &figure.found) {
            Some(value) => Cell::new(value)
                .note(writer.fraction(indicator, &figure.found.observation))
                .seal(writer.seal(indicator, &figure.found.observation)),
            None => Cell::new(writer.text.say("leader-no-figure")).note(writer.missing(figure.counter)),
        };
        table.push(vec![name, value]);
    }
    table
}
