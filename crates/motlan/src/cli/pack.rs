//! `motlan pack`: what a registry is, as a file: checked before anybody opens it, as a JSON Schema, and those that come with
//! the program to read; offline.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::Pack;
use motlan_registry::model::pack::PackError;
use motlan_registry::store::pack::read;
use motlan_sandbox::records::{Fill, Records};
use serde_json::json;

use super::{Verdict, say};

pub(crate) const EXAMPLE: &str = "A pack says what a registry holds and what it can be asked; the words are explained in \
docs/registry-pack.md.\nEnds with 1 where a file is no pack, 3 where it cannot be read.\n\nExamples:\n  \
motlan pack check packs/registries/vessel/1/pack.toml\n  motlan pack check my-pack.toml --json\n  \
motlan pack schema my-pack.toml > record.schema.json\n  motlan pack export vessel > boat.toml";

/// Records drawn from a pack to see whether what it says of samples fits.
const RECORDS_DRAWN: u64 = 50;

/// What to do with packs.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Say whether each file is a pack, and if not, in which line and why.
    #[command(after_help = EXAMPLE)]
    Check {
        /// Files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Print one JSON object a file.
        #[arg(long)]
        json: bool,
    },
    /// The JSON Schema of a pack's records.
    Schema {
        /// The file.
        file: PathBuf,
    },
    /// The packs that come with the program.
    List,
    /// The text of a pack that comes with the program, to begin another from.
    Export {
        /// Its code, as in `vessel`.
        code: String,
        /// Its version; the newest, if it is not given.
        #[arg(long)]
        version: Option<u32>,
    },
}

/// Runs the command.
pub(crate) fn run(command: &Command) -> Result<Verdict> {
    match command {
        Command::Check { files, json } => {
            let mut verdict = Verdict::True;
            for file in files {
                if let Some(finding) = check(file, *json)? {
                    say(&finding);
                    verdict = Verdict::False;
                }
            }
            Ok(verdict)
        }
        Command::List => {
            for (code, version) in Pack::list_built_in() {
                let pack = Pack::built_in(code, version)?.context("a pack of the program is missing")?;
                say(&format!("{code}/{version}  {}", pack.name.en));
            }
            Ok(Verdict::True)
        }
        Command::Export { code, version } => {
            let versions = Pack::list_built_in()
                .filter(|(of, _)| of == code)
                .map(|(_, version)| version);
            let newest = versions.max();
            let text = version
                .or(newest)
                .and_then(|version| Pack::built_in_text(code, version));
            let Some(text) = text else {
                eprintln!("there is no such pack: `motlan pack list` says which there are");
                return Ok(Verdict::False);
            };
            say(text.trim_end());
            Ok(Verdict::True)
        }
        Command::Schema { file } => match read(file) {
            Ok(pack) => {
                say(&serde_json::to_string_pretty(&pack.json_schema())?);
                Ok(Verdict::True)
            }
            Err(error @ PackError::File { .. }) => Err(error.into()),
            Err(error) => {
                eprintln!("{}: {error}", file.display());
                Ok(Verdict::False)
            }
        },
    }
}

/// What is wrong with a file, as it is printed; nothing if it is a pack, which is then said.
fn check(file: &Path, as_json: bool) -> Result<Option<String>> {
    let name = file.display();
    let (line, place, reason) = match read(file) {
        Ok(pack) => match wrong_sample(&pack) {
            None => {
                let (fields, services) = (pack.fields().count(), pack.services.len());
                say(&if as_json {
                    let (code, version) = (pack.code.as_str(), pack.version);
                    json!({ "file": name.to_string(), "ok": true, "code": code, "version": version }).to_string()
                } else {
                    format!(
                        "{name}: {}/{}, {fields} fields, {services} services",
                        pack.code, pack.version
                    )
                });
                return Ok(None);
            }
            Some(reason) => (None, Some("sample".to_owned()), reason),
        },
        Err(error @ PackError::File { .. }) => return Err(error).context("a pack cannot be read"),
        Err(PackError::Shape(said)) => (None, None, said.trim_end().to_owned()),
        Err(PackError::Rule { line, place, reason }) => (Some(line), Some(place), reason),
    };
    Ok(Some(if as_json {
        let file = name.to_string();
        json!({ "file": file, "ok": false, "line": line, "place": place, "reason": reason }).to_string()
    } else {
        let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        let place = place.map(|place| format!("{place}: ")).unwrap_or_default();
        format!("{name}: {line}{place}{reason}")
    }))
}

/// Why a synthetic record would not be taken, if one would not.
fn wrong_sample(pack: &Pack) -> Option<String> {
    let records = Records::new(pack, 1);
    let drawn = (0..RECORDS_DRAWN).map(|index| records.record(index, Fill::Full));
    drawn
        .filter_map(|record| record.refusal(pack, SamplePolicy::Allowed))
        .map(|failure| failure.detail)
        .next()
}
