//! What each rule says, case by case: rows of a table as a person would fill it in, and the verdicts of a careful reader.

mod arithmetic;
mod changes;
mod others;
mod parts;
mod words;

use std::collections::BTreeMap;

use motlan_measure::reported::{Checked, Context, Relations, Verdict, check, read};

use crate::sample::word;

/// The columns in which the cases are written.
const HEAD: &str =
    "id;indicator;scope;kind;period_start;period_end;numerator;denominator;value;unit;change;change_unit;hedge;printed";

/// Relations of the cases.
const RELATIONS: &str = "part_indicator,whole_indicator,relation,note\n\
    parts.one,parts.all,part of total,\n\
    parts.two,parts.all,part of total,\n\
    rate.low,rate.high,not above,\n\
    flow.inner,flow.outer,same order of magnitude per day,\n";

fn checked(rows: &str) -> Vec<Checked> {
    let relations = Relations::parse(RELATIONS).unwrap();
    let context = Context {
        relations: &relations,
        ..Context::built_in()
    };
    let rows: Vec<_> = rows.lines().map(|row| row.trim().to_owned()).collect();
    check(
        &read(format!("{HEAD}\n{}\n", rows.join("\n")).as_bytes()).unwrap(),
        &context,
    )
}

/// The verdict of each row, in their order: `adds_up ambiguous`.
fn verdicts(rows: &str) -> String {
    let verdicts = checked(rows).into_iter().map(|checked| word(checked.verdict));
    verdicts.collect::<Vec<_>>().join(" ")
}

/// The verdict of one row and the rules that led to it.
fn led_by(row: &str) -> (&'static str, Vec<&'static str>) {
    let checked = checked(row).remove(0);
    let heaviest = checked.findings.first().map(|finding| finding.weight);
    let leading = checked
        .findings
        .iter()
        .filter(|finding| Some(finding.weight) == heaviest && checked.verdict != Verdict::NothingToCheck);
    (word(checked.verdict), leading.map(|finding| finding.rule).collect())
}

/// Every case: its rows and the verdicts.
fn hold(cases: &[(&str, &str)]) {
    let wrong: BTreeMap<_, _> = cases
        .iter()
        .filter(|(rows, expected)| verdicts(rows) != *expected)
        .map(|(rows, expected)| {
            (
                *rows,
                format!("{} instead of {expected}: {:#?}", verdicts(rows), checked(rows)),
            )
        })
        .collect();
    let report: Vec<_> = wrong.iter().map(|(rows, said)| format!("{rows}\n{said}")).collect();
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), report.join("\n"));
}
