//! Checkpoints: origin, size and root of a log, as a signed note (C2SP tlog-checkpoint v1.0.0). No extension lines.

use thiserror::Error;

use crate::key::{KeyError, LogKey, VerifierKey};
use crate::note::{self, NoteError};
use crate::tree::Hash;

/// What a checkpoint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Names the log, as in `motlan/VN/GOV/H45/exchange`.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree of that size.
    pub root: Hash,
}

/// Why a checkpoint is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// The note itself.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Not origin, size and root, each in its one spelling.
    #[error("the checkpoint is not origin, size and root")]
    Form,
    /// The key belongs to another log.
    #[error("the checkpoint's origin is not the key's name")]
    Origin,
}

impl Checkpoint {
    /// The signed note; the key name is the origin.
    pub fn sign(&self, key: &LogKey) -> Result<String, KeyError> {
        note::sign(&self.text(), &self.origin, key)
    }

    /// Parses a note and checks its signature under `key`, whose name must be the origin.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let checkpoint = Self::parse_text(note::open(note, key)?)?;
        if checkpoint.origin == key.name() {
            Ok(checkpoint)
        } else {
            Err(CheckpointError::Origin)
        }
    }

    /// Parses a note without checking who signed it.
    pub fn parse_unverified(note: &str) -> Result<Self, CheckpointError> {
        Self::parse_text(note::split(note)?.0)
    }

    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }

    fn parse_text(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.lines();
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CheckpointError::Form);
        };
        let checkpoint = Self {
            origin: origin.to_owned(),
            size: size.parse().map_err(|_| CheckpointError::Form)?,
            root: Hash::from_base64(root).ok_or(CheckpointError::Form)?,
        };
        // Extension lines of other implementations are allowed, empty lines and other spellings are not.
        let is_canonical =
            !origin.is_empty() && text.starts_with(&checkpoint.text()) && lines.all(|extension| !extension.is_empty());
        if is_canonical {
            Ok(checkpoint)
        } else {
            Err(CheckpointError::Form)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "motlan/VN/GOV/H45/exchange".to_owned(),
            size: 20_852_163,
            root: Hash::leaf(b"root"),
        }
    }

    #[test]
    fn a_signed_checkpoint_opens_under_its_own_key_only() {
        let key: LogKey = "22".repeat(32).parse().unwrap();
        let note = checkpoint().sign(&key).unwrap();
        let own = key.verifier("motlan/VN/GOV/H45/exchange").unwrap();
        let other = key.verifier("motlan/VN/GOV/H45/unfinished").unwrap();
        assert_eq!(Checkpoint::open(&note, &own), Ok(checkpoint()));
        assert_eq!(Checkpoint::open(&note, &other), Err(NoteError::NotSigned.into()));
        let foreign = note::sign(&checkpoint().text(), "motlan/VN/GOV/H45/unfinished", &key).unwrap();
        assert_eq!(Checkpoint::open(&foreign, &other), Err(CheckpointError::Origin));
    }

    #[test]
    fn other_spellings_are_refused() {
        let root = Hash::leaf(b"root").to_base64();
        for text in [
            format!("o\n01\n{root}\n"),
            format!("o\n+1\n{root}\n"),
            format!("o\n1\n{}\n", &root[1..]),
            format!("\n1\n{root}\n"),
            format!("o\n1\n{root}\n\nx\n"),
            "o\n1\n".to_owned(),
        ] {
            let note = format!("{text}\n\u{2014} o AAAA\n");
            assert_eq!(
                Checkpoint::parse_unverified(&note),
                Err(CheckpointError::Form),
                "{text:?}"
            );
        }
    }
}
