//! The journal's thread: how records share a commit, and how the queue holds appenders back.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use motlan_store::journal::{Journal, Options, PAYLOAD_BYTES_MAX, Position, Record, Sink, Stopped};
use motlan_store::storage::{DiskStorage, FaultyStorage, Storage};

use super::{options, record, recovered};

/// What a sink was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Committed(Position, Record),
    BatchEnd,
}

/// A sink that keeps what it is told and halts the journal's thread in its first call.
pub(super) struct Gate {
    events: Arc<Mutex<Vec<Event>>>,
    entered: Sender<()>,
    leave: Receiver<()>,
}

/// The other side of a [`Gate`]. Dropping it opens the gate.
pub(super) struct Keeper {
    pub(super) events: Arc<Mutex<Vec<Event>>>,
    pub(super) entered: Receiver<()>,
    _open: Sender<()>,
}

impl Keeper {
    /// Opens the gate; one message comes for each further record.
    pub(super) fn open(self) -> Receiver<()> {
        self.entered
    }
}

impl Gate {
    pub(super) fn new() -> (Self, Keeper) {
        let events = Arc::new(Mutex::default());
        let ((entered, is_entered), (open, leave)) = (channel(), channel());
        let keeper = Keeper {
            events: Arc::clone(&events),
            entered: is_entered,
            _open: open,
        };
        (Self { events, entered, leave }, keeper)
    }
}

impl Sink for Gate {
    type Receipt = Position;

    fn committed(&mut self, position: Position, record: Record) -> Position {
        self.events.lock().unwrap().push(Event::Committed(position, record));
        let _ = self.entered.send(());
        // An open gate is a sender that is gone.
        let _ = self.leave.recv();
        position
    }

    fn batch_end(&mut self) {
        self.events.lock().unwrap().push(Event::BatchEnd);
    }
}

pub(super) type Append<'journal> = Pin<Box<dyn Future<Output = Result<Position, Stopped>> + 'journal>>;

/// An append that was polled once and waits.
pub(super) fn append(journal: &Journal<Gate>, record: Record) -> Append<'_> {
    let mut append: Append<'_> = Box::pin(journal.append(record));
    assert!(poll_once(append.as_mut()).is_pending());
    append
}

fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

pub(super) fn wait<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(pin!(future))
}

/// A fresh journal whose thread stands in the gate with the record 0 committed and not yet acknowledged.
pub(super) fn gated(storage: &FaultyStorage, options: Options) -> (Journal<Gate>, Keeper) {
    let (gate, keeper) = Gate::new();
    let (next, _) = recovered(storage).unwrap();
    let journal = Journal::start(Arc::new(storage.clone()), options, next, gate).unwrap();
    drop(append(&journal, record(0)));
    keeper.entered.recv().unwrap();
    (journal, keeper)
}

#[test]
fn records_that_wait_share_one_sync() {
    let storage = FaultyStorage::new(1);
    let (journal, keeper) = gated(&storage, options(64 << 20));
    let before = storage.sync_count();
    let waiting: Vec<_> = (1..1001).map(|number| append(&journal, record(number))).collect();
    let events = Arc::clone(&keeper.events);
    drop(keeper);
    let positions: Vec<_> = waiting.into_iter().map(|append| wait(append).unwrap()).collect();
    assert_eq!(storage.sync_count() - before, 1, "syncs for 1,000 records");

    wait(journal.close()).unwrap();
    let (_, found) = recovered(&storage).unwrap();
    assert_eq!(
        found[1..].iter().map(|(position, _)| *position).collect::<Vec<_>>(),
        positions
    );
    let mut expected: Vec<_> = found
        .iter()
        .map(|(position, record)| Event::Committed(*position, record.clone()))
        .collect();
    expected.insert(1, Event::BatchEnd);
    expected.push(Event::BatchEnd);
    assert_eq!(*events.lock().unwrap(), expected);
}

#[test]
fn a_commit_is_bounded() {
    let storage = FaultyStorage::new(1);
    let (journal, keeper) = gated(&storage, options(64 << 20));
    let before = storage.sync_count();
    let large = Record {
        key: None,
        payload: vec![7; PAYLOAD_BYTES_MAX],
    };
    // 100 × 64 KiB are 6.25 MiB: two commits of at most 4 MiB.
    let waiting: Vec<_> = (0..100).map(|_| append(&journal, large.clone())).collect();
    drop(keeper);
    for append in waiting {
        wait(append).unwrap();
    }
    assert_eq!(storage.sync_count() - before, 2);
}

#[test]
fn a_commit_ends_where_its_segment_does() {
    let storage = FaultyStorage::new(1);
    let (journal, keeper) = gated(&storage, options(1000));
    let waiting: Vec<_> = (1..50).map(|number| append(&journal, record(number))).collect();
    drop(keeper);
    let positions: Vec<_> = waiting.into_iter().map(|append| wait(append).unwrap()).collect();
    assert!(positions.iter().all(|position| position.offset < 1000));
    assert!(positions.is_sorted());
    assert!(positions.last().unwrap().segment > 5);
    wait(journal.close()).unwrap();
    assert_eq!(recovered(&storage).unwrap().1.len(), 50);
}

#[test]
fn a_full_queue_holds_appenders_back() {
    let storage = FaultyStorage::new(1);
    let (journal, keeper) = gated(
        &storage,
        Options {
            queue_max: 4,
            ..options(64 << 20)
        },
    );
    let waiting: Vec<_> = (1..11).map(|number| append(&journal, record(number))).collect();
    // Four are queued and stay so; the others only waited for room.
    drop(waiting);
    drop(keeper);
    wait(journal.close()).unwrap();
    let found: Vec<_> = recovered(&storage)
        .unwrap()
        .1
        .into_iter()
        .map(|(_, record)| record)
        .collect();
    assert_eq!(found, (0..5).map(record).collect::<Vec<_>>());
}

#[test]
fn appenders_held_back_go_on_when_there_is_room() {
    let storage = FaultyStorage::new(1);
    let (journal, keeper) = gated(
        &storage,
        Options {
            queue_max: 1,
            ..options(64 << 20)
        },
    );
    let waiting: Vec<_> = (1..11).map(|number| append(&journal, record(number))).collect();
    drop(keeper);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for append in waiting {
        runtime.block_on(append).unwrap();
    }
    wait(journal.close()).unwrap();
    assert_eq!(recovered(&storage).unwrap().1.len(), 11);
}

#[test]
fn a_payload_over_the_limit_is_that_appends_affair() {
    let storage = FaultyStorage::new(1);
    let (journal, keeper) = gated(&storage, options(64 << 20));
    let payload = vec![0; PAYLOAD_BYTES_MAX + 1];
    let refused = wait(journal.append(Record { key: None, payload })).unwrap_err();
    assert!(refused.reason.contains("65537 bytes"), "{refused}");
    assert!(journal.stopped().is_none());
    let next = append(&journal, record(1));
    drop(keeper);
    wait(next).unwrap();
}

#[test]
fn a_lone_record_on_real_files_is_committed_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let storage = DiskStorage::new(folder.path()).unwrap();
    let (next, _) = recovered(&storage).unwrap();
    let (gate, keeper) = Gate::new();
    drop(keeper);
    let storage: Arc<dyn Storage> = Arc::new(storage);
    let journal = Journal::start(Arc::clone(&storage), options(64 << 20), next, gate).unwrap();
    let position = wait(journal.append(record(3))).unwrap();
    wait(journal.close()).unwrap();
    assert_eq!(recovered(storage.as_ref()).unwrap().1, [(position, record(3))]);
}
