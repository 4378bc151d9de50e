//! Opening: the frontier, the tail of the journal after it, the guard against forks, the intents that never ended.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use motlan_store::journal::{self, Journal, Options, Position, Record};
use motlan_store::storage::Storage;
use tokio::sync::Notify;

use super::frontier::{Marked, MarkedLog};
use super::mark::FRONTIER;
use super::publisher::Publisher;
use super::reader::{TileReader, log_path};
use super::state::{Committer, State};
use super::writer::LogWriter;
use super::{Config, Evidence, EvidenceError, Inner, JOURNAL, index};
use crate::checkpoint::Checkpoint;
use crate::entry::LogName;
use crate::payload::{Kind, Payload};

/// Entries that wait in memory while replaying: 4,096 × 128 B = 512 KiB.
const REPLAY_ENTRIES_MAX: usize = 4096;

/// What a start found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Journal records read after the last mark; one of casework counts as many as it has entries.
    pub records_replayed: u64,
    /// Entries among them.
    pub entries_replayed: u64,
    /// Intents without an end, for which unfinished entries were written.
    pub open_intents: usize,
}

impl Evidence {
    /// Opens a node's evidence, or begins it. When this returns, every intent of an earlier process has its entry and
    /// all logs are published.
    pub async fn open(storage: Arc<dyn Storage>, config: Config) -> Result<(Self, Recovered), EvidenceError> {
        let (evidence, mut recovered, open) = run_blocking(move || replay(storage, config)).await?;
        recovered.open_intents = open.len();
        let appends = open.into_iter().map(|record| evidence.0.journal.append(record));
        for appended in join_in_order(appends).await {
            appended?;
        }
        let handle = evidence.clone();
        run_blocking(move || handle.publish()).await?;
        Ok((evidence, recovered))
    }
}

async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EvidenceError> + Send + 'static,
) -> Result<T, EvidenceError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| EvidenceError::Panicked)?
}

/// Runs futures at once, polling them in their order, so that all records share one commit and keep that order.
async fn join_in_order<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<Pin<Box<F>>> = futures.map(Box::pin).collect();
    let mut results: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, result) in running.iter_mut().zip(&mut results) {
            if result.is_none()
                && let Poll::Ready(output) = future.as_mut().poll(context)
            {
                *result = Some(output);
            }
        }
        if results.iter().all(Option::is_some) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    results.into_iter().flatten().collect()
}

/// Everything that blocks: returns the evidence with its journal running, and the records to append for open intents.
fn replay(storage: Arc<dyn Storage>, config: Config) -> Result<(Evidence, Recovered, Vec<Record>), EvidenceError> {
    let origin = |log: LogName| format!("{}/{log}", config.origin);
    let verifier = |log| config.signing_key.verifier(&origin(log));
    let verifiers = [
        verifier(LogName::Exchange)?,
        verifier(LogName::Unfinished)?,
        verifier(LogName::Casework)?,
    ];
    let marked = read_frontier(storage.as_ref())?;
    let known = known_checkpoints(storage.as_ref(), &marked, &config.origin)?;
    let (from, sizes) = (marked.last, marked.logs.each_ref().map(|log| log.edge.size()));
    let mut state = State::restored(sizes, from, marked.open, marked.runs);
    let writer = |log, marked: MarkedLog| LogWriter::new(log, origin(log), marked.edge, marked.bundle);
    let [exchange, unfinished, casework] = marked.logs;
    let writers = [
        writer(LogName::Exchange, exchange),
        writer(LogName::Unfinished, unfinished),
        writer(LogName::Casework, casework),
    ];
    let mut publisher = Publisher::new(Arc::clone(&storage), config.signing_key, writers, config.mark_records);
    let next = replay_tail(storage.as_ref(), from, &mut state, &mut publisher)?;
    check_history(storage.as_ref(), &mut publisher, &known)?;
    let entries = LogName::ALL.map(|log| state.committed(log)).iter().sum::<u64>() - sizes.iter().sum::<u64>();
    let recovered = Recovered {
        records_replayed: state.records,
        entries_replayed: entries,
        open_intents: 0,
    };
    let open = open_intents(storage.as_ref(), &state)?;
    let (state, grown) = (Arc::new(Mutex::new(state)), Arc::new(Notify::new()));
    let options = Options {
        directory: JOURNAL.to_owned(),
        segment_bytes_max: config.segment_bytes_max,
        queue_max: config.queue_max,
    };
    let committer = Committer {
        state: Arc::clone(&state),
        grown: Arc::clone(&grown),
    };
    let journal = Journal::start(Arc::clone(&storage), options, next, committer)?;
    let message_key = index::key(storage.as_ref())?;
    let inner = Inner {
        storage,
        journal,
        state,
        grown,
        publisher: Mutex::new(publisher),
        message_key,
        verifiers,
        casework: tokio::sync::Mutex::default(),
    };
    Ok((Evidence(Arc::new(inner)), recovered, open))
}

fn read_frontier(storage: &dyn Storage) -> Result<Marked, EvidenceError> {
    match storage.read(FRONTIER) {
        Ok(bytes) => Ok(Marked::parse(&bytes).unwrap_or_else(|| {
            tracing::warn!("the frontier of the evidence is damaged; the whole journal is replayed");
            Marked::nothing()
        })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Marked::nothing()),
        Err(error) => Err(error.into()),
    }
}

/// Checkpoints that others may have seen: the published files, and those that the frontier remembers.
fn known_checkpoints(
    storage: &dyn Storage,
    marked: &Marked,
    origin: &str,
) -> Result<Vec<(LogName, Checkpoint)>, EvidenceError> {
    let mut known = Vec::new();
    for log in LogName::ALL {
        let file = match storage.read(&log_path(log, "checkpoint")) {
            Ok(bytes) => Some(String::from_utf8(bytes).map_err(|_| EvidenceError::ForeignCheckpoint { log })?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        for text in file.iter().chain(&marked.logs[log.slot()].checkpoint) {
            let checkpoint = Checkpoint::parse_unverified(text)
                .ok()
                .filter(|checkpoint| checkpoint.origin == format!("{origin}/{log}"))
                .ok_or(EvidenceError::ForeignCheckpoint { log })?;
            known.push((log, checkpoint));
        }
    }
    Ok(known)
}

/// Brings the state and the tiles from the last mark to the end of the journal.
fn replay_tail(
    storage: &dyn Storage,
    from: Option<Position>,
    state: &mut State,
    publisher: &mut Publisher,
) -> Result<Position, EvidenceError> {
    let mut failure = None;
    let next = journal::recover(storage, JOURNAL, from, &mut |position, record| {
        // The record at the mark itself is in it already.
        if failure.is_some() || Some(position) == from {
            return;
        }
        let Some(payload) = Payload::parse(&record.payload) else {
            let what = "not written by this version";
            failure = Some(EvidenceError::Record { position, what });
            return;
        };
        state.apply(position, &payload);
        if state.pending_entries() >= REPLAY_ENTRIES_MAX {
            publisher.take_pending(state);
            failure = publisher.write_full().err().map(EvidenceError::from);
        }
    })?;
    if let Some(failure) = failure {
        return Err(failure);
    }
    publisher.take_pending(state);
    publisher.write_full()?;
    Ok(next)
}

/// Refuses to go on if a checkpoint that others may have seen does not fit this history.
fn check_history(
    storage: &dyn Storage,
    publisher: &mut Publisher,
    known: &[(LogName, Checkpoint)],
) -> Result<(), EvidenceError> {
    for writer in &mut publisher.logs {
        writer.end_replay(storage)?;
        writer.write_partials(storage)?;
    }
    for (log, checkpoint) in known {
        let (log, size) = (*log, publisher.logs[log.slot()].edge.size());
        if checkpoint.size > size {
            return Err(EvidenceError::Behind {
                log,
                published: checkpoint.size,
                recovered: size,
            });
        }
        if TileReader::new(storage, log).root(checkpoint.size, size)? != checkpoint.root {
            let size = checkpoint.size;
            return Err(EvidenceError::Forked { log, size });
        }
    }
    Ok(())
}

/// The unfinished records of intents that never ended, in the order of the intents. The intent holds the entry and the
/// sealed record already, so only the kind changes.
fn open_intents(storage: &dyn Storage, state: &State) -> Result<Vec<Record>, EvidenceError> {
    let mut positions: Vec<_> = state.open.values().copied().collect();
    positions.sort_unstable();
    positions
        .into_iter()
        .map(|position| {
            let record = journal::read(storage, JOURNAL, position)?;
            let payload = Payload::parse(&record.payload).ok_or(EvidenceError::Record {
                position,
                what: "not written by this version",
            })?;
            let kind = Kind::Unfinished;
            let payload = Payload { kind, ..payload }.to_bytes();
            Ok(Record { payload, ..record })
        })
        .collect()
}
