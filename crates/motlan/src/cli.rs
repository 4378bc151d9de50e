//! The command line: what can be said, with examples; each command has a file of its own.

mod audit;
mod call;
mod directory;
mod doctor;
mod figures;
mod init;
mod log;
mod pack;
mod registry;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use motlan_core::MemberId;

use crate::{bench, demo, node};

pub(crate) use directory::append as append_requests;
pub(crate) use doctor::fdatasync;
pub(crate) use registry::Place as RegistryPlace;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It did what it was asked, or what was checked is true.
    True,
    /// What was checked is false, or there is a finding.
    False,
    /// A gateway refused.
    Refused,
}

/// The state asks the citizen once: signing gateways between agencies, with evidence that anybody can check.
#[derive(Parser)]
#[command(name = "motlan", version, about, long_about = None, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  motlan demo                                   a small country on this machine
  motlan demo --people 1000000 --no-traffic     a larger one that waits for you
  motlan init --help                            keys and configuration of a new node
  motlan node --config ./h45/motlan.toml        run it
  motlan audit ./motlan-data                    recompute every count from the files
  motlan audit --figures ./motlan-data          recompute every figure from the files
  motlan figures check report.csv               which printed figures add up
  motlan pack check my-pack.toml                is this file a registry
  motlan verify 0.tlog-proof --key 'motlan/VN/GOV/H45/exchange+1a2b3c4d+AbCd…'";

#[derive(Subcommand)]
enum Command {
    /// Bring up a small country on this machine: seven agencies, their gateways, sample people, dossiers and traffic.
    Demo(demo::Arguments),
    /// Run one agency's node.
    Node {
        /// Its configuration, as `motlan init` writes it.
        #[arg(long)]
        config: PathBuf,
    },
    /// Make the keys and the configuration of a new node, and the requests that its member sends to the centre.
    #[command(after_help = init::EXAMPLE)]
    Init(init::Arguments),
    /// Sign a member's requests to the directory, or write signed ones into it as the operator of the centre.
    #[command(after_help = directory::EXAMPLE)]
    Directory {
        /// What to do with it.
        #[command(subcommand)]
        command: directory::Command,
    },
    /// Ask a service through a gateway, as an agency's system would.
    #[command(after_help = call::EXAMPLE)]
    Call(call::Arguments),
    /// Check the proof of one transaction, or of one step of a dossier, offline.
    #[command(after_help = verify::EXAMPLE)]
    Verify {
        /// A `.tlog-proof` file.
        proof: PathBuf,
        /// The log's verifier key, as the directory names it.
        #[arg(long)]
        key: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Recompute every count per service and day, or every figure, from log files alone, offline.
    #[command(after_help = audit::EXAMPLE)]
    Audit(audit::Arguments),
    /// Hold printed figures against rules: which add up, which do not, and why; offline.
    Figures {
        /// What to do with them.
        #[command(subcommand)]
        command: figures::Command,
    },
    /// Fill and keep a registry, or follow one.
    Registry {
        /// What to do with it.
        #[command(subcommand)]
        command: registry::Command,
    },
    /// What a registry is, as a file: check it, or make its records' JSON Schema; offline.
    Pack {
        /// What to do with it.
        #[command(subcommand)]
        command: pack::Command,
    },
    /// Look at this machine and, if given, a node's configuration: disk, clock, ports, keys, files.
    Doctor {
        /// A node's configuration.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Measure; prints one line per figure.
    Bench(bench::Arguments),
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    log::start();
    let outcome = match arguments.command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Node { config } => node::run_file(&config),
        Command::Init(arguments) => init::run(&arguments),
        Command::Directory { command } => directory::run(&command),
        Command::Call(arguments) => call::run(&arguments),
        Command::Verify { proof, key, json } => verify::run(&proof, &key, json),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Figures { command } => figures::run(&command),
        Command::Registry { command } => registry::run(&command),
        Command::Pack { command } => pack::run(&command),
        Command::Doctor { config } => Ok(doctor::run(config.as_deref())),
        Command::Bench(arguments) => bench::run(&arguments),
    };
    match outcome {
        Ok(Verdict::True) => ExitCode::SUCCESS,
        Ok(Verdict::False) => ExitCode::from(1),
        Ok(Verdict::Refused) => ExitCode::from(4),
        Err(error) => {
            eprintln!("motlan: {error:#}");
            ExitCode::from(3)
        }
    }
}

/// Prints one line on standard output; a closed pipe ends the output, not the program.
pub(crate) fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// The member as a folder below a data folder.
pub(crate) fn member_folder(data: &std::path::Path, member: &MemberId) -> PathBuf {
    data.join(member.to_string())
}
