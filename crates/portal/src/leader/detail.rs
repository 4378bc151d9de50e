//! One figure: its fraction, its last thirty days, its places, what it means and how well it is proven. Pure.

use askama::Template;
use motlan_measure::model::indicator::{Counter, PeriodRule};
use motlan_measure::{EvidenceLevel, Scope};

use super::PATH;
use super::drawing;
use super::facts::DetailFacts;
use super::figure::{Writer, address, with_period};
use crate::chart::Chart;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::{DataTable, Link, Ratio, SummaryRow, Tab};
use crate::text::Text;
use crate::web::Visitor;

#[derive(Template)]
#[template(path = "leader/figure.html")]
struct FigurePage<'a> {
    text: &'a Text,
    frame: Frame,
    back: String,
    lead: String,
    remark: Option<String>,
    periods: Vec<Tab>,
    ratio: Option<Ratio>,
    missing: String,
    change: Option<String>,
    evidence: Link,
    trend: Option<Chart>,
    dots: Option<Chart>,
    places: DataTable,
    meaning: Vec<SummaryRow>,
    table: String,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &DetailFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let writer = Writer::new(choice);
    let (indicator, period) = (facts.figure.indicator, facts.span.period);
    let path = address(indicator, None, period);
    let title = writer.title(&facts.figure, None, &facts.reach);
    let page = FigurePage {
        text: writer.text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path, title).composed(Composition::Leader),
        back: choice.link(&with_period(PATH, period)),
        lead: writer.lead(
            facts.span,
            Some(&facts.reach).filter(|_| !facts.figure.counter.is_of_exchange()),
        ),
        remark: writer.remark(&facts.figure, facts.span),
        periods: writer.tabs(&format!("{PATH}/{}", indicator.code), facts.span),
        ratio: writer.ratio(&facts.figure),
        missing: writer.missing(facts.figure.counter),
        change: writer.change(&facts.figure),
        evidence: Link::new(
            if facts.figure.counter.is_of_exchange() {
                writer.text.say("leader-days-down")
            } else {
                writer.text.say("leader-entries")
            },
            choice.link(&address(indicator, Some(&Scope::Country), period)),
        ),
        trend: drawing::trend(writer, "xu-huong", &[(indicator, &facts.trend)]),
        dots: drawing::dots(writer, facts),
        places: drawing::places(writer, facts),
        meaning: meaning(writer, facts),
        table: choice.link(&format!("{path}&dang=csv")),
    };
    page.render()
}

/// What the figure means: its definition, its source, its level and what raises it.
fn meaning(writer: Writer, facts: &DetailFacts) -> Vec<SummaryRow> {
    let figure = &facts.figure;
    let (indicator, text) = (figure.indicator, writer.text);
    let mut rows = vec![SummaryRow::new(
        text.say("leader-numerator"),
        writer.say(&indicator.numerator),
    )];
    if let Some(denominator) = &indicator.denominator {
        rows.push(SummaryRow::new(text.say("leader-denominator"), writer.say(denominator)));
    }
    rows.push(SummaryRow::new(
        text.say("leader-belongs"),
        belongs(text, indicator.period),
    ));
    if let Some((_, who)) = facts
        .reach
        .population
        .as_ref()
        .filter(|_| !figure.counter.is_of_exchange())
    {
        rows.push(SummaryRow::new(
            text.say("leader-population"),
            writer.choice.language.name(who),
        ));
    }
    let level = match figure.found.observation.level {
        EvidenceLevel::Proven => text.say("leader-level-proven"),
        EvidenceLevel::OneSided => text.say("leader-level-one-sided"),
        EvidenceLevel::Reported => text.say("leader-level-reported"),
    };
    rows.push(SummaryRow::new(
        text.say("leader-level"),
        format!("{level} {}", why(text, figure.counter)),
    ));
    rows.push(SummaryRow::new(text.say("leader-source"), indicator.source.clone()));
    rows.push(SummaryRow::new(text.say("leader-code"), indicator.code.to_string()));
    rows
}

fn belongs(text: &Text, rule: PeriodRule) -> String {
    match rule {
        PeriodRule::Received => text.say("leader-belongs-received"),
        PeriodRule::Ended => text.say("leader-belongs-ended"),
        PeriodRule::Happened => text.say("leader-belongs-happened"),
        PeriodRule::AtStart => text.say("leader-belongs-start"),
        PeriodRule::AtEnd => text.say("leader-belongs-end"),
    }
}

/// What makes this figure proven, or why it cannot be.
fn why(text: &Text, counter: Counter) -> String {
    match counter {
        Counter::Reuse | Counter::Digitised | Counter::ElectronicResult => text.say("leader-why-own"),
        Counter::Prefill | Counter::PapersNotAsked => text.say("leader-why-links"),
        Counter::Transactions | Counter::TransactionsPerDay => text.say("leader-why-matched"),
        Counter::TransactionsUnmatched => text.say("leader-why-unmatched"),
        _ => text.say("leader-why-status"),
    }
}

#[cfg(test)]
mod tests {
    use motlan_measure::Ledger;

    use super::super::asked::{Asked, RawQuery};
    use super::super::sample::{ledger, with_source};
    use super::*;
    use crate::language::Language;

    fn page(ledger: &Ledger, language: Language) -> String {
        let choice = Choice {
            language,
            is_explicit: true,
        };
        let asked = Asked::parse(&RawQuery::default()).unwrap();
        with_source(ledger, |source| {
            let facts = source.detail("dossiers.reuse_rate", &asked).unwrap();
            render(&facts, &Visitor::default(), choice).unwrap()
        })
    }

    #[test]
    fn places_stand_with_what_they_rest_on_and_their_difference() {
        let html = page(&ledger(), Language::Vietnamese);
        assert!(
            html.contains("href=\"/chi-dao/dossiers.reuse_rate/H45?ky=2026-11&#38;lang=vi\""),
            "{html}"
        );
        assert!(html.contains("Tỉnh Phú Yên cao nhất, "));
        assert!(html.contains("Điểm so với chung"));
        assert!(html.contains("13 trong 40 hồ sơ"));
        assert!(html.contains("Chỉ nơi giải quyết hồ sơ ghi việc này"));
    }

    #[test]
    fn every_computed_figure_has_its_page_in_both_languages() {
        let ledger = ledger();
        for language in Language::ALL {
            let choice = Choice {
                language,
                is_explicit: false,
            };
            for (name, ledger) in [("full", &ledger), ("empty", &Ledger::default())] {
                for indicator in motlan_measure::Pack::built_in().indicators() {
                    if indicator.computed_by.is_none() {
                        continue;
                    }
                    let asked = Asked::parse(&RawQuery::default()).unwrap();
                    let html = with_source(ledger, |source| {
                        let facts = source.detail(indicator.code.as_str(), &asked).unwrap();
                        render(&facts, &Visitor::default(), choice).unwrap()
                    });
                    assert!(
                        !html.contains("leader-"),
                        "{name} {}: a text is missing",
                        indicator.code
                    );
                }
            }
        }
    }
}
