//! A calendar day in Asia/Ho_Chi_Minh, as the number that entries carry.
//!
//! UTC+7 all year; daylight saving has not been used since 1975. Source of the calendar: jiff (proleptic Gregorian).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use motlan_core::Hour;
use motlan_evidence::case::DayNumber;
use serde::{Serialize, Serializer};

/// Hours that Asia/Ho_Chi_Minh is ahead of UTC.
const OFFSET_HOURS: u32 = 7;

/// The text or number is no day between 1970-01-01 and 9999-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is YYYY-MM-DD, from 1970 on")]
pub struct DayError;

/// A day: days since 1970-01-01, always one that the calendar has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

impl Day {
    /// 1970-01-01.
    pub const FIRST: Self = Self(0);

    /// 9999-12-31, after which dates have five digits.
    pub const LAST: Self = Self(2_932_896);

    /// The day of a year, month (1–12) and day of the month.
    pub fn new(year: i16, month: u8, day: u8) -> Result<Self, DayError> {
        let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
        let (month, day) = date.ok_or(DayError)?;
        Date::new(year, month, day).map_err(|_| DayError)?.try_into()
    }

    /// The day in which an hour (UTC) lies, in Asia/Ho_Chi_Minh.
    pub const fn of_hour(hour: Hour) -> Self {
        Self::from_number(hour.0.saturating_add(OFFSET_HOURS) / 24)
    }

    /// The day with this number; a number beyond the calendar becomes [`Day::LAST`].
    pub const fn from_number(number: u32) -> Self {
        if number > Self::LAST.0 {
            Self::LAST
        } else {
            Self(number)
        }
    }

    /// Days since 1970-01-01.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// As a date of the calendar library.
    pub(crate) fn date(self) -> Date {
        // The type's own limit keeps the sum in range, so saturating never happens.
        Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(self.0))
    }

    /// Every day from `self` to `last`, both included.
    pub fn to(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }
}

impl TryFrom<Date> for Day {
    type Error = DayError;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        let days = (date - Date::constant(1970, 1, 1)).get_days();
        u32::try_from(days).map(Self).map_err(|_| DayError)
    }
}

impl From<DayNumber> for Day {
    fn from(number: DayNumber) -> Self {
        Self::from_number(number.0)
    }
}

impl From<Day> for DayNumber {
    fn from(day: Day) -> Self {
        Self(day.0)
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // The library also reads other forms; only `YYYY-MM-DD` is one of ours.
        let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let date: Date = text.parse().map_err(|_| DayError)?;
        if is_plain { date.try_into() } else { Err(DayError) }
    }
}

/// `YYYY-MM-DD`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_those_of_vietnam() {
        // 2026-11-20T16:59:59Z and one second later.
        assert_eq!(Day::of_hour(Hour(1_795_193_999 / 3600)).to_string(), "2026-11-20");
        assert_eq!(Day::of_hour(Hour(1_795_194_000 / 3600)).to_string(), "2026-11-21");
        assert_eq!(Day::of_hour(Hour(u32::MAX)), Day::LAST);
        assert_eq!(Day::LAST.to_string(), "9999-12-31");
    }

    #[test]
    fn only_whole_dates_of_the_calendar_are_read() {
        assert_eq!("2024-02-29".parse(), Day::new(2024, 2, 29));
        for bad in [
            "2023-02-29",
            "2024-2-9",
            "20240229",
            "2024-02",
            "1969-12-31",
            "-00001-01-01",
            "",
        ] {
            assert_eq!(bad.parse::<Day>(), Err(DayError), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn text_and_number_mean_the_same_day(number in 0..=Day::LAST.number()) {
            let day = Day::from_number(number);
            prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
            prop_assert_eq!(DayNumber::from(day), DayNumber(number));
        }

        #[test]
        fn an_hour_lies_in_the_day_that_core_names(hour in 0..70_000_000_u32) {
            prop_assert_eq!(Day::of_hour(Hour(hour)).to_string(), Hour(hour).day());
        }
    }
}
