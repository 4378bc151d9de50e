//! The directory as files of a node: its lines, and the last heartbeat heard.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use motlan_exchange::directory::{Directory, Head};
use motlan_exchange::keys::PublicKey;

use crate::config::NodeConfig;

/// The records' file.
pub(crate) const RECORDS: &str = "directory.jsonl";

/// The last heartbeat's file.
pub(crate) const HEAD: &str = "directory-head.json";

/// Where a node keeps its directory.
#[derive(Clone)]
pub(crate) struct DirectoryFile {
    records: PathBuf,
    head: PathBuf,
}

impl DirectoryFile {
    /// The files of this node.
    pub(crate) fn of(config: &NodeConfig) -> Self {
        let data = config.data_folder();
        Self {
            records: data.join(RECORDS),
            head: data.join(HEAD),
        }
    }

    /// Whether there is a directory.
    pub(crate) fn exists(&self) -> bool {
        self.records.exists()
    }

    /// Reads and verifies what is there.
    pub(crate) fn read(&self, centre_key: &str) -> Result<(Directory, Option<Head>)> {
        let key: PublicKey = centre_key.parse().context("directory.centre_key is no public key")?;
        let directory = Directory::read(&self.lines()?, &key)?;
        let head = fs::read(&self.head)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok());
        Ok((directory, head))
    }

    /// All lines.
    pub(crate) fn lines(&self) -> Result<String> {
        fs::read_to_string(&self.records).with_context(|| format!("cannot read {}", self.records.display()))
    }

    /// Appends verified lines, durably.
    pub(crate) fn append(&self, lines: &str) -> Result<()> {
        if let Some(folder) = self.records.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&self.records)?;
        file.write_all(lines.as_bytes())?;
        if !lines.ends_with('\n') {
            file.write_all(b"\n")?;
        }
        file.sync_all()?;
        Ok(())
    }

    /// Copies records and heartbeat to another node.
    pub(crate) fn copy_to(&self, other: &Self) -> Result<()> {
        fs::copy(&self.records, &other.records)?;
        fs::copy(&self.head, &other.head)?;
        Ok(())
    }

    /// Remembers a heartbeat, so that a restart without the centre knows how old its directory is.
    pub(crate) fn remember(&self, head: &Head) -> Result<()> {
        let new = self.head.with_extension("new");
        fs::write(&new, serde_json::to_vec(head)?)?;
        fs::rename(&new, &self.head)?;
        Ok(())
    }
}
