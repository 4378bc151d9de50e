//! Figures from audited logs: the same ledger that the centre keeps, fed from files.

use std::collections::{BTreeMap, HashSet};

use anyhow::Result;
use motlan_core::MemberId;
use motlan_evidence::audit::Audit;
use motlan_exchange::directory::{Directory, Subject};
use motlan_measure::{Day, Grain, Ledger, Row};

use super::links;
use crate::cli::say;

/// Every computed figure of every period of this length.
pub(super) fn rows(
    found: &Audit,
    directory: Option<&Directory>,
    portal: Option<MemberId>,
    grain: Grain,
) -> Result<Vec<Row>> {
    let mut ledger = portal.map_or_else(Ledger::default, Ledger::with_portal);
    ledger.take_audited(&found.cases)?;
    let wanted: HashSet<_> = ledger.open_links().collect();
    for id in links::matched(&found.logs, &wanted)? {
        ledger.take_matched_id(id);
    }
    match directory {
        Some(directory) => take_transactions(&mut ledger, found, directory)?,
        None => eprintln!("whose transactions they are is not known: figures of the exchange need --directory"),
    }
    Ok(ledger.rows_by(grain))
}

/// The audit counts by service; figures of the exchange are of members.
fn take_transactions(ledger: &mut Ledger, found: &Audit, directory: &Directory) -> Result<()> {
    let member = |index| directory.subject(index).and_then(Subject::member);
    let mut pairs = BTreeMap::<(Day, &MemberId, &MemberId), [u64; 3]>::new();
    for row in &found.rows {
        let (Some(consumer), Some(provider)) = (member(row.consumer), member(row.provider)) else {
            eprintln!(
                "the directory does not name {} or {}: their transactions are in no figure",
                row.consumer, row.provider
            );
            continue;
        };
        let counts = pairs.entry((row.day.parse()?, consumer, provider)).or_default();
        for (count, more) in counts
            .iter_mut()
            .zip([row.matched, row.consumer_only, row.provider_only])
        {
            *count += more;
        }
    }
    for ((day, consumer, provider), [matched, consumer_only, provider_only]) in pairs {
        ledger.take_transactions(day, consumer, provider, matched, consumer_only, provider_only);
    }
    Ok(())
}

/// Prints the table.
pub(super) fn print(rows: &[Row]) {
    say(Row::HEADER);
    for row in rows {
        say(&row.to_string());
    }
}
