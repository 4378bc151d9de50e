//! What the rules say of somebody's figures: the table, everything that was found under each line, and the way to keep it.
//! Pure.

use askama::Template;
use motlan_measure::reported::FigureId;

use super::super::download::bare_table;
use super::super::finding::{self, OtherView};
use super::super::list::{lead, title};
use super::super::row::{self, RowView, anchor};
use super::super::sample::documents;
use super::super::set::Line;
use super::super::writer::Writer;
use super::super::{OWN_PATH, PATH};
use super::form::{FaultView, faults};
use super::results::Results;
use super::{FILE_PATH, TABLE_PATH, table};
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::Form;
use crate::text::{Text, number};
use crate::web::Visitor;

/// Lines that a page shows; the files have all.
const SHOWN_MAX: usize = 200;

#[derive(Template)]
#[template(path = "reported/result.html")]
struct ResultPage<'a> {
    text: &'a Text,
    frame: Frame,
    is_foreign: bool,
    back: String,
    lead: Option<String>,
    remarks: Vec<String>,
    faults: Vec<FaultView>,
    rows: Vec<RowView>,
    /// How many are not shown.
    more: Option<String>,
    file: Form,
    /// Where the same rows are checked in the other way.
    again: String,
    way_field: &'static str,
    way: &'static str,
    way_name: String,
    /// Where the same is shown in the other language.
    other: String,
    sent: String,
    sent_field: &'static str,
    beside_field: &'static str,
    is_beside: bool,
    own: String,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(
    results: &Results,
    frame: &FrameFacts,
    visitor: &Visitor,
    choice: Choice,
) -> Result<String, askama::Error> {
    let writer = Writer::new(choice);
    let lines = results.worst_first();
    let (shown, rest) = lines.split_at(lines.len().min(SHOWN_MAX));
    let own = results.lines();
    let sent = bare_table(own.iter().map(|line| &line.figure)).map_err(|error| askama::Error::Custom(error.into()))?;
    let other = Choice {
        language: choice.language.other(),
        is_explicit: true,
    };
    let (way, way_name) = if results.is_beside {
        (table::ALONE, "own-alone")
    } else {
        (table::BESIDE, "own-beside-again")
    };
    let page = ResultPage {
        text: writer.text,
        frame: Frame::for_visitor(
            frame,
            visitor,
            choice,
            OWN_PATH,
            title(writer, lines.len(), |verdict| results.count(verdict)),
        )
        .composed(Composition::Leader),
        is_foreign: writer.is_foreign(),
        back: choice.link(PATH),
        lead: lead(writer, |verdict| results.count(verdict)),
        remarks: remarks(writer, results),
        faults: faults(writer, &results.faults),
        rows: shown.iter().map(|line| row(writer, results, line, shown)).collect(),
        more: (!rest.is_empty()).then(|| {
            let count = number(rest.len() as u64);
            writer.text.say_with("own-more", &[("count", count)])
        }),
        file: Form::new(choice.link(FILE_PATH), visitor.csrf()),
        again: choice.link(TABLE_PATH),
        way_field: table::WAY,
        way,
        way_name: writer.text.say(way_name),
        other: other.link(TABLE_PATH),
        sent,
        sent_field: table::PASTED,
        beside_field: table::BESIDE,
        is_beside: results.is_beside,
        own: choice.link(OWN_PATH),
    };
    page.render()
}

/// What a reader must know besides.
fn remarks(writer: Writer, results: &Results) -> Vec<String> {
    let text = writer.text;
    let mut remarks = vec![text.say("own-not-stored")];
    if results.is_beside {
        remarks.push(text.say("own-was-beside"));
    }
    if results.unnamed > 0 {
        let count = number(results.unnamed as u64);
        remarks.push(text.say_with("own-unnamed", &[("count", count)]));
    }
    remarks
}

fn row(writer: Writer, results: &Results, line: &Line, shown: &[&Line]) -> RowView {
    let name = anchor(&line.figure.id.0);
    let target = if line.checked.findings.is_empty() {
        format!("#{name}")
    } else {
        format!("#{name}-vi-sao")
    };
    let about = match line.figure.source.0.as_str() {
        "" => line.figure.id.to_string(),
        source => format!("{} · {source}", line.figure.id),
    };
    let mut view = row::view(writer, line, target, about);
    view.findings = finding::views(writer, &line.checked.findings, |id| other(writer, results, id, shown));
    view
}

/// What a name stands for: one of their own lines, or a figure of the source documents.
fn other(writer: Writer, results: &Results, id: &FigureId, shown: &[&Line]) -> Option<OtherView> {
    if let Some(line) = results.of_documents(id) {
        return Some(row::other(writer, documents(), line));
    }
    let line = results.set.get(id)?;
    let is_shown = shown.iter().any(|shown| shown.figure.id == *id);
    Some(OtherView {
        printed: writer.quoted(&line.figure),
        href: is_shown.then(|| format!("#{}", anchor(&id.0))),
        about: format!(
            "{} · {}, {}",
            line.figure.id,
            writer.indicator(&line.figure.indicator),
            writer.period(&line.figure)
        ),
    })
}
