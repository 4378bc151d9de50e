//! The first page: how many printed figures cannot be right, which these are, and how to choose among all. Pure.

use askama::Template;
use motlan_measure::reported::Verdict;

use super::asked::{FileKind, Filter, with_query};
use super::facts::{ListFacts, PAGE_ROWS};
use super::row::{self, RowView};
use super::writer::Writer;
use super::{OWN_PATH, PATH, RULES_PATH};
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::{Tab, Tag, Turn};
use crate::text::{Text, number};
use crate::web::Visitor;

/// A choice of a list that opens.
struct Pick {
    value: String,
    name: String,
    is_chosen: bool,
}

/// A verdict and what it means.
pub(super) struct Meaning {
    pub(super) tag: Tag,
    pub(super) words: String,
}

#[derive(Template)]
#[template(path = "reported/list.html")]
struct ListPage<'a> {
    text: &'a Text,
    frame: Frame,
    is_foreign: bool,
    lead: Option<String>,
    what: String,
    verdicts: Vec<Tab>,
    sources: Vec<Tab>,
    indicators: Vec<Pick>,
    /// What the form of indicators carries on.
    kept: Vec<(&'static str, String)>,
    action: &'static str,
    /// Everything, if something was chosen.
    clear: Option<String>,
    rows: Vec<RowView>,
    turn: Option<Turn>,
    meanings: Vec<Meaning>,
    own: String,
    rules: String,
    csv: String,
    xlsx: String,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(
    facts: &ListFacts<'_>,
    frame: &FrameFacts,
    visitor: &Visitor,
    choice: Choice,
) -> Result<String, askama::Error> {
    let writer = Writer::new(choice);
    let address = facts.filter.address();
    let path = page_of(&address, facts.page);
    let file = |kind: FileKind| choice.link(&with_query(&address, &format!("dang={}", kind.word())));
    let counts = |verdict| facts.count(verdict);
    let page = ListPage {
        text: writer.text,
        frame: Frame::for_visitor(frame, visitor, choice, &path, title(writer, facts.chosen.len(), counts))
            .composed(Composition::Leader),
        is_foreign: writer.is_foreign(),
        lead: lead(writer, counts),
        what: writer
            .text
            .say_with("reported-what", &[("reports", number(facts.documents.count() as u64))]),
        verdicts: verdicts(writer, facts),
        sources: sources(writer, facts),
        indicators: indicators(writer, facts),
        kept: kept(facts.filter, choice),
        action: PATH,
        clear: (*facts.filter != Filter::default()).then(|| choice.link(PATH)),
        rows: facts
            .shown()
            .iter()
            .map(|line| row::of_document(writer, facts.documents, line))
            .collect(),
        turn: Turn::of_list(
            choice,
            "reported-position",
            facts.chosen.len(),
            PAGE_ROWS,
            facts.page,
            |page| page_of(&address, page),
        ),
        meanings: meanings(writer),
        own: choice.link(OWN_PATH),
        rules: choice.link(RULES_PATH),
        csv: file(FileKind::Csv),
        xlsx: file(FileKind::Xlsx),
    };
    page.render()
}

/// The answer first: how many cannot be right, and how many can be read in two ways.
pub(super) fn title(writer: Writer, all: usize, count: impl Fn(Verdict) -> usize) -> String {
    let text = writer.text;
    let of = |key: &str, count: usize| text.say_with(key, &[("count", number(count as u64))]);
    let (impossible, ambiguous) = (count(Verdict::DoesNotAddUp), count(Verdict::Ambiguous));
    let mut parts = Vec::new();
    if impossible > 0 {
        parts.push(of("reported-title-impossible", impossible));
    }
    if ambiguous > 0 {
        parts.push(of("reported-title-ambiguous", ambiguous));
    }
    if all == 0 {
        return text.say("reported-title-empty");
    }
    if parts.is_empty() {
        parts.push(text.say("reported-title-clean"));
    }
    format!("{}: {}", of("reported-title", all), parts.join(", "))
}

/// What the title leaves out; none where it says everything.
pub(super) fn lead(writer: Writer, count: impl Fn(Verdict) -> usize) -> Option<String> {
    let light = [Verdict::AddsUp, Verdict::Rounding, Verdict::NothingToCheck];
    let [adds, rounding, nothing] = light.map(|verdict| number(count(verdict) as u64));
    let arguments = [("adds", adds), ("rounding", rounding), ("nothing", nothing)];
    let is_any = light.into_iter().any(|verdict| count(verdict) > 0);
    is_any.then(|| writer.text.say_with("reported-lead", &arguments))
}

fn verdicts(writer: Writer, facts: &ListFacts<'_>) -> Vec<Tab> {
    let tab = |verdict: Option<Verdict>, name: String, count: usize| {
        let filter = Filter {
            verdict,
            ..facts.filter.clone()
        };
        Tab {
            name,
            href: writer.choice.link(&filter.address()),
            count: Some(writer.choice.language.number(count as u64)),
            is_now: facts.filter.verdict == verdict,
        }
    };
    let all = facts.by_verdict.values().sum();
    let each = Verdict::ALL.iter().rev().map(|(verdict, _)| {
        let count = facts.by_verdict.get(verdict).copied().unwrap_or_default();
        tab(Some(*verdict), writer.verdict(*verdict), count)
    });
    std::iter::once(tab(None, writer.text.say("reported-all"), all))
        .chain(each)
        .collect()
}

fn sources(writer: Writer, facts: &ListFacts<'_>) -> Vec<Tab> {
    let tab = |source: Option<String>, name: String, count: usize| {
        let filter = Filter {
            source: source.clone(),
            ..facts.filter.clone()
        };
        Tab {
            name,
            href: writer.choice.link(&filter.address()),
            count: Some(writer.choice.language.number(count as u64)),
            is_now: facts.filter.source == source,
        }
    };
    let all = facts.by_source.values().sum();
    let each = facts.by_source.iter().map(|(label, count)| {
        let name = row::document_name(writer, facts.documents, label);
        tab(Some(label.clone()), name, *count)
    });
    std::iter::once(tab(None, writer.text.say("reported-all-sources"), all))
        .chain(each)
        .collect()
}

fn indicators(writer: Writer, facts: &ListFacts<'_>) -> Vec<Pick> {
    let mut options: Vec<_> = facts
        .by_indicator
        .iter()
        .map(|(code, count)| Pick {
            value: code.to_string(),
            name: format!("{} ({count})", writer.indicator(code)),
            is_chosen: facts.filter.indicator.as_deref() == Some(code.as_str()),
        })
        .collect();
    options.sort_by(|a, b| a.name.cmp(&b.name));
    options
}

/// A form of the method GET replaces the whole query, so the other choices travel as hidden fields.
fn kept(filter: &Filter, choice: Choice) -> Vec<(&'static str, String)> {
    let others = Filter {
        indicator: None,
        ..filter.clone()
    };
    let mut kept = others.parameters();
    if choice.is_explicit {
        kept.push(("lang", choice.language.tag().to_owned()));
    }
    kept
}

/// The address of a page of the list.
fn page_of(address: &str, page: usize) -> String {
    match page {
        1 => address.to_owned(),
        page => with_query(address, &format!("trang={page}")),
    }
}

/// The five verdicts, the heaviest first.
pub(super) fn meanings(writer: Writer) -> Vec<Meaning> {
    let meaning = |verdict: Verdict| Meaning {
        tag: writer.tag(verdict),
        words: writer.meaning(verdict),
    };
    Verdict::ALL
        .iter()
        .rev()
        .map(|(verdict, _)| meaning(*verdict))
        .collect()
}
