//! How a value that differs is wrong, where that can be said without giving the held value: help for cleansing.
//!
//! Only whoever may know that somebody exists is told. Nothing is guessed: each hint is a statement that anybody who has
//! both values can check.

use std::borrow::Cow;

use motlan_core::vietnam::text;
use serde::Serialize;

use crate::model::date::PartialDate;
use crate::model::field::{Comparison, Field, FieldType};

/// What is known about a mismatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// Same year; the day is the other's month and the month the other's day.
    DayMonthSwapped,
    /// The same words of a name in another order.
    WordOrder,
}

impl Field {
    /// What can be said about two canonical values that do not agree.
    pub fn hint(&self, asked: &str, held: &str) -> Option<Hint> {
        match self.comparison {
            Comparison::Date => is_day_month_swapped(asked, held).then_some(Hint::DayMonthSwapped),
            Comparison::Name => self.has_other_order(asked, held).then_some(Hint::WordOrder),
            _ => None,
        }
    }

    /// Whether two names are one: in the name of a person eth (`Ð`) is what a keyboard made of `Đ`. Elsewhere, as in the
    /// name of a foreign ship, it may be right.
    ///
    /// Names that are equal to the letter go the same way as all others: the time taken does not tell them apart.
    pub(super) fn is_same_name(&self, asked: &str, held: &str) -> bool {
        text::name_key(&self.repaired(asked)) == text::name_key(&self.repaired(held))
    }

    fn repaired<'n>(&self, name: &'n str) -> Cow<'n, str> {
        match self.field_type {
            FieldType::PersonName => text::repair_eth(name),
            _ => Cow::Borrowed(name),
        }
    }

    fn has_other_order(&self, asked: &str, held: &str) -> bool {
        let is_reordered = |asked: &[&str], held: &mut Vec<&str>| {
            asked.iter().all(|word| {
                let found = held.iter().position(|other| self.is_same_name(word, other));
                found.map(|position| held.swap_remove(position)).is_some()
            })
        };
        let asked: Vec<&str> = asked.split_whitespace().collect();
        let mut held: Vec<&str> = held.split_whitespace().collect();
        asked.len() == held.len() && is_reordered(&asked, &mut held)
    }
}

/// Whether day and month have changed places between two full dates that differ.
fn is_day_month_swapped(asked: &str, held: &str) -> bool {
    let parts: Vec<&str> = asked.split('-').collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    let swapped = format!("{year}-{day}-{month}");
    asked != held && swapped == held && swapped.parse::<PartialDate>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_full_dates_of_one_year_are_swapped() {
        assert!(is_day_month_swapped("1999-04-03", "1999-03-04"));
        for (asked, held) in [
            ("1999-04-03", "1999-04-03"),
            ("1999-04-04", "1999-04-04"),
            ("1999-04-03", "1998-03-04"),
            ("1999-04", "1999-04-03"),
            ("1999-04-03", "1999-03"),
            ("1999", "1999"),
            ("1999-04-30", "1999-04-03"),
        ] {
            assert!(!is_day_month_swapped(asked, held), "{asked} {held}");
        }
    }
}
