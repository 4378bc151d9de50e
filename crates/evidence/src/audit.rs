//! The audit: recomputes logs from their files and matches the two sides of every transaction. Offline, files only.
//!
//! Of each log it checks the checkpoint's signature (if a key is given), the root recomputed from the entry bundles and
//! every tile; then it pairs consumers' and providers' `exchange` entries by id commitment
//! (`docs/evidence-format.md` section 7). Of a `casework` log it checks that the steps of each dossier count on, and hands
//! its entries out (section 9). What a log that fails its own check holds is not counted.

mod case;
mod folders;
mod links;
mod log;
mod pairs;
mod report;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;

pub use self::case::CaseLog;
pub use self::links::matched;
pub use self::pairs::{Row, fingerprint, rows};
pub use self::report::{LogProblem, LogReport};

use self::log::{Checked, check_log};
use self::pairs::Pairs;
use crate::entry::Role;
use crate::key::VerifierKey;
use crate::tile::{BUNDLE_ENTRY_BYTES, Level, Tile};
use crate::tree::HASH_BYTES;

/// Findings that are listed; beyond, they are only counted. 1,000 lines are more than anybody reads.
pub const FINDINGS_MAX: usize = 1000;

/// Why there is no audit at all.
#[derive(Debug, Error)]
pub enum AuditError {
    /// A file or folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A log's entries are no longer those that were audited.
    #[error("{} has changed since it was audited", path.display())]
    Changed {
        /// The bundle.
        path: PathBuf,
    },
    /// No folder with a checkpoint.
    #[error("no log (a folder with a file `checkpoint`) in {}", path.display())]
    NoLog {
        /// Where it was looked for.
        path: PathBuf,
    },
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Error)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// A log is not what its checkpoint says. Its entries were not counted.
    #[error("log {}: {problem}", folder.display())]
    Log {
        /// Its folder.
        folder: PathBuf,
        /// What is wrong.
        problem: LogProblem,
    },
    /// A second folder has the same origin. It was checked, not counted.
    #[error("log {}: {origin} was counted already", folder.display())]
    SameOrigin {
        /// The second folder.
        folder: PathBuf,
        /// Whose log it is.
        origin: String,
    },
    /// An entry speaks for a member that does not run the log's gateway. The log's entries were not counted.
    #[error("log {}: entry {index} is an entry of another member", folder.display())]
    ForeignEntry {
        /// The log's folder.
        folder: PathBuf,
        /// The first such entry.
        index: u64,
    },
    /// Both sides have the id and disagree in another field. Counted on both sides as one-sided.
    #[error("transaction {id}…: the two sides disagree")]
    Disagreement {
        /// The first 16 bytes of the id commitment, in hexadecimal.
        id: String,
    },
    /// One side has the id more than once. The surplus is counted as one-sided.
    #[error("transaction {id}…: written more than once by one side")]
    Repeated {
        /// The first 16 bytes of the id commitment, in hexadecimal.
        id: String,
    },
}

/// Whether the consumer or provider of this directory index belongs to the member that runs the log of this origin. For the
/// system that keeps a dossier it is asked as for a consumer.
pub type Belongs<'call> = dyn Fn(&str, Role, u32) -> bool + 'call;

/// What an audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// Every log, in order of its folder.
    pub logs: Vec<LogReport>,
    /// Counts, sorted by day, service, consumer, provider.
    pub rows: Vec<Row>,
    /// Transactions that both sides have.
    pub matched: u64,
    /// Entries that only the consumer's side has.
    pub consumer_only: u64,
    /// Entries that only the provider's side has.
    pub provider_only: u64,
    /// The entries of every `casework` log that is counted, in order of its folder. For programs, not for reports.
    #[serde(skip)]
    pub cases: Vec<CaseLog>,
    /// At most [`FINDINGS_MAX`] of them.
    pub findings: Vec<Finding>,
    /// All of them.
    pub finding_count: u64,
    /// Whether every entry was held against the member that runs its log.
    pub is_membership_checked: bool,
}

impl Audit {
    /// Whether everything that was checked is as it should be. One-sided entries alone are no finding: a crash leaves
    /// them.
    pub fn is_clean(&self) -> bool {
        self.finding_count == 0
    }

    fn add(&mut self, finding: Finding) {
        self.finding_count += 1;
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }
}

/// Audits every log in the given folders, each a log or a tree that holds logs.
///
/// Without keys no signature is checked. With keys, a log whose origin has none among them is a finding. Whose entries
/// a log may hold is not checked: see [`audit_with`].
pub fn audit(folders: &[PathBuf], keys: &[VerifierKey]) -> Result<Audit, AuditError> {
    audit_with(folders, keys, None)
}

/// Audits like [`audit`], and checks that each log holds entries of its own member only.
///
/// Without this check one gateway alone could write both sides of a transaction.
pub fn audit_with(
    folders: &[PathBuf],
    keys: &[VerifierKey],
    belongs: Option<&Belongs<'_>>,
) -> Result<Audit, AuditError> {
    let mut audit = Audit {
        is_membership_checked: belongs.is_some(),
        ..Audit::default()
    };
    let mut pairs = Pairs::default();
    let mut origins = BTreeSet::new();
    for folder in folders::find(folders)? {
        let mark = pairs.mark();
        let count = &mut |entry: &[u8]| pairs.add(entry);
        let mut checked = check_log(&mut |path| read(&folder, path), keys, belongs, count)?;
        let finding = not_counted(&mut checked, &folder, &mut origins);
        let is_counted = finding.is_none();
        let entries = std::mem::take(&mut checked.cases);
        if let Some(finding) = finding {
            audit.add(finding);
            pairs.take_back(mark);
        } else if checked.is_casework() {
            let origin = checked.origin.clone();
            audit.cases.push(CaseLog { origin, entries });
        }
        audit.logs.push(checked.into_report(folder, is_counted));
    }
    audit.rows = pairs.finish(&mut |finding| audit.add(finding));
    audit.matched = audit.rows.iter().map(|row| row.matched).sum();
    audit.consumer_only = audit.rows.iter().map(|row| row.consumer_only).sum();
    audit.provider_only = audit.rows.iter().map(|row| row.provider_only).sum();
    Ok(audit)
}

/// Why the entries of a checked log are not counted; `None` if they are.
fn not_counted(checked: &mut Checked, folder: &Path, origins: &mut BTreeSet<String>) -> Option<Finding> {
    let folder = folder.to_owned();
    if let Some(problem) = checked.problem.take() {
        return Some(Finding::Log { folder, problem });
    }
    if let Some(index) = checked.foreign {
        return Some(Finding::ForeignEntry { folder, index });
    }
    let origin = checked.origin.clone();
    (!origins.insert(origin.clone())).then_some(Finding::SameOrigin { folder, origin })
}

/// A file of a log; `None` if it is not there.
///
/// While a node runs, a partial tile goes when its tile is full: then the beginning of the full one stands for it, as
/// tlog-tiles allows.
fn read(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, AuditError> {
    if let Some(content) = read_file(folder.join(path))? {
        return Ok(Some(content));
    }
    let Some(partial) = Tile::parse(path).filter(|tile| !tile.is_full()) else {
        return Ok(None);
    };
    let item_bytes = match partial.level {
        Level::Entries => BUNDLE_ENTRY_BYTES,
        Level::Hashes(_) => HASH_BYTES,
    };
    let full = read_file(folder.join(partial.full().path()))?;
    Ok(full.map(|mut content| {
        content.truncate(usize::from(partial.width) * item_bytes);
        content
    }))
}

fn read_file(path: PathBuf) -> Result<Option<Vec<u8>>, AuditError> {
    match std::fs::read(&path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(AuditError::Read { path, source }),
    }
}
