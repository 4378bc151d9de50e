//! The components of a procedure pack, as they are written, and their translation into the model.

use std::collections::BTreeSet;

use motlan_core::ServiceId;
use motlan_core::caller::Purpose;
use serde::Deserialize;

use super::{Component, Field, SourceRule};
use crate::model::pack::{PackError, is_code, rule};
use motlan_core::Name;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ComponentTable {
    number: u32,
    code: String,
    name: Name,
    law: String,
    law_confirmed: bool,
    required: bool,
    sources: Vec<SourceTable>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum SourceTable {
    Registry {
        service: String,
        legal_basis: String,
        fields: Vec<FieldTable>,
    },
    Document {
        type_code: String,
        result: bool,
    },
    Upload {},
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldTable {
    code: String,
    vi: String,
    en: String,
}

/// Checks the components, whose numbers rise and whose codes differ.
pub(super) fn components(tables: Vec<ComponentTable>) -> Result<Vec<Component>, PackError> {
    let mut codes = BTreeSet::new();
    let mut before = 0;
    for table in &tables {
        let place = format!("component {}", table.number);
        if table.number <= before {
            return Err(rule(place, "numbers rise from 1"));
        }
        before = table.number;
        if !is_code(&table.code, b'-') || !codes.insert(table.code.clone()) {
            return Err(rule(place, "needs a code of its own, a-z 0-9 -"));
        }
    }
    if tables.is_empty() {
        return Err(rule("component", "at least one is needed"));
    }
    tables.into_iter().map(component).collect()
}

fn component(table: ComponentTable) -> Result<Component, PackError> {
    let place = format!("component {}", table.number);
    if table.name.is_incomplete() || table.law.trim().is_empty() || table.sources.is_empty() {
        return Err(rule(place, "needs its names, its article and at least one source"));
    }
    Ok(Component {
        number: table.number,
        code: table.code,
        name: table.name,
        law: table.law,
        is_law_confirmed: table.law_confirmed,
        sources: table
            .sources
            .into_iter()
            .map(|source| source_rule(source, &place))
            .collect::<Result<_, _>>()?,
        is_required: table.required,
    })
}

fn source_rule(table: SourceTable, place: &str) -> Result<SourceRule, PackError> {
    Ok(match table {
        SourceTable::Registry {
            service,
            legal_basis,
            fields,
        } => {
            if service.parse::<ServiceId>().is_err() {
                return Err(rule(place, format!("{service} is no service")));
            }
            if legal_basis.parse::<Purpose>().is_err() || legal_basis.contains(';') {
                return Err(rule(place, format!("{legal_basis} is no legal basis")));
            }
            SourceRule::Registry {
                service,
                legal_basis,
                fields: fields_of(fields, place)?,
            }
        }
        SourceTable::Document { type_code, result } => SourceRule::Document {
            type_code: document_type(type_code, place)?,
            is_result: result,
        },
        SourceTable::Upload {} => SourceRule::Upload,
    })
}

fn fields_of(tables: Vec<FieldTable>, place: &str) -> Result<Vec<Field>, PackError> {
    let mut codes = BTreeSet::new();
    if tables.is_empty() {
        return Err(rule(place, "a registry is asked for at least one field"));
    }
    tables
        .into_iter()
        .map(|table| {
            let name = named(table.vi, table.en, place, &table.code)?;
            if !codes.insert(table.code.clone()) {
                return Err(rule(place, format!("has the field {} twice", table.code)));
            }
            Ok(Field { code: table.code, name })
        })
        .collect()
}

/// Whether a registry gives this field of this component.
pub(super) fn gives(components: &[Component], number: u32, code: &str) -> bool {
    let sources = components
        .iter()
        .filter(|component| component.number == number)
        .flat_map(|component| &component.sources);
    let mut fields = sources.flat_map(|source| match source {
        SourceRule::Registry { fields, .. } => fields.as_slice(),
        SourceRule::Document { .. } | SourceRule::Upload => &[],
    });
    fields.any(|field| field.code == code)
}

/// A label in both languages for a field whose code can be one.
pub(super) fn named(vi: String, en: String, place: &str, code: &str) -> Result<Name, PackError> {
    let name = Name { vi, en };
    if !is_code(code, b'_') || name.is_incomplete() {
        return Err(rule(
            place,
            format!("the field {code} needs a code of a-z 0-9 _ and a label in both languages"),
        ));
    }
    Ok(name)
}

/// Capital letters and digits: it is the middle of a document's identifier.
pub(super) fn document_type(text: String, place: &str) -> Result<String, PackError> {
    let is_type = (1..=35).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'.');
    if is_type {
        Ok(text)
    } else {
        Err(rule(place, format!("{text} is no type of documents")))
    }
}
