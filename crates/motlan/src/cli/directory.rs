//! `motlan directory`: members sign what they ask, the centre's operator writes it into the directory.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use motlan_core::{Clock, SystemClock};
use motlan_exchange::directory::{DirectoryWriter, Operation, SignedRequest};

use super::{Verdict, say};
use crate::config::{FILE_NAME, NodeConfig};
use crate::keys::NodeKeys;
use crate::node::DirectoryFile;
use crate::setup::Owner;

pub(crate) const EXAMPLE: &str = r#"Example:
  echo '{"system":{"id":"VN/GOV/H45/onestop","name_vi":"Một cửa","name_en":"One-stop shop"}}' > system.json
  motlan directory sign --dir ./h45 system.json > requests.jsonl
  motlan directory add --dir ./g14 requests.jsonl"#;

/// What to do with the directory.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Append signed requests, all or none; a running centre publishes them within a second.
    #[command(after_help = EXAMPLE)]
    Add {
        /// The centre's folder.
        #[arg(long)]
        dir: PathBuf,
        /// Files of signed requests, one JSON object a line.
        #[arg(required = true)]
        requests: Vec<PathBuf>,
    },
    /// Sign operations as this node's member; prints requests for the centre's operator.
    #[command(after_help = EXAMPLE)]
    Sign {
        /// The node's folder.
        #[arg(long)]
        dir: PathBuf,
        /// The serial of the last request that is still on its way to the centre; otherwise the directory's counts.
        #[arg(long, value_name = "SERIAL", default_value_t = 0)]
        after: u64,
        /// Files of one operation each, as JSON: `member`, `gateway`, `system`, `service`, `grant`, `revocation`,
        /// `gateway_removal`, `system_removal`, `service_removal` or `member_removal`.
        #[arg(required = true, value_name = "OPERATION.json")]
        operations: Vec<PathBuf>,
    },
}

/// Runs the command.
pub(crate) fn run(command: &Command) -> Result<Verdict> {
    match command {
        Command::Add { dir, requests } => add(dir, requests)?,
        Command::Sign { dir, after, operations } => sign(dir, *after, operations)?,
    }
    Ok(Verdict::True)
}

fn add(dir: &Path, files: &[PathBuf]) -> Result<()> {
    let config = NodeConfig::read(&dir.join(FILE_NAME))?;
    let keys = NodeKeys::read(dir)?;
    let mut all = Vec::new();
    for path in files {
        let text = read(path)?;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let request: SignedRequest =
                serde_json::from_str(line).with_context(|| format!("{} line {}", path.display(), number + 1))?;
            all.push(request);
        }
    }
    let added = append(&DirectoryFile::of(&config), keys, &config.directory.centre_key, all)?;
    say(&format!("added {added} records"));
    Ok(())
}

fn sign(dir: &Path, after: u64, files: &[PathBuf]) -> Result<()> {
    let config = NodeConfig::read(&dir.join(FILE_NAME))?;
    let keys = NodeKeys::read(dir)?;
    let (directory, _) = DirectoryFile::of(&config).read(&config.directory.centre_key)?;
    if directory.member(&config.member).is_none() {
        bail!("{} is not in this node's directory yet", config.member);
    }
    let mut owner = Owner::new(
        config.member.clone(),
        &keys,
        directory.serial(&config.member).max(after),
    );
    let mut lines = Vec::new();
    for path in files {
        let operation: Operation =
            serde_json::from_str(&read(path)?).with_context(|| format!("{} is no operation", path.display()))?;
        lines.push(serde_json::to_string(&owner.sign(operation))?);
    }
    for line in &lines {
        say(line);
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Orders requests into the directory file, founding it if there is none. All are taken, or none.
pub(crate) fn append(
    file: &DirectoryFile,
    keys: NodeKeys,
    centre_key: &str,
    requests: impl IntoIterator<Item = SignedRequest>,
) -> Result<usize> {
    let mut requests = requests.into_iter().peekable();
    if requests.peek().is_none() {
        bail!("there is no request to add");
    }
    // Held until the records are durable: two operators would both continue the same last record.
    let _lock = file.lock()?;
    let now = SystemClock.now();
    let mut lines = Vec::new();
    let mut writer = if file.exists() {
        DirectoryWriter::open(file.read(centre_key)?.0, keys.signing)?
    } else {
        let founding = requests.next().context("there is no founding request")?;
        let (writer, line) = DirectoryWriter::found(founding, keys.signing, now)?;
        lines.push(line);
        writer
    };
    for request in requests {
        lines.push(writer.append(request, now)?);
    }
    let count = lines.len();
    file.append(&(lines.join("\n") + "\n"))?;
    file.remember(&writer.head(now))
        .context("the records are written, the heartbeat is not: start the centre")?;
    Ok(count)
}
