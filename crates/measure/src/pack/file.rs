//! The TOML files of a pack as they are written, and their translation into the model.
//!
//! Every table refuses unknown words, so that a misspelt rule is an error and never a rule left out.

use std::collections::BTreeMap;

use motlan_core::{Day, Name};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Pack, PackError, rule};
use crate::model::code::IndicatorCode;
use crate::model::indicator::{Counter, Indicator, Kind, PeriodRule, Points, Relation, Unit, UnitCode};
use crate::model::population::{Population, PopulationCode, Version};
use crate::model::scheme::Scheme;
use crate::model::value::Rounding;

/// The only version of the pack format so far.
const FORMAT: u32 = 1;

/// The name of the pack's head in messages.
const HEAD: &str = "pack.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadFile {
    format: u32,
    version: String,
    name: Name,
    unit: Vec<UnitTable>,
    population: Vec<PopulationTable>,
    scheme: Vec<Scheme>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitTable {
    code: UnitCode,
    name: Name,
    #[serde(default = "one")]
    factor: u32,
}

const fn one() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PopulationTable {
    code: PopulationCode,
    name: Name,
    version: Vec<VersionTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionTable {
    code: String,
    size: Option<u64>,
    valid_from: Option<String>,
    valid_until: Option<String>,
    who: Name,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorsFile {
    indicator: Vec<IndicatorTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorTable {
    code: IndicatorCode,
    name: Name,
    kind: Kind,
    unit: UnitCode,
    numerator: Name,
    denominator: Option<Name>,
    populations: Vec<PopulationCode>,
    decimals: u8,
    period: PeriodRule,
    source: String,
    computed_by: Option<Counter>,
    part_of: Option<IndicatorCode>,
    target_of: Option<IndicatorCode>,
    change_of: Option<IndicatorCode>,
    #[serde(default)]
    points: Vec<Points>,
}

/// A pack without its indicators.
pub(super) fn head(text: &str) -> Result<Pack, PackError> {
    let file: HeadFile = read(HEAD, text)?;
    if file.format != FORMAT {
        return Err(rule(HEAD, "is of a format that this program does not know"));
    }
    let populations = file.population.into_iter().map(population);
    let populations: Vec<Population> = populations.collect::<Result<_, _>>()?;
    let units = file.unit.into_iter().map(|table| Unit {
        code: table.code,
        name: table.name,
        factor: table.factor,
    });
    Ok(Pack {
        version: file.version,
        name: file.name,
        units: by_key(units, "unit", |unit| unit.code.clone(), |code| code.as_str())?,
        populations: by_key(populations, "population", |it| it.code.clone(), |code| code.as_str())?,
        schemes: by_key(
            file.scheme,
            "scheme",
            |scheme| scheme.code.clone(),
            |code| code.as_str(),
        )?,
        indicators: BTreeMap::new(),
    })
}

/// The indicators of a file.
pub(super) fn indicators(file: &str, text: &str) -> Result<Vec<Indicator>, PackError> {
    let file: IndicatorsFile = read(file, text)?;
    file.indicator.into_iter().map(indicator).collect()
}

fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|error| PackError::Shape {
        file: file.to_owned(),
        reason: error.to_string(),
    })
}

fn by_key<T, K: Ord>(
    parts: impl IntoIterator<Item = T>,
    what: &str,
    key: impl Fn(&T) -> K,
    text: impl Fn(&K) -> &str,
) -> Result<BTreeMap<K, T>, PackError> {
    let mut map = BTreeMap::new();
    for part in parts {
        let place = format!("{what} {}", text(&key(&part)));
        if map.insert(key(&part), part).is_some() {
            return Err(rule(place, "is declared twice"));
        }
    }
    Ok(map)
}

fn population(table: PopulationTable) -> Result<Population, PackError> {
    let place = || format!("population {}", table.code.as_str());
    let day = |text: Option<String>| -> Result<Option<Day>, PackError> {
        let day = text.map(|text| text.parse()).transpose();
        day.map_err(|_| rule(place(), "has a validity that is no day"))
    };
    let version = |table: VersionTable| -> Result<Version, PackError> {
        Ok(Version {
            code: table.code,
            size: table.size,
            valid_from: day(table.valid_from)?,
            valid_until: day(table.valid_until)?,
            who: table.who,
        })
    };
    let versions = table.version.into_iter().map(version).collect::<Result<_, _>>()?;
    Ok(Population {
        versions,
        code: table.code,
        name: table.name,
    })
}

fn indicator(table: IndicatorTable) -> Result<Indicator, PackError> {
    let relations = [
        table.part_of.map(|code| (Relation::PartOf, code)),
        table.target_of.map(|code| (Relation::TargetOf, code)),
        table.change_of.map(|code| (Relation::ChangeOf, code)),
    ];
    let mut relations = relations.into_iter().flatten();
    let relation = relations.next();
    if relations.next().is_some() {
        let place = format!("indicator {}", table.code);
        return Err(rule(place, "follows from more than one other indicator"));
    }
    Ok(Indicator {
        code: table.code,
        name: table.name,
        kind: table.kind,
        unit: table.unit,
        numerator: table.numerator,
        denominator: table.denominator,
        populations: table.populations,
        rounding: Rounding {
            decimals: table.decimals,
        },
        period: table.period,
        source: table.source,
        computed_by: table.computed_by,
        relation,
        points: table.points,
    })
}
