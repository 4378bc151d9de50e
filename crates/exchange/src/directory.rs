//! The directory (danh bạ): who takes part, with which keys, gateways, services and grants; a signed, hash-linked file.
//!
//! The file is JSON Lines, one [`Request`] of an owner in each, with the owner's signature over the request and the
//! centre's over its place in the chain. So the centre orders and admits, but cannot invent a key or a grant, and
//! nobody can drop, reorder or repeat a line. What is *not* shown by the file is that it is the newest: see [`Head`].
//!
//! An index, as evidence entries carry it, is the sequence of the record that introduced the thing. It is never
//! reused: amending keeps it, removing retires it. 0 stands for nothing.
//!
//! Nothing here reads a file, a clock or the network.

mod apply;
mod glob;
mod grant;
mod hash;
mod head;
mod lookup;
mod model;
mod path;
mod record;
mod request;
mod right;
mod state;
mod writer;

use motlan_core::{Code, Failure, Timestamp};

use crate::keys::PublicKey;
use record::Record;
use state::State;

pub use glob::{PathGlob, PathGlobError};
pub use grant::{Grant, MethodRule, MethodRuleError, Rule};
pub use hash::{CertificateHash, HashError, RecordHash};
pub use head::{Head, Position, Progress};
pub use model::{Gateway, Indexed, Log, Member, Service, ServiceKind, System};
pub use path::normalise_path;
pub use request::{Operation, Request, SignedRequest};
pub use right::Question;
pub use state::{Key, Subject};
pub use writer::DirectoryWriter;

/// A verified snapshot of the directory. It never changes; [`Directory::extend`] makes the next one.
#[derive(Clone, Debug)]
pub struct Directory {
    state: State,
    hashes: Vec<RecordHash>,
    at: Timestamp,
    centre_key: PublicKey,
}

impl Directory {
    /// Reads and verifies a whole file. `centre` is the key of the founding record, known from elsewhere.
    ///
    /// Fails with `invalid_directory` and the number of the first record whose chain, signature or rule is broken.
    pub fn read(text: &str, centre: &PublicKey) -> Result<Self, Failure> {
        let directory = Self::unfounded(centre.clone()).extend(text)?;
        if directory.hashes.is_empty() {
            return Err(Failure::new(Code::InvalidDirectory, "there is no record"));
        }
        Ok(directory)
    }

    /// The snapshot with further lines, verified like the first ones. This snapshot stays as it is.
    pub fn extend(&self, lines: &str) -> Result<Self, Failure> {
        let mut next = self.clone();
        for line in lines.lines() {
            let number = next.hashes.len() + 1;
            Record::parse(line)
                .and_then(|record| next.push(&record))
                .map_err(|reason| Failure::new(Code::InvalidDirectory, format!("record {number}: {reason}")))?;
        }
        Ok(next)
    }

    /// Checks that `offered` continues this directory; otherwise `directory_rolled_back`.
    ///
    /// For a snapshot read anew; one made by [`Directory::extend`] continues by its making.
    pub fn accept(&self, offered: &Self) -> Result<Progress, Failure> {
        let progress = self.position().accept(&offered.position())?;
        let known = self.position();
        let there = offered.hash_at(known.sequence).unwrap_or(RecordHash::NONE);
        known.accept(&Position {
            sequence: known.sequence,
            hash: there,
        })?;
        Ok(progress)
    }

    /// The number of records.
    pub fn sequence(&self) -> u32 {
        u32::try_from(self.hashes.len()).unwrap_or(u32::MAX)
    }

    /// The hash of the last record.
    pub fn hash(&self) -> RecordHash {
        self.hashes.last().copied().unwrap_or(RecordHash::NONE)
    }

    /// The hash of one record.
    pub fn hash_at(&self, sequence: u32) -> Option<RecordHash> {
        let place = usize::try_from(sequence).ok()?.checked_sub(1)?;
        self.hashes.get(place).copied()
    }

    /// Sequence and hash of the last record.
    pub fn position(&self) -> Position {
        Position {
            sequence: self.sequence(),
            hash: self.hash(),
        }
    }

    /// When the last record was written.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The centre's present key: it signs the next record and the heads.
    pub fn centre_key(&self) -> &PublicKey {
        &self.centre_key
    }

    fn unfounded(centre_key: PublicKey) -> Self {
        Self {
            state: State::default(),
            hashes: Vec::new(),
            at: Timestamp::from_micros(0),
            centre_key,
        }
    }

    /// Verifies one record and takes it in. After a failure this value is of no use.
    fn push(&mut self, record: &Record) -> Result<(), String> {
        let position = self.position();
        if position.sequence.checked_add(1) != Some(record.sequence) {
            return Err(format!(
                "its sequence {} does not follow {}",
                record.sequence, position.sequence
            ));
        }
        if record.previous != position.hash {
            return Err("it does not continue the record before".to_owned());
        }
        if record.at < self.at {
            return Err("it is older than the record before".to_owned());
        }
        record.verify_centre(&self.centre_key)?;
        let request = record.parse_request()?;
        if let Operation::Founding(member) = &request.operation
            && member.key != self.centre_key
        {
            return Err("the founding brings another key than the known one".to_owned());
        }
        record.verify_owner(&self.state.key_of_signer(&request)?)?;
        self.state.apply(record.sequence, &request)?;
        self.hashes.push(record.hash());
        self.at = record.at;
        if let Some(centre) = self.state.centre.as_ref().and_then(|id| self.state.members.get(id)) {
            self.centre_key = centre.key.clone();
        }
        Ok(())
    }
}
