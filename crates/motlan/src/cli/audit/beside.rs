//! What lies beside the logs: a directory that can be verified, and which member a centre takes for the national portal.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use motlan_core::MemberId;
use motlan_exchange::directory::Directory;
use motlan_exchange::keys::PublicKey;

use crate::config::{FILE_NAME, NodeConfig};
use crate::node::DirectoryFile;

/// How many folders lie between a data folder and a node's: `<folder>/VN/GOV/G14`.
const LEVELS: usize = 3;

/// What an audit need not be told.
#[derive(Default)]
pub(super) struct Surroundings {
    /// The directory.
    pub(super) directory: Option<Directory>,
    /// The member that runs the national portal.
    pub(super) portal: Option<MemberId>,
}

impl Surroundings {
    /// Looks into the nodes' folders above and below the logs; a directory that is named is taken in place of theirs.
    pub(super) fn find(folders: &[PathBuf], named: Option<&Path>) -> Result<Self> {
        let mut surroundings = Self {
            directory: named.map(unverified).transpose()?,
            portal: None,
        };
        for config in folders.iter().flat_map(|folder| configs(folder)) {
            if surroundings.directory.is_none() {
                let read = DirectoryFile::of(&config).read(&config.directory.centre_key);
                surroundings.directory = read.ok().map(|(directory, ..)| directory);
            }
            if surroundings.portal.is_none() {
                surroundings.portal = config.portal_member;
            }
        }
        Ok(surroundings)
    }
}

/// The configurations of the node whose folder holds this one, and of those below it.
fn configs(folder: &Path) -> Vec<NodeConfig> {
    let own = |folder: &Path| NodeConfig::read(&folder.join(FILE_NAME)).ok();
    if let Some(config) = folder.ancestors().take(4).find_map(own) {
        return vec![config];
    }
    let mut found = Vec::new();
    let mut level = vec![folder.to_owned()];
    for _ in 0..LEVELS {
        level = level.iter().flat_map(|path| folders_in(path)).collect();
        found.extend(level.iter().filter_map(|path| own(path)));
    }
    found
}

/// The folders in a folder, in their order; none where it cannot be read.
fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut folders: Vec<_> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// A directory file by its path: its founding key is taken from its own first line, which only its owner can judge.
fn unverified(path: &Path) -> Result<Directory> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap_or_default())?;
    let request: serde_json::Value = serde_json::from_str(first["request"].as_str().context("no request in line 1")?)?;
    let key = request["operation"]["founding"]["key"]
        .as_str()
        .context("line 1 is no founding")?;
    let key: PublicKey = key.parse()?;
    eprintln!("directory founded by the key {key}: compare it with the centre's published one");
    Ok(Directory::read(&text, &key)?)
}
