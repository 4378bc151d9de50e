//! Reads one log of every gateway and verifies it: what is handed on stands under a signed checkpoint, each entry once
//! and in the order of the log.
//!
//! It keeps no entry and counts nothing; whoever takes them does. A gateway gets only so much time, bandwidth and memory:
//! see the limits here and in `followed`. Where it stands is in memory only, so a new process begins at entry 0.

mod followed;
mod owner;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use motlan_core::{Code, Failure, GatewayId};
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::entry::ENTRY_BYTES;
use motlan_evidence::tile::Tile;
use motlan_evidence::{LogName, VerifierKey};

use self::followed::{Followed, unbelievable};
pub(super) use self::owner::{IsOwn, transaction};
use crate::directory::{Directory, Gateway as Registered, Indexed, Subject};
use crate::gateway::Gateway;
use crate::service::ask::address;
use crate::transport::fetch::fetch;

/// Bundles read of one gateway in one round: 16,384 entries, 2 MiB.
const ROUND_BUNDLES: usize = 64;

/// Patience for one gateway in one round.
const ROUND_TIMEOUT: Duration = Duration::from_secs(20);

/// How the last attempt to read a log ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// There was none yet, or it goes on: not everything up to its checkpoint is read.
    #[default]
    NotYet,
    /// Everything up to its checkpoint is read and believed.
    Current,
    /// It could not be read, contradicts its checkpoint (`invalid_signature`), or was not taken.
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

/// What a round does with verified entries: whose log, the index of the first, and the entries that follow each other.
/// It is quick, for it runs among the tasks of the gateway. If it fails, the same entries come again in the next round.
pub type Take<'a, T = [u8; ENTRY_BYTES]> = &'a (dyn Fn(&GatewayId, u64, &[T]) -> Result<(), Failure> + Sync);

/// What is kept of an entry while it waits for its root; refuses what cannot stand in this log.
type Keep<T> = fn(LogName, &[u8; ENTRY_BYTES], IsOwn<'_>) -> Result<T, Failure>;

/// Reads one log of every gateway. `T` is what is kept of an entry: its bytes, for all outside this crate.
pub struct Follower<T = [u8; ENTRY_BYTES]> {
    log: LogName,
    keep: Keep<T>,
    followed: Mutex<BTreeMap<GatewayId, Followed<T>>>,
    /// One round at a time.
    turn: tokio::sync::Mutex<()>,
}

impl Follower {
    /// Of this log, from its beginning.
    pub fn new(log: LogName) -> Self {
        Self::keeping(log, owner::whole)
    }
}

impl<T: Send> Follower<T> {
    /// Of this log, keeping less than whole entries.
    pub(super) fn keeping(log: LogName, keep: Keep<T>) -> Self {
        Self {
            log,
            keep,
            followed: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// Reads what is new in every gateway's log, eight gateways at a time, so that a dead one delays few others.
    /// A round that is called while another one runs waits for it.
    pub async fn run(&self, gateway: &Gateway, take: Take<'_, T>) {
        let _turn = self.turn.lock().await;
        let directory = gateway.directory.current();
        let waiting = Mutex::new(self.gateways(&directory).into_iter().collect());
        let lane = || Box::pin(self.follow_all(gateway, &directory, &waiting, take));
        tokio::join!(lane(), lane(), lane(), lane(), lane(), lane(), lane(), lane());
    }

    /// What is known of every log.
    pub fn logs(&self, gateway: &Gateway) -> Vec<LogState> {
        let directory = gateway.directory.current();
        let followed = lock(&self.followed);
        let state = |registered: &Arc<Indexed<Registered>>| {
            let known = followed.get(&registered.id);
            LogState {
                gateway: registered.id.clone(),
                size: known.map_or(0, |known| known.edge.size()),
                origin: known.and_then(|known| Some(known.checkpoint.as_ref()?.origin.clone())),
                vkey: self.vkey(registered).unwrap_or_default().to_owned(),
                reading: known.map_or(Reading::NotYet, |known| known.reading.clone()),
            }
        };
        self.gateways(&directory).into_iter().map(state).collect()
    }

    /// Whether the last round read every log up to its checkpoint.
    pub fn is_current(&self, gateway: &Gateway) -> bool {
        let logs = self.logs(gateway);
        logs.iter().all(|log| log.reading == Reading::Current)
    }

    /// Every gateway has a log of transactions. One that registered no other log is passed over.
    fn gateways<'a>(&self, directory: &'a Directory) -> Vec<&'a Arc<Indexed<Registered>>> {
        let mut gateways = directory.gateways();
        gateways.retain(|registered| self.log == LogName::Exchange || self.vkey(registered).is_some());
        gateways
    }

    fn vkey<'a>(&self, registered: &'a Registered) -> Option<&'a str> {
        let mut logs = registered.logs.iter();
        let log = logs.find(|log| log.name == self.log.as_str())?;
        Some(&log.vkey)
    }

    async fn follow_all(
        &self,
        gateway: &Gateway,
        directory: &Directory,
        waiting: &Mutex<VecDeque<&Arc<Indexed<Registered>>>>,
        take: Take<'_, T>,
    ) {
        loop {
            let next = lock(waiting).pop_front();
            let Some(registered) = next else {
                return;
            };
            let following = self.follow(gateway, directory, registered, take);
            let reading = match tokio::time::timeout(ROUND_TIMEOUT, following).await {
                Ok(Ok(reading)) => reading,
                Ok(Err(failure)) => Reading::Failed(failure),
                Err(_) => Reading::Failed(Failure::new(Code::PeerUnreachable, "its log is too slow to read")),
            };
            self.with(&registered.id, |followed| followed.reading = reading);
        }
    }

    /// Goes on with one log for one round. What it reads outlives a time-out; what it cannot believe is forgotten.
    async fn follow(
        &self,
        gateway: &Gateway,
        directory: &Directory,
        registered: &Registered,
        take: Take<'_, T>,
    ) -> Result<Reading, Failure> {
        let (id, address) = (&registered.id, address(registered));
        if self.with(id, |followed| followed.pending.is_none()) {
            let path = format!("/log/{}/checkpoint", self.log);
            let key = self.key(registered)?;
            let note = fetch(&gateway.pool, gateway.room(), &address, &path).await?;
            self.aim(id, open(&note, &key)?)?;
        }
        let is_own = |index| directory.subject(index).and_then(Subject::member) == Some(id.member());
        for _ in 0..ROUND_BUNDLES {
            let Some(tile) = self.next(id) else {
                break;
            };
            let path = format!("/log/{}/{}", self.log, tile.path());
            let fetched = fetch(&gateway.pool, gateway.room(), &address, &path).await;
            let bundle = fetched.inspect_err(|failure| self.give_up(id, failure))?;
            self.take_in(id, &bundle, tile, &is_own)?;
        }
        self.settle(id, take)
    }

    fn key(&self, registered: &Registered) -> Result<VerifierKey, Failure> {
        let key = self.vkey(registered).and_then(|vkey| vkey.parse().ok());
        key.ok_or_else(|| {
            let detail = format!("the gateway has no {} log with a key", self.log);
            Failure::new(Code::InvalidDirectory, detail)
        })
    }

    fn with<R>(&self, id: &GatewayId, change: impl FnOnce(&mut Followed<T>) -> R) -> R {
        change(lock(&self.followed).entry(id.clone()).or_default())
    }

    /// Begins to read up to a new checkpoint.
    pub(super) fn aim(&self, id: &GatewayId, target: Checkpoint) -> Result<(), Failure> {
        self.with(id, |followed| followed.aim(target))
    }

    /// The bundle to be read next; `None` if nothing is missing.
    pub(super) fn next(&self, id: &GatewayId) -> Option<Tile> {
        self.with(id, |followed| followed.next())
    }

    /// Takes in one bundle.
    pub(super) fn take_in(&self, id: &GatewayId, bundle: &[u8], tile: Tile, is_own: IsOwn<'_>) -> Result<(), Failure> {
        let keep = |bytes: &_| (self.keep)(self.log, bytes, is_own);
        self.with(id, |followed| followed.take_in(bundle, tile, &keep))
    }

    /// Forgets a checkpoint whose entries the gateway does not have, so that the next round asks for a new one.
    fn give_up(&self, id: &GatewayId, failure: &Failure) {
        if failure.code == Code::NotFound {
            self.with(id, |followed| followed.pending = None);
        }
    }

    /// Hands on what is read, once it is everything up to its checkpoint.
    pub(super) fn settle(&self, id: &GatewayId, take: Take<'_, T>) -> Result<Reading, Failure> {
        if self.next(id).is_some() {
            return Ok(Reading::NotYet);
        }
        let (first, verified) = self.with(id, |followed| (followed.edge.size(), followed.verify()));
        let Some(pending) = verified? else {
            return Ok(Reading::Current);
        };
        // Not under the lock: whoever takes may ask how far this is.
        let taken = match pending.entries.as_slice() {
            [] => Ok(()),
            entries => take(id, first, entries),
        };
        self.with(id, |followed| match &taken {
            Ok(()) => followed.advance(pending),
            Err(_) => followed.pending = Some(pending),
        });
        taken.map(|()| Reading::Current)
    }
}

fn open(note: &[u8], key: &VerifierKey) -> Result<Checkpoint, Failure> {
    let note = std::str::from_utf8(note).map_err(|_| unbelievable("the checkpoint is not UTF-8"))?;
    Checkpoint::open(note, key).map_err(|error| unbelievable(&error.to_string()))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
