//! What a seed decides about a trial.

/// Lives of a trial: the second begins on what the first power cut left.
pub(super) const LIVES: u32 = 2;

/// Which gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Consumer,
    Provider,
}

impl Side {
    pub(super) const ALL: [Self; 2] = [Self::Consumer, Self::Provider];

    pub(super) fn other(self) -> Self {
        match self {
            Self::Consumer => Self::Provider,
            Self::Provider => Self::Consumer,
        }
    }
}

/// Where the power goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cut {
    /// Both sides, this one first, when so many answers have left.
    AfterAnswers(u64, Side),
    /// One side, at so many changes and syncs of its disk; the other goes on until nobody asks any more.
    One(Side, u64),
    /// Both sides, each at so many changes and syncs of its disk.
    Each([u64; 2]),
}

/// One life under load.
#[derive(Debug)]
pub(super) struct Life {
    /// What every message id of this life begins with.
    pub(super) name: String,
    pub(super) cut: Cut,
    /// Both gateways publish whenever so many answers have left.
    pub(super) answers_per_publication: u64,
    /// Bit `n` is whether the `n`-th turn of a client asks for a change; each client begins elsewhere.
    pub(super) changes: u64,
    /// At how many changes and syncs the power goes again while a gateway starts.
    pub(super) recovery_steps: u64,
    pub(super) is_last: bool,
}

impl Life {
    pub(super) fn draw(random: &mut Random, seed: u64, number: u32) -> Self {
        let side = Side::ALL[usize::from(random.below(2) == 1)];
        // A commit is two steps and holds up to 16 records, a publication about ten: 60 steps are some 40 answers.
        let cut = match random.below(4) {
            0 => Cut::One(side, 1 + random.below(60)),
            1 => Cut::Each([1 + random.below(60), 1 + random.below(60)]),
            _ => Cut::AfterAnswers(1 + random.below(50), side),
        };
        Self {
            name: format!("cut-{seed}-{number}"),
            cut,
            answers_per_publication: 3 + random.below(20),
            changes: random.next(),
            recovery_steps: 1 + random.below(40),
            is_last: number + 1 == LIVES,
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}
