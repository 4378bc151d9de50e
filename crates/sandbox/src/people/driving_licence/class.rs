//! Licence classes of 2022–2024, and which of them people hold together.

use std::ops::Range;

use self::LicenceClass::{A1, A2, A3, A4, B1, B2, C, D, E, Fb2, Fc, Fd, Fe};

/// A class of driving licence, as it was until the end of 2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LicenceClass {
    /// Motorcycles of 50 to under 175 cm³.
    A1,
    /// Motorcycles of 175 cm³ and more.
    A2,
    /// Three-wheeled motorcycles.
    A3,
    /// Tractors up to 1,000 kg.
    A4,
    /// Cars, not as an occupation.
    B1,
    /// Cars, also as an occupation.
    B2,
    /// Lorries of 3,500 kg and more.
    C,
    /// Buses of 10 to 30 seats.
    D,
    /// Buses of more than 30 seats.
    E,
    /// Class B2 with a trailer.
    Fb2,
    /// Class C with a trailer.
    Fc,
    /// Class D with a trailer.
    Fd,
    /// Class E with a trailer.
    Fe,
}

impl LicenceClass {
    /// Every class, in the order of the registry's list.
    pub const ALL: [Self; 13] = [
        Self::A1,
        Self::A2,
        Self::A3,
        Self::A4,
        Self::B1,
        Self::B2,
        Self::C,
        Self::D,
        Self::E,
        Self::Fb2,
        Self::Fc,
        Self::Fd,
        Self::Fe,
    ];

    /// The code in the driving licence registry.
    pub const fn code(self) -> &'static str {
        match self {
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::A3 => "A3",
            Self::A4 => "A4",
            Self::B1 => "B1",
            Self::B2 => "B2",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
            Self::Fb2 => "FB2",
            Self::Fc => "FC",
            Self::Fd => "FD",
            Self::Fe => "FE",
        }
    }
}

/// Classes that somebody holds together.
pub(super) struct Profile {
    /// Out of 1,000 licences.
    pub(super) weight: u64,
    /// The classes, in the order of the list.
    pub(super) classes: &'static [LicenceClass],
    /// Ages on the reference day: from the lowest that the highest class asks for.
    pub(super) ages: Range<i16>,
    /// Years until the first class ends; none where no class does.
    pub(super) term_years: Option<i16>,
}

/// Beyond any age.
const ANY: i16 = 150;

/// When people who drive for a living have gone back to a smaller licence.
const RETIRED: i16 = 60;

/// What people hold. The first is open to every adult.
pub(super) const PROFILES: [Profile; 14] = [
    profile(520, &[A1], 18..ANY, None),
    profile(15, &[A2], 18..ANY, None),
    profile(3, &[A3], 18..ANY, None),
    profile(1, &[A4], 18..ANY, Some(10)),
    profile(70, &[A1, B1], 18..ANY, Some(10)),
    profile(60, &[B2], 18..ANY, Some(10)),
    profile(220, &[A1, B2], 18..ANY, Some(10)),
    profile(60, &[A1, C], 21..RETIRED, Some(5)),
    profile(15, &[A1, D], 24..RETIRED, Some(5)),
    profile(15, &[A1, E], 27..RETIRED, Some(5)),
    profile(2, &[A1, Fb2], 21..RETIRED, Some(5)),
    profile(17, &[A1, Fc], 24..RETIRED, Some(5)),
    profile(1, &[A1, Fd], 27..RETIRED, Some(5)),
    profile(1, &[A1, Fe], 27..RETIRED, Some(5)),
];

const fn profile(weight: u64, classes: &'static [LicenceClass], ages: Range<i16>, term_years: Option<i16>) -> Profile {
    Profile {
        weight,
        classes,
        ages,
        term_years,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_thousandths_and_every_class_is_held_by_somebody() {
        assert_eq!(PROFILES.iter().map(|profile| profile.weight).sum::<u64>(), 1_000);
        for class in LicenceClass::ALL {
            assert!(
                PROFILES.iter().any(|profile| profile.classes.contains(&class)),
                "{class:?}"
            );
        }
        assert!(PROFILES.iter().all(|profile| profile.classes.is_sorted()));
    }
}
