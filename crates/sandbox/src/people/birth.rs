//! Year of birth, sex and personal number, all three from one slot number, so that numbers are unique by construction.
//!
//! The country's 10^8 slots are laid out by birth year and sex, each group as large as the age pyramid says. A slot's
//! offset in its group is the six-digit serial, and no group has more than 10^6 slots: two slots never share a number.
//! The pyramid is approximate: five-year groups near the published estimates for 2024, rounded, typed from general
//! knowledge, even inside a group. Number form: Decree 137/2015/NĐ-CP article 13; Circular 59/2021/TT-BCA article 4.

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use super::{PEOPLE_MAX, Sex};
use crate::draws::Draws;

/// The province part of every personal number here: belongs to no province and no country.
const PROVINCE_PART: u64 = 3;

/// The last year of birth: ages are those at 2024-01-01, by calendar year.
const LAST_YEAR: i16 = 2023;

/// Thousands of people by age: (first age, ages in the group, men, women).
const PYRAMID: [(i16, i16, u64, u64); 21] = [
    (0, 5, 3_900, 3_520),
    (5, 5, 4_110, 3_800),
    (10, 5, 3_970, 3_680),
    (15, 5, 3_640, 3_380),
    (20, 5, 3_400, 3_230),
    (25, 5, 3_650, 3_560),
    (30, 5, 4_080, 4_050),
    (35, 5, 4_060, 4_080),
    (40, 5, 3_750, 3_760),
    (45, 5, 3_380, 3_420),
    (50, 5, 3_020, 3_140),
    (55, 5, 2_640, 2_860),
    (60, 5, 2_260, 2_620),
    (65, 5, 1_660, 2_090),
    (70, 5, 960, 1_380),
    (75, 5, 480, 820),
    (80, 5, 270, 560),
    (85, 5, 150, 390),
    (90, 5, 50, 170),
    (95, 5, 10, 45),
    (100, 1, 1, 4),
];

/// The slots of one birth year and sex.
#[derive(Clone, Copy, Debug)]
struct Group {
    year: i16,
    sex: Sex,
    first_slot: u64,
    slots: u64,
}

/// All groups, in the order of their slots.
static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let mut groups = Vec::with_capacity(202);
    let mut first_slot = 0;
    for (first_age, ages, men, women) in PYRAMID {
        for age in first_age..first_age + ages {
            for (sex, thousands) in [(Sex::Male, men), (Sex::Female, women)] {
                let slots = thousands * 1_000 / u64::from(ages.unsigned_abs());
                groups.push(Group {
                    year: LAST_YEAR - age,
                    sex,
                    first_slot,
                    slots,
                });
                first_slot += slots;
            }
        }
    }
    groups
});

/// What one slot says about a person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Birth {
    pub(super) sex: Sex,
    pub(super) year: i16,
    /// From 0 to 999,999, unique for this year and sex.
    serial: u64,
}

impl Birth {
    /// What `slot`, which is below [`PEOPLE_MAX`], says.
    pub(super) fn of_slot(slot: u64) -> Self {
        debug_assert!(slot < PEOPLE_MAX);
        let position = GROUPS.partition_point(|group| group.first_slot <= slot) - 1;
        let Group {
            year, sex, first_slot, ..
        } = GROUPS[position];
        Self {
            sex,
            year,
            serial: slot - first_slot,
        }
    }

    /// Whether this is somebody who has been of age and at work for years in any year that a demo may show.
    pub(super) fn is_grown_up(self) -> bool {
        (1950..=1990).contains(&self.year)
    }

    /// The twelve digits.
    pub(super) fn personal_number(self) -> String {
        let century = u64::from(century_digit(self.year, self.sex));
        let year = u64::from(self.year.unsigned_abs() % 100);
        format!(
            "{:012}",
            ((PROVINCE_PART * 10 + century) * 100 + year) * 1_000_000 + self.serial
        )
    }

    /// A day of the birth year, all equally likely.
    pub(super) fn date(self, draws: &mut Draws) -> Date {
        let february = date(self.year, 2, 1).days_in_month();
        let days_in_month = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let days_in_year = if february == 29 { 366 } else { 365 };
        // Unwrap safety: at most 366.
        let mut day = i16::try_from(draws.between(1, days_in_year)).expect("a day of a year fits");
        let mut month = 1;
        for days in days_in_month {
            if day <= i16::from(days) {
                break;
            }
            day -= i16::from(days);
            month += 1;
        }
        // Unwrap safety: at most the number of days of the month.
        date(self.year, month, i8::try_from(day).expect("a day of a month fits"))
    }
}

/// 0 and 1 for men and women of the 1900s, 2 and 3 for those of the 2000s.
const fn century_digit(year: i16, sex: Sex) -> u8 {
    let even = if year < 2000 { 0 } else { 2 };
    match sex {
        Sex::Male => even,
        Sex::Female => even + 1,
    }
}

/// The slot whose personal number this is; none when no slot has it.
pub(super) fn slot_of(personal_number: &str) -> Option<u64> {
    let digits = personal_number.strip_prefix("003")?;
    if digits.len() != 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (sex, base_year) = match digits.as_bytes()[0] {
        b'0' => (Sex::Male, 1900),
        b'1' => (Sex::Female, 1900),
        b'2' => (Sex::Male, 2000),
        b'3' => (Sex::Female, 2000),
        _ => return None,
    };
    let year = base_year + digits[1..3].parse::<i16>().ok()?;
    let serial: u64 = digits[3..].parse().ok()?;
    let group = GROUPS.iter().find(|group| group.year == year && group.sex == sex)?;
    (serial < group.slots).then_some(group.first_slot + serial)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::draws::Purpose;

    #[test]
    fn groups_fill_every_slot_and_fit_their_serials() {
        let last = GROUPS.last().unwrap();
        assert_eq!(last.first_slot + last.slots, PEOPLE_MAX);
        assert!(
            GROUPS
                .windows(2)
                .all(|pair| pair[0].first_slot + pair[0].slots == pair[1].first_slot)
        );
        assert!(GROUPS.iter().all(|group| group.slots <= 1_000_000));
        let prefix = |group: &Group| (century_digit(group.year, group.sex), group.year % 100);
        let prefixes: BTreeSet<_> = GROUPS.iter().map(prefix).collect();
        assert_eq!(
            prefixes.len(),
            GROUPS.len(),
            "no two groups share the digits before the serial"
        );
        assert_eq!((GROUPS[0].year, last.year, GROUPS.len()), (2023, 1923, 202));
    }

    #[test]
    fn the_first_and_last_slot_of_every_group_come_back_from_their_numbers() {
        for group in GROUPS.iter() {
            for slot in [group.first_slot, group.first_slot + group.slots - 1] {
                let birth = Birth::of_slot(slot);
                assert_eq!((birth.year, birth.sex), (group.year, group.sex));
                assert_eq!(slot_of(&birth.personal_number()), Some(slot));
            }
        }
    }

    #[test]
    fn what_is_no_number_of_the_country_has_no_slot() {
        assert_eq!(slot_of("003223000000"), Some(0));
        let refused = [
            "",
            "003",
            "001223000000",
            "00322300000",
            "0032230000000",
            "003423000000",
            "003022000000",
            "00322300000x",
        ];
        for number in refused
            .into_iter()
            .chain(["003223999999", "003224000000", "003+23000000"])
        {
            assert_eq!(slot_of(number), None, "{number}");
        }
    }

    #[test]
    fn every_day_of_a_leap_year_is_somebodys_birthday() {
        let birth = Birth {
            sex: Sex::Male,
            year: 2000,
            serial: 0,
        };
        let days: BTreeSet<_> = (0..10_000)
            .map(|index| birth.date(&mut Draws::new(1, Purpose::BirthDay, index)))
            .collect();
        assert_eq!(days.len(), 366);
        assert!(days.iter().all(|day| day.year() == 2000));
    }
}
