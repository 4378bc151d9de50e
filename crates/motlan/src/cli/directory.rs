//! `motlan directory`: the centre's operator writes members' signed requests into the directory.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Subcommand;
use motlan_core::{Clock, SystemClock};
use motlan_exchange::directory::{DirectoryWriter, SignedRequest};

use super::{Verdict, say};
use crate::config::{FILE_NAME, NodeConfig};
use crate::keys::NodeKeys;
use crate::node::DirectoryFile;

/// What to do with the directory.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Append signed requests; a running centre publishes them within a second.
    Add {
        /// The centre's folder.
        #[arg(long)]
        dir: PathBuf,
        /// Files of signed requests, one JSON object a line.
        #[arg(required = true)]
        requests: Vec<PathBuf>,
    },
}

/// Runs the command.
pub(crate) fn run(command: &Command) -> Result<Verdict> {
    let Command::Add { dir, requests } = command;
    let config = NodeConfig::read(&dir.join(FILE_NAME))?;
    let keys = NodeKeys::read(dir)?;
    let file = DirectoryFile::of(&config);
    let mut all = Vec::new();
    for path in requests {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        for (number, line) in text.lines().enumerate() {
            let request: SignedRequest =
                serde_json::from_str(line).with_context(|| format!("{} line {}", path.display(), number + 1))?;
            all.push(request);
        }
    }
    let added = append(&file, keys, &config.directory.centre_key, all)?;
    say(&format!("added {added} records"));
    Ok(Verdict::True)
}

/// Orders requests into the directory file, founding it if there is none. All are taken, or none.
pub(crate) fn append(
    file: &DirectoryFile,
    keys: NodeKeys,
    centre_key: &str,
    requests: impl IntoIterator<Item = SignedRequest>,
) -> Result<usize> {
    let now = SystemClock.now();
    let mut lines = Vec::new();
    let mut requests = requests.into_iter();
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
    file.remember(&writer.head(now))?;
    Ok(count)
}
