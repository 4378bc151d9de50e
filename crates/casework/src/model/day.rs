//! Dates of the working calendar: from a moment, to the day number of an entry, and back.

use jiff::civil::{Date, Time};
use motlan_core::{Day, Timestamp};
use motlan_evidence::case::DayNumber;

/// The date in Asia/Ho_Chi_Minh that a moment lies in.
pub fn day_of(at: Timestamp) -> Date {
    at.local().date()
}

/// The moment of a local date and time.
pub fn moment_of(day: Date, time: Time) -> Timestamp {
    Timestamp::of_local(day.to_datetime(time))
}

/// The number that an entry carries for a day. A day before 1970 becomes day 0, which entries read as *none*.
pub fn day_number(day: Date) -> DayNumber {
    Day::try_from(day).unwrap_or(Day::FIRST).into()
}

/// The day of a number; none beyond the year 9999.
pub fn date_of(number: DayNumber) -> Option<Date> {
    (number.0 <= Day::LAST.number()).then(|| Day::from(number).date())
}

/// `YYYY-MM-DD` and nothing else: no time, no sign, no short year.
pub(crate) fn parse_day(text: &str) -> Option<Date> {
    let day: Date = text.parse().ok()?;
    (text.len() == "YYYY-MM-DD".len() && day.to_string() == text).then_some(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    /// 2026-11-20T17:00:00Z: midnight in Asia/Ho_Chi_Minh.
    const MIDNIGHT: Timestamp = Timestamp::from_seconds(1_795_194_000);

    #[test]
    fn a_day_begins_at_midnight_in_vietnam() {
        assert_eq!(day_of(MIDNIGHT), date(2026, 11, 21));
        assert_eq!(
            day_of(Timestamp::from_micros(MIDNIGHT.as_micros() - 1)),
            date(2026, 11, 20)
        );
        assert_eq!(moment_of(date(2026, 11, 21), time(0, 0, 0, 0)), MIDNIGHT);
    }

    #[test]
    fn absurd_moments_stay_inside_the_calendar() {
        assert_eq!(day_number(date(1969, 12, 31)), DayNumber(0));
        assert_eq!(date_of(DayNumber(u32::MAX)), None);
    }

    #[test]
    fn only_whole_days_are_read() {
        assert_eq!(parse_day("2026-02-28"), Some(date(2026, 2, 28)));
        for bad in [
            "2026-02-29",
            "2026-2-28",
            "20260228",
            "2026-02-28T00:00",
            "",
            "-002026-02-28",
            "+2026-02-28",
        ] {
            assert_eq!(parse_day(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn day_numbers_come_back(number in 1_u32..2_900_000) {
            let day = date_of(DayNumber(number)).unwrap();
            prop_assert_eq!(day_number(day), DayNumber(number));
            prop_assert_eq!(day_of(moment_of(day, time(23, 59, 59, 999_999_000))), day);
        }
    }
}
