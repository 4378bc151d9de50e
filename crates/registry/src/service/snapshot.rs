//! Snapshots: the whole registry at one moment, encrypted, for its owner alone. Taking one tells nobody anything; opening one
//! is written down for everybody in it before the first record leaves.

use std::io;

use motlan_core::{Caller, Code, Day, Failure};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tracing::instrument;

use super::{Asking, Sent};
use crate::journal::{Answer, Outcome, Persons, Receipt, Unsent};
use crate::model::pack::Verb;
use crate::model::record::Fields;
use crate::model::subject::Subject;
use crate::registry::{Parts, Registry, RegistryError};
use crate::snapshot::{Head, Lines, Snapshot, Writer};
use crate::store::record::RecordError;
use crate::store::snapshot::Part;

/// Persons of one entry when a snapshot is opened: their membership file takes 16 MiB.
const PERSONS_AT_ONCE: usize = 1 << 20;

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

impl Registry {
    /// The snapshots that are whole, the newest first.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub async fn snapshots(&self) -> Result<Vec<Snapshot>, SnapshotError> {
        let snapshots = self.parts().snapshots.clone();
        Ok(blocking(move || snapshots.list()).await?)
    }

    /// Takes today's snapshot; where there is one with records in it, it stays and is returned. Reads all records in one
    /// transaction.
    ///
    /// # Errors
    /// [`SnapshotError`].
    #[instrument(skip_all, fields(registry = %self.pack().code))]
    pub async fn take_snapshot(&self) -> Result<Snapshot, SnapshotError> {
        let parts = self.parts();
        if parts.is_loading.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(SnapshotError::Loading);
        }
        let _turn = parts.snapshots.turn.lock().await;
        let taken_at = parts.clock.now();
        let day = taken_at.hour().day();
        let mut taken = self.snapshots().await?.into_iter();
        if let Some(taken) = taken.find(|it| it.day == day && it.records > 0) {
            return Ok(taken);
        }
        let head = Head {
            registry: parts.pack.code.to_string(),
            version: parts.pack.version,
            position: 0,
            taken_at,
        };
        let (sender, mut receiver) = mpsc::channel(1);
        let mut writer = parts.snapshots.write(day);
        let writing = spawn_blocking(move || {
            let mut head = head;
            while let Some(part) = receiver.blocking_recv() {
                match part {
                    Part::Begin(position) => {
                        head.position = position;
                        writer.begin(&head)?;
                    }
                    Part::Records(records) => records.seal_into(&mut writer, write)?,
                    Part::End => {
                        let (records, bytes) = writer.finish()?;
                        return Ok(Some(Snapshot {
                            day,
                            head,
                            records,
                            bytes,
                        }));
                    }
                }
            }
            Ok(None)
        });
        let read = parts.records.read_all(&sender).await;
        drop(sender);
        // What went wrong with the file comes first: whoever read found nobody listening.
        let written = writing.await.map_err(io::Error::other)?.map_err(SnapshotError::File)?;
        read.map_err(RegistryError::from)?;
        written.ok_or_else(|| SnapshotError::File(io::Error::other("it was not finished")))
    }

    /// Removes all snapshots but the newest so many.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub async fn keep_snapshots(&self, count: usize) -> Result<(), SnapshotError> {
        let snapshots = self.parts().snapshots.clone();
        Ok(blocking(move || snapshots.keep(count)).await?)
    }

    /// The records of a snapshot, one JSON line each in the shape of *sync*, with every value that is held. Before they are given, the journal says to each
    /// person in them who opened it and why.
    ///
    /// # Errors
    /// [`SnapshotError`]; `field_not_granted` unless the caller may see every field, `record_not_found` where there is no
    /// whole snapshot of this day.
    #[instrument(skip_all, fields(registry = %self.pack().code, consumer = %caller.system))]
    pub async fn open_snapshot(&self, caller: &Caller, day: Day) -> Result<Lines, SnapshotError> {
        let parts = self.parts();
        let may_see = |field: &crate::model::field::Field| caller.fields.contains(&field.right);
        if !parts.pack.fields().all(may_see) {
            let detail = "a snapshot holds every field of the registry";
            return Err(RegistryError::from(Failure::new(Code::FieldNotGranted, detail)).into());
        }
        if !self.snapshots().await?.iter().any(|it| it.day == day) {
            let detail = format!("there is no whole snapshot of {day}");
            return Err(RegistryError::from(Failure::new(Code::RecordNotFound, detail)).into());
        }
        let (sender, mut receiver) = mpsc::channel(1);
        let registry = self.clone();
        let reading = spawn_blocking(move || registry.parts().persons_of(day, &sender));
        let asking = Asking {
            at: parts.clock.now(),
            verb: Verb::LookUp,
            caller,
        };
        let fields: Vec<_> = parts.pack.fields().map(|field| field.code.clone()).collect();
        let entry = parts.entry(&asking, &fields, Outcome::Found);
        let mut receipt: Option<Receipt> = None;
        while let Some(persons) = receiver.recv().await {
            let appended = parts.usage.append_about(persons, &entry).await;
            receipt = Some(appended.map_err(RegistryError::from)?);
        }
        reading.await.map_err(io::Error::other)??;
        let snapshots = parts.snapshots.clone();
        let lines = blocking(move || snapshots.lines(day).map(Unsent::new)).await?;
        let receipt = receipt.ok_or_else(|| io::Error::other("nobody was written down"))?;
        let answer = lines.map(|lines| Answer {
            value: lines,
            subjects: Vec::new(),
            fields,
            outcome: Outcome::Found,
        });
        Ok(answer.release(&receipt))
    }
}

impl Parts {
    /// Those whom a snapshot is about, in parts. Blocking.
    fn persons_of(&self, day: Day, sender: &mpsc::Sender<Persons>) -> io::Result<()> {
        let mut subjects = Vec::new();
        let tell = |subjects: &mut Vec<Subject>| {
            let persons = self.usage.persons(subjects);
            subjects.clear();
            // Nobody listens where an entry could not be written: that is told there.
            sender.blocking_send(persons).is_ok()
        };
        for line in self.snapshots.lines(day)? {
            let fields = Sent::from_json(&line?).record.fields;
            let key = fields.get(&self.pack.keys.record).cloned().unwrap_or_default();
            subjects.extend(self.pack.keys.subjects(&key, &fields));
            if subjects.len() >= PERSONS_AT_ONCE && !tell(&mut subjects) {
                return Ok(());
            }
        }
        if subjects.is_empty() {
            // Nothing about anybody: the entry tells that somebody opened it.
            subjects.push(Subject::record(""));
        }
        tell(&mut subjects);
        Ok(())
    }
}

/// A record in the shape of *sync*.
fn write(writer: &mut Writer, (fields, version): &(Fields, u64)) -> io::Result<()> {
    let line = serde_json::json!({ "fields": fields, "known_version": version });
    writer.line(&serde_json::to_vec(&line)?)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

impl From<RecordError> for SnapshotError {
    fn from(error: RecordError) -> Self {
        Self::Registry(error.into())
    }
}
