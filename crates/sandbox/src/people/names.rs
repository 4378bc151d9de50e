//! Full names: surname, middle names, given name, in that order, in NFC.
//!
//! Surname shares: Lê Trung Hoa's as widely repeated (Nguyễn 38.4 %, Trần 12.1 % …; those of Dương and Lý are not
//! confirmed). Huỳnh and Võ are the southern forms of Hoàng and Vũ; the counted share is that of the pair. How often
//! Thị and Văn occur by birth year is a guess. Minority names are modelled by rare surnames only.

use std::sync::LazyLock;

use super::Sex;
use super::name_lists::{FEMALE_GIVEN, FEMALE_MIDDLE, MALE_GIVEN, MALE_MIDDLE, MINORITY_SURNAMES, RARE_SURNAMES};
use crate::draws::{Draws, Weighted};

/// Tenths of a percent, with the form used in the north and in the south.
const SURNAMES: [(u64, &str, &str); 14] = [
    (384, "Nguyễn", "Nguyễn"),
    (121, "Trần", "Trần"),
    (95, "Lê", "Lê"),
    (70, "Phạm", "Phạm"),
    (51, "Hoàng", "Huỳnh"),
    (45, "Phan", "Phan"),
    (39, "Vũ", "Võ"),
    (21, "Đặng", "Đặng"),
    (20, "Bùi", "Bùi"),
    (14, "Đỗ", "Đỗ"),
    (13, "Hồ", "Hồ"),
    (13, "Ngô", "Ngô"),
    (10, "Dương", "Dương"),
    (5, "Lý", "Lý"),
];

/// What the fourteen leave of 1,000: the rare surnames together.
const RARE_WEIGHT: u64 = 99;

/// Of 100 people, how many carry the other region's form: families move.
const OTHER_FORM_PERCENT: u64 = 8;

/// Of 100 people, how many have no middle name.
const NO_MIDDLE_PERCENT: u64 = 4;

/// Of 100 women with Thị, how many have a second middle name.
const SECOND_MIDDLE_PERCENT: u64 = 35;

/// What a name depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub(super) sex: Sex,
    pub(super) birth_year: i16,
    pub(super) is_southern: bool,
    pub(super) is_majority: bool,
}

/// Words, most frequent first, and their chances.
struct Ranked {
    words: Vec<&'static str>,
    weights: Weighted,
}

impl Ranked {
    fn new(list: &'static str) -> Self {
        let words: Vec<_> = list.split_whitespace().collect();
        Self {
            weights: Weighted::ranked(words.len()),
            words,
        }
    }

    fn pick(&self, draws: &mut Draws) -> &'static str {
        self.words[self.weights.pick(draws)]
    }
}

/// The names that one sex is given.
struct Given {
    middle: Ranked,
    last: Ranked,
}

static MALE: LazyLock<Given> = LazyLock::new(|| Given {
    middle: Ranked::new(MALE_MIDDLE),
    last: Ranked::new(MALE_GIVEN),
});
static FEMALE: LazyLock<Given> = LazyLock::new(|| Given {
    middle: Ranked::new(FEMALE_MIDDLE),
    last: Ranked::new(FEMALE_GIVEN),
});

/// A full name.
pub(super) fn full_name(origin: Origin, draws: &mut Draws) -> String {
    // Four words of at most seven characters of three bytes rarely need more than 32 bytes.
    let mut name = String::with_capacity(32);
    name.push_str(surname(origin, draws));
    push_middle_names(origin, draws, &mut name);
    push_word(&mut name, given_name(origin.sex, draws));
    name
}

/// A given name of this sex.
pub(crate) fn given_name(sex: Sex, draws: &mut Draws) -> &'static str {
    match sex {
        Sex::Male => MALE.last.pick(draws),
        Sex::Female => FEMALE.last.pick(draws),
    }
}

fn surname(origin: Origin, draws: &mut Draws) -> &'static str {
    static COUNTED: LazyLock<Weighted> =
        LazyLock::new(|| Weighted::new(SURNAMES.iter().map(|row| row.0).chain([RARE_WEIGHT])));
    static RARE: LazyLock<Ranked> = LazyLock::new(|| Ranked::new(RARE_SURNAMES));
    static MINORITY: LazyLock<Ranked> = LazyLock::new(|| Ranked::new(MINORITY_SURNAMES));
    let is_southern = origin.is_southern != draws.is_in_percent(OTHER_FORM_PERCENT);
    match SURNAMES.get(COUNTED.pick(draws)) {
        Some((_, _, southern)) if is_southern => southern,
        Some((_, northern, _)) => northern,
        None if origin.is_majority => RARE.pick(draws),
        None => MINORITY.pick(draws),
    }
}

fn push_middle_names(origin: Origin, draws: &mut Draws, name: &mut String) {
    if draws.is_in_percent(NO_MIDDLE_PERCENT) {
        return;
    }
    let is_traditional = draws.is_in_percent(traditional_percent(origin));
    match origin.sex {
        Sex::Male if is_traditional => push_word(name, "Văn"),
        Sex::Male => push_word(name, MALE.middle.pick(draws)),
        Sex::Female => {
            if is_traditional {
                push_word(name, "Thị");
            }
            if !is_traditional || draws.is_in_percent(SECOND_MIDDLE_PERCENT) {
                push_word(name, FEMALE.middle.pick(draws));
            }
        }
    }
}

/// Of 100 people, how many are called Văn or Thị: most of the old, few of the young.
const fn traditional_percent(origin: Origin) -> u64 {
    match (origin.sex, origin.birth_year) {
        (Sex::Male, ..1975) => 55,
        (Sex::Male, ..1995) => 35,
        (Sex::Male, _) => 15,
        (Sex::Female, ..1975) => 80,
        (Sex::Female, ..1995) => 60,
        (Sex::Female, _) => 25,
    }
}

fn push_word(name: &mut String, word: &str) {
    name.push(' ');
    name.push_str(word);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use unicode_normalization::is_nfc;

    use super::*;
    use crate::draws::Purpose;

    const LISTS: [&str; 6] = [
        MALE_GIVEN,
        FEMALE_GIVEN,
        MALE_MIDDLE,
        FEMALE_MIDDLE,
        RARE_SURNAMES,
        MINORITY_SURNAMES,
    ];

    #[test]
    fn lists_are_clean_and_without_repetition() {
        for list in LISTS {
            let words = Ranked::new(list).words;
            assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
            for word in words {
                let is_a_word = word.chars().all(char::is_alphabetic) && word.starts_with(char::is_uppercase);
                assert!(is_nfc(word) && is_a_word && !word.contains('\u{D0}'), "{word:?}");
            }
        }
        assert!(MALE.last.words.len() >= 100 && FEMALE.last.words.len() >= 100);
    }

    #[test]
    fn a_rare_surname_is_never_a_counted_one() {
        let counted: Vec<&str> = SURNAMES.iter().flat_map(|row| [row.1, row.2]).collect();
        for rare in RARE_SURNAMES
            .split_whitespace()
            .chain(MINORITY_SURNAMES.split_whitespace())
        {
            assert!(!counted.contains(&rare), "{rare}");
        }
        assert_eq!(SURNAMES.iter().map(|row| row.0).sum::<u64>() + RARE_WEIGHT, 1_000);
    }

    #[test]
    fn older_women_are_called_thi_more_often_than_younger_ones() {
        let share = |birth_year| {
            let origin = Origin {
                sex: Sex::Female,
                birth_year,
                is_southern: false,
                is_majority: true,
            };
            let names = (0..2_000).map(|index| full_name(origin, &mut Draws::new(1, Purpose::Name, index)));
            names.filter(|name| name.contains(" Thị ")).count()
        };
        assert!(share(1950) > 1_400 && share(2010) < 600);
    }
}
