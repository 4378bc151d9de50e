//! The first page: a sentence, the figure that it is about, the others beside it, each with its way down. Pure.

use askama::Template;
use motlan_measure::model::indicator::Counter;

use super::PATH;
use super::drawing;
use super::facts::{FigureFacts, OverviewFacts, SpanFacts};
use super::figure::{Writer, address, with_period};
use crate::chart::Chart;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::{DataTable, Ratio, Tab};
use crate::seal::Seal;
use crate::text::Text;
use crate::web::Visitor;

/// The figure that the sentence is about.
const HEADLINE: Counter = Counter::Reuse;

/// A figure of the page.
struct Card {
    name: String,
    href: String,
    /// Value and seal; none where there is no figure.
    value: Option<(String, Seal)>,
    fraction: String,
    /// Why there is no figure.
    missing: String,
    change: Option<String>,
    /// What a reader of this figure must know besides.
    remark: Option<String>,
}

#[derive(Template)]
#[template(path = "leader/overview.html")]
struct OverviewPage<'a> {
    text: &'a Text,
    frame: Frame,
    lead: String,
    remark: Option<String>,
    periods: Vec<Tab>,
    headline: Option<Ratio>,
    headline_link: String,
    headline_missing: String,
    change: Option<String>,
    trend: Option<Chart>,
    cards: Vec<Card>,
    others: DataTable,
    table: String,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &OverviewFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let writer = Writer::new(choice);
    let headline = facts.chosen.iter().find(|figure| figure.counter == HEADLINE);
    let title = headline.map(|figure| writer.title(figure, None, &facts.reach));
    let path = with_period(PATH, facts.span.period);
    let trends: Vec<_> = facts
        .trends
        .iter()
        .map(|(indicator, trend)| (*indicator, trend))
        .collect();
    let link = |figure: &FigureFacts| choice.link(&address(figure.indicator, None, facts.span.period));
    let page = OverviewPage {
        text: writer.text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &path, title.unwrap_or_default())
            .composed(Composition::Leader),
        lead: writer.lead(facts.span, Some(&facts.reach)),
        remark: headline.and_then(|figure| writer.remark(figure, facts.span)),
        periods: writer.tabs(PATH, facts.span),
        headline: headline.and_then(|figure| writer.ratio(figure)),
        headline_link: headline.map(link).unwrap_or_default(),
        headline_missing: writer.missing(HEADLINE),
        change: headline.and_then(|figure| writer.change(figure)),
        trend: drawing::trend(writer, "xu-huong", &trends),
        cards: facts
            .chosen
            .iter()
            .filter(|figure| figure.counter != HEADLINE)
            .map(|figure| card(writer, figure, facts.span, link(figure)))
            .collect(),
        others: drawing::list(writer, &facts.others, facts.span),
        table: choice.link(&format!("{path}&dang=csv")),
    };
    page.render()
}

fn card(writer: Writer, figure: &FigureFacts, span: SpanFacts, href: String) -> Card {
    let value = writer.value(figure.indicator, &figure.found);
    Card {
        name: writer.say(&figure.indicator.name).to_owned(),
        href,
        value: value.map(|value| (value, writer.seal(figure.indicator, &figure.found.observation))),
        fraction: writer.fraction(figure.indicator, &figure.found.observation),
        missing: writer.missing(figure.counter),
        change: writer.change(figure),
        // That figures of an open period change is said above; an average of one is misleading by itself.
        remark: writer
            .remark(figure, span)
            .filter(|_| figure.counter == Counter::TransactionsPerDay && figure.found.is_known),
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
            let facts = source.overview(&asked);
            render(&facts, &Visitor::default(), choice).unwrap()
        })
    }

    #[test]
    fn the_title_is_the_finding_and_every_figure_is_a_way_down() {
        let html = page(&ledger(), Language::Vietnamese);
        assert!(html.contains("<h1>2 tỉnh có dữ liệu tái sử dụng giấy tờ ở "), "{html}");
        assert!(html.contains("2 trong 63 tỉnh có dữ liệu"));
        for code in [
            "dossiers.digitised_rate",
            "dossiers.reuse_rate",
            "dossiers.prefill_rate",
            "dossiers.on_time_rate",
            "dossiers.electronic_result_rate",
            "exchange.transactions.daily_average",
            "dossiers.papers_not_asked",
        ] {
            assert!(
                html.contains(&format!("href=\"/chi-dao/{code}?ky=2026-11&#38;lang=vi\"")),
                "{code}"
            );
        }
        // A figure of the period before stands beside with its fraction.
        assert!(html.contains("điểm so với tháng 10/2026 ("));
    }

    #[test]
    fn no_figure_stands_without_its_seal() {
        let html = page(&ledger(), Language::English);
        let figures = html.matches("<p class=\"figure\">").count() + html.matches("<p class=\"figure large\">").count();
        assert_eq!(figures, 7);
        for (_, rest) in html.match_indices("<p class=\"figure").map(|(at, _)| html.split_at(at)) {
            let figure = rest.split("</p>").next().unwrap();
            assert!(figure.contains("class=\"seal\""), "{figure}");
        }
    }

    #[test]
    fn without_entries_the_page_says_so_and_shows_no_zero() {
        for language in Language::ALL {
            let html = page(&Ledger::default(), language);
            assert!(
                !html.contains(">0<") && !html.contains("0\u{a0}%<") && !html.contains("<svg class=\"wide"),
                "{html}"
            );
            assert!(!html.contains("leader-"), "a text is missing");
            assert_eq!(html.matches("figure large none").count(), 1);
        }
    }
}
