//! `motlan registry load`: sample people, in bulk.

use std::io::{IsTerminal, Write as _};
use std::time::Instant;

use anyhow::{Result, bail};
use motlan_sandbox::Country;
use motlan_sandbox::people::PEOPLE_MAX;

use super::Place;
use crate::cli::{Verdict, say};

pub(super) const EXAMPLE: &str = "Examples:
  motlan registry load --people 10000000
  motlan registry load --people 10000000 --database postgres://motlan@127.0.0.1/population";

/// How often a terminal is told: each 200,000 records are 1 to 3 s.
const TOLD_EVERY: u64 = 200_000;

/// Whom to load, and where.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many people.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=PEOPLE_MAX))]
    people: u64,
    /// The seed of their country.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    place: Place,
}

/// Loads.
pub(super) fn run(arguments: &Arguments) -> Result<Verdict> {
    if arguments.place.registry != "population" {
        bail!("sample people belong into the registry population");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(load(arguments))
}

async fn load(arguments: &Arguments) -> Result<Verdict> {
    let (people, country) = (arguments.people, Country::new(arguments.seed));
    let registry = arguments.place.open().await?;
    let source = format!("sandbox country {}, {people} people", arguments.seed);
    let began = Instant::now();
    let mut first = 0;
    let records = |from: u64| {
        first = from;
        (from..people).map(move |index| country.person(index).to_record())
    };
    let tell = |taken: u64| tell(taken, people);
    let Some(taken) = registry.load_bulk(&source, records, tell).await? else {
        bail!("the database holds other records already: a bulk load needs an empty one");
    };
    registry.close().await?;
    let seconds = began.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a country has fewer people than 2^52")]
    let rate = (taken - first) as f64 / seconds;
    say(&format!(
        "{taken} records, {} of them now, in {seconds:.1} s with their index: {rate:.0} rows/s",
        taken - first
    ));
    Ok(Verdict::True)
}

/// A bar where somebody looks, a line from time to time where nobody does.
fn tell(taken: u64, people: u64) {
    let mut error = std::io::stderr().lock();
    if error.is_terminal() {
        let tenths = usize::try_from(taken * 40 / people).unwrap_or_default();
        let _ = write!(error, "\r[{:<40}] {taken} of {people}", "#".repeat(tenths));
        if taken == people {
            let _ = writeln!(error, "; now the index");
        }
    } else if taken.is_multiple_of(TOLD_EVERY) || taken == people {
        let _ = writeln!(error, "{taken} of {people}");
    }
}
