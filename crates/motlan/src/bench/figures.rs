//! Printed figures: how long a table of them takes to be read and checked, and the memory that it takes.
//!
//! The table is made up: agencies that report level, share, average and change of several indicators, year after year, from
//! several documents. One row in ten holds a mistake, so that sentences are written as well.

use std::fmt::Write as _;
use std::time::Instant;

use anyhow::{Context as _, Result};
use motlan_measure::reported::{Context, Verdict, check, read};

use super::times::count;
use super::{figure, machine};

/// The columns of the made-up table.
const COLUMNS: &str =
    "id,source,indicator,scope,period_start,period_end,kind,numerator,denominator,value,unit,printed\n";

/// Agencies that report.
const AGENCIES: u64 = 93;

/// Indicators that each reports.
const INDICATORS: u64 = 40;

/// One row in so many holds a mistake.
const MISTAKES: u64 = 10;

/// How long the table is.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Rows of the table.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=200_000))]
    rows: u64,
}

/// Measures reading and checking.
pub(super) fn run(arguments: &Arguments) -> Result<()> {
    machine::describe(&std::env::temp_dir())?;
    let table = table(arguments.rows)?;
    let began = Instant::now();
    let figures = read(table.as_bytes()).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    figure("figures.read", began.elapsed().as_secs_f64(), "s");
    let checked = check(&figures, &Context::built_in());
    figure("figures.check", began.elapsed().as_secs_f64(), "s");
    figure("figures.rows", count(figures.len()), "rows");
    let found = checked.iter().filter(|one| one.verdict > Verdict::AddsUp).count();
    figure("figures.found", count(found), "rows");
    let resident = machine::resident_mib(std::process::id()).context("Linux tells the memory of a process")?;
    figure("figures.rss", resident, "MiB");
    Ok(())
}

fn table(rows: u64) -> Result<String> {
    let mut table = COLUMNS.to_owned();
    for row in 0..rows {
        let (agency, topic) = (row % AGENCIES, row / AGENCIES % INDICATORS);
        let year = 2000 + row / AGENCIES / INDICATORS % 100;
        let (whole, part) = (100_000 + row * 7 % 90_000, 50_000 + row * 3 % 45_000);
        // Percent with two decimals, to the nearest; a mistake is three points too much.
        let percent = (part * 10_000 + whole / 2) / whole + if row % MISTAKES == 3 { 300 } else { 0 };
        let (units, cents) = (percent / 100, percent % 100);
        writeln!(
            table,
            "R{row},report-{year}.txt,topic{topic}.clean_rate,A{agency},,{year}-12-31,ratio,{part},{whole},\
             {units}.{cents:02},percent,\"{part}/{whole}, {units},{cents:02}%\""
        )?;
    }
    Ok(table)
}
