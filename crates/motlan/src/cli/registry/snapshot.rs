//! `motlan registry snapshot`: a registry at one moment, as an encrypted file of its own node: list, take and open them.

use std::fs::{self, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use motlan_core::Day;
use motlan_core::caller::Purpose;
use motlan_registry::service::owner;
use motlan_registry::{Listed, Registry, Snapshots};
use motlan_store::storage::DiskStorage;

use crate::cli::{Verdict, say};
use crate::config::NodeConfig;
use crate::keys::NodeKeys;
use crate::node::{AtRest, registry_code, runtime};

pub(crate) const EXAMPLE: &str = "A node that runs takes one a night, where its registry says `snapshot = { hour = 2, keep = 7 }`.\n\n\
Examples:\n  \
motlan registry snapshot list --config ./g01/motlan.toml --registry population\n  \
motlan registry snapshot take --config ./g01/motlan.toml --registry population\n  \
motlan registry snapshot open 2026-11-22 --config ./g01/motlan.toml --registry population \\\n    \
--purpose ND-137-2015 --officer \"Trần Thị Mẫu\" --file all.jsonl";

/// What to do with snapshots.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Say which there are, also while the node runs.
    List(Whose),
    /// Take today's, unless it is there. The node must not be running.
    Take(Whose),
    /// Write the records of one into a file. Whoever opens one stands in the journal of everybody in it, before the first
    /// record is written. The node must not be running.
    Open(Open),
}

/// Which registry.
#[derive(clap::Args)]
pub(crate) struct Whose {
    /// The node's configuration.
    #[arg(long)]
    config: PathBuf,
    /// The code of the registry.
    #[arg(long)]
    registry: String,
}

/// Which snapshot, who opens it and why.
#[derive(clap::Args)]
pub(crate) struct Open {
    /// The day it is called by.
    #[arg(value_name = "YYYY-MM-DD")]
    day: Day,
    #[command(flatten)]
    whose: Whose,
    /// Why: a legal basis and, if there is one, a dossier. Everybody in it can read it.
    #[arg(long)]
    purpose: Purpose,
    /// Who opens it.
    #[arg(long)]
    officer: String,
    /// Where its records are written, one JSON line each: `{"fields": {…}, "known_version": 3}`. It must not be there yet;
    /// only its owner may read it.
    #[arg(long, value_name = "OUT.jsonl")]
    file: PathBuf,
}

/// Does it.
pub(crate) fn run(command: &Command) -> Result<Verdict> {
    runtime()?.block_on(async {
        match command {
            Command::List(whose) => list(whose),
            Command::Take(whose) => take(whose).await,
            Command::Open(arguments) => open(arguments).await,
        }
    })
}

fn list(whose: &Whose) -> Result<Verdict> {
    let config = NodeConfig::read(&whose.config)?;
    let code = registry_code(&config, &whose.registry)?;
    let storage = Arc::new(DiskStorage::new(config.data_folder())?);
    let snapshots = Snapshots::new(storage, &code, &NodeKeys::read(&config.folder)?.index).list()?;
    if snapshots.is_empty() {
        say("no snapshot yet");
    }
    let mut verdict = Verdict::True;
    for listed in &snapshots {
        say(&line(listed));
        if listed.snapshot.is_none() {
            verdict = Verdict::False;
        }
    }
    Ok(verdict)
}

fn line(Listed { day, snapshot }: &Listed) -> String {
    let Some(whole) = snapshot else {
        return format!("{day}  does not open: it is being written, was broken off, or is not what was written");
    };
    format!(
        "{day}  pack version {}  position {}  {} records  {} bytes",
        whole.head.pack_version, whole.head.position, whole.records, whole.bytes
    )
}

async fn take(whose: &Whose) -> Result<Verdict> {
    let config = NodeConfig::read(&whose.config)?;
    let at_rest = AtRest::open(&config, &whose.registry).await?;
    at_rest.registry.take_snapshot().await?;
    at_rest.registry.close().await?;
    list(whose)
}

async fn open(arguments: &Open) -> Result<Verdict> {
    let config = NodeConfig::read(&arguments.whose.config)?;
    let at_rest = AtRest::open(&config, &arguments.whose.registry).await?;
    let file = &arguments.file;
    anyhow::ensure!(!file.exists(), "{} is there already", file.display());
    let mut name = file.file_name().context("--file names no file")?.to_owned();
    name.push(".part");
    let part = file.with_file_name(name);
    let written = write(arguments, &config, &at_rest.registry, &part).await;
    at_rest.registry.close().await?;
    let records = match written {
        Ok(records) => records,
        Err(error) => {
            let _ = fs::remove_file(&part);
            return Err(error);
        }
    };
    fs::rename(&part, file)?;
    say(&format!(
        "{records} records in {}; each person in them can read that it was opened, and why",
        file.display()
    ));
    Ok(Verdict::True)
}

async fn write(arguments: &Open, config: &NodeConfig, registry: &Registry, part: &Path) -> Result<u64> {
    // The file first: nobody is told of an opening that could give nothing.
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(part);
    let file = file.with_context(|| format!("cannot make {}", part.display()))?;
    let system = format!("{}/{}", config.member, arguments.whose.registry).parse()?;
    let officer = Some(arguments.officer.clone());
    let caller = owner(registry.pack(), system, officer, arguments.purpose.clone())?;
    let mut file = BufWriter::new(file);
    let mut records = 0;
    for line in registry.open_snapshot(&caller, arguments.day).await? {
        writeln!(file, "{}", line?)?;
        records += 1;
    }
    file.into_inner()?.sync_all()?;
    Ok(records)
}
