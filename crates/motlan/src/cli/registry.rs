//! `motlan registry`: what the owner of a registry does with it.

mod load;
mod place;

use anyhow::Result;

use super::Verdict;

pub(crate) use place::Place;

/// What to do.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Load sample people into an empty registry; goes on where an earlier load of the same country stopped.
    #[command(after_help = load::EXAMPLE)]
    Load(load::Arguments),
}

/// Does it.
pub(crate) fn run(command: &Command) -> Result<Verdict> {
    match command {
        Command::Load(arguments) => load::run(arguments),
    }
}
