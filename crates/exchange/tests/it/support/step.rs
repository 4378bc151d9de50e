//! Steps of dossiers, as a one-stop system writes them.

use motlan_core::Hour;
use motlan_evidence::case::{CaseEntry, Channel, DayNumber, Event, Pseudonym};

use super::country::Country;

/// The first step of a dossier that is named by a number.
pub(crate) fn step(country: &Country, system: &str, dossier: u32) -> CaseEntry {
    let mut pseudonym = [0; 16];
    pseudonym[..4].copy_from_slice(&dossier.to_be_bytes());
    CaseEntry {
        hour: Hour(490_000),
        system: country.directory().system(&system.parse().unwrap()).unwrap().index,
        unit: 1,
        procedure: 1,
        dossier: Pseudonym(pseudonym),
        step: 1,
        channel: Channel::Online,
        received: None,
        due: Some(DayNumber(20_000)),
        ended: None,
        event: Event::Status { status: 1, number: 1 },
        content: [0; 32],
    }
}

/// What the national portal writes when it holds that step.
pub(crate) fn synced(step: CaseEntry) -> CaseEntry {
    CaseEntry {
        event: Event::Synced { status: 1, number: 1 },
        ..step
    }
}
