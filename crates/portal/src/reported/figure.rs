//! One printed figure: its words, its verdict in a plain sentence, what each rule found, and what others say of it. Pure.

use askama::Template;
use motlan_measure::reported::{Figure, Verdict};

use super::finding::{self, FindingView, OtherView};
use super::sample::Documents;
use super::set::Line;
use super::writer::{Writer, figure_path};
use super::{PATH, needs, row};
use crate::facts::FrameFacts;
use crate::frame::{Composition, Frame};
use crate::language::Choice;
use crate::parts::{SummaryRow, Tag};
use crate::seal::Seal;
use crate::text::Text;
use crate::web::Visitor;

/// Figures on both lists of others; one that is named by more is named by too many to read.
const OTHERS_MAX: usize = 40;

#[derive(Template)]
#[template(path = "reported/figure.html")]
struct FigurePage<'a> {
    text: &'a Text,
    frame: Frame,
    is_foreign: bool,
    back: String,
    printed: String,
    sentence: String,
    seal: Seal,
    document: String,
    verdict: Tag,
    meaning: String,
    findings: Vec<FindingView>,
    needs: Vec<String>,
    speakers: Vec<OtherView>,
    rows: Vec<SummaryRow>,
    csv: String,
    xlsx: String,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(
    documents: &Documents,
    line: &Line,
    frame: &FrameFacts,
    visitor: &Visitor,
    choice: Choice,
) -> Result<String, askama::Error> {
    let writer = Writer::new(choice);
    let (figure, checked) = (&line.figure, &line.checked);
    let path = figure_path(&figure.id.0);
    let (printed, sentence) = (writer.quoted(figure), sentence(writer, checked.verdict));
    let other = |id: &_| documents.set.get(id).map(|line| row::other(writer, documents, line));
    let speakers = documents.set.spoken_of(&figure.id);
    let page = FigurePage {
        text: writer.text,
        frame: Frame::for_visitor(frame, visitor, choice, &path, format!("{printed} {sentence}"))
            .composed(Composition::Leader),
        is_foreign: writer.is_foreign(),
        back: choice.link(PATH),
        printed,
        sentence,
        seal: writer.seal(checked.verdict, format!("#{FOUND}")),
        document: row::document_name(writer, documents, &documents.label(&figure.source)),
        verdict: writer.tag(checked.verdict),
        meaning: writer.meaning(checked.verdict),
        findings: finding::views(writer, &checked.findings, other),
        needs: needs::of(writer, figure),
        speakers: speakers
            .take(OTHERS_MAX)
            .map(|line| row::other(writer, documents, line))
            .collect(),
        rows: rows(writer, figure),
        csv: choice.link(&format!("{path}.csv")),
        xlsx: choice.link(&format!("{path}.xlsx")),
    };
    page.render()
}

/// The heading of what was found: the seal leads there.
const FOUND: &str = "vi-sao";

/// What goes on behind the quoted words, so that both make a sentence.
fn sentence(writer: Writer, verdict: Verdict) -> String {
    writer.text.say(match verdict {
        Verdict::DoesNotAddUp => "reported-is-impossible",
        Verdict::Ambiguous => "reported-is-ambiguous",
        Verdict::Rounding => "reported-is-rounding",
        Verdict::AddsUp => "reported-is-adding-up",
        Verdict::NothingToCheck => "reported-is-nothing",
    })
}

/// The figure as its table has it.
fn rows(writer: Writer, figure: &Figure) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            rows.push(SummaryRow::new(writer.text.say(key), value));
        }
    };
    add("reported-column-indicator", writer.indicator(&figure.indicator));
    add("reported-code", figure.indicator.to_string());
    add("reported-kind", writer.kind(figure.kind));
    add("own-whom", writer.whom(figure));
    add("reported-period", writer.period(figure));
    add("reported-period-label", figure.period_label.clone());
    let measured = |amount: Option<_>| {
        amount
            .map(|amount| writer.measured(amount, &figure.unit))
            .unwrap_or_default()
    };
    // Both sides of a fraction are counts; only its value is in percent.
    let counted = |amount: Option<_>| amount.map(|amount| writer.amount(amount)).unwrap_or_default();
    add("reported-numerator", counted(figure.numerator));
    add("reported-denominator", counted(figure.denominator));
    add("reported-value", measured(figure.value));
    add("reported-hedge", writer.hedge(figure.hedge));
    let change = figure.change.as_ref();
    add(
        "reported-change",
        change.map(|change| writer.change(change)).unwrap_or_default(),
    );
    add("reported-id", figure.id.to_string());
    rows
}
