//! Figures from audited logs: the same ledger that the centre keeps, fed from files.

use anyhow::Result;
use motlan_core::MemberId;
use motlan_evidence::audit::{self, Audit};
use motlan_exchange::directory::Directory;
use motlan_measure::{Grain, Ledger, Row};

use crate::cli::say;
use crate::pairs::{self, Pairs};

/// Every computed figure of every period of this length.
pub(super) fn rows(
    found: &Audit,
    directory: Option<&Directory>,
    portal: Option<MemberId>,
    grain: Grain,
) -> Result<Vec<Row>> {
    let mut ledger = portal.map_or_else(Ledger::default, Ledger::with_portal);
    ledger.take_audited(&found.cases)?;
    for id in audit::matched(&found.logs, ledger.open_links())? {
        ledger.take_matched_id(id);
    }
    match directory {
        Some(directory) => take_transactions(&mut ledger, found, directory),
        None => eprintln!("whose transactions they are is not known: figures of the exchange need --directory"),
    }
    Ok(ledger.rows_by(grain))
}

fn take_transactions(ledger: &mut Ledger, found: &Audit, directory: &Directory) {
    let lines = found.rows.iter().map(|row| pairs::Line {
        day: row.day,
        consumer: row.consumer,
        provider: row.provider,
        counts: [row.matched, row.consumer_only, row.provider_only],
    });
    let pairs = Pairs::of(lines, directory);
    for (consumer, provider) in &pairs.nameless {
        eprintln!("the directory does not name {consumer} or {provider}: their transactions are in no figure");
    }
    pairs.enter(ledger);
}

/// Prints the table.
pub(super) fn print(rows: &[Row]) {
    say(Row::HEADER);
    for row in rows {
        say(&row.to_string());
    }
}
