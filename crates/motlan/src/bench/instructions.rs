//! How many instructions a transaction costs each gateway, counted by callgrind: the regression figure, which does not
//! depend on what else the machine does.
//!
//! Two runs with different numbers of transactions: what start and end cost falls out of the difference. Time goes on
//! meanwhile, so what a gateway does each second is in the figure too, a few in a thousand of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::exchange::{pair, question};
use super::load;
use super::place::Place;
use super::process::Process;
use super::raw::{self, Asker, to_wire};
use super::times::count;
use super::{figure, pair::Pair};
use crate::config::{FILE_NAME, NodeConfig};

/// Transactions of the shorter run: enough that every path was taken and every cache is filled.
const FEW: u32 = 200;

/// Transactions of the longer run.
const MANY: u32 = 1_200;

/// Bytes of question and answer, as in the other figures.
const BODY_BYTES: usize = 1024;

/// Nothing to choose.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
}

/// Counts.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    arguments.place.measure("instructions", measure)
}

async fn measure(data: &Path) -> Result<()> {
    let few = counts(&data.join("few"), FEW).await?;
    let many = counts(&data.join("many"), MANY).await?;
    for ((name, few), many) in ["consumer", "provider"].into_iter().zip(few).zip(many) {
        let each = (many - few) / f64::from(MANY - FEW);
        figure(
            &format!("exchange.instructions.{name}"),
            each,
            "instructions/transaction",
        );
    }
    Ok(())
}

/// Instructions of consumer and provider over a whole life with so many transactions.
async fn counts(data: &Path, transactions: u32) -> Result<[f64; 2]> {
    std::fs::create_dir_all(data)?;
    let provider = raw::provide(&[b'y'; BODY_BYTES]).await?;
    let Pair { consumer, provider } = pair(data, provider).await?;
    let mut nodes = [Counted::start(&consumer, data)?, Counted::start(&provider, data)?];
    let target = question(&consumer, BODY_BYTES)?;
    load::wait_for_answer(&target).await?;
    let wire = to_wire(&target.request, &target.address.to_string())?;
    let mut asker = Asker::open(target.address, wire).await?;
    for _ in 0..transactions {
        ensure!(asker.ask().await?, "a question was refused");
    }
    let [consumer, provider] = &mut nodes;
    Ok([consumer.stop()?, provider.stop()?])
}

/// A node within callgrind.
struct Counted {
    process: Process,
    output: PathBuf,
}

impl Counted {
    fn start(config: &NodeConfig, data: &Path) -> Result<Self> {
        config.write()?;
        let name = config.member.to_string().replace('/', "-");
        let output = data.join(format!("callgrind.{name}"));
        let mut option = std::ffi::OsString::from("--callgrind-out-file=");
        option.push(&output);
        let child = Command::new("valgrind")
            .args(["--tool=callgrind", "--quiet"])
            .arg(option)
            .arg(std::env::current_exe()?)
            .args(["node", "--config"])
            .arg(config.folder.join(FILE_NAME))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let child = child.context("cannot start valgrind (Debian: valgrind)")?;
        Ok(Self {
            process: Process(child),
            output,
        })
    }

    /// Ends it as its supervisor would, so that the counts are written, and reads them.
    fn stop(&mut self) -> Result<f64> {
        let id = self.process.0.id().to_string();
        ensure!(Command::new("kill").args(["-TERM", &id]).status()?.success());
        ensure!(self.process.0.wait()?.success(), "the node did not end well");
        let text = std::fs::read_to_string(&self.output)?;
        let line = text.lines().find_map(|line| line.strip_prefix("totals: "));
        let total: usize = line.context("callgrind wrote no totals")?.trim().parse()?;
        Ok(count(total))
    }
}
