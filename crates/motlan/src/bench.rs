//! `motlan bench`: figures, one comparable line each: `figure <name> <value> <unit>`.
//!
//! Speed is measured here and never in a timed test. Gateways are processes of their own.

mod browser;
mod exchange;
mod load;
mod machine;
mod pages;
mod process;
mod sync;
mod sync_queue;

use anyhow::{Result, bail};

use crate::cli::{Verdict, say};

/// What is measured and how.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  motlan bench exchange --seconds 20 --connections 256")]
pub(crate) struct Arguments {
    /// The area: `exchange`, `portal`, `sync`.
    area: String,
    /// Seconds of each measured phase.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Connections of the load generator.
    #[arg(long, default_value_t = 256)]
    connections: usize,
    /// Bytes of the request's and of the answer's body.
    #[arg(long, default_value_t = 1024)]
    body_bytes: usize,
    /// Changes of status that wait when the line comes back (`sync`).
    #[arg(long, default_value_t = 1500, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    changes: u64,
    /// Where the gateways keep their data; a temporary folder on the system's disk if absent.
    #[arg(long)]
    data: Option<std::path::PathBuf>,
}

/// Measures.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    match arguments.area.as_str() {
        "exchange" => exchange::run(arguments)?,
        "portal" => pages::run(arguments)?,
        "sync" => sync::run(arguments)?,
        other => bail!("there is no area {other}; this version measures: exchange, portal, sync"),
    }
    Ok(Verdict::True)
}

/// Prints one figure.
fn figure(name: &str, value: f64, unit: &str) {
    say(&format!("figure {name} {value:.3} {unit}"));
}
