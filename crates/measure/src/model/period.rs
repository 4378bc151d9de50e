//! The span of days that a figure speaks of: day, month, quarter, half, year, or any two days.
//!
//! Text forms: `2024-01-31`, `2024-01`, `2024-Q1`, `2024-H1`, `2024`, `2024-01-01/2024-01-20`. Days are those of
//! Asia/Ho_Chi_Minh.

use std::fmt;
use std::str::FromStr;

use motlan_core::Day;
use serde::{Serialize, Serializer};

/// The years that a period can name.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=9998;

/// The text is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a period is a day, YYYY-MM, YYYY-Qn, YYYY-Hn, YYYY, or two days parted by a slash")]
pub struct PeriodError;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// One day.
    Day,
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Six months from January or July.
    Half,
    /// A calendar year.
    Year,
}

impl Grain {
    /// Months of a period; a day has none.
    const fn months(self) -> u8 {
        match self {
            Self::Day => 0,
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}

/// A span of days, both ends included, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Day,
    last: Day,
    grain: Option<Grain>,
}

impl Period {
    /// One day.
    pub const fn day(day: Day) -> Self {
        Self {
            first: day,
            last: day,
            grain: Some(Grain::Day),
        }
    }

    /// The period of this grain in which `day` lies.
    pub fn of(grain: Grain, day: Day) -> Self {
        let date = day.date();
        if grain == Grain::Day || !YEARS.contains(&date.year()) {
            return Self::day(day);
        }
        let months = grain.months();
        let month = u8::try_from(date.month()).unwrap_or(1);
        // Unwrap safety: the year is in YEARS, and the month is one of the twelve.
        Self::months(date.year(), (month - 1) / months * months + 1, grain).expect("a month of a year in range")
    }

    /// A span of two days; `PeriodError` if it ends before it begins.
    ///
    /// Two days that happen to be a whole month stay a custom period: what was said is kept.
    pub fn custom(first: Day, last: Day) -> Result<Self, PeriodError> {
        if last < first {
            return Err(PeriodError);
        }
        Ok(Self {
            first,
            last,
            grain: None,
        })
    }

    fn months(year: i16, first_month: u8, grain: Grain) -> Result<Self, PeriodError> {
        if !YEARS.contains(&year) {
            return Err(PeriodError);
        }
        let after = first_month + grain.months();
        let (next_year, next_month) = if after > 12 {
            (year + 1, after - 12)
        } else {
            (year, after)
        };
        let first = Day::new(year, first_month, 1).map_err(|_| PeriodError)?;
        let next = Day::new(next_year, next_month, 1).map_err(|_| PeriodError)?;
        Ok(Self {
            first,
            last: Day::from_number(next.number() - 1),
            grain: Some(grain),
        })
    }

    /// Its first day.
    pub const fn first_day(self) -> Day {
        self.first
    }

    /// Its last day.
    pub const fn last_day(self) -> Day {
        self.last
    }

    /// What it is called by; `None` for any two days.
    pub const fn grain(self) -> Option<Grain> {
        self.grain
    }

    /// How many days it has, at least 1.
    pub const fn day_count(self) -> u64 {
        (self.last.number() - self.first.number()) as u64 + 1
    }

    /// Its days, in order.
    pub fn days(self) -> impl DoubleEndedIterator<Item = Day> {
        self.first.to(self.last)
    }

    /// Whether the day lies in it.
    pub fn has(self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some((first, last)) = text.split_once('/') {
            let day = |text: &str| text.parse().map_err(|_| PeriodError);
            return Self::custom(day(first)?, day(last)?);
        }
        if let Ok(day) = text.parse() {
            return Ok(Self::day(day));
        }
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let year: i16 = year.parse().map_err(|_| PeriodError)?;
        match rest.as_bytes() {
            _ if !is_year => Err(PeriodError),
            [] if !text.contains('-') => Self::months(year, 1, Grain::Year),
            [b'H', half @ b'1'..=b'2'] => Self::months(year, (half - b'1') * 6 + 1, Grain::Half),
            [b'Q', quarter @ b'1'..=b'4'] => Self::months(year, (quarter - b'1') * 3 + 1, Grain::Quarter),
            [tens @ b'0'..=b'1', ones @ b'0'..=b'9'] => {
                Self::months(year, (tens - b'0') * 10 + ones - b'0', Grain::Month)
            }
            _ => Err(PeriodError),
        }
    }
}

/// The text form, which parses to the same period.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.first.date();
        let (year, month) = (date.year(), date.month());
        match self.grain {
            None => write!(f, "{}/{}", self.first, self.last),
            Some(Grain::Day) => self.first.fmt(f),
            Some(Grain::Month) => write!(f, "{year:04}-{month:02}"),
            Some(Grain::Quarter) => write!(f, "{year:04}-Q{}", (month + 2) / 3),
            Some(Grain::Half) => write!(f, "{year:04}-H{}", (month + 5) / 6),
            Some(Grain::Year) => write!(f, "{year:04}"),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bounds(text: &str) -> (String, String, u64) {
        let period: Period = text.parse().unwrap();
        assert_eq!(period.to_string(), text);
        (
            period.first_day().to_string(),
            period.last_day().to_string(),
            period.day_count(),
        )
    }

    #[test]
    fn every_form_has_its_days() {
        let expected = |first: &str, last: &str, days| (first.to_owned(), last.to_owned(), days);
        assert_eq!(bounds("2024-02-29"), expected("2024-02-29", "2024-02-29", 1));
        assert_eq!(bounds("2024-02"), expected("2024-02-01", "2024-02-29", 29));
        assert_eq!(bounds("2023-12"), expected("2023-12-01", "2023-12-31", 31));
        assert_eq!(bounds("2022-Q2"), expected("2022-04-01", "2022-06-30", 91));
        assert_eq!(bounds("2022-H1"), expected("2022-01-01", "2022-06-30", 181));
        assert_eq!(bounds("2022-H2"), expected("2022-07-01", "2022-12-31", 184));
        assert_eq!(bounds("2024"), expected("2024-01-01", "2024-12-31", 366));
        assert_eq!(
            bounds("2024-01-01/2024-01-20"),
            expected("2024-01-01", "2024-01-20", 20)
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "",
            "24",
            "2024-",
            "2024-13",
            "2024-00",
            "2024-Q5",
            "2024-H3",
            "2024-02-30",
            "2024-1",
            "+202-01",
            "2024-01-20/2024-01-01",
            "9999",
            "1969",
        ] {
            assert_eq!(bad.parse::<Period>(), Err(PeriodError), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_day_lies_in_its_periods(number in 0..2_900_000_u32) {
            let day = Day::from_number(number);
            for grain in [Grain::Day, Grain::Month, Grain::Quarter, Grain::Half, Grain::Year] {
                let period = Period::of(grain, day);
                prop_assert!(period.has(day));
                prop_assert_eq!(period.grain(), Some(grain));
                prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
                prop_assert_eq!(period.days().count() as u64, period.day_count());
            }
        }
    }
}
