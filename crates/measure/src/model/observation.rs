//! One figure as it was found: of which indicator, for whom, for when, how well proven, and where its evidence lies.

use std::fmt;
use std::str::FromStr;

use motlan_core::MemberId;
use motlan_core::identifier::IdentifierError;
use motlan_evidence::case::Pseudonym;
use serde::{Serialize, Serializer};

use crate::model::code::IndicatorCode;
use crate::model::period::Period;
use crate::model::population::PopulationVersion;
use crate::model::value::Value;

/// How the whole country is written where a scope is a text.
const COUNTRY: &str = "VN";

/// For whom a figure is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everybody whose logs were read.
    Country,
    /// One member.
    Member(MemberId),
}

/// `VN`, or the member's identifier as in `VN/GOV/H45`.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country => f.write_str(COUNTRY),
            Self::Member(member) => member.fmt(f),
        }
    }
}

impl FromStr for Scope {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            COUNTRY => Ok(Self::Country),
            member => member.parse().map(Self::Member),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How well a figure is proven; less is lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceLevel {
    /// Somebody printed it.
    Reported,
    /// It rests on the log of the one whom it is about.
    OneSided,
    /// Two logs of two members hold it alike.
    Proven,
}

impl EvidenceLevel {
    /// The stable word, as in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::OneSided => "one_sided",
            Self::Proven => "proven",
        }
    }
}

/// What a reader must know besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Nothing.
    Normal,
    /// The period is not over: the figure will change.
    Provisional,
    /// There was nothing to divide by.
    NothingToCount,
    /// No built-in counter computes this indicator.
    NotComputed,
}

/// A figure and all that it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Observation {
    /// Of which indicator.
    pub indicator: IndicatorCode,
    /// For whom.
    pub scope: Scope,
    /// For when.
    pub period: Period,
    /// What it ranges over on the period's last day; `None` if the pack knows no version for that day.
    pub population: Option<PopulationVersion>,
    /// What was counted.
    pub numerator: Option<u64>,
    /// What it is divided by; fractions only.
    pub denominator: Option<u64>,
    /// The exact value.
    pub value: Value,
    /// The lowest level of its parts.
    pub level: EvidenceLevel,
    /// What a reader must know besides.
    pub flag: Flag,
}

/// Above or below the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// What was counted.
    Numerator,
    /// What it is divided by.
    Denominator,
}

/// Where one of the counted things stands: the log `casework` of a member, and the entry's index in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryRef {
    /// Whose log.
    pub member: MemberId,
    /// The entry's index.
    pub index: u64,
    /// The dossier that the entry is about.
    pub dossier: Option<Pseudonym>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_read_as_it_is_written() {
        for text in ["VN", "VN/GOV/H45"] {
            assert_eq!(text.parse::<Scope>().unwrap().to_string(), text);
        }
        assert_eq!("VN".parse::<Scope>().unwrap(), Scope::Country);
        assert!("Phú Yên".parse::<Scope>().is_err());
    }

    #[test]
    fn the_lowest_level_is_the_least() {
        assert!(EvidenceLevel::Reported < EvidenceLevel::OneSided);
        assert!(EvidenceLevel::OneSided < EvidenceLevel::Proven);
    }
}
