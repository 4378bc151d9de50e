//! Recomputes the figures of a year of dossiers and prints how fast: `recompute [DOSSIERS]` (default 200,000).
//!
//! Each dossier has ten entries in its province's log and five copies in the national portal's; figures are read at the
//! end. Entries are made beforehand in blocks, so that only parsing of the 128 bytes, taking and reading are timed.

use std::error::Error;
use std::io::Write as _;
use std::time::{Duration, Instant};

use motlan_core::{Hour, MemberId};
use motlan_evidence::IdCommitment;
use motlan_evidence::case::{CaseEntry, Channel, DayNumber, Event, Form, Pseudonym, Source};
use motlan_measure::Ledger;

/// Dossiers made and taken at a time: 15,000 entries of 128 bytes, 2 MB.
const BLOCK: u64 = 1000;

/// 1 January 2024, in hours since 1970-01-01T00:00Z.
const FIRST_HOUR: u32 = 19_723 * 24;

fn main() -> Result<(), Box<dyn Error>> {
    let dossiers: u64 = std::env::args().nth(1).map_or(Ok(200_000), |text| text.parse())?;
    let provinces = (1..=63).map(|code| format!("VN/GOV/H{code:02}").parse());
    let provinces: Vec<MemberId> = provinces.collect::<Result<_, _>>()?;
    let portal: MemberId = "VN/GOV/G22".parse()?;
    let mut ledger = Ledger::with_portal(portal.clone());
    let mut next = vec![0_u64; provinces.len() + 1];
    let (mut entries, mut taking) = (0_u64, Duration::ZERO);
    for (block, province) in (0..dossiers.div_ceil(BLOCK)).zip((0..provinces.len()).cycle()) {
        let (own, copies) = make(block, province);
        let started = Instant::now();
        for (member, place, bytes) in [
            (&provinces[province], province, own),
            (&portal, provinces.len(), copies),
        ] {
            for entry in &bytes {
                ledger.take_case(member, next[place], &CaseEntry::parse(entry)?);
                next[place] += 1;
            }
            entries += bytes.len() as u64;
        }
        taking += started.elapsed();
    }
    let started = Instant::now();
    let rows = ledger.rows().len();
    let reading = started.elapsed();
    let rate = u128::from(entries) * 1_000_000 / (taking + reading).as_micros().max(1);
    let mut out = std::io::stdout();
    writeln!(out, "figure measure.recompute {rate} entries/s")?;
    writeln!(out, "figure measure.rows {} ms", reading.as_millis())?;
    writeln!(out, "{entries} entries, {dossiers} dossiers, {rows} figures")?;
    Ok(())
}

/// The entries of a block of dossiers, and the portal's copies.
fn make(block: u64, province: usize) -> (Vec<[u8; 128]>, Vec<[u8; 128]>) {
    let (mut own, mut copies) = (Vec::new(), Vec::new());
    for number in block * BLOCK..(block + 1) * BLOCK {
        dossier(number, u32::try_from(province).unwrap_or(0), &mut own, &mut copies);
    }
    (own, copies)
}

fn dossier(number: u64, system: u32, own: &mut Vec<[u8; 128]>, copies: &mut Vec<[u8; 128]>) {
    // Spreads neighbouring numbers (multiplier of splitmix64), as random pseudonyms are.
    let mut name = [0; 16];
    name[..8].copy_from_slice(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes());
    name[8..].copy_from_slice(&number.to_le_bytes());
    let day = u32::try_from(number % 365).unwrap_or(0);
    let received = FIRST_HOUR / 24 + day;
    let component = |component, source, transaction| Event::Component {
        component,
        source,
        form: Form::Electronic,
        transaction,
    };
    let status = |status, number| Event::Status { status, number };
    let mut link = [1; 32];
    link[..16].copy_from_slice(&name);
    let events = [
        status(1, 1),
        component(1, Source::Registry, Some(IdCommitment(link))),
        component(2, Source::Upload, None),
        component(3, Source::Vault, None),
        status(2, 2),
        Event::Check {
            is_match: true,
            transaction: IdCommitment(link),
        },
        status(4, 3),
        Event::Result { is_electronic: true },
        status(9, 4),
        status(10, 5),
    ];
    for (step, event) in (1..).zip(events) {
        let entry = CaseEntry {
            hour: Hour(FIRST_HOUR + day * 24 + step),
            system,
            unit: 1,
            procedure: 1,
            dossier: Pseudonym(name),
            step,
            channel: Channel::Online,
            received: (step >= 5).then_some(DayNumber(received)),
            due: (step >= 5).then_some(DayNumber(received + 5)),
            ended: (step >= 9).then_some(DayNumber(received + 4)),
            event,
            content: [7; 32],
        };
        own.push(entry.to_bytes());
        if let Event::Status { status, number } = event {
            let event = Event::Synced { status, number };
            copies.push(CaseEntry { event, ..entry }.to_bytes());
        }
    }
}
