//! Checks one log against its checkpoint: signature, every bundle, every tile, the root.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::case::Dossiers;
use super::report::{LogProblem, LogReport};
use super::{AuditError, Belongs};
use crate::case::{CaseEntry, Event};
use crate::checkpoint::Checkpoint;
use crate::edge::RightEdge;
use crate::entry::{Entry, LogName, Role};
use crate::key::VerifierKey;
use crate::tile::{self, FULL_WIDTH, Level, Tile};
use crate::tree::Hash;

/// The outcome of checking one log.
#[derive(Default)]
pub(super) struct Checked {
    pub(super) origin: String,
    size: u64,
    is_signed: bool,
    consumer: u64,
    provider: u64,
    outcomes: BTreeMap<u8, u64>,
    pub(super) problem: Option<LogProblem>,
    /// The first entry that speaks for another member.
    pub(super) foreign: Option<u64>,
    dossiers: Dossiers,
    /// The entries of a `casework` log.
    pub(super) cases: Vec<CaseEntry>,
}

impl Checked {
    /// Whether this is a log of dossiers.
    pub(super) fn is_casework(&self) -> bool {
        name_of(&self.origin) == Some(LogName::Casework)
    }

    pub(super) fn into_report(self, folder: PathBuf, is_counted: bool) -> LogReport {
        LogReport {
            folder,
            origin: self.origin,
            size: self.size,
            is_signature_checked: self.is_signed,
            is_counted,
            consumer: self.consumer,
            provider: self.provider,
            outcomes: self.outcomes,
        }
    }
}

/// Reads a file of the log by its path below the log's folder; `None` if it is not there.
type Read<'call> = dyn FnMut(&str) -> Result<Option<Vec<u8>>, AuditError> + 'call;

/// Takes the bytes of an exchange entry that is to be counted.
type Count<'call> = dyn FnMut(&[u8]) + 'call;

/// Why a check ends early.
enum Stop {
    Problem(LogProblem),
    Audit(AuditError),
}

impl From<LogProblem> for Stop {
    fn from(problem: LogProblem) -> Self {
        Self::Problem(problem)
    }
}

impl From<AuditError> for Stop {
    fn from(error: AuditError) -> Self {
        Self::Audit(error)
    }
}

/// Checks one log; hands the entries of an `exchange` log to `count`, also of one that turns out wrong later.
pub(super) fn check_log(
    read: &mut Read<'_>,
    keys: &[VerifierKey],
    belongs: Option<&Belongs<'_>>,
    count: &mut Count<'_>,
) -> Result<Checked, AuditError> {
    let mut checked = Checked::default();
    match check(read, keys, belongs, count, &mut checked) {
        Ok(()) => Ok(checked),
        Err(Stop::Problem(problem)) => {
            checked.problem = Some(problem);
            Ok(checked)
        }
        Err(Stop::Audit(error)) => Err(error),
    }
}

fn check(
    read: &mut Read<'_>,
    keys: &[VerifierKey],
    belongs: Option<&Belongs<'_>>,
    count: &mut Count<'_>,
    checked: &mut Checked,
) -> Result<(), Stop> {
    let checkpoint = open_checkpoint(read, keys, checked)?;
    let log = name_of(&checkpoint.origin);
    let mut edge = RightEdge::default();
    let bundles = checkpoint.size.div_ceil(u64::from(FULL_WIDTH));
    for index in 0..bundles {
        let width = tile::width(Level::Entries, index, checkpoint.size);
        let path = Tile {
            level: Level::Entries,
            index,
            width,
        }
        .path();
        let bundle = require(read, &path)?;
        for bytes in tile::bundle_entries(&bundle, width).ok_or(LogProblem::Bundle { path })? {
            let party = match log {
                Some(LogName::Casework) => take_case(bytes, edge.size(), checked)?,
                Some(log) => Some(take_in(bytes, log, edge.size(), checked, count)?),
                None => None,
            };
            if let (Some((role, party)), Some(belongs), None) = (party, belongs, checked.foreign)
                && !belongs(&checkpoint.origin, role, party)
            {
                checked.foreign = Some(edge.size());
            }
            grow(&mut edge, bytes, read)?;
        }
    }
    for (tile, hashes) in edge.partials() {
        compare(read, tile, hashes)?;
    }
    if edge.root() == checkpoint.root {
        Ok(())
    } else {
        Err(LogProblem::Root.into())
    }
}

/// The log that an origin names, if its entries are known here.
fn name_of(origin: &str) -> Option<LogName> {
    LogName::find(origin.rsplit_once('/')?.1)
}

fn open_checkpoint(read: &mut Read<'_>, keys: &[VerifierKey], checked: &mut Checked) -> Result<Checkpoint, Stop> {
    let wrong = |reason: String| LogProblem::Checkpoint { reason };
    let note = String::from_utf8(require(read, "checkpoint")?).map_err(|error| wrong(error.to_string()))?;
    let checkpoint = Checkpoint::parse_unverified(&note).map_err(|error| wrong(error.to_string()))?;
    checked.origin.clone_from(&checkpoint.origin);
    checked.size = checkpoint.size;
    if !keys.is_empty() {
        let origin = checkpoint.origin.clone();
        let key = keys
            .iter()
            .find(|key| key.name() == origin)
            .ok_or(LogProblem::NoKey { origin })?;
        Checkpoint::open(&note, key).map_err(|error| wrong(error.to_string()))?;
        checked.is_signed = true;
    }
    Ok(checkpoint)
}

/// Adds an entry to the tree; tiles that it fills must be those on disk.
fn grow(edge: &mut RightEdge, entry: &[u8], read: &mut Read<'_>) -> Result<(), Stop> {
    let mut compared = Ok(());
    edge.append(&Hash::leaf(entry), &mut |tile, hashes| {
        if compared.is_ok() {
            compared = compare(read, tile, hashes);
        }
    });
    compared
}

fn compare(read: &mut Read<'_>, tile: Tile, hashes: &[u8]) -> Result<(), Stop> {
    let path = tile.path();
    if require(read, &path)? == hashes {
        Ok(())
    } else {
        Err(LogProblem::Tile { path }.into())
    }
}

fn require(read: &mut Read<'_>, path: &str) -> Result<Vec<u8>, Stop> {
    let missing = || LogProblem::Missing { path: path.to_owned() };
    Ok(read(path)?.ok_or_else(missing)?)
}

/// Takes an entry of a transaction in; returns for whom it speaks.
fn take_in(
    bytes: &[u8],
    log: LogName,
    index: u64,
    checked: &mut Checked,
    count: &mut Count<'_>,
) -> Result<(Role, u32), LogProblem> {
    let wrong = |reason: String| LogProblem::Entry { index, reason };
    let entry = Entry::parse(bytes).map_err(|error| wrong(error.to_string()))?;
    if entry.log() != log {
        return Err(wrong(format!("belongs to the log `{}`", entry.log())));
    }
    match entry.role {
        Role::Consumer => checked.consumer += 1,
        Role::Provider => checked.provider += 1,
    }
    *checked.outcomes.entry(bytes[3]).or_default() += 1;
    if log == LogName::Exchange {
        count(bytes);
    }
    Ok((entry.role, entry.party()))
}

/// Takes a dossier's step in; returns the system that it speaks for. A national portal repeats other members' statuses,
/// so those speak for nobody.
fn take_case(bytes: &[u8], index: u64, checked: &mut Checked) -> Result<Option<(Role, u32)>, LogProblem> {
    let entry = CaseEntry::parse(bytes).map_err(|error| {
        let reason = error.to_string();
        LogProblem::Entry { index, reason }
    })?;
    checked.dossiers.take(index, &entry)?;
    checked.cases.push(entry);
    let is_own = !matches!(entry.event, Event::Synced { .. });
    Ok(is_own.then_some((Role::Consumer, entry.system)))
}
