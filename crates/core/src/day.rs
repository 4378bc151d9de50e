//! A calendar day in Asia/Ho_Chi_Minh, as the number that entries carry. Source of the calendar: jiff (proleptic Gregorian).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

const EPOCH: Date = Date::constant(1970, 1, 1);

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
    pub fn date(self) -> Date {
        // The type's own limit keeps the sum in range, so saturating never happens.
        EPOCH.saturating_add(jiff::Span::new().days(self.0))
    }

    /// Every day from `self` to `last`, both included.
    pub fn to(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }
}

impl TryFrom<Date> for Day {
    type Error = DayError;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        let days = (date - EPOCH).get_days();
        u32::try_from(days).map(Self).map_err(|_| DayError)
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
    fn the_calendar_ends_with_four_digits_of_a_year() {
        assert_eq!(Day::LAST.to_string(), "9999-12-31");
        assert_eq!(Day::from_number(u32::MAX), Day::LAST);
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
            prop_assert_eq!(Day::try_from(day.date()), Ok(day));
            prop_assert_eq!(day.number(), number);
        }
    }
}
