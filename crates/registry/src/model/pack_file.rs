//! The TOML text of a pack, as it is written, and its translation into the model.
//!
//! Every table refuses unknown words, so that a misspelt rule is an error and never a rule left out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use motlan_core::{Day, Name};
use serde::Deserialize;
use toml::Spanned;

use self::field_table::FieldTable;
use crate::model::date::Validity;
use crate::model::field::{CodeList, CodeListItem, Field, FieldCode, FieldType};
use crate::model::migration::{FieldMigration, Recode};
use crate::model::pack::{
    FORMAT, Keys, LegalBasis, Pack, PackError, Parts, RegistryCode, Retention, Service, State, Verb,
};
use crate::model::quality::QualityRule;

mod field_table;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackTable {
    format: Spanned<u32>,
    code: Spanned<String>,
    version: u32,
    state: State,
    name: Name,
    valid_from: Option<Spanned<String>>,
    valid_until: Option<Spanned<String>>,
    #[serde(default)]
    legal_basis: Vec<LegalBasis>,
    #[serde(default)]
    retention: Retention,
    keys: Spanned<Keys>,
    service: Vec<ServiceTable>,
    #[serde(default)]
    quality: Vec<Spanned<QualityRule>>,
    field: Vec<FieldTable>,
    #[serde(default)]
    migration: Vec<Spanned<MigrationTable>>,
    #[serde(default)]
    list: Vec<ListTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceTable {
    code: Spanned<Verb>,
    name: Name,
    fields: Option<Vec<FieldCode>>,
    #[serde(default)]
    by: Vec<FieldCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListTable {
    code: Spanned<FieldCode>,
    confirmed: bool,
    items: Vec<CodeListItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MigrationTable {
    version: u32,
    field: FieldCode,
    to: Option<FieldCode>,
    #[serde(default)]
    recode: Recode,
}

type Lists = BTreeMap<FieldCode, Arc<CodeList>>;

/// The text, to find the line of what is wrong in it.
#[derive(Clone, Copy)]
struct Text<'t>(&'t str);

impl Text<'_> {
    /// A broken rule, the line of what breaks it, and its place.
    fn rule<T>(self, at: &Spanned<T>, place: impl Into<String>, reason: impl Into<String>) -> PackError {
        let before = self.0.get(..at.span().start).unwrap_or_default();
        PackError::Rule {
            line: 1 + before.matches('\n').count(),
            place: place.into(),
            reason: reason.into(),
        }
    }

    fn validity(
        self,
        place: &str,
        from: Option<&Spanned<String>>,
        until: Option<&Spanned<String>>,
    ) -> Result<Validity, PackError> {
        let day = |word: &str, text: Option<&Spanned<String>>| {
            text.map(|text| {
                let day = text.get_ref().parse::<Day>();
                day.map_err(|_| self.rule(text, place, format!("{word} must be a day, YYYY-MM-DD")))
            })
            .transpose()
        };
        let validity = Validity {
            from: day("valid_from", from)?,
            until: day("valid_until", until)?,
        };
        match (until, &validity.from, &validity.until) {
            (Some(at), Some(from), Some(until)) if from > until => {
                Err(self.rule(at, place, "valid_until lies before valid_from"))
            }
            _ => Ok(validity),
        }
    }
}

/// Parses a pack and checks the rules between its parts.
pub(super) fn parse(text: &str) -> Result<Pack, PackError> {
    let table: PackTable = toml::from_str(text).map_err(|error| PackError::Shape(error.to_string()))?;
    let text = Text(text);
    if *table.format.get_ref() != FORMAT {
        return Err(text.rule(&table.format, "format", format!("only format {FORMAT} is known")));
    }
    let lists = lists(text, table.list)?;
    let fields = fields(text, table.field, &lists)?;
    let schema = Schema { text, fields: &fields };
    schema.check_keys(&table.keys)?;
    let services = schema.services(table.service)?;
    let quality = schema.quality(table.quality)?;
    let (migrations, lines) = migrations(table.migration);
    let pack = Pack::new(Parts {
        code: registry_code(text, &table.code)?,
        version: table.version,
        name: table.name,
        validity: text.validity("registry", table.valid_from.as_ref(), table.valid_until.as_ref())?,
        state: table.state,
        legal_basis: table.legal_basis,
        retention: table.retention,
        keys: table.keys.into_inner(),
        services,
        quality,
        migrations,
        fields,
    });
    for (migration, line) in pack.migrations.iter().zip(&lines) {
        let place = format!("migration {} of version {}", migration.field, migration.version);
        pack.check_migration(migration)
            .map_err(|reason| text.rule(line, place, reason))?;
    }
    Ok(pack)
}

fn migrations(tables: Vec<Spanned<MigrationTable>>) -> (Vec<FieldMigration>, Vec<Spanned<()>>) {
    let read = |table: Spanned<MigrationTable>| {
        let line = Spanned::new(table.span(), ());
        let MigrationTable {
            version,
            field,
            to,
            recode,
        } = table.into_inner();
        let to = to.unwrap_or_else(|| field.clone());
        (
            FieldMigration {
                version,
                field,
                to,
                recode,
            },
            line,
        )
    };
    tables.into_iter().map(read).unzip()
}

fn registry_code(text: Text<'_>, code: &Spanned<String>) -> Result<RegistryCode, PackError> {
    let letters = code.get_ref();
    let is_code = (1..=40).contains(&letters.len())
        && letters.starts_with(|first: char| first.is_ascii_lowercase())
        && letters
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_code {
        Ok(RegistryCode(letters.clone()))
    } else {
        Err(text.rule(code, "code", "must be a letter a-z, then a-z 0-9 -, at most 40"))
    }
}

fn lists(text: Text<'_>, tables: Vec<ListTable>) -> Result<Lists, PackError> {
    let mut lists = Lists::new();
    for table in tables {
        let place = format!("list {}", table.code.get_ref());
        if table.items.is_empty() {
            return Err(text.rule(&table.code, place, "has no items"));
        }
        let mut codes: Vec<_> = table.items.iter().map(|item| item.code.as_str()).collect();
        codes.sort_unstable();
        if let Some([double, ..]) = codes.windows(2).find(|pair| pair[0] == pair[1]) {
            let reason = format!("has the code {double} twice");
            return Err(text.rule(&table.code, place, reason));
        }
        let list = CodeList {
            code: table.code.get_ref().clone(),
            is_confirmed: table.confirmed,
            items: table.items,
        };
        if lists.insert(list.code.clone(), Arc::new(list)).is_some() {
            return Err(text.rule(&table.code, place, "is declared twice"));
        }
    }
    Ok(lists)
}

fn fields(text: Text<'_>, tables: Vec<FieldTable>, lists: &Lists) -> Result<Vec<Field>, PackError> {
    let mut codes = BTreeSet::new();
    let mut fields = Vec::with_capacity(tables.len());
    for table in tables {
        if !codes.insert(table.code.get_ref().clone()) {
            let place = format!("field {}", table.code.get_ref());
            return Err(text.rule(&table.code, place, "is declared twice"));
        }
        fields.push(table.read(text, lists)?);
    }
    Ok(fields)
}

/// The fields, for the rules of those parts that name some of them.
#[derive(Clone, Copy)]
struct Schema<'s> {
    text: Text<'s>,
    fields: &'s [Field],
}

impl<'s> Schema<'s> {
    fn find<T>(self, at: &Spanned<T>, place: &str, code: &FieldCode) -> Result<&'s Field, PackError> {
        let field = self.fields.iter().find(|field| field.code == *code);
        field.ok_or_else(|| self.text.rule(at, place, format!("{code} is no field of the pack")))
    }

    fn check_keys(self, keys: &Spanned<Keys>) -> Result<(), PackError> {
        let wrong = |code: &FieldCode, reason: &str| Err(self.text.rule(keys, format!("key {code}"), reason));
        let Keys { record, also, persons } = keys.get_ref();
        let mut asked = BTreeSet::new();
        for code in keys.get_ref().asked() {
            if !asked.insert(code) {
                return wrong(code, "stands there twice");
            }
        }
        for code in asked.into_iter().chain(persons) {
            if self.find(keys, "keys", code)?.validity != Validity::default() {
                return wrong(code, "is needed on every day, so it can have no validity");
            }
        }
        let key = self.find(keys, "keys", record)?;
        if !matches!(key.field_type, FieldType::Text | FieldType::PersonalNumber) {
            return wrong(
                record,
                "finds the record, so it must be of the type text or personal_number",
            );
        }
        for code in persons {
            if self.find(keys, "keys", code)?.field_type != FieldType::PersonalNumber {
                return wrong(code, "names a person, so it must be of the type personal_number");
            }
        }
        if keys.get_ref().is_person() && also.is_empty() {
            return wrong(
                record,
                "is a person's number: also must name what a question has to know beside it",
            );
        }
        Ok(())
    }

    fn services(self, tables: Vec<ServiceTable>) -> Result<Vec<Service>, PackError> {
        let mut services: Vec<Service> = Vec::new();
        for table in tables {
            let verb = *table.code.get_ref();
            let place = format!("service {}", verb.as_str());
            if services.iter().any(|service| service.verb == verb) {
                return Err(self.text.rule(&table.code, place, "is declared twice"));
            }
            for code in table.fields.iter().flatten().chain(&table.by) {
                self.find(&table.code, &place, code)?;
            }
            if (verb == Verb::Search) == table.by.is_empty() {
                return Err(self
                    .text
                    .rule(&table.code, place, "by belongs to search, and to no other"));
            }
            services.push(Service {
                verb,
                name: table.name,
                fields: table.fields.map(BTreeSet::from_iter),
                by: table.by,
            });
        }
        Ok(services)
    }

    fn quality(self, rules: Vec<Spanned<QualityRule>>) -> Result<Vec<QualityRule>, PackError> {
        for rule in &rules {
            let place = format!("quality {}", rule.get_ref().kind());
            if rule.get_ref().fields().is_empty() {
                return Err(self.text.rule(rule, place, "names no field"));
            }
            for code in rule.get_ref().fields() {
                let field = self.find(rule, &place, code)?;
                if matches!(rule.get_ref(), QualityRule::Fresh { .. }) && field.field_type != FieldType::Date {
                    return Err(self.text.rule(rule, place, format!("{code} must be of the type date")));
                }
            }
        }
        Ok(rules.into_iter().map(Spanned::into_inner).collect())
    }
}
