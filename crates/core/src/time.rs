//! Time as a value: UTC microseconds, the hour that an entry carries, and the clock as a parameter.
//!
//! Nothing here reads the machine's clock but [`SystemClock`]; tests use [`TestClock`].

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::day::Day;

const MICROS_PER_SECOND: i64 = 1_000_000;

/// Hours that Asia/Ho_Chi_Minh is ahead of UTC, all year: daylight saving has not been used since 1975. So the offset is a
/// constant, and no time zone table is read.
const OFFSET_HOURS: u32 = 7;

const OFFSET_MICROS: i64 = OFFSET_HOURS as i64 * 3600 * MICROS_PER_SECOND;

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment that lies `micros` microseconds after 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The moment that lies `seconds` seconds after 1970-01-01T00:00:00Z.
    ///
    /// Stops at the ends of the range (292,000 years off): a peer's absurd `created` must neither panic nor wrap
    /// around into the window.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(MICROS_PER_SECOND))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SECOND)
    }

    /// The hour this moment lies in; a moment outside the hours that 32 bits can count falls into the nearest one.
    pub fn hour(self) -> Hour {
        let hours = self.as_seconds().div_euclid(3600);
        Hour(u32::try_from(hours.max(0)).unwrap_or(u32::MAX))
    }

    /// Date and time in Asia/Ho_Chi_Minh. A moment that no calendar holds falls on the first or last one that one does.
    pub fn local(self) -> DateTime {
        let micros = self.0.saturating_add(OFFSET_MICROS);
        match jiff::Timestamp::from_microsecond(micros) {
            Ok(moment) => jiff::tz::Offset::UTC.to_datetime(moment),
            Err(_) if micros < 0 => DateTime::MIN,
            Err(_) => DateTime::MAX,
        }
    }

    /// The moment of a date and time in Asia/Ho_Chi_Minh.
    pub fn of_local(local: DateTime) -> Self {
        let since = local.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
        // Dates end with year 9999: 2.6e17 microseconds, well inside 64 bits.
        let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
        Self(micros.saturating_sub(OFFSET_MICROS))
    }

    /// This moment moved by `seconds`, backwards when negative; stops at the ends of the range.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(MICROS_PER_SECOND)))
    }
}

/// The text is no moment of RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a moment is written as in RFC 3339, with its offset from UTC")]
pub struct TimestampError;

/// RFC 3339 with any offset; what is finer than a microsecond is cut off.
impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // The calendar library also takes what RFC 9557 adds, and shorter forms.
        let is_full = text.len() >= "2026-11-21T00:00:00Z".len() && text.as_bytes()[10] == b'T' && !text.contains('[');
        let moment: Option<jiff::Timestamp> = text.parse().ok().filter(|_| is_full);
        moment.map(|moment| Self(moment.as_microsecond())).ok_or(TimestampError)
    }
}

/// RFC 3339 in UTC with microseconds, as in `2026-11-21T00:00:00.000000Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(moment) => write!(f, "{moment:.6}"),
            Err(_) => write!(f, "{}us", self.0),
        }
    }
}

/// Hours since 1970-01-01T00:00:00Z. The only time that an evidence entry carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hour(pub u32);

impl Hour {
    /// The calendar day in Asia/Ho_Chi_Minh.
    pub const fn day(self) -> Day {
        Day::from_number(self.0.saturating_add(OFFSET_HOURS) / 24)
    }
}

/// Where the present comes from.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    fn now(&self) -> Timestamp {
        let elapsed = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands still until it is told to move.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock that stands at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_micros()))
    }

    /// Moves the clock by `seconds`, backwards when negative.
    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * MICROS_PER_SECOND, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 2026-11-20T16:59:59Z, one second before midnight in Asia/Ho_Chi_Minh.
    const BEFORE_MIDNIGHT: Timestamp = Timestamp::from_seconds(1_795_193_999);

    #[test]
    fn a_moment_comes_back_from_its_text_and_another_text_is_refused() {
        let moment = Timestamp::from_micros(1_795_219_200_000_001);
        assert_eq!(moment.to_string().parse(), Ok(moment));
        assert_eq!("1970-01-01T07:00:00+07:00".parse(), Ok(Timestamp::from_micros(0)));
        for text in [
            "",
            "1970-01-01",
            "1970-01-01T00:00:00",
            "1970-01-01 00:00:00Z",
            "1970-01-01T00Z",
            "1970-13-01T00:00:00Z",
            "1970-01-01T00:00:00Z[UTC]",
            "1970-01-01đ00:00:00Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(TimestampError), "{text}");
        }
    }

    #[test]
    fn is_written_in_utc_with_microseconds() {
        assert_eq!(Timestamp::from_micros(0).to_string(), "1970-01-01T00:00:00.000000Z");
        assert_eq!(Timestamp::from_micros(-1).to_string(), "1969-12-31T23:59:59.999999Z");
        assert_eq!(BEFORE_MIDNIGHT.to_string(), "2026-11-20T16:59:59.000000Z");
        assert_eq!(Timestamp::from_micros(i64::MAX).to_string(), "9223372036854775807us");
    }

    #[test]
    fn a_day_begins_at_midnight_in_vietnam() {
        assert_eq!(BEFORE_MIDNIGHT.hour().day().to_string(), "2026-11-20");
        assert_eq!(BEFORE_MIDNIGHT.plus_seconds(1).hour().day().to_string(), "2026-11-21");
        assert_eq!(Hour(0).day(), Day::FIRST);
        assert_eq!(Hour(u32::MAX).day(), Day::from_number(u32::MAX / 24));
    }

    #[test]
    fn absurd_moments_stay_inside_the_calendar() {
        assert_eq!(Timestamp::from_micros(i64::MAX).local(), DateTime::MAX);
        assert_eq!(Timestamp::from_micros(i64::MIN).local(), DateTime::MIN);
    }

    #[test]
    fn an_hour_is_counted_from_its_first_microsecond() {
        assert_eq!(Timestamp::from_seconds(3600).hour(), Hour(1));
        assert_eq!(Timestamp::from_micros(3_599_999_999).hour(), Hour(0));
        assert_eq!(Timestamp::from_seconds(-1).hour(), Hour(0));
        assert_eq!(Timestamp::from_seconds(i64::MAX).hour(), Hour(2_562_047_788));
    }

    #[test]
    fn absurd_seconds_stop_at_the_ends_of_the_range() {
        assert_eq!(Timestamp::from_seconds(i64::MAX).as_micros(), i64::MAX);
        assert_eq!(Timestamp::from_seconds(i64::MIN).as_micros(), i64::MIN);
        assert_eq!(BEFORE_MIDNIGHT.plus_seconds(i64::MAX).as_micros(), i64::MAX);
        assert_eq!(
            BEFORE_MIDNIGHT.plus_seconds(i64::MIN).as_micros(),
            i64::MIN + BEFORE_MIDNIGHT.as_micros()
        );
    }

    #[test]
    fn seconds_round_down_before_1970_too() {
        assert_eq!(Timestamp::from_micros(-1).as_seconds(), -1);
        assert_eq!(Timestamp::from_micros(1_999_999).as_seconds(), 1);
    }

    #[test]
    fn json_holds_plain_numbers() {
        assert_eq!(serde_json::to_string(&Timestamp::from_micros(-5)).unwrap(), "-5");
        assert_eq!(
            serde_json::from_str::<Timestamp>("7").unwrap(),
            Timestamp::from_micros(7)
        );
        assert_eq!(serde_json::to_string(&Hour(9)).unwrap(), "9");
    }

    #[test]
    fn the_test_clock_moves_only_when_told() {
        let clock = TestClock::new(BEFORE_MIDNIGHT);
        assert_eq!((clock.now(), clock.now()), (BEFORE_MIDNIGHT, BEFORE_MIDNIGHT));
        clock.advance_seconds(90);
        clock.advance_seconds(-30);
        assert_eq!(clock.now(), BEFORE_MIDNIGHT.plus_seconds(60));
    }

    proptest! {
        #[test]
        fn moving_there_and_back_changes_nothing(at in -4_000_000_000_i64..4_000_000_000, by in -1_000_000_i64..1_000_000) {
            let moment = Timestamp::from_seconds(at);
            prop_assert_eq!(moment.plus_seconds(by).plus_seconds(-by), moment);
            prop_assert_eq!(moment.plus_seconds(by).as_seconds(), at + by);
            prop_assert_eq!(Timestamp::of_local(moment.local()), moment);
        }

        #[test]
        fn an_hour_and_its_moments_lie_in_one_day(at in 0_i64..200_000_000_000) {
            let moment = Timestamp::from_seconds(at);
            prop_assert_eq!(moment.hour().day().date(), moment.local().date());
        }

        #[test]
        fn later_is_never_an_earlier_hour(a in any::<i64>(), b in any::<i64>()) {
            let (earlier, later) = (Timestamp::from_micros(a.min(b)), Timestamp::from_micros(a.max(b)));
            prop_assert!(earlier.hour() <= later.hour());
        }
    }
}
