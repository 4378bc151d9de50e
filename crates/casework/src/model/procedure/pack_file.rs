//! The TOML text of a procedure pack, as it is written, and its translation into the model.
//!
//! Every table refuses unknown words. What a result repeats of a component must be something that a source of the component
//! gives, so that a paper never has an empty line because of a misspelt word.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::component_file::{ComponentTable, components, document_type, gives, named};
use super::{Component, DeadlineRule, Procedure};
use crate::model::pack::{FORMAT, PackError, Validity, is_code, read, rule};
use crate::model::result::{ISSUED_ON, ResultField, ResultRule, VALID_UNTIL};
use motlan_core::Name;

/// Longer is no deadline of a procedure: about two years.
const WORKING_DAYS_MAX: u32 = 500;

/// The longest validity of a result.
const VALID_YEARS_MAX: u32 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProcedureFile {
    format: u32,
    code: String,
    number: u32,
    version: u32,
    national_code: String,
    national_code_confirmed: bool,
    name: Name,
    field: Name,
    valid_from: Option<String>,
    valid_until: Option<String>,
    level: u8,
    deadline: DeadlineTable,
    result: ResultTable,
    component: Vec<ComponentTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeadlineTable {
    working_days: u32,
    source: String,
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResultTable {
    type_code: String,
    name: Name,
    valid_years: u32,
    not_beyond_component: Option<u32>,
    fields: Vec<ResultFieldTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResultFieldTable {
    code: String,
    component: Option<u32>,
    vi: String,
    en: String,
}

/// Parses and checks the text.
pub(super) fn parse(text: &str) -> Result<Procedure, PackError> {
    let file: ProcedureFile = read(text)?;
    check_head(&file)?;
    let components = components(file.component)?;
    let result = result(file.result, &components)?;
    Ok(Procedure {
        code: file.code,
        number: file.number,
        version: file.version,
        national_code: file.national_code,
        is_code_confirmed: file.national_code_confirmed,
        validity: Validity::parse(file.valid_from.as_deref(), file.valid_until.as_deref())?,
        name: file.name,
        field: file.field,
        deadline: deadline(file.deadline)?,
        level: file.level,
        result,
        components,
    })
}

fn check_head(file: &ProcedureFile) -> Result<(), PackError> {
    let checks = [
        (file.format == FORMAT, "format", "only format 1 is known"),
        (
            is_code(&file.code, b'-'),
            "code",
            "must be a letter a-z, then a-z 0-9 -, at most 64",
        ),
        (
            file.number > 0 && file.version > 0,
            "number",
            "number and version count from 1",
        ),
        (
            is_national_code(&file.national_code),
            "national_code",
            "must be as 1.002809",
        ),
        (!file.name.is_incomplete(), "name", "is needed in both languages"),
        (!file.field.is_incomplete(), "field", "is needed in both languages"),
        ((1..=2).contains(&file.level), "level", "must be 1 or 2"),
    ];
    match checks.into_iter().find(|(holds, ..)| !holds) {
        Some((_, place, reason)) => Err(rule(place, reason)),
        None => Ok(()),
    }
}

/// One digit, a dot, six digits: the national part of the code, without a local unit.
fn is_national_code(text: &str) -> bool {
    matches!(text.as_bytes(), [level, b'.', rest @ ..]
        if level.is_ascii_digit() && rest.len() == 6 && rest.iter().all(u8::is_ascii_digit))
}

fn deadline(table: DeadlineTable) -> Result<DeadlineRule, PackError> {
    if !(1..=WORKING_DAYS_MAX).contains(&table.working_days) || table.source.trim().is_empty() {
        return Err(rule(
            "deadline",
            format!("needs 1 to {WORKING_DAYS_MAX} working days and their source"),
        ));
    }
    Ok(DeadlineRule {
        working_days: table.working_days,
        source: table.source,
        is_confirmed: table.confirmed,
    })
}

fn result(table: ResultTable, components: &[Component]) -> Result<ResultRule, PackError> {
    if table.name.is_incomplete() || !(1..=VALID_YEARS_MAX).contains(&table.valid_years) {
        return Err(rule(
            "result",
            format!("needs its names and 1 to {VALID_YEARS_MAX} years of validity"),
        ));
    }
    let not_beyond_component = match table.not_beyond_component {
        Some(number) if !gives(components, number, VALID_UNTIL) => {
            return Err(rule("result", format!("component {number} has no {VALID_UNTIL}")));
        }
        other => other,
    };
    Ok(ResultRule {
        type_code: document_type(table.type_code, "result")?,
        name: table.name,
        valid_years: table.valid_years,
        not_beyond_component,
        fields: result_fields(table.fields, components)?,
    })
}

fn result_fields(tables: Vec<ResultFieldTable>, components: &[Component]) -> Result<Vec<ResultField>, PackError> {
    let mut codes = BTreeSet::new();
    let fields: Vec<ResultField> = tables
        .into_iter()
        .map(|table| {
            let name = named(table.vi, table.en, "result", &table.code)?;
            let is_own = [ISSUED_ON, VALID_UNTIL].contains(&table.code.as_str());
            let is_known = match table.component {
                Some(component) => !is_own && gives(components, component, &table.code),
                None => is_own,
            };
            if !is_known || !codes.insert(table.code.clone()) {
                return Err(rule(
                    "result",
                    format!("the field {} comes from nowhere, or twice", table.code),
                ));
            }
            Ok(ResultField {
                code: table.code,
                name,
                component: table.component,
            })
        })
        .collect::<Result<_, _>>()?;
    if [ISSUED_ON, VALID_UNTIL].iter().any(|own| !codes.contains(*own)) {
        return Err(rule("result", format!("must show {ISSUED_ON} and {VALID_UNTIL}")));
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = include_str!("../../../../../packs/procedures/driving-licence-renewal/1/procedure.toml");

    #[test]
    fn slips_of_the_pen_are_refused_with_their_place() {
        assert!(Procedure::parse(GOOD).is_ok());
        for (from, to, says) in [
            ("format = 1", "format = 2", "format"),
            ("code = \"driving-licence-renewal\"", "code = \"Renewal\"", "code"),
            ("number = 1\nversion", "number = 0\nversion", "number"),
            ("1.002809", "1.00280", "national_code"),
            ("national_code_confirmed", "confirmed", "confirmed"),
            ("level = 2", "level = 3", "level"),
            ("valid_from = \"2022-01-01\"", "valid_from = \"2022\"", "valid_from"),
            ("working_days = 5", "working_days = 0", "deadline"),
            ("valid_years = 10", "valid_years = 0", "result"),
            (
                "valid_years = 10",
                "valid_years = 10\nnot_beyond_component = 3",
                "component 3 has no valid_until",
            ),
            ("type_code = \"GPLX\"", "type_code = \"GP-LX\"", "GP-LX"),
            ("type_code = \"GKSK\"", "type_code = \"gksk\"", "component 3"),
            (
                "code = \"classes\", component = 2",
                "code = \"classes\", component = 1",
                "classes comes from nowhere",
            ),
            (
                "code = \"classes\", component = 2",
                "code = \"class\", component = 2",
                "class comes from nowhere",
            ),
            (
                "code = \"issued_on\", vi",
                "code = \"issued\", vi",
                "issued comes from nowhere",
            ),
            (
                "number = 2\ncode = \"present",
                "number = 1\ncode = \"present",
                "numbers rise",
            ),
            (
                "code = \"present-licence\"",
                "code = \"person-data\"",
                "code of its own",
            ),
            (
                "VN/GOV/G04/driving-licence/look-up",
                "VN/GOV/G04/driving-licence",
                "is no service",
            ),
            ("ND-107-2021", "ND-107-2021;dossier=x", "is no legal basis"),
            ("kind = \"upload\"", "kind = \"post\"", "post"),
            ("kind = \"upload\"", "kind = \"upload\"\nformat = \"pdf\"", "format"),
            ("result = false", "results = false", "results"),
            ("en = \"State\"", "en = \" \"", "both languages"),
            ("code = \"state\"", "code = \"issuer\"", "issuer twice"),
        ] {
            assert!(GOOD.contains(from), "{from}");
            let refusal = Procedure::parse(&GOOD.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(refusal.contains(says), "{from} to {to}: {refusal}");
        }
    }
}
