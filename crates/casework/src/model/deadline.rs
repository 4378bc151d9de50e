//! When a dossier is due: working days from its receipt, moved by the working days that its clock stood.
//!
//! Waiting for papers (5), for a payment (6) or stopped (8) pauses the clock. A pause that is over moves the due day by its
//! working days; one that lasts moves nothing yet, and one that counts from a day after the due day never does: what is late
//! stays late. Receipt, pause and return each count for the working day that [`Calendar::counted_day`] gives them, so an hour
//! after closing costs nobody a day. Whether something was in time is decided by date alone.

use jiff::civil::Date;
use motlan_core::Timestamp;

use crate::model::calendar::{Calendar, CalendarError};
use crate::model::day::day_of;
use crate::model::status::Status;

/// One change of a dossier's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// The status it took.
    pub status: Status,
    /// When.
    pub at: Timestamp,
}

/// A time in which the clock stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it began.
    pub from: Timestamp,
    /// When it ended; none while it lasts.
    pub until: Option<Timestamp>,
}

/// The deadline of one dossier that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// When it was received.
    pub received: Timestamp,
    /// The working days that the procedure allows.
    pub working_days: u32,
    /// The pauses, in order, without overlap.
    pub pauses: Vec<Pause>,
}

/// How a dossier stands to its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The day it is due.
    pub due: Date,
    /// Working days left; negative by the working days it is late. While paused: those left when the pause began.
    pub days_left: i32,
    /// Working days used of those allowed, in percent; above 100 when late.
    pub used_percent: u32,
    /// Whether the clock stands.
    pub is_paused: bool,
    /// Whether the due day has passed, be it by a weekend only.
    pub is_late: bool,
}

impl Deadline {
    /// The deadline that follows from a dossier's changes of status, in order; none if it was never received.
    pub fn of(working_days: u32, changes: &[StatusChange]) -> Option<Self> {
        let received = changes.iter().position(|change| change.status == Status::Received)?;
        let mut pauses: Vec<Pause> = Vec::new();
        let mut begun = None;
        for change in &changes[received..] {
            match (begun, change.status.is_clock_paused()) {
                (None, true) => begun = Some(change.at),
                (Some(from), false) => {
                    pauses.push(Pause {
                        from,
                        until: Some(change.at),
                    });
                    begun = None;
                }
                _ => {}
            }
        }
        pauses.extend(begun.map(|from| Pause { from, until: None }));
        Some(Self {
            received: changes[received].at,
            working_days,
            pauses,
        })
    }

    /// The day it is due.
    pub fn due(&self, calendar: &Calendar) -> Result<Date, CalendarError> {
        let mut due = calendar.due(calendar.counted_day(self.received)?, self.working_days)?;
        for pause in &self.pauses {
            let Some(until) = pause.until else { continue };
            let (from, until) = (calendar.counted_day(pause.from)?, calendar.counted_day(until)?);
            if due < from {
                break;
            }
            due = calendar.due(due, calendar.working_days_between(from, until)?)?;
        }
        Ok(due)
    }

    /// How it stands at `now`, or stood when it ended then.
    pub fn standing(&self, calendar: &Calendar, now: Timestamp) -> Result<Standing, CalendarError> {
        let due = self.due(calendar)?;
        let paused_since = self.pauses.last().filter(|pause| pause.until.is_none());
        let today = day_of(paused_since.map_or(now, |pause| pause.from.min(now)));
        let left = calendar.working_days_between(today, due)?;
        let late = calendar.working_days_between(due, today)?;
        let used = self.working_days.saturating_sub(left).saturating_add(late);
        Ok(Standing {
            due,
            days_left: signed(left) - signed(late),
            used_percent: used.saturating_mul(100) / self.working_days.max(1),
            is_paused: paused_since.is_some(),
            is_late: today > due,
        })
    }
}

/// Working days of the years that a calendar covers: a few thousand at most.
fn signed(days: u32) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX)
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

    fn at(month: i8, day: i8, hour: i8) -> Timestamp {
        moment_of(date(2026, month, day), time(hour, 0, 0, 0))
    }

    fn changes(list: &[(Status, Timestamp)]) -> Vec<StatusChange> {
        list.iter()
            .map(|(status, at)| StatusChange {
                status: *status,
                at: *at,
            })
            .collect()
    }

    fn deadline(list: &[(Status, Timestamp)]) -> Deadline {
        Deadline::of(5, &changes(list)).unwrap()
    }

    // June 2026 has no holiday. 1 June is a Monday.
    const RECEIVED: (i8, i8, i8) = (6, 1, 9);

    fn received() -> (Status, Timestamp) {
        (Status::Received, at(RECEIVED.0, RECEIVED.1, RECEIVED.2))
    }

    #[test]
    fn without_pauses_it_is_the_calendars_due_day() {
        let plain = deadline(&[
            (Status::New, at(5, 30, 9)),
            received(),
            (Status::InProgress, at(6, 2, 9)),
        ]);
        assert_eq!(plain.due(&calendar()), Ok(date(2026, 6, 8)));
        // After closing on Monday it counts from Tuesday.
        let late = deadline(&[(Status::Received, at(6, 1, 18))]);
        assert_eq!(late.due(&calendar()), Ok(date(2026, 6, 9)));
        assert_eq!(Deadline::of(5, &changes(&[(Status::New, at(6, 1, 9))])), None);
    }

    #[test]
    fn a_pause_moves_the_due_day_by_its_working_days() {
        // Wednesday to the next Monday: Thursday, Friday, Monday.
        let paused = deadline(&[
            received(),
            (Status::SupplementNeeded, at(6, 3, 10)),
            (Status::InProgress, at(6, 8, 10)),
        ]);
        assert_eq!(paused.due(&calendar()), Ok(date(2026, 6, 11)));
        let within_a_day = deadline(&[
            received(),
            (Status::PaymentNeeded, at(6, 3, 8)),
            (Status::InProgress, at(6, 3, 16)),
        ]);
        assert_eq!(within_a_day.due(&calendar()), Ok(date(2026, 6, 8)));
        let over_a_weekend = deadline(&[
            received(),
            (Status::PaymentNeeded, at(6, 5, 18)),
            (Status::InProgress, at(6, 8, 8)),
        ]);
        assert_eq!(over_a_weekend.due(&calendar()), Ok(date(2026, 6, 8)));
    }

    #[test]
    fn pauses_in_a_row_are_one_and_an_open_one_moves_nothing() {
        let row = deadline(&[
            received(),
            (Status::InProgress, at(6, 2, 9)),
            (Status::PaymentNeeded, at(6, 3, 10)),
            (Status::Stopped, at(6, 4, 10)),
            (Status::InProgress, at(6, 5, 10)),
        ]);
        assert_eq!(row.pauses.len(), 1);
        assert_eq!(row.due(&calendar()), Ok(date(2026, 6, 10)));
        let open = deadline(&[received(), (Status::Stopped, at(6, 3, 10))]);
        assert_eq!(open.due(&calendar()), Ok(date(2026, 6, 8)));
        let standing = open.standing(&calendar(), at(9, 1, 9)).unwrap();
        assert_eq!((standing.days_left, standing.used_percent), (3, 40));
        assert!(standing.is_paused && !standing.is_late);
    }

    #[test]
    fn a_pause_after_the_due_day_makes_nothing_timely() {
        // Due on Monday the 8th, and a week later the desk asks for papers.
        let late = deadline(&[
            received(),
            (Status::SupplementNeeded, at(6, 15, 10)),
            (Status::InProgress, at(6, 26, 10)),
        ]);
        assert_eq!(late.due(&calendar()), Ok(date(2026, 6, 8)));
        assert!(late.standing(&calendar(), at(6, 26, 11)).unwrap().is_late);
        // One that begins on the due day itself still moves it: the day was not over.
        let on_the_day = deadline(&[
            received(),
            (Status::SupplementNeeded, at(6, 8, 10)),
            (Status::InProgress, at(6, 10, 10)),
        ]);
        assert_eq!(on_the_day.due(&calendar()), Ok(date(2026, 6, 10)));
        // What follows a pause in time is measured against the day that it moved.
        let twice = deadline(&[
            received(),
            (Status::PaymentNeeded, at(6, 8, 10)),
            (Status::InProgress, at(6, 10, 10)),
            (Status::Stopped, at(6, 10, 11)),
            (Status::InProgress, at(6, 11, 10)),
            (Status::Stopped, at(6, 12, 10)),
            (Status::InProgress, at(6, 19, 10)),
        ]);
        assert_eq!(twice.due(&calendar()), Ok(date(2026, 6, 11)));
    }

    #[test]
    fn a_pause_over_the_new_year_costs_no_holidays() {
        let at = |month, day, hour| moment_of(date(2024, month, day), time(hour, 0, 0, 0));
        let paused = deadline(&[
            (Status::Received, at(2, 6, 9)),
            (Status::SupplementNeeded, at(2, 7, 9)),
            (Status::InProgress, at(2, 15, 9)),
        ]);
        // Paused for one working day, 15 February: 6 working days after 6 February.
        assert_eq!(paused.due(&calendar()), Ok(date(2024, 2, 21)));
    }

    #[test]
    fn a_desk_sees_what_is_left() {
        let plain = deadline(&[received()]);
        let standing = |month, day, hour| plain.standing(&calendar(), at(month, day, hour)).unwrap();
        let shown = |standing: Standing| (standing.days_left, standing.used_percent, standing.is_late);
        assert_eq!(shown(standing(6, 1, 9)), (5, 0, false));
        assert_eq!(shown(standing(6, 3, 9)), (3, 40, false));
        assert_eq!(shown(standing(6, 8, 23)), (0, 100, false));
        assert_eq!(shown(standing(6, 9, 0)), (-1, 120, true));
        // Due on a Friday, seen on Saturday: late, although no working day has passed.
        let friday = Deadline {
            working_days: 4,
            ..plain.clone()
        };
        let saturday = friday.standing(&calendar(), at(6, 6, 9)).unwrap();
        assert_eq!(shown(saturday), (0, 100, true));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Against a clock that ticks day by day and skips the days that lie in a pause. On the day of the last tick a
        /// pause that begins still carries the due day to its own end; whatever begins later comes too late.
        #[test]
        fn a_day_by_day_clock_agrees(
            working_days in 1_u32..30,
            gaps in proptest::collection::vec((0_i64..5 * 24, 0_i64..8 * 24), 0..5),
        ) {
            let calendar = calendar();
            let mut now = at(1, 12, 9);
            let received = now;
            let mut pauses = Vec::new();
            for (before, length) in gaps {
                let from = now.plus_seconds(before * 3600);
                now = from.plus_seconds(length * 3600);
                pauses.push(Pause { from, until: Some(now) });
            }
            let counted = |at| calendar.counted_day(at).unwrap();
            let stood: Vec<(Date, Date)> = pauses
                .iter()
                .map(|pause| (counted(pause.from), pause.until.map_or(Date::MAX, counted)))
                .collect();
            let due = Deadline { received, working_days, pauses }.due(&calendar).unwrap();
            let mut ticked = 0;
            let mut day = counted(received);
            while ticked < working_days {
                day = day.tomorrow().unwrap();
                let is_paused = stood.iter().any(|(from, until)| *from < day && day <= *until);
                ticked += u32::from(calendar.is_working(day).unwrap() && !is_paused);
            }
            for (from, until) in &stood {
                if *from == day {
                    day = day.max(*until);
                }
            }
            prop_assert_eq!(day, due);
        }
    }
}
