//! Finds the logs in folders that somebody handed over: every folder with a file `checkpoint`. Follows no links.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::AuditError;

/// How deep logs are looked for: `<data>/<instance>/<class>/<member>/log/<name>` needs six.
const DEPTH_MAX: usize = 8;

/// The folders of all logs, each once, sorted. A given folder without any is an error.
pub(super) fn find(folders: &[PathBuf]) -> Result<BTreeSet<PathBuf>, AuditError> {
    let mut found = BTreeSet::new();
    for path in folders {
        let root = path.canonicalize().map_err(|source| AuditError::Read {
            path: path.clone(),
            source,
        })?;
        let mut logs = Vec::new();
        walk(&root, 0, &mut logs)?;
        if logs.is_empty() {
            return Err(AuditError::NoLog { path: path.clone() });
        }
        found.extend(logs);
    }
    Ok(found)
}

fn walk(folder: &Path, depth: usize, logs: &mut Vec<PathBuf>) -> Result<(), AuditError> {
    if folder.join("checkpoint").is_file() {
        logs.push(folder.to_owned());
        return Ok(());
    }
    if depth == DEPTH_MAX {
        return Ok(());
    }
    let fail = |source| AuditError::Read {
        path: folder.to_owned(),
        source,
    };
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        if entry.file_type().map_err(fail)?.is_dir() {
            walk(&entry.path(), depth + 1, logs)?;
        }
    }
    Ok(())
}
