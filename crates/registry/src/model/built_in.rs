//! The packs that come with the program, by code and version.
//!
//! Only their texts are embedded here; nothing of what they say is known to the program.

use crate::model::pack::{Pack, PackError};

/// Code, version, `registry.toml`, `schema.toml`.
type Texts = (&'static str, u32, &'static str, &'static str);

const PACKS: [Texts; 2] = [
    (
        "driving-licence",
        1,
        include_str!("../../../../packs/registries/driving-licence/1/registry.toml"),
        include_str!("../../../../packs/registries/driving-licence/1/schema.toml"),
    ),
    (
        "population",
        1,
        include_str!("../../../../packs/registries/population/1/registry.toml"),
        include_str!("../../../../packs/registries/population/1/schema.toml"),
    ),
];

impl Pack {
    /// The pack of this code and version, if it comes with the program.
    ///
    /// # Errors
    /// [`PackError`] if its texts are no pack, which the tests of this crate exclude.
    pub fn built_in(code: &str, version: u32) -> Result<Option<Self>, PackError> {
        let texts = PACKS.iter().find(|texts| (texts.0, texts.1) == (code, version));
        texts
            .map(|(_, _, registry, schema)| Self::parse(registry, schema))
            .transpose()
    }

    /// Code and version of every pack that comes with the program.
    pub fn list_built_in() -> impl Iterator<Item = (&'static str, u32)> {
        PACKS.iter().map(|texts| (texts.0, texts.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_pack_is_found_under_what_it_calls_itself() {
        for (code, version) in Pack::list_built_in() {
            let pack = Pack::built_in(code, version).unwrap().unwrap();
            assert_eq!((pack.code.as_str(), pack.version), (code, version));
        }
        assert_eq!(Pack::list_built_in().count(), 2);
    }

    #[test]
    fn another_code_or_version_is_not_there() {
        assert_eq!(Pack::built_in("population", 2), Ok(None));
        assert_eq!(Pack::built_in("vessel", 1), Ok(None));
    }
}
