//! Snapshots: the whole registry at one moment, encrypted, for its owner alone. Taking one tells nobody anything; opening one
//! is written down for everybody in it before the first record leaves.

use std::io;
use std::sync::atomic::Ordering;

use motlan_core::{Caller, Code, Day, Failure};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tracing::instrument;

use super::Asking;
use crate::journal::{Answer, Outcome, Persons, Unjournalled, Unsent};
use crate::model::field::FieldCode;
use crate::model::pack::Verb;
use crate::model::subject::Subject;
use crate::registry::{Parts, Registry, RegistryError};
use crate::snapshot::{Line, Listed, Snapshot, SnapshotHead, SnapshotLines, Snapshots, Whole, Writer};
use crate::store::record::RecordError;
use crate::store::snapshot::Part;

/// Persons of one entry when a snapshot is opened, below the limit of a mass entry: its membership file takes 16 MB.
const PERSONS_AT_ONCE: usize = 1_000_000;

/// Why there is no snapshot.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The records cannot be read, or the entries about them not be written; or somebody may not.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The file cannot be written or read.
    #[error("a snapshot: {0}")]
    File(#[from] io::Error),
    /// A bulk load has not ended.
    #[error("a bulk load of this registry has not ended")]
    Loading,
}

/// What became of today's snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was taken now.
    Now(Snapshot),
    /// It was there.
    Before(Snapshot),
}

impl Registry {
    /// The snapshots, the newest first.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub async fn snapshots(&self) -> Result<Vec<Listed>, SnapshotError> {
        let snapshots = self.parts().snapshots.clone();
        Ok(blocking(move || snapshots.list()).await?)
    }

    /// The newest snapshot that is whole.
    pub(super) async fn newest_snapshot(&self) -> Result<Option<Snapshot>, SnapshotError> {
        let snapshots = self.parts().snapshots.clone();
        Ok(blocking(move || snapshots.newest()).await?)
    }

    /// Takes today's snapshot, unless it is there. Reads all records in one transaction.
    ///
    /// # Errors
    /// [`SnapshotError`].
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn take_snapshot(&self) -> Result<Taken, SnapshotError> {
        let parts = self.parts();
        if parts.is_loading.load(Ordering::Relaxed) {
            return Err(SnapshotError::Loading);
        }
        let _turn = parts.snapshots.turn().await;
        let head = SnapshotHead::new(&parts.pack, 0, parts.clock.now());
        let day = head.taken_at.hour().day();
        let snapshots = parts.snapshots.clone();
        if let Some(found) = blocking(move || snapshots.find(day)).await? {
            return Ok(Taken::Before(found));
        }
        let (sender, receiver) = mpsc::channel(1);
        let snapshots = parts.snapshots.clone();
        let writing = spawn_blocking(move || write(&snapshots, day, head, receiver));
        let read = parts.records.read_all(&sender).await;
        drop(sender);
        // What went wrong with the file comes first: whoever read found nobody listening.
        let written = writing.await.map_err(io::Error::other)?.map_err(SnapshotError::File)?;
        read.map_err(RegistryError::from)?;
        let taken = written.ok_or_else(|| io::Error::other("it was not finished"))?;
        Ok(Taken::Now(taken))
    }

    /// Removes all snapshots but the newest so many, and what was broken off before today.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub async fn keep_snapshots(&self, count: usize) -> Result<(), SnapshotError> {
        let parts = self.parts();
        let _turn = parts.snapshots.turn().await;
        let (snapshots, today) = (parts.snapshots.clone(), parts.clock.now().hour().day());
        Ok(blocking(move || snapshots.keep(count, today)).await?)
    }

    /// The records of a snapshot, one JSON line each in the shape of *sync*, with every value that is held. Before they are
    /// given, the journal says to each person in them who opened it and why.
    ///
    /// # Errors
    /// [`SnapshotError`]; `field_not_granted` unless the caller may see every field, `record_not_found` where there is no
    /// whole snapshot of this day.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn open_snapshot(&self, caller: &Caller, day: Day) -> Result<SnapshotLines, SnapshotError> {
        let parts = self.parts();
        let refused = |code, detail: String| SnapshotError::from(RegistryError::from(Failure::new(code, detail)));
        let snapshots = parts.snapshots.clone();
        let whole = blocking(move || snapshots.open(day)).await?;
        let whole = whole.ok_or_else(|| refused(Code::RecordNotFound, format!("no whole snapshot of {day}")))?;
        if !whole.head().rights.is_subset(&caller.fields) {
            let detail = "a snapshot holds every field of the registry".to_owned();
            return Err(refused(Code::FieldNotGranted, detail));
        }
        let asking = Asking {
            at: parts.clock.now(),
            verb: Verb::LookUp,
            caller,
        };
        let fields: Vec<FieldCode> = parts.pack.fields().map(|field| field.code.clone()).collect();
        let entry = parts.entry(&asking, &fields, Outcome::SnapshotOpened);
        let (sender, mut receiver) = mpsc::channel(1);
        let registry = self.clone();
        let reading = spawn_blocking(move || registry.parts().persons_of(whole, &sender));
        let mut receipt = None;
        while let Some(persons) = receiver.recv().await {
            let appended = parts.usage.append_about(persons, &entry).await;
            receipt = Some(appended.map_err(RegistryError::from)?);
        }
        let whole = reading.await.map_err(io::Error::other)??;
        let receipt = receipt.ok_or_else(|| io::Error::other("nobody was written down"))?;
        let answer = whole.map(|whole| Answer {
            value: whole.lines(),
            subjects: Vec::new(),
            fields,
            outcome: Outcome::SnapshotOpened,
        });
        Ok(answer.release(&receipt))
    }
}

impl Parts {
    /// Tells whom a snapshot is about, in parts, and gives it back to be read. Blocking.
    fn persons_of(&self, whole: Whole, sender: &mpsc::Sender<Persons>) -> io::Result<Unsent<Whole>> {
        let keys = whole.head().keys.clone();
        let mut subjects = Vec::new();
        // Where nobody listens an entry could not be written: that is told there.
        let tell = |subjects: &mut Vec<Subject>| {
            let persons = self.usage.persons(subjects);
            subjects.clear();
            sender.blocking_send(persons).map_err(io::Error::other)
        };
        let mut lines = whole.lines();
        for line in &mut lines {
            let Line { fields, .. } = Line::read(&line?)?;
            let key = fields.get(&keys.record);
            let key = key.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a record has no key"))?;
            subjects.extend(keys.subjects(key, &fields));
            if subjects.len() >= PERSONS_AT_ONCE {
                tell(&mut subjects)?;
            }
        }
        if subjects.is_empty() {
            // Nothing about anybody, or a whole number of parts: the entry tells that somebody opened it.
            subjects.push(Subject::record(""));
        }
        tell(&mut subjects)?;
        Ok(Unsent::new(lines.into_whole()))
    }
}

/// Writes what is read; none where it ended early. Blocking.
fn write(
    snapshots: &Snapshots,
    day: Day,
    mut head: SnapshotHead,
    mut parts: mpsc::Receiver<Part>,
) -> io::Result<Option<Snapshot>> {
    let mut writer: Option<Writer> = None;
    while let Some(part) = parts.blocking_recv() {
        match (part, &mut writer) {
            (Part::Begin(position), _) => {
                head.position = position;
                writer = Some(snapshots.begin(day, &head)?);
            }
            (Part::Records(records), Some(writer)) => {
                let records = records.take(Unjournalled::Sealed);
                records.iter().try_for_each(|line| writer.write(line))?;
            }
            (Part::Records(_), None) => return Ok(None),
            (Part::End, _) => {
                let finished = writer.take().map(Writer::finish).transpose()?;
                return Ok(finished.map(|(records, bytes)| Snapshot {
                    day,
                    head,
                    records,
                    bytes,
                }));
            }
        }
    }
    Ok(None)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

impl From<RecordError> for SnapshotError {
    fn from(error: RecordError) -> Self {
        Self::Registry(error.into())
    }
}
