//! Reads a pack from its folder, `<packs>/registries/<code>/<version>/`.

use std::path::Path;

use crate::model::pack::{Pack, PackError};

/// Reads `registry.toml` and `schema.toml` from a folder. Blocking.
///
/// # Errors
/// [`PackError`].
pub fn read(folder: &Path) -> Result<Pack, PackError> {
    let text = |file: &'static str| {
        std::fs::read_to_string(folder.join(file)).map_err(|error| PackError::File {
            file,
            reason: error.to_string(),
        })
    };
    Pack::parse(&text("registry.toml")?, &text("schema.toml")?)
}
