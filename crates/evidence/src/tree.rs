//! The Merkle tree of RFC 6962 section 2: hashes, and which complete subtrees make up a proof.
//!
//! Pure. Building a proof has two steps: a *plan* names complete subtrees ([`inclusion`], [`consistency`]), the caller
//! looks their hashes up (in tiles, in memory) and folds them with [`fold`]. Nothing here stores a tree.

pub mod consistency;
pub mod inclusion;

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes of a hash.
pub const HASH_BYTES: usize = 32;

/// The longest proof: a tree of 2^63 entries has 63 levels.
pub const PROOF_HASHES_MAX: usize = 63;

/// Entries up to this size are hashed from a stack buffer: 128 bytes is the entry of a transaction.
const LEAF_SHORT_BYTES: usize = 128;

/// A SHA-256 hash of the tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; HASH_BYTES]);

impl Hash {
    /// The root of the tree without entries.
    pub fn empty_root() -> Self {
        Self::of(&[])
    }

    /// The hash of one entry.
    pub fn leaf(entry: &[u8]) -> Self {
        // One call on a stack buffer is faster than three on a context: it is the hot path of every audit.
        let mut short = [0u8; 1 + LEAF_SHORT_BYTES];
        if let Some(room) = short.get_mut(1..=entry.len()) {
            room.copy_from_slice(entry);
            return Self::of(&short[..=entry.len()]);
        }
        let mut context = Context::new(&SHA256);
        context.update(&[0]);
        context.update(entry);
        Self::from_digest(context.finish().as_ref())
    }

    /// The hash of a node over its two children.
    pub fn node(left: &Self, right: &Self) -> Self {
        let mut input = [0u8; 1 + 2 * HASH_BYTES];
        input[0] = 1;
        input[1..=HASH_BYTES].copy_from_slice(&left.0);
        input[1 + HASH_BYTES..].copy_from_slice(&right.0);
        Self::of(&input)
    }

    /// The base64 form, as in checkpoints and proofs.
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0)
    }

    /// The hash whose one base64 form is `text`.
    pub fn from_base64(text: &str) -> Option<Self> {
        STANDARD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Plain SHA-256 of the input.
    pub(crate) fn of(input: &[u8]) -> Self {
        Self::from_digest(digest(&SHA256, input).as_ref())
    }

    fn from_digest(digest: &[u8]) -> Self {
        let mut bytes = [0; HASH_BYTES];
        bytes.copy_from_slice(digest);
        Self(bytes)
    }
}

/// Lower-case hexadecimal.
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// A complete subtree: the entries `index << level .. (index + 1) << level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subtree {
    /// Its height; level 0 is one entry.
    pub level: u8,
    /// Its number among the subtrees of this level.
    pub index: u64,
}

/// One hash of a proof: the complete subtrees, from left to right, that [`fold`] into it.
pub type Part = Vec<Subtree>;

/// The complete subtrees of the entries `from..to`, from left to right.
///
/// `from` must be a multiple of the largest power of two that is not above `to - from`, as it is for every range
/// that RFC 6962 splits off.
pub fn subtrees(from: u64, to: u64) -> Part {
    let mut parts = Vec::new();
    let mut start = from;
    while start < to {
        let level = (to - start).ilog2();
        // A u64 has 64 bits, so the level fits.
        #[expect(clippy::cast_possible_truncation, reason = "ilog2 of a u64 is at most 63")]
        parts.push(Subtree {
            level: level as u8,
            index: start >> level,
        });
        start += 1 << level;
    }
    parts
}

/// The hash over complete subtrees given from left to right, largest first; `None` if there is none.
pub fn fold(hashes: &[Hash]) -> Option<Hash> {
    let (last, rest) = hashes.split_last()?;
    Some(rest.iter().rev().fold(*last, |right, left| Hash::node(left, &right)))
}

/// The root of a complete subtree, from its 2^n hashes laid one after the other, n from 0. The buffer is used up.
pub(crate) fn complete_root(hashes: &mut [u8]) -> Hash {
    let mut count = hashes.len() / HASH_BYTES;
    while count > 1 {
        for pair in 0..count / 2 {
            let mut input = [0u8; 1 + 2 * HASH_BYTES];
            input[0] = 1;
            input[1..].copy_from_slice(&hashes[pair * 2 * HASH_BYTES..(pair + 1) * 2 * HASH_BYTES]);
            let parent = Hash::of(&input);
            hashes[pair * HASH_BYTES..(pair + 1) * HASH_BYTES].copy_from_slice(&parent.0);
        }
        count /= 2;
    }
    Hash::from_digest(&hashes[..HASH_BYTES])
}

/// The largest power of two below `count`, where RFC 6962 splits a tree of `count` > 1 entries.
pub(crate) fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The definition of RFC 6962 section 2.1, word for word: slow, and the yardstick of everything else.
    pub(crate) fn definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::empty_root(),
            [leaf] => *leaf,
            _ => {
                let split = usize::try_from(split(leaves.len() as u64)).unwrap();
                Hash::node(&definition(&leaves[..split]), &definition(&leaves[split..]))
            }
        }
    }

    pub(crate) fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|n| Hash::leaf(&n.to_be_bytes())).collect()
    }

    /// Looks a plan up in a list of leaves.
    pub(crate) fn build(plan: &[Part], leaves: &[Hash]) -> Vec<Hash> {
        let hash = |subtree: &Subtree| {
            let start = usize::try_from(subtree.index << subtree.level).unwrap();
            definition(&leaves[start..start + (1 << subtree.level)])
        };
        plan.iter()
            .map(|part| fold(&part.iter().map(hash).collect::<Vec<_>>()).unwrap())
            .collect()
    }

    /// The test vectors of the Certificate Transparency implementation (`merkle_tree_test.cc`), used by all others.
    pub(crate) const VECTOR_ENTRIES: [&str; 8] = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    const VECTOR_ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    pub(crate) fn vector_leaves() -> Vec<Hash> {
        VECTOR_ENTRIES
            .iter()
            .map(|entry| Hash::leaf(&hex::decode(entry).unwrap()))
            .collect()
    }

    #[test]
    fn the_known_answers_of_certificate_transparency() {
        assert_eq!(
            Hash::empty_root().to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        let leaves = vector_leaves();
        for (size, root) in (1..).zip(VECTOR_ROOTS) {
            assert_eq!(definition(&leaves[..size]).to_string(), root, "size {size}");
        }
    }

    #[test]
    fn subtrees_fold_to_the_root_of_every_size() {
        let leaves = leaves(300);
        for size in 1..=300u64 {
            let tree = &leaves[..usize::try_from(size).unwrap()];
            assert_eq!(build(&[subtrees(0, size)], tree), [definition(tree)], "size {size}");
        }
    }

    #[test]
    fn a_complete_root_is_that_of_the_definition() {
        for level in 0..=8 {
            let leaves = leaves(1 << level);
            let mut bytes: Vec<u8> = leaves.iter().flat_map(|hash| hash.0).collect();
            assert_eq!(complete_root(&mut bytes), definition(&leaves), "level {level}");
        }
    }
}
