//! How long ago something was, in the largest unit that counts at least one.

use motlan_core::Timestamp;

use crate::text::{Text, number};

/// The time from `at` to `now`, as in `4 phút`.
pub(super) fn age(at: Timestamp, now: Timestamp, text: &Text) -> String {
    let seconds = u64::try_from(now.as_seconds() - at.as_seconds()).unwrap_or_default();
    match seconds {
        0..60 => text.say_with("sync-seconds", &[("count", number(seconds))]),
        60..3_600 => text.say_with("sync-minutes", &[("count", number(seconds / 60))]),
        3_600..86_400 => text.say_with("sync-hours", &[("count", number(seconds / 3_600))]),
        _ => text.say_with("sync-days", &[("count", number(seconds / 86_400))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn the_unit_grows_with_the_age() {
        let then = Timestamp::from_seconds(1_000_000);
        let say = |seconds| age(then, then.plus_seconds(seconds), Text::of(Language::English));
        let said: Vec<_> = [0, 1, 59, 60, 3_599, 3_600, 90_000, 172_800]
            .into_iter()
            .map(say)
            .collect();
        assert_eq!(
            said,
            [
                "0 seconds",
                "1 second",
                "59 seconds",
                "1 minute",
                "59 minutes",
                "1 hour",
                "1 day",
                "2 days"
            ]
        );
    }

    #[test]
    fn a_clock_that_went_back_makes_nothing_older() {
        let now = Timestamp::from_seconds(1_000);
        assert_eq!(age(now.plus_seconds(5), now, Text::of(Language::English)), "0 seconds");
    }
}
