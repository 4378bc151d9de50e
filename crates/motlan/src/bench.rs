//! `motlan bench`: figures, one comparable line each: `figure <name> <value> <unit>`.
//!
//! Speed is measured here and never in a timed test. Gateways are processes of their own.

mod browser;
mod evidence;
mod exchange;
mod figures;
mod instructions;
mod load;
mod machine;
mod nginx;
mod pages;
mod pair;
mod place;
mod process;
mod raw;
mod registry;
mod registry_feed;
mod registry_oracle;
mod registry_sync;
mod sync;
mod sync_queue;
mod times;

use anyhow::Result;

use crate::cli::{RegistryPlace, Verdict, say};

/// What is measured.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  motlan bench exchange --seconds 20 --connections 256")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    area: Area,
}

/// An area, with the options that it reads.
#[derive(clap::Subcommand)]
enum Area {
    /// Two gateways under load: transactions a second, latency, memory.
    Exchange(exchange::Arguments),
    /// Instructions that a transaction costs each gateway, by callgrind.
    Instructions(instructions::Arguments),
    /// The pages of a demonstration: how soon they begin to come, and how soon the national portal shows a change.
    Portal(pages::Arguments),
    /// How fast a queue of status changes drains when the line is back.
    Sync(sync::Arguments),
    /// The bulk sync of a file of records with planted mistakes, killed in the middle, and sent again.
    RegistrySync(registry_sync::Arguments),
    /// The feed of a registry: three subscribers with different rights, over restarts of every side.
    RegistryFeed(registry_feed::Arguments),
    /// Evidence alone: durable entries a second, starting again, recomputing a log.
    Evidence(evidence::Arguments),
    /// Whether the time of an answer tells a person who is not there from one whose data differ.
    RegistryOracle(registry_oracle::Arguments),
    /// Printed figures, read from a table and checked.
    Figures(figures::Arguments),
    /// A registry of millions that `motlan registry load` has made: verifications and look-ups.
    Registry(registry::Arguments),
    /// The registry of that bench, in a process of its own.
    #[command(hide = true)]
    RegistryServer(RegistryPlace),
}

/// Measures.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    match &arguments.area {
        Area::Exchange(arguments) => exchange::run(arguments)?,
        Area::Instructions(arguments) => instructions::run(arguments)?,
        Area::Portal(arguments) => pages::run(arguments)?,
        Area::Sync(arguments) => sync::run(arguments)?,
        Area::RegistrySync(arguments) => registry_sync::run(arguments)?,
        Area::RegistryFeed(arguments) => registry_feed::run(arguments)?,
        Area::Evidence(arguments) => evidence::run(arguments)?,
        Area::RegistryOracle(arguments) => registry_oracle::run(arguments)?,
        Area::Figures(arguments) => figures::run(arguments)?,
        Area::Registry(arguments) => registry::run(arguments)?,
        Area::RegistryServer(place) => registry::serve(place)?,
    }
    Ok(Verdict::True)
}

/// Prints one figure.
fn figure(name: &str, value: f64, unit: &str) {
    say(&format!("figure {name} {value:.3} {unit}"));
}
