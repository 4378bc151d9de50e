//! A scoring scheme as data: who decided it, its groups, and how many points each may give.
//!
//! Which indicators earn the points is said at the indicators. Points whose texts were not found are in no indicator, so
//! the sum there may be less than the group's.

use motlan_core::Name;
use serde::{Deserialize, Serialize};

/// A group of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its code within the scheme.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// The most points.
    pub points: u32,
    /// How many indices it is made of, where that is known.
    pub indices: Option<u32>,
}

/// A scoring scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its code, as in `766`.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// The most points: the sum of its groups.
    pub points: u32,
    /// The decision.
    pub source: String,
    /// Its groups.
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
}
