//! Reads a pack from its file, `<packs>/registries/<code>/<version>/pack.toml`.

use std::path::Path;

use crate::model::pack::{Pack, PackError};

/// Reads a pack's file. Blocking.
///
/// # Errors
/// [`PackError`].
pub fn read(file: &Path) -> Result<Pack, PackError> {
    let text = std::fs::read_to_string(file).map_err(|error| PackError::File {
        file: file.display().to_string(),
        reason: error.to_string(),
    })?;
    Pack::parse(&text)
}
