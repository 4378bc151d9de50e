//! One record of a snapshot, as a line of JSON in the shape of *sync*.

use std::io;

use serde::{Deserialize, Serialize};

use super::damaged;
use crate::model::record::Fields;

/// A record with all its values, the key included.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    pub(crate) fields: Fields,
    pub(crate) known_version: u64,
}

impl Line {
    /// Reads a line; anything else is damage.
    pub(crate) fn read(text: &str) -> io::Result<Self> {
        serde_json::from_str(text).map_err(|_| damaged("a line is no record"))
    }
}
