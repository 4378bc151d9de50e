//! `motlan registry subscribe`: follows the changes of a registry, as an agency's system would.
//!
//! Each change is one JSON line on standard output, in order, at least once. How far it came is written down when its
//! lines are out, so that after whatever end it begins where it was, or a page before.

use std::fs::File;
use std::io::Write;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use http::Method;
use motlan_core::limits::BODY_BYTES_MAX;
use motlan_core::{ClientId, Code, ServiceId};
use motlan_store::storage::{DiskStorage, Storage};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::Verdict;
use crate::http::{self as client, Connection, XRoadRequest};
use crate::node::runtime;

pub(crate) const EXAMPLE: &str = "Example:\n  motlan registry subscribe --client VN/GOV/G24/insurance --gateway http://127.0.0.1:8280 \\
    --position ./population.position VN/GOV/G01/population/changes >> changes.jsonl";

/// How long to rest after a refusal that will pass.
const REST: Duration = Duration::from_secs(1);

/// Refusals that pass without anybody changing a right or a word. All others end the program.
const PASSING: [Code; 12] = [
    Code::CreatedOutsideWindow,
    Code::DirectoryOutdated,
    Code::EvidenceUnavailable,
    Code::InternalError,
    Code::JournalUnavailable,
    Code::OutcomeUnknown,
    Code::Overloaded,
    Code::PeerUnreachable,
    Code::ProviderTimeout,
    Code::ProviderUnreachable,
    Code::QuotaExceeded,
    Code::Starting,
];

/// What is followed, and where what is known of it is kept.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Who asks, as in `VN/GOV/G24/insurance`.
    #[arg(long)]
    client: ClientId,
    /// The gateway's X-Road face.
    #[arg(long, default_value = "http://127.0.0.1:8380")]
    gateway: String,
    /// The legal basis, where the grant has several.
    #[arg(long)]
    purpose: Option<String>,
    /// The file that says how far it came; made if there is none.
    #[arg(long)]
    position: PathBuf,
    /// Seconds that the registry is to wait for the next change.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u8).range(0..=25))]
    wait_s: u8,
    /// End at the end of the feed.
    #[arg(long)]
    until_end: bool,
    /// The service, as in `VN/GOV/G01/population/changes`.
    service: ServiceId,
}

/// A page, its changes as they came.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    changes: Vec<&'a RawValue>,
    next: u64,
    last: u64,
}

/// What came of a question.
enum Outcome {
    Page(Bytes),
    /// It will pass; why.
    Passing(String),
    Refused(String),
}

/// Follows until it is ended, refused, or at the end if that is all that is wanted.
pub(crate) fn run(arguments: &Arguments) -> Result<Verdict> {
    let Some(authority) = arguments.gateway.strip_prefix("http://") else {
        bail!("the gateway's address begins with http://")
    };
    runtime()?.block_on(follow(arguments, authority.trim_end_matches('/')))
}

async fn follow(arguments: &Arguments, authority: &str) -> Result<Verdict> {
    let mark = Mark::open(&arguments.position)?;
    let mut position = mark.read()?;
    let mut line = None;
    loop {
        match ask(arguments, authority, position, &mut line).await {
            Ok(Outcome::Page(body)) => {
                let page: Page<'_> = serde_json::from_slice(&body).context("the answer is no page of changes")?;
                ensure!(page.next >= position, "the feed goes backwards");
                hand_on(&page)?;
                if page.next > position {
                    position = page.next;
                    mark.write(position)?;
                }
                if arguments.until_end && page.next == page.last {
                    return Ok(Verdict::True);
                }
            }
            Ok(Outcome::Passing(why)) => rest(&why).await,
            Ok(Outcome::Refused(why)) => {
                eprintln!("{why}");
                return Ok(Verdict::Refused);
            }
            Err(error) => {
                line = None;
                rest(&format!("{error:#}")).await;
            }
        }
    }
}

async fn rest(why: &str) {
    eprintln!("{why}; trying again");
    tokio::time::sleep(REST).await;
}

async fn ask(arguments: &Arguments, authority: &str, position: u64, line: &mut Option<Connection>) -> Result<Outcome> {
    let wait_s = if arguments.until_end { 0 } else { arguments.wait_s };
    let request = XRoadRequest {
        client: arguments.client.to_string(),
        method: Method::GET,
        path: format!("/r1/{}?after={position}&wait_s={wait_s}", arguments.service),
        media_type: "application/json",
        purpose: arguments.purpose.clone(),
        body: Bytes::new(),
    };
    if let Some(connection) = line
        && !connection.is_usable().await
    {
        *line = None;
    }
    let connection = match line {
        Some(connection) => connection,
        None => line.insert(Connection::open(authority).await?),
    };
    let response = connection.send(request.to_http(authority)?).await?;
    let status = response.status();
    let code = response.headers().get("motlan-error").cloned();
    let body = client::body(response, usize::try_from(BODY_BYTES_MAX)?).await?;
    if status.is_success() && code.is_none() {
        return Ok(Outcome::Page(body));
    }
    let why = String::from_utf8_lossy(&body).into_owned();
    // A registry says its code in the body.
    let said = code.as_ref().and_then(|code| code.to_str().ok()).map(str::to_owned);
    let code = said.or_else(|| {
        let problem: serde_json::Value = serde_json::from_slice(&body).ok()?;
        Some(problem["code"].as_str()?.to_owned())
    });
    let passes = code
        .and_then(|code| Code::find(&code))
        .is_some_and(|code| PASSING.contains(&code));
    Ok(if passes {
        Outcome::Passing(why)
    } else {
        Outcome::Refused(why)
    })
}

/// Prints the changes; where they go into a file, they are on its disk afterwards.
fn hand_on(page: &Page<'_>) -> Result<()> {
    if page.changes.is_empty() {
        return Ok(());
    }
    let mut lines = String::new();
    for change in &page.changes {
        lines.push_str(change.get());
        lines.push('\n');
    }
    let mut output = File::from(std::io::stdout().as_fd().try_clone_to_owned()?);
    output.write_all(lines.as_bytes())?;
    if output.metadata()?.is_file() {
        output.sync_data()?;
    }
    Ok(())
}

/// The file that says how far a subscriber came: one number.
struct Mark {
    storage: DiskStorage,
    name: String,
}

impl Mark {
    fn open(file: &Path) -> Result<Self> {
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .context("--position names no file")?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let storage = DiskStorage::new(folder.unwrap_or(Path::new(".")))?;
        Ok(Self {
            storage,
            name: name.to_owned(),
        })
    }

    fn read(&self) -> Result<u64> {
        match self.storage.read(&self.name) {
            Ok(content) => {
                let text = String::from_utf8(content).context("the position is no number")?;
                text.trim().parse().context("the position is no number")
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error).context("the position cannot be read"),
        }
    }

    fn write(&self, position: u64) -> Result<()> {
        let content = format!("{position}\n");
        self.storage
            .replace(&self.name, content.as_bytes(), true)
            .context("the position cannot be written")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_and_a_damaged_one_is_not_taken_for_the_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("feed.position");
        let mark = Mark::open(&file).unwrap();
        assert_eq!(mark.read().unwrap(), 0);
        mark.write(1234).unwrap();
        assert_eq!(Mark::open(&file).unwrap().read().unwrap(), 1234);
        std::fs::write(&file, "12x").unwrap();
        assert!(mark.read().is_err());
    }

    #[test]
    fn changes_are_handed_on_as_they_came() {
        let body = br#"{"changes":[{"position":7,"key":"A","fields":{"b":"\u0111"}}],"next":7,"last":9}"#;
        let page: Page<'_> = serde_json::from_slice(body).unwrap();
        assert_eq!((page.next, page.last), (7, 9));
        assert_eq!(
            page.changes[0].get(),
            r#"{"position":7,"key":"A","fields":{"b":"\u0111"}}"#
        );
    }
}
