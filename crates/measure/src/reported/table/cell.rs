//! What stands in one cell: a number, a day, a hedge.
//!
//! Cells hold numbers for machines (`1234567`, `81.05`), but a table that was typed in Vietnam may hold `81,05`, `1.234.567` or
//! `30/06/2024` too. What can be read in two ways is refused.

use motlan_core::Day;

use super::column::Cell;
use super::error::{Fault, TableError};
use crate::reported::amount::Amount;
use crate::reported::figure::Hedge;

/// Words that people write for hedges besides those of the table format.
const HEDGE_WORDS: [(&str, Hedge); 5] = [
    ("khoảng", Hedge::About),
    ("gần", Hedge::Nearly),
    ("hơn", Hedge::MoreThan),
    ("trên", Hedge::MoreThan),
    ("đúng", Hedge::Exact),
];

/// A number; an empty cell is none.
pub(super) fn amount(cell: Cell<'_>) -> Result<Option<Amount>, TableError> {
    let text = cell.text.strip_suffix('%').unwrap_or(cell.text);
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if text.is_empty() && cell.text.is_empty() {
        return Ok(None);
    }
    let (dots, commas) = (text.matches('.').count(), text.matches(',').count());
    let plain = match (dots, commas) {
        (0 | 1, 0) => text,
        (0, 1) if has_group_after(&text, ',') => return Err(cell.fault(Fault::NumberUnclear)),
        (0, 1) => text.replace(',', "."),
        (_, 0) if is_grouped(&text, '.') => text.replace('.', ""),
        (0, _) if is_grouped(&text, ',') => text.replace(',', ""),
        (_, 1) => marked(&text, '.', ',').ok_or_else(|| cell.fault(Fault::Number))?,
        (1, _) => marked(&text, ',', '.').ok_or_else(|| cell.fault(Fault::Number))?,
        _ => return Err(cell.fault(Fault::Number)),
    };
    let is_plain = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".-+".contains(&byte));
    let read = Amount::from_str_exact(&plain).ok().filter(|_| is_plain);
    read.map(Some).ok_or_else(|| cell.fault(Fault::Number))
}

/// Whether exactly three digits follow the mark, and one to three stand before it: a group of thousands or decimals.
fn has_group_after(text: &str, mark: char) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    is_grouped(digits, mark) && !digits.starts_with('0')
}

/// Whether a mark stands before every third digit, as in `1.234.567`.
fn is_grouped(text: &str, mark: char) -> bool {
    let mut groups = text.trim_start_matches(['-', '+']).split(mark);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

/// A number with both marks, as in `1.234,5`: groups before, decimals after.
fn marked(text: &str, group: char, decimal: char) -> Option<String> {
    let (whole, fraction) = text.split_once(decimal)?;
    let is_whole = is_grouped(whole, group) && !fraction.contains(group);
    is_whole.then(|| format!("{}.{fraction}", whole.replace(group, "")))
}

/// A day, as `2024-06-30` or `30/06/2024`; an empty cell is none.
pub(super) fn day(cell: Cell<'_>) -> Result<Option<Day>, TableError> {
    if cell.text.is_empty() {
        return Ok(None);
    }
    let read = cell.text.parse().ok().or_else(|| written_day(cell.text));
    read.map(Some).ok_or_else(|| cell.fault(Fault::Day))
}

fn written_day(text: &str) -> Option<Day> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && year.len() == 4;
    let read = Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    read.filter(|_| is_whole)
}

/// A hedge; an empty cell is none said.
pub(super) fn hedge(cell: Cell<'_>) -> Result<Option<Hedge>, TableError> {
    if cell.text.is_empty() {
        return Ok(None);
    }
    let word = cell.text.to_lowercase();
    let known = HEDGE_WORDS.into_iter().find(|(known, _)| *known == word);
    let read = word.parse().ok().or(known.map(|(_, hedge)| hedge));
    read.map(Some).ok_or_else(|| cell.fault(Fault::Hedge))
}
