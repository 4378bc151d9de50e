//! `motlan audit`: every count, and every figure, recomputed from the files of the logs alone.

mod beside;
mod figures;

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::ValueEnum;
use motlan_core::MemberId;
use motlan_evidence::audit::{Audit, Row, audit_with};
use motlan_evidence::{Role, VerifierKey};
use motlan_exchange::directory::{Directory, Subject};
use motlan_measure::Grain;
use serde_json::{Map, Value, json};

use self::beside::Surroundings;
use super::{Verdict, say};

pub(crate) const EXAMPLE: &str = "Columns: day in Asia/Ho_Chi_Minh, service, consumer, provider, transactions in both logs, in \
the consumer's alone, in the provider's alone.\nWith --figures: indicator, scope, first and last day of the period, population, \
numerator, denominator, value, unit, level (proven, one_sided).\n\nExamples:\n  motlan audit ./motlan-data\n  motlan audit \
--figures ./motlan-data\n  motlan audit --figures --by day --json ./motlan-data\n  motlan audit --json \
./h45/log ./g01/log --key 'motlan/VN/GOV/H45/exchange+…' --key 'motlan/VN/GOV/G01/exchange+…'";

/// What is audited, and how it is printed.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folders that hold logs.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// Verifier keys of the logs; without any, checkpoint signatures are checked with keys of a directory file
    /// found beside the logs, if there is one.
    #[arg(long = "key")]
    keys: Vec<String>,
    /// The directory file whose keys and names are used.
    #[arg(long)]
    directory: Option<PathBuf>,
    /// Print figures (indicators with their fractions) in place of counts of transactions.
    #[arg(long)]
    figures: bool,
    /// How long the periods of the figures are.
    #[arg(long, value_enum, default_value_t = By::Month, requires = "figures")]
    by: By,
    /// The member that runs the national portal: a status is proven by a copy in its log only. Without it, the
    /// configuration of a centre beside the logs is asked; failing that, a copy in any other member's log counts.
    #[arg(long, requires = "figures")]
    portal: Option<MemberId>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// The length of a period.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    Day,
    Month,
    Quarter,
    Half,
    Year,
}

impl By {
    const fn grain(self) -> Grain {
        match self {
            Self::Day => Grain::Day,
            Self::Month => Grain::Month,
            Self::Quarter => Grain::Quarter,
            Self::Half => Grain::Half,
            Self::Year => Grain::Year,
        }
    }
}

/// Audits and prints.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let surroundings = Surroundings::find(&arguments.folders, arguments.directory.as_deref())?;
    let directory = surroundings.directory.as_ref();
    let keys = keys(&arguments.keys, directory)?;
    let found = match directory {
        Some(directory) => audit_members(arguments, &keys, directory)?,
        None => audit_with(&arguments.folders, &keys, None)?,
    };
    let figures = if arguments.figures {
        let portal = arguments.portal.clone().or(surroundings.portal.clone());
        Some(figures::rows(&found, directory, portal, arguments.by.grain())?)
    } else {
        None
    };
    match (&figures, arguments.json) {
        (Some(rows), true) => say(&report(&found, "figures", json!(rows)).to_string()),
        (None, true) => say(&report(&found, "rows", counts(&found, directory)).to_string()),
        (Some(rows), false) => figures::print(rows),
        (None, false) => print(&found, directory),
    }
    if !arguments.json {
        print_findings(&found, !keys.is_empty());
    }
    Ok(if found.is_clean() {
        Verdict::True
    } else {
        Verdict::False
    })
}

/// The keys that were given, or those of the directory.
fn keys(given: &[String], directory: Option<&Directory>) -> Result<Vec<VerifierKey>> {
    let mut keys = Vec::new();
    for key in given {
        keys.push(key.parse().with_context(|| format!("{key} is no verifier key"))?);
    }
    if given.is_empty()
        && let Some(directory) = directory
    {
        keys.extend(
            directory
                .logs()
                .iter()
                .filter_map(|(_, log)| log.vkey.parse::<VerifierKey>().ok()),
        );
    }
    Ok(keys)
}

/// Audits with whose entries each log may hold.
fn audit_members(arguments: &Arguments, keys: &[VerifierKey], directory: &Directory) -> Result<Audit> {
    let members: HashMap<_, _> = directory
        .logs()
        .into_iter()
        .map(|(gateway, log)| (log.origin.as_str(), gateway.member()))
        .collect();
    let belongs = |origin: &str, _role: Role, index: u32| {
        let owner = directory.subject(index).and_then(Subject::member);
        owner.is_some() && owner == members.get(origin).copied()
    };
    Ok(audit_with(&arguments.folders, keys, Some(&belongs))?)
}

fn name(directory: Option<&Directory>, index: u32) -> String {
    directory
        .and_then(|directory| directory.describe(index))
        .unwrap_or_else(|| index.to_string())
}

fn print(found: &Audit, directory: Option<&Directory>) {
    say(Row::HEADER);
    for row in &found.rows {
        let parties = [row.service, row.consumer, row.provider]
            .map(|index| name(directory, index))
            .join(",");
        say(&format!(
            "{},{parties},{},{},{}",
            row.day, row.matched, row.consumer_only, row.provider_only
        ));
    }
}

fn print_findings(found: &Audit, signatures: bool) {
    for log in &found.logs {
        eprintln!("log {} ({}): {} entries", log.origin, log.folder.display(), log.size);
    }
    let sums = format!(
        "{} matched, {} only at the consumer, {} only at the provider",
        found.matched, found.consumer_only, found.provider_only
    );
    eprintln!("{sums}; {} findings", found.finding_count);
    if !signatures {
        eprintln!("checkpoint signatures were not checked: give --key or --directory");
    }
    if !found.is_membership_checked {
        eprintln!("whose entries each log holds was not checked: give --directory");
    }
    for finding in &found.findings {
        eprintln!("FINDING {finding}");
    }
}

fn counts(found: &Audit, directory: Option<&Directory>) -> Value {
    let row = |row: &Row| {
        json!({
            "day": row.day,
            "service": name(directory, row.service),
            "consumer": name(directory, row.consumer),
            "provider": name(directory, row.provider),
            "matched": row.matched,
            "consumer_only": row.consumer_only,
            "provider_only": row.provider_only,
        })
    };
    found.rows.iter().map(row).collect()
}

/// The report with its rows under their name.
fn report(found: &Audit, name: &str, rows: Value) -> Value {
    let mut report = Map::new();
    report.insert(name.to_owned(), rows);
    let rest = json!({
        "logs": found.logs, "matched": found.matched, "consumer_only": found.consumer_only,
        "provider_only": found.provider_only, "findings": found.findings, "finding_count": found.finding_count,
        "is_membership_checked": found.is_membership_checked,
    });
    if let Value::Object(rest) = rest {
        report.extend(rest);
    }
    Value::Object(report)
}
