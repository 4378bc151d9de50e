//! Our verdict on changed files: the audit for a log's, the proof verifier for proofs.
//!
//! Works on copies of the folder, one a thread; after each verdict the file is put back.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::thread;

use motlan_evidence::audit::audit;
use motlan_evidence::{verify_case_proof, verify_proof};

use crate::{Log, Result, logs};

/// Reads changes and prints the verdict on each, in their order.
pub(crate) fn judge(folder: &Path) -> Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let lines: Vec<&str> = text.lines().collect();
    let threads = thread::available_parallelism()?.get();
    let share = lines.len().div_ceil(threads).max(1);
    let verdicts = thread::scope(|scope| {
        let running: Vec<_> = lines
            .chunks(share)
            .map(|lines| scope.spawn(|| judge_all(folder, lines)))
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().map_err(|_| "a thread panicked")?)
            .collect::<Result<Vec<_>>>()
    })?;
    let mut output = std::io::stdout().lock();
    for is_accepted in verdicts.into_iter().flatten() {
        writeln!(output, "{}", if is_accepted { "accepted" } else { "rejected" })?;
    }
    Ok(())
}

fn judge_all(folder: &Path, lines: &[&str]) -> Result<Vec<bool>> {
    let logs = logs(folder)?;
    let copy = tempfile::tempdir()?;
    for log in &logs {
        copy_folder(&folder.join(&log.path), &copy.path().join(&log.path))?;
        let proofs = Path::new("proofs").join(&log.path);
        copy_folder(&folder.join(&proofs), &copy.path().join(&proofs))?;
    }
    lines.iter().map(|line| is_accepted(copy.path(), &logs, line)).collect()
}

fn is_accepted(folder: &Path, logs: &[Log], line: &str) -> Result<bool> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [_, file, byte, mask] = fields.as_slice() else {
        return Err("a change is kind, file, byte and mask".into());
    };
    let path = folder.join(file);
    let content = fs::read(&path)?;
    let mut changed = content.clone();
    *changed.get_mut(byte.parse::<usize>()?).ok_or("no such byte")? ^= mask.parse::<u8>()?;
    let log = |path: &str| {
        logs.iter()
            .find(|log| path.starts_with(&format!("{}/", log.path)))
            .ok_or("no such log")
    };
    if let Some(proof) = file.strip_prefix("proofs/") {
        let log = log(proof)?;
        let is_true = |text: &str| {
            if log.path.ends_with("/casework") {
                verify_case_proof(text, &log.key).is_ok()
            } else {
                verify_proof(text, &log.key).is_ok()
            }
        };
        return Ok(String::from_utf8(changed).is_ok_and(|text| is_true(&text)));
    }
    let log = log(file)?;
    fs::write(&path, changed)?;
    let audit = audit(&[folder.join(&log.path)], std::slice::from_ref(&log.key))?;
    fs::write(&path, content)?;
    Ok(audit.is_clean())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
