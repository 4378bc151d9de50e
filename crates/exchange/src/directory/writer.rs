//! The centre's side: puts owners' signed requests into order and signs each record.
//!
//! Pure: it gives lines and keeps none. Whoever calls it makes a line durable before showing it to anybody, and drops
//! the writer where that fails.

use motlan_core::{Code, Failure, Timestamp};

use super::Directory;
use super::head::Head;
use super::record::{LINE_BYTES_MAX, Record};
use super::request::SignedRequest;
use crate::keys::{Signature, SigningKey};

/// Appends records to one directory.
#[derive(Debug)]
pub struct DirectoryWriter {
    directory: Directory,
    key: SigningKey,
}

impl DirectoryWriter {
    /// Founds a directory. `founding` is signed by `key`, which signs the records too. Returns the first line.
    pub fn found(founding: SignedRequest, key: SigningKey, at: Timestamp) -> Result<(Self, String), Failure> {
        let directory = Directory::unfounded(key.public_key().clone());
        let mut writer = Self { directory, key };
        let line = writer.append(founding, at)?;
        Ok((writer, line))
    }

    /// Continues a directory. `key` is the centre's present key, or `invalid_key`.
    pub fn open(directory: Directory, key: SigningKey) -> Result<Self, Failure> {
        let writer = Self { directory, key };
        writer.check_key()?;
        Ok(writer)
    }

    /// Takes the centre's new key, after its `key_change` was appended. Until then every append is refused.
    pub fn replace_key(&mut self, key: SigningKey) -> Result<(), Failure> {
        let old = std::mem::replace(&mut self.key, key);
        let checked = self.check_key();
        if checked.is_err() {
            self.key = old;
        }
        checked
    }

    /// The directory with all that was appended.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Says how far the directory goes at this moment.
    pub fn head(&self, at: Timestamp) -> Head {
        Head::sign(self.directory.position(), at, &self.key)
    }

    /// Appends a request and returns its line, without line feed.
    ///
    /// Refuses with `directory_request_refused` what breaks a rule, and then changes nothing. A clock that went back
    /// does not take the record's time back.
    pub fn append(&mut self, signed: SignedRequest, at: Timestamp) -> Result<String, Failure> {
        self.check_key()?;
        let refuse = |reason: String| Failure::new(Code::DirectoryRequestRefused, reason);
        let position = self.directory.position();
        let sequence = position
            .sequence
            .checked_add(1)
            .ok_or_else(|| refuse("the directory is full".to_owned()))?;
        let mut record = Record::new(sequence, position.hash, at.max(self.directory.at()), signed);
        record.centre = Signature(self.key.sign(record.text().as_bytes()));
        let mut next = self.directory.clone();
        next.push(&record).map_err(refuse)?;
        let line = serde_json::to_string(&record).map_err(|error| refuse(error.to_string()))?;
        if line.len() > LINE_BYTES_MAX {
            return Err(refuse("the record is longer than 160 KiB".to_owned()));
        }
        self.directory = next;
        Ok(line)
    }

    fn check_key(&self) -> Result<(), Failure> {
        if self.key.public_key() == self.directory.centre_key() {
            Ok(())
        } else {
            Err(Failure::new(Code::InvalidKey, "this is not the centre's present key"))
        }
    }
}
