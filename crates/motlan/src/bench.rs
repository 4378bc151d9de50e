//! `motlan bench`: figures, one comparable line each: `figure <name> <value> <unit>`.
//!
//! Speed is measured here and never in a timed test. Gateways are processes of their own.

mod exchange;
mod load;
mod machine;

use anyhow::{Result, bail};

use crate::cli::{Verdict, say};

/// What is measured and how.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  motlan bench exchange --seconds 20 --connections 256")]
pub(crate) struct Arguments {
    /// The area: `exchange`.
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
    /// Where the gateways keep their data; a temporary folder on the system's disk if absent.
    #[arg(long)]
    data: Option<std::path::PathBuf>,
}

/// Measures.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    match arguments.area.as_str() {
        "exchange" => exchange::run(arguments)?,
        other => bail!("there is no area {other}; this version measures: exchange"),
    }
    Ok(Verdict::True)
}

/// Prints one figure.
fn figure(name: &str, value: f64, unit: &str) {
    say(&format!("figure {name} {value:.3} {unit}"));
}
