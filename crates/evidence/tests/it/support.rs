//! A node on a storage, and transactions to give it.

use std::sync::Arc;

use motlan_core::caller::TransactionId;
use motlan_core::{Hour, Timestamp};
use motlan_evidence::case::{CaseEntry, Channel, Event, Pseudonym};
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::tile::{Level, Tile, width};
use motlan_evidence::tree::Hash;
use motlan_evidence::{
    Cause, Config, ConsumerIndex, Entry, Evidence, EvidenceRecord, Finished, IdCommitment, Intent, LogKey, LogName,
    Outcome, ProviderIndex, Recovered, RequestCommitment, ResponseCommitment, Role, ServiceIndex, SignedMessage,
    StatusClass, TransactionKey,
};
use motlan_store::storage::Storage;

pub(crate) const ORIGIN: &str = "motlan/VN/GOV/H45";

/// The key of every node here, unless a test wants another.
pub(crate) fn key() -> LogKey {
    "44".repeat(32).parse().unwrap()
}

/// A small journal, marks often, so that few entries reach every corner.
pub(crate) fn config() -> Config {
    Config {
        segment_bytes_max: 64 * 1024,
        mark_records: 300,
        ..Config::new(ORIGIN, key())
    }
}

pub(crate) async fn open(storage: &(impl Storage + Clone)) -> (Evidence, Recovered) {
    Evidence::open(Arc::new(storage.clone()), config()).await.unwrap()
}

fn key_of(number: u32) -> TransactionKey {
    let mut bytes = [0xA5; 32];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    TransactionKey::new(bytes).unwrap()
}

fn id_of(number: u32) -> TransactionId {
    let mut bytes = [0x5A; 32];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    TransactionId(bytes)
}

pub(crate) fn message_id(number: u32) -> String {
    format!("message-{number}")
}

fn message(fill: u8) -> SignedMessage {
    SignedMessage {
        content_digest: [fill; 64],
        signature: [fill + 1; 64],
        base: b"\"@method\": POST\n\"@path\": /verify".to_vec(),
    }
}

/// An answered transaction, the same on both sides but for the role.
pub(crate) fn finished(number: u32, role: Role) -> Finished {
    let (key, transaction) = (key_of(number), id_of(number));
    let (request, response) = (message(1), message(3));
    let entry = Entry {
        role,
        hour: Hour(490_000),
        service: ServiceIndex(7),
        consumer: ConsumerIndex(8),
        provider: ProviderIndex(9),
        id: IdCommitment::of(&key, &transaction),
        request: RequestCommitment::of(&key, &request.content_digest, &request.signature),
        outcome: Outcome::Answered {
            class: StatusClass::Success,
            response: ResponseCommitment::of(&key, &response.content_digest, &response.signature),
        },
    };
    let record = EvidenceRecord {
        created: Timestamp::from_seconds(490_000 * 3600 + 5),
        transaction,
        message_id: message_id(number),
        client: "VN/GOV/H45/onestop".parse().unwrap(),
        service: "VN/GOV/G01/population/verify".parse().unwrap(),
        peer: "VN/GOV/G01/gw1".parse().unwrap(),
        purpose: None,
        request,
        response: Some(response),
    };
    Finished { entry, key, record }
}

pub(crate) fn intent(number: u32) -> Intent {
    let Finished { entry, key, record } = finished(number, Role::Provider);
    let record = EvidenceRecord {
        response: None,
        ..record
    };
    Intent { entry, key, record }
}

/// The entry that an intent leaves after a crash.
pub(crate) fn crashed(number: u32) -> Entry {
    Entry {
        outcome: Outcome::Unfinished(Cause::Crash),
        ..intent(number).entry
    }
}

/// Finishes transactions all at once, so that they share commits.
pub(crate) async fn finish_all(evidence: &Evidence, numbers: std::ops::Range<u32>) {
    let appends: Vec<_> = numbers
        .map(|number| {
            let evidence = evidence.clone();
            tokio::spawn(async move { evidence.finish(finished(number, Role::Consumer)).await })
        })
        .collect();
    for append in appends {
        append.await.unwrap().unwrap();
    }
}

/// A published checkpoint under the node's key.
pub(crate) fn checkpoint(evidence: &Evidence, log: LogName) -> Checkpoint {
    let text = evidence.checkpoint(log).unwrap();
    Checkpoint::open(&text, evidence.verifier(log)).unwrap()
}

/// The first step of dossier `number`, whose other steps follow by their own numbers.
pub(crate) fn step(number: u32, step: u32) -> CaseEntry {
    let mut dossier = [0xD0; 16];
    dossier[..4].copy_from_slice(&number.to_be_bytes());
    CaseEntry {
        hour: Hour(490_000 + step),
        system: 8,
        unit: 3,
        procedure: 2,
        dossier: Pseudonym(dossier),
        step,
        channel: Channel::Online,
        received: None,
        due: None,
        ended: None,
        event: Event::Status {
            status: 1,
            number: step,
        },
        content: [0; 32],
    }
}

/// The root of the first `count` entries of a log, from its bundles alone.
pub(crate) fn root(evidence: &Evidence, log: LogName, count: u64) -> Hash {
    let mut edge = motlan_evidence::edge::RightEdge::default();
    for entry in bytes(evidence, log).iter().take(usize::try_from(count).unwrap()) {
        edge.append(&Hash::leaf(entry), &mut |_, _| ());
    }
    edge.root()
}

/// All published entries of a log of transactions, read as an auditor reads them.
pub(crate) fn entries(evidence: &Evidence, log: LogName) -> Vec<Entry> {
    let bytes = bytes(evidence, log);
    bytes.iter().map(|entry| Entry::parse(entry).unwrap()).collect()
}

/// The same of the log of dossiers.
pub(crate) fn steps(evidence: &Evidence) -> Vec<CaseEntry> {
    let bytes = bytes(evidence, LogName::Casework);
    bytes.iter().map(|entry| CaseEntry::parse(entry).unwrap()).collect()
}

/// The bytes of all published entries of a log.
pub(crate) fn bytes(evidence: &Evidence, log: LogName) -> Vec<[u8; 128]> {
    let size = evidence.published_size(log);
    let mut entries = Vec::new();
    for index in 0..size.div_ceil(256) {
        let width = width(Level::Entries, index, size);
        let tile = Tile {
            level: Level::Entries,
            index,
            width,
        };
        let bundle = evidence.read_file(log, &tile.path()).unwrap().unwrap();
        entries.extend(
            bundle
                .chunks(130)
                .map(|entry| <[u8; 128]>::try_from(&entry[2..]).unwrap()),
        );
    }
    entries
}

/// Changes one bit of a file.
pub(crate) fn flip(path: &std::path::Path, at: usize) {
    let mut content = std::fs::read(path).unwrap();
    content[at] ^= 0x10;
    std::fs::write(path, content).unwrap();
}
