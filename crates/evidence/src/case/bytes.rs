//! The 128 bytes of a casework entry: writing and parsing them. Every valid entry has one spelling.

use motlan_core::Hour;

use super::{CaseEntry, Channel, DayNumber, ENTRY_BYTES, EntryError, Event, Form, Pseudonym, Source};
use crate::commitment::IdCommitment;

/// The version written in byte 0.
const VERSION: u8 = 1;

/// The kind written in byte 1; kinds 1 and 2 are transactions.
const KIND: u8 = 3;

/// Event code, value, number, form, transaction: what differs from event to event.
struct Parts {
    event: u8,
    value: u8,
    number: u32,
    form: u8,
    transaction: [u8; 32],
}

impl CaseEntry {
    /// The bytes that are hashed and published.
    pub fn to_bytes(&self) -> [u8; ENTRY_BYTES] {
        let parts = Parts::of(&self.event);
        let mut bytes = [0; ENTRY_BYTES];
        bytes[..4].copy_from_slice(&[VERSION, KIND, parts.event, parts.value]);
        let days = [self.received, self.due, self.ended].map(|day| day.map_or(0, |day| day.0));
        let numbers = [
            self.hour.0,
            self.system,
            self.unit,
            self.procedure,
            self.step,
            parts.number,
        ];
        for (at, number) in (4..28).step_by(4).zip(numbers).chain((32..44).step_by(4).zip(days)) {
            bytes[at..at + 4].copy_from_slice(&number.to_be_bytes());
        }
        bytes[28] = self.channel.code();
        bytes[29] = parts.form;
        bytes[48..64].copy_from_slice(&self.dossier.0);
        bytes[64..96].copy_from_slice(&self.content);
        bytes[96..].copy_from_slice(&parts.transaction);
        bytes
    }

    /// Parses exactly 128 bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        let bytes: &[u8; ENTRY_BYTES] = bytes.try_into().map_err(|_| EntryError::Size(bytes.len()))?;
        if bytes[0] != VERSION {
            return Err(EntryError::Version(bytes[0]));
        }
        if bytes[1] != KIND {
            return Err(EntryError::Field("kind"));
        }
        if bytes[30..32] != [0; 2] || bytes[44..48] != [0; 4] {
            return Err(EntryError::Field("reserved"));
        }
        let day = |at| Some(number(bytes, at)).filter(|day| *day != 0).map(DayNumber);
        let entry = Self {
            hour: Hour(number(bytes, 4)),
            system: number(bytes, 8),
            unit: number(bytes, 12),
            procedure: number(bytes, 16),
            step: number(bytes, 20),
            channel: Channel::from_code(bytes[28]).ok_or(EntryError::Field("channel"))?,
            received: day(32),
            due: day(36),
            ended: day(40),
            dossier: Pseudonym(part(bytes, 48)),
            content: part(bytes, 64),
            event: event(bytes)?,
        };
        if entry.step == 0 {
            return Err(EntryError::Field("step"));
        }
        Ok(entry)
    }
}

impl Parts {
    fn of(event: &Event) -> Self {
        let parts = |event, value, number| Self {
            event,
            value,
            number,
            form: 0,
            transaction: [0; 32],
        };
        match *event {
            Event::Status { status, number } => parts(1, status, number),
            Event::Component {
                component,
                source,
                form,
                transaction,
            } => Self {
                form: form.code(),
                transaction: transaction.map_or([0; 32], |id| id.0),
                ..parts(2, source.code(), component)
            },
            Event::Check { is_match, transaction } => Self {
                transaction: transaction.0,
                ..parts(3, if is_match { 1 } else { 2 }, 0)
            },
            Event::Result { is_electronic } => parts(4, if is_electronic { 1 } else { 2 }, 0),
            Event::Synced { status, number } => parts(5, status, number),
        }
    }
}

fn event(bytes: &[u8; ENTRY_BYTES]) -> Result<Event, EntryError> {
    let (value, number) = (bytes[3], number(bytes, 24));
    let transaction = Some(part(bytes, 96)).filter(|id| *id != [0; 32]).map(IdCommitment);
    let (takes_form, takes_transaction) = match bytes[2] {
        1 | 4 | 5 => (false, false),
        2 => (true, value == Source::Registry.code()),
        3 => (false, true),
        _ => return Err(EntryError::Field("event")),
    };
    if takes_transaction != transaction.is_some() {
        return Err(EntryError::Field("transaction"));
    }
    if !takes_form && bytes[29] != 0 {
        return Err(EntryError::Field("form"));
    }
    if matches!(bytes[2], 3 | 4) == (number != 0) {
        return Err(EntryError::Field("number"));
    }
    let is_status = (1..=10).contains(&value);
    match (bytes[2], value) {
        (1, status) if is_status => Ok(Event::Status { status, number }),
        (2, _) => Ok(Event::Component {
            component: number,
            source: Source::from_code(value).ok_or(EntryError::Field("source"))?,
            form: Form::from_code(bytes[29]).ok_or(EntryError::Field("form"))?,
            transaction,
        }),
        (3, 1 | 2) => transaction
            .map(|transaction| Event::Check {
                is_match: value == 1,
                transaction,
            })
            .ok_or(EntryError::Field("transaction")),
        (4, 1 | 2) => Ok(Event::Result {
            is_electronic: value == 1,
        }),
        (5, status) if is_status => Ok(Event::Synced { status, number }),
        _ => Err(EntryError::Field("value")),
    }
}

fn number(bytes: &[u8; ENTRY_BYTES], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn part<const N: usize>(bytes: &[u8; ENTRY_BYTES], at: usize) -> [u8; N] {
    let mut part = [0; N];
    part.copy_from_slice(&bytes[at..at + N]);
    part
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{entry, events};
    use super::*;

    const TRANSACTION: IdCommitment = IdCommitment([0xDD; 32]);

    fn component(source: Source, transaction: Option<IdCommitment>) -> Event {
        Event::Component {
            component: 4,
            source,
            form: Form::Digitised,
            transaction,
        }
    }

    #[test]
    fn the_layout_is_that_of_the_format() {
        let expected = [
            "01030205",
            "00077a10",
            "01020304",
            "00000005",
            "00000006",
            "00000007",
            "00000004",
            "02020000",
            "00004fc0",
            "00004fc7",
            "00000000",
            "00000000",
            &"aa".repeat(16),
            &"cc".repeat(32),
            &"dd".repeat(32),
        ]
        .concat();
        let entry = entry(component(Source::Registry, Some(TRANSACTION)));
        assert_eq!(hex::encode(entry.to_bytes()), expected);
    }

    #[test]
    fn every_event_has_its_codes_and_comes_back() {
        for event in events() {
            let bytes = entry(event).to_bytes();
            assert_eq!(CaseEntry::parse(&bytes), Ok(entry(event)));
        }
        // Event, value, number, form; and whether a transaction stands at the end.
        let codes = |event| {
            let bytes = entry(event).to_bytes();
            ([bytes[2], bytes[3], bytes[27], bytes[29]], bytes[96] == 0xDD)
        };
        let (is_match, transaction) = (false, TRANSACTION);
        assert_eq!(codes(Event::Status { status: 10, number: 9 }), ([1, 10, 9, 0], false));
        assert_eq!(codes(component(Source::Upload, None)), ([2, 1, 4, 2], false));
        assert_eq!(codes(component(Source::EarlierResult, None)), ([2, 4, 4, 2], false));
        assert_eq!(codes(Event::Check { is_match, transaction }), ([3, 2, 0, 0], true));
        assert_eq!(codes(Event::Result { is_electronic: true }), ([4, 1, 0, 0], false));
        assert_eq!(codes(Event::Synced { status: 1, number: 9 }), ([5, 1, 9, 0], false));
    }

    #[test]
    fn channels_and_days_have_their_codes() {
        for (channel, code) in Channel::ALL.into_iter().zip(1..) {
            let entry = CaseEntry {
                channel,
                received: None,
                due: None,
                ended: Some(DayNumber(u32::MAX)),
                ..entry(events()[0])
            };
            let bytes = entry.to_bytes();
            assert_eq!(
                (bytes[28], &bytes[32..40], &bytes[40..44]),
                (code, &[0; 8][..], &[0xFF; 4][..])
            );
            assert_eq!(CaseEntry::parse(&bytes), Ok(entry));
        }
    }

    #[test]
    fn what_the_format_does_not_name_is_refused() {
        let changed = |event, at: usize, value: u8| {
            let mut bytes = entry(event).to_bytes();
            bytes[at] = value;
            CaseEntry::parse(&bytes)
        };
        let status = Event::Status { status: 4, number: 1 };
        let upload = component(Source::Upload, None);
        let registry = component(Source::Registry, Some(TRANSACTION));
        let check = Event::Check {
            is_match: true,
            transaction: TRANSACTION,
        };
        let result = Event::Result { is_electronic: true };
        for (event, at, value, field) in [
            (status, 1, 1, "kind"),
            (status, 1, 2, "kind"),
            (status, 2, 0, "event"),
            (status, 2, 6, "event"),
            (status, 3, 0, "value"),
            (status, 3, 11, "value"),
            (status, 23, 0, "step"),
            (status, 27, 0, "number"),
            (status, 28, 0, "channel"),
            (status, 28, 4, "channel"),
            (status, 29, 1, "form"),
            (status, 96, 1, "transaction"),
            (Event::Synced { status: 4, number: 1 }, 27, 0, "number"),
            (upload, 3, 0, "source"),
            (upload, 3, 6, "source"),
            (upload, 27, 0, "number"),
            (upload, 29, 0, "form"),
            (upload, 29, 5, "form"),
            (upload, 127, 1, "transaction"),
            (upload, 3, 5, "transaction"),
            (registry, 3, 2, "transaction"),
            (check, 3, 0, "value"),
            (check, 3, 3, "value"),
            (check, 27, 1, "number"),
            (check, 29, 1, "form"),
            (result, 3, 3, "value"),
            (result, 24, 1, "number"),
            (result, 96, 1, "transaction"),
        ] {
            let refused = Err(EntryError::Field(field));
            assert_eq!(changed(event, at, value), refused, "{event:?}: byte {at} is {value}");
        }
        for at in (30..32).chain(44..48) {
            assert_eq!(changed(status, at, 1), Err(EntryError::Field("reserved")), "byte {at}");
        }
        assert_eq!(changed(status, 0, 2), Err(EntryError::Version(2)));
        assert_eq!(CaseEntry::parse(&[1; 129]), Err(EntryError::Size(129)));
        let erased = Event::Check {
            is_match: true,
            transaction: IdCommitment([0; 32]),
        };
        let refused = Err(EntryError::Field("transaction"));
        assert_eq!(CaseEntry::parse(&entry(erased).to_bytes()), refused);
    }

    #[test]
    fn neither_kind_of_entry_reads_as_the_other() {
        let transaction = crate::entry::tests::entry(1).to_bytes();
        assert_eq!(CaseEntry::parse(&transaction), Err(EntryError::Field("kind")));
        for event in events() {
            assert!(crate::Entry::parse(&entry(event).to_bytes()).is_err(), "{event:?}");
        }
    }

    proptest! {
        #[test]
        fn bytes_that_parse_are_written_again_the_same(
            codes in (1u8..7, 0u8..12, 0u8..3, 0u8..5, 0u8..5),
            numbers in proptest::collection::vec(any::<u8>(), 20),
            days in proptest::collection::vec(any::<u8>(), 12),
            rest in proptest::collection::vec(any::<u8>(), 48),
            has_transaction: bool,
        ) {
            let (event, value, number, channel, form) = codes;
            let head = [vec![1, 3, event, value], numbers, vec![0, 0, 0, number, channel, form, 0, 0]].concat();
            let transaction = if has_transaction { [7; 32] } else { [0; 32] };
            let bytes = [head, days, vec![0; 4], rest, transaction.to_vec()].concat();
            if let Ok(entry) = CaseEntry::parse(&bytes) {
                prop_assert_eq!(entry.to_bytes().to_vec(), bytes);
            }
        }
    }
}
