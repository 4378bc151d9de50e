//! The population that an indicator ranges over, with its versions: 22 or 30 ministries, 63 or 34 provinces.
//!
//! A rate "of the ministries" means nothing without the number of ministries. Versions carry days of validity; two may
//! be valid at once where the state itself counts in two ways, and then both are known.

use motlan_core::{Day, Name};
use serde::{Deserialize, Serialize, Serializer};

/// The code of a population, as in `provinces`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PopulationCode(pub(crate) String);

impl PopulationCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A population at a time, as in `provinces/63`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PopulationVersion {
    /// The population.
    pub population: PopulationCode,
    /// The version's own code: its size, where it has one.
    pub version: String,
}

/// `provinces/63`.
impl std::fmt::Display for PopulationVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.population.0, self.version)
    }
}

impl Serialize for PopulationVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One way to count a population, while it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its code within the population.
    pub code: String,
    /// How many there are; `None` where that differs from case to case.
    pub size: Option<u64>,
    /// The first day on which it holds; `None`: as far back as this pack speaks.
    pub valid_from: Option<Day>,
    /// The last day on which it holds; `None`: still.
    pub valid_until: Option<Day>,
    /// Who is counted.
    pub who: Name,
}

impl Version {
    /// Whether it holds on this day.
    pub fn has(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|first| first <= day) && self.valid_until.is_none_or(|last| day <= last)
    }
}

/// What an indicator ranges over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    /// Its code.
    pub code: PopulationCode,
    /// Its names.
    pub name: Name,
    /// Its versions; where several hold on one day, the first is the usual one.
    pub versions: Vec<Version>,
}

impl Population {
    /// The versions that hold on this day, the usual one first.
    pub fn versions_on(&self, day: Day) -> impl Iterator<Item = &Version> {
        self.versions.iter().filter(move |version| version.has(day))
    }

    /// The usual version on this day; `None` if the pack knows none for it.
    pub fn find_version(&self, day: Day) -> Option<PopulationVersion> {
        self.versions_on(day).next().map(|version| PopulationVersion {
            population: self.code.clone(),
            version: version.code.clone(),
        })
    }
}
