//! A proof as a ladder: from the entry's hash, rung by rung, to the root that the checkpoint signs. Pure.
//!
//! The verdict is that of `verify_proof`; this module only shows the way it went (RFC 9162 section 2.1.3.2).

use motlan_evidence::case::CaseEntry;
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::proof::ProofError;
use motlan_evidence::tree::Hash;
use motlan_evidence::{Entry, VerifiedProof, VerifierKey, verify_case_proof, verify_proof};

/// On which side of the way the sibling stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It comes before.
    Left,
    /// It comes after.
    Right,
}

/// One step up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Where the sibling stands.
    pub side: Side,
    /// The sibling, as the proof has it.
    pub sibling: Hash,
    /// The hash of both.
    pub result: Hash,
}

/// A verified proof with its intermediate hashes: of a transaction's entry, or of a dossier's step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder<E = Entry> {
    /// The proven entry.
    pub entry: E,
    /// Size of the log at the checkpoint.
    pub size: u64,
    /// Names the log.
    pub origin: String,
    /// The entry's hash.
    pub leaf: Hash,
    /// From the entry up.
    pub rungs: Vec<Rung>,
    /// The root.
    pub root: Hash,
    /// The signed checkpoint, verbatim.
    pub checkpoint: String,
}

/// Verifies a proof file of a transaction and notes the way from the entry to the root.
///
/// Errors: what [`verify_proof`] finds.
pub fn climb(file: &str, key: &VerifierKey) -> Result<Ladder, ProofError> {
    let verified = verify_proof(file, key)?;
    let leaf = Hash::leaf(&verified.entry.to_bytes());
    note_way(file, key, verified, leaf)
}

/// The same of a dossier's step.
///
/// Errors: what [`verify_case_proof`] finds.
pub fn climb_case(file: &str, key: &VerifierKey) -> Result<Ladder<CaseEntry>, ProofError> {
    let verified = verify_case_proof(file, key)?;
    let leaf = Hash::leaf(&verified.entry.to_bytes());
    note_way(file, key, verified, leaf)
}

fn note_way<E>(file: &str, key: &VerifierKey, verified: VerifiedProof<E>, leaf: Hash) -> Result<Ladder<E>, ProofError> {
    let (head, checkpoint) = file.split_once("\n\n").unwrap_or((file, ""));
    let root = Checkpoint::open(checkpoint, key)?.root;
    // Three lines stand before the hashes: the format's name, the entry, the index.
    let path: Vec<Hash> = head.lines().skip(3).filter_map(Hash::from_base64).collect();
    let rungs = rungs(leaf, verified.index, verified.size, &path);
    if rungs.last().map_or(leaf, |rung| rung.result) != root {
        return Err(ProofError::NotIncluded);
    }
    Ok(Ladder {
        entry: verified.entry,
        size: verified.size,
        origin: verified.origin,
        leaf,
        rungs,
        root,
        checkpoint: checkpoint.to_owned(),
    })
}

fn rungs(leaf: Hash, index: u64, entries: u64, path: &[Hash]) -> Vec<Rung> {
    let (mut node, mut last) = (index, entries.saturating_sub(1));
    let mut hash = leaf;
    let step = |sibling: &Hash| {
        let side = if node & 1 == 1 || node == last {
            Side::Left
        } else {
            Side::Right
        };
        hash = match side {
            Side::Left => Hash::node(sibling, &hash),
            Side::Right => Hash::node(&hash, sibling),
        };
        // A node without a right neighbour is passed up unchanged until it is one itself.
        while side == Side::Left && node & 1 == 0 && node != 0 {
            node >>= 1;
            last >>= 1;
        }
        node >>= 1;
        last >>= 1;
        Rung {
            side,
            sibling: *sibling,
            result: hash,
        }
    };
    path.iter().map(step).collect()
}
