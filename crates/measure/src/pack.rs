//! A pack of indicators: units, populations with their versions, scoring schemes, and the typed indicators.
//!
//! Parsed strictly from TOML texts: an unknown word, a missing part or a rule that cannot hold is refused with its
//! place. The pack that ships is [`Pack::built_in`]; it lies under `packs/indicators/`.

mod built_in;
mod check;
mod file;

use std::collections::BTreeMap;

use motlan_core::{Day, Name};

use crate::model::code::IndicatorCode;
use crate::model::indicator::{Counter, Indicator, Unit, UnitCode};
use crate::model::population::{Population, PopulationCode, PopulationVersion};
use crate::model::scheme::Scheme;

/// Why a pack cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// A file is no TOML of the expected shape.
    #[error("{file}: {reason}")]
    Shape {
        /// The file's name in the pack.
        file: String,
        /// What the parser said, with its line.
        reason: String,
    },
    /// A rule between parts is broken.
    #[error("{place}: {reason}")]
    Rule {
        /// Where, as in `indicator dossiers.reuse_rate`.
        place: String,
        /// What is wrong there.
        reason: &'static str,
    },
}

/// Indicators as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// The version of this pack.
    pub version: String,
    /// Its names.
    pub name: Name,
    units: BTreeMap<UnitCode, Unit>,
    populations: BTreeMap<PopulationCode, Population>,
    schemes: BTreeMap<String, Scheme>,
    indicators: BTreeMap<IndicatorCode, Indicator>,
}

impl Pack {
    /// The pack that ships with this version of the program.
    pub fn built_in() -> &'static Self {
        &built_in::PACK
    }

    /// Reads a pack from the text of its `pack.toml` and from those of its other files, each with its name.
    ///
    /// # Errors
    /// [`PackError`] with the file and line, or the part and the rule it breaks.
    pub fn parse(head: &str, files: &[(&str, &str)]) -> Result<Self, PackError> {
        let mut pack = file::head(head)?;
        for (name, text) in files {
            for indicator in file::indicators(name, text)? {
                let code = indicator.code.clone();
                if pack.indicators.insert(code.clone(), indicator).is_some() {
                    return Err(rule(format!("indicator {code}"), "is declared twice"));
                }
            }
        }
        check::check(&pack)?;
        Ok(pack)
    }

    /// The indicator with this code.
    pub fn find(&self, code: &IndicatorCode) -> Option<&Indicator> {
        self.indicators.get(code)
    }

    /// The indicator that this counter computes.
    pub fn find_computed(&self, counter: Counter) -> Option<&Indicator> {
        self.indicators()
            .find(|indicator| indicator.computed_by == Some(counter))
    }

    /// Every indicator, in order of the codes.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.values()
    }

    /// The unit with this code; every indicator's unit is there.
    pub fn unit(&self, code: &UnitCode) -> Option<&Unit> {
        self.units.get(code)
    }

    /// The unit that a text names by its code, if there is one.
    pub fn find_unit(&self, code: &str) -> Option<&Unit> {
        self.units.get(&UnitCode(code.to_owned()))
    }

    /// The population with this code; every indicator's populations are there.
    pub fn population(&self, code: &PopulationCode) -> Option<&Population> {
        self.populations.get(code)
    }

    /// What an indicator's computed figure ranges over on a day: the usual version of its first population.
    pub fn population_on(&self, indicator: &Indicator, day: Day) -> Option<PopulationVersion> {
        let first = indicator.populations.first()?;
        self.population(first)?.find_version(day)
    }

    /// Every scoring scheme, in order of the codes.
    pub fn schemes(&self) -> impl Iterator<Item = &Scheme> {
        self.schemes.values()
    }
}

/// A broken rule and its place.
fn rule(place: impl Into<String>, reason: &'static str) -> PackError {
    PackError::Rule {
        place: place.into(),
        reason,
    }
}
