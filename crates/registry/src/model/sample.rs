//! How a synthetic value of a field is drawn: for the sandbox, which makes records of any pack from this alone.

use motlan_core::Day;
use serde::{Deserialize, Deserializer};

/// Which datum of a synthetic person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonDatum {
    /// The personal number.
    Number,
    /// The full name.
    Name,
    /// The date of birth.
    BirthDate,
}

/// How a value is drawn.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// How many records have a value, 0 to 1.
    #[serde(default = "always")]
    pub share: f64,
    /// One of these texts.
    #[serde(default)]
    pub of: Vec<String>,
    /// The first day or the smallest number.
    pub from: Option<Bound>,
    /// The last day or the largest number.
    pub until: Option<Bound>,
    /// Decimals of a number.
    #[serde(default)]
    pub decimals: u8,
    /// A datum of a synthetic person.
    pub person: Option<PersonDatum>,
    /// Which person of the record: 1 the first.
    #[serde(default = "first")]
    pub slot: u8,
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Bound {
    /// A number.
    Number(f64),
    /// A day, `YYYY-MM-DD`.
    Day(#[serde(deserialize_with = "day")] Day),
}

// Shares are written in files and compared there only: no share is the result of arithmetic.
impl Eq for Sample {}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}

const fn always() -> f64 {
    1.0
}

const fn first() -> u8 {
    1
}
