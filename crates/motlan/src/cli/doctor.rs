//! `motlan doctor`: what an operator checks before anything else; each line says what is so, and what to do.

use std::fs::File;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use motlan_core::{Clock, SystemClock};

use super::{Verdict, say};
use crate::config::NodeConfig;
use crate::keys::NodeKeys;
use crate::node::DirectoryFile;

/// Below this a disk that answers `fdatasync` is probably not writing anything down.
const LYING_DISK: Duration = Duration::from_micros(50);

/// Above this commits become the limit: 100 a second.
const SLOW_DISK: Duration = Duration::from_millis(10);

struct Report {
    is_good: bool,
}

impl Report {
    fn good(what: &str) {
        say(&format!("ok    {what}"));
    }

    fn note(what: &str) {
        say(&format!("note  {what}"));
    }

    fn bad(&mut self, what: &str) {
        self.is_good = false;
        say(&format!("FAIL  {what}"));
    }
}

/// Looks, and says what it saw.
pub(crate) fn run(config: Option<&Path>) -> Verdict {
    let mut report = Report { is_good: true };
    Report::good(&format!("motlan {} on {} cores", env!("CARGO_PKG_VERSION"), cores()));
    Report::good(&format!("the clock says {}", SystemClock.now()));
    match config {
        None => check_disk(&mut report, &std::env::temp_dir()),
        Some(file) => match NodeConfig::read(file) {
            Err(error) => report.bad(&format!("{error:#}")),
            Ok(config) => check_node(&mut report, &config),
        },
    }
    if report.is_good { Verdict::True } else { Verdict::False }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn check_node(report: &mut Report, config: &NodeConfig) {
    Report::good(&format!("{} is {}", config.folder.display(), config.gateway));
    check_disk(report, &config.data_folder());
    match NodeKeys::read(&config.folder) {
        Ok(keys) => Report::good(&format!("keys are readable; public key {}", keys.signing.public_key())),
        Err(error) => report.bad(&format!("{error:#}")),
    }
    match DirectoryFile::of(config).read(&config.directory.centre_key) {
        Ok((directory, head)) => {
            Report::good(&format!("the directory verifies: {} records", directory.sequence()));
            if directory.gateway(&config.gateway).is_none() {
                report.bad(&format!("{} is not in the directory yet", config.gateway));
            }
            match head {
                Some(head) => Report::good(&format!("last heartbeat heard at {}", head.at)),
                None => Report::note("no heartbeat was heard yet"),
            }
        }
        Err(error) => report.bad(&format!("{error:#}")),
    }
    let listen = &config.listen;
    let faces = [
        listen.pages,
        listen.client_http,
        listen.client_https,
        Some(listen.gateway),
        listen.health,
    ];
    for address in faces.into_iter().flatten() {
        match TcpListener::bind(address) {
            Ok(_) => Report::good(&format!("{address} is free")),
            Err(error) => Report::note(&format!("{address}: {error} (as it should be while the node runs)")),
        }
    }
}

fn check_disk(report: &mut Report, folder: &Path) {
    match fdatasync(folder) {
        Err(error) => report.bad(&format!("{} cannot be written: {error}", folder.display())),
        Ok(median) if median < LYING_DISK => Report::note(&format!(
            "fdatasync in {} takes {median:?}: does this disk really write? Evidence is only as durable as it is",
            folder.display()
        )),
        Ok(median) if median > SLOW_DISK => Report::note(&format!(
            "fdatasync in {} takes {median:?}: answers will wait for it",
            folder.display()
        )),
        Ok(median) => Report::good(&format!(
            "fdatasync in {} takes {median:?} (median of 50)",
            folder.display()
        )),
    }
}

/// The median time of appending 4 KiB durably.
pub(crate) fn fdatasync(folder: &Path) -> std::io::Result<Duration> {
    let path = folder.join(format!(".motlan-doctor-{}", std::process::id()));
    let mut file = File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..50 {
        let started = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        times.push(started.elapsed());
    }
    drop(file);
    std::fs::remove_file(&path)?;
    times.sort_unstable();
    Ok(times[times.len() / 2])
}
