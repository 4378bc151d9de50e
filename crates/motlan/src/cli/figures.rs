//! `motlan figures`: printed figures of a table or a report, held against named rules, offline.

mod print;

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use motlan_measure::reported::{self, Context, Figure, Sources};

use super::Verdict;

pub(crate) const EXAMPLE: &str = "A table is CSV (UTF-8; comma, semicolon or tab) with the columns id, source, indicator, scope, \
period_start, period_end, period_label, kind, numerator, denominator, value, unit, change, change_unit, change_hedge, \
printed, hedge; id, indicator, kind and one number or printed passage are needed.\nVerdicts: nothing_to_check, adds_up, \
rounding, ambiguous, does_not_add_up. Ends with 1 where a figure is heavier than adds_up.\n\nExamples:\n  \
motlan figures check packs/figures/sample/figures.csv --sources packs/figures/sample/sources.csv\n  \
motlan figures check figures.csv --json\n  motlan figures check figures.csv --csv > checked.csv\n  motlan figures rules";

/// What to do with printed figures.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Say which figures of a table add up, which do not, and why.
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
    /// A table of figures, or `-` for standard input.
    file: PathBuf,
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
    let figures = figures(&arguments.file)?;
    let sources = arguments.sources.as_deref().map(sources).transpose()?;
    let context = Context {
        sources: sources.as_ref(),
        ..Context::built_in()
    };
    let checked = reported::check(&figures, &context);
    match (arguments.json, arguments.csv) {
        (true, _) => print::json(&checked)?,
        (_, true) => print::table(&figures, &checked),
        _ => print::text(&figures, &checked, arguments.language),
    }
    let is_true = checked.iter().all(|one| one.verdict <= reported::Verdict::AddsUp);
    Ok(if is_true { Verdict::True } else { Verdict::False })
}

fn figures(file: &Path) -> Result<Vec<Figure>> {
    reported::read(&content(file)?).map_err(|error| {
        let said = error.said().en;
        anyhow::anyhow!("{}: {}: {said}", file.display(), error.code())
    })
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
