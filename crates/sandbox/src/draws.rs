//! Random numbers as a function of (seed, purpose, index), and weighted choice. No state outlives a call.
//!
//! SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014). It is fast, the
//! same on every machine, and no secret depends on it. Integers only, so that no rounding differs between machines.

/// The odd step of SplitMix64: 2^64 divided by the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// The output function of SplitMix64: a bijection of 64 bits in which every input bit moves half of the output bits.
pub(crate) const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// What numbers are drawn for. Each purpose has a stream of its own, so that a new one leaves the others as they were.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    BirthDay = 1,
    Place = 2,
    Ethnicity = 3,
    Name = 4,
    Permutation = 5,
    Question = 6,
    Distortion = 7,
    Licence = 8,
    Feed = 9,
    Record = 10,
}

/// A stream of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Draws(u64);

impl Draws {
    /// The stream of `purpose` for the thing numbered `index`, under `seed`.
    pub(crate) const fn new(seed: u64, purpose: Purpose, index: u64) -> Self {
        let key = mix(seed.wrapping_add(STEP.wrapping_mul(purpose as u64)));
        Self(mix(key ^ mix(index.wrapping_add(STEP))))
    }

    /// The next 64 bits.
    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number from 0 to `bound` - 1; `bound` is from 1 to 2^32.
    ///
    /// Multiply and shift (Lemire 2019) without rejection: a value's chance is off by at most `bound` / 2^32 of itself.
    pub(crate) const fn below(&mut self, bound: u64) -> u64 {
        debug_assert!(bound > 0 && bound <= 1 << 32);
        ((self.next() >> 32) * bound) >> 32
    }

    /// A number from `first` to `last`, both included.
    pub(crate) const fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    /// True in `percent` of 100 cases.
    pub(crate) const fn is_in_percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, all equally likely; `items` is not empty.
    pub(crate) fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let position = self.below(items.len() as u64);
        // Unwrap safety: the position is below a length that is a usize.
        &items[usize::try_from(position).expect("a position fits")]
    }
}

/// Choice by weight: the running sums of the weights, searched by halving.
#[derive(Clone, Debug)]
pub(crate) struct Weighted {
    ends: Vec<u64>,
}

impl Weighted {
    /// A choice between as many things as there are weights. Their sum is from 1 to 2^32.
    pub(crate) fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let sums = weights.into_iter().scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self { ends: sums.collect() }
    }

    /// A choice between `count` ranked things, where rank r (from 0) has a weight proportional to 1 / (r + 12):
    /// the first is about ten times as likely as the hundredth.
    pub(crate) fn ranked(count: usize) -> Self {
        Self::new((0..count as u64).map(|rank| 60_000 / (rank + 12)))
    }

    /// The position of the thing drawn.
    pub(crate) fn pick(&self, draws: &mut Draws) -> usize {
        let sum = self.ends.last().copied().unwrap_or(1);
        let target = draws.below(sum);
        self.ends.partition_point(|end| *end <= target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_splitmix64() {
        // First outputs for the state 1234567, as implementations in other languages print them.
        let mut draws = Draws(1_234_567);
        assert_eq!(draws.next(), 6_457_827_717_110_365_317);
        assert_eq!(draws.next(), 3_203_168_211_198_807_973);
        assert_eq!(draws.next(), 9_817_491_932_198_370_423);
    }

    #[test]
    fn purposes_indexes_and_seeds_give_different_streams() {
        let first = |seed, purpose, index| Draws::new(seed, purpose, index).next();
        let base = first(1, Purpose::Name, 1);
        assert_eq!(base, first(1, Purpose::Name, 1));
        assert_ne!(base, first(2, Purpose::Name, 1));
        assert_ne!(base, first(1, Purpose::Place, 1));
        assert_ne!(base, first(1, Purpose::Name, 2));
    }

    #[test]
    fn weights_are_kept_and_zero_is_never_picked() {
        let weighted = Weighted::new([1, 0, 3]);
        let mut counts = [0_u32; 3];
        for index in 0..40_000 {
            counts[weighted.pick(&mut Draws::new(7, Purpose::Name, index))] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!(counts[0].abs_diff(10_000) < 400, "{counts:?}");
    }

    #[test]
    fn bounds_are_reached_and_never_passed() {
        let mut draws = Draws::new(3, Purpose::Name, 0);
        let values: Vec<u64> = (0..1_000).map(|_| draws.between(2, 4)).collect();
        assert!(values.iter().all(|value| (2..=4).contains(value)));
        assert!((2..=4).all(|value| values.contains(&value)));
    }
}
