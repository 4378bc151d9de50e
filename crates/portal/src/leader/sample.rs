//! A small country for the tests of these pages: two provinces, the national portal, a month and a half. Nobody's data.

use std::collections::BTreeMap;

use motlan_core::{Hour, MemberId, Name};
use motlan_evidence::IdCommitment;
use motlan_evidence::case::{CaseEntry, Channel, DayNumber, Event, Form, Pseudonym, Source as From};
use motlan_measure::{Day, Ledger};

use super::source::Source;
use crate::facts::{FrameFacts, Named};

/// The day of [`FrameFacts::SAMPLE_AT`].
pub(super) fn today() -> Day {
    day("2026-11-21")
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn member(code: &str) -> MemberId {
    format!("VN/GOV/{code}").parse().unwrap()
}

pub(super) fn named(member: &MemberId) -> Named {
    let (vi, en) = match member.code() {
        "H45" => ("Tỉnh Phú Yên", "Phú Yên Province"),
        "H19" => ("Tỉnh Đồng Nai", "Đồng Nai Province"),
        "G22" => ("Văn phòng Chính phủ", "Office of the Government"),
        "G01" => ("Bộ Công an", "Ministry of Public Security"),
        _ => (
            "Bộ Thông tin và Truyền thông",
            "Ministry of Information and Communications",
        ),
    };
    Named {
        name: Name {
            vi: vi.to_owned(),
            en: en.to_owned(),
        },
        owner: None,
        id: member.to_string(),
        member: member.to_string(),
        is_code_unconfirmed: member.code() == "H45",
    }
}

fn frame() -> FrameFacts {
    FrameFacts {
        place: named(&member("G14")),
        is_centre: true,
        sections: vec!["/chi-dao"],
        ..FrameFacts::sample()
    }
}

/// What a dossier goes through.
struct Story {
    received: Day,
    has_reuse: bool,
    has_registry: bool,
    /// Days until it is finished; due after five.
    took: Option<u32>,
    is_electronic: bool,
}

/// One dossier's entries.
fn dossier(system: u32, number: u8, story: &Story) -> Vec<CaseEntry> {
    let received = DayNumber::from(story.received);
    let mut next = CaseEntry {
        hour: Hour(received.0 * 24 + 2),
        system,
        unit: 1,
        procedure: 1,
        dossier: Pseudonym([number; 16]),
        step: 0,
        channel: Channel::Online,
        received: None,
        due: None,
        ended: None,
        event: Event::Status { status: 1, number: 1 },
        content: [0; 32],
    };
    let mut entries = Vec::new();
    let mut write = |next: &mut CaseEntry, event| {
        next.step += 1;
        next.event = event;
        entries.push(*next);
    };
    write(&mut next, Event::Status { status: 1, number: 1 });
    let component = |component, source, transaction| Event::Component {
        component,
        source,
        form: Form::Electronic,
        transaction,
    };
    if story.has_registry {
        let transaction = IdCommitment([number; 32]);
        write(&mut next, component(1, From::Registry, Some(transaction)));
    }
    let source = if story.has_reuse { From::Vault } else { From::Upload };
    write(&mut next, component(2, source, None));
    next.received = Some(received);
    next.due = Some(DayNumber(received.0 + 5));
    write(&mut next, Event::Status { status: 2, number: 2 });
    write(&mut next, Event::Status { status: 4, number: 3 });
    if let Some(took) = story.took {
        next.ended = Some(DayNumber(received.0 + took));
        next.hour = Hour((received.0 + took) * 24 + 2);
        write(
            &mut next,
            Event::Result {
                is_electronic: story.is_electronic,
            },
        );
        write(&mut next, Event::Status { status: 9, number: 4 });
    }
    entries
}

/// What the national portal's node writes of a log.
fn synced(log: &[CaseEntry]) -> Vec<CaseEntry> {
    let copy = |entry: &CaseEntry| match entry.event {
        Event::Status { status, number } => Some(CaseEntry {
            event: Event::Synced { status, number },
            ..*entry
        }),
        _ => None,
    };
    log.iter().filter_map(copy).collect()
}

fn log(system: u32, count: u8, reuse_every: u8) -> Vec<CaseEntry> {
    let story = |number: u8| Story {
        // From 12 October on, two a day, none in the middle of November.
        received: Day::from_number(
            day("2026-10-12").number() + u32::from(number) / 2 + if number > 60 { 4 } else { 0 },
        ),
        has_reuse: number.is_multiple_of(reuse_every),
        has_registry: number.is_multiple_of(2),
        took: (!number.is_multiple_of(5)).then_some(3 + u32::from(number % 4)),
        is_electronic: !number.is_multiple_of(3),
    };
    (0..count)
        .flat_map(|number| dossier(system, number, &story(number)))
        .collect()
}

/// The figures: the portal holds every status of Phú Yên and none of Đồng Nai; the first 50 questions are matched.
pub(super) fn ledger() -> Ledger {
    let mut ledger = Ledger::with_portal(member("G22"));
    let phu_yen = log(7, 80, 3);
    ledger.take_logs([
        (&member("H45"), &phu_yen[..]),
        (&member("H19"), &log(9, 60, 7)[..]),
        (&member("G22"), &synced(&phu_yen)[..]),
    ]);
    for number in 0..50 {
        ledger.take_matched_id(IdCommitment([number; 32]));
    }
    for at in day("2026-11-01").to(today()) {
        let matched = 1_200 + u64::from(at.number() % 7) * 31;
        ledger.take_transactions(at, &member("H45"), &member("G01"), matched, 0, 0);
        ledger.take_transactions(at, &member("H19"), &member("G01"), 40, u64::from(at == today()), 0);
    }
    ledger.set_today(today());
    ledger
}

/// Asks these figures as a page would.
pub(super) fn with_source<T>(ledger: &Ledger, ask: impl FnOnce(&Source<'_>) -> T) -> T {
    let addresses = BTreeMap::from([(member("H45"), "http://127.0.0.1:8300".to_owned())]);
    ask(&Source {
        ledger,
        frame: frame(),
        today: today(),
        own: &member("G14"),
        addresses: &addresses,
        name: &named,
    })
}
