//! Proof files: that one entry stands in a log, checkable offline with the log's verifier key (C2SP tlog-proof v1).
//!
//! The `extra` line carries the entry's 128 bytes, so the file needs no other. Pure.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::case::CaseEntry;
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::entry::{Entry, EntryError};
use crate::key::VerifierKey;
use crate::note::NOTE_BYTES_MAX;
use crate::tree::{Hash, PROOF_HASHES_MAX, inclusion};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// What a verified proof shows: an entry of a transaction, or of casework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedProof<E = Entry> {
    /// The proven entry.
    pub entry: E,
    /// Its place in the log.
    pub index: u64,
    /// Size of the log at the checkpoint.
    pub size: u64,
    /// Which log.
    pub origin: String,
}

/// Why a proof shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProofError {
    /// A line is missing or misspelt.
    #[error("line {line} of the proof is not {expected}")]
    Form {
        /// Counted from 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// The entry in the extra line.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The checkpoint at the end.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not lead from the entry to the root.
    #[error("the entry is not in the log at this index")]
    NotIncluded,
}

/// The text of a proof: entry, index, path from the leaf's sibling up, checkpoint verbatim.
pub fn to_text(entry: &[u8], index: u64, path: &[Hash], checkpoint: &str) -> String {
    let mut text = format!("{FIRST_LINE}\nextra {}\nindex {index}\n", STANDARD.encode(entry));
    for hash in path {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", hash.to_base64());
    }
    text.push('\n');
    text.push_str(checkpoint);
    text
}

/// Checks a proof of a transaction's entry under the verifier key of its log.
pub fn verify_proof(text: &str, key: &VerifierKey) -> Result<VerifiedProof, ProofError> {
    verify(text, key, Entry::parse)
}

/// Checks a proof of a dossier's step under the verifier key of its log.
pub fn verify_case_proof(text: &str, key: &VerifierKey) -> Result<VerifiedProof<CaseEntry>, ProofError> {
    verify(text, key, CaseEntry::parse)
}

fn verify<E>(
    text: &str,
    key: &VerifierKey,
    read: fn(&[u8]) -> Result<E, EntryError>,
) -> Result<VerifiedProof<E>, ProofError> {
    let proof = parse(text)?;
    let checkpoint = Checkpoint::open(proof.checkpoint, key)?;
    let leaf = Hash::leaf(&proof.entry);
    if !inclusion::verify(&leaf, proof.index, checkpoint.size, &proof.path, &checkpoint.root) {
        return Err(ProofError::NotIncluded);
    }
    Ok(VerifiedProof {
        entry: read(&proof.entry)?,
        index: proof.index,
        size: checkpoint.size,
        origin: checkpoint.origin,
    })
}

struct Parsed<'text> {
    entry: Vec<u8>,
    index: u64,
    path: Vec<Hash>,
    checkpoint: &'text str,
}

fn parse(text: &str) -> Result<Parsed<'_>, ProofError> {
    let form = |line, expected| ProofError::Form { line, expected };
    // 66 lines of at most 300 bytes stand before the note.
    if text.len() > NOTE_BYTES_MAX + 66 * 300 {
        return Err(form(1, "in a file of reasonable size"));
    }
    let (head, checkpoint) = text.split_once("\n\n").ok_or(form(1, "followed by an empty line"))?;
    let mut lines = head.split('\n');
    if lines.next() != Some(FIRST_LINE) {
        return Err(form(1, FIRST_LINE));
    }
    let entry = lines
        .next()
        .and_then(|line| line.strip_prefix("extra "))
        .and_then(|entry| STANDARD.decode(entry).ok())
        .ok_or(form(2, "`extra` and the entry in base64"))?;
    let index = lines
        .next()
        .and_then(|line| line.strip_prefix("index "))
        .and_then(|index| index.parse::<u64>().ok().filter(|number| number.to_string() == index))
        .ok_or(form(3, "`index` and a number"))?;
    let path = (4..)
        .zip(lines)
        .map(|(line, hash)| Hash::from_base64(hash).ok_or(form(line, "a hash in base64")))
        .collect::<Result<Vec<_>, _>>()?;
    if path.len() > PROOF_HASHES_MAX {
        return Err(form(4 + PROOF_HASHES_MAX, "empty: a path has at most 63 hashes"));
    }
    Ok(Parsed {
        entry,
        index,
        path,
        checkpoint,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::tests::entry;
    use crate::key::LogKey;
    use crate::tree::tests::{build, definition};

    const ORIGIN: &str = "motlan/VN/GOV/H45/exchange";

    fn proof(index: u8, size: u8) -> (String, VerifierKey) {
        let key: LogKey = "33".repeat(32).parse().unwrap();
        let leaves: Vec<_> = (0..size).map(|seed| Hash::leaf(&entry(seed).to_bytes())).collect();
        let checkpoint = Checkpoint {
            origin: ORIGIN.to_owned(),
            size: u64::from(size),
            root: definition(&leaves),
        };
        let path = build(&inclusion::plan(u64::from(index), u64::from(size)).unwrap(), &leaves);
        let note = checkpoint.sign(&key).unwrap();
        let text = to_text(&entry(index).to_bytes(), u64::from(index), &path, &note);
        (text, key.verifier(ORIGIN).unwrap())
    }

    #[test]
    fn a_proof_of_every_entry_verifies() {
        for size in [1, 2, 7, 8, 100] {
            for index in 0..size {
                let (text, key) = proof(index, size);
                let verified = verify_proof(&text, &key).unwrap();
                assert_eq!(verified.entry, entry(index));
                assert_eq!((verified.index, verified.size), (index.into(), size.into()));
                assert_eq!(verified.origin, ORIGIN);
            }
        }
    }

    #[test]
    fn one_flipped_bit_anywhere_fails() {
        let (text, key) = proof(5, 11);
        for position in 0..text.len() {
            for bit in 0..8 {
                let mut bytes = text.clone().into_bytes();
                bytes[position] ^= 1 << bit;
                if let Ok(wrong) = String::from_utf8(bytes) {
                    assert!(verify_proof(&wrong, &key).is_err(), "byte {position} bit {bit}");
                }
            }
        }
    }

    #[test]
    fn a_misspelt_line_is_named() {
        let (text, key) = proof(5, 11);
        let line = |from: &str, to: &str| match verify_proof(&text.replacen(from, to, 1), &key) {
            Err(ProofError::Form { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line("@v1", "@v2"), 1);
        assert_eq!(line("extra ", "extra"), 2);
        assert_eq!(line("index 5", "index 05"), 3);
        assert_eq!(line("index 5\n", "index 5\nAA==\n"), 4);
    }
}
