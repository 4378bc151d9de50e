//! What a node is told about people who log in, its one-stop system and the national portal's inbox.

use motlan_core::{ServiceId, SystemId};
use serde::{Deserialize, Serialize};

/// People who log in on this node's pages.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accounts {
    /// `sqlite:` and a path relative to the data folder, or `postgres://…`.
    pub(crate) database: String,
}

/// A one-stop system.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Casework {
    /// As in [`Accounts`].
    pub(crate) database: String,
    /// The system that asks registries and reports to the national portal.
    pub(crate) system: SystemId,
    /// Where status changes go.
    pub(crate) portal: Option<ServiceId>,
    /// What an officer checks a person's data with.
    pub(crate) population: Option<ServiceId>,
    /// The services that tell a person who looked, one for each registry.
    #[serde(default)]
    pub(crate) usage: Vec<ServiceId>,
    /// The units that handle dossiers.
    #[serde(default, rename = "unit")]
    pub(crate) units: Vec<Unit>,
}

/// A unit of a one-stop system.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unit {
    /// Its code (QCVN 102), as in `000.00.08.H45`.
    pub(crate) code: String,
    /// Its number in entries; never given to another unit.
    pub(crate) number: u32,
    /// Its name.
    pub(crate) name_vi: String,
    /// Its name in English.
    pub(crate) name_en: String,
    /// Codes of the procedures that it handles.
    pub(crate) procedures: Vec<String>,
}

/// The national portal's inbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NationalPortal {
    /// As in [`Accounts`].
    pub(crate) database: String,
}
