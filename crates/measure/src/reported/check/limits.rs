//! How many of something there can be in the country, as data: `packs/figures/limits.csv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use csv::{ReaderBuilder, Trim};
use motlan_core::Name;
use serde::Deserialize;

use crate::reported::amount::Amount;

const TEXT: &str = include_str!("../../../../../packs/figures/limits.csv");

static BUILT_IN: LazyLock<Limits> = LazyLock::new(|| {
    // Unwrap safety: the text is a constant, and the test `the_built_in_limits_are_read` parses it.
    Limits::parse(TEXT).expect("the built-in limits parse")
});

#[derive(Deserialize)]
struct Row {
    unit: String,
    most: Amount,
    why_vi: String,
    why_en: String,
}

/// How many there can be.
pub(super) struct Limit {
    pub(super) most: Amount,
    pub(super) why: Name,
}

/// Limits by unit.
pub(super) struct Limits(BTreeMap<String, Limit>);

impl Limits {
    pub(super) fn built_in() -> &'static Self {
        &BUILT_IN
    }

    fn parse(text: &str) -> Result<Self, csv::Error> {
        let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(text.as_bytes());
        let rows = reader.deserialize::<Row>().map(|row| {
            row.map(|row| {
                let why = Name {
                    vi: row.why_vi,
                    en: row.why_en,
                };
                (row.unit, Limit { most: row.most, why })
            })
        });
        rows.collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn find(&self, unit: &str) -> Option<&Limit> {
        self.0.get(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_limits_are_read() {
        let limits = Limits::parse(TEXT).unwrap();
        assert!(limits.find("person").unwrap().most > Amount::from(100_000_000));
        assert!(limits.find("transaction").is_none());
    }
}
