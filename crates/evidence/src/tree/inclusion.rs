//! Inclusion proofs: that an entry stands at an index of a tree (RFC 6962 section 2.1.1, RFC 9162 section 2.1.3).

use super::{Hash, PROOF_HASHES_MAX, Part, split, subtrees};

/// The proof of entry `index` in the tree of `size` entries, leaf's sibling first; `None` if there is no such entry.
pub fn plan(index: u64, size: u64) -> Option<Vec<Part>> {
    if index >= size {
        return None;
    }
    let (mut from, mut to) = (0, size);
    let mut parts = Vec::new();
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            parts.push(subtrees(middle, to));
            to = middle;
        } else {
            parts.push(subtrees(from, middle));
            from = middle;
        }
    }
    parts.reverse();
    Some(parts)
}

/// Whether `proof` leads from the leaf hash at `index` to `root`, the root of the tree of `size` entries.
pub fn verify(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size || proof.len() > PROOF_HASHES_MAX {
        return false;
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = Hash::node(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::node(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

#[cfg(test)]
mod tests {
    use super::super::tests::{build, definition, leaves, vector_leaves};
    use super::*;

    #[test]
    fn the_known_answer_for_entry_5_of_8() {
        let proof = build(&plan(5, 8).unwrap(), &vector_leaves());
        let text: Vec<_> = proof.iter().map(ToString::to_string).collect();
        assert_eq!(
            text,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
    }

    #[test]
    fn every_entry_of_every_size_up_to_300_is_proved_and_nothing_else() {
        let leaves = leaves(300);
        for size in 1..=300u64 {
            let tree = &leaves[..usize::try_from(size).unwrap()];
            let root = definition(tree);
            // All indexes of small trees, the interesting ones of large trees: the definition is slow on purpose.
            let step = if size < 40 { 1 } else { 37 };
            for index in (0..size).step_by(step).chain([size - 1]) {
                let leaf = &tree[usize::try_from(index).unwrap()];
                let proof = build(&plan(index, size).unwrap(), tree);
                assert!(verify(leaf, index, size, &proof, &root), "{index} of {size}");
                assert!(!verify(leaf, index + 1, size, &proof, &root), "{index} + 1 of {size}");
                assert!(
                    !verify(&root, index, size, &proof, &Hash::empty_root()),
                    "{index} of {size}"
                );
                let longer = [proof.as_slice(), &[root]].concat();
                assert!(!verify(leaf, index, size, &longer, &root), "{index} of {size}");
            }
            assert_eq!(plan(size, size), None);
        }
    }

    #[test]
    fn one_flipped_bit_fails() {
        let leaves = leaves(100);
        let root = definition(&leaves);
        let proof = build(&plan(77, 100).unwrap(), &leaves);
        for position in 0..proof.len() {
            for bit in 0..256 {
                let mut wrong = proof.clone();
                wrong[position].0[bit / 8] ^= 1 << (bit % 8);
                assert!(
                    !verify(&leaves[77], 77, 100, &wrong, &root),
                    "hash {position} bit {bit}"
                );
            }
        }
    }
}
