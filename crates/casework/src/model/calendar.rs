//! The working calendar: which days offices work, and counting in working days.
//!
//! A day works if the week says so, unless it is a holiday or was swapped away; a day swapped in works whatever the week
//! says. What arrives after offices close, or on a day off, counts from the next working day. Years that the pack does not
//! cover are refused: a deadline computed without its holidays would be wrong in silence.

mod pack_file;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};
use motlan_core::{Code, Failure, Timestamp};

use crate::model::pack::PackError;
use motlan_core::Name;

/// A date lies in a year that the pack does not cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the working calendar does not cover the year {year}")]
pub struct CalendarError {
    /// The year.
    pub year: i16,
}

impl From<CalendarError> for Failure {
    fn from(error: CalendarError) -> Self {
        Self::new(Code::CalendarNotCovered, error.to_string())
    }
}

/// What a pack says about one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// Whether its days were checked against published decisions.
    pub is_confirmed: bool,
    /// Where they come from.
    pub source: String,
}

/// A working calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The calendar's code, as in `vn`.
    pub code: String,
    /// The version of its pack.
    pub version: u32,
    /// Its names.
    pub name: Name,
    closes_at: Time,
    /// Working weekdays, Monday is 0: `Weekday` itself has no order.
    week: BTreeSet<i8>,
    years: BTreeMap<i16, Year>,
    /// Days off beside the week's own, with why.
    off: BTreeMap<Date, Name>,
    /// Days of the weekend that are worked, with why.
    worked: BTreeMap<Date, Name>,
}

impl Calendar {
    /// Reads a calendar from the text of its pack.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        pack_file::parse(text)
    }

    /// The calendar of state agencies that comes with the program.
    pub fn built_in() -> Result<Self, PackError> {
        Self::parse(include_str!("../../../../packs/calendars/vn/1.toml"))
    }

    /// What the pack says about a year.
    pub fn year(&self, year: i16) -> Option<&Year> {
        self.years.get(&year)
    }

    /// Why a day is off, or worked although the week says otherwise.
    pub fn note(&self, day: Date) -> Option<&Name> {
        self.off.get(&day).or_else(|| self.worked.get(&day))
    }

    /// Whether offices work on `day`.
    pub fn is_working(&self, day: Date) -> Result<bool, CalendarError> {
        if !self.years.contains_key(&day.year()) {
            return Err(CalendarError { year: day.year() });
        }
        let is_weekday = self.week.contains(&day.weekday().to_monday_zero_offset());
        Ok((is_weekday && !self.off.contains_key(&day)) || self.worked.contains_key(&day))
    }

    /// `day` itself if offices work on it, else the next day on which they do.
    pub fn working_day_from(&self, day: Date) -> Result<Date, CalendarError> {
        let mut day = day;
        // Ends: the years covered are finite, and a day outside them is refused.
        while !self.is_working(day)? {
            day = next(day)?;
        }
        Ok(day)
    }

    /// The working day that a moment counts for: its own until offices close, else the next.
    pub fn counted_day(&self, at: Timestamp) -> Result<Date, CalendarError> {
        let local = at.local();
        if local.time() > self.closes_at {
            self.working_day_from(next(local.date())?)
        } else {
            self.working_day_from(local.date())
        }
    }

    /// The day on which something received on `received` is due: the day of receipt is not counted.
    ///
    /// A receipt on a day off counts from the next working day. With 0 working days it is due on that day.
    pub fn due(&self, received: Date, working_days: u32) -> Result<Date, CalendarError> {
        let mut day = self.working_day_from(received)?;
        for _ in 0..working_days {
            day = self.working_day_from(next(day)?)?;
        }
        Ok(day)
    }

    /// How many working days lie after `from`, up to and with `until`; 0 if `until` is not after `from`.
    pub fn working_days_between(&self, from: Date, until: Date) -> Result<u32, CalendarError> {
        let mut count = 0;
        let mut day = from;
        while day < until {
            day = next(day)?;
            count += u32::from(self.is_working(day)?);
        }
        Ok(count)
    }
}

fn next(day: Date) -> Result<Date, CalendarError> {
    day.tomorrow().map_err(|_| CalendarError { year: day.year() })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;
    use crate::model::day::moment_of;

    fn calendar() -> Calendar {
        Calendar::built_in().unwrap()
    }

    #[test]
    fn a_swap_moves_work_to_a_saturday() {
        let calendar = calendar();
        assert_eq!(calendar.is_working(date(2024, 4, 29)), Ok(false));
        assert_eq!(calendar.is_working(date(2024, 5, 4)), Ok(true));
        assert_eq!(calendar.is_working(date(2024, 5, 5)), Ok(false));
        // Received on Friday 26 April 2024: then 2, 3 and 4 May are worked.
        assert_eq!(calendar.due(date(2024, 4, 26), 3), Ok(date(2024, 5, 4)));
    }

    #[test]
    fn tet_is_not_counted() {
        let calendar = calendar();
        // 2022: off from Monday 31 January to Friday 4 February.
        assert_eq!(calendar.due(date(2022, 1, 28), 1), Ok(date(2022, 2, 7)));
        // 2023: off from Friday 20 to Thursday 26 January.
        assert_eq!(calendar.due(date(2023, 1, 19), 5), Ok(date(2023, 2, 2)));
        // 2024: off from Thursday 8 to Wednesday 14 February; received on the first day of the year, a Saturday.
        assert_eq!(calendar.due(date(2024, 2, 10), 5), Ok(date(2024, 2, 22)));
    }

    #[test]
    fn hung_kings_day_has_its_substitute() {
        let calendar = calendar();
        // 10 April 2022 was a Sunday, so Monday 11 April was off.
        assert_eq!(calendar.due(date(2022, 4, 8), 1), Ok(date(2022, 4, 12)));
        let note = calendar.note(date(2022, 4, 11)).unwrap();
        assert!(note.vi.contains("Hùng Vương"), "{note:?}");
        // 2023: 29 April to 3 May in one piece.
        assert_eq!(calendar.due(date(2023, 4, 28), 1), Ok(date(2023, 5, 4)));
    }

    #[test]
    fn a_day_counts_until_offices_close() {
        let calendar = calendar();
        let friday = date(2026, 11, 20);
        let counted = |day, hour, minute, nano| calendar.counted_day(moment_of(day, time(hour, minute, 0, nano)));
        assert_eq!(counted(friday, 0, 0, 0), Ok(friday));
        assert_eq!(counted(friday, 17, 0, 0), Ok(friday));
        assert_eq!(counted(friday, 17, 0, 1_000), Ok(date(2026, 11, 23)));
        assert_eq!(counted(friday, 23, 59, 0), Ok(date(2026, 11, 23)));
        assert_eq!(counted(date(2026, 11, 21), 9, 0, 0), Ok(date(2026, 11, 23)));
        let one_before_midnight = Timestamp::from_micros(moment_of(friday, time(0, 0, 0, 0)).as_micros() - 1);
        assert_eq!(calendar.counted_day(one_before_midnight), Ok(friday));
    }

    #[test]
    fn a_year_that_is_not_covered_is_refused() {
        let calendar = calendar();
        assert_eq!(calendar.due(date(2021, 12, 31), 1), Err(CalendarError { year: 2021 }));
        assert_eq!(calendar.due(date(2027, 12, 30), 5), Err(CalendarError { year: 2028 }));
        assert!(calendar.due(date(2026, 1, 1), u32::MAX).is_err());
        let failure = Failure::from(CalendarError { year: 2028 });
        assert_eq!(failure.code, Code::CalendarNotCovered);
    }

    #[test]
    fn what_was_not_confirmed_says_so() {
        let calendar = calendar();
        for (year, is_confirmed) in [(2022, true), (2023, true), (2024, true), (2027, false)] {
            assert_eq!(calendar.year(year).unwrap().is_confirmed, is_confirmed, "{year}");
        }
        assert_eq!(calendar.year(2028), None);
    }

    prop_compose! {
        fn any_day()(days in 0_i32..1_900) -> Date {
            let mut day = date(2022, 1, 1);
            for _ in 0..days {
                day = day.tomorrow().unwrap();
            }
            day
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn due_and_between_undo_each_other(received in any_day(), working_days in 0_u32..60) {
            let calendar = calendar();
            let due = calendar.due(received, working_days).unwrap();
            prop_assert_eq!(calendar.is_working(due), Ok(true));
            let counted = calendar.working_day_from(received).unwrap();
            prop_assert_eq!(calendar.working_days_between(counted, due), Ok(working_days));
            prop_assert!(due >= received);
        }

        #[test]
        fn counting_adds_up(one in any_day(), two in any_day(), three in any_day()) {
            let calendar = calendar();
            let mut days = [one, two, three];
            days.sort_unstable();
            let between = |from, until| calendar.working_days_between(from, until).unwrap();
            prop_assert_eq!(
                between(days[0], days[1]) + between(days[1], days[2]),
                between(days[0], days[2])
            );
        }
    }
}
