//! `motlan registry`: what the owner of a registry does with it, and who follows one.

mod load;
mod place;
mod report;
mod snapshot;
mod subscribe;
mod sync;

use anyhow::Result;

use super::Verdict;

pub(crate) use place::Place;

/// What to do.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Load sample people into an empty registry; goes on where an earlier load of the same country stopped.
    #[command(after_help = load::EXAMPLE)]
    Load(load::Arguments),
    /// Take over the records of a file: one JSON object a line, `{"fields": {…}, "known_version"?: 3}`. A run that was
    /// broken off goes on where it stopped. Ends with 1 where a record was refused.
    #[command(after_help = sync::EXAMPLE)]
    Sync(sync::Arguments),
    /// A registry at one moment, encrypted, on its own node.
    #[command(subcommand, after_help = snapshot::EXAMPLE)]
    Snapshot(snapshot::Command),
    /// Follow the changes of a registry through a gateway, one JSON line for each, from where it stopped last time.
    #[command(after_help = subscribe::EXAMPLE)]
    Subscribe(subscribe::Arguments),
}

/// Does it.
pub(crate) fn run(command: &Command) -> Result<Verdict> {
    match command {
        Command::Load(arguments) => load::run(arguments),
        Command::Sync(arguments) => sync::run(arguments),
        Command::Snapshot(command) => snapshot::run(command),
        Command::Subscribe(arguments) => subscribe::run(arguments),
    }
}
