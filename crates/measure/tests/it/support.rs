//! Hand-made logs: a dossier is told step by step, as its one-stop system would write it.

use motlan_core::{Hour, MemberId};
use motlan_evidence::IdCommitment;
use motlan_evidence::case::{CaseEntry, Channel, DayNumber, Event, Form, Pseudonym, Source};
use motlan_measure::{Day, IndicatorCode, Ledger, Observation, Period, Scope};

/// The day on which the stories begin.
pub(crate) const MONDAY: &str = "2024-06-03";

pub(crate) fn member(code: &str) -> MemberId {
    format!("VN/GOV/{code}").parse().unwrap()
}

pub(crate) fn code(text: &str) -> IndicatorCode {
    text.parse().unwrap()
}

pub(crate) fn period(text: &str) -> Period {
    text.parse().unwrap()
}

pub(crate) fn of(code: &str) -> Scope {
    Scope::Member(member(code))
}

/// The day `days` after the beginning; negative is before it.
pub(crate) fn day(days: i32) -> Day {
    let monday: Day = MONDAY.parse().unwrap();
    Day::from_number(monday.number().checked_add_signed(days).unwrap())
}

pub(crate) fn transaction(number: u8) -> IdCommitment {
    IdCommitment([number; 32])
}

/// A log as it is written, and one dossier in it that goes on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(pub(crate) Vec<CaseEntry>);

/// One dossier of a log.
pub(crate) struct Story<'log> {
    log: &'log mut Log,
    next: CaseEntry,
    number: u32,
}

impl Log {
    /// A new dossier of system 7, at the desk, due on the beginning plus `due`.
    pub(crate) fn dossier(&mut self, name: u8, due: i32) -> Story<'_> {
        let next = CaseEntry {
            hour: Hour(0),
            system: 7,
            unit: 1,
            procedure: 1,
            dossier: Pseudonym([name; 16]),
            step: 0,
            channel: Channel::Direct,
            received: None,
            due: Some(day(due).into()),
            ended: None,
            event: Event::Result { is_electronic: false },
            content: [0; 32],
        };
        Story {
            log: self,
            next,
            number: 0,
        }
    }

    /// What the national portal's node writes when it takes over every status of this log.
    pub(crate) fn synced(&self) -> Self {
        let copy = |entry: &CaseEntry| match entry.event {
            Event::Status { status, number } => Some(CaseEntry {
                event: Event::Synced { status, number },
                ..*entry
            }),
            _ => None,
        };
        Self(self.0.iter().filter_map(copy).collect())
    }
}

impl Story<'_> {
    pub(crate) fn online(mut self) -> Self {
        self.next.channel = Channel::Online;
        self
    }

    /// Takes a status on the beginning plus `at` days, at noon in Vietnam.
    pub(crate) fn status(mut self, status: u8, at: i32) -> Self {
        let number = DayNumber::from(day(at));
        self.next.hour = Hour(number.0 * 24 + 5);
        if status == 2 {
            self.next.received = Some(number);
        }
        if status == 9 {
            self.next.ended = Some(number);
        }
        self.number += 1;
        let number = self.number;
        self.write(Event::Status { status, number })
    }

    /// Each status in turn, all on one day.
    pub(crate) fn statuses(self, statuses: &[u8], at: i32) -> Self {
        statuses.iter().fold(self, |story, status| story.status(*status, at))
    }

    pub(crate) fn component(self, component: u32, source: Source, form: Form) -> Self {
        self.write(Event::Component {
            component,
            source,
            form,
            transaction: None,
        })
    }

    pub(crate) fn registry(self, component: u32, transaction: IdCommitment) -> Self {
        self.write(Event::Component {
            component,
            source: Source::Registry,
            form: Form::Electronic,
            transaction: Some(transaction),
        })
    }

    pub(crate) fn result(self, is_electronic: bool) -> Self {
        self.write(Event::Result { is_electronic })
    }

    /// Writes the last entry once more, as a careless node after a crash.
    pub(crate) fn again(mut self) -> Self {
        let last = self.log.0.last().unwrap().event;
        self = self.write(last);
        self
    }

    fn write(mut self, event: Event) -> Self {
        self.next.step += 1;
        self.next.event = event;
        // The format must know every entry of these tests.
        assert_eq!(CaseEntry::parse(&self.next.to_bytes()), Ok(self.next));
        self.log.0.push(self.next);
        self
    }
}

/// A ledger of whole logs, each with the member that runs it.
pub(crate) fn of_logs<'log>(logs: impl IntoIterator<Item = (&'log MemberId, &'log [CaseEntry])>) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.take_logs(logs);
    ledger
}

/// The figure of each day of a period, in order.
pub(crate) fn by_day(ledger: &Ledger, indicator: &IndicatorCode, scope: &Scope, days: Period) -> Vec<Observation> {
    let observe = |day| ledger.observe(indicator, scope, Period::day(day));
    days.days().map(observe).collect()
}

/// A ledger of the log of Phú Yên alone.
pub(crate) fn ledger(log: &Log) -> Ledger {
    of_logs([(&member("H45"), &log.0[..])])
}

/// The figure of Phú Yên.
pub(crate) fn observe(ledger: &Ledger, indicator: &str, span: &str) -> Observation {
    ledger.observe(&code(indicator), &of("H45"), period(span))
}

/// Its two counts.
pub(crate) fn counts(ledger: &Ledger, indicator: &str, span: &str) -> (Option<u64>, Option<u64>) {
    let observation = observe(ledger, indicator, span);
    (observation.numerator, observation.denominator)
}
