//! The fields of a registry as a table, and its lists of codes under it. Pure.

use motlan_registry::Pack;
use motlan_registry::model::field::{CodeList, CodeListItem, Field, FieldType, Sensitivity};

use super::words;
use crate::parts::{Cell, DataTable, Row};
use crate::text::Text;
use crate::words::Marked;

/// A list of codes.
pub(super) struct ListView {
    /// What the page calls it after a `#`.
    pub(super) id: String,
    /// The field that it is for first.
    pub(super) name: Marked,
    /// Code and meaning.
    pub(super) items: Vec<(String, String)>,
}

/// One row for each field.
pub(super) fn table(pack: &Pack, text: &Text) -> DataTable {
    let columns = [
        text.say("db-column-field"),
        text.say("db-column-values"),
        text.say("db-column-sensitivity"),
        text.say("db-column-right"),
        text.say("db-column-validity"),
    ];
    let columns = columns.each_ref().map(String::as_str);
    let mut table = DataTable::new(text.say("db-fields-caption"), &columns, text.say("db-fields-empty"));
    for field in pack.fields() {
        let validity = words::validity(field.validity, text);
        table.rows.push(Row {
            id: Some(format!("truong-{}", field.code)),
            cells: vec![
                Cell::new(text.language().name(&field.name)).note(field.code.as_str()),
                values(field, text),
                sensitivity(field.sensitivity, text),
                Cell::new(&field.right),
                Cell::new(validity.unwrap_or_else(|| text.say("db-valid-all"))),
            ],
        });
    }
    table
}

/// A shape stands at what is sensitive only: among fifty fields the eye finds it, and the page stays light.
fn sensitivity(of: Sensitivity, text: &Text) -> Cell {
    let tag = words::sensitivity(of, text);
    if of == Sensitivity::Sensitive {
        Cell::tag(tag)
    } else {
        Cell::new(tag.name)
    }
}

/// What the values look like: their type, their forms, the way to their list.
fn values(field: &Field, text: &Text) -> Cell {
    let cell = Cell::new(words::kind(field, text));
    if let Some(list) = list_of(field) {
        return cell.link(format!("#{}", id(list)));
    }
    if field.forms.is_empty() {
        return cell;
    }
    let forms: Vec<_> = field.forms.iter().map(ToString::to_string).collect();
    cell.note(text.say_with("db-forms", &[("forms", forms.join(", ").into())]))
}

fn list_of(field: &Field) -> Option<&CodeList> {
    match &field.field_type {
        FieldType::Code(list) | FieldType::CodeSet(list) => Some(list),
        _ => None,
    }
}

fn id(list: &CodeList) -> String {
    format!("danh-muc-{}", list.code)
}

/// Each list once, in the order of the fields that use them.
pub(super) fn lists(pack: &Pack, text: &Text) -> Vec<ListView> {
    let language = text.language();
    let mut views: Vec<ListView> = Vec::new();
    for field in pack.fields() {
        let Some(list) = list_of(field) else { continue };
        if views.iter().any(|view| view.id == id(list)) {
            continue;
        }
        let item = |item: &CodeListItem| (item.code.clone(), words::item_name(item, language).to_owned());
        views.push(ListView {
            id: id(list),
            name: Marked::new(language.name(&field.name), list.is_confirmed),
            items: list.items.iter().map(item).collect(),
        });
    }
    views
}
