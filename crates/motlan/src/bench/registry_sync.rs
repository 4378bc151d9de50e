//! The bulk sync of a file of records, a known share of which must be refused for known reasons.
//!
//! Everything is done by `motlan registry sync` in processes of its own: one is killed after a few batches, the next goes
//! on to the end, a third sends the same file again. Totals and reasons must be exactly those planted.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use motlan_core::MemberId;
use motlan_exchange::keys::Algorithm;
use motlan_sandbox::Country;
use motlan_sandbox::feed::{Fate, Feed};
use serde_json::Value;

use super::figure;
use super::place::Place;
use super::process::{Process, free};
use super::times::count;
use crate::bulk::RECORDS_PER_BATCH;
use crate::cli::say;
use crate::config::{DirectorySource, FILE_NAME, Listen, Registry};
use crate::setup;

/// A batch takes longer than this.
const KILLED_WITHIN_MS: u64 = 100;

/// How many records, and of which country.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Records in the file; the default is a thousandth of the requests that the source documents count.
    #[arg(long, default_value_t = 594_474, value_parser = clap::value_parser!(u64).range(10_000..=50_000_000))]
    records: u64,
    /// The seed of the country, of the mistakes and of the moment of the kill.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the records are kept: a `postgres://` address; absent, an embedded database.
    #[arg(long)]
    database: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// Measures and checks.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let measure = async |data: &Path| measure(arguments, data).await;
    arguments.place.measure("registry-sync", measure)
}

/// One agency with an empty population registry, and its file.
struct Bench<'a> {
    arguments: &'a Arguments,
    feed: Feed,
    folder: PathBuf,
}

async fn measure(arguments: &Arguments, data: &Path) -> Result<()> {
    let bench = Bench {
        arguments,
        feed: Feed::new(Country::new(arguments.seed)),
        folder: data.to_owned(),
    };
    bench.prepare().await?;
    let began = Instant::now();
    bench.killed()?;
    bench.finish()?;
    let seconds = began.elapsed().as_secs_f64();
    bench.check(false)?;
    figure(
        "registry.sync",
        count(usize::try_from(arguments.records)?) / seconds,
        "records/s",
    );
    let began = Instant::now();
    bench.finish()?;
    let seconds = began.elapsed().as_secs_f64();
    bench.check(true)?;
    figure(
        "registry.sync_again",
        count(usize::try_from(arguments.records)?) / seconds,
        "records/s",
    );
    Ok(())
}

impl Bench<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    async fn prepare(&self) -> Result<()> {
        let member: MemberId = "VN/GOV/G01".parse()?;
        setup::keys(&self.folder, &member, Algorithm::Ed25519)?;
        let listen = Listen {
            pages: None,
            client_http: None,
            client_https: None,
            gateway: free().await?,
            health: None,
        };
        let source = DirectorySource {
            centre_key: String::new(),
            centre: None,
        };
        let mut config = setup::bare(&member, self.folder.clone(), listen, source)?;
        let database = self.arguments.database.as_deref().unwrap_or("sqlite:population.db");
        config.registries = vec![Registry::of_samples("population", database)];
        config.write()?;
        let mut file = BufWriter::new(File::create(self.path("records.jsonl"))?);
        for index in 0..self.arguments.records {
            writeln!(file, "{}", self.feed.line(index))?;
        }
        file.flush()?;
        Ok(())
    }

    fn start(&self) -> Result<Child> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args([
                "registry",
                "sync",
                "--registry",
                "population",
                "--purpose",
                "ND-137-2015",
            ])
            .arg("--config")
            .arg(self.path(FILE_NAME))
            .arg("--file")
            .arg(self.path("records.jsonl"))
            .arg("--refused")
            .arg(self.path("refused.jsonl"))
            .arg("--report")
            .arg(self.path("report.json"))
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command.spawn().context("cannot start the sync")
    }

    /// Kills a run in the middle, some moment after it said that a batch was done: that is, in any part of the next.
    fn killed(&self) -> Result<()> {
        let mut process = Process(self.start()?);
        let errors = process.0.stderr.take().context("its messages are read")?;
        let drawn = self.arguments.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // Never the last batch: there is something left to do.
        let last = 1 + drawn % (self.arguments.records / RECORDS_PER_BATCH as u64 - 1).max(1);
        let mut done = 0;
        for line in BufReader::new(errors).lines() {
            let line = line?;
            done += u64::from(line.ends_with(" records"));
            if done == last {
                say(&format!("killed after {line}"));
                break;
            }
        }
        ensure!(done == last, "the sync ended before it was killed");
        std::thread::sleep(Duration::from_millis((drawn >> 32) % KILLED_WITHIN_MS));
        // SIGKILL: nothing of it runs any more.
        drop(process);
        ensure!(!self.path("report.json").exists(), "a killed run wrote its report");
        Ok(())
    }

    fn finish(&self) -> Result<()> {
        let _ = std::fs::remove_file(self.path("report.json"));
        let output = self.start()?.wait_with_output()?;
        let is_done = |status: ExitStatus| matches!(status.code(), Some(0 | 1));
        ensure!(is_done(output.status), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// Holds report and refused records against what was planted.
    fn check(&self, is_second: bool) -> Result<()> {
        let mut totals = [0_u64; 4];
        let mut lines = BufReader::new(File::open(self.path("refused.jsonl"))?).lines();
        for index in 0..self.arguments.records {
            let place = match self.feed.fate(index) {
                Fate::Added if !is_second => 0,
                Fate::Added | Fate::Unchanged => 1,
                Fate::Superseded => 2,
                Fate::Rejected(mistake) => {
                    let line = lines.next().context("a refused record has no line")??;
                    let planted: BTreeSet<_> = mistake.reasons().iter().copied().collect();
                    check_line(&line, index + 1, &planted).with_context(|| format!("record {}", index + 1))?;
                    3
                }
            };
            totals[place] += 1;
        }
        ensure!(lines.next().is_none(), "more records were refused than planted");
        let report: Value = serde_json::from_reader(File::open(self.path("report.json"))?)?;
        let told =
            ["added", "unchanged", "superseded", "rejected"].map(|name| report[name].as_u64().unwrap_or(u64::MAX));
        ensure!(told == totals, "the report says {told:?}, planted were {totals:?}");
        ensure!(
            report["changed"] == 0 && report["records"] == self.arguments.records,
            "the totals do not add up"
        );
        let when = if is_second { "again" } else { "first" };
        say(&format!(
            "{when}: {} added, {} unchanged, {} superseded, {} rejected, every one with its planted reasons",
            totals[0], totals[1], totals[2], totals[3]
        ));
        if !is_second {
            tell_reasons(&report);
        }
        Ok(())
    }
}

fn check_line(line: &str, record: u64, planted: &BTreeSet<(&str, Option<&str>)>) -> Result<()> {
    let line: Value = serde_json::from_str(line)?;
    ensure!(line["record"] == record, "its line is about record {}", line["record"]);
    let reasons = line["reasons"].as_array().context("no reasons")?;
    let told: BTreeSet<_> = reasons
        .iter()
        .map(|reason| (reason["code"].as_str().unwrap_or_default(), reason["field"].as_str()))
        .collect();
    ensure!(told == *planted, "told {told:?}, planted {planted:?}");
    Ok(())
}

fn tell_reasons(report: &Value) {
    for reason in report["reasons"].as_array().into_iter().flatten() {
        let (alone, among) = (&reason["fixes_alone"], &reason["appears_in"]);
        let field = reason["field"].as_str().unwrap_or("(no field)");
        let code = reason["code"].as_str().unwrap_or_default();
        say(&format!(
            "{alone:>8} fixed alone, appears in {among:>8}: {code} {field}"
        ));
    }
}
