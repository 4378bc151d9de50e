//! The centre's double-entry book: it pulls every gateway's `exchange` log, verifies it, and matches the two entries of
//! each transaction by id commitment.
//!
//! Until settlement exists this runs every second. Counts are functions of verified entries only; what one side alone
//! has is shown as such. Memory: matched pairs leave nothing but a count.

mod book;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use motlan_core::{Code, Failure, GatewayId};
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::edge::RightEdge;
use motlan_evidence::entry::ENTRY_BYTES;
use motlan_evidence::tile::{Level, Tile};
use motlan_evidence::{Entry, LogName, VerifierKey};

use self::book::Book;
pub use self::book::{Line, Parties};
use crate::directory::Gateway as RegisteredGateway;
use crate::gateway::Gateway;
use crate::transport::fetch::fetch;
use crate::transport::pool::Address;

/// Entries in a full bundle (tlog-tiles).
const BUNDLE: u64 = 256;

/// How far one log was read.
#[derive(Default)]
struct Followed {
    edge: RightEdge,
    checkpoint: Option<Checkpoint>,
    reading: Reading,
}

/// How the last attempt to read a log ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// There was none yet.
    #[default]
    NotYet,
    /// Everything up to its checkpoint is read and believed.
    Current,
    /// It could not be read, or contradicts its checkpoint (`invalid_signature`).
    Failed(Failure),
}

/// What is known of one gateway's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogState {
    /// Whose.
    pub gateway: GatewayId,
    /// Verified entries.
    pub size: u64,
    /// Its origin, once a checkpoint was seen.
    pub origin: Option<String>,
    /// Its verifier key, as the directory names it.
    pub vkey: String,
    /// How the last attempt to read it ended.
    pub reading: Reading,
}

/// The book of the centre.
#[derive(Default)]
pub struct Reconciler {
    followed: Mutex<BTreeMap<GatewayId, Followed>>,
    book: Mutex<Book>,
}

impl Reconciler {
    /// Reads what is new in every gateway's log.
    pub async fn run(&self, gateway: &Gateway) {
        let directory = gateway.directory.current();
        for registered in directory.gateways() {
            let outcome = self.follow(gateway, registered).await;
            let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
            followed.entry(registered.id.clone()).or_default().reading = match outcome {
                Ok(()) => Reading::Current,
                Err(failure) => Reading::Failed(failure),
            };
        }
    }

    /// What is known of every log.
    pub fn logs(&self, gateway: &Gateway) -> Vec<LogState> {
        let directory = gateway.directory.current();
        let followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        let exchange_log = |registered: &RegisteredGateway| exchange_vkey(registered).unwrap_or_default();
        let state = |registered: &RegisteredGateway| {
            let known = followed.get(&registered.id);
            LogState {
                gateway: registered.id.clone(),
                size: known.map_or(0, |known| known.edge.size()),
                origin: known.and_then(|known| Some(known.checkpoint.as_ref()?.origin.clone())),
                vkey: exchange_log(registered),
                reading: known.map_or(Reading::NotYet, |known| known.reading.clone()),
            }
        };
        directory
            .gateways()
            .into_iter()
            .map(|registered| state(registered))
            .collect()
    }

    /// Counts per day, service, consumer and provider, newest day first.
    pub fn lines(&self) -> Vec<Line> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner).lines()
    }

    async fn follow(&self, gateway: &Gateway, registered: &RegisteredGateway) -> Result<(), Failure> {
        let key: VerifierKey = exchange_vkey(registered)
            .and_then(|vkey| vkey.parse().ok())
            .ok_or_else(|| Failure::new(Code::InvalidDirectory, "the gateway has no exchange log with a key"))?;
        let address = Address::tls(&registered.address, registered.certificates.iter().copied());
        let note = fetch(&gateway.pool, gateway.room(), &address, "/log/exchange/checkpoint").await?;
        let checkpoint = std::str::from_utf8(&note)
            .map_err(|_| unbelievable("the checkpoint is not UTF-8"))
            .and_then(|note| Checkpoint::open(note, &key).map_err(|error| unbelievable(&error.to_string())))?;
        let mut edge = {
            let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
            followed.entry(registered.id.clone()).or_default().edge.clone()
        };
        if checkpoint.size < edge.size() {
            return Err(unbelievable("the log has become shorter"));
        }
        let entries = pull(gateway, &address, &mut edge, checkpoint.size).await?;
        if edge.root() != checkpoint.root {
            return Err(unbelievable("the entries do not give the checkpoint's root"));
        }
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in &entries {
            book.enter(entry);
        }
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        let state = followed.entry(registered.id.clone()).or_default();
        state.edge = edge;
        state.checkpoint = Some(checkpoint);
        Ok(())
    }
}

fn unbelievable(reason: &str) -> Failure {
    Failure::new(Code::InvalidSignature, reason)
}

fn exchange_vkey(registered: &RegisteredGateway) -> Option<String> {
    let log = registered
        .logs
        .iter()
        .find(|log| log.name == LogName::Exchange.as_str())?;
    Some(log.vkey.clone())
}

/// Reads the entries between the edge and `size`, and moves the edge there.
async fn pull(gateway: &Gateway, address: &Address, edge: &mut RightEdge, size: u64) -> Result<Vec<Entry>, Failure> {
    let mut entries = Vec::new();
    while edge.size() < size {
        let index = edge.size() / BUNDLE;
        let width = (size - index * BUNDLE).min(BUNDLE);
        let tile = Tile {
            level: Level::Entries,
            index,
            width: u16::try_from(width).unwrap_or(u16::MAX),
        };
        let path = format!("/log/exchange/{}", tile.path());
        let bundle = fetch(&gateway.pool, gateway.room(), address, &path).await?;
        let skip = usize::try_from(edge.size() - index * BUNDLE).unwrap_or(usize::MAX);
        for bytes in split(&bundle)?
            .into_iter()
            .skip(skip)
            .take(usize::try_from(width).unwrap_or(0) - skip)
        {
            entries.push(Entry::parse(bytes).map_err(|error| unbelievable(&error.to_string()))?);
            edge.append(&motlan_evidence::tree::Hash::leaf(bytes), &mut |_, _| {});
        }
        if edge.size() < (index * BUNDLE + width) {
            return Err(unbelievable("an entry bundle is too short"));
        }
    }
    Ok(entries)
}

/// The entries of a bundle: each 128 bytes after its length.
fn split(bundle: &[u8]) -> Result<Vec<&[u8]>, Failure> {
    bundle
        .chunks(ENTRY_BYTES + 2)
        .map(|chunk| match chunk.split_first_chunk::<2>() {
            Some((length, entry)) if usize::from(u16::from_be_bytes(*length)) == entry.len() => Ok(entry),
            _ => Err(unbelievable("an entry bundle is malformed")),
        })
        .collect()
}
