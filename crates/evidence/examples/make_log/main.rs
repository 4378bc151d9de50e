//! Makes logs with the real evidence of two nodes, for verifiers that others wrote (`tests/foreign`), and gives our own
//! verdict on the same files.
//!
//! * `make_log write DIR COUNT` makes a consumer's and a provider's node with about COUNT transactions each:
//!   `<node>/log/<name>/…`, `kept/<log>/<size>` (checkpoints published on the way), `proofs/<log>/….tlog-proof`, and
//!   `vkeys` with one line `<log> <verifier key>` for each log.
//! * `make_log flips DIR SEED COUNT` prints COUNT changes of one bit for each kind of authenticated bytes, and one change
//!   of nothing: lines of kind, file, byte and mask, separated by tabs.
//! * `make_log judge DIR` reads such lines and prints for each of them `accepted` or `rejected`.

mod flips;
mod judge;
mod write;

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use motlan_evidence::VerifierKey;

/// Whatever goes wrong here is told and ends the program.
type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// A log of the folder and its verifier key.
struct Log {
    /// Below the folder, as in `H45/log/exchange`.
    path: String,
    key: VerifierKey,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["write", folder, count] => count
            .parse()
            .map_err(Into::into)
            .and_then(|count| write::write(Path::new(folder), count)),
        ["flips", folder, seed, count] => count
            .parse()
            .map_err(Into::into)
            .and_then(|count| flips::print(Path::new(folder), seed, count)),
        ["judge", folder] => judge::judge(Path::new(folder)),
        _ => Err("use: make_log write DIR COUNT | flips DIR SEED COUNT | judge DIR".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // There is nobody left to tell if standard error is closed.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// The logs that `vkeys` names.
fn logs(folder: &Path) -> Result<Vec<Log>> {
    fs::read_to_string(folder.join("vkeys"))?
        .lines()
        .map(|line| {
            let (path, key) = line.split_once(' ').ok_or("a line of vkeys has no space")?;
            Ok(Log {
                path: path.to_owned(),
                key: key.parse()?,
            })
        })
        .collect()
}
