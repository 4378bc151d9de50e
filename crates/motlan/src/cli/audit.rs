//! `motlan audit`: every count, recomputed from the files of the logs alone.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use motlan_evidence::audit::{Audit, Row, audit_with};
use motlan_evidence::{Role, VerifierKey};
use motlan_exchange::directory::{Directory, Subject};
use motlan_exchange::keys::PublicKey;
use serde_json::json;

use super::{Verdict, say};
use crate::config::{FILE_NAME, NodeConfig};
use crate::node::DirectoryFile;

pub(crate) const EXAMPLE: &str = "Columns: day in Asia/Ho_Chi_Minh, service, consumer, provider, transactions in both logs, in \
the consumer's alone, in the provider's alone.\n\nExamples:\n  motlan audit ./motlan-data\n  motlan audit --json \
./h45/log ./g01/log --key 'motlan/VN/GOV/H45/exchange+…' --key 'motlan/VN/GOV/G01/exchange+…'";

/// Audits and prints.
pub(crate) fn run(folders: &[PathBuf], keys: &[String], directory: Option<&Path>, json: bool) -> Result<Verdict> {
    let directory = match directory {
        Some(path) => Some(unverified(path)?),
        None => folders.iter().find_map(|folder| beside(folder)),
    };
    let mut parsed = Vec::new();
    for key in keys {
        parsed.push(
            key.parse::<VerifierKey>()
                .with_context(|| format!("{key} is no verifier key"))?,
        );
    }
    if keys.is_empty()
        && let Some(directory) = &directory
    {
        parsed.extend(
            directory
                .logs()
                .iter()
                .filter_map(|(_, log)| log.vkey.parse::<VerifierKey>().ok()),
        );
    }
    let found = match &directory {
        Some(directory) => {
            let members: HashMap<_, _> = directory
                .logs()
                .into_iter()
                .map(|(gateway, log)| (log.origin.as_str(), gateway.member()))
                .collect();
            let belongs = |origin: &str, _role: Role, index: u32| {
                let owner = directory.subject(index).and_then(Subject::member);
                owner.is_some() && owner == members.get(origin).copied()
            };
            audit_with(folders, &parsed, Some(&belongs))?
        }
        None => audit_with(folders, &parsed, None)?,
    };
    if json {
        say(&as_json(&found, directory.as_ref()).to_string());
    } else {
        print(&found, directory.as_ref(), !parsed.is_empty());
    }
    Ok(if found.is_clean() {
        Verdict::True
    } else {
        Verdict::False
    })
}

/// The directory of a node's folder below or above the logs, verified with the key in its configuration.
fn beside(folder: &Path) -> Option<Directory> {
    let own = |folder: &Path| {
        let config = NodeConfig::read(&folder.join(FILE_NAME)).ok()?;
        Some(DirectoryFile::of(&config).read(&config.directory.centre_key).ok()?.0)
    };
    if let Some(directory) = folder.ancestors().take(4).find_map(own) {
        return Some(directory);
    }
    // A data folder of several nodes: `<folder>/VN/GOV/G14/motlan.toml`.
    let mut level = vec![folder.to_owned()];
    for _ in 0..3 {
        let mut entries: Vec<_> = level
            .iter()
            .filter_map(|path| path.read_dir().ok())
            .flatten()
            .flatten()
            .collect();
        entries.sort_by_key(std::fs::DirEntry::path);
        level = entries
            .into_iter()
            .map(|entry| entry.path())
            .filter(|path| path.is_dir())
            .collect();
        if let Some(directory) = level.iter().find_map(|path| own(path)) {
            return Some(directory);
        }
    }
    None
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

fn name(directory: Option<&Directory>, index: u32) -> String {
    directory
        .and_then(|directory| directory.describe(index))
        .unwrap_or_else(|| index.to_string())
}

fn print(found: &Audit, directory: Option<&Directory>, signatures: bool) {
    say(Row::HEADER);
    for row in &found.rows {
        let parties = [row.service, row.consumer, row.provider]
            .map(|index| name(directory, index))
            .join(",");
        say(&format!(
            "{},{parties},{},{},{}",
            row.day, row.matched, row.consumer_only, row.provider_only
        ));
    }
    for log in &found.logs {
        eprintln!("log {} ({}): {} entries", log.origin, log.folder.display(), log.size);
    }
    let sums = format!(
        "{} matched, {} only at the consumer, {} only at the provider",
        found.matched, found.consumer_only, found.provider_only
    );
    eprintln!("{sums}; {} findings", found.finding_count);
    if !signatures {
        eprintln!("checkpoint signatures were not checked: give --key or --directory");
    }
    if !found.is_membership_checked {
        eprintln!("whose entries each log holds was not checked: give --directory");
    }
    for finding in &found.findings {
        eprintln!("FINDING {finding}");
    }
}

fn as_json(found: &Audit, directory: Option<&Directory>) -> serde_json::Value {
    let rows: Vec<_> = found
        .rows
        .iter()
        .map(|row| {
            json!({
                "day": row.day,
                "service": name(directory, row.service),
                "consumer": name(directory, row.consumer),
                "provider": name(directory, row.provider),
                "matched": row.matched,
                "consumer_only": row.consumer_only,
                "provider_only": row.provider_only,
            })
        })
        .collect();
    json!({
        "rows": rows, "logs": found.logs, "matched": found.matched, "consumer_only": found.consumer_only,
        "provider_only": found.provider_only, "findings": found.findings, "finding_count": found.finding_count,
        "is_membership_checked": found.is_membership_checked,
    })
}
