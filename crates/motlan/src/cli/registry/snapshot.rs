//! `motlan registry snapshot`: a registry at one moment, as an encrypted file of its own node: list, take and open them.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use motlan_core::Day;
use motlan_core::caller::Purpose;
use motlan_registry::Snapshot;
use motlan_registry::service::owner;

use crate::cli::{Verdict, say};
use crate::config::NodeConfig;
use crate::node::{AtRest, runtime};

pub(crate) const EXAMPLE: &str = "A node that runs takes one a night, where its registry says `snapshot = { hour = 2, keep = 7 }`.\n\
Whoever opens one stands in the journal of everybody in it, with the purpose.\n\nExamples:\n  \
motlan registry snapshot --config ./g01/motlan.toml --registry population\n  \
motlan registry snapshot --config ./g01/motlan.toml --registry population --take\n  \
motlan registry snapshot --config ./g01/motlan.toml --registry population --open 2026-11-22 --purpose ND-137-2015 --file all.jsonl";

/// Which registry, and what to do.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The node's configuration. Its node must not be running.
    #[arg(long)]
    config: PathBuf,
    /// The code of the registry.
    #[arg(long)]
    registry: String,
    /// Take today's, where there is none yet.
    #[arg(long)]
    take: bool,
    /// Open the one of this day.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "purpose", requires = "file")]
    open: Option<Day>,
    /// Why: a legal basis and, if there is one, a dossier. Everybody in it can read it.
    #[arg(long)]
    purpose: Option<Purpose>,
    /// Who opens it.
    #[arg(long)]
    officer: Option<String>,
    /// Where its records are written, one JSON line each: `{"fields": {…}, "known_version": 3}`. It must not be there yet.
    #[arg(long, value_name = "OUT.jsonl")]
    file: Option<PathBuf>,
}

/// Lists, takes or opens.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let config = NodeConfig::read(&arguments.config)?;
    runtime()?.block_on(work(arguments, &config))
}

async fn work(arguments: &Arguments, config: &NodeConfig) -> Result<Verdict> {
    let at_rest = AtRest::open(config, &arguments.registry).await?;
    let registry = &at_rest.registry;
    if arguments.take {
        registry.take_snapshot().await?;
    }
    if let (Some(day), Some(purpose), Some(path)) = (arguments.open, &arguments.purpose, &arguments.file) {
        let system = format!("{}/{}", config.member, arguments.registry).parse()?;
        let caller = owner(registry.pack(), system, arguments.officer.clone(), purpose.clone())?;
        // The file first: nobody is told of an opening that gave nothing.
        let file = File::create_new(path).with_context(|| format!("cannot make {}", path.display()))?;
        let lines = match registry.open_snapshot(&caller, day).await {
            Ok(lines) => lines,
            Err(error) => {
                drop(file);
                std::fs::remove_file(path)?;
                return Err(error.into());
            }
        };
        let mut file = BufWriter::new(file);
        for line in lines {
            writeln!(file, "{}", line?)?;
        }
        file.into_inner()?.sync_all()?;
    }
    for snapshot in registry.snapshots().await? {
        say(&line(&snapshot));
    }
    registry.close().await?;
    Ok(Verdict::True)
}

fn line(snapshot: &Snapshot) -> String {
    let Snapshot {
        day,
        head,
        records,
        bytes,
    } = snapshot;
    let (version, position) = (head.version, head.position);
    format!("{day}  version {version}  position {position}  {records} records  {bytes} bytes")
}
