//! A keyed permutation of 0 to 99,999,999: why two persons can never have the same personal number.
//!
//! A Feistel network over pairs (left, right) of numbers below 10^4. One round maps (l, r) to (r, l + F(r) mod 10^4),
//! which can be undone whatever F is, so any number of rounds is a bijection: uniqueness holds by construction and
//! needs no table of numbers given. Not a cipher: it only has to look unordered.

use crate::draws::{Draws, Purpose, mix};

/// How many values are permuted: 10^4 × 10^4.
pub(crate) const SIZE: u64 = SIDE * SIDE;

const SIDE: u64 = 10_000;

/// Four rounds already mix both halves; eight leave no visible order at a cost of about 20 ns.
const ROUNDS: usize = 8;

/// A bijection of 0..[`SIZE`] chosen by a seed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Permutation {
    keys: [u64; ROUNDS],
}

impl Permutation {
    /// The permutation that belongs to `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        let mut draws = Draws::new(seed, Purpose::Permutation, 0);
        Self {
            keys: std::array::from_fn(|_| draws.next()),
        }
    }

    /// Where `value`, which is below [`SIZE`], goes.
    pub(crate) fn apply(&self, value: u64) -> u64 {
        let start = (value / SIDE, value % SIDE);
        let step = |(left, right), key: &u64| (right, (left + mix(key ^ right) % SIDE) % SIDE);
        let (left, right) = self.keys.iter().fold(start, step);
        left * SIDE + right
    }

    /// Where `value`, which is below [`SIZE`], came from.
    pub(crate) fn invert(&self, value: u64) -> u64 {
        let start = (value / SIDE, value % SIDE);
        let step = |(left, right), key: &u64| ((right + SIDE - mix(key ^ left) % SIDE) % SIDE, left);
        let (left, right) = self.keys.iter().rev().fold(start, step);
        left * SIDE + right
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_applied_can_be_undone(seed: u64, value in 0..SIZE) {
            let permutation = Permutation::new(seed);
            let image = permutation.apply(value);
            prop_assert!(image < SIZE);
            prop_assert_eq!(permutation.invert(image), value);
            prop_assert_eq!(permutation.apply(permutation.invert(value)), value);
        }
    }

    #[test]
    fn neighbours_are_torn_apart() {
        let permutation = Permutation::new(1);
        let mean_distance = (0..1_000).map(|value| permutation.apply(value).abs_diff(permutation.apply(value + 1)));
        // Two independent values lie a third of the range apart on average.
        assert!((mean_distance.sum::<u64>() / 1_000).abs_diff(SIZE / 3) < SIZE / 20);
    }
}
