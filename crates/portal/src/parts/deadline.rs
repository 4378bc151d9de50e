//! The time that a dossier has left: a bar that shrinks, with its words. Working days, counted by whoever knows them.

use super::tag::Tone;
use crate::language::Language;
use crate::text::{Text, number};

/// The bar's length when nothing of the time is used, in units of its drawing.
const WIDTH: u32 = 120;

/// The shortest bar that can still be seen.
const WIDTH_MIN: u32 = 6;

/// Where a dossier's clock stands, in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It runs.
    Running {
        /// Days until the due date; 0 on the due date itself.
        days_left: u32,
        /// Days that the procedure gives.
        days: u32,
    },
    /// The due date is past.
    Overdue {
        /// By so many days.
        days: u32,
    },
    /// It waits for the citizen or for a payment.
    Paused {
        /// Days that are left when it goes on.
        days_left: u32,
        /// Days that the procedure gives.
        days: u32,
    },
    /// It ended in time or never ran.
    Ended,
}

/// The bar and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What the bar says.
    pub words: String,
    /// Its colour.
    pub tone: Tone,
    /// Length of the bar from 0 to 120.
    pub length: u32,
    /// Whether the clock stands still: the bar is broken into pieces.
    pub is_paused: bool,
}

impl Deadline {
    /// The bar of a clock.
    pub fn new(clock: Clock, language: Language) -> Self {
        let text = Text::of(language);
        let say = |key: &str, days: u32| text.say_with(key, &[("days", number(days.into()))]);
        let (words, tone, length) = match clock {
            Clock::Running { days_left: 0, .. } => (text.say("deadline-today"), Tone::Due, WIDTH_MIN),
            Clock::Running { days_left, days } => {
                let tone = if is_soon(days_left, days) {
                    Tone::Due
                } else {
                    Tone::Calm
                };
                (say("deadline-left", days_left), tone, length(days_left, days))
            }
            Clock::Overdue { days } => (say("deadline-over", days), Tone::Late, 0),
            Clock::Paused { days_left, days } => {
                (say("deadline-paused", days_left), Tone::Plain, length(days_left, days))
            }
            Clock::Ended => (text.say("deadline-ended"), Tone::Plain, 0),
        };
        Self {
            words,
            tone,
            length,
            is_paused: matches!(clock, Clock::Paused { .. }),
        }
    }
}

/// The last quarter of the time, and always the last day.
fn is_soon(days_left: u32, days: u32) -> bool {
    days_left <= 1 || days_left * 4 <= days
}

fn length(days_left: u32, days: u32) -> u32 {
    (WIDTH * days_left.min(days) / days.max(1)).max(WIDTH_MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(days_left: u32, days: u32) -> Deadline {
        Deadline::new(Clock::Running { days_left, days }, Language::Vietnamese)
    }

    #[test]
    fn the_bar_shrinks_with_the_days() {
        let lengths: Vec<_> = (0..=5).rev().map(|left| running(left, 5).length).collect();
        assert_eq!(lengths, [120, 96, 72, 48, 24, 6]);
        assert_eq!(running(9, 5).length, 120, "a bar is never longer than its track");
        assert_eq!(running(1, 1_000).length, 6, "what is left can be seen");
    }

    #[test]
    fn the_last_quarter_and_the_last_day_are_soon() {
        let tones: Vec<_> = [5, 2, 1, 0].map(|left| running(left, 5).tone).into();
        assert_eq!(tones, [Tone::Calm, Tone::Calm, Tone::Due, Tone::Due]);
        assert_eq!(running(5, 20).tone, Tone::Due);
        assert_eq!(running(6, 20).tone, Tone::Calm);
    }

    #[test]
    fn the_words_say_what_the_bar_shows() {
        assert_eq!(running(3, 5).words, "Còn 3 ngày làm việc");
        assert_eq!(running(0, 5).words, "Đến hạn hôm nay");
        let over = Deadline::new(Clock::Overdue { days: 1 }, Language::English);
        assert_eq!((over.words.as_str(), over.tone), ("1 working day overdue", Tone::Late));
        let paused = Deadline::new(Clock::Paused { days_left: 2, days: 5 }, Language::English);
        assert!(paused.is_paused && paused.words.contains("2 working days"));
    }
}
