//! The packs that come with the program, by code and version.
//!
//! Only their texts are embedded here; nothing of what they say is known to the program.

use crate::model::pack::{Pack, PackError};

/// Code, version, `pack.toml`.
type Texts = (&'static str, u32, &'static str);

const PACKS: [Texts; 14] = [
    (
        "civil-servant",
        1,
        include_str!("../../../../packs/registries/civil-servant/1/pack.toml"),
    ),
    (
        "civil-status-birth",
        1,
        include_str!("../../../../packs/registries/civil-status-birth/1/pack.toml"),
    ),
    (
        "civil-status-death",
        1,
        include_str!("../../../../packs/registries/civil-status-death/1/pack.toml"),
    ),
    (
        "civil-status-marriage",
        1,
        include_str!("../../../../packs/registries/civil-status-marriage/1/pack.toml"),
    ),
    (
        "community-digital-group",
        1,
        include_str!("../../../../packs/registries/community-digital-group/1/pack.toml"),
    ),
    (
        "driving-licence",
        1,
        include_str!("../../../../packs/registries/driving-licence/1/pack.toml"),
    ),
    (
        "health-check-in",
        1,
        include_str!("../../../../packs/registries/health-check-in/1/pack.toml"),
    ),
    (
        "health-facility",
        1,
        include_str!("../../../../packs/registries/health-facility/1/pack.toml"),
    ),
    (
        "health-insurance",
        1,
        include_str!("../../../../packs/registries/health-insurance/1/pack.toml"),
    ),
    (
        "land-parcel",
        1,
        include_str!("../../../../packs/registries/land-parcel/1/pack.toml"),
    ),
    (
        "population",
        1,
        include_str!("../../../../packs/registries/population/1/pack.toml"),
    ),
    (
        "social-insurance",
        1,
        include_str!("../../../../packs/registries/social-insurance/1/pack.toml"),
    ),
    (
        "vehicle",
        1,
        include_str!("../../../../packs/registries/vehicle/1/pack.toml"),
    ),
    (
        "vessel",
        1,
        include_str!("../../../../packs/registries/vessel/1/pack.toml"),
    ),
];

impl Pack {
    /// The pack of this code and version, if it comes with the program.
    ///
    /// # Errors
    /// [`PackError`] if its texts are no pack, which the tests of this crate exclude.
    pub fn built_in(code: &str, version: u32) -> Result<Option<Self>, PackError> {
        Self::built_in_text(code, version).map(Self::parse).transpose()
    }

    /// The text of the pack of this code and version, if it comes with the program.
    pub fn built_in_text(code: &str, version: u32) -> Option<&'static str> {
        let texts = PACKS.iter().find(|texts| (texts.0, texts.1) == (code, version));
        texts.map(|(_, _, text)| *text)
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
        assert_eq!(Pack::list_built_in().count(), 14);
    }

    #[test]
    fn another_code_or_version_is_not_there() {
        assert_eq!(Pack::built_in("population", 2), Ok(None));
        assert_eq!(Pack::built_in("spaceship", 1), Ok(None));
    }
}
