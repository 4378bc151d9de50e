//! The forms: a table to check, a text to read. What is wrong stands in the summary and at its field. Pure.

use askama::Template;
use motlan_measure::reported::table::{COLUMNS, TableError};

use super::super::writer::Writer;
use super::super::{OWN_PATH, PATH, RULES_PATH};
use super::sent::{TABLE_BYTES_MAX, TEXT_BYTES_MAX};
use super::{Answer, TABLE_PATH, TEXT_PATH, table, text};
use crate::facts::FrameFacts;
use crate::frame::Frame;
use crate::language::Choice;
use crate::parts::{Checkbox, Form, FormError, InputKind, TextField, Upload};
use crate::text::{Text, number};
use crate::web::Visitor;

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    TableFile,
    TablePasted,
    TextFile,
    TextPasted,
}

impl Place {
    /// The field's name.
    const fn field(self) -> &'static str {
        match self {
            Self::TableFile => table::FILE,
            Self::TablePasted => table::PASTED,
            Self::TextFile => text::FILE,
            Self::TextPasted => text::PASTED,
        }
    }
}

/// What was typed, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The pasted table.
    pub(super) table: String,
    pub(super) is_table_beside: bool,
    /// The pasted text.
    pub(super) report: String,
    /// Where, and the words' key.
    pub(super) wrong: Option<(Place, &'static str)>,
    /// Rows that cannot be read.
    pub(super) faults: Vec<TableError>,
}

impl Asked {
    /// The forms again, with what is wrong.
    pub(super) fn refused(mut self, place: Place, key: &'static str) -> Answer {
        self.wrong = Some((place, key));
        Answer::Forms(Box::new(self))
    }

    fn error(&self, place: Place, writer: Writer) -> Option<String> {
        let wrong = self.wrong.filter(|(at, _)| *at == place);
        wrong.map(|(_, key)| sentence(writer, key))
    }
}

/// A refusal in words, with the limits that it may speak of.
fn sentence(writer: Writer, key: &str) -> String {
    let kibibytes = |bytes: usize| number((bytes / 1024) as u64);
    let limits = [
        ("table", kibibytes(TABLE_BYTES_MAX)),
        ("text", kibibytes(TEXT_BYTES_MAX)),
        ("rows", number(table::ROWS_MAX as u64)),
    ];
    writer.text.say_with(key, &limits)
}

/// A row that cannot be read, as the pages list it.
pub(super) struct FaultView {
    pub(super) said: String,
    pub(super) code: &'static str,
}

/// Rows that cannot be read.
pub(super) fn faults(writer: Writer, faults: &[TableError]) -> Vec<FaultView> {
    let view = |fault: &TableError| FaultView {
        said: writer.name(&fault.said()).to_owned(),
        code: fault.code(),
    };
    faults.iter().map(view).collect()
}

#[derive(Template)]
#[template(path = "reported/own.html")]
struct OwnPage<'a> {
    text: &'a Text,
    frame: Frame,
    back: String,
    rules: String,
    errors: Vec<FormError>,
    faults: Vec<FaultView>,
    table: Form,
    table_file: Upload,
    table_pasted: TextField,
    beside: Checkbox,
    report: Form,
    report_file: Upload,
    report_pasted: TextField,
    columns: String,
}

/// The page in the chosen language.
///
/// Errors: the template's own, which are bugs.
pub(super) fn render(
    asked: &Asked,
    frame: &FrameFacts,
    visitor: &Visitor,
    choice: Choice,
) -> Result<String, askama::Error> {
    let writer = Writer::new(choice);
    let text = writer.text;
    let page = OwnPage {
        text,
        frame: Frame::for_visitor(frame, visitor, choice, OWN_PATH, text.say("own-title")),
        back: choice.link(PATH),
        rules: choice.link(&format!("{RULES_PATH}#doc-van-ban")),
        errors: errors(asked, writer),
        faults: faults(writer, &asked.faults),
        table: Form::new(choice.link(TABLE_PATH), visitor.csrf()),
        table_file: upload(asked, writer, Place::TableFile, ".csv,.tsv,.txt,text/csv,text/plain"),
        table_pasted: pasted(asked, writer, Place::TablePasted),
        beside: beside(asked.is_table_beside, writer),
        report: Form::new(choice.link(TEXT_PATH), visitor.csrf()),
        report_file: upload(asked, writer, Place::TextFile, ".txt,text/plain"),
        report_pasted: pasted(asked, writer, Place::TextPasted),
        columns: COLUMNS.join(","),
    };
    page.render()
}

/// The one thing that is wrong; the rows are listed under it.
fn errors(asked: &Asked, writer: Writer) -> Vec<FormError> {
    let error = |(place, key): (Place, &str)| FormError {
        field: place.field().to_owned(),
        text: sentence(writer, key),
    };
    asked.wrong.into_iter().map(error).collect()
}

fn upload(asked: &Asked, writer: Writer, place: Place, accept: &str) -> Upload {
    let (label, hint) = match place {
        Place::TableFile | Place::TablePasted => ("own-table-file", "own-table-file-hint"),
        Place::TextFile | Place::TextPasted => ("own-text-file", "own-text-file-hint"),
    };
    Upload {
        name: place.field().to_owned(),
        label: writer.text.say(label),
        hint: Some(sentence(writer, hint)),
        error: asked.error(place, writer),
        accept: accept.to_owned(),
    }
}

fn pasted(asked: &Asked, writer: Writer, place: Place) -> TextField {
    let (label, hint, value) = match place {
        Place::TableFile | Place::TablePasted => ("own-table-pasted", "own-table-pasted-hint", &asked.table),
        Place::TextFile | Place::TextPasted => ("own-text-pasted", "own-text-pasted-hint", &asked.report),
    };
    TextField::new(place.field(), writer.text.say(label))
        .kind(InputKind::Lines)
        .hint(writer.text.say(hint))
        .value(value.clone())
        .error(asked.error(place, writer))
}

/// Whether the source documents' figures are held against theirs.
pub(super) fn beside(is_checked: bool, writer: Writer) -> Checkbox {
    Checkbox {
        name: table::BESIDE.to_owned(),
        value: "1".to_owned(),
        label: writer.text.say("own-beside"),
        hint: Some(writer.text.say("own-beside-hint")),
        error: None,
        is_checked,
    }
}
