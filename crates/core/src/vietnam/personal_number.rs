//! The 12-digit personal number: `PPP C YY RRRRRR`.
//!
//! `PPP` is the place of birth registration, `C` century and sex, `YY` the year, `R` random. There is no check digit, so
//! a number that parses is well formed and not more: whether it belongs to anybody, only the population database knows.
//! Sources: Decree 137/2015/NĐ-CP article 13; Circular 07/2016/TT-BCA article 7 and annex 1, kept by Circular
//! 59/2021/TT-BCA article 4; Law on Identity 2023 article 12.

use std::fmt;

use crate::error::{Code, Failure};

/// The 63 provinces of Circular 07/2016/TT-BCA, annex 1, without their leading zero; numbers were not changed when the
/// provinces merged in 2025. One of the copies in circulation misprints Bắc Giang as 023; right is 024.
const PROVINCES: [u16; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45,
    46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92,
    93, 94, 95, 96,
];

/// The place part that belongs to nobody; every person the sandbox makes has it.
const SAMPLE: u16 = 3;

/// Whether numbers of made-up people are accepted: what the configuration says under `sample`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamplePolicy {
    /// As in real use: place part 003 is refused.
    Refused,
    /// Demo, tests and benchmarks.
    Allowed,
}

/// What the place part of a number says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Birth registered in one of the 63 provinces.
    Province,
    /// Place part 100 to 999: by the Circular a country code, birth registered abroad.
    ///
    /// The Circular's list of countries is not confirmed, so every such part is let through, with this mark, rather
    /// than refuse a citizen.
    CountryUnconfirmed,
    /// Place part 003: nobody's, a made-up person.
    ReservedSample,
}

impl Class {
    /// The stable word for this class.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::CountryUnconfirmed => "country_unconfirmed",
            Self::ReservedSample => "reserved_sample",
        }
    }
}

/// The sex that the fourth digit gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Even digit.
    Male,
    /// Odd digit.
    Female,
}

/// A well-formed personal number.
///
/// It has no `Display` and its `Debug` hides it, so that it does not reach a log by accident.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalNumber(Box<str>);

impl PersonalNumber {
    /// Reads exactly 12 ASCII digits; blanks, dots and other digits are refused, not removed.
    ///
    /// Fails with [`Code::PersonalNumberForm`] or, for a place part that belongs to nobody,
    /// [`Code::PersonalNumberProvince`]. The refusal never repeats the number.
    pub fn parse(text: &str, samples: SamplePolicy) -> Result<Self, Failure> {
        if text.len() != 12 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Code::PersonalNumberForm.into());
        }
        let number = Self(text.into());
        match class_of(number.place()) {
            None => Err(Failure::new(
                Code::PersonalNumberProvince,
                "the first three digits are no province's code",
            )),
            Some(Class::ReservedSample) if samples == SamplePolicy::Refused => Err(Failure::new(
                Code::PersonalNumberProvince,
                "the first three digits are reserved for made-up people, who are not accepted here",
            )),
            Some(_) => Ok(number),
        }
    }

    /// The 12 digits. Personal data: not for logs, URLs or error texts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the place part says.
    pub fn class(&self) -> Class {
        // `parse` let only known place parts through; the other arm is never taken.
        class_of(self.place()).unwrap_or(Class::CountryUnconfirmed)
    }

    /// The place part as it is written, as in `054`.
    pub fn place_code(&self) -> &str {
        &self.0[..3]
    }

    /// The sex that the fourth digit gives: even male, odd female.
    pub fn sex(&self) -> Sex {
        if self.digit(3).is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// The year of birth, 1900 to 2399: two values of the fourth digit for each century, from 1900 on.
    pub fn birth_year(&self) -> u16 {
        1900 + 100 * (self.digit(3) / 2) + 10 * self.digit(4) + self.digit(5)
    }

    fn place(&self) -> u16 {
        100 * self.digit(0) + 10 * self.digit(1) + self.digit(2)
    }

    fn digit(&self, index: usize) -> u16 {
        u16::from(self.0.as_bytes()[index] - b'0')
    }
}

/// Shows that there is a number and nothing of it.
impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonalNumber(…)")
    }
}

fn class_of(place: u16) -> Option<Class> {
    match place {
        SAMPLE => Some(Class::ReservedSample),
        100.. => Some(Class::CountryUnconfirmed),
        _ => PROVINCES.binary_search(&place).is_ok().then_some(Class::Province),
    }
}

// Every number below is made up: place part 003 is nobody's, and the others end in 000000.
#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<PersonalNumber, Failure> {
        PersonalNumber::parse(text, SamplePolicy::Allowed)
    }

    #[test]
    fn reads_century_sex_and_year() {
        for (digit, sex, century) in [
            ('0', Sex::Male, 1900),
            ('1', Sex::Female, 1900),
            ('2', Sex::Male, 2000),
            ('3', Sex::Female, 2000),
            ('4', Sex::Male, 2100),
            ('5', Sex::Female, 2100),
            ('6', Sex::Male, 2200),
            ('7', Sex::Female, 2200),
            ('8', Sex::Male, 2300),
            ('9', Sex::Female, 2300),
        ] {
            let number = parse(&format!("003{digit}85123456")).unwrap();
            assert_eq!((number.sex(), number.birth_year()), (sex, century + 85));
        }
    }

    #[test]
    fn only_twelve_ascii_digits_are_a_number() {
        for text in [
            "",
            "00309912345",
            "0030991234567",
            "003 99123456",
            " 003099123456",
            "003099123456\n",
            "00309912345a",
            "００３０９９",
            "+03099123456",
        ] {
            assert_eq!(parse(text).unwrap_err().code, Code::PersonalNumberForm, "{text:?}");
        }
    }

    #[test]
    fn the_sample_part_is_valid_only_where_samples_are() {
        let number = parse("003099123456").unwrap();
        assert_eq!(
            (number.class(), number.class().as_str()),
            (Class::ReservedSample, "reserved_sample")
        );
        let refusal = PersonalNumber::parse("003099123456", SamplePolicy::Refused).unwrap_err();
        assert_eq!(refusal.code, Code::PersonalNumberProvince);
    }

    #[test]
    fn place_parts_follow_the_table() {
        let class = |place: u16| {
            PersonalNumber::parse(&format!("{place:03}000000000"), SamplePolicy::Refused).map(|number| number.class())
        };
        let provinces = (0..100).filter(|place| class(*place) == Ok(Class::Province)).count();
        assert_eq!(provinces, 63);
        for place in [1, 24, 54, 75, 96] {
            assert_eq!(class(place), Ok(Class::Province), "{place}");
        }
        for nobody in [0, 3, 5, 7, 9, 13, 16, 18, 21, 23, 28, 29, 32, 39, 97, 98, 99] {
            assert_eq!(
                class(nobody).unwrap_err().code,
                Code::PersonalNumberProvince,
                "{nobody}"
            );
        }
        assert_eq!(class(100), Ok(Class::CountryUnconfirmed));
        assert_eq!(class(999), Ok(Class::CountryUnconfirmed));
        assert_eq!(parse("054000000000").unwrap().place_code(), "054");
    }

    #[test]
    fn the_table_is_sorted_for_the_binary_search() {
        assert!(PROVINCES.is_sorted_by(|a, b| a < b));
    }

    proptest! {
        #[test]
        fn every_sample_number_parses_and_stays_hidden(rest in "[0-9]{9}") {
            let text = format!("003{rest}");
            let number = parse(&text).unwrap();
            prop_assert_eq!(number.as_str(), text.as_str());
            prop_assert!((1900..2400).contains(&number.birth_year()));
            let shown = format!("{number:?} {number:#?}");
            prop_assert!(!shown.contains(|c: char| c.is_ascii_digit()));
        }

        #[test]
        fn a_refusal_never_repeats_the_number(text in "0(0[0579]|39|9[789])[0-9]{9}|[0-9]{11}|[0-9]{13}") {
            let refusal = parse(&text).unwrap_err();
            prop_assert!(!refusal.to_string().contains(&text[..3]) && !refusal.to_string().contains(&text[4..]));
        }
    }
}
