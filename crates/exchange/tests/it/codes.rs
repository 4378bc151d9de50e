//! Every public code is produced through real sockets, with its status, its type on X-Road's face and its words.
//!
//! A row names a code and the situation that gives it. Each area walks its own rows; the coverage test compares the rows
//! of all areas with the catalogue. What cannot be produced stands in [`EXCEPTIONS`] with the reason; what only the
//! faces of other crates say is walked there, and here it is only checked that one of them says it.

mod by_hand;
mod by_hand_words;
mod client_face;
mod directory;
mod fake_provider;
mod heads;
mod outlived;
mod paths;
mod provider_face;
mod provider_tls;
mod registry;
mod wrong_answer;

use std::collections::BTreeSet;
use std::path::Path;
use std::pin::Pin;

use motlan_core::error::Level;
use motlan_core::{Code, Failure};
use tokio::task::LocalSet;
use uuid::Uuid;

use crate::support::Reply;

/// Codes without a row. The list may only become shorter.
const EXCEPTIONS: [(Code, &str); 4] = [
    (
        Code::InvalidKey,
        "keys are read from files at the start, and in the directory they make it invalid",
    ),
    (
        Code::DirectoryRequestRefused,
        "the centre's writer is a library: no face takes requests of owners yet",
    ),
    (Code::AgencyCodeForm, "a conversion in a library, behind no face"),
    (
        Code::AgencyCodeNotConvertible,
        "a conversion in a library, behind no face",
    ),
];

/// Crates with faces of their own, whose codes never begin at a gateway.
const OTHER_FACES: [&str; 3] = ["identity", "casework", "portal"];

/// Where a code was seen.
#[derive(Debug)]
enum Seen {
    /// On X-Road's face, said by the consumer's gateway.
    ClientProxy(Reply),
    /// On X-Road's face, said by the provider's gateway.
    ServerProxy(Reply),
    /// Between gateways.
    Wire(Failure),
    /// By a node that refreshes its directory.
    Refresh(Failure),
    /// In the answer of a registry, which passes both gateways untouched.
    Problem(Reply),
}

type Situation = fn() -> Pin<Box<dyn Future<Output = Seen>>>;

/// A code and a situation that gives it.
struct Row {
    code: Code,
    name: &'static str,
    situation: Situation,
}

/// The rows of an area, and the test that walks them.
macro_rules! rows {
    ($($code:ident: $($situation:ident),+;)+) => {
        pub(super) const ROWS: &[super::Row] = &[$($(super::Row {
            code: motlan_core::Code::$code,
            name: stringify!($situation),
            situation: || Box::pin($situation()),
        },)+)+];

        #[tokio::test]
        async fn every_situation_gives_its_code() {
            super::walk(ROWS).await;
        }
    };
}
use rows;

/// Tries every row, even after one failed; the panics themselves are on stderr.
async fn walk(rows: &'static [Row]) {
    let tasks = LocalSet::new();
    let walking = async {
        let mut failed = Vec::new();
        for row in rows {
            if tasks.spawn_local(try_row(row)).await.is_err() {
                failed.push(format!("{} in {}", row.code, row.name));
            }
        }
        failed
    };
    let failed = tasks.run_until(walking).await;
    assert!(failed.is_empty(), "failed: {failed:#?}");
}

async fn try_row(row: &'static Row) {
    let seen = (row.situation)().await;
    let place = format!("{} in {}", row.code, row.name);
    match &seen {
        Seen::ClientProxy(reply) => check_face(row.code, "clientproxy", reply, &place),
        Seen::ServerProxy(reply) => check_face(row.code, "serverproxy", reply, &place),
        Seen::Wire(failure) | Seen::Refresh(failure) => assert_eq!(failure.code, row.code, "{place}: {failure}"),
        Seen::Problem(reply) => check_problem(row.code, reply, &place),
    }
}

fn check_face(code: Code, side: &str, reply: &Reply, place: &str) {
    let description = code.description();
    let place = format!("{place}: {reply:?}");
    assert_eq!(reply.code(), Some(description.code), "{place}");
    assert_eq!(reply.status, description.status, "{place}");
    let kind = format!("server.{side}.{}", description.xroad);
    assert_eq!(reply.find("x-road-error"), Some(kind.as_str()), "{place}");
    assert_eq!(reply.find("content-type"), Some("application/json"), "{place}");
    assert_eq!(reply.find("retry-after"), retry_after(code), "{place}");
    let body = reply.json();
    let members: BTreeSet<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, BTreeSet::from(["detail", "message", "type"]), "{place}");
    assert_eq!(body["type"], kind, "{place}");
    assert!(Uuid::try_parse(body["detail"].as_str().unwrap()).is_ok(), "{place}");
    let message = body["message"].as_str().unwrap();
    let is_inner = description.level == Level::Error && description.status >= 500;
    assert!(
        if is_inner {
            message == description.en
        } else {
            !message.is_empty()
        },
        "{place}"
    );
}

/// Seconds after which a client may come back: of these codes alone it is known.
fn retry_after(code: Code) -> Option<&'static str> {
    match code {
        Code::Starting => Some("5"),
        Code::Overloaded | Code::ProofPending => Some("1"),
        _ => None,
    }
}

/// A provider's own refusal: RFC 9457 from the registry, and no gateway says that it failed.
fn check_problem(code: Code, reply: &Reply, place: &str) {
    let description = code.description();
    let place = format!("{place}: {reply:?}");
    assert_eq!(reply.status, description.status, "{place}");
    assert_eq!((reply.code(), reply.find("x-road-error")), (None, None), "{place}");
    assert_eq!(reply.find("content-type"), Some("application/problem+json"), "{place}");
    let body = reply.json();
    assert_eq!(
        (&body["code"], &body["status"]),
        (&code.as_str().into(), &description.status.into()),
        "{place}"
    );
    assert!(!body["detail"].as_str().unwrap().is_empty(), "{place}");
}

#[test]
fn every_code_has_a_row_or_a_reason() {
    let areas = [
        by_hand::ROWS,
        by_hand_words::ROWS,
        client_face::ROWS,
        directory::ROWS,
        fake_provider::ROWS,
        heads::ROWS,
        outlived::ROWS,
        paths::ROWS,
        provider_face::ROWS,
        provider_tls::ROWS,
        registry::ROWS,
        wrong_answer::ROWS,
    ];
    let walked: BTreeSet<&str> = areas
        .iter()
        .flat_map(|rows| rows.iter())
        .map(|row| row.code.as_str())
        .collect();
    let excepted: BTreeSet<&str> = EXCEPTIONS.iter().map(|(code, _)| code.as_str()).collect();
    let both: Vec<_> = walked.intersection(&excepted).collect();
    assert!(both.is_empty(), "no longer exceptions: {both:?}");
    let all: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let said_elsewhere: BTreeSet<&str> = said_elsewhere().into_iter().map(Code::as_str).collect();
    let here = &walked | &excepted;
    let missing: Vec<_> = all.difference(&(&here | &said_elsewhere)).copied().collect();
    assert!(missing.is_empty(), "codes that nothing produces: {missing:?}");
}

/// The codes that the sources of the other faces name.
fn said_elsewhere() -> Vec<Code> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut names = BTreeSet::new();
    for face in OTHER_FACES {
        collect_names(&crates.join(face).join("src"), &mut names);
    }
    let is_named = |code: &Code| names.contains(&format!("{code:?}"));
    Code::ALL.iter().copied().filter(is_named).collect()
}

/// Every `X` of a `Code::X` in the sources below a folder.
fn collect_names(folder: &Path, names: &mut BTreeSet<String>) {
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            collect_names(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            let mut after = source.split("Code::");
            after.next();
            names.extend(after.map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>()));
        }
    }
}
