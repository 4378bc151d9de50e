//! `motlan registry sync`: the bulk sync of a file into a registry of this node, as one of its own systems.
//!
//! What it takes and refuses is decided by the same service that answers `POST /sync`, and is journalled like it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use motlan_core::caller::Purpose;
use motlan_core::{Caller, SystemId};
use motlan_registry::Pack;
use motlan_registry::service::owner;

use super::report::Report;
use crate::bulk;
use crate::cli::{Verdict, say};
use crate::config::NodeConfig;
use crate::node::{AtRest, runtime};

pub(crate) const EXAMPLE: &str = r#"Examples:
  echo '{"fields":{"personal_number":"003199012345","full_name":"Lê Thị Bình","birth_date":"1999"}}' > records.jsonl
  motlan registry sync --config ./g01/motlan.toml --registry population --purpose ND-137-2015 --file records.jsonl"#;

/// Which file into which registry, and why.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The node's configuration. Its node must not be running.
    #[arg(long)]
    config: PathBuf,
    /// The code of the registry.
    #[arg(long)]
    registry: String,
    /// The records.
    #[arg(long)]
    file: PathBuf,
    /// Why: a legal basis and, if there is one, a dossier, as in `ND-137-2015`. Everybody concerned can read it.
    #[arg(long)]
    purpose: Purpose,
    /// The system that sends them; absent, one of this member that is called like the registry.
    #[arg(long)]
    system: Option<SystemId>,
    /// Who runs this.
    #[arg(long)]
    officer: Option<String>,
    /// Write a line about every refused record, with all its reasons, into this file.
    #[arg(long, value_name = "OUT.jsonl")]
    refused: Option<PathBuf>,
    /// Write the totals and the reasons into this file, as JSON.
    #[arg(long, value_name = "OUT.json")]
    report: Option<PathBuf>,
}

/// Syncs the file.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let config = NodeConfig::read(&arguments.config)?;
    runtime()?.block_on(sync(arguments, &config))
}

async fn sync(arguments: &Arguments, config: &NodeConfig) -> Result<Verdict> {
    let at_rest = AtRest::open(config, &arguments.registry).await?;
    let registry = &at_rest.registry;
    let caller = caller(arguments, config, registry.pack())?;
    let refused = arguments.refused.as_deref();
    let synced = bulk::sync(registry, &caller, &arguments.file, refused, |progress| {
        eprintln!("{} records", progress.tally.records());
    });
    let (hash, progress) = synced.await?;
    let report = Report::new(registry.pack(), &hash, &progress.tally);
    registry.close().await?;
    for line in report.lines() {
        say(&line);
    }
    if let Some(path) = &arguments.report {
        write(path, &report)?;
    }
    Ok(if progress.tally.rejected == 0 {
        Verdict::True
    } else {
        Verdict::False
    })
}

fn write(path: &Path, report: &Report<'_>) -> Result<()> {
    let text = serde_json::to_string_pretty(report)?;
    std::fs::write(path, text + "\n").with_context(|| format!("cannot write {}", path.display()))
}

/// The owner itself: it may send every field.
fn caller(arguments: &Arguments, config: &NodeConfig, pack: &Pack) -> Result<Caller> {
    let system = match &arguments.system {
        Some(system) => system.clone(),
        None => format!("{}/{}", config.member, arguments.registry).parse()?,
    };
    Ok(owner(
        pack,
        system,
        arguments.officer.clone(),
        arguments.purpose.clone(),
    )?)
}
