//! One row of a table as a figure.
//!
//! What a row leaves out is taken from its printed words where these say it in one way only: the number, the fraction, the
//! hedge. Nothing else is filled in.

use std::str::FromStr;

use csv::StringRecord;

use super::cell;
use super::column::{Cell, Columns};
use super::error::{Fault, TableError};
use crate::reported::figure::{Change, Figure, FigureId, Hedge, PrintedKind, SourceCode};
use crate::reported::printing::Printing;

/// The unit of shares where the column is empty.
const PERCENT: &str = "percent";

/// The unit of a change where the column is empty, and the words say `%`.
const AS_PRINTED: &str = "percent as printed";

pub(super) fn figure(columns: &Columns, record: &StringRecord) -> Result<Figure, TableError> {
    let cell = |name| columns.cell(record, name);
    let text = |name| cell(name).map(|cell| cell.text.to_owned());
    let id = cell("id")?;
    if id.text.is_empty() {
        return Err(id.fault(Fault::IdEmpty));
    }
    let mut figure = Figure {
        id: FigureId(id.text.to_owned()),
        source: SourceCode(text("source")?),
        indicator: word(cell("indicator")?, Fault::Indicator)?,
        scope: text("scope")?,
        period_start: cell::day(cell("period_start")?)?,
        period_end: cell::day(cell("period_end")?)?,
        period_label: text("period_label")?,
        kind: word(cell("kind")?, Fault::Kind)?,
        numerator: cell::amount(cell("numerator")?)?,
        denominator: cell::amount(cell("denominator")?)?,
        value: cell::amount(cell("value")?)?,
        unit: text("unit")?,
        change: None,
        printed: text("printed")?,
        hedge: Hedge::Exact,
    };
    let is_empty = figure.value.is_none() && figure.numerator.is_none() && figure.printed.is_empty();
    if is_empty {
        return Err(cell("printed")?.fault(Fault::NothingPrinted));
    }
    let said = Printing::of(&figure.printed);
    figure.change = change(&cell, &figure)?;
    fill_in(&mut figure, &said);
    figure.hedge = cell::hedge(cell("hedge")?)?.unwrap_or_else(|| hedge_in_words(&figure, &said));
    Ok(figure)
}

fn word<T: FromStr>(cell: Cell<'_>, fault: Fault) -> Result<T, TableError> {
    cell.text.to_lowercase().parse().map_err(|_| cell.fault(fault))
}

fn change<'row>(
    cell: &impl Fn(&'static str) -> Result<Cell<'row>, TableError>,
    figure: &Figure,
) -> Result<Option<Change>, TableError> {
    let Some(by) = cell::amount(cell("change")?)? else {
        return Ok(None);
    };
    let unit = cell("change_unit")?.text;
    let is_share = figure.unit == PERCENT || (figure.unit.is_empty() && is_percent(figure.kind));
    let unit = match unit {
        "" if is_share || cell("change")?.text.ends_with('%') => AS_PRINTED,
        "" => &figure.unit,
        said => said,
    };
    Ok(Some(Change {
        by,
        unit: unit.to_owned(),
        hedge: cell::hedge(cell("change_hedge")?)?.unwrap_or_default(),
    }))
}

const fn is_percent(kind: PrintedKind) -> bool {
    matches!(kind, PrintedKind::Ratio | PrintedKind::DeltaPercent)
}

/// Takes the number of a row without any from its words, and the unit of a share.
fn fill_in(figure: &mut Figure, said: &Printing) {
    if figure.unit.is_empty() && is_percent(figure.kind) {
        PERCENT.clone_into(&mut figure.unit);
    }
    if figure.value.is_some() || figure.numerator.is_some() {
        return;
    }
    let is_share = figure.unit == PERCENT;
    if let (true, [(part, whole)]) = (is_share, said.fractions.as_slice()) {
        (figure.numerator, figure.denominator) = (Some(*part), figure.denominator.or(Some(*whole)));
    }
    let mut fitting = said.numbers.iter().filter(|number| number.is_percent == is_share);
    if let (Some(number), None) = (fitting.next(), fitting.next()) {
        figure.value = Some(number.value);
    }
}

fn hedge_in_words(figure: &Figure, said: &Printing) -> Hedge {
    let number = figure.value.or(figure.numerator);
    let found = said.numbers.iter().find(|printed| Some(printed.value) == number);
    found.map(|printed| printed.hedge).unwrap_or_default()
}
