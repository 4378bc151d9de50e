//! What a figure was measured on: processor, cores, memory, and the disk's own fdatasync.

use std::path::Path;

use anyhow::Result;

use super::figure;
use crate::cli::{fdatasync, say};

/// Prints the machine, and the median fdatasync of the disk that holds `folder`.
pub(crate) fn describe(folder: &Path) -> Result<()> {
    let model = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = field("/proc/meminfo", "MemTotal").unwrap_or_else(|| "unknown memory".to_owned());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    say(&format!(
        "machine {model}, {cores} cores, {memory}, motlan {}",
        env!("CARGO_PKG_VERSION")
    ));
    figure("disk.fdatasync_p50", fdatasync(folder)?.as_secs_f64() * 1000.0, "ms");
    Ok(())
}

/// Resident memory of a process in MiB.
pub(crate) fn resident_mib(process: u32) -> Option<f64> {
    let text = field(&format!("/proc/{process}/status"), "VmRSS")?;
    let kib: f64 = text.trim_end_matches(" kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
