//! Calendar days of Asia/Ho_Chi_Minh: from a moment, to the day number of an entry, and back.
//!
//! The country has kept UTC+7 without daylight saving since 1975, so the offset is a constant and no time zone table is
//! read.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time, date};
use motlan_core::Timestamp;
use motlan_evidence::case::DayNumber;

/// UTC+7, in microseconds.
const OFFSET_MICROS: i64 = 7 * 3600 * 1_000_000;

/// Day 0 of [`DayNumber`].
const EPOCH: Date = date(1970, 1, 1);

/// Local date and time of a moment. A moment that no calendar holds falls on the first or last day that one does.
pub(crate) fn local(at: Timestamp) -> DateTime {
    let micros = at.as_micros().saturating_add(OFFSET_MICROS);
    match jiff::Timestamp::from_microsecond(micros) {
        Ok(moment) => jiff::tz::Offset::UTC.to_datetime(moment),
        Err(_) if micros < 0 => DateTime::MIN,
        Err(_) => DateTime::MAX,
    }
}

/// The day in Asia/Ho_Chi_Minh that a moment lies in.
pub fn day_of(at: Timestamp) -> Date {
    local(at).date()
}

/// The moment of a local date and time.
pub fn moment_of(day: Date, time: Time) -> Timestamp {
    let since = day
        .to_datetime(time)
        .duration_since(EPOCH.to_datetime(Time::midnight()));
    // Dates end with year 9999: 2.6e17 microseconds, well inside 64 bits.
    let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(micros.saturating_sub(OFFSET_MICROS))
}

/// The number that an entry carries for a day. A day before 1970 becomes day 0, which entries read as *none*.
pub fn day_number(day: Date) -> DayNumber {
    let days = day.duration_since(EPOCH).as_hours() / 24;
    DayNumber(u32::try_from(days.max(0)).unwrap_or(u32::MAX))
}

/// The day of a number; none beyond the year 9999.
pub fn date_of(number: DayNumber) -> Option<Date> {
    let days = Span::new().try_days(number.0).ok()?;
    EPOCH.checked_add(days).ok()
}

/// `YYYY-MM-DD` and nothing else: no time, no sign, no short year.
pub(crate) fn parse_day(text: &str) -> Option<Date> {
    let day: Date = text.parse().ok()?;
    (text.len() == "YYYY-MM-DD".len() && day.to_string() == text).then_some(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
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
        assert_eq!(day_of(Timestamp::from_micros(i64::MAX)), Date::MAX);
        assert_eq!(day_of(Timestamp::from_micros(i64::MIN)), Date::MIN);
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
