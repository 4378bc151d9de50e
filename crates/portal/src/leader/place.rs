//! One figure of one place, and every entry that it counts: each row opens its proof on the owner's node. Pure.

use askama::Template;
use motlan_evidence::LogName;
use motlan_measure::{Period, Side};

use super::PATH;
use super::facts::{EntryFacts, Evidence, ScopeFacts};
use super::figure::{Writer, address, day, encoded};
use super::source::{PAGE_ENTRIES, TABLE_ENTRIES, side as count_of};
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::{Cell, DataTable, Notice, Ratio, Tab, Tone, Turn};
use crate::proof::page_path;
use crate::seal::{Seal, SealKind};
use crate::text::{Text, number};
use crate::web::Visitor;

/// Letters of a pseudonym that are shown: 8 of 32 tell the dossiers of a page apart.
const PSEUDONYM_LETTERS: usize = 8;

#[derive(Template)]
#[template(path = "leader/place.html")]
struct PlacePage<'a> {
    text: &'a Text,
    frame: Frame,
    back: String,
    lead: String,
    remark: Option<String>,
    periods: Vec<Tab>,
    ratio: Option<Ratio>,
    missing: String,
    change: Option<String>,
    /// Whether the entries stand in logs of dossiers.
    is_casework: bool,
    sides: Vec<Tab>,
    rows: DataTable,
    turn: Option<Turn>,
    /// Whether the rows are as many as the figure says.
    sum: Notice,
    status: String,
    tables: Vec<Download>,
}

/// A table of plain text, or a part of one.
struct Download {
    name: String,
    href: String,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(facts: &ScopeFacts, visitor: &Visitor, choice: Choice) -> Result<String, askama::Error> {
    let writer = Writer::new(choice);
    let indicator = facts.figure.indicator;
    let path = |side, page| path(facts, side, page);
    let title = writer.title(&facts.figure, facts.place.as_ref(), &facts.reach);
    let (is_casework, listed) = match &facts.evidence {
        Evidence::Entries { count, .. } => (true, *count),
        Evidence::Days(days) => (false, days.iter().map(|(_, count)| count).sum()),
    };
    let own = path(facts.side, facts.page);
    let page = PlacePage {
        text: writer.text,
        frame: Frame::for_visitor(&facts.frame, visitor, choice, &own, title).composed(Composition::Leader),
        back: choice.link(&address(indicator, None, facts.span.period)),
        lead: writer.lead(facts.span, None),
        remark: writer.remark(&facts.figure, facts.span),
        periods: writer.tabs(
            &format!("{PATH}/{}/{}", indicator.code, encoded(&facts.code)),
            facts.span,
        ),
        ratio: writer.ratio(&facts.figure),
        missing: writer.missing(facts.figure.counter),
        change: writer.change(&facts.figure),
        is_casework,
        sides: if is_casework { sides(writer, facts) } else { Vec::new() },
        rows: match &facts.evidence {
            Evidence::Entries { rows, .. } => entries(writer, facts, rows),
            Evidence::Days(days) => by_day(writer, facts, days),
        },
        turn: is_casework
            .then(|| {
                let all = usize::try_from(listed).unwrap_or(usize::MAX);
                Turn::of_list(choice, "leader-position", all, PAGE_ENTRIES, facts.page, |page| {
                    path(facts.side, page)
                })
            })
            .flatten(),
        sum: sum(writer, facts, listed),
        status: choice.link("/trang-thai"),
        tables: tables(writer, facts, listed),
    };
    page.render()
}

/// The address of a side and page of the list.
fn path(facts: &ScopeFacts, side: Side, page: usize) -> String {
    let scope = &facts.figure.found.observation.scope;
    let mut path = address(facts.figure.indicator, Some(scope), facts.span.period);
    if side == Side::Denominator {
        path.push_str("&ve=mau");
    }
    if page > 1 {
        path.push_str("&trang=");
        path.push_str(&page.to_string());
    }
    path
}

/// One file for a list that fits into it, else one for each part.
fn tables(writer: Writer, facts: &ScopeFacts, listed: u64) -> Vec<Download> {
    let parts = match &facts.evidence {
        Evidence::Entries { .. } => listed.div_ceil(TABLE_ENTRIES as u64).max(1),
        Evidence::Days(_) => 1,
    };
    let mut tables = Vec::new();
    for (part, page) in (1..=parts).zip(1..) {
        let arguments = [
            ("part", number(part)),
            ("parts", number(parts)),
            ("rows", number(TABLE_ENTRIES as u64)),
        ];
        tables.push(Download {
            name: match parts {
                1 => writer.text.say("leader-table"),
                _ => writer.text.say_with("leader-table-part", &arguments),
            },
            href: writer
                .choice
                .link(&format!("{}&dang=csv", path(facts, facts.side, page))),
        });
    }
    tables
}

/// Above and below the line; what is no fraction has one side.
fn sides(writer: Writer, facts: &ScopeFacts) -> Vec<Tab> {
    let observation = &facts.figure.found.observation;
    if observation.denominator.is_none() {
        return Vec::new();
    }
    let tab = |side, name: String| Tab {
        name,
        href: writer.choice.link(&path(facts, side, 1)),
        count: count_of(observation, side).map(|count| writer.choice.language.number(count)),
        is_now: side == facts.side,
    };
    vec![
        tab(Side::Numerator, writer.text.say("leader-numerator")),
        tab(Side::Denominator, writer.text.say("leader-denominator")),
    ]
}

fn entries(writer: Writer, facts: &ScopeFacts, rows: &[EntryFacts]) -> DataTable {
    let text = writer.text;
    let heads = [
        text.say("leader-entry-column"),
        text.say("leader-log-column"),
        text.say("leader-dossier-column"),
    ];
    let heads: Vec<_> = heads.iter().map(String::as_str).collect();
    let caption = text.say("leader-entries-caption");
    let mut table = DataTable::new(caption, &heads, text.say("leader-entries-empty"));
    for entry in rows {
        let words = text.say_with("leader-entry", &[("index", number(entry.index))]);
        let mut first = Cell::new(words);
        if let Some(pages) = facts.pages.get(&entry.member) {
            let href = format!(
                "{pages}{}",
                writer.choice.link(&page_path(LogName::Casework, entry.index))
            );
            let seal = Seal {
                kind: SealKind::OneSided,
                label: text.say("leader-seal-entry"),
                href: href.clone(),
            };
            first = first.link(href).seal(seal);
        }
        let name = facts
            .names
            .get(&entry.member)
            .map_or("", |name| writer.choice.language.name(&name.name));
        let dossier = entry.dossier.map(|dossier| dossier.to_string()).unwrap_or_default();
        let short: String = dossier.chars().take(PSEUDONYM_LETTERS).chain("…".chars()).collect();
        table.push(vec![first, Cell::new(name), Cell::new(short)]);
    }
    table
}

fn by_day(writer: Writer, facts: &ScopeFacts, days: &[(motlan_measure::Day, u64)]) -> DataTable {
    let text = writer.text;
    let heads = [
        text.say("leader-day-column"),
        format!("#{}", text.say("leader-transactions-column")),
    ];
    let heads: Vec<_> = heads.iter().map(String::as_str).collect();
    let mut table = DataTable::new(
        text.say("leader-days-caption"),
        &heads,
        writer.missing(facts.figure.counter),
    );
    let observation = &facts.figure.found.observation;
    for (at, count) in days {
        let href = address(facts.figure.indicator, Some(&observation.scope), Period::day(*at));
        let mut seal = writer.seal(facts.figure.indicator, observation);
        seal.href = writer.choice.link("/trang-thai");
        table.push(vec![
            Cell::new(day(*at)).link(writer.choice.link(&href)),
            Cell::new(writer.choice.language.number(*count)).seal(seal),
        ]);
    }
    table
}

/// Counted again: the rows must be as many as the figure says.
fn sum(writer: Writer, facts: &ScopeFacts, listed: u64) -> Notice {
    let side = if matches!(facts.evidence, Evidence::Days(_)) {
        Side::Numerator
    } else {
        facts.side
    };
    let expected = count_of(&facts.figure.found.observation, side).unwrap_or(0);
    let arguments = [("listed", number(listed)), ("expected", number(expected))];
    let (tone, title) = if listed == expected {
        (Tone::Calm, writer.text.say_with("leader-sum-equal", &arguments))
    } else {
        (Tone::Late, writer.text.say_with("leader-sum-differs", &arguments))
    };
    Notice {
        tone,
        title,
        text: None,
        link: None,
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
            let facts = source.place("dossiers.reuse_rate", "H45", &asked).unwrap();
            render(&facts, &Visitor::default(), choice).unwrap()
        })
    }

    #[test]
    fn every_row_opens_its_proof_on_the_owners_node() {
        let html = page(&ledger(), Language::Vietnamese);
        assert!(html.contains("<h1>Tỉnh Phú Yên tái sử dụng giấy tờ ở "), "{html}");
        let rows = html.matches("<tr role=\"row\">").count() - 1;
        let links = html
            .matches("http://127.0.0.1:8300/trang-thai/minh-chung/casework/")
            .count();
        assert!(rows > 5);
        assert_eq!(links, 2 * rows, "words and seal");
        assert!(html.contains(&format!("Đếm lại: có {rows}, đúng bằng con số {rows} ở trên")));
        assert!(html.contains("ve=mau"));
    }

    #[test]
    fn rows_that_do_not_add_up_are_said() {
        let ledger = ledger();
        let asked = Asked::parse(&RawQuery::default()).unwrap();
        with_source(&ledger, |source| {
            let mut facts = source.place("dossiers.reuse_rate", "H45", &asked).unwrap();
            if let Evidence::Entries { count, .. } = &mut facts.evidence {
                *count += 1;
            }
            let choice = Choice {
                language: Language::English,
                is_explicit: false,
            };
            let html = render(&facts, &Visitor::default(), choice).unwrap();
            assert!(html.contains("Do not rely on this figure") && html.contains("tone-late"));
        });
    }

    #[test]
    fn a_list_too_long_for_one_table_comes_in_parts_that_say_so() {
        let ledger = ledger();
        let asked = Asked::parse(&RawQuery::default()).unwrap();
        with_source(&ledger, |source| {
            let mut facts = source.place("dossiers.reuse_rate", "H45", &asked).unwrap();
            let choice = Choice {
                language: Language::Vietnamese,
                is_explicit: false,
            };
            let html = render(&facts, &Visitor::default(), choice).unwrap();
            assert_eq!(html.matches("dang=csv").count(), 1);
            if let Evidence::Entries { count, .. } = &mut facts.evidence {
                *count = 200_001;
            }
            let html = render(&facts, &Visitor::default(), choice).unwrap();
            assert_eq!(html.matches("dang=csv").count(), 3);
            assert!(
                html.contains("trang=3&#38;dang=csv") && html.contains("Tải phần 3 trong 3"),
                "{html}"
            );
        });
    }

    #[test]
    fn every_kind_of_evidence_renders_in_both_languages() {
        let ledger = ledger();
        for language in Language::ALL {
            let choice = Choice {
                language,
                is_explicit: true,
            };
            for (code, scope, side) in [
                ("dossiers.received", "VN", Side::Numerator),
                ("dossiers.on_time_rate", "H19", Side::Denominator),
                ("exchange.transactions.daily_average", "H19", Side::Numerator),
                ("dossiers.reuse_rate", "G22", Side::Numerator),
            ] {
                let asked = Asked {
                    side,
                    ..Asked::parse(&RawQuery::default()).unwrap()
                };
                let html = with_source(&ledger, |source| {
                    render(&source.place(code, scope, &asked).unwrap(), &Visitor::default(), choice).unwrap()
                });
                assert!(!html.contains("leader-"), "{code} {scope}: a text is missing");
            }
        }
    }
}
