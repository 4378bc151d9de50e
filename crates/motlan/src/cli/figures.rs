//! `motlan figures`: printed figures of a table or a report, held against named rules, offline.

mod print;
mod report;

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use motlan_measure::reported::{self, Context, Sources};

use self::report::Report;
use super::Verdict;

pub(crate) const EXAMPLE: &str = "A table is CSV (UTF-8; comma, semicolon or tab) with the columns id, source, indicator, scope, \
period_start, period_end, period_label, kind, numerator, denominator, value, unit, change, change_unit, change_hedge, \
printed, hedge; id, indicator, kind and one number or printed passage are needed.\nA file that ends in .txt is a report \
in Vietnamese: its figures are found by rules and dictionaries, and what is assumed is said; a person should confirm them before \
anybody relies on a verdict.\nVerdicts: nothing_to_check, adds_up, \
rounding, ambiguous, does_not_add_up. Ends with 1 where a figure is heavier than adds_up.\n\nExamples:\n  \
motlan figures check packs/figures/sample/figures.csv --sources packs/figures/sample/sources.csv\n  \
motlan figures check report.txt\n  motlan figures check figures.csv --json\n  motlan figures check figures.csv --csv > checked.csv\n  motlan figures rules";

/// What to do with printed figures.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Say which figures of a table or a report add up, which do not, and why.
    #[command(after_help = EXAMPLE)]
    Check(Arguments),
    /// Every rule: what it looks at, and on what it rests.
    Rules {
        /// The language of the sentences.
        #[arg(long, value_enum, default_value_t = Language::En)]
        language: Language,
    },
}

/// What is checked, and how it is printed.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A table of figures (CSV) or a report (`.txt`); `-` is standard input.
    file: PathBuf,
    /// The file is the text of a report, whatever its name.
    #[arg(long)]
    text: bool,
    /// A table of documents (source, label, …), so that sentences call them by their labels.
    #[arg(long)]
    sources: Option<PathBuf>,
    /// Print a JSON array: id, verdict and findings of each figure.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the table again, with verdicts and reasons.
    #[arg(long)]
    csv: bool,
    /// The language of the sentences.
    #[arg(long, value_enum, default_value_t = Language::En)]
    language: Language,
}

/// The language of sentences for people.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Language {
    /// English.
    En,
    /// Vietnamese.
    Vi,
}

/// Runs the command.
pub(crate) fn run(command: &Command) -> Result<Verdict> {
    match command {
        Command::Check(arguments) => check(arguments),
        Command::Rules { language } => {
            print::rules(*language);
            Ok(Verdict::True)
        }
    }
}

fn check(arguments: &Arguments) -> Result<Verdict> {
    let report = report(arguments)?;
    let sources = arguments.sources.as_deref().map(sources).transpose()?;
    let context = Context {
        sources: sources.as_ref(),
        ..Context::built_in()
    };
    let checked = reported::check(&report.figures, &context);
    match (arguments.json, arguments.csv) {
        (true, _) => print::json(&report, &checked)?,
        (_, true) => print::table(&report.figures, &checked),
        _ => print::text(&report, &checked, arguments.language),
    }
    let is_true = checked.iter().all(|one| one.verdict <= reported::Verdict::AddsUp);
    Ok(if is_true { Verdict::True } else { Verdict::False })
}

fn report(arguments: &Arguments) -> Result<Report> {
    let file = &arguments.file;
    let content = content(file)?;
    let is_text = file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
    if arguments.text || is_text {
        return Report::of_text(&content).with_context(|| file.display().to_string());
    }
    let figures = reported::read(&content).map_err(|faults| {
        let said = faults
            .iter()
            .map(|fault| format!("{}: {}", fault.code(), fault.said().en));
        anyhow::anyhow!("{}\n  {}", file.display(), said.collect::<Vec<_>>().join("\n  "))
    })?;
    Ok(Report::of_table(figures))
}

/// The content of a file, as far as a table may be long.
fn content(file: &Path) -> Result<Vec<u8>> {
    let most = u64::try_from(reported::table::BYTES_MAX)? + 1;
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        let opened = std::fs::File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
        opened.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn sources(file: &Path) -> Result<Sources> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    match Sources::parse(&text) {
        Ok(sources) => Ok(sources),
        Err(error) => bail!("{}: {error}", file.display()),
    }
}
