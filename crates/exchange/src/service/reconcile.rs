//! The centre's double-entry book: it pulls every gateway's `exchange` log, verifies it, and matches the two entries of
//! each transaction by id commitment.
//!
//! Until settlement exists this runs every second. Counts are functions of verified entries only; what one side alone
//! has is shown as such. A gateway gets only so much time, bandwidth and memory: see the limits below and `book`.

mod book;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use motlan_core::{Code, Failure, GatewayId, Hour};
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::edge::RightEdge;
use motlan_evidence::tile::{self, FULL_WIDTH, Level, Tile};
use motlan_evidence::tree::Hash;
use motlan_evidence::{Entry, LogName, VerifierKey};

use self::book::{Book, Half};
pub use self::book::{Line, Parties};
use crate::directory::{Directory, Gateway as RegisteredGateway, Indexed, Subject};
use crate::gateway::Gateway;
use crate::transport::fetch::fetch;
use crate::transport::pool::Address;

/// Bundles read of one gateway in one round: 16,384 entries, 2 MiB.
const ROUND_BUNDLES: usize = 64;

/// Patience for one gateway in one round.
const ROUND_TIMEOUT: Duration = Duration::from_secs(20);

/// Entries of one gateway that wait for their checkpoint: 8,388,608 of 56 bytes, 470 MB. Of a log that is further ahead
/// than this nothing is read; `motlan audit` knows no such bound.
const PENDING_MAX: u64 = 1 << 23;

/// How far one log was read.
#[derive(Default)]
struct Followed {
    /// The entries that are in the book.
    edge: RightEdge,
    checkpoint: Option<Checkpoint>,
    pending: Option<Pending>,
    reading: Reading,
}

/// Entries that are read but not believed before the root of their checkpoint is reached.
struct Pending {
    target: Checkpoint,
    edge: RightEdge,
    halves: Vec<Half>,
}

/// How the last attempt to read a log ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// There was none yet, or it goes on: not everything up to its checkpoint is read.
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
    /// Reads what is new in every gateway's log: eight gateways at a time, so that a dead one delays few others.
    pub async fn run(&self, gateway: &Gateway) {
        let directory = gateway.directory.current();
        let waiting = Mutex::new(directory.gateways().into_iter().collect());
        let lane = || Box::pin(self.follow_all(gateway, &directory, &waiting));
        tokio::join!(lane(), lane(), lane(), lane(), lane(), lane(), lane(), lane());
        let is_current = |registered: &Arc<Indexed<RegisteredGateway>>| {
            lock(&self.followed)
                .get(&registered.id)
                .is_some_and(|followed| followed.reading == Reading::Current)
        };
        if directory.gateways().into_iter().all(is_current) {
            let hours = gateway.clock.now().as_micros() / 3_600_000_000;
            let now = Hour(u32::try_from(hours).unwrap_or_default());
            lock(&self.book).close_before_yesterday(now);
        }
    }

    async fn follow_all(
        &self,
        gateway: &Gateway,
        directory: &Directory,
        waiting: &Mutex<VecDeque<&Arc<Indexed<RegisteredGateway>>>>,
    ) {
        loop {
            let next = lock(waiting).pop_front();
            let Some(registered) = next else {
                return;
            };
            let following = self.follow(gateway, directory, registered);
            let reading = match tokio::time::timeout(ROUND_TIMEOUT, following).await {
                Ok(Ok(reading)) => reading,
                Ok(Err(failure)) => Reading::Failed(failure),
                Err(_) => Reading::Failed(Failure::new(Code::PeerUnreachable, "its log is too slow to read")),
            };
            lock(&self.followed).entry(registered.id.clone()).or_default().reading = reading;
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

    /// Goes on with one log for one round. What it reads outlives a time-out; what it cannot believe is forgotten.
    async fn follow(
        &self,
        gateway: &Gateway,
        directory: &Directory,
        registered: &RegisteredGateway,
    ) -> Result<Reading, Failure> {
        let address = Address::tls(&registered.address, registered.certificates.iter().copied());
        let has_target = lock(&self.followed)
            .get(&registered.id)
            .is_some_and(|followed| followed.pending.is_some());
        if !has_target {
            let target = read_checkpoint(gateway, registered, &address).await?;
            lock(&self.followed)
                .entry(registered.id.clone())
                .or_default()
                .aim(target)?;
        }
        for _ in 0..ROUND_BUNDLES {
            let next = lock(&self.followed).get(&registered.id).and_then(Followed::next);
            let Some(tile) = next else {
                break;
            };
            let path = format!("/log/exchange/{}", tile.path());
            let fetched = fetch(&gateway.pool, gateway.room(), &address, &path).await;
            let bundle = fetched.inspect_err(|failure| self.give_up(&registered.id, failure))?;
            let belongs = |entry: &Entry| {
                let owner = directory.subject(entry.party()).and_then(Subject::member);
                owner == Some(registered.id.member())
            };
            let mut followed = lock(&self.followed);
            let followed = followed.entry(registered.id.clone()).or_default();
            if let Some(pending) = &mut followed.pending
                && let Err(failure) = pending.take_in(&bundle, tile, &belongs)
            {
                followed.pending = None;
                return Err(failure);
            }
        }
        self.settle(&registered.id)
    }

    /// Forgets a checkpoint whose entries the gateway does not have, so that the next round asks for a new one.
    fn give_up(&self, id: &GatewayId, failure: &Failure) {
        if failure.code == Code::NotFound
            && let Some(followed) = lock(&self.followed).get_mut(id)
        {
            followed.pending = None;
        }
    }

    /// Moves what is read to the book, once it is everything up to its checkpoint.
    fn settle(&self, id: &GatewayId) -> Result<Reading, Failure> {
        let mut all = lock(&self.followed);
        let followed = all.entry(id.clone()).or_default();
        if followed.next().is_some() {
            return Ok(Reading::NotYet);
        }
        if let Some(pending) = followed.pending.take() {
            if pending.edge.root() != pending.target.root {
                return Err(unbelievable("the entries do not give the checkpoint's root"));
            }
            followed.edge = pending.edge;
            followed.checkpoint = Some(pending.target);
            drop(all);
            let mut book = lock(&self.book);
            pending.halves.iter().for_each(|half| book.enter(half));
        }
        Ok(Reading::Current)
    }
}

impl Followed {
    /// Begins to read up to a new checkpoint.
    fn aim(&mut self, target: Checkpoint) -> Result<(), Failure> {
        let Some(ahead) = target.size.checked_sub(self.edge.size()) else {
            return Err(unbelievable("the log has become shorter"));
        };
        if ahead > PENDING_MAX {
            return Err(unbelievable("the log is too far ahead to be read"));
        }
        self.pending = Some(Pending {
            target,
            edge: self.edge.clone(),
            halves: Vec::new(),
        });
        Ok(())
    }

    /// The bundle to be read next; `None` if nothing is missing.
    fn next(&self) -> Option<Tile> {
        let pending = self.pending.as_ref()?;
        let index = pending.edge.size() / u64::from(FULL_WIDTH);
        let width = tile::width(Level::Entries, index, pending.target.size);
        let level = Level::Entries;
        (pending.edge.size() < pending.target.size).then_some(Tile { level, index, width })
    }
}

impl Pending {
    /// Takes in the new entries of a bundle.
    fn take_in(&mut self, bundle: &[u8], tile: Tile, belongs: &dyn Fn(&Entry) -> bool) -> Result<(), Failure> {
        let entries = tile::bundle_entries(bundle, tile.width)
            .ok_or_else(|| unbelievable("an entry bundle is not as many entries as it must be"))?;
        // Less than a bundle: the edge stands in this one.
        let known = usize::try_from(self.edge.size() % u64::from(FULL_WIDTH)).unwrap_or_default();
        for bytes in entries.into_iter().skip(known) {
            let entry = Entry::parse(bytes).map_err(|error| unbelievable(&error.to_string()))?;
            if entry.log() != LogName::Exchange {
                return Err(unbelievable("an entry of another log"));
            }
            if !belongs(&entry) {
                return Err(unbelievable("an entry of another member"));
            }
            self.halves.push(Half::of(&entry));
            self.edge.append(&Hash::leaf(bytes), &mut |_, _| {});
        }
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn read_checkpoint(
    gateway: &Gateway,
    registered: &RegisteredGateway,
    address: &Address,
) -> Result<Checkpoint, Failure> {
    let key: VerifierKey = exchange_vkey(registered)
        .and_then(|vkey| vkey.parse().ok())
        .ok_or_else(|| Failure::new(Code::InvalidDirectory, "the gateway has no exchange log with a key"))?;
    let note = fetch(&gateway.pool, gateway.room(), address, "/log/exchange/checkpoint").await?;
    let note = std::str::from_utf8(&note).map_err(|_| unbelievable("the checkpoint is not UTF-8"))?;
    Checkpoint::open(note, &key).map_err(|error| unbelievable(&error.to_string()))
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

#[cfg(test)]
mod tests {
    use motlan_core::Hour;
    use motlan_evidence::{
        ConsumerIndex, IdCommitment, Outcome, ProviderIndex, RequestCommitment, ResponseCommitment, Role, ServiceIndex,
        StatusClass,
    };

    use super::*;

    const OWN: u32 = 8;

    fn entry(number: u8, role: Role) -> Entry {
        Entry {
            role,
            hour: Hour(490_000),
            service: ServiceIndex(7),
            consumer: ConsumerIndex(OWN),
            provider: ProviderIndex(9),
            id: IdCommitment([number; 32]),
            request: RequestCommitment([1; 32]),
            outcome: Outcome::Answered {
                class: StatusClass::Success,
                response: ResponseCommitment([1; 32]),
            },
        }
    }

    fn bundle(entries: &[Entry]) -> Vec<u8> {
        let framed = |entry: &Entry| [&[0, 128][..], &entry.to_bytes()].concat();
        entries.iter().flat_map(framed).collect()
    }

    fn target(entries: &[Entry]) -> Checkpoint {
        let mut edge = RightEdge::default();
        for entry in entries {
            edge.append(&Hash::leaf(&entry.to_bytes()), &mut |_, _| {});
        }
        Checkpoint {
            origin: "motlan/VN/GOV/H45/exchange".to_owned(),
            size: edge.size(),
            root: edge.root(),
        }
    }

    /// Reads `served` where the checkpoint is that of `signed`.
    fn read(reconciler: &Reconciler, signed: &[Entry], served: &[Entry]) -> Result<Reading, Failure> {
        let id: GatewayId = "VN/GOV/H45/gw1".parse().unwrap();
        {
            let mut all = lock(&reconciler.followed);
            let followed = all.entry(id.clone()).or_default();
            followed.aim(target(signed))?;
            let belongs = |entry: &Entry| entry.party() == OWN;
            if let Some(tile) = followed.next() {
                let pending = followed.pending.as_mut().unwrap();
                pending.take_in(&bundle(served), tile, &belongs)?;
            }
        }
        reconciler.settle(&id)
    }

    fn detail(result: Result<Reading, Failure>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn entries_count_only_when_their_root_is_signed() {
        let reconciler = Reconciler::default();
        let (one, two) = (entry(1, Role::Consumer), entry(2, Role::Consumer));
        assert_eq!(read(&reconciler, &[one], &[one]), Ok(Reading::Current));
        let failed = detail(read(&reconciler, &[one, two], &[one, entry(3, Role::Consumer)]));
        assert!(failed.contains("root"), "{failed}");
        assert_eq!(reconciler.lines()[0].consumer_only, 1);
        assert_eq!(read(&reconciler, &[one, two], &[one, two]), Ok(Reading::Current));
        assert_eq!(reconciler.lines()[0].consumer_only, 2);
        let failed = detail(read(&reconciler, &[one], &[one]));
        assert!(failed.contains("shorter"), "{failed}");
    }

    #[test]
    fn one_gateway_cannot_write_both_sides() {
        let reconciler = Reconciler::default();
        let both = [entry(1, Role::Consumer), entry(1, Role::Provider)];
        let failed = detail(read(&reconciler, &both, &both));
        assert!(failed.contains("another member"), "{failed}");
        assert_eq!(reconciler.lines(), []);
    }

    #[test]
    fn a_size_that_jumps_absurdly_is_refused() {
        let mut followed = Followed::default();
        let absurd = Checkpoint {
            size: 1 << 60,
            ..target(&[])
        };
        assert!(followed.aim(absurd).is_err());
        assert!(followed.pending.is_none());
    }
}
