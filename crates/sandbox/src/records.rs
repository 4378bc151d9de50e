//! Synthetic records of any pack: what each field's `sample` says, drawn for a seed and an index.
//!
//! A record is a function of pack, seed and index. Its people are those of the [`Country`]: record *i* is about person
//! *i*, a second person in it is somebody else. Each field draws from a stream of its own, so that a field more in a pack
//! leaves the others as they were. Values are texts as they enter a registry, which still checks them.

use motlan_core::Day;
use motlan_registry::model::field::{CodeList, Field, FieldType};
use motlan_registry::model::sample::{Bound, PersonDatum, Sample};
use motlan_registry::{Pack, Record};

use crate::draws::{Draws, Purpose};
use crate::people::{Country, PEOPLE_MAX, Person};
use crate::units::Units;

/// How far apart the people of one record are: a prime, so that they differ for every index.
const SLOT_STEP: u64 = 7_919_003;

/// Prime to 10 and 26, so that multiplying by it brings every filled form exactly once.
const FORM_STEP: u64 = 1_000_003;

/// Days without a range of their own.
const FIRST_DAY: &str = "2000-01-01";
const LAST_DAY: &str = "2023-12-31";

/// Which fields get a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// As many as the pack's shares say.
    Drawn,
    /// All of them.
    Full,
    /// Only those that a record needs: its keys.
    Least,
}

/// The records of one registry in a country.
#[derive(Clone, Copy, Debug)]
pub struct Records<'p> {
    pack: &'p Pack,
    country: Country,
}

impl<'p> Records<'p> {
    /// The records of this pack in the country of this seed.
    pub fn new(pack: &'p Pack, seed: u64) -> Self {
        Self::of(pack, Country::new(seed))
    }

    /// The records of this pack in this country.
    pub const fn of(pack: &'p Pack, country: Country) -> Self {
        Self { pack, country }
    }

    /// The record numbered `index`. Two of them share a key only where the forms of the key are too few, or where the key is a
    /// person and the country has no more.
    pub fn record(&self, index: u64, fill: Fill) -> Record {
        let values = self.pack.fields().filter_map(|field| {
            let mut draws = Draws::new(
                self.country.seed() ^ of_text(field.code.as_str()),
                Purpose::Record,
                index,
            );
            let is_key = self.pack.keys.asked().any(|key| *key == field.code);
            let is_drawn = draws.below(1_000_000) < parts_per_million(field.sample.as_ref());
            let has_value = match fill {
                Fill::Drawn => is_key || is_drawn,
                Fill::Full => true,
                Fill::Least => is_key,
            };
            has_value.then(|| (field.code.clone(), self.value(field, index, &mut draws)))
        });
        Record::new(values)
    }

    fn value(&self, field: &Field, index: u64, draws: &mut Draws) -> String {
        let sample = field.sample.as_ref();
        if let Some(datum) = sample.and_then(|sample| sample.person) {
            return datum_of(&self.person(index, sample), datum);
        }
        let of = sample.map(|sample| sample.of.as_slice()).unwrap_or_default();
        match &field.field_type {
            FieldType::PersonalNumber => self.person(index, sample).personal_number,
            FieldType::PersonName => self.person(index, sample).full_name,
            _ if !of.is_empty() => draws.one_of(of).clone(),
            FieldType::Text if !field.forms.is_empty() => {
                let forms = field.forms.len() as u64;
                // Unwrap safety: a remainder of a length.
                let form = usize::try_from(index % forms).expect("a position fits");
                filled(field.forms[form].as_str(), index / forms)
            }
            FieldType::Text => format!("Mẫu {}", index + 1),
            FieldType::Date => day(sample, draws).to_string(),
            FieldType::Number => number(sample, draws),
            FieldType::Code(list) => draws.one_of(&list.items).code.clone(),
            FieldType::CodeSet(list) => some_of(list, draws),
            FieldType::UnitCode(digits) => unit_code(*digits, draws),
        }
    }

    fn person(&self, index: u64, sample: Option<&Sample>) -> Person {
        let slot = u64::from(sample.map_or(1, |sample| sample.slot)).max(1);
        self.country.person((index + (slot - 1) * SLOT_STEP) % PEOPLE_MAX)
    }
}

fn datum_of(person: &Person, datum: PersonDatum) -> String {
    match datum {
        PersonDatum::Number => person.personal_number.clone(),
        PersonDatum::Name => person.full_name.clone(),
        PersonDatum::BirthDate => person.birth_date.to_string(),
    }
}

/// FNV-1a: a number for a field's code.
fn of_text(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is from 0 to 1"
)]
fn parts_per_million(sample: Option<&Sample>) -> u64 {
    let share = sample.map_or(1.0, |sample| sample.share);
    (share.clamp(0.0, 1.0) * 1_000_000.0).round() as u64
}

/// A form with its digits and letters filled: another text for each number, as long as there are more.
fn filled(form: &str, number: u64) -> String {
    let base = |sign: char| match sign {
        '9' => 10,
        'A' => 26,
        _ => 1,
    };
    let count = form.chars().map(base).fold(1_u64, u64::saturating_mul);
    let wide = u128::from(number) * u128::from(FORM_STEP) % u128::from(count);
    // Unwrap safety: smaller than a count that is a u64.
    let mut rest = u64::try_from(wide).expect("a remainder fits");
    let mut letters: Vec<char> = form.chars().collect();
    for letter in letters.iter_mut().rev() {
        let base = base(*letter);
        // Unwrap safety: below 26.
        let digit = u8::try_from(rest % base).expect("a digit fits");
        rest /= base;
        match *letter {
            '9' => *letter = char::from(b'0' + digit),
            'A' => *letter = char::from(b'A' + digit),
            _ => {}
        }
    }
    letters.into_iter().collect()
}

fn day(sample: Option<&Sample>, draws: &mut Draws) -> Day {
    let end = |bound: Option<&Bound>, other: &str| match bound {
        Some(Bound::Day(day)) => day.number(),
        // Unwrap safety: the two constants above are days.
        _ => other.parse::<Day>().expect("a day").number(),
    };
    let from = end(sample.and_then(|sample| sample.from.as_ref()), FIRST_DAY);
    let until = end(sample.and_then(|sample| sample.until.as_ref()), LAST_DAY).max(from);
    // Unwrap safety: between two 32-bit numbers.
    let day = u32::try_from(draws.between(u64::from(from), u64::from(until))).expect("a day fits");
    Day::from_number(day)
}

/// A number between the bounds, both included, with so many decimals.
#[expect(clippy::cast_possible_truncation, reason = "ends of ranges have at most 15 digits")]
fn number(sample: Option<&Sample>, draws: &mut Draws) -> String {
    let decimals = sample.map_or(0, |sample| sample.decimals).min(6);
    let scale = 10_i64.pow(u32::from(decimals));
    let end = |bound: Option<&Bound>, other: f64| match bound {
        Some(Bound::Number(number)) => *number,
        _ => other,
    };
    let scaled = |number: f64| (number * 10_f64.powi(i32::from(decimals))).round() as i64;
    let from = scaled(end(sample.and_then(|sample| sample.from.as_ref()), 1.0));
    let until = scaled(end(sample.and_then(|sample| sample.until.as_ref()), 1000.0)).max(from);
    // A range may be wider than one draw reaches.
    let width = u64::try_from(until - from).unwrap_or(0).saturating_add(1);
    let number = from + i64::try_from(draws.next() % width).unwrap_or(0);
    let sign = if number < 0 { "-" } else { "" };
    let (whole, part) = ((number / scale).abs(), (number % scale).abs());
    match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{part:0width$}", width = usize::from(decimals)),
    }
}

/// One or two codes of the list, in its order.
fn some_of(list: &CodeList, draws: &mut Draws) -> String {
    let first = draws.one_of(&list.items);
    let second = draws.is_in_percent(50).then(|| draws.one_of(&list.items));
    let is_drawn = |code: &str| code == first.code || second.is_some_and(|second| code == second.code);
    let codes = list.items.iter().map(|item| item.code.as_str());
    codes.filter(|code| is_drawn(code)).collect::<Vec<_>>().join(", ")
}

/// A unit that exists, or digits where there is none of that length.
fn unit_code(digits: u8, draws: &mut Draws) -> String {
    let units = Units::of_2022();
    let level = match digits {
        2 => units.provinces(),
        3 => units.districts(),
        5 => units.communes(),
        _ => &[],
    };
    match level {
        [] => "1".repeat(usize::from(digits)),
        units => draws.one_of(units).code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_number_fills_a_form_otherwise() {
        let texts: BTreeSet<String> = (0..2_600).map(|number| filled("A9-9A", number % 2_600)).collect();
        assert_eq!(texts.len(), 2_600);
        assert!(texts.iter().all(|text| text.len() == 5 && text.as_bytes()[2] == b'-'));
        assert_eq!(filled("X", 7), "X");
        assert_eq!(filled("999999999999999999999999", 0).len(), 24);
    }

    #[test]
    fn numbers_stay_between_their_ends() {
        let sample: Sample = toml::from_str("from = -1.5\nuntil = 2.25\ndecimals = 2").unwrap();
        for index in 0..500 {
            let text = number(Some(&sample), &mut Draws::new(3, Purpose::Record, index));
            let value: f64 = text.parse().unwrap();
            assert!((-1.5..=2.25).contains(&value), "{text}");
        }
    }
}
