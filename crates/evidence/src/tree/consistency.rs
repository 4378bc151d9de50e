//! Consistency proofs: that one tree continues another (RFC 6962 section 2.1.2, RFC 9162 section 2.1.4).

use super::{Hash, PROOF_HASHES_MAX, Part, split, subtrees};

/// The proof that the tree of `new` entries continues the tree of `old` entries; `None` if `old` is above `new`.
///
/// Empty where nothing needs proof: `old` is 0 or equals `new`.
pub fn plan(old: u64, new: u64) -> Option<Vec<Part>> {
    if old > new {
        return None;
    }
    if old == 0 || old == new {
        return Some(Vec::new());
    }
    let (mut from, mut to) = (0, new);
    let mut parts = Vec::new();
    while old != to {
        let middle = from + split(to - from);
        if old <= middle {
            parts.push(subtrees(middle, to));
            to = middle;
        } else {
            parts.push(subtrees(from, middle));
            from = middle;
        }
    }
    // The verifier knows the old root itself, so it is left out where it is the whole subtree.
    if from > 0 {
        parts.push(subtrees(from, to));
    }
    parts.reverse();
    Some(parts)
}

/// Whether `proof` shows that the tree (`new`, `new_root`) continues the tree (`old`, `old_root`).
pub fn verify(old: u64, old_root: &Hash, new: u64, new_root: &Hash, proof: &[Hash]) -> bool {
    if old > new || proof.len() > PROOF_HASHES_MAX + 1 {
        return false;
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    if old == 0 {
        return proof.is_empty() && *old_root == Hash::empty_root();
    }
    let (first, rest) = if old.is_power_of_two() {
        (old_root, proof)
    } else {
        match proof.split_first() {
            Some(parts) => parts,
            None => return false,
        }
    };
    let shift = (old - 1).trailing_ones();
    climb(((old - 1) >> shift, (new - 1) >> shift), first, rest) == Some((*old_root, *new_root))
}

/// Climbs from the last common subtree to both roots, `(old, new)`; `None` if the proof has the wrong length.
fn climb((mut node, mut last): (u64, u64), first: &Hash, rest: &[Hash]) -> Option<(Hash, Hash)> {
    let (mut old_hash, mut new_hash) = (*first, *first);
    for hash in rest {
        if last == 0 {
            return None;
        }
        if node & 1 == 1 || node == last {
            old_hash = Hash::node(hash, &old_hash);
            new_hash = Hash::node(hash, &new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = Hash::node(&new_hash, hash);
        }
        node >>= 1;
        last >>= 1;
    }
    (last == 0).then_some((old_hash, new_hash))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{build, definition, leaves, vector_leaves};
    use super::*;

    #[test]
    fn the_known_answer_from_6_to_8() {
        let proof = build(&plan(6, 8).unwrap(), &vector_leaves());
        let text: Vec<_> = proof.iter().map(ToString::to_string).collect();
        assert_eq!(
            text,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
    }

    #[test]
    fn every_pair_of_sizes_is_proved_and_a_fork_is_not() {
        let leaves = leaves(300);
        let roots: Vec<_> = (0..=300).map(|size| definition(&leaves[..size])).collect();
        let fork = Hash::leaf(b"fork");
        for new in (0..=40usize).chain([63, 64, 65, 127, 128, 129, 200, 255, 256, 257, 299, 300]) {
            for old in (0..=new).filter(|old| new <= 40 || old % 29 == 0 || old + 2 > new || old.is_power_of_two()) {
                let proof = build(&plan(old as u64, new as u64).unwrap(), &leaves[..new]);
                let check =
                    |old_root, new_root, proof: &[Hash]| verify(old as u64, old_root, new as u64, new_root, proof);
                assert!(check(&roots[old], &roots[new], &proof), "{old} to {new}");
                assert!(!check(&fork, &roots[new], &proof), "{old} to {new}");
                assert!(old == 0 || !check(&roots[old], &fork, &proof), "{old} to {new}");
                assert!(
                    !check(&roots[old], &roots[new], &[proof.as_slice(), &[fork]].concat()),
                    "{old} to {new}"
                );
            }
        }
        assert_eq!(plan(2, 1), None);
    }

    #[test]
    fn one_flipped_bit_fails() {
        let leaves = leaves(100);
        let (old_root, new_root) = (definition(&leaves[..77]), definition(&leaves));
        let proof = build(&plan(77, 100).unwrap(), &leaves);
        for position in 0..proof.len() {
            for bit in 0..256 {
                let mut wrong = proof.clone();
                wrong[position].0[bit / 8] ^= 1 << (bit % 8);
                assert!(
                    !verify(77, &old_root, 100, &new_root, &wrong),
                    "hash {position} bit {bit}"
                );
            }
        }
    }
}
