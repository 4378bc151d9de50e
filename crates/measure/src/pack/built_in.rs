//! The pack that ships: its texts are part of the program.

use std::sync::LazyLock;

use super::Pack;

macro_rules! text {
    ($file:literal) => {
        include_str!(concat!("../../../../packs/indicators/2024/", $file))
    };
}

macro_rules! files {
    ($($file:literal),* $(,)?) => { &[$(($file, text!($file))),*] };
}

/// The pack's head.
const HEAD: &str = text!("pack.toml");

/// Its files of indicators, by subject.
const FILES: &[(&str, &str)] = files![
    "exchange.toml",
    "population.toml",
    "dossiers.toml",
    "services.toml",
    "feedback.toml",
    "vault.toml",
    "identity.toml",
    "cleansing.toml",
    "civil-servants.toml",
    "land.toml",
    "score-766.toml",
    "dti.toml",
    "people.toml",
    "society.toml",
    "programme.toml",
];

pub(super) static PACK: LazyLock<Pack> = LazyLock::new(|| {
    // Unwrap safety: the texts are constants, and the test `the_built_in_pack_is_whole` parses them.
    Pack::parse(HEAD, FILES).expect("the built-in pack parses")
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::indicator::Counter;

    #[test]
    fn the_built_in_pack_is_whole() {
        let pack = Pack::parse(HEAD, FILES).unwrap();
        assert!(pack.indicators().count() >= 150, "{}", pack.indicators().count());
        for counter in Counter::ALL {
            assert!(pack.find_computed(counter).is_some(), "{counter:?} computes nothing");
        }
    }

    #[test]
    fn every_text_speaks_both_languages() {
        for indicator in Pack::built_in().indicators() {
            let names = [
                Some(&indicator.name),
                Some(&indicator.numerator),
                indicator.denominator.as_ref(),
            ];
            for name in names.into_iter().flatten() {
                assert!(!name.vi.is_ascii(), "{}: {}", indicator.code, name.vi);
                assert!(
                    name.en.len() > 2 && name.en != name.vi,
                    "{}: {}",
                    indicator.code,
                    name.en
                );
            }
        }
    }
}
