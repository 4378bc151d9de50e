//! The two TOML files of a pack, as they are written, and their translation into the model.
//!
//! Every table refuses unknown words, so that a misspelt rule is an error and never a rule left out.

use std::collections::BTreeMap;
use std::sync::Arc;

use motlan_core::{Day, Name};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use self::field_table::FieldTable;
use crate::model::date::Validity;
use crate::model::field::{CodeList, CodeListItem, Field, FieldCode, FieldType};
use crate::model::pack::{FORMAT, PackError, PersonKeys, RegistryCode, Service, Verb, rule};

mod field_table;

/// What the two files say, checked but for doubles.
pub(super) struct Parts {
    pub(super) code: RegistryCode,
    pub(super) version: u32,
    pub(super) name: Name,
    pub(super) validity: Validity,
    pub(super) keys: PersonKeys,
    pub(super) services: Vec<Service>,
    pub(super) fields: Vec<Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegistryFile {
    format: u32,
    code: String,
    version: u32,
    name: Name,
    valid_from: Option<String>,
    valid_until: Option<String>,
    keys: KeysTable,
    service: Vec<ServiceTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysTable {
    personal_number: FieldCode,
    full_name: FieldCode,
    birth_date: FieldCode,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceTable {
    code: Verb,
    name: Name,
    safe: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemaFile {
    field: Vec<FieldTable>,
    #[serde(default)]
    list: Vec<ListTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListTable {
    code: FieldCode,
    confirmed: bool,
    items: Vec<CodeListItem>,
}

type Lists = BTreeMap<FieldCode, Arc<CodeList>>;

/// Parses both files.
pub(super) fn parse(registry: &str, schema: &str) -> Result<Parts, PackError> {
    let registry: RegistryFile = read("registry.toml", registry)?;
    let schema: SchemaFile = read("schema.toml", schema)?;
    if registry.format != FORMAT {
        return Err(rule("format", format!("only format {FORMAT} is known")));
    }
    let lists = lists(schema.list)?;
    let fields = schema
        .field
        .into_iter()
        .map(|table| table.read(&lists))
        .collect::<Result<Vec<_>, _>>()?;
    let keys = keys(registry.keys, &fields)?;
    Ok(Parts {
        code: registry_code(registry.code)?,
        version: registry.version,
        name: registry.name,
        validity: validity("registry", registry.valid_from, registry.valid_until)?,
        keys,
        services: services(registry.service)?,
        fields,
    })
}

fn read<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|error| PackError::Shape {
        file,
        reason: error.to_string(),
    })
}

fn registry_code(code: String) -> Result<RegistryCode, PackError> {
    let is_code = (1..=64).contains(&code.len())
        && code.starts_with(|first: char| first.is_ascii_lowercase())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'));
    if !is_code {
        return Err(rule("code", "must be a letter a-z, then a-z 0-9 _ -, at most 64"));
    }
    Ok(RegistryCode(code))
}

fn validity(place: &str, from: Option<String>, until: Option<String>) -> Result<Validity, PackError> {
    let day = |word: &str, text: Option<String>| {
        text.map(|text| text.parse::<Day>())
            .transpose()
            .map_err(|_| rule(place, format!("{word} must be a day, YYYY-MM-DD")))
    };
    let validity = Validity {
        from: day("valid_from", from)?,
        until: day("valid_until", until)?,
    };
    match (&validity.from, &validity.until) {
        (Some(from), Some(until)) if from > until => Err(rule(place, "valid_until lies before valid_from")),
        _ => Ok(validity),
    }
}

fn services(tables: Vec<ServiceTable>) -> Result<Vec<Service>, PackError> {
    let mut services: Vec<Service> = Vec::new();
    for table in tables {
        let place = format!("service {}", table.code.as_str());
        if services.iter().any(|service| service.verb == table.code) {
            return Err(rule(place, "is declared twice"));
        }
        if !table.safe {
            return Err(rule(place, "changes nothing, so it must be safe"));
        }
        services.push(Service {
            verb: table.code,
            name: table.name,
            is_safe: table.safe,
        });
    }
    Ok(services)
}

fn lists(tables: Vec<ListTable>) -> Result<Lists, PackError> {
    let mut lists = Lists::new();
    for table in tables {
        let place = format!("list {}", table.code);
        if table.items.is_empty() {
            return Err(rule(place, "has no items"));
        }
        let mut codes: Vec<_> = table.items.iter().map(|item| item.code.as_str()).collect();
        codes.sort_unstable();
        if let Some([double, ..]) = codes.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(rule(place, format!("has the code {double} twice")));
        }
        let list = CodeList {
            code: table.code.clone(),
            is_confirmed: table.confirmed,
            items: table.items,
        };
        if lists.insert(table.code, Arc::new(list)).is_some() {
            return Err(rule(place, "is declared twice"));
        }
    }
    Ok(lists)
}

fn keys(table: KeysTable, fields: &[Field]) -> Result<PersonKeys, PackError> {
    let check = |code: &FieldCode, is_type: fn(&FieldType) -> bool, kind: &str| {
        let place = format!("key {code}");
        match fields.iter().find(|field| field.code == *code) {
            None => Err(rule(place, "is no field of the schema")),
            Some(field) if !is_type(&field.field_type) => Err(rule(place, format!("must be of the type {kind}"))),
            Some(field) if field.validity != Validity::default() => {
                Err(rule(place, "is needed on every day, so it can have no validity"))
            }
            Some(_) => Ok(()),
        }
    };
    let is_number = |kind: &FieldType| matches!(kind, FieldType::PersonalNumber);
    let is_name = |kind: &FieldType| matches!(kind, FieldType::PersonName);
    let is_date = |kind: &FieldType| matches!(kind, FieldType::Date);
    check(&table.personal_number, is_number, "personal_number")?;
    check(&table.full_name, is_name, "person_name")?;
    check(&table.birth_date, is_date, "date")?;
    Ok(PersonKeys {
        personal_number: table.personal_number,
        full_name: table.full_name,
        birth_date: table.birth_date,
    })
}
